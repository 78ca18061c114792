"""Weights by place: as many as the node averages."""

from __future__ import annotations

from typing import Any

import pytest

from hubscore.errors import Problem
from hubscore.model.checks import check_scorecard
from hubscore.model.scorecard import Scorecard

LEAF: dict[str, Any] = {"direction": "higher", "goalposts": [0, 1]}
CARD: dict[str, Any] = {
    "hubs": "*.toml",
    "pillars": {"p": {"label": "Pay"}, "q": {}},
    "indicators": {name: {**LEAF, "pillar": pillar} for name, pillar in zip("abcd", "pppq", strict=True)},
}


def problems(**raw: Any) -> list[Problem]:
    return check_scorecard(Scorecard.model_validate({**CARD, **raw}))


def pillars(p: Any, q: Any = "arithmetic") -> dict[str, Any]:
    return {"p": {"label": "Pay", "aggregate": p}, "q": {"aggregate": q}}


@pytest.mark.parametrize(
    "raw",
    [
        {"pillars": pillars({"owa": [3, 2, 1]}, {"owa": [1]}), "index": {"aggregate": {"owa": [1, 2]}}},
        {"pillars": pillars({"owa": [0, 0, 1]})},
        {"index": {"aggregate": {"owa": [1, 2, 3, 4]}, "over": "indicators"}},
        {"pillars": pillars("median", "median"), "method": {"aggregate": {"owa": [1, 2]}}},
        {"pillars": pillars("median", "median"), "uncertainty": {"aggregate": ["minimum", {"owa": [1, 2]}]}},
    ],
)
def test_as_many_as_the_node_averages(raw: dict[str, Any]) -> None:
    assert problems(**raw) == []


@pytest.mark.parametrize(
    ("raw", "key", "label", "count"),
    [
        ({"pillars": pillars({"owa": [2, 1]})}, "pillars.p.aggregate", "Pay", 3),
        ({"index": {"aggregate": {"owa": [2, 1]}, "over": "indicators"}}, "index.aggregate", "Index", 4),
        ({"method": {"aggregate": {"owa": [2, 1]}}}, "method.aggregate", "Pay", 3),
        ({"uncertainty": {"aggregate": ["minimum", {"owa": [2, 1]}]}}, "uncertainty.aggregate[1]", "Pay", 3),
    ],
)
def test_another_number_is_told_with_both(raw: dict[str, Any], key: str, label: str, count: int) -> None:
    [problem] = problems(**raw)
    assert problem.key == key
    assert problem.message == f"`owa` has not as many weights as {label} averages children"
    assert problem.found == "2 (2, 1)"
    assert problem.expected == f"{count}, from the best child's to the worst one's"
    assert bool(problem.hint) == key.startswith(("method", "uncertainty"))


def test_zeros_only() -> None:
    [problem] = problems(pillars=pillars({"owa": [0, 0, 0]}))
    assert problem.message == "all weights of `owa` are 0"
