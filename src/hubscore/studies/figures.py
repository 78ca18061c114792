"""The figure behind each indicator of a hub, with the reading it comes from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hubscore.methods.select import NONE
from hubscore.model import ranking as why
from hubscore.model.evidence import GRADES, Grade
from hubscore.model.profile import Source
from hubscore.model.ranking import Ranking


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell: `value` is the point that scores, the bounds are the printed ones.

    `status` is why there is a value or none; `row` the indicator's row.
    """

    indicator: str
    row: int
    status: int
    value: float | None
    at_least: float | None
    at_most: float | None
    covers: float | None
    year: int | None
    grade: Grade | None
    source: Source | None
    per_source: Source | None
    note: str | None


def figures_of(ranking: Ranking, hub: int) -> tuple[Figure, ...]:
    """Every indicator that applies to the hub, in the order of the file."""
    plan = ranking.plan
    leaves = [row for row in plan.order if row < len(plan.leaves)]
    figures = (figure_of(ranking, row, hub) for row in leaves)
    return tuple(figure for figure in figures if figure.status != why.NOT_APPLICABLE)


def figure_of(ranking: Ranking, row: int, hub: int) -> Figure:
    """The figure of one cell."""
    cells, dataset, leaf = ranking.cells, ranking.dataset, ranking.plan.leaves[row]
    status, slot = int(cells.status[row][hub]), int(cells.slot[row][hub])
    if status != why.HAS_VALUE:
        filled = float(cells.filled[row][hub])
        value = None if np.isnan(filled) else filled
        return Figure(leaf.id, row, status, value, None, None, None, None, None, None, None, None)
    at = (slot, leaf.series, hub)
    low, high = float(cells.low[row][hub]), float(cells.high[row][hub])
    exact = low == high and not np.isnan(dataset.value[at])
    year, covers = int(dataset.year[at]), float(dataset.covers[at])
    per = int(cells.per_slot[row][hub])
    return Figure(
        leaf.id,
        row,
        status,
        float(cells.point[row][hub]),
        None if exact or _open(ranking, row, hub, lower=True) else low,
        None if exact or _open(ranking, row, hub, lower=False) else high,
        None if covers >= 1 else covers,
        year or None,
        GRADES[int(cells.grade[row][hub])],
        _source(ranking, int(dataset.source[at])),
        None if leaf.per is None or per == NONE else _source(ranking, int(dataset.source[per, leaf.per, hub])),
        _note(ranking, int(dataset.note[at])),
    )


def _open(ranking: Ranking, row: int, hub: int, lower: bool) -> bool:
    """Whether the reading prints no bound on this side."""
    dataset, leaf = ranking.dataset, ranking.plan.leaves[row]
    at = (int(ranking.cells.slot[row][hub]), leaf.series, hub)
    if not np.isnan(dataset.value[at]):
        return not lower and dataset.covers[at] < 1
    return bool(np.isnan((dataset.low if lower else dataset.high)[at]))


def _source(ranking: Ranking, position: int) -> Source | None:
    return ranking.dataset.sources[position] if position >= 0 else None


def _note(ranking: Ranking, position: int) -> str | None:
    return ranking.dataset.notes[position] if position >= 0 else None
