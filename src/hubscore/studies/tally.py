"""Counting the ranks of many draws in memory that does not grow with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.order import NEVER, Orders, Sums, above, add_classed, classes, counted, ordered, pairs, placed

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EACH_ITS_OWN = 1024
"""Hubs up to which all ranks are counted one by one."""

MOST_CLASSES = 512
"""Classes of ranks of more hubs."""

MOST_COUNTERS = 1 << 26
"""Counters that are kept, of four bytes each: a quarter of a GiB."""

COUNTERS_AT_ONCE = 1 << 20
"""Counters that are looked at together."""

COUNTED_WHOLE = 128
"""Hubs up to which all ranks of all hubs are counted in one go."""


class Tally:
    """What is kept of the draws; nothing but sums of whole numbers, so that no order of adding shows.

    `counts`: shape (hub, class), how often a hub's rank was in a class; `first`: the first
    rank of each class, less 1; `unscored`: shape (hub,); `twice`: shape (hub - 1,), twice how
    often a hub was above the next, ties counting once; `pairs`: shape (hub, hub), the same for
    all, None where not asked for; `draws`: how many.
    """

    def __init__(self, hubs: int, tolerance: float, ties: str, with_pairs: bool = False) -> None:
        self.hubs, self.tolerance, self.ties, self.draws = hubs, tolerance, ties, 0
        self.first = classes(hubs, hubs if hubs <= EACH_ITS_OWN else max(64, min(MOST_CLASSES, MOST_COUNTERS // hubs)))
        self.counts = np.zeros((hubs, self.first.size), dtype=np.int32)
        self.unscored = np.zeros(hubs, dtype=np.int64)
        self.twice = np.zeros(max(hubs - 1, 0), dtype=np.int64)
        self.pairs = np.zeros((hubs, hubs), dtype=np.int64) if with_pairs else None
        self.whole = hubs <= COUNTED_WHOLE
        self.class_of = np.repeat(np.arange(self.first.size, dtype=np.uint16), np.diff(self.first, append=hubs))
        self.sums = Sums(np.zeros(hubs, dtype=np.int64), np.zeros(hubs, dtype=np.int64))
        self._lock = Lock()

    def add(self, blocks: Iterable[Floats], draws: int) -> None:
        """Count draws, shape (draw, hub) a block; any number of threads at once.

        Parameters
        ----------
        draws
            How many the blocks hold together.
        """
        if self.hubs == 0:
            self.draws += draws
            return
        part = _Part(self.hubs, self.whole, self.pairs is not None)
        kept = None if self.whole else np.empty((draws, self.hubs), dtype=np.uint16)
        start = 0
        for losses in blocks:
            orders = part.add(losses, self.tolerance, self.ties)
            if kept is None:
                part.counts += counted(orders)
            else:
                placed(orders, self.class_of, part.sums, kept[start : start + len(losses)])
                start += len(losses)
        with self._lock:
            self.draws += draws
            self.twice += part.twice
            self.unscored += part.unscored
            if self.pairs is not None:
                self.pairs += part.pairs
            if kept is None:
                self.counts += part.counts
            else:
                add_classed(self.counts, kept)
                np.add(self.sums.ranks, part.sums.ranks, out=self.sums.ranks)
                np.add(self.sums.squares, part.sums.squares, out=self.sums.squares)

    def interval(self, tail: float) -> tuple[Ints, Ints]:
        """The ranks between which all draws but a share `tail` on either side lie, shape (hub,) each.

        The low one is the least rank that more than `tail` of the draws reach, the high one
        the least that all but `tail` reach. Of classes the whole class is counted in.
        """
        if self.hubs == 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        cut = tail * self.draws
        low, high = np.empty(self.hubs, dtype=np.int64), np.empty(self.hubs, dtype=np.int64)
        for some in self._slices():
            reached = self.counts[some].cumsum(axis=1)
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
        draws = max(self.draws, 1)
        total, squares = self.sums
        if self.whole:
            rank = np.arange(self.hubs)
            total, squares = self.counts @ rank, self.counts @ (rank * rank)
        mean = total / draws
        variance = np.maximum(squares / draws - mean * mean, 0.0)
        return mean + 1, np.sqrt(variance / draws)

    def error(self) -> float:
        """The greatest Monte Carlo standard error of any share of ranks, or of a hub above the next."""
        if self.hubs < 2 or self.draws == 0:
            return 0.0
        ranks = max(_widest(self.counts[some], self.draws) for some in self._slices())
        return float(np.sqrt(max(ranks, _widest(self.twice / 2, self.draws)) / self.draws))


class _Part:
    """What one thread counts by itself."""

    def __init__(self, hubs: int, whole: bool, with_pairs: bool) -> None:
        self.counts = np.zeros((hubs, hubs) if whole else (0, 0), dtype=np.int64)
        self.sums = Sums(np.zeros(hubs, dtype=np.int64), np.zeros(hubs, dtype=np.int64))
        self.unscored = np.zeros(hubs, dtype=np.int64)
        self.twice = np.zeros(max(hubs - 1, 0), dtype=np.int64)
        self.pairs = np.zeros((hubs, hubs) if with_pairs else (0, 0), dtype=np.int64)

    def add(self, losses: Floats, tolerance: float, ties: str) -> Orders:
        """Count who is above whom; the order is returned."""
        orders = ordered(losses, tolerance, ties)
        self.twice += above(losses, tolerance, orders.tied)
        if self.pairs.size:
            self.pairs += pairs(losses, tolerance)
        if not orders.whole:
            self.unscored += (losses > NEVER / 2).sum(axis=0)
        return orders


def _widest(counts: NDArray[np.number], draws: int) -> float:
    """The greatest p (1 - p)."""
    share = counts / draws
    return float((share * (1 - share)).max(initial=0.0))
