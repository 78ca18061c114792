"""Every reading of one cell: which of them counts, and why the others do not."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

from hubscore.line.readings import divisible, in_unit
from hubscore.methods.select import DENOMINATOR_REACH, NONE
from hubscore.model import ranking as why
from hubscore.model.dataset import NO_YEAR, Dataset
from hubscore.model.plan import Leaf, Plan
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.studies.observation import Observation, Reason, observations


@dataclass(frozen=True, eq=False)
class Shown:
    """One hub's readings of an indicator or a measure, in order of preference.

    `row` is the indicator's row, None for a measure; `denominators` are those of a ratio;
    `readers` the indicators that need a measure's reading here.
    """

    ranking: Ranking
    hub: int
    name: str
    row: int | None
    readings: tuple[Observation, ...]
    denominators: tuple[Observation, ...] = ()
    readers: tuple[str, ...] = ()


def show(ranking: Ranking, scorecard: Scorecard, hub: int, name: str) -> Shown:
    """The readings of an indicator, with those it is divided by, or of a measure."""
    if name in scorecard.measures:
        return _measure(ranking, hub, name, scorecard.measures[name].unit)
    row, dataset = ranking.plan.row[name], ranking.dataset
    leaf = ranking.plan.leaves[row]
    readings = observations(dataset, leaf.series, hub, _numerators(ranking, row, hub), leaf.unit)
    if leaf.per is None:
        return Shown(ranking, hub, name, row, readings)
    divisors = observations(dataset, leaf.per, hub, _denominators(ranking, row, hub, leaf.per), leaf.per_unit)
    return Shown(ranking, hub, name, row, readings, divisors)


def _measure(ranking: Ranking, hub: int, name: str, unit: str | None) -> Shown:
    series = ranking.dataset.row[name]
    needed: dict[str, set[int]] = {}
    for row, leaf in enumerate(ranking.plan.leaves):
        if int(ranking.cells.status[row][hub]) == why.HAS_VALUE and series in (leaf.series, leaf.per):
            needed[leaf.id] = _chosen(ranking, row, hub) if series == leaf.series else _divisor(ranking, row, hub)
    reasons = _reasons(ranking, series, hub, set().union(*needed.values()), "", _unread)
    return Shown(ranking, hub, name, None, observations(ranking.dataset, series, hub, reasons, unit), (), tuple(needed))


def _unread(_slot: int) -> Reason:
    return "unread"


def _chosen(ranking: Ranking, row: int, hub: int) -> set[int]:
    """The slots of the reading that counts; two where it lies between two years."""
    return {int(ranking.cells.slot[row][hub]), int(ranking.cells.after[row][hub])} - {NONE}


def _divisor(ranking: Ranking, row: int, hub: int) -> set[int]:
    return {int(ranking.cells.per_slot[row][hub])} - {NONE}


def _numerators(ranking: Ranking, row: int, hub: int) -> dict[int, Reason]:
    leaf, chosen, dataset = ranking.plan.leaves[row], _chosen(ranking, row, hub), ranking.dataset
    status = int(ranking.cells.status[row][hub])
    verdict: Reason = ""
    if status == why.NOT_APPLICABLE:
        verdict, chosen = "not applicable", set(_slots(dataset, leaf.series, hub))
    elif status == why.LEFT_OUT:
        verdict = "left out"
    elif status != why.HAS_VALUE:  # also where another value is filled in
        verdict = "unit" if status == why.OTHER_UNIT or leaf.per is None else "denominator"
    same = in_unit(dataset, leaf)
    years, covers = dataset.year[:, leaf.series, hub], dataset.covers[:, leaf.series, hub]

    def beaten(slot: int) -> Reason:
        if same is not None and not same[slot, hub]:
            return "unit"
        by_whole = any(covers[best] >= 1 and years[best] <= years[slot] for best in chosen)
        return "part year" if covers[slot] < 1 and by_whole else "older"

    return _reasons(ranking, leaf.series, hub, chosen, verdict, beaten)


def _denominators(ranking: Ranking, row: int, hub: int, per: int) -> dict[int, Reason]:
    leaf, dataset, status = ranking.plan.leaves[row], ranking.dataset, int(ranking.cells.status[row][hub])
    numerator = _chosen(ranking, row, hub)
    chosen = _divisor(ranking, row, hub)
    verdict: Reason = ""
    if status == why.LEFT_OUT:
        verdict = "left out"
    elif status == why.NOT_APPLICABLE:
        verdict, chosen = "not applicable", set(_slots(dataset, per, hub))
    wanted = _wanted(ranking, leaf, numerator, hub)
    same = divisible(dataset, leaf, ranking.cells.slot[row])
    years, covers = dataset.year[:, per, hub], dataset.covers[:, per, hub]

    def beaten(slot: int) -> Reason:
        if not numerator:
            return "numerator"
        if same is not None and not same[slot, hub]:
            return "unit"
        if wanted and years[slot] and abs(int(years[slot]) - wanted) > DENOMINATOR_REACH:
            return "distance"
        return "part year" if covers[slot] < 1 else "farther"

    return _reasons(ranking, per, hub, chosen, verdict, beaten)


def _wanted(ranking: Ranking, leaf: Leaf, numerator: Collection[int], hub: int) -> int:
    """The year a denominator is looked for in."""
    if len(numerator) == 1:
        return int(ranking.dataset.year[next(iter(numerator)), leaf.series, hub])
    return ranking.plan.as_of or NO_YEAR


def _reasons(
    ranking: Ranking, series: int, hub: int, chosen: Collection[int], verdict: Reason, beaten: Callable[[int], Reason]
) -> dict[int, Reason]:
    """By slot, why a reading does not count: `verdict` on the chosen ones, `beaten` tells it of fit ones."""
    dataset = ranking.dataset
    told: dict[int, Reason] = {}
    for slot in _slots(dataset, series, hub):
        reason = verdict if slot in chosen else _unfit(dataset, ranking.plan, (slot, series, hub))
        told[slot] = reason or ("" if slot in chosen else _second(dataset, (slot, series, hub), told) or beaten(slot))
    return told


def _slots(dataset: Dataset, series: int, hub: int) -> list[int]:
    return [] if series < 0 else [int(slot) for slot in np.flatnonzero(dataset.grade[:, series, hub] >= 0)]


def _unfit(dataset: Dataset, plan: Plan, at: tuple[int, int, int]) -> Reason:
    year = int(dataset.year[at])
    if dataset.grade[at] > plan.admit:
        return "evidence"
    if plan.as_of is not None and year > plan.as_of:
        return "later"
    return "too old" if plan.oldest is not None and year != NO_YEAR and year < plan.oldest else ""


def _second(dataset: Dataset, at: tuple[int, int, int], told: dict[int, Reason]) -> Reason:
    """Whether a reading before this one, as fit as it, speaks of the same year."""
    for earlier, reason in told.items():
        first = (earlier, *at[1:])
        alike = (dataset.covers[first] >= 1) == (dataset.covers[at] >= 1)
        if dataset.year[first] == dataset.year[at] and alike and reason != "evidence":
            return "same" if _content(dataset, first) == _content(dataset, at) else "conflict"
    return ""


def _content(dataset: Dataset, at: tuple[int, ...]) -> list[str]:
    return [str(getattr(dataset, name)[at]) for name in ("value", "low", "high", "covers", "unit")]
