"""Targets as readings: what a ranking would be if the goals that hubs have set themselves were met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.model import ranking as why
from hubscore.model.columns import EMPTY
from hubscore.model.compile import reading_unit
from hubscore.model.dataset import COLUMNS, Dataset
from hubscore.model.evidence import GRADES
from hubscore.model.profile import Profile, Target
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard

AIMED_AT = GRADES.index("target")
SAID_TO_COME = GRADES.index("announced")

A_YEAR = (" a year", " per year", "/year", " yearly")
"""How the unit of a flow may say that it is one."""

Fate = Literal["counts", "recorded", "not scored", "cumulative", "ratio", "unit"]
"""What becomes of a target that is taken as met.

`recorded`: a measured figure of that year or a later one goes before it; `not scored`: no figure of
the hub rests on its series; `cumulative`: a sum of years is no reading of one; `ratio`: it is set for a ratio
whose two parts it does not give; `unit`: it is in another unit than the readings.
"""


class Promise(NamedTuple):
    """A target of the hub at a position, and what becomes of it."""

    hub: int
    target: Target
    fate: Fate


def targets_of(dataset: Dataset, profiles: Mapping[str, Profile]) -> Iterator[tuple[int, Target]]:
    """Every target with the position of its hub, in the order of the hubs' ids and of their profiles."""
    for hub, name in enumerate(dataset.hubs.ids):
        if name in profiles:
            yield from ((hub, target) for target in profiles[name].targets)


def with_targets(dataset: Dataset, scorecard: Scorecard, profiles: Mapping[str, Profile], as_of: int | None) -> Dataset:
    """The readings with every target that can be one, as if met in its year.

    Parameters
    ----------
    profiles
        By hub id.
    as_of
        The last year that counts. Targets and announcements of later years count as if they were
        of that year, and go before what was measured earlier: what is not measured yet has no
        other limit. None for no limit.
    """
    given = [(hub, target) for hub, target in targets_of(dataset, profiles) if refused(scorecard, target) is None]
    series = tuple(dict.fromkeys((*dataset.series, *(series_of(scorecard, target.of) for _, target in given))))
    row = {name: at for at, name in enumerate(series)}
    hubs, sources = dataset.hubs.ids, list(dataset.sources)
    slots, rows = dataset.value.shape[0] + len(given), len(series)
    columns: dict[str, Any] = {name: _roomier(getattr(dataset, name), EMPTY[name], slots, rows) for name in COLUMNS}
    for slot, (hub, target) in enumerate(given, start=dataset.value.shape[0]):
        sources.append(profiles[hubs[hub]].sources[target.source])
        for name, word in _reading(target, len(sources) - 1).items():
            columns[name][slot, row[series_of(scorecard, target.of)], hub] = word
    return _ordered(replace(dataset, series=series, sources=tuple(sources), exact=False, **columns), as_of)


def refused(scorecard: Scorecard, target: Target) -> Fate | None:
    """Why a target is no reading; None for one that is."""
    entry = scorecard.indicators.get(target.of)
    if target.kind == "cumulative":
        return "cumulative"
    if entry is not None and entry.per is not None:
        return "ratio"
    declared = scorecard.measures[target.of].unit if entry is None else reading_unit(scorecard, entry)
    alike = {declared, *(f"{declared}{ending}" for ending in A_YEAR if target.kind == "flow")}
    return None if target.unit is None or declared is None or target.unit in alike else "unit"


def fates(ranking: Ranking, scorecard: Scorecard, profiles: Mapping[str, Profile]) -> tuple[Promise, ...]:
    """What became of every target, given the ranking of a dataset `with_targets`."""
    return tuple(
        Promise(hub, target, refused(scorecard, target) or _fate(ranking, scorecard, hub, target))
        for hub, target in targets_of(ranking.dataset, profiles)
    )


def series_of(scorecard: Scorecard, name: str) -> str:
    """What the readings of an indicator or a measure stand under."""
    entry = scorecard.indicators.get(name)
    return (entry.from_ if entry else None) or name


def _roomier(array: NDArray[Any], blank: float, slots: int, rows: int) -> NDArray[Any]:
    wide = np.full((slots, rows, array.shape[2]), blank, dtype=array.dtype)
    wide[: array.shape[0], : array.shape[1]] = array
    return wide


def _reading(target: Target, source: int) -> dict[str, Any]:
    ends = {"value": target.value, "low": target.at_least, "high": target.at_most}
    known = {name: end for name, end in ends.items() if end is not None}
    return {**known, "year": target.year, "grade": AIMED_AT, "source": source}


def _ordered(dataset: Dataset, as_of: int | None) -> Dataset:
    """The slots by year again, the newest first, of one year what was measured first; no promise after `as_of`."""
    promised = dataset.grade >= SAID_TO_COME
    # Stable, so the order of the file holds within a year; cells without a reading have no year and stay behind.
    empty = dataset.grade < 0
    order = np.lexsort((promised, -dataset.year, empty), axis=0)
    columns: dict[str, Any] = {name: np.take_along_axis(getattr(dataset, name), order, axis=0) for name in COLUMNS}
    if as_of is not None:
        promised = np.take_along_axis(promised, order, axis=0)
        columns["year"] = np.where(promised, np.minimum(columns["year"], as_of), columns["year"])
    return replace(dataset, **columns)


def _fate(ranking: Ranking, scorecard: Scorecard, hub: int, target: Target) -> Fate:
    """Whether a figure of the hub rests on the target."""
    dataset, series = ranking.dataset, ranking.dataset.row[series_of(scorecard, target.of)]
    read = {
        int(slots[row][hub])
        for row, leaf in enumerate(ranking.plan.leaves)
        for of, slots in ((leaf.series, ranking.cells.slot), (leaf.per, ranking.cells.per_slot))
        if of == series and ranking.cells.status[row][hub] == why.HAS_VALUE
    }
    if any(_same(dataset, (slot, series, hub), target) for slot in read):
        return "counts"
    return "recorded" if read else "not scored"


def _same(dataset: Dataset, at: tuple[int, int, int], target: Target) -> bool:
    """Whether a reading is this target's."""
    figures: Sequence[tuple[NDArray[np.float64], float | None]] = (
        (dataset.value, target.value),
        (dataset.low, target.at_least),
        (dataset.high, target.at_most),
    )
    alike = all(np.isnan(array[at]) if end is None else array[at] == end for array, end in figures)
    return bool(dataset.grade[at] == AIMED_AT) and alike
