"""What a hub says of itself, beside what is measured: bets, claims and targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from hubscore.model import ranking as why
from hubscore.model.dataset import NO_YEAR, Dataset
from hubscore.model.evidence import GRADES
from hubscore.model.profile import Bet, Profile, Target
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard

Verdict = Literal["met", "not met", "on course", "behind", "open", "not measured"]

WEAKEST_MEASURED = GRADES.index("estimate")
"""What is announced or aimed at is no measurement, whether it scores or not."""


@dataclass(frozen=True, slots=True)
class Latest:
    """A reading of a series; of bounds, `value` is the printed one, the lower of two."""

    year: int | None
    value: float
    at_least: float | None
    at_most: float | None


@dataclass(frozen=True, slots=True)
class Backing:
    """One indicator or measure behind a bet: a score, or only a reading, or nothing."""

    bet: Bet
    name: str | None = None
    score: float | None = None
    latest: Latest | None = None
    scored: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """A target beside the readings: what it needs a year, and what it had a year.

    Of a cumulative one the readings are taken for sums so far; a flow is a pace itself and has neither.
    """

    target: Target
    now: Latest | None
    needed: float | None
    had: float | None
    verdict: Verdict


def readings_of(dataset: Dataset, series: str, hub: int, until: int | None = None) -> list[Latest]:
    """All measured readings of one series of one hub, oldest first, the first of each year; none after `until`."""
    if series not in dataset.row:
        return []
    row = dataset.row[series]
    found: dict[int, Latest] = {}
    for slot in range(dataset.value.shape[0]):
        at = (slot, row, hub)
        year = int(dataset.year[at])
        if not 0 <= dataset.grade[at] <= WEAKEST_MEASURED or year in found or (until is not None and year > until):
            continue
        value, low, high = (float(array[at]) for array in (dataset.value, dataset.low, dataset.high))
        point = next(number for number in (value, low, high) if not np.isnan(number))
        if dataset.covers[at] < 1 and np.isnan(low):
            low = value  # what part of a year has shown is the least for the whole
        bounds = (None if np.isnan(end) else end for end in (low, high))
        found[year] = Latest(None if year == NO_YEAR else year, point, *bounds)
    return [found[year] for year in sorted(found)]


def backings(ranking: Ranking, scorecard: Scorecard, profile: Profile, hub: int) -> tuple[Backing, ...]:
    """What stands behind each bet; a bet without anything has one entry without a name."""
    result = []
    for bet in profile.bets:
        result += [_backing(ranking, scorecard, bet, name, hub) for name in bet.indicators] or [Backing(bet)]
    return tuple(result)


def _backing(ranking: Ranking, scorecard: Scorecard, bet: Bet, name: str, hub: int) -> Backing:
    entry = scorecard.indicators.get(name)
    readings = readings_of(ranking.dataset, (entry.from_ if entry else None) or name, hub, ranking.plan.as_of)
    latest = readings[-1] if readings else None
    if entry is None:
        return Backing(bet, name, None, latest)
    score = float(ranking.score(name)[hub])
    return Backing(bet, name, None if np.isnan(score) else score, latest, scored=True)


def progress(ranking: Ranking, scorecard: Scorecard, profile: Profile, hub: int) -> tuple[Progress, ...]:
    """Each target beside the newest reading up to its year."""
    return tuple(_progress(ranking, scorecard, target, hub) for target in profile.targets)


def _progress(ranking: Ranking, scorecard: Scorecard, target: Target, hub: int) -> Progress:
    dated = [reading for reading in _dated(ranking, scorecard, target, hub) if reading.year is not None]
    if not dated:
        return Progress(target, None, None, None, "not measured")
    now = dated[-1]
    goal, rising = _goal(target, scorecard)
    year = now.year or 0
    if _reached(now, goal, rising):
        return Progress(target, now, None, None, "met" if year == target.year else "on course")
    if year >= target.year or target.kind == "flow":
        return Progress(target, now, None, None, "not met" if year >= target.year else "open")
    needed = (goal - now.value) / (target.year - year)
    if len(dated) == 1:
        return Progress(target, now, needed, None, "open")
    before = dated[-2]
    had = (now.value - before.value) / (year - (before.year or 0))
    return Progress(target, now, needed, had, "on course" if (had >= needed if rising else had <= needed) else "behind")


def _dated(ranking: Ranking, scorecard: Scorecard, target: Target, hub: int) -> list[Latest]:
    """Readings that the target can be compared with; of a ratio only the one that counts."""
    until = target.year if ranking.plan.as_of is None else min(target.year, ranking.plan.as_of)
    entry = scorecard.indicators.get(target.of)
    if entry is None or entry.per is None:
        return readings_of(ranking.dataset, (entry.from_ if entry else None) or target.of, hub, until)
    row = ranking.plan.row[target.of]
    if ranking.cells.status[row][hub] != why.HAS_VALUE:
        return []
    slot, leaf = int(ranking.cells.slot[row][hub]), ranking.plan.leaves[row]
    ratio = Latest(int(ranking.dataset.year[slot, leaf.series, hub]), float(ranking.cells.point[row][hub]), None, None)
    return [ratio] if (ratio.year or target.year) <= until else []


def _goal(target: Target, scorecard: Scorecard) -> tuple[float, bool]:
    """What has to be reached, and whether from below; of two bounds the one that is reached first."""
    entry = scorecard.indicators.get(target.of)
    rising = entry is None or entry.direction == "higher"
    if target.value is not None:
        return target.value, rising
    bounds = [(target.at_least, True), (target.at_most, False)]
    return next((goal, below) for goal, below in (bounds if rising else reversed(bounds)) if goal is not None)


def _reached(now: Latest, goal: float, rising: bool) -> bool:
    """Whether the figure is there for sure: of a bound only the end on the far side of the goal says so."""
    exact = now.at_least is None and now.at_most is None
    if rising:
        return (now.value if exact else now.at_least if now.at_least is not None else -np.inf) >= goal
    return (now.value if exact else now.at_most if now.at_most is not None else np.inf) <= goal
