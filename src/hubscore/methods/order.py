"""The order of many rows of scores at once: the same as `methods.rank` gives, several times faster.

Scores are turned into losses (0 or more, less is better) by the caller. A positive float64 sorts
like the integer of the same bits, so the lowest bits of each can hold the number of its hub: one
sort of integers, without following pointers, gives values and order together. What that costs in
precision, 2^-35 of a loss for 100,000 hubs, stays below the tolerance of ties.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.rank import TIES

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]

NEVER = 1e300
"""The loss of a hub without a score: greater than any other, and a number."""

AT_ONCE = 1 << 18
"""Counters that are kept in the cache while draws are counted."""


class Orders(NamedTuple):
    """Who stands where.

    `hub`: shape (draw, place), best first; `place`: the rank less 1 that goes with it, shape
    (place,) where it is the same in every draw, else (draw, place). `tied`: whether any two
    hubs share a rank; `whole`: whether every hub has a score in every draw.
    """

    hub: NDArray[np.int64]
    place: NDArray[np.int64]
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
    packed |= np.arange(hubs)
    packed.sort(axis=-1)
    values = packed.view(np.float64)
    whole = bool(values[:, -1].max(initial=0.0) < NEVER / 2)
    place, near = np.arange(hubs), _near(values, tolerance)
    if near.size or not whole:
        place = np.repeat(place[None], draws, axis=0)
        if ties == "competition":
            _share(place.ravel(), near)
        else:
            _recount(place, values, near, tolerance, ties)
        if not whole:
            place[values > NEVER / 2] = hubs - 1
    packed &= mask
    return Orders(packed, place, bool(near.size), whole)


def _near(values: Floats, tolerance: float) -> Ints:
    """Which values are tied with the one before in their row, of all rows end to end."""
    hubs = values.shape[1]
    flat = values.ravel()
    gaps = np.empty(flat.size)
    np.subtract(flat[1:], flat[:-1], out=gaps[1:])
    gaps[::hubs] = np.inf  # from the last of one row to the first of the next
    if gaps.min(initial=np.inf) > tolerance:
        return np.zeros(0, dtype=np.intp)
    return np.flatnonzero(gaps <= tolerance)


def _share(place: NDArray[np.int64], near: Ints) -> None:
    """Give tied hubs the best rank of their group, in ranks of all rows end to end."""
    first = np.diff(near, prepend=-2) > 1
    head = near[first] - 1
    place[near] = place[head][np.cumsum(first) - 1]


def _recount(place: NDArray[np.int64], values: Floats, near: Ints, tolerance: float, ties: str) -> None:
    """Rank the rows that hold ties anew, by another rule."""
    rows = np.unique(near // values.shape[1])
    new = np.ones((rows.size, values.shape[1]), dtype=bool)
    new[:, 1:] = np.diff(values[rows], axis=1) > tolerance
    place[rows] = TIES[ties].function(new) - 1


def counted(orders: Orders) -> NDArray[np.int64]:
    """How often each hub takes each rank, shape (hub, rank); uses up `orders.hub`."""
    hubs = orders.hub.shape[1]
    spots = np.add(orders.hub, orders.place * hubs, out=orders.hub)
    return np.bincount(spots.ravel(), minlength=hubs * hubs).reshape(hubs, hubs).T


class Sums(NamedTuple):
    """Ranks less 1 and their squares added up over draws, shape (hub,) each."""

    ranks: NDArray[np.int64]
    squares: NDArray[np.int64]


def placed(orders: Orders, class_of: NDArray[np.uint16], sums: Sums, out: NDArray[np.uint16]) -> None:
    """Put the class of each hub's rank into `out`, shape (draw, hub), and add up the ranks.

    `class_of`: shape (rank,), the class of each rank.
    """
    row = np.empty(out.shape[1], dtype=np.int64)
    ranks = np.broadcast_to(orders.place, orders.hub.shape)
    classes = class_of[ranks]
    for hub, rank, found, line in zip(orders.hub, ranks, classes, out, strict=True):  # a row stays in the cache
        line[hub] = found
        row[hub] = rank
        np.add(sums.ranks, row, out=sums.ranks)
        np.multiply(row, row, out=row)
        np.add(sums.squares, row, out=sums.squares)


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


def add_classed(counts: NDArray[np.int32], classes: NDArray[np.uint16]) -> None:
    """Count classes, shape (draw, hub), into `counts`, shape (hub, class)."""
    size = counts.shape[1]
    width = max(1, AT_ONCE // size)
    offset = np.arange(min(width, len(counts))) * size
    for start in range(0, len(counts), width):
        hubs = min(width, len(counts) - start)
        some = classes[:, start : start + hubs] + offset[:hubs]
        counts[start : start + hubs] += np.bincount(some.ravel(), minlength=hubs * size).reshape(hubs, size)


def above(losses: Floats, tolerance: float, tied: bool = True) -> NDArray[np.int64]:
    """Twice how often each hub but the last is above the next, ties counting once; shape (hub - 1,).

    `tied`: whether any two hubs can be tied at all.
    """
    draws, hubs = losses.shape
    flat = losses.ravel()
    ahead = np.empty(flat.size)
    np.subtract(flat[1:], flat[:-1], out=ahead[:-1])
    ahead[-1] = 0.0  # as where a row goes over into the next, in the last column, which nobody reads
    twice = 2 * _columns((ahead > tolerance).view(np.uint8).reshape(draws, hubs))
    if tied:
        near = np.flatnonzero(np.abs(ahead, out=ahead) <= tolerance)
        twice += np.bincount(near % hubs, minlength=hubs)
    return twice[:-1]


def _columns(flags: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The sum of each column of zeros and ones; 255 rows at a time fit into a byte."""
    total = np.zeros(flags.shape[1], dtype=np.int64)
    for start in range(0, len(flags), 255):
        total += flags[start : start + 255].sum(axis=0, dtype=np.uint8)
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
