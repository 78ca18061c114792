from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.files.importing.headers import (
    LONG,
    RESERVED,
    WIDE,
    can_be_shown,
    labelled,
    new_id,
    numbered,
    plain,
    recognised,
    with_unit,
)
from hubscore.model.fields import ID_PATTERN


def test_plain() -> None:
    assert plain("  At-Least ") == "at_least"
    assert plain("ISO 3") == "iso_3"
    assert plain("__") == ""


def test_words_are_plain_themselves() -> None:
    for words in (*WIDE.values(), *LONG.values()):
        assert [plain(word) for word in words] == list(words)


def test_the_likeliest_word_wins_and_a_column_has_one_meaning() -> None:
    assert recognised(["Country", "ISO3", "Year", "x"], WIDE) == {"id": "ISO3", "name": "Country", "year": "Year"}
    found = recognised(["id", "variable", "Value", "MIN", "Max", "Source URL", "name"], LONG)
    assert found == {
        "hub": "id",
        "indicator": "variable",
        "value": "Value",
        "at_least": "MIN",
        "at_most": "Max",
        "url": "Source URL",
        "name": "name",
    }
    assert recognised(["hub", "city"], LONG) == {"hub": "hub"}


@given(st.lists(st.text(max_size=5), max_size=8))
def test_every_column_gets_a_name_of_its_own(header: list[str]) -> None:
    names = numbered(header)
    assert len(set(names)) == len(names) == len(header)


def test_names_of_columns_that_stand_twice_or_have_none() -> None:
    assert numbered([" x ", "", "x", "y"]) == ["x", "column 2", "x #2", "y"]
    assert numbered(["x", "x", "x #2"]) == ["x in column 1", "x #2 in column 2", "x #2 in column 3"]


@pytest.mark.parametrize(
    ("header", "label", "unit"),
    [
        ("GDP (bn USD)", "GDP", "bn USD"),
        ("Rent [EUR/m2]", "Rent", "EUR/m2"),
        (" GDP ", "GDP", None),
        ("(all)", "(all)", None),
        ("a ()", "a ()", None),
        ("a ( )", "a ( )", None),
        ("R (x) (km)", "R (x)", "km"),
    ],
)
def test_units_in_brackets(header: str, label: str, unit: str | None) -> None:
    assert with_unit(header) == (label, unit)


@given(st.text(max_size=80), st.sets(st.sampled_from(["a", "b", "a_2"])))
def test_ids_are_ids_and_new(text: str, taken: set[str]) -> None:
    made = new_id(text, taken, "column_1")
    assert re.fullmatch(ID_PATTERN, made)
    assert made not in taken | RESERVED


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Deposits to GDP", "deposits_to_gdp"),
        ("air-routes", "air-routes"),
        ("CO2", "co2"),
        ("東京", "column_1"),
        ("Index", "index_2"),
    ],
)
def test_ids(text: str, made: str) -> None:
    assert new_id(text, set(), "column_1") == made


def test_long_ids_stay_apart() -> None:
    first = new_id("x" * 70, set(), "c")
    assert new_id("x" * 70, {first}, "c") == "x" * 58 + "_2"


def test_labels_that_cannot_be_shown() -> None:
    assert labelled("gdp", "GDP", "bn") == ("GDP", "bn", "")
    assert labelled("gdp", "GDP", None) == ("GDP", None, "")
    assert labelled("gdp", "G\x1bDP", "b\u202en") == ("gdp", None, "its header and unit cannot be shown as a name")
    assert can_be_shown("x" * 200)
    assert not can_be_shown("x" * 201)
