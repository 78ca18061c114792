"""Growth against a reference hub: the gap then and now, and whether it closes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import hypot, inf, isfinite, log
from typing import Literal, NamedTuple

import numpy as np

from hubscore.model.asked import listed, position, positions
from hubscore.model.dataset import Dataset
from hubscore.model.named import named
from hubscore.model.scorecard import Scorecard
from hubscore.studies.history import History, histories

Verdict = Literal[
    "catching up",
    "overtook",
    "pulling ahead",
    "gaining",
    "falling behind",
    "overtaken",
    "lead shrinking",
    "losing ground",
    "keeping pace",
    "no clear change",
    "open",
    "no reference",
]
"""What becomes of the distance to the reference.

`gaining`, `losing ground`: the same where bounds leave open who is ahead; `keeping pace`: it is the
same; `no clear change`: it moves by no more than the evidence leaves open; `open`: bounds do not tell.
"""


class Range(NamedTuple):
    """What is proven of a number; an end that nothing proves is infinite."""

    low: float
    high: float

    @property
    def exact(self) -> float | None:
        """The number, where the readings are exact."""
        return self.low if self.low == self.high else None

    @property
    def at_least(self) -> float | None:
        """The lower end, where the number is not exact and something proves one."""
        return self.low if isfinite(self.low) and self.low != self.high else None

    @property
    def at_most(self) -> float | None:
        """The upper end, where the number is not exact and something proves one."""
        return self.high if isfinite(self.high) and self.low != self.high else None


OPEN = Range(-inf, inf)


@dataclass(frozen=True, slots=True)
class Pace:
    """One series of one hub beside a reference's.

    `first` and `last`: the first and last year in which both were read, or the hub alone where there
    is no reference. `difference`: whether gaps are differences (ranks in places, shares in points) and
    not ratios to the reference; `growth` is then the whole change in those units, else compound growth
    a year as a share of 1. `gaps`: that of every year in which both were read.
    """

    hub: int
    series: str
    first: int
    last: int
    difference: bool
    growth: Range
    reference: int | None = None
    reference_growth: Range = OPEN
    gap_then: Range = OPEN
    gap_now: Range = OPEN
    gaps: tuple[tuple[int, Range], ...] = ()
    verdict: Verdict = "no reference"


def pace(
    dataset: Dataset,
    scorecard: Scorecard,
    hubs: Iterable[int] | None = None,
    series: Iterable[str] | None = None,
    against: int | None = None,
) -> tuple[Pace, ...]:
    """Compare growth, from readings of the same years.

    Nothing is carried forward and no open end is guessed: of a lower bound only what it proves is said.
    A distance that moves by less than the half-widths which `[uncertainty.data]` gives the four readings,
    added as independent errors, is kept, not closed or widened.

    Parameters
    ----------
    dataset, scorecard
        As in `score`; `as_of` and the evidence admitted hold, `max_age` does not.
    hubs
        Positions; the candidates if left out.
    series
        Indicators and measures, each an id, a name, or the beginning of either; all if left out.
    against
        The reference's position. If left out, of the benchmarks that were read in two of the hub's years
        the one that is best in the last of them.

    Returns
    -------
    By indicator in the order of ids, then by measure; hubs in the order given. A hub that was read in
    fewer than two years has no row; one without a reference has its growth alone.

    Raises
    ------
    UsageError
        A hub or a series that does not exist.
    """
    people = dataset.hubs
    wanted = positions(np.flatnonzero(~people.benchmark) if hubs is None else hubs, people)
    against = None if against is None else position(against, people)
    if series is not None:
        labels = {name: [scorecard.label(name)] for name in (*scorecard.indicators, *scorecard.measures)}
        series = [named(word, labels, "indicator or measure") for word in listed(series, "`series`")]
    found = (
        _pace(dataset, history, hub, against)
        for history in histories(dataset, scorecard, series)
        for hub in wanted
        if hub != against
    )
    return tuple(each for each in found if each is not None)


def _pace(dataset: Dataset, history: History, hub: int, against: int | None) -> Pace | None:
    reference, years = _reference(dataset, history, hub, against)
    if len(years) < 2:
        return None
    first, last = years[0], years[-1]
    alone = Pace(
        hub=hub,
        series=history.series,
        first=history.years[first],
        last=history.years[last],
        difference=history.kind in ("rank", "share"),
        growth=_growth(history, first, last, hub),
    )
    if reference is None:
        return alone
    then, now = (_gap(history, at, hub, reference) for at in (first, last))
    lead_then, lead_now = (_lead(gap, alone.difference, history.higher) for gap in (then, now))
    noise = hypot(*(_half(history, at, each) for at in (first, last) for each in (hub, reference)))
    return replace(
        alone,
        reference=reference,
        reference_growth=_growth(history, first, last, reference),
        gap_then=then,
        gap_now=now,
        gaps=tuple((history.years[at], _gap(history, at, hub, reference)) for at in years),
        verdict=verdict(lead_then, lead_now, noise),
    )


def _reference(dataset: Dataset, history: History, hub: int, against: int | None) -> tuple[int | None, list[int]]:
    """The hub to compare with and the years in which both were read; nobody, and the hub's own years."""
    possible = np.flatnonzero(dataset.hubs.benchmark).tolist() if against is None else [against]
    shared = {other: _shared(history, hub, other) for other in possible if other != hub}
    fit = [other for other, years in shared.items() if len(years) > 1]
    if not fit:
        return None, _shared(history, hub, hub)
    best = min(fit, key=lambda other: (-_standing(history, shared[other][-1], other), other))
    return best, shared[best]


def _shared(history: History, hub: int, other: int) -> list[int]:
    """Positions of the years in which both were read."""
    read: list[int] = np.flatnonzero(~np.isnan(history.low[:, [hub, other]]).any(axis=1)).tolist()
    return read


def _at(history: History, year: int, hub: int) -> Range:
    return Range(float(history.low[year, hub]), float(history.high[year, hub]))


def _standing(history: History, year: int, hub: int) -> float:
    """What orders references: the value, or the bound there is, turned so that more is better; without one the last."""
    ends = _at(history, year, hub)
    return next((end if history.higher else -end for end in ends if isfinite(end)), -inf)


def _growth(history: History, first: int, last: int, hub: int) -> Range:
    """Compound growth a year; of ranks and shares the whole change."""
    start, end = (_at(history, at, hub) for at in (first, last))
    if history.kind in ("rank", "share"):
        return minus(end, start)
    years = history.years[last] - history.years[first]
    times = over(end, start)
    low = times.low ** (1 / years) - 1 if times.low >= 0 else -inf
    return Range(low, times.high ** (1 / years) - 1)


def _gap(history: History, year: int, hub: int, reference: int) -> Range:
    """The hub's value over the reference's; of ranks and shares less the reference's."""
    combine = minus if history.kind in ("rank", "share") else over
    return combine(_at(history, year, hub), _at(history, year, reference))


def _half(history: History, year: int, hub: int) -> float:
    """What the evidence leaves open of one value, in the unit that gaps are measured in."""
    half = float(history.half[year, hub])
    return half * abs(_standing(history, year, hub)) if history.kind == "share" else half


def _lead(gap: Range, difference: bool, higher: bool) -> Range:
    """By how much the hub is ahead, below 0 where it is behind: a ratio as its logarithm."""
    low, high = gap if difference else (_log(gap.low), _log(gap.high))
    return Range(low, high) if higher else Range(-high, -low)


def _log(ratio: float) -> float:
    return log(ratio) if ratio > 0 else -inf


def over(a: Range, b: Range) -> Range:
    """The ratio of two amounts that are not negative, open where it has no value (Moore, Interval Analysis, 1966)."""
    if -inf < a.low < 0 or a.high < 0 or -inf < b.low <= 0 or b.high <= 0:
        return OPEN
    low = a.low / b.high if isfinite(a.low) and isfinite(b.high) else -inf
    high = a.high / b.low if isfinite(a.high) and isfinite(b.low) else inf
    return Range(low, high)


def minus(a: Range, b: Range) -> Range:
    """The difference of two intervals."""
    return Range(a.low - b.high, a.high - b.low)


def verdict(then: Range, now: Range, noise: float) -> Verdict:
    """What became of a lead.

    Parameters
    ----------
    then, now
        By how much the hub was and is ahead, below 0 where it is behind.
    noise
        By how much the distance may seem to move for want of better evidence.
    """
    if then == now and then.low == then.high:  # also where nothing is beside something, a ratio of 0
        return "keeping pace"
    move = minus(now, then)
    if move.low > noise:
        return _gained(then, now)
    if move.high < -noise:
        return _lost(then, now)
    return "no clear change" if -noise <= move.low and move.high <= noise else "open"


def _gained(then: Range, now: Range) -> Verdict:
    if then.high < 0 < now.low:
        return "overtook"
    if now.high <= 0:
        return "catching up"
    return "pulling ahead" if then.low >= 0 else "gaining"


def _lost(then: Range, now: Range) -> Verdict:
    if now.high < 0 < then.low:
        return "overtaken"
    if now.low >= 0:
        return "lead shrinking"
    return "falling behind" if then.high <= 0 else "losing ground"
