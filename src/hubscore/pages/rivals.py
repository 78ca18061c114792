"""A hub beside the others: where it stands out, what makes the gap, what is proven."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hubscore.model.plan import Plan
from hubscore.model.scorecard import ROOT
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.frame import index_show, number, scaled, with_shares
from hubscore.studies.explain import Difference, Explanation, Standing
from hubscore.studies.gap import additive

TEXT = Show()

LARGEST = 5
"""How many indicators of a gap people see."""

AROUND = 5
"""How many hubs above and below, in a long list, people see."""


def standings_table(found: Explanation, name: str, title: str, standings: Sequence[Standing]) -> Table:
    """Indicators of the hub beside the other hubs."""
    plan = found.ranking.plan
    rows = tuple(
        (s.node, plan.labels[plan.row[s.node]], s.score, s.others, s.place, s.of, f"{s.place} of {s.of}", s.effect)
        for s in standings
    )
    columns = (
        Column("indicator"),
        Column(label=title, show=TEXT),
        Column("score", "Score", index_show(plan)),
        Column("others", "Others' mean", index_show(plan), "Others"),
        Column("place"),
        Column("of"),
        Column(label="Place", show=TEXT),
        Column("effect", "Points", index_show(plan)._replace(signed=True)),
    )
    return Table(name, columns, rows, shown=bool(rows))


def gap_tables(found: Explanation, verbose: bool) -> tuple[Table, ...]:
    """Which nodes make the difference to the hub above (for the leader: below).

    People see each hub's own points where those make the difference, else the scores.
    """
    plan, names, index = found.ranking.plan, found.ranking.dataset.hubs.names, found.ranking.index
    title, show, own_points = "", index_show(plan), additive(plan)
    if found.neighbour is not None:
        title = f"{'Lead over' if found.leads else 'Gap to'} {names[found.neighbour]}"
    columns = (
        Column("node"),
        Column(label=title, show=TEXT),
        Column("parent"),
        Column("own", *(("Points here", show, "Here") if own_points else ())),
        Column("other", *(("There", show) if own_points else ())),
        Column("score_own", *(() if own_points else ("Score here", show, "Here"))),
        Column("score_other", *(() if own_points else ("There", show))),
        Column("difference", "Difference" if own_points else "Points", show._replace(signed=True), "Diff."),
        Column(label="", show=Show("bar", signed=True), yields=9),
    )
    if found.neighbour is None:
        return (Table("gap", columns, (), shown=False),)
    own, their = float(index[found.hub]), float(index[found.neighbour])
    widest = max([abs(own - their), *(abs(d.points) for d in found.gap)]) or 1.0
    rows = [_gap_row(found, d, widest) for d in found.gap if d.node != ROOT]
    total: tuple[Cell, ...] = (ROOT, plan.labels[-1], None, own, their, own, their, own - their, (own - their) / widest)
    every = Table("gap", columns, (*rows, total), shown=False)
    top, below = _largest(found, verbose)
    told = (*(_gap_row(found, d, widest) for d in top), total, *(_gap_row(found, d, widest) for d in below))
    people = tuple(column._replace(key="") for column in columns)
    rules = (len(top), len(top) + 1) if below else (len(top),)
    shown = Table("gap for people", people, told, rules=rules, strong=(len(top),))
    return every, shown


def _gap_row(found: Explanation, d: Difference, widest: float) -> tuple[Cell, ...]:
    plan, row = found.ranking.plan, found.ranking.plan.row[d.node]
    scores = (number(found.ranking.scores[row, hub]) for hub in (found.hub, found.neighbour) if hub is not None)
    return (d.node, plan.labels[row], plan.parent[row], d.own, d.other, *scores, -d.points, -d.points / widest)


def _largest(found: Explanation, verbose: bool) -> tuple[list[Difference], list[Difference]]:
    """The nodes right below the index, which add up to the gap, and the indicators below those that make most of it."""
    plan = found.ranking.plan
    parts = sorted((d for d in found.gap if d.node != ROOT), key=lambda d: (-abs(d.points), d.node))
    top = [d for d in parts if plan.depth[plan.row[d.node]] == 1]
    below = [d for d in parts if plan.depth[plan.row[d.node]] > 1 and plan.row[d.node] < len(plan.leaves)]
    return top, below if verbose else below[:LARGEST]


def range_tables(found: Explanation, verbose: bool) -> tuple[Table, ...]:
    """The index of every hub at the worst and at the best of all gaps; people see the hubs around this one.

    Where nothing is missing they see none: worst and best are the score.
    """
    ranking, proof = found.ranking, found.proof
    hubs = [hub for hub in ranking.listing if ranking.ranked[hub] or hub == found.hub]
    hubs = [] if ranking.screened[found.hub] else hubs  # whatever is known of it, it is not scored
    ids, names = ranking.dataset.hubs.ids, ranking.dataset.hubs.names
    rows: list[tuple[Cell, ...]] = []
    for hub in hubs:
        ends = (float(proof.low[hub]), float(proof.high[hub]))
        order = None if hub == found.hub else proof.order(hub, found.hub)
        on_axis = scaled(ranking.plan, np.array([[ends[0], ranking.index[hub], ends[1]]]))[0]
        rows.append((ids[hub], names[hub], number(ranking.index[hub]), None, *ends, order, *on_axis))
    show, mine = index_show(ranking.plan), hubs.index(found.hub) if hubs else 0
    columns = (
        Column("hub"),
        Column(label="Whatever is missing", show=TEXT),
        Column("score", "Score", show),
        Column(label=_ends(ranking.plan), show=Show("strip"), yields=9),
        Column("low", "At worst", show),
        Column("high", "At best", show),
        Column("proven", "Proven", TEXT),
    )
    drawn = with_shares(columns, [3], each=3)
    loose = bool(rows) and not proof.settled(hubs)
    every = Table("range", drawn, tuple(rows), shown=loose, strong=(mine,) if rows else ())
    if verbose or not loose or len(hubs) <= 2 * AROUND + 1:
        return (every,)
    first = max(0, min(mine - AROUND, len(hubs) - 2 * AROUND - 1))
    people = tuple(column._replace(key="") for column in drawn)
    few = Table("range for people", people, tuple(rows[first : first + 2 * AROUND + 1]), strong=(mine - first,))
    return every._replace(shown=False), few


def _ends(plan: Plan) -> str:
    """From where to where an axis of scores goes."""
    return f"{plan.scale[0]:g} to {plan.scale[1]:g}"
