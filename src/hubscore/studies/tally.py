"""Counting the ranks of many draws in memory that does not grow with them."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.counting import Sums, above, classes, counters, pairs, summed
from hubscore.methods.order import NEVER, ordered

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]

EACH_ITS_OWN = 1024
"""Hubs up to which all ranks are counted one by one."""

MOST_CLASSES = 512
"""Classes of ranks of more hubs."""

MOST_COUNTERS = 1 << 26
"""Counters that are kept, of four bytes each: a quarter of a GiB."""

COUNTERS_AT_ONCE = 1 << 20
"""Counters that are looked at together."""

COUNTED_WHOLE = 128
"""Hubs up to which the ranks of a block are counted by themselves and then added."""


class Tally:
    """What is kept of the draws; nothing but sums of whole numbers, so that no order of adding shows.

    `counts`: shape (class, hub), how often a hub's rank was in a class; `first`: the first
    rank of each class, less 1; `unscored`: shape (hub,); `twice`: shape (hub - 1,), twice how
    often a hub was above the next, ties counting once; `pairs`: shape (hub, hub), the same for
    all, None where not asked for; `sums`: ranks added up, None where `counts` tells every rank;
    `draws`: how many.
    """

    def __init__(self, hubs: int, tolerance: float, ties: str, with_pairs: bool = False) -> None:
        self.hubs, self.tolerance, self.ties, self.draws = hubs, tolerance, ties, 0
        self.first = classes(hubs, hubs if hubs <= EACH_ITS_OWN else max(64, min(MOST_CLASSES, MOST_COUNTERS // hubs)))
        self.counts = np.zeros((self.first.size, hubs), dtype=np.int32)
        self.unscored = np.zeros(hubs, dtype=np.int64)
        self.twice = np.zeros(max(hubs - 1, 0), dtype=np.int64)
        self.pairs = np.zeros((hubs, hubs), dtype=np.int64) if with_pairs else None
        self.sums = None if self.first.size == hubs else Sums(np.zeros(hubs, np.int64), np.zeros(hubs, np.int64))
        self._class_of = np.repeat(np.arange(self.first.size), np.diff(self.first, append=hubs))
        self._lock = Lock()

    def add(self, losses: Floats) -> None:
        """Count draws, shape (draw, hub); by any number of threads at once."""
        if self.hubs == 0:
            self.draws += len(losses)
            return
        orders = ordered(losses, self.tolerance, self.ties)
        twice = above(losses, self.tolerance, orders.tied)
        both = pairs(losses, self.tolerance) if self.pairs is not None else None
        sums = summed(orders) if self.sums is not None else None
        spots = counters(orders, self._class_of)
        block = self._counted(spots) if self.hubs <= COUNTED_WHOLE else None
        with self._lock:  # short, so that Ctrl-C hardly ever falls into it
            self.draws += len(losses)
            self.twice += twice
            if not orders.whole:
                self.unscored += (losses > NEVER / 2).sum(axis=0)
            if self.pairs is not None and both is not None:
                self.pairs += both
            for total, part in zip(self.sums or (), sums or (), strict=True):
                np.add(total, part, out=total)
            if block is None:
                np.add.at(self.counts.ravel(), spots, np.int32(1))
            else:
                self.counts += block

    def _counted(self, spots: Ints) -> NDArray[np.int32]:
        """How often each counter is named, of the shape of `counts`."""
        return np.bincount(spots, minlength=self.counts.size).reshape(self.counts.shape).astype(np.int32)

    def interval(self, tail: float) -> tuple[Ints, Ints]:
        """The ranks between which all draws but a share `tail` on either side lie, shape (hub,) each.

        The low one is the least rank that more than `tail` of the draws reach, the high one
        the least that all but `tail` reach. Of classes the whole class is counted in.
        """
        cut = tail * self.draws
        low, high = np.empty(self.hubs, dtype=np.int64), np.empty(self.hubs, dtype=np.int64)
        for some in self._slices():
            reached = np.ascontiguousarray(self.counts[:, some].T).cumsum(axis=1, dtype=np.int32)
            low[some] = (reached > cut).argmax(axis=1)
            high[some] = (reached >= self.draws - cut).argmax(axis=1)
        last = np.append(self.first[1:], self.hubs)
        return self.first[low] + 1, last[high]

    def _slices(self) -> Iterator[slice]:
        """The hubs, as many together as keep memory flat."""
        width = max(1, COUNTERS_AT_ONCE // max(self.first.size, 1))
        return (slice(start, start + width) for start in range(0, self.hubs, width))

    def mean_rank(self) -> tuple[Floats, Floats]:
        """The mean rank of each hub and its Monte Carlo standard error, shape (hub,) each."""
        draws, rank = max(self.draws, 1), np.arange(self.hubs)
        total, squares = self.sums or np.array([rank, rank * rank], dtype=float) @ self.counts
        mean = total / draws
        variance = np.maximum(squares / draws - mean * mean, 0.0)
        return mean + 1, np.sqrt(variance / draws)

    def error(self) -> float:
        """The greatest Monte Carlo standard error of any share of ranks, or of a hub above the next."""
        if self.hubs < 2 or self.draws == 0:
            return 0.0
        ranks = (_widest(self.counts[:, some], self.draws) for some in self._slices())
        return float(np.sqrt(max(_widest(self.twice, 2 * self.draws), *ranks) / self.draws))


def _widest(counts: Ints, draws: int) -> float:
    """The greatest p (1 - p) of shares of the draws: that of the one closest to a half."""
    away = counts * 2
    away -= draws
    share = (draws - int(np.abs(away, out=away).min())) / (2 * draws)
    return share * (1 - share)
