"""Select, denominate and impute: the value of every indicator of every hub."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hubscore.line.leaves import ends_of, extreme
from hubscore.methods.denominate import ratio
from hubscore.methods.impute import MISSING, between
from hubscore.methods.intervals import BOUNDS, interval
from hubscore.methods.select import NONE, admitted, nearest, newest, picked
from hubscore.model import ranking as why
from hubscore.model.dataset import Dataset
from hubscore.model.plan import Leaf, Plan, fills
from hubscore.model.ranking import Cells

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]


def gather(plan: Plan, dataset: Dataset) -> Cells:
    """Select, denominate and impute: the value of every indicator of every hub."""
    rows = [_simple(plan, dataset, leaf) or _cell(plan, dataset, leaf) for leaf in plan.leaves]
    rows = [_imputed(leaf, dataset, row) for leaf, row in zip(plan.leaves, rows, strict=True)]
    return Cells(*(tuple(column) for column in zip(*rows, strict=True)))


Row = tuple[Floats, Floats, Floats, Floats, Ints, Ints, Ints, Ints, Ints]
"""One row of `Cells`, its fields in order."""


def _simple(plan: Plan, dataset: Dataset, leaf: Leaf) -> Row | None:
    """The row of an indicator whose only readings are exact, timeless and all admitted."""
    if not dataset.exact or leaf.series < 0 or leaf.per is not None or leaf.applies is not None:
        return None
    grade = dataset.grade[0, leaf.series]
    if dataset.grade.shape[0] > 1 or dataset.newest_year is not None or grade.max(initial=-1) > plan.admit:
        return None
    value = dataset.value[0, leaf.series]
    status = (grade < 0).view(np.int8)  # NO_READING is 1, HAS_VALUE is 0
    none = np.broadcast_to(np.int8(NONE), grade.shape)
    return value, value, value, value, status, -status, none, none, grade


def _cell(plan: Plan, dataset: Dataset, leaf: Leaf) -> Row:
    size = len(dataset.hubs)
    if leaf.series < 0:
        return _absent(size, leaf)
    year, grade, covers = (array[:, leaf.series] for array in (dataset.year, dataset.grade, dataset.covers))
    fit = admitted(year, grade, plan.as_of, plan.oldest, plan.admit)
    slot = newest(year, covers >= 1, fit)
    after = slot
    if fills(leaf.missing) == "time" and plan.as_of is not None:
        reach = leaf.missing.number or 0.0
        any_year = admitted(year, grade, None, None, plan.admit)
        around = MISSING[leaf.missing.name].function
        assert around is not None
        before, later = around(year, any_year & (covers >= 1), plan.as_of, reach)
        slot, after = np.where(slot == NONE, before, slot), np.where(slot == NONE, later, slot)
    low, high, printed = _interval(dataset, leaf.series, slot, after, plan.as_of, leaf.open_bound, _rank_ends(leaf))
    graded = np.where(slot == NONE, -1, np.maximum(picked(grade, slot), picked(grade, after)))
    status = np.where(slot == NONE, _why_not(grade, plan.admit), why.HAS_VALUE)
    per_slot = np.full(size, NONE)
    if leaf.per is not None:
        wanted = np.where(slot == after, picked(year, slot), plan.as_of or 0)
        per_slot, per = _denominator(plan, dataset, leaf.per, wanted)
        low, high = ratio(low, high, per[0], per[1], leaf.per_amount)
        printed = printed / per[2] * leaf.per_amount
        per_grade = picked(dataset.grade[:, leaf.per], per_slot) if leaf.per >= 0 else np.full(size, -1)
        graded = np.where(per_slot == NONE, -1, np.maximum(graded, per_grade))
        status = np.where((status == why.HAS_VALUE) & (per_slot == NONE), why.NO_DENOMINATOR, status)
    status = np.where((status == why.HAS_VALUE) & _foreign(dataset, leaf, slot, per_slot), why.OTHER_UNIT, status)
    if leaf.applies is not None:
        status = np.where(leaf.applies, status, why.NOT_APPLICABLE)
    gone = status != why.HAS_VALUE
    low, high, printed = (np.where(gone, np.nan, ends) for ends in (low, high, printed))
    rule = BOUNDS[plan.bounds].function
    assert rule is not None
    point = rule(low, high, printed, leaf.higher)
    return low, high, point, point, status, slot, after, per_slot, np.where(gone, -1, graded)


def _absent(size: int, leaf: Leaf) -> Row:
    nothing, none = np.full(size, np.nan), np.full(size, NONE)
    status = np.full(size, why.NO_READING)
    if leaf.applies is not None:
        status = np.where(leaf.applies, status, why.NOT_APPLICABLE)
    return nothing, nothing, nothing, nothing, status, none, none, none, none


def _interval(
    dataset: Dataset,
    series: int,
    slot: Ints,
    after: Ints,
    as_of: int | None,
    open_bound: float,
    ends: tuple[float, float] | None,
) -> tuple[Floats, Floats, Floats]:
    """The closed interval of the chosen readings, between two years where there are two."""

    def at(chosen: Ints) -> tuple[Floats, Floats, Floats]:
        columns = (dataset.value, dataset.low, dataset.high, dataset.covers)
        return interval(*(picked(array[:, series], chosen) for array in columns), open_bound, ends)

    first = at(slot)
    if slot is after or as_of is None:
        return first
    years = tuple(picked(dataset.year[:, series], chosen) for chosen in (slot, after))
    low, high, printed = (between(a, b, *years, as_of) for a, b in zip(first, at(after), strict=True))
    return low, high, printed


def _rank_ends(leaf: Leaf) -> tuple[float, float] | None:
    if not leaf.is_rank or leaf.goalposts is None:
        return None
    first, second = leaf.goalposts
    if isinstance(first, str) or isinstance(second, str):
        return None
    return min(first, second), max(first, second)


def _why_not(grade: Ints, admit: int) -> Ints:
    """Why no reading counts: there is none, none is good enough, or none is of these years."""
    some, good = (grade >= 0).any(axis=0), ((grade >= 0) & (grade <= admit)).any(axis=0)
    return np.where(good, why.OUT_OF_YEARS, np.where(some, why.NOT_ADMITTED, why.NO_READING))


def _denominator(plan: Plan, dataset: Dataset, series: int, wanted: Ints) -> tuple[Ints, tuple[Floats, Floats, Floats]]:
    size = len(dataset.hubs)
    if series < 0:
        nothing = np.full(size, np.nan)
        return np.full(size, NONE), (nothing, nothing, nothing)
    year, grade, covers = (array[:, series] for array in (dataset.year, dataset.grade, dataset.covers))
    fit = admitted(year, grade, plan.as_of, plan.oldest, plan.admit)
    slot = nearest(year, covers >= 1, fit, wanted)
    ends = _interval(dataset, series, slot, slot, plan.as_of, plan.open_bound, None)
    usable = (slot != NONE) & (ends[0] > 0)
    low, high, printed = (np.where(usable, end, np.nan) for end in ends)
    return np.where(usable, slot, NONE), (low, high, printed)


def _foreign(dataset: Dataset, leaf: Leaf, slot: Ints, per_slot: Ints) -> Bools:
    """Where a reading is in a unit that nothing here can be compared with."""
    own = picked(dataset.unit[:, leaf.series], slot)
    per = picked(dataset.unit[:, leaf.per], per_slot) if leaf.per is not None and leaf.per >= 0 else np.full_like(own, -1)
    if not ((own >= 0) | (per >= 0)).any():
        return np.zeros(own.shape, dtype=bool)

    def unit(position: int, declared: str | None) -> str | None:
        return declared if position < 0 else dataset.units[position]

    pairs = [(unit(a, leaf.unit), unit(b, leaf.per_unit)) for a, b in zip(own, per, strict=True)]
    if leaf.per is None:
        return np.array([mine != leaf.unit for mine, _ in pairs])
    plain = [(mine, other) == (leaf.unit, leaf.per_unit) for mine, other in pairs]
    return np.array([not (same or mine == other) for same, (mine, other) in zip(plain, pairs, strict=True)])


def _imputed(leaf: Leaf, dataset: Dataset, row: Row) -> Row:
    if fills(leaf.missing) != "hubs":
        return row
    low, high, point, _, status, *rest = row
    fill = MISSING[leaf.missing.name].function
    assert fill is not None
    worst = ends_of(leaf, dataset, point)[0] if leaf.method.shape == "share" else np.nan
    if np.isnan(worst).all():
        worst = extreme(point, best=False, higher=leaf.higher)
    filled = fill(point, dataset.hubs.group, worst)
    filled = np.where(status == why.NOT_APPLICABLE, np.nan, filled)
    status = np.where(np.isnan(point) & ~np.isnan(filled), why.IMPUTED, status)
    return low, high, point, filled, status, *rest  # type: ignore[return-value]
