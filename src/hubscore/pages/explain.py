"""Why a hub scores what it scores: three sentences, then the parts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hubscore.model import ranking as why
from hubscore.model.scorecard import ROOT
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.figures import figure_text
from hubscore.pages.frame import Facts, aside_of, index_show, listed, number, remark_notes, title_of
from hubscore.pages.sentences import REASONS, order_line, sentences
from hubscore.pages.statements import statement_tables
from hubscore.studies.explain import Explanation, Standing
from hubscore.studies.figures import Figure, figures_of
from hubscore.workspace import Workspace

TEXT = Show()

LARGEST = 5
"""How many indicators of a gap people see."""


def explain_page(workspace: Workspace, found: Explanation, verbose: bool = False) -> Document:
    """An explanation as a document; its tables are those of DESIGN 5 and those for people."""
    ranking, hub = found.ranking, found.hub
    figures = figures_of(ranking, hub)
    return Document(
        page="explain",
        title=f"{ranking.dataset.hubs.names[hub]} · {title_of(workspace)}",
        aside=aside_of(workspace),
        lead=tuple(sentences(workspace, found)),
        tables=(
            _contributions(found, verbose),
            *([] if verbose or np.isnan(ranking.index[hub]) else [_summary(found)]),
            _figures(workspace, found, figures),
            _standings(found, "strengths", "Strengths against the others", found.strengths),
            _standings(found, "weaknesses", "Weaknesses against the others", found.weaknesses),
            *_gap(found, verbose),
            _range(found),
            *statement_tables(workspace, ranking, hub),
            _hub(found),
        ),
        foot=(order_line(found), _method_line(found)),
        notes=tuple(remark_notes(ranking)),
        scorecard=Facts(workspace),
    )


def _contributions(found: Explanation, verbose: bool) -> Table:
    """Every node that scores, with its points; people see all of it with -v."""
    plan, scores = found.ranking.plan, found.ranking.scores[:, found.hub]
    rows: list[tuple[Cell, ...]] = []
    indents = []
    for row in plan.order:
        if plan.ids[row] == ROOT or np.isnan(found.points.points[row]):
            continue
        share = (scores[row] - plan.scale[0]) / plan.span
        figures = (float(scores[row]), float(found.points.weight[row]), float(found.points.points[row]))
        rows.append((plan.ids[row], plan.labels[row], float(share), plan.parent[row], *figures))
        indents.append(plan.depth[row] - 1)
    columns = (
        Column("node"),
        Column(label="Where the points come from", show=TEXT),
        Column(label="", show=Show("bar"), yields=9),
        Column("parent"),
        Column("score", "Score", index_show(plan)),
        Column("weight", "Weight", Show("number", 2)),
        Column("contribution", "Points", index_show(plan)),
    )
    return Table("contributions", columns, tuple(rows), shown=verbose and bool(rows), indents=tuple(indents))


def _summary(found: Explanation) -> Table:
    """For people: what hangs right below the index, and the sum."""
    plan, scores = found.ranking.plan, found.ranking.scores[:, found.hub]
    rows: list[tuple[Cell, ...]] = []
    for row in plan.order:
        if plan.depth[row] != 1 or np.isnan(found.points.points[row]):
            continue
        share = float((scores[row] - plan.scale[0]) / plan.span)
        place = next(s for s in found.standings if s.node == plan.ids[row])
        figures = (float(scores[row]), float(found.points.weight[row]), float(found.points.points[row]))
        rows.append((plan.labels[row], share, *figures, f"{place.place} of {place.of}"))
    rows.append(("Index", None, None, None, float(scores[-1]), None))
    columns = (
        Column(label="Where the points come from", show=TEXT),
        Column(label="", show=Show("bar"), yields=9),
        Column(label="Score", show=index_show(plan)),
        Column(label="Weight", show=Show("number", 2)),
        Column(label="Points", show=index_show(plan)),
        Column(label="Place", show=TEXT, yields=1),
    )
    return Table("points", columns, tuple(rows), rules=(len(rows) - 1,), strong=(len(rows) - 1,))


def _figures(workspace: Workspace, found: Explanation, figures: Sequence[Figure]) -> Table:
    """Each figure with its year, evidence and source."""
    card, plan = workspace.scorecard, found.ranking.plan
    rows: list[tuple[Cell, ...]] = []
    for figure in figures:
        entry = card.indicators[figure.indicator]
        unit = entry.score_unit or plan.leaves[figure.row].unit
        value = None if figure.status == why.IMPUTED else figure.value
        sources = [source.text for source in (figure.source, figure.per_source) if source]
        text = figure_text(value, figure.at_least, figure.at_most, figure.covers, entry.decimals)
        scores = number(found.ranking.scores[figure.row, found.hub]), number(found.points.points[figure.row])
        reason = REASONS[figure.status]
        rows.append(
            (
                figure.indicator,
                card.label(figure.indicator),
                value,
                figure.at_least,
                figure.at_most,
                text if value is not None else reason,
                unit,
                *scores,
                figure.year,
                figure.grade,
                " / ".join(sources) or None,
                figure.source.url if figure.source else None,
                figure.note,
            )
        )
    columns = (
        Column("indicator"),
        Column(label="Figure", show=TEXT),
        Column("value"),
        Column("at_least"),
        Column("at_most"),
        Column(label="Value", show=TEXT),
        Column("unit", "Unit", TEXT, yields=2),
        Column("score", "Score", index_show(plan)),
        Column("points", "Points", index_show(plan), yields=3),
        Column("year", "Year", Show("whole")),
        Column("evidence", "Evidence", TEXT),
        Column("source", "Source", TEXT, yields=4),
        Column("url"),
        Column("note"),
    )
    return Table("figures", columns, tuple(rows))


def _standings(found: Explanation, name: str, title: str, standings: Sequence[Standing]) -> Table:
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
        Column("effect", "Points", _signed(found)),
    )
    return Table(name, columns, rows, shown=bool(rows))


def _gap(found: Explanation, verbose: bool) -> tuple[Table, ...]:
    """Which nodes make the difference to the hub above (for the leader: below); people get the largest."""
    plan, names, index = found.ranking.plan, found.ranking.dataset.hubs.names, found.ranking.index
    columns = (
        Column("node"),
        Column(label="", show=TEXT),
        Column("parent"),
        Column("own", "Points here", index_show(plan), "Here"),
        Column("other", "There", index_show(plan)),
        Column("difference", "Difference", _signed(found), "Diff."),
    )
    if found.neighbour is None:
        return (Table("gap", columns, (), shown=False),)
    other = names[found.neighbour]
    title = f"Lead over {other}" if found.leads else f"Gap to {other}"
    columns = (columns[0], Column(label=title, show=TEXT), *columns[2:])
    leaves = {leaf.id for leaf in plan.leaves}
    parts = sorted((d for d in found.gap if d.node != ROOT), key=lambda d: (d.node in leaves, -abs(d.points), d.node))
    rows: list[tuple[Cell, ...]] = []
    for d in parts:
        rows.append((d.node, plan.labels[plan.row[d.node]], plan.parent[plan.row[d.node]], d.own, d.other, -d.points))
    own, their = float(index[found.hub]), float(index[found.neighbour])
    rows.append((ROOT, "Index", None, own, their, own - their))
    pillars = sum(d.node not in leaves for d in parts)
    indents = tuple(1 if d.node in leaves and pillars else 0 for d in parts)
    table = Table("gap", columns, tuple(rows), shown=verbose, rules=(len(parts),), indents=(*indents, 0))
    if verbose:
        return (table,)
    kept = (*range(min(len(parts), pillars + LARGEST)), len(parts))
    people = tuple(column._replace(key="") for column in columns)
    few = table._replace(name="gap for people", columns=people, rows=tuple(rows[at] for at in kept), shown=True)
    return table, few._replace(rules=(len(kept) - 1,), indents=tuple((*indents, 0)[at] for at in kept))


def _signed(found: Explanation) -> Show:
    return index_show(found.ranking.plan)._replace(signed=True)


def _range(found: Explanation) -> Table:
    """The index of every hub at the worst and at the best of all gaps."""
    ranking, proof = found.ranking, found.proof
    hubs = [hub for hub in ranking.listing if ranking.ranked[hub] or hub == found.hub]
    rows = []
    for hub in hubs:
        rows.append(
            (
                ranking.dataset.hubs.ids[hub],
                ranking.dataset.hubs.names[hub],
                number(ranking.index[hub]),
                float(proof.low[hub]),
                float(proof.high[hub]),
                _order(found, hub),
            )
        )
    show = index_show(ranking.plan)
    columns = (
        Column("hub"),
        Column(label="Whatever is missing", show=TEXT),
        Column("score", "Score", show),
        Column("low", "At worst", show),
        Column("high", "At best", show),
        Column("proven", "Proven", TEXT),
    )
    mine = tuple(at for at, hub in enumerate(hubs) if hub == found.hub)
    return Table("range", columns, tuple(rows), strong=mine)


def _hub(found: Explanation) -> Table:
    """For scripts: who is explained, as the ranking has it."""
    ranking, hub = found.ranking, found.hub
    people = ranking.dataset.hubs
    role = "benchmark" if people.benchmark[hub] else "candidate"
    score, rank = number(ranking.index[hub]), int(ranking.rank[hub]) or None
    row = (people.ids[hub], people.names[hub], role, rank, score, float(ranking.coverage[hub]))
    keys = ("hub", "name", "role", "rank", "score", "coverage")
    return Table("hub", tuple(map(Column, keys)), (row,), shown=False)


def _order(found: Explanation, other: int) -> str | None:
    if other == found.hub:
        return None
    if found.proof.above(other, found.hub):
        return "above"
    return "below" if found.proof.above(found.hub, other) else "open"


def _method_line(found: Explanation) -> str:
    ways = listed(sorted(set(found.points.ways)))
    return f"Points are split by {ways}; they add up to the score (see `hubscore methods attribute`)."
