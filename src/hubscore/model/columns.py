"""Ways to a `Dataset`: from profiles, from a table of figures, from two datasets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import InputError, Problem
from hubscore.model.dataset import COLUMNS, NO_YEAR, Dataset, Floats, Hubs, Ints, hubs_of
from hubscore.model.evidence import GRADES, Grade
from hubscore.model.profile import Profile, Reading, Source

MOST_CELLS = 20_000_000
"""Slots x series x hubs that a dataset may have: about a gigabyte."""

EMPTY: dict[str, float] = {"value": np.nan, "low": np.nan, "high": np.nan, "covers": 1.0, "year": NO_YEAR}
EMPTY |= {"grade": -1, "source": -1, "unit": -1, "note": -1}
"""What stands in a cell without a reading."""

KINDS: dict[str, Any] = {"value": np.float64, "low": np.float64, "high": np.float64, "covers": np.float64}
KINDS |= {"year": np.int32, "grade": np.int8, "source": np.int32, "unit": np.int32, "note": np.int32}


class Entry(NamedTuple):
    """One reading on its way into the columns: where it goes, then an entry for each of `COLUMNS`."""

    slot: int
    series: int
    hub: int
    value: float | None
    low: float | None
    high: float | None
    covers: float | None
    year: int
    grade: int
    source: int
    unit: int
    note: int


class _Numbered(dict[str, int]):
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

    Raises
    ------
    InputError
        Where there are too many readings to be held as columns.
    """
    ids = sorted(profiles)
    rows = {name: position for position, name in enumerate(series)}
    sources: dict[tuple[str, str], int] = {}
    units, notes = _Numbered(), _Numbered()
    entries = [
        Entry(
            slot,
            rows[measured],
            position,
            reading.value,
            reading.at_least,
            reading.at_most,
            reading.covers,
            year,
            GRADES.index(reading.evidence),
            sources.setdefault((hub, reading.source), len(sources)),
            units.of(reading.unit),
            notes.of(reading.note),
        )
        for position, hub in enumerate(ids)
        for measured in profiles[hub].data
        if measured in rows
        for slot, (year, reading) in enumerate(_ordered(profiles[hub].data[measured]))
    ]
    people = [profiles[name] for name in ids]
    hubs = hubs_of(ids, [p.name for p in people], [p.role for p in people], [p.group for p in people])
    cited = tuple(profiles[hub].sources[source] for hub, source in sources)
    return from_entries(entries, hubs, tuple(rows), cited, tuple(units), tuple(notes))


def _ordered(years: Mapping[str, Sequence[Reading]]) -> Iterator[tuple[int, Reading]]:
    for year in sorted(years, reverse=True):
        for reading in preferred(years[year]):
            yield int(year), reading


def preferred(readings: Sequence[Reading]) -> list[Reading]:
    """The readings of one year: as in the file, but of equal ones the better evidence first."""
    if len(readings) == 1:
        return list(readings)
    first: dict[tuple[object, ...], int] = {}
    for position, r in enumerate(readings):
        first.setdefault((r.value, r.at_least, r.at_most, r.covers, r.unit), position)

    def key(r: Reading) -> tuple[int, int]:
        return first[r.value, r.at_least, r.at_most, r.covers, r.unit], GRADES.index(r.evidence)

    return sorted(readings, key=key)


def from_entries(
    entries: Sequence[Entry],
    hubs: Hubs,
    series: tuple[str, ...],
    sources: tuple[Source, ...] = (),
    units: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> Dataset:
    """Columns of readings that know their cells; of one cell they are in order of preference.

    Raises
    ------
    InputError
        Where there are too many readings to be held as columns.
    """
    slots = max((entry.slot for entry in entries), default=0) + 1
    shape = _bounded((slots, len(series), len(hubs)))
    words = list(zip(*entries, strict=True)) or [()] * len(Entry._fields)
    at = tuple(np.array(column, dtype=np.intp) for column in words[:3])
    columns: dict[str, Any] = {}
    for name, given in zip(COLUMNS, words[3:], strict=True):
        array = _empty(name, shape)
        array[at] = [EMPTY[name] if word is None else word for word in given]
        columns[name] = array
    return Dataset(hubs=hubs, series=series, sources=sources, units=units, notes=notes, **columns)


def from_values(
    hubs: Hubs, series: Sequence[str], values: Floats, grade: Grade = "reported", source: Source | None = None
) -> Dataset:
    """Exact figures of one source without years.

    Parameters
    ----------
    values
        Shape (series, hub), NaN where missing, hubs in the order of `hubs`.
    """
    return _exact(hubs, series, np.ascontiguousarray(values, dtype=float)[None], None, grade, source)


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

    Raises
    ------
    InputError
        Where there are too many years to be held as columns.
    """
    order = np.lexsort((-year, hub))
    hub, year = hub[order], year[order]
    slot = np.arange(len(hub)) - np.searchsorted(hub, hub)
    shape = _bounded((int(slot.max(initial=0)) + 1, len(series), len(hubs)))
    value, years = _empty("value", shape), _empty("year", shape)
    value[slot, :, hub] = values[order]
    years[slot, :, hub] = year[:, None]
    years[np.isnan(value)] = NO_YEAR
    return _exact(hubs, series, value, years, grade, source)


def _exact(
    hubs: Hubs, series: Sequence[str], value: Floats, year: Ints | None, grade: Grade, source: Source | None
) -> Dataset:
    graded = np.where(np.isnan(value), np.int8(-1), np.int8(GRADES.index(grade)))
    columns: dict[str, Any] = {
        name: np.broadcast_to(np.asarray(EMPTY[name], dtype=KINDS[name]), value.shape).view() for name in COLUMNS
    }
    columns |= {"value": value, "grade": graded}
    if year is not None:
        columns["year"] = year
    if source is not None:
        columns["source"] = np.broadcast_to(np.int32(0), value.shape).view()
    sources = () if source is None else (source,)
    return Dataset(hubs=hubs, series=tuple(series), sources=sources, exact=True, **columns)


def joined(one: Dataset, other: Dataset) -> Dataset:
    """Two datasets of different hubs as one; hubs sorted by id, series of both."""
    series = tuple(dict.fromkeys((*one.series, *other.series)))
    row = {key: position for position, key in enumerate(series)}
    hubs, order = _joined_hubs(one.hubs, other.hubs)
    shape = _bounded((max(one.value.shape[0], other.value.shape[0]), len(series), len(hubs)))
    shifts = {"source": len(one.sources), "unit": len(one.units), "note": len(one.notes)}
    columns: dict[str, Any] = {}
    for name in COLUMNS:
        array = _empty(name, shape)
        for part, start, shift in ((one, 0, 0), (other, len(one.hubs), shifts.get(name, 0))):
            block: NDArray[Any] = getattr(part, name)
            block = np.where(block >= 0, block + shift, block) if shift else block
            rows = [row[key] for key in part.series]
            array[: block.shape[0], rows, start : start + len(part.hubs)] = block
        columns[name] = array[:, :, order]
    together: dict[str, Any] = {
        name: (*getattr(one, name), *getattr(other, name)) for name in ("sources", "units", "notes")
    }
    return Dataset(hubs=hubs, series=series, exact=one.exact and other.exact, **together, **columns)


def _joined_hubs(one: Hubs, other: Hubs) -> tuple[Hubs, list[int]]:
    """The hubs of both by id, and where each of them stood."""
    ids = (*one.ids, *other.ids)
    order = sorted(range(len(ids)), key=ids.__getitem__)
    names = (*one.names, *other.names)
    roles = ["benchmark" if mark else "candidate" for mark in (*one.benchmark, *other.benchmark)]
    groups = [None if at < 0 else part.groups[at] for part in (one, other) for at in part.group]
    hubs = hubs_of(
        [ids[i] for i in order], [names[i] for i in order], [roles[i] for i in order], [groups[i] for i in order]
    )
    return hubs, order


def _empty(name: str, shape: tuple[int, ...]) -> NDArray[Any]:
    return np.full(shape, EMPTY[name], dtype=KINDS[name])


def _bounded(shape: tuple[int, int, int]) -> tuple[int, int, int]:
    slots, series, hubs = shape
    if slots * series * hubs > MOST_CELLS:
        message = f"too many readings: {series:,} series of {hubs:,} hubs with up to {slots:,} readings each"
        raise InputError(Problem("too-much", message, expected=f"at most {MOST_CELLS:,} of them in all"))
    return shape
