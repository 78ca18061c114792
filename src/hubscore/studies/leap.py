"""Readings a hundred times, or a hundredth of, the one before: likely a typo or another unit."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.model.dataset import Dataset
from hubscore.model.evidence import GRADES

Bools = NDArray[np.bool_]

FACTOR = 100.0
"""From which factor between two readings on it is told."""

MOST = 1e300
"""The greatest factor that is told."""

NEAR = 5
"""Years that the two may lie apart: in more, much can happen."""


class Leap(NamedTuple):
    """Ids of hub and of what it stands under in a profile, the year of the reading, and that of the one before it.

    `factor`: how many times the smaller of the two the greater is, at least; `up`: whether the later is greater.
    """

    hub: str
    series: str
    year: int
    before: int
    factor: float
    up: bool


def leaps(dataset: Dataset, admit: str) -> tuple[Leap, ...]:
    """The readings that can hardly follow what the same hub had before, whatever other hubs have.

    From a small beginning things do grow a hundredfold: a leap up is told where what it starts from had stood a while,
    or where the next reading is down again. Of a reading that leaps away and the next that leaps back the first is
    told. Readings of one year from several sources follow each other as they stand. Bounds leap only where all that
    they leave open does.

    Parameters
    ----------
    admit
        The weakest evidence that counts.
    """
    value, year, new, old = dataset.value, dataset.year, np.s_[:-1], np.s_[1:]
    if len(value) < 2:
        return ()
    low, high = (np.where(np.isnan(value), bound, value) for bound in (dataset.low, dataset.high))
    counts = (dataset.grade >= 0) & (dataset.grade <= GRADES.index(admit))
    near = counts[new] & counts[old] & (dataset.unit[new] == dataset.unit[old])
    near &= year[new] - year[old] <= NEAR
    up = near & (high[old] > 0) & (low[new] >= FACTOR * high[old])
    down = near & (high[new] > 0) & (low[old] >= FACTOR * high[new])
    steady = near & (low[old] > 0) & ~up & ~down
    told = (down & ~_earlier(up)) | (up & (_earlier(steady) | _later(down)))
    found = []
    for slot, row, hub in np.argwhere(told).tolist():
        (now, then), is_up = year[slot : slot + 2, row, hub].tolist(), bool(up[slot, row, hub])
        more, less = (slot, slot + 1) if is_up else (slot + 1, slot)
        greater, smaller = float(low[more, row, hub]), float(high[less, row, hub])
        factor = min(greater / smaller, MOST)
        found.append(Leap(dataset.hubs.ids[hub], dataset.series[row], now, then, factor, is_up))
    return tuple(sorted(found))


def _earlier(pairs: Bools) -> Bools:
    """What is so of the pair of readings before each, shape (pair, series, hub)."""
    return np.concatenate([pairs[1:], np.zeros_like(pairs[:1])])


def _later(pairs: Bools) -> Bools:
    """What is so of the pair of readings after each."""
    return np.concatenate([np.zeros_like(pairs[:1]), pairs[:-1]])
