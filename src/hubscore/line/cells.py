"""Select, denominate and impute: the value of every indicator of every hub."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.line.leaves import ends_of, extreme
from hubscore.line.readings import chosen, closed, divided, divisible, rank_ends
from hubscore.line.screening import gone, screened
from hubscore.methods.impute import MISSING
from hubscore.methods.intervals import BOUNDS
from hubscore.methods.select import NONE, admitted, picked
from hubscore.model import ranking as why
from hubscore.model.dataset import Dataset
from hubscore.model.plan import Leaf, Plan
from hubscore.model.ranking import Cells, LeftOut

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]


class Row(NamedTuple):
    """One row of `Cells`, its fields in order."""

    low: Floats
    high: Floats
    point: Floats
    filled: Floats
    status: Ints
    slot: Ints
    after: Ints
    per_slot: Ints
    grade: Ints


def gather(plan: Plan, dataset: Dataset) -> tuple[Cells, tuple[LeftOut, ...]]:
    """The value of every indicator of every hub, and who is left out for want of readings."""
    rows = [_row(plan, dataset, leaf) for leaf in plan.leaves]
    left_out = () if plan.screening is None else screened(plan, plan.screening, [row.status for row in rows])
    out = gone(left_out, len(dataset.hubs)) if left_out else None
    if out is not None:
        rows = [_without(row, out) for row in rows]
    rows = [_imputed(plan, dataset, leaf, row, out) for leaf, row in zip(plan.leaves, rows, strict=True)]
    columns = {name: tuple(getattr(row, name) for row in rows) for name in Row._fields}
    return Cells(**columns, treatments=(None,) * len(rows)), left_out


def _without(row: Row, out: Bools) -> Row:
    """The row with no value for the hubs that are left out."""
    low, high, point = (np.where(out, np.nan, x) for x in (row.low, row.high, row.point))
    status = np.where(out & (row.status == why.HAS_VALUE), why.LEFT_OUT, row.status)
    return row._replace(low=low, high=high, point=point, filled=point, status=status)


def _row(plan: Plan, dataset: Dataset, leaf: Leaf) -> Row:
    if leaf.series < 0:
        return _absent(len(dataset.hubs), leaf)
    return _plain(plan, dataset, leaf) or _selected(plan, dataset, leaf)


def _absent(size: int, leaf: Leaf) -> Row:
    nothing, none = np.full(size, np.nan), np.full(size, NONE)
    status = np.full(size, why.NO_READING)
    if leaf.applies is not None:
        status = np.where(leaf.applies, status, why.NOT_APPLICABLE)
    return Row(nothing, nothing, nothing, nothing, status, none, none, none, none)


def _plain(plan: Plan, dataset: Dataset, leaf: Leaf) -> Row | None:
    """The row of an indicator whose only readings are exact, timeless and all admitted: nothing to choose."""
    if not dataset.exact or dataset.grade.shape[0] > 1 or leaf.per is not None or leaf.applies is not None:
        return None
    grade = dataset.grade[0, leaf.series]
    if dataset.newest_year is not None or grade.max(initial=-1) > plan.admit:
        return None
    value = dataset.value[0, leaf.series]
    status = (grade < 0).view(np.int8)  # NO_READING is 1, HAS_VALUE is 0
    none = np.broadcast_to(np.int8(NONE), grade.shape)
    return Row(value, value, value, value, status, -status, none, none, grade)


def _selected(plan: Plan, dataset: Dataset, leaf: Leaf) -> Row:
    year, grade = dataset.year[:, leaf.series], dataset.grade[:, leaf.series]
    slot, after = chosen(plan, dataset, leaf)
    ends = closed(dataset, leaf.series, slot, after, plan.as_of, leaf.open_bound, rank_ends(leaf))
    graded: Ints = np.maximum(picked(grade, slot), picked(grade, after))
    status = np.where(slot == NONE, _why_not(plan, dataset, leaf), why.HAS_VALUE)
    per_slot: Ints = np.full(slot.shape, NONE)
    if leaf.per is not None:
        wanted = np.where(slot == after, picked(year, slot), plan.as_of or 0)
        per_slot, ends = divided(plan, dataset, leaf, slot, wanted, ends)
        per_slot = np.where(slot == NONE, NONE, per_slot)
        lacking = (status == why.HAS_VALUE) & (per_slot == NONE)
        status = np.where(lacking, _why_no_denominator(plan, dataset, leaf, slot), status)
        if leaf.per >= 0:
            graded = np.maximum(graded, picked(dataset.grade[:, leaf.per], per_slot))
    if leaf.applies is not None:
        status = np.where(leaf.applies, status, why.NOT_APPLICABLE)
    gone = status != why.HAS_VALUE
    low, high, printed = (np.where(gone, np.nan, end) for end in ends)
    point = BOUNDS[plan.bounds].function(low, high, printed, leaf.higher)
    after = np.where(after == slot, NONE, after)
    return Row(low, high, point, point, status, slot, after, per_slot, np.where(gone, -1, graded))


def _why_not(plan: Plan, dataset: Dataset, leaf: Leaf) -> Ints:
    """Why no reading counts: there is none, none is good enough, of these years or in this unit."""
    year, grade = dataset.year[:, leaf.series], dataset.grade[:, leaf.series]
    good = (grade >= 0) & (grade <= plan.admit)
    in_years = admitted(year, grade, plan.as_of, plan.oldest, plan.admit)
    # What is in time and does not count all the same is in another unit.
    reasons = [in_years.any(axis=0), good.any(axis=0), (grade >= 0).any(axis=0)]
    return np.select(reasons, [why.OTHER_UNIT, why.OUT_OF_YEARS, why.NOT_ADMITTED], why.NO_READING)


def _why_no_denominator(plan: Plan, dataset: Dataset, leaf: Leaf, own: Ints) -> Ints:
    """Why nothing divides: there is no denominator, or only such in another unit."""
    same = divisible(dataset, leaf, own)
    if same is None:
        return np.full(own.shape, why.NO_DENOMINATOR)
    year, grade = dataset.year[:, leaf.per], dataset.grade[:, leaf.per]
    other = admitted(year, grade, plan.as_of, plan.oldest, plan.admit) & ~same
    return np.where(other.any(axis=0), why.OTHER_UNIT, why.NO_DENOMINATOR)


def _imputed(plan: Plan, dataset: Dataset, leaf: Leaf, row: Row, out: Bools | None = None) -> Row:
    """The row with gaps filled from other hubs; what does not apply, or is left out, is no gap."""
    if leaf.fills != "hubs":
        return row
    filled = imputed(plan, dataset, leaf, row.point, out)
    status = np.where(np.isnan(row.point) & ~np.isnan(filled), why.IMPUTED, row.status)
    return row._replace(filled=filled, status=status)


def imputed(plan: Plan, dataset: Dataset, leaf: Leaf, x: Floats, out: Bools | None = None) -> Floats:
    """Values of an indicator, shape (..., hub), with gaps filled from other hubs, if its policy does that.

    `out`: shape (hub,), who is left out and gets none; None for nobody.
    """
    open_ended = leaf.goalposts is not None and isinstance(leaf.goalposts[1], str)
    if leaf.fills != "hubs" or (open_ended and np.isnan(x).all()):  # filled with the worst, it had no better best
        return x
    filled = MISSING[leaf.missing.name].function(x, dataset.hubs.group, _worst(plan, dataset, leaf, x))
    filled = filled if leaf.applies is None else np.where(leaf.applies, filled, np.nan)
    return filled if out is None else np.where(out, np.nan, filled)


def _worst(plan: Plan, dataset: Dataset, leaf: Leaf, x: Floats) -> Floats | float:
    """The worst goalpost or, of figures already on the scale, its worst end; else the worst value."""
    if leaf.method.shape == "as it is":
        return plan.scale[0] if leaf.higher else plan.scale[1]
    worst = ends_of(leaf, dataset, x)[0] if leaf.method.ends != "none" else np.nan
    return extreme(x, best=False, higher=leaf.higher) if np.isnan(worst).all() else worst
