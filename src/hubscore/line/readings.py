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
    same = in_unit(dataset, leaf)
    fit = admitted(year, grade, plan.as_of, plan.oldest, plan.admit)
    slot = newest(year, whole, fit if same is None else fit & same)
    if leaf.fills != "time" or plan.as_of is None:
        return slot, slot
    policy = MISSING[leaf.missing.name]
    any_year = admitted(year, grade, None, None, plan.admit)
    any_year = any_year if same is None else any_year & same
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


def divided(plan: Plan, dataset: Dataset, leaf: Leaf, own: Ints, wanted: Ints, ends: Ends) -> tuple[Ints, Ends]:
    """Divide the readings in the slots `own` by the denominator of the wanted year, or of the nearest.

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
    fit, same = admitted(year, grade, plan.as_of, oldest, plan.admit), divisible(dataset, leaf, own)
    slot = nearest(year, whole, fit if same is None else fit & same, wanted)
    per = closed(dataset, leaf.per, slot, slot, plan.as_of, plan.open_bound)
    usable = (slot != NONE) & (per[0] > 0)
    per_low, per_high, per_printed = (np.where(usable, end, np.nan) for end in per)
    low, high = ratio(ends[0], ends[1], per_low, per_high, leaf.per_amount)
    return np.where(usable, slot, NONE), (low, high, ends[2] / per_printed * leaf.per_amount)


def in_unit(dataset: Dataset, leaf: Leaf) -> Bools | None:
    """Which readings of an indicator can stand by themselves, shape (slot, hub); None for all.

    A figure by itself must be in the declared unit; in a ratio the denominator decides.
    """
    if not dataset.units or leaf.unit is None or leaf.per is not None:
        return None
    return np.isin(dataset.unit[:, leaf.series], _declared(dataset, leaf.unit))


def divisible(dataset: Dataset, leaf: Leaf, own: Ints) -> Bools | None:
    """Which denominators go with the readings in the slots `own`, shape (slot, hub); None for all.

    A ratio can be formed of any two readings in one unit, and of any two in the declared ones.
    """
    if not dataset.units or leaf.per is None or leaf.per < 0:
        return None
    above, below = picked(dataset.unit[:, leaf.series], own), dataset.unit[:, leaf.per]
    plain = np.isin(above, _declared(dataset, leaf.unit)) & np.isin(below, _declared(dataset, leaf.per_unit))
    mine, other = (np.array([*dataset.units, unit or ""]) for unit in (leaf.unit, leaf.per_unit))  # -1 is the last
    alike: Bools = mine[above] == other[below]
    return plain | alike


def _declared(dataset: Dataset, unit: str | None) -> list[int]:
    """How the declared unit may be written down: not at all, or in full; where there is none, anyhow."""
    return [-1, *(at for at, name in enumerate(dataset.units) if unit in (None, name))]


def _columns(dataset: Dataset, series: int) -> tuple[Ints, Ints, Bools]:
    """Year, grade and whether the whole year was measured, shape (slot, hub)."""
    return dataset.year[:, series], dataset.grade[:, series], dataset.covers[:, series] >= 1
