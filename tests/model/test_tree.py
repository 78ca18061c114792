"""Who is whose child, and what a node averages with which weights."""

from __future__ import annotations

from typing import Any

from hubscore.model.scorecard import Scorecard
from hubscore.model.tree import averaged, declared_weights, named_weights, skipped, tree_of

LEAF = {"direction": "higher", "goalposts": [0, 1]}


def card(pillars: dict[str, Any], leaves: dict[str, str | None], **more: Any) -> Scorecard:
    indicators = {name: LEAF | ({"pillar": pillar} if pillar else {}) for name, pillar in leaves.items()}
    return Scorecard.model_validate({"pillars": pillars, "indicators": indicators, **more})


RAGGED = card({"p": {}, "q": {"parent": "p"}}, {"a": "p", "b": "q", "c": None, "d": "q"})


def test_ragged_tree_in_the_order_of_the_file() -> None:
    tree = tree_of(RAGGED)
    assert tree.order == ("index", "p", "q", "b", "d", "a", "c")
    assert tree.children == {"index": ("p", "c"), "p": ("q", "a"), "q": ("b", "d")}
    assert tree.leaves == ("b", "d", "a", "c")
    assert tree.depth == {"index": 0, "p": 1, "c": 1, "q": 2, "a": 2, "b": 3, "d": 3}
    assert tree.path("b") == ("index", "p", "q", "b")
    assert tree.leaves_below("p") == ("b", "d", "a")
    assert tree.leaves_below("b") == ("b",)


def test_flat_tree() -> None:
    tree = tree_of(card({}, {"a": None, "b": None}))
    assert tree.children == {"index": ("a", "b")}


def test_ring_and_orphan_are_not_reached() -> None:
    tree = tree_of(card({"p": {"parent": "q"}, "q": {"parent": "p"}, "r": {"parent": "nobody"}}, {"a": "p", "b": "r"}))
    assert tree.order == ("index",)


def test_pillar_named_like_the_root_ends_the_walk() -> None:
    tree = tree_of(card({"index": {}, "p": {"parent": "index"}}, {"a": "index", "index": None}))
    assert set(tree.order) == {"index", "p", "a"}


def test_deep_tree_needs_no_deep_stack() -> None:
    deep: dict[str, Any] = {"p0": {}} | {f"p{level}": {"parent": f"p{level - 1}"} for level in range(1, 3000)}
    tree = tree_of(card(deep, {"a": "p2999"}))
    assert tree.leaves_below("index") == ("a",)
    assert tree.depth["a"] == 3001


def test_over_indicators() -> None:
    pillars = {"p": {"over": "indicators"}, "q": {"parent": "p"}, "r": {"parent": "q"}}
    tall = card(pillars, {"a": "p", "b": "q", "c": "r", "d": None})
    tree = tree_of(tall)
    assert set(averaged(tall, tree, "p")) == {"a", "b", "c"}
    assert averaged(tall, tree, "q") == ("r", "b")
    assert skipped(tall, tree) == {"q", "r"}


def test_weights_where_nobody_is_named() -> None:
    assert declared_weights(RAGGED, tree_of(RAGGED))["p"] == {"q": 1.0, "a": 1.0}


def test_weights_of_some_siblings() -> None:
    some = card({"p": {}}, {"a": "p", "b": "p", "c": None}, weights={"a": 2, "p": 3})
    assert named_weights(some, tree_of(some)) == {"index": {"p": 3, "c": None}, "p": {"a": 2, "b": None}}


def test_skipped_pillar_weighs_what_it_holds() -> None:
    pillars = {"p": {"over": "indicators"}, "q": {"parent": "p"}, "r": {"parent": "q"}}
    leaves: dict[str, str | None] = {"a": "q", "b": "r", "c": "r"}
    tall = card(pillars, leaves, weights={"a": 1, "b": 2, "c": 3})
    assert declared_weights(tall, tree_of(tall))["q"] == {"r": 5, "a": 1}
    tall = card(pillars, leaves, weights={"a": 1, "b": 2, "c": 3, "r": 7})
    assert declared_weights(tall, tree_of(tall))["q"] == {"r": 7, "a": 1}


def test_zeros_in_a_skipped_pillar_leave_all_alike() -> None:
    pillars = {"p": {"over": "indicators"}, "q": {"parent": "p"}}
    leaves: dict[str, str | None] = {"a": "q", "b": "q", "c": "p"}
    tall = card(pillars, leaves, weights={"a": 0, "b": 0, "c": 3})
    weights = declared_weights(tall, tree_of(tall))
    assert weights["q"] == {"a": 1, "b": 1}
    assert weights["p"] == {"a": 0, "b": 0, "c": 3}
