"""All readings as columns: what is known of every hub, ready for array functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hubscore.model.profile import Source

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]

COLUMNS = ("value", "low", "high", "covers", "year", "grade", "source", "unit", "note")
"""The arrays of a dataset."""

NO_YEAR = 0
"""Stands for a reading without a year."""


@dataclass(frozen=True, slots=True)
class Hubs:
    """Who is ranked, sorted by id.

    `benchmark`: shape (hub,); `group`: shape (hub,), position in `groups`, -1 for none.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    benchmark: NDArray[np.bool_]
    group: Ints
    groups: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, eq=False)
class Dataset:
    """Readings by slot, series and hub; read-only.

    Arrays have the shape (slot, series, hub). The slots of a cell are in order of preference:
    newest year first, then the order of the file. `grade` is the position in `GRADES`, -1
    where there is no reading; `year` is `NO_YEAR` where none is known; `covers` is the share
    of the year that was measured; `source`, `unit` and `note` are positions in the tuples of
    those names, -1 for none (`unit`: as declared). `exact`: whether all are values of whole
    years, in the declared units.
    """

    hubs: Hubs
    series: tuple[str, ...]
    value: Floats
    low: Floats
    high: Floats
    covers: Floats
    year: Ints
    grade: Ints
    source: Ints
    unit: Ints
    note: Ints
    sources: tuple[Source, ...] = ()
    units: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    exact: bool = False

    def __post_init__(self) -> None:
        for name in COLUMNS:
            getattr(self, name).flags.writeable = False

    @cached_property
    def row(self) -> Mapping[str, int]:
        """Where each series stands."""
        return {name: position for position, name in enumerate(self.series)}

    @cached_property
    def column(self) -> Mapping[str, int]:
        """Where each hub stands."""
        return {name: position for position, name in enumerate(self.hubs.ids)}

    @cached_property
    def newest_year(self) -> int | None:
        """The newest year of any reading, None if none has a year."""
        return int(self.year.max(initial=NO_YEAR)) or None

    def newest_admitted(self, weakest: int) -> int | None:
        """The newest year of a reading whose grade is `weakest` or better, None if none has a year."""
        return int(self.year.max(initial=NO_YEAR, where=self.grade <= weakest)) or None


def hubs_of(ids: Sequence[str], names: Sequence[str], roles: Sequence[str], groups: Sequence[str | None]) -> Hubs:
    """Describe hubs that are already sorted by id."""
    known = tuple(sorted({group for group in groups if group}))
    place = {group: position for position, group in enumerate(known)}
    benchmark = np.array([role == "benchmark" for role in roles], dtype=bool)
    member = np.array([place[group] if group else -1 for group in groups], dtype=np.int64)
    benchmark.flags.writeable = member.flags.writeable = False
    return Hubs(tuple(ids), tuple(names), benchmark, member, known)
