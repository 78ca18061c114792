"""Readings that score and can hardly be right: far outside the goalposts, or below 0 where none is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.model import ranking as why
from hubscore.model.dataset import NO_YEAR
from hubscore.model.ranking import Ranking

Floats = NDArray[np.float64]

FAR = 2.0
"""How many times their distance a figure may lie outside the goalposts."""


class Implausible(NamedTuple):
    """One reading: ids of indicator and hub, and what it stands under in a profile.

    `value`: what scores, after a denominator; `goalposts`: the (worst, best) pair; `year` is
    None where it has none.
    """

    indicator: str
    hub: str
    series: str
    year: int | None
    value: float
    goalposts: tuple[float, float]

    @property
    def far(self) -> bool:
        """Whether it lies far outside the goalposts; else it is below 0 and they are not."""
        low, high = sorted(self.goalposts)
        return max(low - self.value, self.value - high) > FAR * (high - low)


def implausible(ranking: Ranking) -> tuple[Implausible, ...]:
    """The readings that score between goalposts of numbers and that a slip of the pen would explain.

    A figure beyond the goalposts is what clipping is for, and a benchmark may well lie there. What lies outside by
    more than twice their distance looks like a typo or another unit, as does a figure below 0 where the goalposts
    begin at 0 or above. Where another hub comes half as far, or is below 0 too, the indicator is like that, and
    nothing is told.
    """
    return tuple(each for row in ranking.plan.order if row < len(ranking.plan.leaves) for each in _of(ranking, row))


def _of(ranking: Ranking, row: int) -> Iterator[Implausible]:
    leaf, cells, dataset = ranking.plan.leaves[row], ranking.cells, ranking.dataset
    if leaf.goalposts is None or leaf.method.ends != "goalposts":
        return
    worst, best = leaf.goalposts
    if isinstance(worst, str) or isinstance(best, str):
        return
    slot = cells.slot[row]
    x = np.where(cells.status[row] == why.HAS_VALUE, cells.point[row], np.nan)
    for hub in _odd(x, min(worst, best), max(worst, best)):
        year = int(dataset.year[slot[hub], leaf.series, hub])
        name, when = dataset.series[leaf.series], None if year == NO_YEAR else year
        yield Implausible(leaf.id, dataset.hubs.ids[hub], name, when, float(x[hub]), (worst, best))


def _odd(x: Floats, low: float, high: float) -> list[int]:
    """The hubs whose figures lie alone far below `low` or above `high`, or alone below 0; `x`: shape (hub,)."""
    far = FAR * (high - low)
    found = {_alone(x - high, far), _alone(low - x, far)}
    if low >= 0 and np.count_nonzero(x < 0) == 1:
        found.add(int(np.nanargmin(x)))
    return sorted(hub for hub in found if hub is not None)


def _alone(beyond: Floats, far: float) -> int | None:
    """The hub that lies more than `far` beyond an end while no other comes half as far."""
    there = np.where(np.isnan(beyond), -np.inf, beyond)
    most = int(there.argmax())
    others = np.delete(there, most).max(initial=-np.inf)
    return most if there[most] > far and others < there[most] / 2 else None
