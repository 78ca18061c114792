"""Tables that only the report has: each with the way it is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from hubscore.model import ranking as why
from hubscore.model.ranking import Floats, Ranking
from hubscore.pages.document import Cell, Chart, Column, Show, Table
from hubscore.pages.figures import figure_text
from hubscore.pages.frame import index_show, number
from hubscore.pages.sentences import REASONS
from hubscore.studies.figures import Figure, figure_of
from hubscore.studies.points import points_of
from hubscore.studies.robustness import Robustness
from hubscore.workspace import Workspace

TEXT = Show()

MOST_ROWS = 30
"""Nodes up to which a profile has a line for each; of more, those right below the index."""


def contributions_table(ranking: Ranking, hubs: Sequence[int]) -> Table:
    """What each part right below the index contributes to each hub's score, in points that add up."""
    plan, show = ranking.plan, index_show(ranking.plan)
    rows = [row for row in plan.order if plan.depth[row] == 1]
    columns = (
        Column("hub"),
        Column(label="Hub", show=TEXT),
        *(Column(f"points.{plan.ids[row]}", plan.labels[row], show) for row in rows),
        Column("score", plan.labels[-1], show),
    )
    ids, names = ranking.dataset.hubs.ids, ranking.dataset.hubs.names
    told: list[tuple[Cell, ...]] = []
    for hub in hubs:
        if not np.isnan(ranking.index[hub]):
            points = points_of(ranking, hub).points
            told.append((ids[hub], names[hub], *(number(points[row]) for row in rows), number(ranking.index[hub])))
    most = plan.scale[1] if plan.scale[0] == 0 else None
    places = tuple(range(2, 2 + len(rows)))
    title = f"Points that add up to the score{f', of {most:g}' if most is not None else ''}"
    span = None if most is None else (0.0, most)
    return Table("contributions", columns, tuple(told), chart=Chart("stack", title, 1, places, span=span))


def rank_intervals_table(sure: Robustness) -> Table:
    """The 90 % interval of each rank around the rank itself."""
    names, rank = sure.base.dataset.hubs.names, sure.base.rank
    whole = Show("whole")
    columns = (
        Column(label="Hub", show=TEXT),
        Column("low", "From", whole),
        Column("rank", "Rank", whole),
        Column("high", "To", whole),
    )
    rows = tuple(
        (names[hub], int(sure.rank_low[hub]) or None, int(rank[hub]), int(sure.rank_high[hub]) or None)
        for hub in sure.field
    )
    chart = Chart("interval", "Rank (dot) and the ranks in 90 % of draws (band)", 0, (1, 2, 3))
    return Table("rank_intervals", columns, rows, chart=chart)


def figures_table(workspace: Workspace, ranking: Ranking, hubs: Sequence[int]) -> Table:
    """Every figure of every hub, tinted by its score; the longer side runs down."""
    plan = ranking.plan
    leaves = [row for row in plan.order if row < len(plan.leaves)]
    down = len(hubs) <= len(leaves)
    names, decimals = ranking.dataset.hubs.names, index_show(plan).decimals
    heads = [names[hub] for hub in hubs] if down else [_label(workspace, ranking, row) for row in leaves]
    columns = [Column(label="Indicator" if down else "Hub", show=TEXT)]
    for head in heads:
        columns += [Column(label=head, show=TEXT), Column(), Column(), Column()]
    rows: list[tuple[Cell, ...]] = []
    for each in leaves if down else hubs:
        cells = ((each, hub) for hub in hubs) if down else ((row, each) for row in leaves)
        told = [part for row, hub in cells for part in _told(workspace, ranking, row, hub, decimals)]
        rows.append((_label(workspace, ranking, each) if down else names[each], *told))
    values, levels, notes, details = (tuple(range(at, len(columns), 4)) for at in (1, 2, 3, 4))
    title = "Figures by hub; the darker the blue, the better the score"
    chart = Chart("heat", title, 0, values, levels, notes, details)
    return Table("heat", tuple(columns), tuple(rows), title=title, chart=chart)


def _label(workspace: Workspace, ranking: Ranking, row: int) -> str:
    leaf = ranking.plan.leaves[row]
    unit = workspace.scorecard.indicators[leaf.id].score_unit or leaf.unit
    label = ranking.plan.labels[row]
    return f"{label} ({unit})" if unit and unit not in label.split() else label


def _told(
    workspace: Workspace, ranking: Ranking, row: int, hub: int, decimals: int
) -> tuple[str, float | None, str, str]:
    """What a cell says: the figure, its score as a share of the scale, year and evidence, and all in a line."""
    figure = figure_of(ranking, row, hub)
    entry = workspace.scorecard.indicators[figure.indicator]
    score = float(ranking.scores[row, hub])
    share = number((score - ranking.plan.scale[0]) / ranking.plan.span)
    known = figure.value is not None and figure.status != why.IMPUTED
    words = figure_text(figure.value, figure.at_least, figure.at_most, figure.covers, entry.decimals) if known else "–"
    note = " ".join(filter(None, [str(figure.year or ""), figure.grade])) if known else REASONS[figure.status]
    name = f"{ranking.dataset.hubs.names[hub]}, {ranking.plan.labels[row]}"
    scored = None if share is None else f"score {score:,.{decimals}f}"
    return words, share, note, " · ".join(filter(None, [f"{name}: {words}", note, scored, *_sources(figure)]))


def _sources(figure: Figure) -> Iterator[str]:
    yield from dict.fromkeys(source.text for source in (figure.source, figure.per_source) if source)


def beside_table(ranking: Ranking, hub: int) -> Table:
    """One hub beside the median of those ranked and the best of the benchmarks, node by node."""
    plan, people = ranking.plan, ranking.dataset.hubs
    rows = [row for row in plan.order if plan.depth[row] > 0 and not np.isnan(ranking.scores[row, hub])]
    rows = rows if len(rows) <= MOST_ROWS else [row for row in rows if plan.depth[row] == 1]
    others = people.benchmark & (np.arange(len(people)) != hub)
    middle, best = _median(ranking.scores[:, ranking.ranked]), _best(ranking.scores[:, others])
    show = index_show(plan)
    columns = [Column(label="Score of", show=TEXT), Column("own", people.names[hub], show)]
    columns.append(Column("median", "median", show))
    columns += [Column("best", "best benchmark", show)] if others.any() else []
    told = tuple(
        (plan.labels[row], *(number(scores[row]) for scores in (ranking.scores[:, hub], middle, best)))[: len(columns)]
        for row in rows
    )
    values = tuple(range(1, len(columns)))
    chart = Chart("dots", f"{people.names[hub]} beside the others", 0, values, span=plan.scale)
    indents = tuple(plan.depth[row] - 1 for row in rows)
    return Table("beside", tuple(columns), told, indents=indents, chart=chart)


def _median(scores: Floats) -> Floats:
    """The median of each row, NaN where it has none."""
    return np.array([np.median(row[~np.isnan(row)]) if (~np.isnan(row)).any() else np.nan for row in scores])


def _best(scores: Floats) -> Floats:
    return np.asarray(np.fmax.reduce(scores, axis=1, initial=np.nan))
