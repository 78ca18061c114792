"""Which reading counts, and which denominator goes with it.

Readings of one cell lie along a leading `slot` axis (at least one), best choice first: newest
year, then the order of the file, of equal content the better evidence. Year 0 stands for a
reading without a year: it is never too old.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Ints = NDArray[np.integer]
Scalar = TypeVar("Scalar", bound=np.generic)

PART_YEAR_LEAD = 2
"""A part-year reading counts only where no whole-year one is at most this many years older."""

DENOMINATOR_REACH = 3
"""A denominator may be at most this many years away from its numerator."""

NONE = -1
"""The slot that is returned where no reading is fit."""


def admitted(year: Ints, grade: Ints, as_of: int | None, oldest: int | None, weakest: int) -> Bools:
    """Readings within the years and at or above the weakest grade.

    Parameters
    ----------
    year, grade
        Any one shape; year 0 for none, grade 0 is the best, -1 where there is no reading.
    as_of, oldest
        Last and first year that count; None for no limit.
    weakest
        The greatest grade that counts.
    """
    fit = (grade >= 0) & (grade <= weakest)
    if as_of is not None:
        fit &= year <= as_of
    if oldest is not None:
        fit &= (year >= oldest) | (year == 0)
    return fit


def newest(year: Ints, whole: Bools, fit: Bools) -> Ints:
    """The slot of the reading that counts.

    Parameters
    ----------
    year, whole, fit
        Shape (slot, ...), slots in order of preference; `whole`: covers its whole year.

    Returns
    -------
    slot
        Shape (...), `NONE` where no reading is fit.
    """
    if year.shape[0] == 1:
        return np.where(fit[0], 0, NONE)
    whole_slot, whole_any = first(fit & whole)
    part_slot, part_any = first(fit & ~whole)
    whole_year = picked(year, whole_slot)
    lead = np.where(whole_year == 0, 0, picked(year, part_slot) - whole_year)
    use_part = part_any & (~whole_any | (lead > PART_YEAR_LEAD))
    return np.where(use_part, part_slot, np.where(whole_any, whole_slot, NONE))


def nearest(year: Ints, whole: Bools, fit: Bools, wanted: Ints) -> Ints:
    """The slot of the denominator: same year or the nearest within reach, the earlier on a tie.

    A whole-year reading within reach goes before a part-year one. Readings without a year,
    on either side, are at distance 0.

    Parameters
    ----------
    year, whole, fit
        Shape (slot, ...), slots in order of preference.
    wanted
        Shape (...): the year of the numerator.

    Returns
    -------
    slot
        Shape (...), `NONE` where no reading is fit and within reach.
    """
    step = np.where((year == 0) | (wanted == 0), 0, year.astype(np.int64) - wanted)
    distance = np.abs(step)
    fit = fit & (distance <= DENOMINATOR_REACH)
    # One number that sorts by three things: part of a year, distance, being the later one.
    cost = 2 * (~whole * (DENOMINATOR_REACH + 1) + distance) + (step > 0)
    best: Ints = np.where(fit, cost, np.iinfo(np.int64).max).argmin(axis=0)
    return np.where(fit.any(axis=0), best, NONE)


def first(fit: Bools) -> tuple[Ints, Bools]:
    """The first fit slot (0 where none is) and whether there is one, each of shape (...)."""
    slot: Ints = fit.argmax(axis=0)
    return slot, np.asarray(fit.any(axis=0))


def picked(array: NDArray[Scalar], slot: Ints) -> NDArray[Scalar]:
    """The entries of (slot, ...) at the chosen slots, shape (...); slot `NONE` reads slot 0."""
    if array.shape[0] == 1:
        alone: NDArray[Scalar] = array[0]
        return alone
    if array.ndim == 2:  # the same as below at a third of the cost
        chosen: NDArray[Scalar] = array[np.maximum(slot, 0), np.arange(array.shape[1])]
    else:
        chosen = np.take_along_axis(array, np.maximum(slot, 0)[None], axis=0)[0]
    return chosen
