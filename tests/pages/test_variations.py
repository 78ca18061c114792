"""What differs, in words."""

from __future__ import annotations

from typing import Any

import pytest

from hubscore.model.choice import Choice
from hubscore.pages.variations import change_text, changes_tables
from hubscore.pages.versions import About
from hubscore.studies.diff import diff
from hubscore.studies.variations import Figure, Variation

TIMES = {"measures": {"people": {"label": "Residents"}}, "pillars": {"p": {"label": "Travel"}}}
OLD: dict[str, Any] = {
    **TIMES,
    "indicators": {"air": {"label": "Flights", "pillar": "p", "applies_to": ["x", "y"]}, "b": {}, "gone": {}},
    "weights": {"p": 1, "b": 1, "gone": 2},
}
NEW: dict[str, Any] = {
    **TIMES,
    "indicators": {"air": {"label": "Flights", "pillar": "p", "applies_to": ["x", "z"]}, "b": {"goalposts": [0, 6e6]}},
    "weights": {"p": 1, "b": 3},
    "method": {"clip": False},
    "max_age": 5,
}


def both(made: Any, verbose: bool = False) -> tuple[Any, ...]:
    one = made(OLD, x={"air": 1, "b": 2, "gone": 3}, y={"b": 3}, z={"b": 1})
    other = made(
        NEW, x={"air": {"2020": 1234567.25}, "b": 2}, y={"b": 3}, z={"b": 1, "Name": "Zed", "Role": "benchmark"}
    )
    sides = [About(label, each.scorecard, "", None, 1, "") for label, each in (("old", one), ("new", other))]
    return tuple(changes_tables(diff(one, other), *sides, verbose))


def test_for_people(made: Any) -> None:
    [whole, table] = both(made)
    assert (whole.shown, table.shown, table.title) == (False, True, "8 of 9 changes (-v for all)")
    at = [place for place, column in enumerate(table.columns) if column.show]
    assert [tuple(row[place] for place in at) for row in table.rows] == [
        ("data", "X, Flights, 2020", "1", "1,234,567.25"),
        ("weights", "b", "50.0 %", "75.0 %"),
        ("weights", "Travel", "50.0 %", "25.0 %"),
        ("method", "max_age", None, "5"),
        ("method", "method.clip", "yes", "no"),
        ("method", "goalposts of b", "0, 10", "0, 6,000,000"),
        ("framework", "role of Zed", "candidate", "benchmark"),
        ("framework", "applies_to of Flights", "y", "z"),
    ]


def test_for_scripts_and_in_full(made: Any) -> None:
    [table] = both(made, verbose=True)
    keys = [column.key for column in table.columns]
    rows = [{key: cell for key, cell in zip(keys, row, strict=True) if key} for row in table.rows]
    assert {row["key"]: (row["before"], row["after"]) for row in rows} == {
        "x.air.2020": ("1", "1,234,567.25"),
        "b": (0.5, 0.75),
        "p": (0.5, 0.25),
        "max_age": (None, 5),
        "method.clip": (True, False),
        "indicators.b.goalposts": ("0, 10", "0, 6,000,000"),
        "hubs.z.role": ("candidate", "benchmark"),
        "indicators.air.applies_to": ("x, y", "x, z"),
        "indicators.gone": (True, None),
    }


@pytest.mark.parametrize(
    ("kind", "key", "value", "text"),
    [
        ("data", "as_of", 2025, "2025"),
        ("data", "x.a.2020", Figure(None, 3, 5, 0.75, "official"), "3–5 (75 % of the year)"),
        ("method", "method.aggregate", Choice("power", 2.0), "power (2)"),
        ("method", "method.floor", 0.01, "0.01"),
        ("method", "method.scale", (0.0, 100.0), "0, 100"),
        ("method", "indicators.a.clip", True, "yes"),
        ("framework", "hubs.x", True, "there"),
        ("weights", "a", 0.125, "12.5 %"),
        ("method", "indicators.a.goalposts", (2.0, "max"), "2, max"),
        ("method", "max_age", None, None),
    ],
)
def test_values(kind: Any, key: str, value: object, text: str | None) -> None:
    assert change_text(Variation(kind, key, value, None), value) == text


def test_figures_that_differ_by_their_evidence() -> None:
    ends = Figure(4, None, None, 1.0, "official"), Figure(4, None, None, 1.0, "estimate")
    assert [change_text(Variation("data", "x.a.2020", *ends), end) for end in ends] == ["4 (official)", "4 (estimate)"]
