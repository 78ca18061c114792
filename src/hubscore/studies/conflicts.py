"""Sources that disagree: readings of one cell and one year that do not say the same."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from hubscore.model.dataset import Dataset
from hubscore.model.scorecard import Scorecard
from hubscore.studies.observation import Observation, Reason, observations


@dataclass(frozen=True, slots=True)
class Conflict:
    """Readings of one year that differ, the one that goes first in front.

    `apart`: by how much the greatest exceeds the least, as a share of the least, None where a bound
    or another unit leaves it open; `excluded`: whether they cannot all be true.
    """

    hub: int
    series: str
    year: int | None
    readings: tuple[Observation, ...]
    apart: float | None
    excluded: bool


def conflicts(dataset: Dataset, scorecard: Scorecard) -> tuple[Conflict, ...]:
    """Every conflict, by hub and series in the order of ids and the newest year first."""
    if dataset.value.shape[0] == 1:
        return ()
    there = dataset.grade >= 0
    again = there[1:] & (dataset.year[1:] == dataset.year[:-1])  # the slots of a year stand together
    cells = sorted({(int(hub), dataset.series[row]) for _, row, hub in np.argwhere(again)})
    return tuple(found for hub, series in cells for found in _of_cell(dataset, scorecard, hub, series))


def _of_cell(dataset: Dataset, scorecard: Scorecard, hub: int, series: str) -> list[Conflict]:
    row, found = dataset.row[series], []
    years = dataset.year[:, row, hub]
    for year in sorted(set(years.tolist()), reverse=True):
        slots = np.flatnonzero((years == year) & (dataset.grade[:, row, hub] >= 0)).tolist()
        reasons: dict[int, Reason] = {slot: "conflict" if at else "" for at, slot in enumerate(slots)}
        readings = _different(observations(dataset, row, hub, reasons, _unit(scorecard, series)))
        if len(readings) > 1:
            found.append(Conflict(hub, series, year or None, readings, _apart(readings), _excluded(readings)))
    return found


def _unit(scorecard: Scorecard, series: str) -> str | None:
    return (scorecard.indicators.get(series) or scorecard.measures[series]).unit


def _different(readings: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """The first reading of each content."""
    first: dict[tuple[object, ...], Observation] = {}
    for each in readings:
        first.setdefault((each.value, each.at_least, each.at_most, each.covers, each.unit), each)
    return tuple(first.values())


def _apart(readings: tuple[Observation, ...]) -> float | None:
    figures = [each.value for each in readings if each.value is not None and each.covers >= 1]
    if len(figures) < len(readings) or len({each.unit for each in readings}) > 1 or min(figures) <= 0:
        return None
    return max(figures) / min(figures) - 1


def _excluded(readings: tuple[Observation, ...]) -> bool:
    """Whether the intervals that the readings give have no figure in common."""
    if len({each.unit for each in readings}) > 1:
        return False
    ends = [_ends(each) for each in readings]
    return max(low for low, _ in ends) > min(high for _, high in ends)


def _ends(each: Observation) -> tuple[float, float]:
    if each.value is not None:
        return each.value, each.value if each.covers >= 1 else inf
    return -inf if each.at_least is None else each.at_least, inf if each.at_most is None else each.at_most
