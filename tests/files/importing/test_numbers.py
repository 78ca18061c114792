"""What is a number, what could be two, and what stands for none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.files.importing.numbers import TEXT, figures_of, number_of, why_not


@pytest.mark.parametrize("text", ["1", "-1.5", "+3", ".5", "5.", "1e-3", "007", "1e15", "-1e15", "0"])
def test_plain_numbers_are_as_they_are(text: str) -> None:
    assert number_of(text, None) == text
    assert number_of(text, "point") == text


@pytest.mark.parametrize(
    "text",
    ["1,5", "1,234", "1.234.567", "1 234", "1'234", "1_000", "inf", "nan", "1e16", "٣", "1,2,3", "", "0x10", "1.2e400"],
)
def test_what_could_mean_something_else_is_no_number(text: str) -> None:
    assert number_of(text, None) == ""


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1,234", "point", "1234"),
        ("1,234", "comma", "1.234"),
        ("1.234", "point", "1.234"),
        ("1.234", "comma", "1234"),
        ("1,234,567.5", "point", "1234567.5"),
        ("1.234.567,5", "comma", "1234567.5"),
        ("1 234,5", "comma", "1234.5"),
        ("1\u202f234.5", "point", "1234.5"),
        ("1'234", "point", "1234"),
        ("-12,5", "comma", "-12.5"),
        ("\u22125", None, "-5"),
        ("12345", "comma", "12345"),
        ("1,23", "point", ""),
        ("12,34,567", "point", ""),
        ("1.5", "comma", ""),
        ("1.234.5", "comma", ""),
        ("1e3", "comma", ""),
    ],
)
def test_signs_mean_what_was_said(text: str, decimal: Any, number: str) -> None:
    assert number_of(text, decimal) == number


@given(st.floats(-1e15, 1e15), st.sampled_from([None, "point"]))
def test_what_python_writes_comes_back(number: float, decimal: Any) -> None:
    assert float(number_of(repr(number), decimal)) == number


@given(st.integers(-(10**14), 10**14), st.integers(0, 99))
def test_grouped_numbers_come_back(whole: int, cents: int) -> None:
    english = f"{whole:,}.{cents:02}"
    assert float(number_of(english, "point")) == float(f"{whole}.{cents:02}")
    continental = english.translate(str.maketrans(",.", ".,"))
    assert float(number_of(continental, "comma")) == float(f"{whole}.{cents:02}")


@pytest.mark.parametrize(
    ("text", "decimal", "why"),
    [
        ("1,5", None, "decimals or thousands? --decimal says"),
        ("1 234", None, "decimals or thousands? --decimal says"),
        ("1,5", "point", "no number under --decimal point"),
        ("1.5", "comma", "no number under --decimal comma"),
        ("2e15", None, "beyond 1e15"),
        ("> 5", None, "a bound; long tables have columns at_least and at_most for them"),
        ("45 %", None, "a per cent sign; leave it out"),
        ("about 5", None, TEXT),
        ("12.03.2024", None, TEXT),
        ("1,2,3", None, TEXT),
        ("=1+1", None, TEXT),
    ],
)
def test_why_not(text: str, decimal: Any, why: str) -> None:
    assert why_not(text, decimal) == why


def test_a_column() -> None:
    cells = [" 1 ", "..", "N/A", "", "about 5", "x", "#N/A"]
    found = figures_of(cells, missing=["x"], unusable={3: "#REF!"})
    assert found.texts == ("1", "", "", "", "", "", "")
    assert found.known == 1
    assert found.odd == {3: "#REF!", 4: TEXT, 6: TEXT}
    assert found.marks == {"..": 1, "N/A": 1, "x": 1}
    assert figures_of([""], missing=["#N/A"], unusable={0: "#N/A"}).odd == {}
