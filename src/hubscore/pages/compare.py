"""Hubs side by side, with the differences that decide."""

from __future__ import annotations

import numpy as np

from hubscore.methods.rank import TIE_TOLERANCE
from hubscore.model import ranking as why
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.figures import figure_text
from hubscore.pages.frame import (
    Facts,
    aside_of,
    counted,
    index_show,
    listed,
    number,
    remark_notes,
    scaled,
    short_labels,
    title_of,
    with_shares,
)
from hubscore.pages.screening import left_out_sentence
from hubscore.pages.sentences import REASONS, cardinal, ordinal, points_text, scored_text
from hubscore.studies.compare import Comparison
from hubscore.studies.figures import Figure, figure_of
from hubscore.workspace import Workspace

TEXT = Show()
SPLIT = "Points: the gap itself, split hub to hub. Where one hub lacks a figure, its mean of the rest stands in."
"""How to read the points of a gap whose parts are not the differences of the hubs' own points."""

DECIDING = 5
"""How many indicators are told that make the difference."""


def compare_page(workspace: Workspace, found: Comparison, verbose: bool = False) -> Document:
    """A comparison as a document: tables `comparison` and `deciding`."""
    names = [found.ranking.dataset.hubs.names[hub] for hub in found.hubs]
    return Document(
        page="compare",
        title=f"{listed(names)} · {title_of(workspace)}",
        aside=aside_of(workspace),
        lead=tuple(_lead(found, names)),
        tables=(*_comparison(found, names, verbose), *_deciding(workspace, found, names, verbose)),
        foot=tuple(_foot(found)),
        notes=tuple(remark_notes(found.ranking)),
        scorecard=Facts(workspace),
    )


def _lead(found: Comparison, names: list[str]) -> list[str]:
    ranking, index = found.ranking, found.scores[-1]
    left_out = [left_out_sentence(ranking, hub) for hub in found.hubs if ranking.screened[hub]]
    if left_out:
        return left_out
    on = f" on the {counted(int(found.shared[-1]), 'indicator')} they share" if found.common else ""
    lacking = [name for name, value in zip(names, index, strict=True) if np.isnan(value)]
    if lacking:
        advice = "" if found.common else "; --common compares what they share"
        return [f"{listed(lacking)} cannot be scored{on}{advice}."]
    order = np.argsort(-index, kind="stable").tolist()
    first, lead = order[0], float(index[order[0]])
    told = [f"{names[at]} with {scored_text(ranking, float(index[at]))}" for at in order]
    level = [at for at in order if lead - index[at] <= TIE_TOLERANCE * ranking.plan.span]
    if len(level) > 1:
        start, rest = f"{listed([names[at] for at in level])} are level{on} with {scored_text(ranking, lead)}", level
    else:
        place = int(ranking.rank[found.hubs[first]])
        ranked = cardinal(int((ranking.rank > 0).sum()))
        rank = f", {ordinal(place)} of {ranked}," if place and not found.common else ""
        gap = points_text(ranking, lead - float(index[order[1]]))
        start = f"{names[first]}{rank} leads{on} with {scored_text(ranking, lead)}, {gap} above {told[1]}"
        rest = order[:2]
    others = told[len(rest) :]
    follow = f"; then {'comes' if len(others) == 1 else 'come'} {listed(others)}" if others else ""
    return [f"{start}{follow}."]


def _comparison(found: Comparison, names: list[str], verbose: bool) -> tuple[Table, ...]:
    """Scores by node and hub; people see pillars and what hangs on the index, with -v all indicators."""
    plan = found.ranking.plan
    order = [row for row in plan.order if verbose or row >= len(plan.leaves) or plan.depth[row] <= 1]
    show, comparable = index_show(plan), not np.isnan(found.scores[-1]).any()
    gap = ("Points apart", "Apart") if len(names) > 2 else ("Points", "")
    ids = [found.ranking.dataset.hubs.ids[hub] for hub in found.hubs]
    pair = len(names) == 2
    heads = zip(ids, names, short_labels(names), strict=True)
    columns = (
        Column("node"),
        Column(label="Scores", show=TEXT),
        Column("parent"),
        *(Column(f"scores.{key}", name, show, short, -(at > 1)) for at, (key, name, short) in enumerate(heads)),
        *(Column(f"points.{key}") for key in ids),
        Column("difference", gap[0], Show("number", show.decimals, signed=pair), gap[1]),
        Column(label=_sides(names) if pair else "", show=Show("bar", signed=pair), yields=9),
        Column("shared", "Shared", Show("whole") if found.common else None, yields=-1),
        Column("indicators", "of", Show("whole") if found.common else None, yields=-1),
    )
    columns = with_shares(columns, range(3, 3 + len(ids)))
    shares = scaled(plan, found.scores)
    widest = float(found.spread.max()) or 1.0

    def row_of(row: int) -> tuple[Cell, ...]:
        points = found.points[row]
        told = comparable and not np.isnan(points).all()
        ahead = found.ahead[row] if told else np.full(1, np.nan)
        apart = number(ahead[0] - ahead[-1] if len(names) == 2 else np.ptp(ahead))
        scores = [number(value) for value in found.scores[row]]
        parts = [number(value) for value in points]
        counts = (int(found.shared[row]), int(found.below[row]))
        length = None if apart is None else apart / widest
        start = (plan.ids[row], plan.labels[row], plan.parent[row])
        return (*start, *scores, *parts, apart, length, *counts, *shares[row])

    every = Table("comparison", columns, tuple(row_of(row) for row in plan.order), shown=False)
    people = tuple(column._replace(key="") for column in columns)
    indents = tuple(plan.depth[row] for row in order)
    shown = Table("scores for people", people, tuple(row_of(row) for row in order), indents=indents, strong=(0,))
    return every, shown


def _sides(names: list[str]) -> str:
    """Whose points lie on which side of the middle."""
    return f"← {names[1]} · {names[0]} →"


def _deciding(workspace: Workspace, found: Comparison, names: list[str], verbose: bool) -> tuple[Table, ...]:
    """The indicators that put the hubs apart most, with their figures; people see the first of them."""
    plan, card = found.ranking.plan, workspace.scorecard
    spread = found.spread[: len(plan.leaves)]
    order = sorted(range(len(plan.leaves)), key=lambda row: (-spread[row], plan.ids[row]))
    comparable = not np.isnan(found.scores[-1]).any()
    ids = [found.ranking.dataset.hubs.ids[hub] for hub in found.hubs]
    rows: list[tuple[Cell, ...]] = []
    for row in order:
        if spread[row] > 0 and comparable:
            entry = card.indicators[plan.ids[row]]
            texts = [_figure(figure_of(found.ranking, row, hub), entry.decimals) for hub in found.hubs]
            unit = entry.score_unit or plan.leaves[row].unit
            rows.append(
                (plan.ids[row], plan.labels[row], *texts, unit, float(spread[row]), float(spread[row] / spread.max()))
            )
    columns = (
        Column("indicator"),
        Column(label="What decides", show=TEXT),
        *(
            Column(f"figures.{key}", name, TEXT, yields=-(at > 1))
            for at, (key, name) in enumerate(zip(ids, names, strict=True))
        ),
        Column("unit", "Unit", TEXT if any(row[-3] for row in rows) else None, yields=1),
        Column("apart", "Points apart", index_show(plan), "Apart"),
        Column(label="", show=Show("bar"), yields=9),
    )
    every = Table("deciding", columns, tuple(rows), shown=bool(rows))
    if verbose or len(rows) <= DECIDING:
        return (every,)
    people = tuple(column._replace(key="") for column in columns)
    return every._replace(shown=False), Table("deciding for people", people, tuple(rows[:DECIDING]))


def _figure(figure: Figure, decimals: int | None) -> str:
    if figure.status != why.HAS_VALUE:
        return REASONS[figure.status]
    return figure_text(figure.value, figure.at_least, figure.at_most, figure.covers, decimals)


def _foot(found: Comparison) -> list[str]:
    """How the gap was split, and what was not compared."""
    if found.ranking.screened[list(found.hubs)].any():
        return []
    split = [] if found.additive or np.isnan(found.scores[-1]).any() else [SPLIT]
    return [*split, *_uncompared(found)]


def _uncompared(found: Comparison) -> list[str]:
    plan = found.ranking.plan
    if found.common:
        all_of_them = counted(int(found.below[-1]), "indicator")
        return [f"Scored on the {found.shared[-1]} of {all_of_them} that all of them have, whatever they cover."]
    lacking = [
        f"{plan.labels[row]} ({found.shared[row]} of {found.below[row]})"
        for row in plan.order
        if plan.depth[row] == 1 and row >= len(plan.leaves) and np.isnan(found.scores[row]).any()
    ]
    if not lacking:
        return []
    brackets = "in brackets the indicators they share; --common compares on those"
    return [f"Not scored for all of them: {listed(lacking)}, {brackets}."]
