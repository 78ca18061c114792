"""Sources that disagree about one figure of one year."""

from __future__ import annotations

from collections.abc import Sequence

from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.figures import figure_text
from hubscore.studies.conflicts import Conflict
from hubscore.studies.observation import Observation
from hubscore.workspace import Workspace

TEXT = Show()


def conflict_tables(workspace: Workspace, found: Sequence[Conflict], alone: bool) -> tuple[Table, ...]:
    """`conflicts`, one row a reading, and for people one row a cell and year, which the first reading stands for."""
    keys = ("hub", "series", "year", "first", "value", "at_least", "at_most", "covers", "unit", "evidence", "source")
    ids, names = workspace.dataset.hubs.ids, workspace.dataset.hubs.names
    every: list[tuple[Cell, ...]] = []
    for each in found:
        start = (ids[each.hub], each.series, each.year)
        every += [(*start, at == 0, *_row(reading)) for at, reading in enumerate(each.readings)]
    columns = (
        Column(label="Sources that differ", show=TEXT),
        Column(label="Hub", show=None if alone else TEXT),
        Column(label="Year", show=Show("whole")),
        Column(label="Stands", show=TEXT),
        Column(label="Others say", show=TEXT),
        Column(label="Apart", show=Show("percent")),
    )
    rows = tuple(
        (workspace.scorecard.label(each.series), names[each.hub], each.year, *_said(each), _apart(workspace, each))
        for each in found
    )
    people = Table("conflicts for people", columns, rows, shown=bool(rows))
    return Table("conflicts", tuple(map(Column, keys)), tuple(every), shown=False), people


def _row(reading: Observation) -> tuple[Cell, ...]:
    figures = (reading.value, reading.at_least, reading.at_most, reading.covers)
    return (*figures, reading.unit, reading.grade, reading.source.text if reading.source else None)


def _said(each: Conflict) -> tuple[str, str]:
    mixed = len({reading.unit for reading in each.readings}) > 1
    first, *others = (_text(reading, mixed) for reading in each.readings)
    return first, " · ".join(others)


def _text(reading: Observation, mixed: bool) -> str:
    figure = figure_text(reading.value, reading.at_least, reading.at_most, reading.covers)
    return f"{figure}{f' {reading.unit}' if mixed and reading.unit else ''} ({reading.grade})"


def _apart(workspace: Workspace, each: Conflict) -> Cell:
    """As a share of the least; of ranks in places."""
    if each.apart is None:
        return "" if each.excluded else "may agree"
    entry = workspace.scorecard.indicators.get(each.series)
    if entry is None or entry.kind != "rank":
        return each.apart
    places = [reading.value for reading in each.readings if reading.value is not None]
    return f"{max(places) - min(places):g} places"
