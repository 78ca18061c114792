"""Derived weights beside the declared ones, what stands behind them, and the ranking they give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from hubscore.methods.hierarchy import DOUBTFUL
from hubscore.pages.derivation import detail_notes, detail_tables
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.figures import share_text
from hubscore.pages.frame import Facts, counted, index_show, listed, number, remark_notes, title_of
from hubscore.pages.screening import left_out_line
from hubscore.pages.weights import percent
from hubscore.studies.cautions import Cautions, cautions
from hubscore.studies.derive import Proposal
from hubscore.workspace import Workspace

TEXT, RIGHT = Show(), Show("number")
FEW_HUBS = 12
"""How many hubs people see of a longer ranking, unless they want all."""

VISIBLE = 0.0005
"""Changes below this are not worth a sentence."""

LIGHT = 0.001
"""Shares below this are written with six decimals, others with four."""


def derive_page(workspace: Workspace, found: Proposal, verbose: bool = False, written: Sequence[str] = ()) -> Document:
    """A proposal as a document: tables `weights`, those of the method (`details` first), and `moves`.

    `written`: what happened to the file; nothing, and the lines that could be written, if left out.
    """
    order = _order(found)
    return Document(
        page="derive",
        title=title_of(workspace),
        aside=f"{found.method.name} · {_label(found)}",
        lead=tuple(_lead(found, order)),
        tables=(_weights(found, order), *detail_tables(found, order, verbose), *_moves(found, verbose), _basis(found)),
        foot=tuple(_foot(workspace, found, order, written)),
        notes=(*_warnings(found), *remark_notes(found.before)),
        scorecard=Facts(workspace),
    )


def _order(found: Proposal) -> list[int]:
    """Positions of the children as the file has them."""
    plan = found.before.plan
    return sorted(range(len(found.members)), key=lambda at: plan.order.index(plan.row[found.members[at]]))


def _label(found: Proposal) -> str:
    plan = found.before.plan
    return plan.labels[plan.row[found.node]]


def _labels(found: Proposal) -> list[str]:
    plan = found.before.plan
    return [plan.labels[plan.row[member]] for member in found.members]


def _lead(found: Proposal, order: Sequence[int]) -> list[str]:
    """What weighs otherwise, and what that does to the ranking."""
    labels, change = _labels(found), found.weights - found.declared
    source = {"ahp": "By judgements", "equal": "With equal weights"}.get(found.method.name, f"By {found.method.name}")
    if found.short is not None:
        source += f", from only {counted(len(found.hubs), 'hub')}"
    falling = sorted(order, key=lambda at: -abs(change[at]))[:2]
    told = [
        f"{labels[at]} {'weighs ' if place == 0 else ''}{share_text(found.weights[at])} instead of "
        f"{share_text(found.declared[at])}"
        for place, at in enumerate(falling)
        if abs(change[at]) >= VISIBLE
    ]
    first = f"{source}, {listed(told)}." if told else f"{source}, every child of {_label(found)} keeps its weight."
    return [first, _ranking(found)]


def _ranking(found: Proposal) -> str:
    before, after = found.before.rank, found.after.rank
    names = found.before.dataset.hubs.names
    moved = int((before != after).sum())
    if not before.any():
        return "No hub is ranked."
    if not moved:
        return "The ranking stays as it is."
    first, then = ([names[hub] for hub in np.flatnonzero(rank == 1)] for rank in (before, after))
    lead = "leads" if len(then) == 1 else "lead"
    leads = f"{listed(first)} still {lead}" if first == then else f"{listed(then)} {lead}, not {listed(first)}"
    change = "changes" if moved == 1 else "change"
    changed = f"{moved} of {counted(int((before > 0).sum()), 'hub')} {change} rank"
    return f"{changed}; {leads}."


def _weights(found: Proposal, order: Sequence[int]) -> Table:
    plan, labels = found.before.plan, _labels(found)
    columns = (
        Column("node"),
        Column("label", "Node", TEXT),
        Column("declared"),
        Column(label="Declared", show=RIGHT),
        Column("derived"),
        Column(label="Derived", show=RIGHT),
        Column(label="Change", show=Show("number", 1, signed=True)),
        Column(label="", show=Show("bar"), yields=9),
    )
    rows = tuple(
        (
            found.members[at],
            labels[at],
            float(now),
            percent(now),
            float(then),
            percent(then),
            float(then - now) * 100,
            float(then),
        )
        for at in order
        for now, then in [(found.declared[at], found.weights[at])]
    )
    title = f"Weights below {plan.labels[plan.row[found.node]]}"
    return Table("weights", columns, rows, title=title)


def _moves(found: Proposal, verbose: bool) -> Iterator[Table]:
    """Every ranked hub for scripts; of many hubs people see the first."""
    before, after, names = found.before, found.after, found.before.dataset.hubs
    hubs = [hub for hub in after.listing if before.ranked[hub]]
    show = index_show(before.plan)
    rows: list[tuple[Cell, ...]] = [
        (
            names.ids[hub],
            names.names[hub],
            int(before.rank[hub]) or None,
            int(after.rank[hub]) or None,
            number(before.index[hub]),
            number(after.index[hub]),
            number(after.index[hub] - before.index[hub]),
        )
        for hub in hubs
    ]
    columns = (
        Column("hub"),
        Column(label="Hub", show=TEXT),
        Column("rank_before", "Rank before", Show("whole"), "# before"),
        Column("rank_after", "Rank after", Show("whole"), "# after"),
        Column("score_before", "Score before", show, "Score"),
        Column("score_after", "Score after", show, "then"),
        Column(label="Change", show=show._replace(signed=True), yields=1),
    )
    title = "The ranking they give"
    cut = len(rows) > FEW_HUBS and not verbose
    strong = tuple(at for at, row in enumerate(rows) if row[3] == 1)
    yield Table("moves", columns, tuple(rows), title=title, shown=not cut, strong=strong)
    if cut:
        bare = tuple(column._replace(key="") for column in columns)
        title += f": the first {FEW_HUBS} of {len(rows)} (-v for all)"
        yield Table("first", bare, tuple(rows[:FEW_HUBS]), title=title, strong=strong)


def _basis(found: Proposal) -> Table:
    """For scripts: what was derived, over how many hubs, and how many a sample would need, None if that is enough."""
    columns = (Column("method"), Column("node"), Column("hubs"), Column("needed"))
    row = (found.method.name, found.node, len(found.hubs), found.short.needed if found.short else None)
    return Table("basis", columns, (row,), shown=False)


def _foot(workspace: Workspace, found: Proposal, order: Sequence[int], written: Sequence[str]) -> Iterator[str]:
    row = found.method
    yield f"{row.name}: {row.meaning}{f' ({row.reference})' if row.reference else ''}."
    if row.needs == "data":
        too = ", benchmarks too" if found.before.dataset.hubs.benchmark[found.hubs].any() else ""
        yield f"From the {counted(len(found.hubs), 'hub')} with a score in all {len(found.members)} children{too}."
    yield from detail_notes(found, order)
    yield from filter(None, [left_out_line(found.before)])
    if written:
        yield from written
        return
    table = "[weights]" if workspace.scenario is None else f"the weights of [scenarios.{workspace.scenario}]"
    yield f"Nothing was written. To weigh so, add --write, or put into {table}:"
    for at in order:
        yield f"{found.members[at]} = {_written(float(found.written[at]))}"


def _written(weight: float) -> str:
    """A weight as the file takes it."""
    return f"{weight:.4f}" if weight >= LIGHT else f"{weight:.6f}" if weight >= 1e-6 else "0"


def _warnings(found: Proposal) -> Iterator[str]:
    """What a reader must know before using the weights."""
    short, ratio = found.short, getattr(found.detail, "ratio", 0.0)
    if short is not None:
        yield (
            f"{counted(short.hubs, 'hub')} {'is' if short.hubs == 1 else 'are'} too few for {found.method.name} with "
            f"{short.series} children ({short.needed} or more would do): weights from so few are chance"
        )
    if ratio > DOUBTFUL:
        yield f"the judgements are doubtful: their consistency ratio is {ratio:.2f}, above {DOUBTFUL:g}"
    yield from _cautions(found, cautions(found))


def _cautions(found: Proposal, against: Cautions) -> Iterator[str]:
    """What makes the weights doubtful, a line each."""
    labels = _labels(found)
    if against.against:
        yield _backwards([labels[at] for at in against.against], labels)
    if against.kept is not None:
        yield f"one component carries all weights, and it has only {share_text(against.kept)} of the variance"
    if against.places:
        named = listed([labels[at] for at in against.places])
        yield f"entropy takes the scores of {named} for amounts, but they are places: how far apart they are is chance"
    if against.bent is not None:
        yield f"bod weighs a sum, and {_label(found)} is none (`{against.bent}`): there its weights are a rough guide"
    if against.best is not None:
        of = counted(len(found.hubs), "hub")
        yield f"{against.best} of {of} score 1 at their best: --least, or a greater one, would tell them apart"


def _backwards(named: list[str], labels: list[str]) -> str:
    """Children that are weighed as if they agreed with the others, and do not."""
    if len(labels) == 2:
        return f"{listed(labels)} run against each other: turn a direction or leave one out"
    if len(named) == 1:
        return f"{named[0]} runs against the others: turn its direction or leave it out"
    return f"{listed(named)} run against the others: turn their directions or leave them out"
