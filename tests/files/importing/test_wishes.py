from __future__ import annotations

import pytest

from hubscore.errors import UsageError
from hubscore.files.importing.wishes import ROLES, columns_meant, pairs_of, refuse_unknown


def test_pairs() -> None:
    assert pairs_of(["GDP=measure", "a=b=ignore"], "--column", ROLES) == {"GDP": "measure", "a=b": "ignore"}
    assert pairs_of(["x=lower", "higher"], "--direction", ("lower", "higher"), bare=True) == {
        "x": "lower",
        "": "higher",
    }


@pytest.mark.parametrize("word", ["GDP", "GDP=", "=id", "GDP=measur", "id", ""])
def test_no_pair(word: str) -> None:
    with pytest.raises(UsageError, match="says nothing") as caught:
        pairs_of([word], "--column", ROLES)
    assert caught.value.problems[0].expected.startswith("--column NAME=WORD, the word one of id, name")


def test_hint() -> None:
    with pytest.raises(UsageError) as caught:
        pairs_of(["GDP=measur"], "--column", ROLES)
    assert caught.value.problems[0].hint == "did you mean `measure`?"


def test_unknown_columns() -> None:
    refuse_unknown({"gdp": "id"}, ["gdp"], "--column")
    with pytest.raises(UsageError, match="`--column` names `gpd`, which is no column of the table") as caught:
        refuse_unknown({"gpd": "id"}, ["gdp", "x"], "--column")
    assert caught.value.problems[0].hint == "did you mean `gdp`?"
    with pytest.raises(UsageError) as caught:
        refuse_unknown({"zzzz": "id"}, ["gdp", "x"], "--column")
    assert caught.value.problems[0].expected == "one of `gdp`, `x`"


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ("Rent (EUR)", "Rent (EUR)"),  # as in the table
        ("rent", "Rent (EUR)"),  # as the report says: `indicator rent`
        ("rent_eur", "Rent (EUR)"),
        ("air_routes", "Air routes"),
        ("Air-Routes", "Air routes"),
    ],
)
def test_columns_go_by_the_name_that_the_report_gives_them(said: str, column: str) -> None:
    assert columns_meant({said: "lower"}, ["Rent (EUR)", "Air routes"], "--direction") == {column: "lower"}


def test_a_name_that_means_two_columns_means_none() -> None:
    assert columns_meant({"Rent": "lower"}, ["Rent", "RENT"], "--direction") == {"Rent": "lower"}
    with pytest.raises(UsageError, match="`--direction` names `rent`, which is no column"):
        columns_meant({"rent": "lower"}, ["Rent", "RENT"], "--direction")
