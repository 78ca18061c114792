"""What a plan derives: where nodes apply, and the weights of each hub."""

from __future__ import annotations

from typing import Any

import numpy as np

from hubscore.model.columns import from_values
from hubscore.model.compile import compiled
from hubscore.model.dataset import hubs_of
from hubscore.model.plan import Plan
from hubscore.model.scorecard import Scorecard


def plan(applies: dict[str, list[str]], **more: Any) -> Plan:
    """Pillar p of a and b, indicator c beside it; hubs x and y."""
    people = hubs_of("xy", "xy", ["candidate"] * 2, [None] * 2)
    leaf = {"direction": "higher", "goalposts": [0, 1]}
    indicators = {name: leaf | ({"pillar": "p"} if name != "c" else {}) for name in "abc"}
    for name, hubs in applies.items():
        indicators[name] = indicators[name] | {"applies_to": hubs}
    card = Scorecard.model_validate({"pillars": {"p": {}}, "indicators": indicators} | more)
    return compiled(card, from_values(people, list("abc"), np.ones((3, 2))))


def by_id(found: Plan, rows: Any) -> dict[str, list[Any]]:
    return {name: row.tolist() for name, row in zip(found.ids, rows, strict=False)}


def test_everything_applies() -> None:
    found = plan({})
    assert found.applies is None
    assert found.applies_by_node is None
    assert by_id(found, found.weights_by_hub) == {"a": [0.25], "b": [0.25], "c": [0.5]}


def test_what_does_not_apply_hands_its_weight_to_its_siblings() -> None:
    found = plan({"a": ["x"]})
    assert by_id(found, found.weights_by_hub) == {"a": [0.25, 0], "b": [0.25, 0.5], "c": [0.5, 0.5]}


def test_pillar_without_members_hands_its_weight_on() -> None:
    found = plan({"a": ["x"], "b": ["x"]})
    assert by_id(found, found.weights_by_hub) == {"a": [0.25, 0], "b": [0.25, 0], "c": [0.5, 1]}
    assert found.applies_by_node is not None
    assert by_id(found, found.applies_by_node)["p"] == [True, False]
    assert by_id(found, found.applies_by_node)["index"] == [True, True]


def test_member_of_weight_0_makes_no_pillar() -> None:
    found = plan({"a": ["x"]}, weights={"a": 1, "b": 0})
    assert found.applies_by_node is not None
    assert by_id(found, found.applies_by_node)["p"] == [True, False]
    assert by_id(found, found.weights_by_hub) == {"a": [0.5, 0], "b": [0, 0], "c": [0.5, 1]}


def test_hub_to_which_nothing_applies_has_no_weights() -> None:
    found = plan({"a": ["x"], "b": ["x"], "c": ["x"]})
    assert by_id(found, found.weights_by_hub)["c"] == [0.5, 0]


def test_span() -> None:
    assert plan({}, method={"scale": [-2, 3]}).span == 5


def test_which_indicators_hang_below_a_node() -> None:
    found = plan({})
    assert found.inside.tolist() == [[name in below for name in found.ids[:3]] for below in ("ab", "abc")]


def test_every_node_belongs_to_a_child_of_the_index() -> None:
    deep = {"indicators": {name: {"direction": "higher", "goalposts": [0, 1], "pillar": "q"} for name in "ab"}}
    deep["indicators"]["c"] = {"direction": "higher", "goalposts": [0, 1]}
    found = plan({}, pillars={"p": {}, "q": {"parent": "p"}}, **deep)
    expected = {"a": "p", "b": "p", "q": "p", "p": "p", "c": "c", "index": "index"}
    assert dict(zip(found.ids, found.tops, strict=True)) == expected
