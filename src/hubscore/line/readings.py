"""Which readings stand behind an indicator, and the closed intervals they make."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.denominate import ratio
from hubscore.methods.impute import MISSING, between
from hubscore.methods.intervals import interval
from hubscore.methods.select import NONE, admitted, nearest, newest, picked
from hubscore.model.dataset import Dataset
from hubscore.model.plan import Leaf, Plan

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]

Ends = tuple[Floats, Floats, Floats]
"""The ends of an interval and the value as printed, each of shape (hub,)."""


def chosen(plan: Plan, dataset: Dataset, leaf: Leaf) -> tuple[Ints, Ints]:
    """The slot of the reading that counts, shape (hub,), and of the one after it.

    The two differ only where a value is drawn between two years; `NONE` where nothing counts.
    """
    year, grade, whole = _columns(dataset, leaf.series)
    slot = newest(year, whole, admitted(year, grade, plan.as_of, plan.oldest, plan.admit))
    if leaf.fills != "time" or plan.as_of is None:
        return slot, slot
    policy = MISSING[leaf.missing.name]
    any_year = admitted(year, grade, None, None, plan.admit)
    before, after = policy.function(year, any_year & whole, plan.as_of, leaf.missing.number)
    return np.where(slot == NONE, before, slot), np.where(slot == NONE, after, slot)


def closed(
    dataset: Dataset,
    series: int,
    slot: Ints,
    after: Ints,
    as_of: int | None,
    open_bound: float,
    ends_of_ranks: tuple[float, float] | None = None,
) -> Ends:
    """The closed interval of the chosen readings, between two years where there are two."""

    def at(chosen: Ints) -> Ends:
        value, low, high, covers = (
            picked(array[:, series], chosen) for array in (dataset.value, dataset.low, dataset.high, dataset.covers)
        )
        return interval(value, low, high, covers, open_bound, ends_of_ranks)

    first = at(slot)
    if slot is after or as_of is None:
        return first
    years = [picked(dataset.year[:, series], chosen) for chosen in (slot, after)]
    low, high, printed = (between(a, b, years[0], years[1], as_of) for a, b in zip(first, at(after), strict=True))
    return low, high, printed


def rank_ends(leaf: Leaf) -> tuple[float, float] | None:
    """The least and greatest rank that the goalposts allow, where they are numbers."""
    if not leaf.is_rank or leaf.goalposts is None:
        return None
    first, second = leaf.goalposts
    if isinstance(first, str) or isinstance(second, str):
        return None
    return min(first, second), max(first, second)


def divided(plan: Plan, dataset: Dataset, leaf: Leaf, wanted: Ints, ends: Ends) -> tuple[Ints, Ends]:
    """Divide by the denominator of the wanted year, or of the nearest.

    Returns
    -------
    The slots of the denominators, `NONE` where there is none, and the ratios, NaN there.
    """
    if leaf.per is None or leaf.per < 0:
        nothing = np.full(wanted.shape, np.nan)
        return np.full(wanted.shape, NONE), (nothing, nothing, nothing)
    year, grade, whole = _columns(dataset, leaf.per)
    # Where a policy reaches back beyond `max_age`, what it finds there is divided by its like.
    oldest = None if leaf.fills == "time" else plan.oldest
    slot = nearest(year, whole, admitted(year, grade, plan.as_of, oldest, plan.admit), wanted)
    per = closed(dataset, leaf.per, slot, slot, plan.as_of, plan.open_bound)
    usable = (slot != NONE) & (per[0] > 0)
    per_low, per_high, per_printed = (np.where(usable, end, np.nan) for end in per)
    low, high = ratio(ends[0], ends[1], per_low, per_high, leaf.per_amount)
    return np.where(usable, slot, NONE), (low, high, ends[2] / per_printed * leaf.per_amount)


def foreign(dataset: Dataset, leaf: Leaf, slot: Ints, per_slot: Ints) -> Bools:
    """Where a reading is in a unit that nothing here can be compared with.

    A ratio can be formed of any two readings in one unit; and of any in the declared ones.
    """
    own = picked(dataset.unit[:, leaf.series], slot)
    per = np.full_like(own, -1)
    if leaf.per is not None and leaf.per >= 0:
        per = picked(dataset.unit[:, leaf.per], per_slot)
    result = np.zeros(own.shape, dtype=bool)
    for hub in np.flatnonzero((own >= 0) | (per >= 0)):
        mine, other = _unit(dataset, own[hub], leaf.unit), _unit(dataset, per[hub], leaf.per_unit)
        declared = (mine, other) == (leaf.unit or mine, leaf.per_unit or other)
        result[hub] = not declared and (leaf.per is None or mine != other)
    return result


def _unit(dataset: Dataset, position: int, declared: str | None) -> str | None:
    return declared if position < 0 else dataset.units[position]


def _columns(dataset: Dataset, series: int) -> tuple[Ints, Ints, Bools]:
    """Year, grade and whether the whole year was measured, shape (slot, hub)."""
    return dataset.year[:, series], dataset.grade[:, series], dataset.covers[:, series] >= 1
