"""The limits of DESIGN 10 on names, numbers, weights and ids."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from hubscore.model.fields import (
    Digits,
    Id,
    Name,
    Number,
    Positive,
    Share,
    Times,
    Weight,
    Year,
    YearKey,
    check_name,
    keys_of,
)
from hubscore.model.scorecard import Indicator


def accepts(kind: Any, value: Any) -> bool:
    try:
        TypeAdapter(kind).validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "name",
    ["Oslo", "重庆", "São Paulo", "x" * 200, "O'Hare — “T2”", "e\u0301\u0302\u0303\u0304", "🛫", "[bold]x[/]", "a b"],
)
def test_name(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "is blank"),
        (" \t", "is blank"),
        ("\u2003\u3000", "is blank"),
        ("x" * 201, "is too long"),
        ("a\tb", "cannot be shown"),
        ("a\nb", "cannot be shown"),
        ("a\x1b[1m", "cannot be shown"),
        ("a\x9b1m", "cannot be shown"),
        ("a\u200bb", "cannot be shown"),  # zero width
        ("a\u202eb", "cannot be shown"),  # turned around
        ("a\u2028b", "cannot be shown"),
        ("a\u2029b", "cannot be shown"),
        ("a\ue000", "cannot be shown"),  # private
        ("a\uffff", "cannot be shown"),  # unassigned
        ("a\ud800", "cannot be shown"),  # half of a pair
        ("e" + "\u0301" * 5, "combining marks"),
    ],
)
def test_name_that_would_not_show_as_one_plain_line(name: str, words: str) -> None:
    with pytest.raises(PydanticCustomError, match=words):
        check_name(name)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (Id, ["a", "0", "a-b_c", "x" * 64], ["", "A", "-a", "_a", "a.b", "a b", "x" * 65, "ä", "а", "a\n", 1]),
        (Name, ["Oslo"], [1, None, "", True]),
        (Number, [0, -1e15, 1e15, 3], [1.1e15, -1.1e15, float("nan"), float("inf"), True, "1", 10**400]),
        (Positive, [1e-300, 1e15], [0, -1]),
        (Share, [0, 0.5, 1], [-0.1, 1.1, True]),
        (Times, [0.11, 1 / 9, 1, 9], [0.1, 9.1, 0, -1, float("nan"), True, "3"]),
        (Weight, [0, 1e-6, 1e6, 1], [1e-7, 1e7, -1, float("nan"), float("inf"), True, "1"]),
        (Year, [1800, 2199], [1799, 2200, 2024.0, "2024", True]),
        (YearKey, ["1800", "2199"], ["1799", "2200", "24", "2024 ", "٢٠٢٤", "2024\n", 2024]),
        (Digits, [0, 15], [-1, 16, 1.0, True]),
    ],
)
def test_limits(kind: Any, good: list[Any], bad: list[Any]) -> None:
    assert [value for value in good if not accepts(kind, value)] == []
    assert [value for value in bad if accepts(kind, value)] == []


def test_keys_are_as_files_spell_them() -> None:
    assert "from" in keys_of(Indicator)
    assert "from_" not in keys_of(Indicator)
