"""From what pydantic finds to what a person reads. Places: tests/test_broken.py."""

from __future__ import annotations

import time
from typing import Any

import pytest

from hubscore.errors import Problem
from hubscore.model import profile, scorecard
from hubscore.model.invalid import as_written, validated, where
from hubscore.model.profile import Profile
from hubscore.model.scorecard import Scorecard

READING: dict[str, Any] = {"value": 1, "evidence": "official", "source": "s"}


def card(**raw: Any) -> list[Problem]:
    leaf = {"direction": "higher", "goalposts": [0, 1]}
    return validated(Scorecard, {"indicators": {"x": leaf}, **raw}, scorecard.SHAPES)[1]


def hub(**raw: Any) -> list[Problem]:
    return validated(Profile, {"name": "A", **raw}, profile.SHAPES)[1]


def test_good_one() -> None:
    found, problems = validated(Profile, {"name": "A"}, profile.SHAPES)
    assert (found is not None, problems) == (True, [])


@pytest.mark.parametrize(
    ("raw", "message", "found", "expected"),
    [
        ({"as_of": 2020.5}, "`as_of` is not a whole number", "2020.5", "a whole number"),
        ({"as_of": "x"}, "`as_of` is not a whole number", '"x"', "a whole number"),
        ({"title": 3}, "`title` is not a text in quotes", "3", "a text in quotes"),
        ({"method": 3}, "`method` is not a table", "3", "a table"),
        ({"method": {"scale": []}}, "`method.scale` is not a pair of numbers", "an array of 0", "a pair of numbers"),
        ({"method": {"scale": [0]}}, "`method.scale` is not a pair of numbers", "an array of 1", "a pair of numbers"),
        (
            {"method": {"scale": [0, 1, 2]}},
            "`method.scale` is not a pair of numbers",
            "an array of 3",
            "a pair of numbers",
        ),
        ({"method": {"clip": 1}}, "`method.clip` is not true or false", "1", "true or false"),
        ({"method": {"scale": 1}}, "`method.scale` is not an array", "1", "an array"),
        ({"weights": {"x": float("nan")}}, "`weights.x` is not a finite number", "nan", "a finite number"),
        ({"weights": {"x": 10**400}}, "`weights.x` is out of range", "an integer of 401 digits", "a number up to 1e15"),
        ({"pairwise": {"p": {"x": {"y": 10}}}}, "`pairwise.p.x.y` is out of range", "10", "a number from 1/9 to 9"),
        ({"max_age": -1}, "`max_age` is out of range", "-1", "a number at least 0"),
        ({"indicators": {}}, "`indicators` is empty", "", "at least one entry"),
    ],
)
def test_wording(raw: dict[str, Any], message: str, found: str, expected: str) -> None:
    [problem] = card(**raw)
    assert (problem.message, problem.found, problem.expected) == (message, found, expected)


def test_key_that_is_no_id() -> None:
    [problem] = card(weights={"A b": 1})
    assert (problem.message, problem.at) == ("`A b` in [weights] is not an id", "key")
    assert problem.expected.startswith("an id: lower-case letters")


def test_missing_key_that_is_but_mistyped() -> None:
    [problem] = hub(data={"x": {"2024": {"value": 1, "evidence": "official", "souce": "s"}}})
    assert (problem.rule, problem.hint) == ("unknown-key", "did you mean `source`?")


def test_fault_inside_a_list_is_told_without_the_list() -> None:
    [problem] = hub(data={"x": {"2024": [READING, {**READING, "value": "1"}]}})
    assert problem.key == "data.x.2024[1].value"


def test_kinds_that_a_value_may_have_are_told_together() -> None:
    [problem] = card(uncertainty={"weights": "some"})
    assert problem.expected == "a number or `any` or a table"


def test_kind_that_was_meant_is_told_alone() -> None:
    [problem] = card(uncertainty={"weights": {"dirichlet": "x"}})
    assert problem.key == "uncertainty.weights.dirichlet"


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        (("data", "x", "2024", 0, "value"), ("data", "x", "2024", "value")),
        (("data", "x", "2023", 0, "value"), ("data", "x", "2023", 0, "value")),
        (("data", "x", "2024", 0), ("data", "x", "2024")),
        (("data", "x", "2022", 0, "value"), ("data", "x", "2022", 0, "value")),
    ],
)
def test_path_as_the_file_writes_it(path: tuple[str | int, ...], wanted: tuple[str | int, ...]) -> None:
    assert as_written(path, {"data": {"x": {"2024": READING, "2023": [READING]}}}) == wanted


def test_where() -> None:
    assert where(("indicators", "x")) == "in [indicators.x]"
    assert where(()) == "at the top level"


def test_thousands_of_faults_take_no_time() -> None:
    start = time.process_time()
    problems = card(weights={f"w{n}": "x" for n in range(5000)}, **{f"titl{n}": 1 for n in range(5000)})
    assert len(problems) == 10_000
    assert time.process_time() - start < 3
