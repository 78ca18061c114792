"""From a reading with bounds to an interval, and from the interval to a point value."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.method import Method, table

Floats = NDArray[np.float64]

PART_YEAR_MARGIN = 1.1
"""A part-year total stands for at most this times the value carried on to the whole year."""


def interval(
    value: Floats, low: Floats, high: Floats, covers: Floats, open_bound: float, rank_ends: tuple[float, float] | None
) -> tuple[Floats, Floats, Floats]:
    """Close the open ends of readings.

    Parameters
    ----------
    value, low, high
        Shape (..., hub); the reading and its printed bounds, NaN where there is none.
    covers
        Shape (..., hub); share of the year that was measured, 1 for the whole.
    open_bound
        Relative distance of an open end from the printed one.
    rank_ends
        For ranks the (least, greatest) rank that the goalposts allow, else None.

    Returns
    -------
    low, high, printed
        Shape (..., hub), in the unit of the reading; equal where the value is exact.
    """
    exact = ~np.isnan(value) & (covers >= 1)
    at_least = np.where(np.isnan(value), low, value)
    at_most = np.where(exact, value, high)
    if rank_ends is None:
        below, above = at_most - open_bound * np.abs(at_most), at_least + open_bound * np.abs(at_least)
        above = np.where(covers < 1, at_least / covers * PART_YEAR_MARGIN, above)
    else:  # a rank does not grow with the months it covers
        below, above = np.minimum(rank_ends[0], at_most), np.maximum(rank_ends[1], at_least)
    closed_low = np.where(np.isnan(at_least), below, at_least)
    closed_high = np.maximum(np.where(np.isnan(at_most), above, at_most), closed_low)
    both = ~np.isnan(at_least) & ~np.isnan(at_most)
    one = np.where(np.isnan(at_least), at_most, at_least)
    return closed_low, closed_high, np.where(both, middle_of(closed_low, closed_high), one)


def middle_of(low: Floats, high: Floats) -> Floats:
    """The middle of each interval; exact where both ends are equal."""
    return low + (high - low) / 2


def middle(low: Floats, high: Floats, printed: Floats, higher: bool) -> Floats:
    """The middle of the interval."""
    return middle_of(low, high)


def bound(low: Floats, high: Floats, printed: Floats, higher: bool) -> Floats:
    """The bound as the source prints it; of two bounds their middle."""
    return printed


def cautious(low: Floats, high: Floats, printed: Floats, higher: bool) -> Floats:
    """The end of the interval that scores least."""
    return low if higher else high


BOUNDS: dict[str, Method] = table(
    Method("middle", middle, "the middle of the interval"),
    Method("bound", bound, "the bound as printed; of two bounds their middle"),
    Method("cautious", cautious, "the end of the interval that scores least"),
)
