"""How sure each reading is: the distribution behind every figure that scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.line.readings import closed, rank_ends
from hubscore.methods.draw import SMALL_COUNT, gamma, half_width, mixed, named, places, triangular, uniform
from hubscore.methods.intervals import BOUNDS
from hubscore.methods.select import NONE, picked
from hubscore.model import ranking as why
from hubscore.model.dataset import NO_YEAR, Dataset
from hubscore.model.evidence import GRADES
from hubscore.model.plan import Leaf, Plan
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard, Uncertainty

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]
Words = NDArray[np.uint64]

STEPS = {"secondary": 2, "estimate": 4, "announced": 4, "target": 4}
"""How many places a rank may be off, by evidence; 1 for better evidence."""

SHARED = "data"
"""The factor of what indicators of several pillars read."""


class Cells(NamedTuple):
    """Readings with a distribution of their own, shape (cell,) each: row, hub and two numbers.

    `first` and `size`: low end and width of an interval, the whole places of it, a rank and
    its steps, or a count and 0.
    """

    row: Ints
    hub: Ints
    first: Floats
    size: Floats


class Reading(NamedTuple):
    """One reading of every hub: the numerators of an indicator, or the denominators of some."""

    series: int
    kind: str
    low: Floats
    high: Floats
    point: Floats
    grade: Ints
    age: Floats
    factor: str
    most: float


@dataclass(frozen=True, eq=False)
class Noise:
    """The readings behind all indicators, one row each, and what they are noisy like.

    `names`: shape (row, hub), the address of each; `centre`, `half`: shape (row, hub), value
    and half-width, NaN where nothing is read; `most`: shape (row,), what no value exceeds;
    `factor`: (row,). The first rows are those of the indicators, in their order; `per`: the row
    that an indicator is divided by, -1 for none; `amount`: (leaf,), per so many. `still`: leaves
    and hubs of the ratios of which neither reading is drawn: they are what they were.
    """

    names: Words
    centre: Floats
    half: Floats
    most: Floats
    factor: tuple[str, ...]
    per: tuple[int, ...]
    amount: tuple[float, ...]
    bounded: Cells
    whole: Cells
    ranks: Cells
    counts: Cells
    still: tuple[Ints, Ints]

    @property
    def moves(self) -> bool:
        """Whether anything is drawn at all."""
        return bool(self.half.any()) or any(
            cells.row.size for cells in (self.bounded, self.whole, self.ranks, self.counts)
        )

    def drawn(self, keys: Words) -> Floats:
        """Draw all readings, shape (row, draw, hub); `keys`: shape (row, draw)."""
        words = mixed(keys[:, :, None] + self.names[:, None, :])
        x = triangular(words)
        x *= self.half[:, None, :]
        x += self.centre[:, None, :]
        for cells, draw in ((self.bounded, _within), (self.whole, _whole), (self.ranks, _rank), (self.counts, _count)):
            if cells.row.size:
                own = words[cells.row, :, cells.hub]
                x[cells.row, :, cells.hub] = draw(own, cells.first[:, None], cells.size[:, None])
        for row in np.flatnonzero(np.isfinite(self.most)):
            np.minimum(x[row], self.most[row], out=x[row])
        return x

    def values(self, x: Floats) -> Floats:
        """From readings to the value of each indicator, shape (leaf, draw, hub), in place."""
        for row, (per, amount) in enumerate(zip(self.per, self.amount, strict=True)):
            if per >= 0:
                x[row] /= x[per]
                if amount != 1:
                    x[row] *= amount
        return x[: len(self.per)]


def _within(words: Words, low: Floats, width: Floats) -> Floats:
    return low + width * uniform(words)


def _whole(words: Words, low: Floats, width: Floats) -> Floats:
    return low + np.floor(uniform(words) * (width + 1))


def _rank(words: Words, rank: Floats, steps: Floats) -> Floats:
    return np.maximum(rank + places(words, steps.astype(np.int64)), 1.0)


def _count(words: Words, count: Floats, _: Floats) -> Floats:
    return gamma(count + 0.5, words)


def noise_of(ranking: Ranking, scorecard: Scorecard, varied: frozenset[str], hubs: Words) -> Noise:
    """The noise of all readings that score.

    Parameters
    ----------
    varied
        The factors that are drawn; readings of others stay at their point value.
    hubs
        The word of each hub.
    """
    plan, factors = ranking.plan, data_factors(ranking.plan)
    rows = [_numerator(ranking, scorecard, position, factors) for position in range(len(plan.leaves))]
    per = []
    known: dict[tuple[int, bytes, bytes], int] = {}
    for leaf, slot, numerator in zip(plan.leaves, ranking.cells.per_slot, rows[:], strict=True):
        if leaf.per is None or leaf.per < 0:
            per.append(-1)
            continue
        falls = (numerator.point >= 0) == leaf.higher  # where the ratio scores less, the more it is divided by
        spot = (leaf.per, slot.tobytes(), falls.tobytes())
        if spot not in known:
            known[spot] = len(rows)
            rows.append(_denominator(ranking, leaf.per, slot, falls, factors))
        per.append(known[spot])
    return _assembled(ranking, scorecard.uncertainty, rows, varied, per, hubs)


def data_factors(plan: Plan) -> dict[int, str]:
    """The factor of every series that is read: its pillar right below the index, or `SHARED`."""
    found: dict[int, str] = {}
    for leaf, top in zip(plan.leaves, plan.tops, strict=False):
        name = f"data:{top}"
        for series in (leaf.series, leaf.per):
            if series is not None and series >= 0:
                found[series] = name if found.get(series, name) == name else SHARED
    return found


def _numerator(ranking: Ranking, scorecard: Scorecard, position: int, factors: dict[int, str]) -> Reading:
    plan, dataset, cells = ranking.plan, ranking.dataset, ranking.cells
    leaf, slot, after = plan.leaves[position], cells.slot[position], cells.after[position]
    kind = scorecard.indicators[leaf.id].kind
    if leaf.series < 0:
        nothing = np.full(len(dataset.hubs), np.nan)
        return Reading(-1, kind, nothing, nothing, nothing, slot, np.zeros(len(dataset.hubs)), SHARED, np.inf)
    low, high, point = cells.low[position], cells.high[position], cells.point[position]
    if leaf.per is not None:
        then = np.where(after == NONE, slot, after)
        low, high, printed = closed(dataset, leaf.series, slot, then, plan.as_of, leaf.open_bound, rank_ends(leaf))
        there = cells.status[position] == why.HAS_VALUE
        low, high, printed = (np.where(there, end, np.nan) for end in (low, high, printed))
        point = BOUNDS[plan.bounds].function(low, high, printed, leaf.higher)
    grade = np.maximum(*(_at(dataset.grade, leaf.series, each) for each in (slot, after)))
    age = _age(dataset, leaf.series, slot, plan.as_of)
    most = whole_of(leaf, point) if kind == "share" else np.inf
    return Reading(leaf.series, kind, low, high, point, grade, age, factors[leaf.series], most)


def _denominator(ranking: Ranking, series: int, slot: Ints, falls: Bools, factors: dict[int, str]) -> Reading:
    plan, dataset = ranking.plan, ranking.dataset
    ends = closed(dataset, series, slot, slot, plan.as_of, plan.open_bound)
    low, high, printed = (np.where(slot == NONE, np.nan, end) for end in ends)
    bound = BOUNDS[plan.bounds].function
    point = np.where(falls, bound(low, high, printed, False), bound(low, high, printed, True))
    grade, age = _at(dataset.grade, series, slot), _age(dataset, series, slot, plan.as_of)
    return Reading(series, "amount", low, high, point, grade, age, factors[series], np.inf)


def _at(array: NDArray[np.integer], series: int, slot: Ints) -> Ints:
    found: Ints = np.where(slot == NONE, -1, picked(array[:, series], slot))
    return found


def _age(dataset: Dataset, series: int, slot: Ints, as_of: int | None) -> Floats:
    """Years from a reading to `as_of`; 0 for one without a year, or of a later one."""
    year = picked(dataset.year[:, series], slot).astype(float)
    age = 0.0 if as_of is None else np.maximum(as_of - year, 0.0)
    return np.where(year == NO_YEAR, 0.0, age)


def whole_of(leaf: Leaf, point: Floats) -> float:
    """The whole that a share is of: 1 or 100, as the figures and goalposts tell; none where they exceed both."""
    if leaf.per is not None:
        return np.inf
    posts = [end for end in leaf.goalposts or () if not isinstance(end, str)]
    greatest = max([float(np.fmax.reduce(point, initial=0.0)), *posts])
    in_percent = leaf.unit is not None and ("%" in leaf.unit or "percent" in leaf.unit or "per cent" in leaf.unit)
    if greatest > 100:
        return np.inf
    return 100.0 if greatest > 1 or in_percent else 1.0


def _assembled(
    ranking: Ranking,
    uncertainty: Uncertainty,
    rows: Sequence[Reading],
    varied: frozenset[str],
    per: Sequence[int],
    hubs: Words,
) -> Noise:
    low, high, point, age = (np.array([getattr(row, name) for row in rows]) for name in ("low", "high", "point", "age"))
    grade = np.array([row.grade for row in rows])
    drawn = np.array([row.factor in varied for row in rows])[:, None] & ~np.isnan(point)
    kind = np.array([row.kind for row in rows])[:, None]
    within, ranked = drawn & (high > low), kind == "rank"
    first, last = np.ceil(low), np.floor(high)  # of the whole places that lie within
    whole = within & ranked & (first <= last)
    placed = drawn & ~within & ranked
    counted = drawn & ~within & (kind == "count") & (point >= 0) & (point < SMALL_COUNT)
    plain = drawn & ~within & ~placed & ~counted
    half = half_width(widths(uncertainty)[grade], age, uncertainty.drift) * np.abs(point)
    series = named([ranking.dataset.series[row.series] if row.series >= 0 else "" for row in rows])
    steps = np.array([STEPS.get(name, 1) for name in GRADES], dtype=float)[grade]
    half = np.where(plain, half, 0.0)
    ratios = np.flatnonzero(np.array(per) >= 0)
    moving = within | placed | counted | (half > 0)
    leaf, hub = np.nonzero(~(moving[ratios] | moving[np.array(per)[ratios]]))
    return Noise(
        names=series[:, None] + hubs,
        centre=point,
        half=half,
        most=np.array([row.most for row in rows]),
        factor=tuple(row.factor for row in rows),
        per=tuple(per),
        amount=tuple(leaf.per_amount for leaf in ranking.plan.leaves),
        bounded=_cells(within & ~whole, low, high - low),
        whole=_cells(whole, first, last - first),
        ranks=_cells(placed, point, steps),
        counts=_cells(counted, point, np.zeros_like(point)),
        still=(ratios[leaf], hub),
    )


def _cells(where: Bools, first: Floats, size: Floats) -> Cells:
    row, hub = np.nonzero(where)
    return Cells(row, hub, first[where], size[where])


def widths(uncertainty: Uncertainty) -> Floats:
    """Relative half-width by grade; announcements and targets are no surer than estimates."""
    data = uncertainty.data
    declared = [getattr(data, grade) for grade in GRADES]
    return np.array([data.estimate if width is None else width for width in declared])
