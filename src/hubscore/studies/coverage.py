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
By = Literal["hub", "left out", "pillar", "indicator", "year", "evidence"]


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
    """What is known of each hub, and of the hubs that compete by pillar, indicator, year and evidence.

    Hubs that [screening] leaves out have rows of their own (`left out`) and count in no other;
    where nobody competes, all the others do. What does not apply is not due; what is filled in
    is not known.
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
    """Positions of the hubs whose data is judged: those that compete and are not left out, or else all that are not."""
    return np.flatnonzero(ranking.ranked) if ranking.ranked.any() else present(ranking)


def present(ranking: Ranking) -> Ints:
    """Positions of the hubs that are scored or could be, benchmarks too: all that are not left out, or else all."""
    return np.flatnonzero(~ranking.screened | ranking.screened.all())


class Older(NamedTuple):
    """How many figures, of how many, are from before the year `before`."""

    figures: int
    of: int
    before: int


def older(ranking: Ranking) -> Older | None:
    """Figures from before `as_of` of the hubs that are judged; None where there is none, or readings have no years.

    Where the file is silent, `as_of` is the newest year there is.
    """
    as_of, counted = ranking.plan.as_of, judged(ranking)
    years = _years(ranking, ranking.grades[:, counted] >= 0, counted)
    known = years >= NO_YEAR
    early = (years > NO_YEAR) & (years < (as_of or 0))
    return Older(int(early.sum()), int(known.sum()), as_of) if as_of is not None and early.any() else None


def years_of(ranking: Ranking, series: int | None, slots: Ints) -> Ints:
    """The years of the readings at these slots of a series, shape (hub,); `NO_YEAR` for no reading, or one without."""
    if series is None or series < 0:
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
        by: By = "left out" if ranking.screened[hub] else "hub"
        yield one.known(by, ranking.dataset.hubs.ids[hub], slice(None))._replace(weight=float(ranking.coverage[hub]))


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
    years = _years(ranking, table.have, counted)
    for year in sorted(set(years.ravel().tolist()) - {NO_YEAR - 1}, reverse=True):
        yield table.part("year", str(year) if year != NO_YEAR else None, years == year)


def _years(ranking: Ranking, have: Bools, counted: Ints) -> Ints:
    """The year of each figure itself, whatever that of its denominator, shape (leaf, hub); below `NO_YEAR` for none."""
    rows = zip(ranking.plan.leaves, ranking.cells.slot, strict=True)
    years = np.array([years_of(ranking, leaf.series, slots)[counted] for leaf, slots in rows])
    return np.where(have, years, NO_YEAR - 1)


def _by_grade(ranking: Ranking, table: _Table, counted: Ints) -> Iterator[Covered]:
    grades = ranking.grades[:, counted]
    for position, grade in enumerate(GRADES):
        if (grades == position).any():
            yield table.part("evidence", grade, grades == position)
