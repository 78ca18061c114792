"""How much of what is asked for is known: by hub, pillar, indicator, year and evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.select import NONE, picked
from hubscore.model import ranking as why
from hubscore.model.dataset import NO_YEAR
from hubscore.model.evidence import GRADES
from hubscore.model.ranking import Ranking

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]
By = Literal["hub", "pillar", "indicator", "year", "evidence"]


class Covered(NamedTuple):
    """How many figures of so many there are, and what share of the weight they carry (NaN where nothing weighs).

    `name` is an id, a year or a grade. Of years and grades the whole is the figures that there
    are; a reading without a year is of year None.
    """

    by: By
    name: str | None
    figures: int
    due: int
    weight: float

    @property
    def share(self) -> float:
        """Figures over what is due; NaN where nothing is."""
        return self.figures / self.due if self.due else np.nan


def coverage(ranking: Ranking) -> tuple[Covered, ...]:
    """What is known of each hub, and of the hubs that are ranked by pillar, indicator, year and evidence.

    Where nobody is ranked, all hubs count. What does not apply is not due; what is filled in is
    not known.
    """
    counted = judged(ranking)
    have = ranking.grades >= 0
    due = np.array(ranking.cells.status) != why.NOT_APPLICABLE
    weight = np.broadcast_to(ranking.plan.weights_by_hub, have.shape) * due
    table = _Table(have, due, weight)
    some = _Table(have[:, counted], due[:, counted], weight[:, counted])
    return (
        *_by_hub(ranking, table),
        *_by_node(ranking, some),
        *_by_year(ranking, some, counted),
        *_by_grade(ranking, some, counted),
    )


def judged(ranking: Ranking) -> Ints:
    """Positions of the hubs whose data is judged: those that compete, left out by rule or not, or else all."""
    candidates = np.flatnonzero(ranking.ranked | ranking.screened & ~ranking.dataset.hubs.benchmark)
    return candidates if candidates.size else np.arange(len(ranking.dataset.hubs))


def years_of(ranking: Ranking, series: int | None, slots: Ints) -> Ints:
    """The years of the readings at these slots of a series, shape (hub,); `NO_YEAR` for no reading, or one without."""
    if series is None or series < 0 or not (slots != NONE).any():
        return np.full(slots.shape, NO_YEAR)
    return np.where(slots != NONE, picked(ranking.dataset.year[:, series], slots), NO_YEAR)


class _Table(NamedTuple):
    """Cells of some hubs, shape (leaf, hub) each."""

    have: Bools
    due: Bools
    weight: Floats

    def known(self, by: By, name: str | None, cells: Bools | slice) -> Covered:
        """What is known of some cells."""
        have, due, weight = self.have[cells], self.due[cells], self.weight[cells]
        return Covered(by, name, int(have.sum()), int(due.sum()), _over(weight[have].sum(), weight.sum()))

    def part(self, by: By, name: str | None, cells: Bools) -> Covered:
        """Some figures among those that there are."""
        total = self.weight[self.have].sum()
        return Covered(by, name, int(cells.sum()), int(self.have.sum()), _over(self.weight[cells].sum(), total))


def _over(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else np.nan


def _by_hub(ranking: Ranking, table: _Table) -> Iterator[Covered]:
    for hub in ranking.listing:
        one = _Table(table.have[:, [hub]], table.due[:, [hub]], table.weight[:, [hub]])
        yield one.known("hub", ranking.dataset.hubs.ids[hub], slice(None))._replace(weight=float(ranking.coverage[hub]))


def _by_node(ranking: Ranking, table: _Table) -> Iterator[Covered]:
    plan = ranking.plan
    leaves = len(plan.leaves)
    for row in plan.order:
        if row >= leaves and plan.parent[row] is not None:
            yield table.known("pillar", plan.ids[row], plan.inside[row - leaves])
    for row in plan.order:
        if row < leaves:
            yield table.known("indicator", plan.ids[row], np.arange(leaves) == row)


def _by_year(ranking: Ranking, table: _Table, counted: Ints) -> Iterator[Covered]:
    """By the year of the figure itself, whatever that of its denominator."""
    rows = zip(ranking.plan.leaves, ranking.cells.slot, strict=True)
    years = np.array([years_of(ranking, leaf.series, slots)[counted] for leaf, slots in rows])
    years = np.where(table.have, years, NO_YEAR - 1)
    for year in sorted(set(years.ravel().tolist()) - {NO_YEAR - 1}, reverse=True):
        yield table.part("year", str(year) if year != NO_YEAR else None, years == year)


def _by_grade(ranking: Ranking, table: _Table, counted: Ints) -> Iterator[Covered]:
    grades = ranking.grades[:, counted]
    for position, grade in enumerate(GRADES):
        if (grades == position).any():
            yield table.part("evidence", grade, grades == position)
