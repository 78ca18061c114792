"""What is proven of every series in every year, from the readings of that very year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hubscore.line.readings import divisible, in_unit
from hubscore.methods.denominate import ratio
from hubscore.methods.draw import SMALL_COUNT
from hubscore.methods.select import NONE, newest, picked
from hubscore.model.compile import compiled
from hubscore.model.dataset import NO_YEAR, Dataset
from hubscore.model.evidence import GRADES
from hubscore.model.plan import Leaf, Plan
from hubscore.model.scorecard import Scorecard
from hubscore.studies.noise import STEPS, widths

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class History:
    """One series by year.

    `series`: the id of an indicator, per its denominator, or of a measure; `kind` as in the
    scorecard; `higher`: which way is better (of a measure, more is taken for better); `low`, `high`:
    shape (year, hub), what the sources prove: equal where they print the value, infinite at an end
    they leave open, as a part of a year does above, NaN where nothing was read; `half`: the same
    shape, half-width of what the evidence leaves open, relative or, of ranks, in places.
    """

    series: str
    kind: str
    higher: bool
    years: tuple[int, ...]
    low: Floats
    high: Floats
    half: Floats

    def __post_init__(self) -> None:
        for array in (self.low, self.high, self.half):
            array.flags.writeable = False


def histories(dataset: Dataset, scorecard: Scorecard, only: Sequence[str] | None = None) -> tuple[History, ...]:
    """The indicators in the order of their ids, then the measures, up to `as_of`; `only` those named.

    A ratio is of one year: its denominator is not taken from another one, as it may be for a score.
    """
    plan = compiled(scorecard, dataset)
    last = plan.as_of
    found = np.unique(dataset.year[(dataset.grade >= 0) & (dataset.grade <= plan.admit)])
    years = tuple(int(year) for year in found if year != NO_YEAR and last is not None and year <= last)
    leaves = [*sorted(plan.leaves, key=lambda leaf: leaf.id), *_measures(dataset, scorecard, plan)]
    wanted = [leaf for leaf in leaves if leaf.series >= 0 and (only is None or leaf.id in only)]
    return tuple(_history(dataset, scorecard, plan, leaf, years) for leaf in wanted)


def _measures(dataset: Dataset, scorecard: Scorecard, plan: Plan) -> list[Leaf]:
    """Measures read as indicators are."""
    plain = plan.leaves[0]._replace(per=None, higher=True, applies=None)
    return [
        plain._replace(id=name, series=dataset.row.get(name, -1), unit=scorecard.measures[name].unit)
        for name in sorted(scorecard.measures)
    ]


def _history(dataset: Dataset, scorecard: Scorecard, plan: Plan, leaf: Leaf, years: Sequence[int]) -> History:
    entry = scorecard.indicators.get(leaf.id)
    kind = "amount" if entry is None else entry.kind
    rows = [_year(dataset, scorecard, plan, leaf, kind, year) for year in years]
    low, high, half = (np.array([row[at] for row in rows]).reshape(-1, len(dataset.hubs)) for at in range(3))
    return History(leaf.id, kind, leaf.higher, tuple(years), low, high, half)


def _year(
    dataset: Dataset, scorecard: Scorecard, plan: Plan, leaf: Leaf, kind: str, year: int
) -> tuple[Floats, Floats, Floats]:
    """The ends of one year and their half-width, each of shape (hub,)."""
    slot = _slot(dataset, plan, leaf.series, (year,), in_unit(dataset, leaf))
    low, high = _proven(dataset, leaf.series, slot)
    half = _half(dataset, scorecard, leaf.series, slot, kind, low)
    if leaf.per is not None:
        if leaf.per < 0:
            low = high = np.full(low.shape, np.nan)
        else:
            per = _slot(dataset, plan, leaf.per, (year, NO_YEAR), divisible(dataset, leaf, slot))
            least, most = _proven(dataset, leaf.per, per)
            with np.errstate(all="ignore"):  # a denominator whose lower end is open proves nothing above
                ends = ratio(low, high, np.maximum(least, 0.0), most, leaf.per_amount)
            low, high = (np.where(most > 0, end, np.nan) for end in ends)
            half = np.hypot(half, _half(dataset, scorecard, leaf.per, per, "amount", least))
    if leaf.applies is not None:
        low, high = (np.where(leaf.applies, end, np.nan) for end in (low, high))
    return low, high, half


def _slot(dataset: Dataset, plan: Plan, series: int, years: Sequence[int], same: Bools | None) -> Ints:
    """The reading of a year that counts, shape (hub,)."""
    grade = dataset.grade[:, series]
    fit = np.isin(dataset.year[:, series], years) & (grade >= 0) & (grade <= plan.admit)
    return newest(dataset.year[:, series], dataset.covers[:, series] >= 1, fit if same is None else fit & same)


def _proven(dataset: Dataset, series: int, slot: Ints) -> tuple[Floats, Floats]:
    """The ends that a reading proves, infinite where it leaves one open; NaN where there is none."""
    value, low, high, covers = (
        picked(array[:, series], slot) for array in (dataset.value, dataset.low, dataset.high, dataset.covers)
    )
    printed = ~np.isnan(value)
    low = np.where(printed, value, np.where(np.isnan(low), -np.inf, low))
    high = np.where(printed & (covers >= 1), value, np.where(np.isnan(high), np.inf, high))
    return np.where(slot == NONE, np.nan, low), np.where(slot == NONE, np.nan, high)


def _half(dataset: Dataset, scorecard: Scorecard, series: int, slot: Ints, kind: str, low: Floats) -> Floats:
    """What the evidence leaves open: places of a rank, else a share of the value."""
    grade = picked(dataset.grade[:, series], slot)
    if kind == "rank":
        return np.array([STEPS.get(name, 1) for name in GRADES], dtype=float)[grade]
    half: Floats = widths(scorecard.uncertainty)[grade]
    if kind == "count":  # few events are as noisy as events are (Poisson)
        half = np.where((low >= 0) & (low < SMALL_COUNT), 1 / np.sqrt(np.maximum(low, 0) + 0.5), half)
    return half
