"""What a hub says of itself, beside what is measured: bets, claims and targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from hubscore.model.dataset import NO_YEAR, Dataset
from hubscore.model.profile import Bet, Profile, Target
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard

Verdict = Literal["met", "not met", "on course", "behind", "open", "not measured"]


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest reading of a series; of bounds, `value` is the printed one."""

    year: int | None
    value: float
    at_least: float | None
    at_most: float | None


@dataclass(frozen=True, slots=True)
class Backing:
    """One indicator or measure behind a bet: a score, or only a reading, or nothing."""

    bet: Bet
    name: str | None
    score: float | None
    latest: Latest | None
    scored: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """A target beside the readings: what it needs a year, and what it had a year."""

    target: Target
    now: Latest | None
    needed: float | None
    had: float | None
    verdict: Verdict


def readings_of(dataset: Dataset, series: str, hub: int) -> list[Latest]:
    """All readings of one series of one hub, oldest first, the first of each year."""
    if series not in dataset.row:
        return []
    row = dataset.row[series]
    found: dict[int, Latest] = {}
    for slot in range(dataset.value.shape[0]):
        at = (slot, row, hub)
        year = int(dataset.year[at])
        if dataset.grade[at] < 0 or year in found:
            continue
        value, low, high = (float(array[at]) for array in (dataset.value, dataset.low, dataset.high))
        point = next(number for number in (value, low, high) if not np.isnan(number))
        bounds = (None if np.isnan(end) else end for end in (low, high))
        found[year] = Latest(None if year == NO_YEAR else year, point, *bounds)
    return [found[year] for year in sorted(found)]


def backings(ranking: Ranking, scorecard: Scorecard, profile: Profile, hub: int) -> tuple[Backing, ...]:
    """What stands behind each bet; a bet without anything has one entry without a name."""
    result = []
    for bet in profile.bets:
        for name in bet.indicators or (None,):
            if name is None:
                result.append(Backing(bet, None, None, None, scored=False))
                continue
            score = float(ranking.score(name)[hub]) if name in scorecard.indicators else np.nan
            source = scorecard.indicators[name].from_ if name in scorecard.indicators else None
            readings = readings_of(ranking.dataset, source or name, hub)
            latest = readings[-1] if readings else None
            scored = name in scorecard.indicators
            result.append(Backing(bet, name, None if np.isnan(score) else score, latest, scored))
    return tuple(result)


def progress(dataset: Dataset, scorecard: Scorecard, profile: Profile, hub: int) -> tuple[Progress, ...]:
    """Each target beside the newest reading up to its year."""
    return tuple(_progress(dataset, scorecard, target, hub) for target in profile.targets)


def _progress(dataset: Dataset, scorecard: Scorecard, target: Target, hub: int) -> Progress:
    entry = scorecard.indicators.get(target.of)
    readings = readings_of(dataset, (entry.from_ if entry else None) or target.of, hub)
    dated = [reading for reading in readings if reading.year is not None and reading.year <= target.year]
    if not dated:
        return Progress(target, None, None, None, "not measured")
    now = dated[-1]
    goal = target.value if target.value is not None else target.at_least
    rising = entry is None or entry.direction == "higher"
    if goal is None:
        goal = target.at_most
    assert goal is not None and now.year is not None
    if now.value >= goal if rising else now.value <= goal:
        return Progress(target, now, None, None, "met" if now.year == target.year else "on course")
    if now.year >= target.year or target.kind != "level":
        return Progress(target, now, None, None, "not met" if now.year >= target.year else "open")
    needed = (goal - now.value) / (target.year - now.year)
    before = [reading for reading in dated[:-1] if reading.year is not None]
    if not before or before[-1].year is None:
        return Progress(target, now, needed, None, "open")
    had = (now.value - before[-1].value) / (now.year - before[-1].year)
    fast = had >= needed if rising else had <= needed
    return Progress(target, now, needed, had, "on course" if fast else "behind")
