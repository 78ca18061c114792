"""Hubs, readings and sources as tables, from which the same data can be made again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from hubscore.model.dataset import NO_YEAR, Dataset
from hubscore.model.evidence import GRADES
from hubscore.model.profile import Profile
from hubscore.model.scorecard import Scorecard
from hubscore.pages.document import Cell, Column, Table
from hubscore.pages.frame import number
from hubscore.workspace import Workspace


class Read(NamedTuple):
    """One reading as columns: what was read and where it comes from; `source` is the title of its source."""

    year: int | None
    value: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    covers: float | None = None
    unit: str | None = None
    evidence: str | None = None
    source: str | None = None
    publisher: str | None = None
    url: str | None = None
    note: str | None = None
    source_id: str | None = None


OBSERVATION = ("hub", "indicator", *Read._fields, "name", "role", "group", "label", "direction", "scored")
"""Columns of a table with one reading a row; `hubscore import` knows them. The last say what the hub and the
indicator are."""


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
    """Every reading: hubs by id, the rest in the order of the files."""
    return keyed("observations", OBSERVATION, _observations(workspace))


def _observations(workspace: Workspace) -> Iterator[tuple[Cell, ...]]:
    hubs, card = workspace.dataset.hubs, workspace.scorecard
    units = units_of(card)
    for at, hub in enumerate(hubs.ids):
        profile = workspace.profiles.get(hub)
        readings = _columnar(workspace.dataset, at) if profile is None else _of_profile(profile)
        group = hubs.groups[hubs.group[at]] if hubs.group[at] >= 0 else None
        people = (hubs.names[at], "benchmark" if hubs.benchmark[at] else "candidate", group)
        for series, reading in readings:
            entry = card.indicators.get(series)
            about = (None, "no") if entry is None else (entry.direction, "yes")
            declared = reading._replace(unit=reading.unit or units.get(series))
            yield hub, series, *declared, *people, card.label(series), *about


def _of_profile(profile: Profile) -> Iterator[tuple[str, Read]]:
    for series, years in profile.data.items():
        for year, readings in years.items():
            for each in readings:
                source = profile.sources[each.source]
                bounds = (each.value, each.at_least, each.at_most, each.covers)
                origin = (source.title, source.publisher, source.url, each.note, each.source)
                yield series, Read(int(year), *bounds, each.unit, each.evidence, *origin)


def _columnar(dataset: Dataset, hub: int) -> Iterator[tuple[str, Read]]:
    """The readings of a hub that stands in a wide table: exact figures of one source, which has no id."""
    for row, series in enumerate(dataset.series):
        for slot in np.flatnonzero(dataset.grade[:, row, hub] >= 0):
            at = (slot, row, hub)
            year, cited = int(dataset.year[at]), int(dataset.source[at])
            yield (
                series,
                Read(
                    None if year == NO_YEAR else year,
                    number(dataset.value[at]),
                    evidence=GRADES[dataset.grade[at]],
                    source=dataset.sources[cited].text if cited >= 0 else None,
                ),
            )


def units_of(card: Scorecard) -> dict[str, str | None]:
    """The declared unit of what may have readings: of an indicator its own, or that of the measure it reads."""
    units = {name: measure.unit for name, measure in card.measures.items()}
    for name, entry in card.indicators.items():
        units[name] = entry.unit or units.get(entry.from_ or "")
    return units


def sources_table(workspace: Workspace) -> Table:
    """Every source of every profile, cited or not, and what the wide table names."""
    return keyed("sources", ("hub", "source_id", "title", "publisher", "url"), _sources(workspace))


def _sources(workspace: Workspace) -> Iterator[tuple[Cell, ...]]:
    for hub in workspace.dataset.hubs.ids:
        profile = workspace.profiles.get(hub)
        for name, source in profile.sources.items() if profile is not None else ():
            yield hub, name, source.title, source.publisher, source.url
    table = workspace.scorecard.data
    if table is not None and table.source:
        yield None, None, table.source, None, None
