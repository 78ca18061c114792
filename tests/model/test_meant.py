"""What is proposed in the place of a value of another form. Places: tests/test_broken.py."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest

from hubscore.model import profile, scorecard
from hubscore.model.invalid import validated
from hubscore.model.meant import year_hint
from hubscore.model.profile import Profile
from hubscore.model.scorecard import Scorecard

LEAF = {"direction": "higher", "goalposts": [0, 1]}


def card(**raw: Any) -> str:
    [problem] = validated(Scorecard, {"indicators": {"x": LEAF}, **raw}, scorecard.SHAPES)[1]
    return problem.hint


def hub(**raw: Any) -> str:
    [problem] = validated(Profile, {"name": "A", **raw}, profile.SHAPES)[1]
    return problem.hint


@pytest.mark.parametrize(
    ("raw", "hint"),
    [
        ({"weights": {"x": "0.6"}}, "write `0.6`, without quotes"),
        ({"weights": {"x": "-3"}}, "write `-3`, without quotes"),
        ({"as_of": "2024"}, "write `2024`, without quotes"),
        ({"as_of": 2024.0}, "write `2024`"),
        ({"indicators": {"x": {**LEAF, "applies_to": "aville"}}}, 'write `["aville"]`'),
        ({"indicators": [{"id": "x"}]}, "a table stands below a header in single brackets: `[indicators]`"),
        ({"indicators": {"x": [LEAF]}}, "a table stands below a header in single brackets: `[indicators.x]`"),
    ],
)
def test_of_a_scorecard(raw: dict[str, Any], hint: str) -> None:
    assert card(**raw) == hint


@pytest.mark.parametrize(
    "raw",
    [
        {"weights": {"x": "60 %"}},
        {"weights": {"x": "007"}},
        {"weights": {"x": "1" * 50}},
        {"as_of": "2024.5"},
        {"as_of": 2024.5},
        {"as_of": date(2024, 1, 1)},
        {"indicators": {"x": {**LEAF, "applies_to": 'a"b'}}},
        {"method": {"scale": {"low": 0}}},
        {"method": [0, 100]},
        {"method": []},
    ],
)
def test_where_it_is_not_plain_nothing_is_proposed(raw: dict[str, Any]) -> None:
    assert card(**raw) == ""


def test_of_a_profile() -> None:
    assert hub(claims={"id": "a"}) == "each stands below a header in double brackets: `[[claims]]`"
    bet = {"name": "x", "indicators": "banks"}
    assert hub(bets=[bet]) == 'write `["banks"]`'
    claim = {"id": "a", "statement": "s", "status": "signed", "readings": {"year": 2024}}
    assert hub(claims=[claim]) == ""


@pytest.mark.parametrize("text", ["2024Q3", "FY2024", "2024-12-31", "31.12.2024", "2024/25", "2024.0"])
def test_year_of_another_time(text: str) -> None:
    assert year_hint(text) == "write `2024`"
    reading = {"value": 1, "evidence": "official", "source": "s"}
    assert hub(data={"x": {text: reading}}) == "write `2024`"


@pytest.mark.parametrize("text", ["", "99", "20240", "12024", "3024", "last year"])
def test_no_year(text: str) -> None:
    assert year_hint(text) == ""


def test_what_is_proposed_is_toml() -> None:
    for raw in ({"weights": {"x": "0.6"}}, {"as_of": "2024"}, {"indicators": {"x": {**LEAF, "applies_to": "a b-c"}}}):
        tomllib.loads(f"x = {card(**raw).split('`')[1]}")
