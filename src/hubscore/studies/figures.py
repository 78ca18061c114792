"""The figure behind each indicator of a hub, with the reading it comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hubscore.methods.select import NONE
from hubscore.model import ranking as why
from hubscore.model.dataset import Dataset
from hubscore.model.evidence import GRADES, Grade
from hubscore.model.profile import Source
from hubscore.model.ranking import Ranking


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell: `value` is the point that scores, the bounds are the printed ones.

    `status` is why there is a value or none; `row` the indicator's row. A value drawn between
    two years has both, `year` and `year_after`. `treated` is what scores in place of an outlier,
    or under a power, and `treatment` what was done, as in `Treatment.kind`; None for nothing.
    """

    indicator: str
    row: int
    status: int
    value: float | None
    at_least: float | None = None
    at_most: float | None = None
    covers: float | None = None
    year: int | None = None
    year_after: int | None = None
    grade: Grade | None = None
    source: Source | None = None
    per_source: Source | None = None
    note: str | None = None
    treated: float | None = None
    treatment: str | None = None


def figures_of(ranking: Ranking, hub: int) -> tuple[Figure, ...]:
    """Every indicator that applies to the hub, in the order of the file."""
    plan = ranking.plan
    leaves = [row for row in plan.order if row < len(plan.leaves)]
    figures = (figure_of(ranking, row, hub) for row in leaves)
    return tuple(figure for figure in figures if figure.status != why.NOT_APPLICABLE)


def figure_of(ranking: Ranking, row: int, hub: int) -> Figure:
    """The figure of one cell."""
    figure, treatment = _read(ranking, row, hub), ranking.cells.treatments[row]
    if treatment is None or figure.value is None or treatment.before[hub] == treatment.after[hub]:
        return figure
    drawn_in = treatment.changed[hub] != 0
    kind = treatment.kind if drawn_in else treatment.kind.removeprefix("winsorised, ")
    return replace(figure, treated=float(treatment.after[hub]), treatment=kind)


def _read(ranking: Ranking, row: int, hub: int) -> Figure:
    """The figure without what became of it."""
    cells, dataset, leaf = ranking.cells, ranking.dataset, ranking.plan.leaves[row]
    status, slot = int(cells.status[row][hub]), int(cells.slot[row][hub])
    if status != why.HAS_VALUE:
        filled = float(cells.filled[row][hub])
        value = None if np.isnan(filled) else filled
        return Figure(leaf.id, row, status, value)
    at = (slot, leaf.series, hub)
    low, high = _printed(ranking, row, hub)
    year, covers = int(dataset.year[at]), float(dataset.covers[at])
    per, after = int(cells.per_slot[row][hub]), int(cells.after[row][hub])
    return Figure(
        leaf.id,
        row,
        status,
        float(cells.point[row][hub]),
        low,
        high,
        None if covers >= 1 else covers,
        year or None,
        None if after == NONE else int(dataset.year[after, leaf.series, hub]),
        GRADES[int(cells.grade[row][hub])],
        _source(ranking, int(dataset.source[at])),
        None if leaf.per is None else _source(ranking, int(dataset.source[per, leaf.per, hub])),
        _note(ranking, int(dataset.note[at])),
    )


def _printed(ranking: Ranking, row: int, hub: int) -> tuple[float | None, float | None]:
    """The bounds of a figure, None for an end that no source prints.

    An exact figure has none; one that is open on both sides, as a ratio of two lower bounds,
    has those of the interval it is taken to lie in.
    """
    cells, leaf = ranking.cells, ranking.plan.leaves[row]
    slots = {int(column[row][hub]) for column in (cells.slot, cells.after)} - {NONE}
    read = [((slot, leaf.series, hub), False) for slot in slots]
    per = int(cells.per_slot[row][hub])
    if leaf.per is not None:
        read.append(((per, leaf.per, hub), True))  # a ratio is least where its denominator is most
    if all(_exact(ranking.dataset, at) for at, _ in read):
        return None, None
    open_below, open_above = (
        any(_unbounded(ranking.dataset, at, lower != turned) for at, turned in read) for lower in (True, False)
    )
    low, high = float(cells.low[row][hub]), float(cells.high[row][hub])
    if open_below and open_above:
        return low, high
    return (None if open_below else low), (None if open_above else high)


def _exact(dataset: Dataset, at: tuple[int, int, int]) -> bool:
    return bool(dataset.covers[at] >= 1) and not np.isnan(dataset.value[at])


def _unbounded(dataset: Dataset, at: tuple[int, int, int], lower: bool) -> bool:
    """Whether a reading prints no bound on this side."""
    if not np.isnan(dataset.value[at]):
        return not lower and bool(dataset.covers[at] < 1)
    return bool(np.isnan((dataset.low if lower else dataset.high)[at]))


def _source(ranking: Ranking, position: int) -> Source | None:
    return ranking.dataset.sources[position] if position >= 0 else None


def _note(ranking: Ranking, position: int) -> str | None:
    return ranking.dataset.notes[position] if position >= 0 else None
