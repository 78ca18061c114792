"""What a ranking consists of as tables: the figure and score of every node, and the figures as one wide table."""

from __future__ import annotations

from collections.abc import Iterator

from hubscore.model import ranking as why
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.pages.document import Cell, Column, Table
from hubscore.pages.export_readings import keyed
from hubscore.pages.frame import index_show, number
from hubscore.pages.sentences import REASONS
from hubscore.studies.figures import Figure, figures_of
from hubscore.workspace import Workspace

FIGURE = ("value", "at_least", "at_most", "unit", "year", "evidence", "reason")


def scores_table(workspace: Workspace, ranking: Ranking) -> Table:
    """One row a hub and node that applies to it; of indicators the figure behind the score, or why there is none."""
    keys = ("hub", "node", "parent", "score", "coverage", *FIGURE)
    table = keyed("scores", keys, _scores(workspace.scorecard, ranking))
    columns = (
        column._replace(show=index_show(ranking.plan)) if column.key == "score" else column for column in table.columns
    )
    return table._replace(columns=tuple(columns))


def _scores(card: Scorecard, ranking: Ranking) -> Iterator[tuple[Cell, ...]]:
    plan = ranking.plan
    leaves = len(plan.leaves)
    for hub in ranking.listing:
        figures = {figure.row: figure for figure in figures_of(ranking, hub)}
        for row in plan.order:
            score = number(ranking.scores[row, hub])
            head = (ranking.dataset.hubs.ids[hub], plan.ids[row], plan.parent[row], score)
            if row >= leaves:
                yield *head, number(ranking.coverage_by_node[row - leaves, hub]), *(None,) * len(FIGURE)
            elif row in figures:
                yield *head, None, *_figure(card, ranking, figures[row])


def _figure(card: Scorecard, ranking: Ranking, figure: Figure) -> tuple[Cell, ...]:
    unit = card.indicators[figure.indicator].score_unit or ranking.plan.leaves[figure.row].unit
    reason = None if figure.status == why.HAS_VALUE else REASONS[figure.status]
    return figure.value, figure.at_least, figure.at_most, unit, figure.year, figure.grade, reason


def values_table(ranking: Ranking) -> Table:
    """One row a hub, one column an indicator: the figures that score, before anything is filled in or treated.

    A scorecard whose indicators read nothing else (no `from`, no `per`) takes it under [data] and
    scores the same.
    """
    plan, hubs = ranking.plan, ranking.dataset.hubs
    leaves = [row for row in plan.order if row < len(plan.leaves)]
    taken = {plan.ids[row] for row in leaves}
    special = tuple(_free(key, taken) for key in ("hub", "name", "role", "group"))
    rows = (
        (
            hubs.ids[hub],
            hubs.names[hub],
            "benchmark" if hubs.benchmark[hub] else "candidate",
            hubs.groups[hubs.group[hub]] if hubs.group[hub] >= 0 else None,
            *(number(ranking.cells.point[row][hub]) for row in leaves),
        )
        for hub in ranking.listing
    )
    columns = map(Column, (*special, *(plan.ids[row] for row in leaves)))
    return Table("values", tuple(columns), tuple(rows), shown=False)


def _free(key: str, taken: set[str]) -> str:
    """The name of a column that no indicator has."""
    while key in taken:
        key += "_"
    return key
