"""What must hold inside a scorecard. Messages and places: tests/test_broken.py."""

from __future__ import annotations

import time
from typing import Any

import pytest

from hubscore.model.checks import check_scorecard
from hubscore.model.scorecard import Scorecard
from hubscore.model.tree import DEEPEST

LEAF: dict[str, Any] = {"direction": "higher", "goalposts": [0, 1]}


def keys(**raw: Any) -> list[str]:
    raw = {"hubs": "*.toml", "indicators": {"x": LEAF}, **raw}
    return [problem.key for problem in check_scorecard(Scorecard.model_validate(raw))]


def indicator(**said: Any) -> dict[str, Any]:
    return {"x": {**LEAF, **said}}


def test_good_one() -> None:
    assert keys() == []
    assert keys(hubs=None, data={"csv": "x.csv", "id": "id"}) == []


def test_every_pillar_of_a_ring_is_told_and_nothing_that_hangs_on_it() -> None:
    pillars = {"a": {"parent": "b"}, "b": {"parent": "c"}, "c": {"parent": "a"}, "d": {"parent": "a"}, "e": {}}
    found = keys(pillars=pillars, indicators=indicator(pillar="e") | {"y": {**LEAF, "pillar": "d"}})
    assert found == ["pillars.a.parent", "pillars.b.parent", "pillars.c.parent"]


def test_two_rings() -> None:
    pillars = {"a": {"parent": "a"}, "b": {"parent": "c"}, "c": {"parent": "b"}}
    assert keys(pillars=pillars) == ["pillars.a.parent", "pillars.b.parent", "pillars.c.parent"]


def test_what_hangs_on_an_unknown_pillar_is_not_told_again() -> None:
    pillars = {"a": {"parent": "nobody"}, "b": {"parent": "a"}, "c": {"parent": "b"}}
    assert keys(pillars=pillars, indicators=indicator(pillar="c")) == ["pillars.a.parent"]


def test_pillar_above_an_empty_one_is_empty_too() -> None:
    assert keys(pillars={"a": {}, "b": {"parent": "a"}}) == ["pillars.a", "pillars.b"]


def test_too_many_levels() -> None:
    deep: dict[str, Any] = {"p0": {}} | {f"p{n}": {"parent": f"p{n - 1}"} for n in range(1, DEEPEST)}
    assert keys(pillars=deep, indicators=indicator(pillar=f"p{DEEPEST - 1}")) == ["indicators.x"]
    del deep[f"p{DEEPEST - 1}"]
    assert keys(pillars=deep, indicators=indicator(pillar=f"p{DEEPEST - 2}")) == []


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"goalposts": [1, 0]}, ["indicators.x.goalposts"]),
        ({"goalposts": [1, 0], "direction": "lower"}, []),
        ({"goalposts": [0, "benchmark"]}, []),
        ({"goalposts": ["benchmark", 0]}, ["indicators.x.goalposts"]),
        ({"goalposts": ["benchmark", "benchmark"]}, ["indicators.x.goalposts"]),
        ({"goalposts": ["min", "max"], "direction": "lower"}, ["indicators.x.goalposts"]),
        ({"goalposts": ["max", "benchmark"], "direction": "lower"}, []),
        ({"goalposts": ["min", "min"]}, ["indicators.x.goalposts"]),
        ({"goalposts": None}, ["indicators.x.goalposts"]),
        ({"goalposts": None, "normalise": "minmax"}, []),
        ({"goalposts": None, "normalise": "distance_to_target"}, ["indicators.x.target"]),
        ({"goalposts": None, "normalise": "distance_to_target", "target": 3}, []),
        ({"normalise": "distance_to_target", "target": 0}, ["indicators.x.target"]),
        ({"normalise": "distance_to_target", "target": 0, "direction": "lower", "goalposts": [1, 0]}, []),
        (
            {"normalise": "distance_to_target", "target": 2, "direction": "lower", "goalposts": [1, 0]},
            ["indicators.x.target"],
        ),
        ({"transform": "log"}, ["indicators.x.goalposts"]),
        ({"transform": {"log": 1}}, []),
        ({"transform": "log1p"}, []),
        ({"transform": "sqrt"}, []),
        ({"transform": "log", "goalposts": ["min", 5]}, []),
        ({"transform": "log", "normalise": "zscore"}, []),  # goalposts are not asked there
        ({"transform": "log", "normalise": "minmax"}, []),
        ({"transform": "log", "normalise": {"distance_to_reference": "a"}}, ["indicators.x.goalposts"]),
        ({"transform": "log", "normalise": "distance_to_target", "goalposts": [1, 9], "target": 5}, []),
        (
            {"transform": "log", "normalise": "distance_to_target", "goalposts": None, "target": -1},
            ["indicators.x.target"],
        ),
    ],
)
def test_goalposts_target_and_transform(said: dict[str, Any], wanted: list[str]) -> None:
    assert keys(indicators=indicator(**said)) == wanted


def test_reading_another_indicators_figures() -> None:
    both = indicator() | {"y": {**LEAF, "from": "x"}}
    assert keys(indicators=both) == []
    assert keys(indicators=both | {"z": {**LEAF, "from": "y"}}) == ["indicators.z.from"]


@pytest.mark.parametrize(
    ("aggregate", "wanted"),
    [
        ("arithmetic", []),
        ("median", []),
        ("minimum", []),
        ("geometric", ["method.aggregate"]),
        ({"power": 2}, ["method.aggregate"]),
    ],
)
def test_scale_below_0(aggregate: Any, wanted: list[str]) -> None:
    assert keys(method={"scale": [-1, 1], "aggregate": aggregate}) == wanted
    assert keys(method={"scale": [0, 1], "aggregate": aggregate}) == []


TREE: dict[str, Any] = {
    "pillars": {"p": {}, "q": {}},
    "indicators": {"x": {**LEAF, "pillar": "p"}, "y": {**LEAF, "pillar": "p"}, "z": {**LEAF, "pillar": "q"}},
}


@pytest.mark.parametrize(
    ("weights", "wanted"),
    [
        ({}, []),
        ({"p": 1, "q": 2}, []),
        ({"p": 1, "q": 0}, []),
        ({"x": 1, "y": 3}, []),
        ({"z": 5}, []),
        ({"z": 0}, ["weights"]),
        ({"p": 1, "q": 1, "z": 0}, ["weights.z"]),
        ({"p": 0, "q": 0}, ["weights"]),
        ({"p": 1}, ["weights.p"]),
        ({"x": 1, "p": 1}, ["weights.p", "weights.x"]),
        ({"index": 1}, ["weights.index"]),
        ({"nobody": 1, "p": 1, "q": 1}, ["weights.nobody"]),
    ],
)
def test_weights(weights: dict[str, float], wanted: list[str]) -> None:
    assert keys(**TREE, weights=weights) == wanted


def test_weights_where_a_node_averages_indicators() -> None:
    over = {**TREE, "index": {"over": "indicators"}}
    assert keys(**over, weights={"x": 1, "y": 1, "z": 1}) == []
    assert keys(**over, weights={"x": 1, "y": 0, "z": 0}) == []
    assert keys(**over, weights={"x": 1, "y": 1}) == ["weights.x"]
    assert keys(**over, weights={"x": 0, "y": 0, "z": 0}) == ["weights"]


def test_thousands_of_faults_take_no_time() -> None:
    bad = {f"i{n}": {**LEAF, "pillar": f"pi{n}", "from": f"fr{n}", "per": f"pe{n}"} for n in range(5000)}
    pillars = {f"q{n}": {"parent": f"q{n + 1}"} for n in range(5000)}
    card = Scorecard.model_validate({"hubs": "*.toml", "indicators": bad, "pillars": pillars})
    start = time.process_time()
    assert len(check_scorecard(card)) == 15_001
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("said", "method", "wanted"),
    [
        ({}, {"normalise": "goalposts"}, []),
        ({}, {"normalise": "minmax"}, []),
        ({}, {"normalise": {"distance_to_reference": "a"}}, []),
        ({}, {"normalise": "none"}, []),
        *(({}, {"normalise": name}, ["method.normalise"]) for name in ("zscore", "robust", "rank", "percent_rank")),
        ({}, {"normalise": "fraction_of_max"}, ["method.normalise"]),
        ({"normalise": "goalposts", "treat": "none"}, {"normalise": "zscore", "treat": "boxcox"}, []),
        ({"normalise": "zscore"}, {}, ["indicators.x.normalise"]),
        ({}, {"treat": "boxcox"}, ["method.treat"]),
        ({"treat": "winsorise"}, {}, ["indicators.x.treat"]),
    ],
)
def test_a_panel_holds_goalposts_and_nothing_else(
    said: dict[str, Any], method: dict[str, Any], wanted: list[str]
) -> None:
    assert keys(indicators=indicator(**said), method={"panel": True, **method}) == wanted
    assert keys(indicators=indicator(**said), method=method) == []
