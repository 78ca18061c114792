"""Ranks, and who is above whom, counted over the draws of a block."""

from __future__ import annotations

from math import isqrt, prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.order import Orders, steps

Floats = NDArray[np.float64]


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


def counters(orders: Orders, class_of: NDArray[np.intp]) -> NDArray[np.integer]:
    """Which counter of counters (class, hub), end to end, each rank belongs to; uses up `orders.hub`.

    Parameters
    ----------
    class_of
        Shape (rank,), the class of each rank.
    """
    hubs, alone = class_of.size, class_of[-1] == class_of.size - 1
    kind = orders.hub.dtype
    starts = steps(*orders.hub.shape, hubs, kind) if alone else (class_of * hubs).astype(kind)
    spots: NDArray[np.integer] = np.add(orders.hub, starts, out=orders.hub).ravel()
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
