"""Hubs, readings and sources as tables, from which the same data can be made again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hubscore.model.dataset import NO_YEAR, Dataset
from hubscore.model.evidence import GRADES
from hubscore.model.profile import Reading, Source
from hubscore.model.scorecard import Scorecard
from hubscore.pages.document import Cell, Column, Table
from hubscore.pages.frame import number
from hubscore.workspace import Workspace

READING = ("hub", "indicator", "year", "value", "at_least", "at_most", "covers", "unit", "evidence")
ORIGIN = ("source", "title", "publisher", "url")
OBSERVATION = (*READING, *ORIGIN, "note")
"""Columns of a table with one reading a row: `source` is an id of the profile, the next three what that source says."""


def keyed(name: str, keys: tuple[str, ...], rows: Iterator[tuple[Cell, ...]]) -> Table:
    """A table for scripts and spreadsheets only."""
    return Table(name, tuple(map(Column, keys)), tuple(rows), shown=False)


def hubs_table(workspace: Workspace) -> Table:
    """Who is in it, by id."""
    return keyed("hubs", ("hub", "name", "local_name", "role", "group", "note"), _hubs(workspace))


def _hubs(workspace: Workspace) -> Iterator[tuple[Cell, ...]]:
    hubs = workspace.dataset.hubs
    for at, hub in enumerate(hubs.ids):
        profile = workspace.profiles.get(hub)
        local, note = (None, None) if profile is None else (profile.local_name, profile.note)
        group = hubs.groups[hubs.group[at]] if hubs.group[at] >= 0 else None
        yield hub, hubs.names[at], local, "benchmark" if hubs.benchmark[at] else "candidate", group, note


def observations_table(workspace: Workspace) -> Table:
    """Every reading, in the order of the files: hubs by id, readings of a year as they are preferred."""
    return keyed("observations", OBSERVATION, _observations(workspace))


def _observations(workspace: Workspace) -> Iterator[tuple[Cell, ...]]:
    units = units_of(workspace.scorecard)
    for at, hub in enumerate(workspace.dataset.hubs.ids):
        profile = workspace.profiles.get(hub)
        if profile is None:
            yield from _columnar(workspace.dataset, at, units)
            continue
        for series, years in profile.data.items():
            for year, readings in years.items():
                for reading in readings:
                    source = profile.sources.get(reading.source)
                    yield hub, series, int(year), *_figure(reading, units.get(series)), *_cited(reading, source)


def _figure(reading: Reading, declared: str | None) -> tuple[Cell, ...]:
    bounds = (reading.value, reading.at_least, reading.at_most)
    return *bounds, reading.covers, reading.unit or declared, reading.evidence


def _cited(reading: Reading, source: Source | None) -> tuple[Cell, ...]:
    said = (None,) * 3 if source is None else (source.title, source.publisher, source.url)
    return reading.source, *said, reading.note


def _columnar(dataset: Dataset, hub: int, units: dict[str, str | None]) -> Iterator[tuple[Cell, ...]]:
    """The readings of a hub that stands in a wide table: exact figures of one source, which has no id."""
    for row, series in enumerate(dataset.series):
        for slot in np.flatnonzero(dataset.grade[:, row, hub] >= 0):
            at = (slot, row, hub)
            year, cited = int(dataset.year[at]), int(dataset.source[at])
            source = dataset.sources[cited].text if cited >= 0 else None
            figure = (number(dataset.value[at]), None, None, None, units.get(series), GRADES[dataset.grade[at]])
            yield dataset.hubs.ids[hub], series, None if year == NO_YEAR else year, *figure, None, source, *(None,) * 3


def units_of(card: Scorecard) -> dict[str, str | None]:
    """The declared unit of what may have readings: of an indicator its own, or that of the measure it reads."""
    units = {name: measure.unit for name, measure in card.measures.items()}
    for name, entry in card.indicators.items():
        units[name] = entry.unit or units.get(entry.from_ or "")
    return units


def sources_table(workspace: Workspace) -> Table:
    """Every source of every profile, cited or not, and what the wide table names."""
    return keyed("sources", ("hub", *ORIGIN), _sources(workspace))


def _sources(workspace: Workspace) -> Iterator[tuple[Cell, ...]]:
    for hub in workspace.dataset.hubs.ids:
        profile = workspace.profiles.get(hub)
        for name, source in profile.sources.items() if profile is not None else ():
            yield hub, name, source.title, source.publisher, source.url
    table = workspace.scorecard.data
    if table is not None and table.source:
        yield None, None, table.source, None, None
