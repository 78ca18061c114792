"""Conditions on what moved."""

from __future__ import annotations

from typing import Any

import pytest

from hubscore.errors import UsageError
from hubscore.studies.diff import Diff, diff
from hubscore.studies.mixture import Side
from hubscore.studies.trips import Condition, conditions, trips


@pytest.fixture
def moved(made: Any) -> Diff:
    old = Side(
        *made({}, w={"a": 9}, x={"a": 5}, y={"a": 4}, z={"a": 1, "Role": "benchmark"}, g={"a": 0}, u={"a": None})
    )
    new = Side(*made({}, w={"a": 9}, x={"a": 5}, y={"a": 6}, z={"a": 2, "Role": "benchmark"}, n={"a": 3}, u={"a": 2}))
    return diff(old, new)


def hubs(found: Diff, word: str) -> set[str]:
    return {trip.move.hub for trip in trips(found, conditions([word]))}


def test_what_each_condition_catches(moved: Diff) -> None:
    assert hubs(moved, "rank-change") == {"x", "y", "g", "n", "u"}
    assert hubs(moved, "leader-change") == set()
    assert hubs(moved, "score>0.5") == {"y", "z", "u"}
    assert hubs(moved, "score>10") == {"y", "u"}
    assert hubs(moved, "score > 19.99") == {"y", "u"}
    assert hubs(moved, "score>20") == {"u"}


def test_a_new_leader_and_one_beside(made: Any) -> None:
    old = Side(*made({}, x={"a": 5}, y={"a": 4}))
    assert hubs(diff(old, Side(*made({}, x={"a": 5}, y={"a": 6}))), "leader-change") == {"x", "y"}
    assert hubs(diff(old, Side(*made({}, x={"a": 5}, y={"a": 5}))), "leader-change") == {"y"}


def test_words_and_lists_of_words() -> None:
    found = conditions(["rank-change,score>0.5", "leader-change", "rank-change"])
    assert found == (Condition("rank-change"), Condition("score", 0.5), Condition("leader-change"))
    assert list(map(str, found)) == ["rank-change", "score>0.5", "leader-change"]


@pytest.mark.parametrize(
    ("word", "message", "hint"),
    [
        ("rank", "`--fail-on rank` is no condition", ""),
        ("rank-chance", "`--fail-on rank-chance` is no condition", "did you mean `rank-change`?"),
        ("", "`--fail-on ` is no condition", ""),
        ("score", "`--fail-on score` lacks its limit", "put it in quotes"),
        ("score>", "`--fail-on score>` lacks its limit", "put it in quotes"),
        ("score>x", "`x` in `--fail-on score>x` is no limit", "points, 0 or more"),
        ("score>-1", "`-1` in `--fail-on score>-1` is no limit", "points, 0 or more"),
        ("score>nan", "is no limit", "points, 0 or more"),
        ("score>inf", "is no limit", "points, 0 or more"),
    ],
)
def test_words_that_are_no_condition(word: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError, match=message.replace("(", r"\(")) as caught:
        conditions([word])
    problem = caught.value.problems[0]
    assert hint in (problem.hint or problem.expected)
