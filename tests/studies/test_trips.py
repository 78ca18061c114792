"""Conditions on what moved."""

from __future__ import annotations

from typing import Any

import pytest

from hubscore.errors import Problem, UsageError
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


def test_a_trip_says_which_condition_was_met(moved: Diff) -> None:
    wanted = conditions(["score>30", "leader-change", "score>19"])
    assert [(str(trip.condition), trip.move.hub) for trip in trips(moved, wanted)] == [
        ("score>30", "u"),
        ("score>19", "y"),
        ("score>19", "u"),
    ]


def test_what_rounding_moves_has_not_moved(made: Any) -> None:
    """Points on a scale of 100: a thousand millionth of it is noise, ten of them are not."""
    old = Side(*made({}, x={"a": 5}, y={"a": 5}))
    new = Side(*made({}, x={"a": 5 + 0.9e-8}, y={"a": 5 + 1e-7}))
    assert hubs(diff(old, new), "score>0") == {"y"}


def test_a_new_leader_and_one_beside(made: Any) -> None:
    old = Side(*made({}, x={"a": 5}, y={"a": 4}))
    assert hubs(diff(old, Side(*made({}, x={"a": 5}, y={"a": 6}))), "leader-change") == {"x", "y"}
    assert hubs(diff(old, Side(*made({}, x={"a": 5}, y={"a": 5}))), "leader-change") == {"y"}


def test_words_and_lists_of_words() -> None:
    found = conditions(["rank-change,score>0.5", "leader-change", "rank-change"])
    assert found == (Condition("rank-change"), Condition("score", 0.5), Condition("leader-change"))
    assert list(map(str, found)) == ["rank-change", "score>0.5", "leader-change"]


EXPECTED = "rank-change, leader-change or 'score>0.5'"
POINTS = "points, 0 or more, as in 'score>0.5'"
QUOTES = "put it in quotes, since the shell takes a bare > for a file: --fail-on 'score>0.5'"


@pytest.mark.parametrize(
    ("word", "message", "expected", "hint"),
    [
        ("rank", "`--fail-on rank` is no condition", EXPECTED, ""),
        ("rank-chance", "`--fail-on rank-chance` is no condition", EXPECTED, "did you mean `rank-change`?"),
        ("", "`--fail-on ` is no condition", EXPECTED, ""),
        ("score", "`--fail-on score` lacks its limit in points", "", QUOTES),
        ("score>", "`--fail-on score>` lacks its limit in points", "", QUOTES),
        ("score>x", "`x` in `--fail-on score>x` is no limit", POINTS, ""),
        ("score>-1", "`-1` in `--fail-on score>-1` is no limit", POINTS, ""),
        ("score>nan", "`nan` in `--fail-on score>nan` is no limit", POINTS, ""),
        ("score>inf", "`inf` in `--fail-on score>inf` is no limit", POINTS, ""),
    ],
)
def test_words_that_are_no_condition(word: str, message: str, expected: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        conditions([word])
    assert caught.value.problems == (Problem("usage", message, expected=expected, hint=hint),)
