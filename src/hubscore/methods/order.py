"""The order of many rows of scores at once: the same as `methods.rank` gives, several times faster.

Scores are turned into losses (0 or more, less is better) by the caller. A positive float64 sorts
like the integer of the same bits, so the lowest bits of each can hold the number of its hub: one
sort of integers, without following pointers, gives values and order together. What that costs in
precision, 2^-35 of a loss for 100,000 hubs, stays below the tolerance of ties.
"""

from __future__ import annotations

from functools import lru_cache
from math import isqrt, prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.rank import TIES

Floats = NDArray[np.float64]

NEVER = 1e300
"""The loss of a hub without a score: greater than any other, and a number."""

LONG_ROW = 4096
"""Hubs from which on numpy repeats a row over the draws as fast as it reads one that has been repeated."""


class Orders(NamedTuple):
    """Who stands where.

    `hub`: shape (draw, place), best first. A hub has the rank of its place, but for those at
    `spots`, positions in `hub` end to end: tied ones, and such without a score. They have
    `ranks`, less 1. `tied`: whether any two hubs share a rank; `whole`: whether every hub has
    a score in every draw.
    """

    hub: NDArray[np.int64]
    spots: NDArray[np.intp]
    ranks: NDArray[np.intp]
    tied: bool
    whole: bool


def ordered(losses: Floats, tolerance: float, ties: str = "competition") -> Orders:
    """Order each row of losses, shape (draw, hub), `NEVER` for hubs without a score.

    Losses within `tolerance` of their neighbour share a rank; hubs without a score take the
    last one. Equal hubs are in the order of their columns.
    """
    draws, hubs = losses.shape
    mask = np.int64((1 << max(hubs - 1, 1).bit_length()) - 1)
    packed = np.bitwise_and(losses.view(np.int64), ~mask)
    packed |= _numbers(draws, hubs) if hubs < LONG_ROW else np.arange(hubs)
    packed.sort(axis=-1)
    values = packed.view(np.float64)
    whole = bool(values[:, -1].max(initial=0.0) < NEVER / 2)
    near = _near(values, tolerance)
    spots, ranks = near, near
    if near.size:
        spots, ranks = _shared(near, hubs) if ties == "competition" else _recounted(values, near, tolerance, ties)
    if not whole:
        lost = values.ravel() > NEVER / 2
        scored = ~lost[spots]
        last = np.flatnonzero(lost)
        spots = np.concatenate([spots[scored], last])
        ranks = np.concatenate([ranks[scored], np.full(last.size, hubs - 1)])
    packed &= mask
    return Orders(packed, spots, ranks, bool(near.size), whole)


@lru_cache(maxsize=2)
def _numbers(draws: int, hubs: int) -> NDArray[np.int64]:
    """The number of each hub, draw by draw."""
    numbers = np.tile(np.arange(hubs), (draws, 1))
    numbers.flags.writeable = False
    return numbers


def _near(values: Floats, tolerance: float) -> NDArray[np.intp]:
    """Which values are tied with the one before in their row, of all rows end to end."""
    hubs = values.shape[1]
    flat = values.ravel()
    gaps = np.empty(flat.size)
    np.subtract(flat[1:], flat[:-1], out=gaps[1:])
    gaps[::hubs] = np.inf  # from the last of one row to the first of the next
    if gaps.min(initial=np.inf) > tolerance:
        return np.zeros(0, dtype=np.intp)
    return np.flatnonzero(gaps <= tolerance)


def _shared(near: NDArray[np.intp], hubs: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Tied hubs and the best rank of their group."""
    first = np.diff(near, prepend=-2) > 1
    head = near[first] - 1
    return near, (head % hubs)[np.cumsum(first) - 1]


def _recounted(
    values: Floats, near: NDArray[np.intp], tolerance: float, ties: str
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """All hubs in the rows that hold ties, and their ranks by another rule."""
    hubs = values.shape[1]
    rows = np.unique(near // hubs)
    new = np.ones((rows.size, hubs), dtype=bool)
    new[:, 1:] = np.diff(values[rows], axis=1) > tolerance
    return np.add.outer(rows * hubs, np.arange(hubs)).ravel(), (TIES[ties].function(new) - 1).ravel()


class Sums(NamedTuple):
    """Ranks less 1 and their squares added up over draws, shape (hub,) each."""

    ranks: NDArray[np.int64]
    squares: NDArray[np.int64]


def summed(orders: Orders) -> Sums:
    """Add up the ranks of each hub, and their squares."""
    place = np.arange(orders.hub.shape[1])
    sums, row = Sums(np.zeros_like(place), np.zeros_like(place)), np.empty_like(place)
    for hub in orders.hub:  # a row stays in the cache
        row[hub] = place
        np.add(sums.ranks, row, out=sums.ranks)
        np.multiply(row, row, out=row)
        np.add(sums.squares, row, out=sums.squares)
    hub, place = orders.hub.ravel()[orders.spots], orders.spots % place.size
    np.add.at(sums.ranks, hub, orders.ranks - place)
    np.add.at(sums.squares, hub, orders.ranks**2 - place**2)
    return sums


def counters(orders: Orders, class_of: NDArray[np.intp]) -> NDArray[np.int64]:
    """Which counter of counters (class, hub), end to end, each rank belongs to; uses up `orders.hub`.

    Parameters
    ----------
    class_of
        Shape (rank,), the class of each rank.
    """
    hubs = class_of.size
    spots = np.add(orders.hub, class_of * hubs, out=orders.hub).ravel()
    spots[orders.spots] += (class_of[orders.ranks] - class_of[orders.spots % hubs]) * hubs
    return spots


def classes(hubs: int, most: int) -> NDArray[np.int64]:
    """The first rank, less 1, of each class in which ranks are counted, shape (class,).

    As many as there are hubs, up to `most`; beyond that the better half of the classes hold
    one rank each and the others are the wider the worse the ranks.
    """
    if hubs <= most:
        return np.arange(hubs)
    single = most // 2
    step = (hubs / single) ** (1 / (most - single))
    starts = [*range(single)]
    for number in range(most - single):
        starts.append(max(starts[-1] + 1, round(single * step**number)))
    return np.array(starts)


def above(losses: Floats, tolerance: float, tied: bool = True) -> NDArray[np.int64]:
    """Twice how often each hub but the last is above the next, ties counting once; shape (hub - 1,).

    `tied`: whether any two hubs can be tied at all.
    """
    flat = losses.ravel()
    if not tied:
        return 2 * _columns(_compared(np.greater, flat[1:], flat[:-1], losses.shape))[:-1]
    lead = flat[1:] - flat[:-1]
    ahead = _columns(_compared(np.greater, lead, tolerance, losses.shape))
    return (ahead + _columns(_compared(np.greater_equal, lead, -tolerance, losses.shape)))[:-1]


def _compared(compare: np.ufunc, one: Floats, other: Floats | float, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Zeros and ones in this shape; of where a row goes over into the next, in the last column, nobody asks."""
    flags = np.zeros(prod(shape), dtype=np.bool_)
    compare(one, other, out=flags[:-1])
    return flags.view(np.uint8).reshape(shape)


def _columns(flags: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The sum of each column of zeros and ones: first of several rows side by side, at most 255 on each other."""
    rows, columns = flags.shape
    deep = max(1, min(255, isqrt(rows)))
    side = rows // deep
    within = flags[: side * deep].reshape(deep, side * columns).sum(axis=0, dtype=np.uint8)
    total: NDArray[np.int64] = within.reshape(side, columns).sum(axis=0, dtype=np.int64)
    total += flags[side * deep :].sum(axis=0, dtype=np.int64)
    return total


def pairs(losses: Floats, tolerance: float) -> NDArray[np.int64]:
    """Twice how often each hub is above each, ties counting once; shape (hub, hub)."""
    hubs = losses.shape[1]
    twice = np.zeros((hubs, hubs), dtype=np.int64)
    for hub in range(hubs):
        ahead = losses - losses[:, hub, None]
        twice[hub] = (ahead > tolerance).sum(axis=0) * 2 + (np.abs(ahead) <= tolerance).sum(axis=0)
    np.fill_diagonal(twice, 0)
    return twice
