"""All readings as columns: what is known of every hub, ready for array functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hubscore.model.evidence import GRADES, Grade
from hubscore.model.profile import Profile, Reading, Source

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
    those names, -1 for none (`unit`: as declared).
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
    exact: bool = field(default=False)

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
        newest = int(self.year.max(initial=NO_YEAR))
        return newest if newest != NO_YEAR else None


def hubs_of(ids: Sequence[str], names: Sequence[str], roles: Sequence[str], groups: Sequence[str | None]) -> Hubs:
    """Describe hubs that are already sorted by id."""
    known = tuple(sorted({group for group in groups if group}))
    place = {group: position for position, group in enumerate(known)}
    benchmark = np.array([role == "benchmark" for role in roles], dtype=bool)
    group = np.array([place[group] if group else -1 for group in groups], dtype=np.int64)
    return Hubs(tuple(ids), tuple(names), benchmark, group, known)


def from_values(
    hubs: Hubs, series: Sequence[str], values: Floats, grade: Grade = "reported", source: Source | None = None
) -> Dataset:
    """Exact figures of one source without years.

    Parameters
    ----------
    values
        Shape (series, hub), NaN where missing, hubs in the order of `hubs`.
    """
    values = np.ascontiguousarray(values, dtype=float)[None]
    shape = values.shape
    graded = np.where(np.isnan(values), np.int8(-1), np.int8(GRADES.index(grade)))

    def everywhere(number: float, kind: type) -> NDArray[np.generic]:
        return np.broadcast_to(np.asarray(number, dtype=kind), shape).view()

    absent = np.broadcast_to(np.float64("nan"), shape)
    return Dataset(
        hubs=hubs,
        series=tuple(series),
        value=values,
        low=absent,
        high=absent.view(),
        covers=everywhere(1.0, np.float64),  # type: ignore[arg-type]
        year=everywhere(NO_YEAR, np.int32),  # type: ignore[arg-type]
        grade=graded,
        source=everywhere(-1 if source is None else 0, np.int32),  # type: ignore[arg-type]
        unit=everywhere(-1, np.int32),  # type: ignore[arg-type]
        note=everywhere(-1, np.int32),  # type: ignore[arg-type]
        sources=() if source is None else (source,),
        exact=True,
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading on its way into the columns."""

    series: int
    hub: int
    slot: int
    year: int
    value: float | None
    low: float | None
    high: float | None
    covers: float | None
    grade: int
    source: int
    unit: int
    note: int


class _Index(dict[str, int]):
    """Numbers words as they come."""

    def of(self, word: str | None) -> int:
        return -1 if word is None else self.setdefault(word, len(self))


def from_profiles(profiles: Mapping[str, Profile], series: Iterable[str]) -> Dataset:
    """Columns of all readings of all profiles.

    Parameters
    ----------
    profiles
        By hub id.
    series
        Indicators and measures that may have readings; others are left out.
    """
    ids = sorted(profiles)
    rows = {name: position for position, name in enumerate(series)}
    sources: dict[tuple[str, str], int] = {}
    units, notes = _Index(), _Index()
    entries: list[Entry] = []
    for hub, name in enumerate(ids):
        for measured, years in profiles[name].data.items():
            if measured not in rows:
                continue
            slot = 0
            for year in sorted(years, reverse=True):
                for reading in preferred(years[year]):
                    entries.append(
                        Entry(
                            rows[measured],
                            hub,
                            slot,
                            int(year),
                            reading.value,
                            reading.at_least,
                            reading.at_most,
                            reading.covers,
                            GRADES.index(reading.evidence),
                            sources.setdefault((name, reading.source), len(sources)),
                            units.of(reading.unit),
                            notes.of(reading.note),
                        )
                    )
                    slot += 1
    people = [profiles[name] for name in ids]
    hubs = hubs_of(ids, [p.name for p in people], [p.role for p in people], [p.group for p in people])
    cited = tuple(profiles[hub].sources[source] for hub, source in sources)
    return from_entries(entries, hubs, tuple(rows), cited, tuple(units), tuple(notes))


def preferred(readings: Sequence[Reading]) -> list[Reading]:
    """The readings of one year: as in the file, but of equal ones the better evidence first."""
    if len(readings) == 1:
        return list(readings)
    content = [(r.value, r.at_least, r.at_most, r.covers, r.unit) for r in readings]
    order = sorted(range(len(readings)), key=lambda i: (content.index(content[i]), GRADES.index(readings[i].evidence)))
    return [readings[i] for i in order]


def from_entries(
    entries: Sequence[Entry],
    hubs: Hubs,
    series: tuple[str, ...],
    sources: tuple[Source, ...],
    units: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> Dataset:
    """Put entries in their cells."""
    slots = max((entry.slot for entry in entries), default=0) + 1
    shape = (slots, len(series), len(hubs))
    at = tuple(np.array([getattr(e, axis) for e in entries], dtype=np.intp) for axis in ("slot", "series", "hub"))

    def column(name: str, empty: float, kind: type) -> NDArray[np.generic]:
        array = np.full(shape, empty, dtype=kind)
        given = [getattr(entry, name) for entry in entries]
        array[at] = [empty if word is None else word for word in given]
        return array

    return Dataset(
        hubs=hubs,
        series=series,
        value=column("value", np.nan, np.float64),  # type: ignore[arg-type]
        low=column("low", np.nan, np.float64),  # type: ignore[arg-type]
        high=column("high", np.nan, np.float64),  # type: ignore[arg-type]
        covers=column("covers", 1.0, np.float64),  # type: ignore[arg-type]
        year=column("year", NO_YEAR, np.int32),  # type: ignore[arg-type]
        grade=column("grade", -1, np.int8),  # type: ignore[arg-type]
        source=column("source", -1, np.int32),  # type: ignore[arg-type]
        unit=column("unit", -1, np.int32),  # type: ignore[arg-type]
        note=column("note", -1, np.int32),  # type: ignore[arg-type]
        sources=sources,
        units=units,
        notes=notes,
    )


def from_panel(
    hubs: Hubs, series: Sequence[str], values: Floats, hub: Ints, year: Ints, grade: Grade, source: Source | None = None
) -> Dataset:
    """Exact figures of one source, one row a hub and year.

    Parameters
    ----------
    values
        Shape (row, series), NaN where missing.
    hub, year
        Shape (row,): position in `hubs`, and the year.
    """
    order = np.lexsort((-year, hub))
    values, hub, year = values[order], hub[order], year[order]
    first = np.searchsorted(hub, np.arange(len(hubs)))
    slot = np.arange(len(hub)) - first[hub]
    shape = (int(slot.max(initial=0)) + 1, len(series), len(hubs))
    value = np.full(shape, np.nan)
    value[slot, :, hub] = values
    years = np.full(shape, NO_YEAR, dtype=np.int32)
    years[slot, :, hub] = year[:, None]
    plain = from_values(hubs, series, value[0], grade, source)
    graded = np.where(np.isnan(value), np.int8(-1), np.int8(GRADES.index(grade)))
    same = {name: np.broadcast_to(getattr(plain, name)[:1], shape) for name in ("low", "high", "covers", "source", "unit", "note")}
    return replace(plain, value=value, grade=graded, year=np.where(graded < 0, NO_YEAR, years), **same)


def joined(one: Dataset, other: Dataset) -> Dataset:
    """Two datasets of different hubs as one; hubs sorted by id, series of both."""
    series = tuple(dict.fromkeys((*one.series, *other.series)))
    ids = (*one.hubs.ids, *other.hubs.ids)
    order = sorted(range(len(ids)), key=ids.__getitem__)
    groups = [*_group_names(one.hubs), *_group_names(other.hubs)]
    names = (*one.hubs.names, *other.hubs.names)
    benchmark = np.concatenate([one.hubs.benchmark, other.hubs.benchmark])
    roles = ["benchmark" if mark else "candidate" for mark in benchmark]
    hubs = hubs_of(*([column[i] for i in order] for column in (ids, names, roles, groups)))  # type: ignore[arg-type]
    slots = max(one.value.shape[0], other.value.shape[0])
    shifts = {"source": len(one.sources), "unit": len(one.units), "note": len(one.notes)}
    empty = {"covers": 1.0, "year": NO_YEAR} | dict.fromkeys(("grade", "source", "unit", "note"), -1)

    def column(name: str) -> NDArray[np.generic]:
        array = np.full((slots, len(series), len(ids)), empty.get(name, np.nan), dtype=getattr(one, name).dtype)
        start = 0
        for part, shift in ((one, 0), (other, shifts.get(name, 0))):
            rows = [series.index(key) for key in part.series]
            block = getattr(part, name)
            block = np.where(block >= 0, block + shift, block) if shift else block
            array[: block.shape[0], rows, start : start + len(part.hubs)] = block
            start += len(part.hubs)
        return array[:, :, order]

    columns = {name: column(name) for name in COLUMNS}
    together = {name: (*getattr(one, name), *getattr(other, name)) for name in ("sources", "units", "notes")}
    return replace(one, hubs=hubs, series=series, exact=one.exact and other.exact, **together, **columns)  # type: ignore[arg-type]


def _group_names(hubs: Hubs) -> list[str | None]:
    return [None if group < 0 else hubs.groups[group] for group in hubs.group]
