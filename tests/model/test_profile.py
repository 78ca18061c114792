"""A hub's profile: readings, sources, statements."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from hubscore.model.profile import Profile, Source

READING = {"value": 3, "evidence": "official", "source": "s"}


def profile(**more: Any) -> Profile:
    return Profile.model_validate({"name": "Oslo", **more})


def test_defaults() -> None:
    plain = profile()
    assert (plain.role, plain.group, plain.local_name, plain.note) == ("candidate", None, None, None)
    assert (plain.data, plain.sources, plain.bets, plain.claims, plain.targets) == ({}, {}, (), (), ())


def test_reading_or_list_of_readings() -> None:
    data = profile(data={"x": {"2024": READING, "2023": [READING, {**READING, "value": 4}]}}).data["x"]
    assert [reading.value for reading in data["2024"]] == [3]
    assert [reading.value for reading in data["2023"]] == [3, 4]


@pytest.mark.parametrize(
    "said",
    [
        [],
        {},
        3,
        {"evidence": "official", "source": "s"},
        {**READING, "at_least": 1},
        {"at_least": 3, "at_most": 2, "evidence": "official", "source": "s"},
        {**READING, "covers": 0},
        {**READING, "covers": 1.01},
        {**READING, "evidence": "rumour"},
        {**READING, "value": "3"},
        {**READING, "value": True},
        {"value": 3, "source": "s"},
        {"value": 3, "evidence": "official"},
        {**READING, "year": 2024},
    ],
)
def test_what_is_no_reading(said: Any) -> None:
    with pytest.raises(ValidationError):
        profile(data={"x": {"2024": said}})


def test_bounds_may_be_equal() -> None:
    bounds = {"at_least": 3, "at_most": 3, "evidence": "official", "source": "s"}
    assert profile(data={"x": {"2024": bounds}}).data["x"]["2024"][0].at_most == 3


def test_source_needs_a_title_or_a_publisher() -> None:
    assert Source(title="A", publisher="B").text == "A, B"
    assert Source(publisher="B").text == "B"
    with pytest.raises(ValidationError, match="has no title"):
        Source(url="https://example.org")


def test_statements() -> None:
    plain = profile(
        bets=[{"name": "drugs"}],
        claims=[
            {
                "id": "c",
                "statement": "It is",
                "status": "signed",
                "readings": [{"year": 2024, "at_least": 1, "source": "s"}],
            }
        ],
        targets=[{"of": "x", "year": 2030, "value": 5, "source": "s"}],
    )
    assert plain.bets[0].indicators == ()
    assert plain.claims[0].readings[0].at_least == 1
    assert plain.targets[0].kind == "level"
