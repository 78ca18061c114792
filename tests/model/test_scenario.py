"""Scenarios: partial scorecards merged over the scorecard."""

from __future__ import annotations

from typing import Any

import pytest

from hubscore.errors import Problem
from hubscore.model.scenario import MOST_SCENARIOS, across, in_scenario, merged, variants_of

LEAF: dict[str, Any] = {"direction": "higher", "goalposts": [0, 1]}
RAW: dict[str, Any] = {
    "title": "T",
    "hubs": "*.toml",
    "weights": {"x": 1, "y": 1},
    "indicators": {"x": LEAF, "y": LEAF},
}


def test_key_by_key() -> None:
    base = {"a": {"b": 1, "c": {"d": 2}}, "e": [1, 2]}
    assert merged(base, {"a": {"c": {"f": 3}}, "e": [4]}) == {"a": {"b": 1, "c": {"d": 2, "f": 3}}, "e": [4]}
    assert base == {"a": {"b": 1, "c": {"d": 2}}, "e": [1, 2]}


def test_table_over_a_value_and_value_over_a_table() -> None:
    assert merged({"a": 1, "b": {"c": 2}}, {"a": {"d": 3}, "b": 4}) == {"a": {"d": 3}, "b": 4}


@pytest.mark.parametrize("path", [("method",), ("index",), ("pillars", "p"), ("indicators", "x")])
def test_choice_with_a_parameter_replaces(path: tuple[str, ...]) -> None:
    def nested(value: Any) -> dict[str, Any]:
        for key in reversed(path):
            value = {key: value}
        return dict(value)

    base, partial = nested({"aggregate": {"power": 2}}), nested({"aggregate": {"geometric": 1}})
    assert merged(base, partial) == partial


def test_indicator_named_like_a_step_is_merged() -> None:
    base = {"indicators": {"missing": {"goalposts": [0, 1], "direction": "higher"}}}
    found = merged(base, {"indicators": {"missing": {"goalposts": [0, 2]}}})
    assert found == {"indicators": {"missing": {"goalposts": [0, 2], "direction": "higher"}}}


def test_variants() -> None:
    scenarios = {"one": {"label": "One", "weights": {"x": 3}}, "two": {"indicators": {"y": {"goalposts": [0, 9]}}}}
    variants, problems = variants_of({**RAW, "scenarios": scenarios})
    assert problems == []
    assert list(variants) == [None, "one", "two"]
    assert dict(variants["one"].weights) == {"x": 3, "y": 1}
    assert dict(variants[None].weights) == {"x": 1, "y": 1}
    assert variants["two"].indicators["y"].goalposts == (0, 9)
    assert set(variants["two"].scenarios) == {"one", "two"}


def keys(raw: dict[str, Any]) -> list[str]:
    return [problem.key for problem in variants_of(raw)[1]]


def test_fault_of_the_scorecard_is_told_once() -> None:
    bad = {**RAW, "indicators": {"x": {**LEAF, "goalposts": [1, 0]}, "y": LEAF}, "scenarios": {"one": {}, "two": {}}}
    assert keys(bad) == ["indicators.x.goalposts"]
    broken = {**RAW, "titel": "T", "scenarios": {"one": {"weights": {"x": -1}}}}
    assert keys(broken) == ["titel", "scenarios.one.weights.x"]


@pytest.mark.parametrize("fixed", ["hubs", "data", "scenarios"])
def test_what_a_scenario_cannot_change(fixed: str) -> None:
    assert keys({**RAW, "scenarios": {"one": {fixed: "x"}}}) == [f"scenarios.one.{fixed}"]


def test_too_many_scenarios() -> None:
    many: dict[str, Any] = {f"s{number}": {} for number in range(MOST_SCENARIOS + 1)}
    assert keys({**RAW, "scenarios": many}) == ["scenarios"]


def test_check_across_variants() -> None:
    variants, _ = variants_of({**RAW, "scenarios": {"one": {"title": "U"}, "two": {}}})
    found = across(variants, lambda card: [Problem("r", card.title, ("title",))])
    assert [(problem.message, problem.key) for problem in found] == [
        ("T", "title"),
        ("U (scenario `one`)", "scenarios.one.title"),
    ]
    assert across({}, lambda card: [Problem("r", card.title)]) == []


def test_in_scenario() -> None:
    found = in_scenario(Problem("r", "unknown key `x` at the top level", ("x",)), "one")
    assert (found.message, found.key) == ("unknown key `x` (scenario `one`)", "scenarios.one.x")
