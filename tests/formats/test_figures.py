from __future__ import annotations

import math

import pytest

from hubscore.formats.figures import shown
from hubscore.pages.document import Cell, Show


@pytest.mark.parametrize(
    ("value", "show", "expected"),
    [
        (72.06, Show("number", 1), "72.1"),
        (29129.03, Show("number", 2), "29,129.03"),
        (-0.04, Show("number", 1), "0.0"),
        (-0.04, Show("number", 1, signed=True), "0.0"),
        (14.4, Show("number", 1, signed=True), "+14.4"),
        (-4.5, Show("number", 1, signed=True), "-4.5"),
        (100, Show("number", 0), "100"),
        (10, Show("number", 0), "10"),
        (0.876, Show("percent"), "88 %"),
        (0.04, Show("percent", signed=True), "+4 %"),
        (2025, Show("whole"), "2025"),
        (3, Show("whole", signed=True), "+3"),
        (29129.03, Show("text"), "29129.03"),
        (0.1 + 0.2, Show("text"), "0.3"),
        (2022, Show("text"), "2022"),
        ("≥ 121", Show("number", 1), "≥ 121"),
        (True, Show("text"), "yes"),
        (False, Show("number"), "no"),
        (None, Show("number"), "–"),
        (math.nan, Show("number"), "–"),
        (-math.inf, Show("whole"), "–"),
    ],
)
def test_values_as_people_read_them(value: Cell, show: Show, expected: str) -> None:
    assert shown(value, show) == expected


def test_missing_can_be_said_in_words() -> None:
    assert shown(None, Show("number"), missing="not available") == "not available"
