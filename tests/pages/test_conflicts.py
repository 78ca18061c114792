from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubscore.model.profile import Source
from hubscore.pages.conflicts import conflict_tables
from hubscore.pages.document import Table
from hubscore.studies.conflicts import Conflict
from hubscore.studies.observation import Observation
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]

CARD: dict[str, Any] = {"indicators": {"labs": {"label": "Laboratories"}}}


def read(value: float | None, at_least: float | None = None, **words: Any) -> Observation:
    usual: dict[str, Any] = {"year": 2020, "at_most": None, "covers": 1.0, "unit": "labs", "grade": "official"}
    usual |= {"source": Source(title="Yearbook"), "note": None, "why_not": ""}
    return Observation(value=value, at_least=at_least, **usual | words)


def told(made: Made, *readings: Observation, apart: float | None, excluded: bool, alone: bool = False) -> list[Table]:
    workspace = made(CARD, oslo={"labs": 1.0})
    return list(conflict_tables(workspace, [Conflict(0, "labs", 2020, readings, apart, excluded)], alone))


def people(table: Table) -> list[tuple[Any, ...]]:
    return [tuple(cell for cell, column in zip(row, table.columns, strict=True) if column.show) for row in table.rows]


def test_one_line_a_figure_and_year(made: Made) -> None:
    every, shown = told(made, read(8.0), read(10.0, grade="reported", source=None), apart=0.25, excluded=True)
    assert people(shown) == [("Laboratories", "Oslo", 2020, "8 (official)", "10 (reported)", 0.25)]
    assert [column.key for column in every.columns][:5] == ["hub", "series", "year", "first", "value"]
    assert every.rows == (
        ("oslo", "labs", 2020, True, 8.0, None, None, 1.0, "labs", "official", "Yearbook"),
        ("oslo", "labs", 2020, False, 10.0, None, None, 1.0, "labs", "reported", None),
    )


def test_ranks_are_places_apart(made: Made) -> None:
    workspace = made({"indicators": {"labs": {"kind": "rank"}}}, oslo={"labs": 8.0})
    [_, shown] = conflict_tables(workspace, [Conflict(0, "labs", 2020, (read(8.0), read(10.0)), 0.25, True)], False)
    assert people(shown)[0][-1] == "2 places"


def test_bounds_and_units(made: Made) -> None:
    _, shown = told(made, read(8.0), read(None, 7.0), apart=None, excluded=False, alone=True)
    assert people(shown) == [("Laboratories", 2020, "8 (official)", "≥ 7 (official)", "may agree")]
    _, shown = told(made, read(8.0), read(None, 9.0), apart=None, excluded=True)
    assert people(shown)[0][-1] == ""
    _, shown = told(made, read(8.0), read(9.0, unit="rooms"), read(1.0, unit=None), apart=None, excluded=False)
    assert people(shown)[0][3:5] == ("8 labs (official)", "9 rooms (official) · 1 (official)")


def test_no_conflict(made: Made) -> None:
    workspace = made(CARD, oslo={"labs": 1.0})
    assert not any(table.rows or table.shown for table in conflict_tables(workspace, [], alone=False))
