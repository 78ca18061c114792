"""What weighs what, and what it makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import ROOT
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.figures import share_text
from hubscore.pages.frame import Facts, aside_of, counted, index_show, listed, number, remark_notes, title_of
from hubscore.pages.screening import left_out_line
from hubscore.studies.importance import FEWEST, Importance
from hubscore.studies.size import MIN_HUBS
from hubscore.workspace import Workspace

TEXT, RIGHT = Show(), Show("number")
ALIKE = 1e-9
"""Shares that differ by less are the same."""

LEAST_SHARE, LEAST_R = 0.0005, 0.005
"""Shares and correlations nearer to 0 are shown as 0: they are against nothing."""

FEW = 4
"""How many indicators are named that count against the index."""


def weights_page(workspace: Workspace, ranking: Ranking, found: Importance, depth: int | None = None) -> Document:
    """Weights as a document: tables `weights` and `basis`."""
    return Document(
        page="weights",
        title=title_of(workspace),
        aside=aside_of(workspace),
        lead=tuple(_lead(ranking, found)),
        tables=(_weights(ranking, found, depth), _basis(found)),
        foot=tuple(_foot(ranking, found)),
        notes=tuple(remark_notes(ranking)),
        scorecard=Facts(workspace),
    )


def percent(share: float) -> str | None:
    """A share as people compare them: per cent with one decimal; what rounds to 0 has no sign."""
    return None if np.isnan(share) else f"{round(float(share) * 100, 1) + 0.0:.1f} %"


def _lead(ranking: Ranking, found: Importance) -> list[str]:
    """What matters most, and where weight and importance part furthest, among what hangs on the index."""
    top = [at for at, parent in enumerate(found.parents) if parent == ROOT]
    label = [ranking.plan.labels[ranking.plan.row[node]] for node in found.nodes]
    weight, measured = found.nominal, found.told_in_parent
    known = [at for at in top if not np.isnan(measured[at])]
    if not known:
        most = max(top, key=lambda at: weight[at])
        return [f"{label[most]} weighs most: {share_text(weight[most])}. {_unmeasured(found)}"]
    first = max(known, key=lambda at: measured[at])
    apart = max(known, key=lambda at: (round(float(abs(measured[at] - weight[at])), 9), at == first))
    alike = [label[at] for at in known if abs(measured[at] - measured[first]) < ALIKE]
    sentences = [f"{label[first]} matters most: {_achieves(found, first)}."]
    if len(alike) > 1:
        sentences = [f"{listed(alike)} matter {'the same' if len(alike) == len(known) else 'most, and the same'}."]
    if apart != first or (len(alike) > 1 and abs(measured[apart] - weight[apart]) >= ALIKE):
        sentences.append(f"Weight and importance part furthest at {label[apart]}: {_achieves(found, apart)}.")
    elif len(known) > 1 and len(alike) == 1:
        sentences.append("Nowhere do weight and importance part further.")
    cause = _cause(ranking, found, known, apart)
    return [*sentences, cause] if cause else sentences


def _cause(ranking: Ranking, found: Importance, siblings: Sequence[int], at: int) -> str:
    """That its scores spread more, or less, than those of its siblings, where this is why; else empty."""
    own = float(found.spread[at])
    others = [float(found.spread[other]) for other in siblings if other != at]
    mean = sum(others) / len(others) if others else own
    more = found.told_in_parent[at] > found.nominal[at]
    decimals = index_show(ranking.plan).decimals
    spreads = f"{own:,.{decimals}f}", f"{mean:,.{decimals}f}"
    if spreads[0] == spreads[1] or (own > mean) != more or found.told_in_parent[at] < 0:
        return ""
    label = ranking.plan.labels[ranking.plan.row[found.nodes[at]]]
    word = "more" if more else "less"
    return f"The scores of {label} spread {word} than its siblings': {spreads[0]}, theirs {spreads[1]} on average."


def _achieves(found: Importance, at: int) -> str:
    share = share_text(found.measured_in_parent[at])
    weighs = f"it weighs {share_text(found.nominal[at])}"
    if found.way == "squared correlation" and found.told_in_parent[at] < 0:
        return f"{weighs} and runs against the index (r = {found.correlation_parent[at]:.2f})"
    if found.way == "squared correlation":
        return f"{weighs} and has {share} of the importance measured"
    if found.measured_in_parent[at] < 0:
        return f"{weighs} and counts against the differences between hubs ({share})"
    told = f"{weighs} and makes {share} of the differences between hubs"
    over = found.measured_in_parent[at] - 1
    return f"{told}, of which others take {share_text(over)} back" if over >= LEAST_SHARE else told


def _unmeasured(found: Importance) -> str:
    if found.hubs < FEWEST - 1:
        return f"Importance is not measured: {counted(found.hubs, 'hub')} with an index."
    return "Importance is not measured: the hubs do not differ."


def _weights(ranking: Ranking, found: Importance, depth: int | None) -> Table:
    plan = ranking.plan
    levels = [plan.depth[plan.row[node]] for node in found.nodes]
    shown = [at for at, level in enumerate(levels) if depth is None or level <= depth]
    indents = tuple(levels[at] - 1 for at in shown)
    rules = tuple(at for at, indent in enumerate(indents) if indent == 0 and at and max(indents) > 0)
    rows = tuple(_row(ranking, found, at) for at in shown)
    return Table("weights", _columns(ranking, found), rows, indents=indents, rules=rules)


def _columns(ranking: Ranking, found: Importance) -> tuple[Column, ...]:
    correlation = Show("number", 2) if found.way == "squared correlation" else None  # of few hubs it is chance
    return (
        Column("node"),
        Column("label", "Node", TEXT),
        Column("parent"),
        Column("nominal"),
        Column(label="Weight", show=RIGHT),
        Column("index"),
        Column(label="Of index", show=RIGHT),
        Column("importance_in_parent"),
        Column("importance"),
        Column(label="Importance", show=RIGHT, short="Import."),
        Column(label="Apart", show=Show("number", 1, signed=True)),
        Column("spread", "Spread", index_show(ranking.plan), yields=5),
        Column("correlation_parent", "r parent", correlation, yields=4),
        Column("correlation_index", "r index", correlation, yields=3),
    )


def _row(ranking: Ranking, found: Importance, at: int) -> tuple[Cell, ...]:
    node, nominal, index, told = found.nodes[at], float(found.nominal[at]), float(found.effective[at]), found.told[at]
    return (
        node,
        ranking.plan.labels[ranking.plan.row[node]],
        found.parents[at],
        nominal,
        percent(nominal),
        index,
        percent(index),
        number(found.measured_in_parent[at]),
        number(found.measured[at]),
        percent(told),
        number((told - index) * 100),
        number(found.spread[at]),
        number(found.correlation_parent[at]),
        number(found.correlation[at]),
    )


def _basis(found: Importance) -> Table:
    """For scripts: how importance was measured, and over how many hubs."""
    return Table("basis", (Column("way"), Column("hubs")), ((found.way, found.hubs),), shown=False)


def _foot(ranking: Ranking, found: Importance) -> list[str]:
    lines = ["Weight: share among siblings, as the file says. Of index: what that makes of the whole."]
    too = ", benchmarks too" if ranking.dataset.hubs.benchmark[~np.isnan(ranking.index)].any() else ""
    over = f"over the {counted(found.hubs, 'hub')} with an index{too}"
    if found.way == "squared correlation":
        lines.append(
            f"Importance: squared correlation with the index, {over}, as a share among all indicators; for a pillar "
            "among its level."
        )
    elif not np.isnan(found.measured).all():
        lines.append(
            f"Importance: exact share in the variance of the index, {over}; below {MIN_HUBS} hubs correlations are "
            "chance. A missing figure leaves its points to its siblings."
        )
    return [*lines, *_against(ranking, found), *filter(None, [left_out_line(ranking)])]


def _against(ranking: Ranking, found: Importance) -> Iterator[str]:
    """Indicators that go against the index, and of many hubs what goes against its own parent."""
    against = [at for at in _leaves(ranking, found) if found.told[at] <= -LEAST_SHARE]
    squared = found.way == "squared correlation"
    if against:
        why = "runs against the index" if squared else "counts against, evening out what others make"
        yield f"Below 0 ({_named(ranking, against, found)}): {why}."
    inner = [at for at in range(len(found.nodes)) if squared and found.correlation_parent[at] <= -LEAST_R]
    inner = [at for at in inner if found.parents[at] != ROOT]
    if inner:
        few = len(inner) <= FEW
        told = [_opposed(ranking, found, at) for at in inner[: len(inner) if few else FEW]]
        yield f"{listed(told if few else [*told, f'{len(inner) - FEW} more'])}."


def _opposed(ranking: Ranking, found: Importance, at: int) -> str:
    label = dict(zip(ranking.plan.ids, ranking.plan.labels, strict=True))
    own, parent = label[found.nodes[at]], label[found.parents[at]]
    return f"{own} runs against {parent} (r = {found.correlation_parent[at]:.2f})"


def _leaves(ranking: Ranking, found: Importance) -> list[int]:
    return [at for at, node in enumerate(found.nodes) if ranking.plan.row[node] < len(ranking.plan.leaves)]


def _named(ranking: Ranking, chosen: Sequence[int], found: Importance) -> str:
    if len(chosen) > FEW:
        return counted(len(chosen), "indicator")
    return listed([ranking.plan.labels[ranking.plan.row[found.nodes[at]]] for at in chosen])
