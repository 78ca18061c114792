"""One reading as it stands in the dataset, with what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from hubscore.model.dataset import Dataset
from hubscore.model.evidence import GRADES, Grade
from hubscore.model.profile import Source

Reason = Literal[
    "",
    "left out",
    "not applicable",
    "unit",
    "denominator",
    "evidence",
    "later",
    "too old",
    "part year",
    "same",
    "conflict",
    "older",
    "distance",
    "farther",
    "numerator",
    "unread",
]
"""Why a reading does not count; empty for one that does.

`left out`: the whole hub is; `later` than as_of; `part year`: one of a whole year goes before
it; `same`, `conflict`: the second of its year, with the same content or another; `distance`:
too many years from the numerator; `farther`: another year is nearer; `denominator`,
`numerator`: what it goes with is missing; `unread`: a measure that no indicator needs here.
"""


@dataclass(frozen=True, slots=True)
class Observation:
    """One reading. `covers` is the share of the year that was measured, `unit` the reading's own or the declared."""

    year: int | None
    value: float | None
    at_least: float | None
    at_most: float | None
    covers: float
    unit: str | None
    grade: Grade
    source: Source | None
    note: str | None
    why_not: Reason

    @property
    def used(self) -> bool:
        """Whether it counts."""
        return not self.why_not


def observations(
    dataset: Dataset, series: int, hub: int, reasons: Mapping[int, Reason], declared: str | None
) -> tuple[Observation, ...]:
    """The readings of some slots of one cell.

    Parameters
    ----------
    reasons
        By slot, why the reading does not count.
    declared
        The unit of readings that carry none of their own.
    """
    return tuple(_observation(dataset, (slot, series, hub), reason, declared) for slot, reason in reasons.items())


def _observation(dataset: Dataset, at: tuple[int, int, int], reason: Reason, declared: str | None) -> Observation:
    figures = (float(array[at]) for array in (dataset.value, dataset.low, dataset.high))
    value, low, high = (None if np.isnan(figure) else figure for figure in figures)
    unit, source, note = (int(array[at]) for array in (dataset.unit, dataset.source, dataset.note))
    return Observation(
        year=int(dataset.year[at]) or None,
        value=value,
        at_least=low,
        at_most=high,
        covers=float(dataset.covers[at]),
        unit=declared if unit < 0 else dataset.units[unit],
        grade=GRADES[int(dataset.grade[at])],
        source=dataset.sources[source] if source >= 0 else None,
        note=dataset.notes[note] if note >= 0 else None,
        why_not=reason,
    )
