"""A scorecard on its way from tables to files, and what became of every column and row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Status = Literal["used", "doubtful", "left out", "ignored"]
"""Doubtful is what is brought in and should be looked at; left out, what could be brought in if somebody says so."""

DECIMAL = "--decimal comma (or point)"
"""The option that says what a figure is that could be two."""

MOST_FIGURES = 200_000
"""How many figures are brought in at once."""


class Column(NamedTuple):
    """What became of a column, or of a series of a long table.

    `becomes` is empty where nothing of it is brought in; `direction` ends in `?` where nobody said it;
    `remedy` is the option that would bring in what is left out.
    """

    table: str
    name: str
    becomes: str
    status: Status
    why: str = ""
    direction: str = ""
    remedy: str = ""


class Row(NamedTuple):
    """What became of a row that is not simply used: where it stands; `remedy` as that of a column."""

    place: str
    what: str
    status: Status
    why: str
    remedy: str = ""


class Series(NamedTuple):
    """An indicator, or a measure that is not scored; `direction` is None where nobody said it."""

    id: str
    label: str
    unit: str | None = None
    direction: str | None = None
    measure: bool = False
    pillar: str | None = None
    per: str | None = None
    weight: float | None = None
    target: float | None = None


class Pillar(NamedTuple):
    """An inner node."""

    id: str
    label: str
    parent: str | None
    weight: float | None


class Hub(NamedTuple):
    """Who is ranked."""

    id: str
    name: str
    role: str = "candidate"
    group: str = ""


class Observation(NamedTuple):
    """One reading; numbers as text, None where the table does not say."""

    hub: str
    series: str
    year: int | None = None
    value: str | None = None
    at_least: str | None = None
    at_most: str | None = None
    covers: str | None = None
    unit: str | None = None
    evidence: str | None = None
    source: str | None = None
    publisher: str | None = None
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Draft:
    """What tables hold, understood.

    `shape`: what kind of tables they are; `method`: what they say about the method; `separators`:
    what separates the cells.
    """

    shape: Literal["wide", "long", "COINr"]
    title: str
    hubs: tuple[Hub, ...]
    series: tuple[Series, ...]
    observations: tuple[Observation, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    pillars: tuple[Pillar, ...] = ()
    label: str | None = None
    method: Mapping[str, Any] = field(default_factory=dict)
    separators: tuple[str, ...] = (",",)

    @property
    def years(self) -> list[int]:
        """The years that readings have, in order."""
        return sorted({reading.year for reading in self.observations if reading.year is not None})

    @property
    def unsure(self) -> bool:
        """Whether figures are left out that could be decimals or thousands."""
        remedies = [*(column.remedy for column in self.columns), *(row.remedy for row in self.rows)]
        return any(remedy.startswith(DECIMAL) for remedy in remedies)

    @property
    def assumed(self) -> list[str]:
        """Indicators whose direction nobody said."""
        return [each.id for each in self.series if each.direction is None and not each.measure]
