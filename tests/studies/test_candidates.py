from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.model.dataset import Dataset
from hubscore.model.scorecard import Scorecard
from hubscore.studies.candidates import below, candidates, is_relative
from hubscore.studies.draws import Sampler, sampler

Made = Callable[..., tuple[Dataset, Scorecard]]
Named = tuple[str, str, int, str]
TREE: dict[str, Any] = {
    "pillars": {"p": {}, "q": {}},
    "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}, "d": {"pillar": "q"}},
}
POOR = {"value": 5.0, "evidence": "estimate"}


def source(made: Made, card: dict[str, Any], **hubs: Any) -> Sampler:
    return sampler(*made(card, **hubs), only=["data", "absent"])


def named(found: Sampler) -> list[Named]:
    ids, hubs = found.base.plan.ids, found.base.dataset.hubs.ids
    return [(hubs[each.hub], ids[each.node], each.figures, each.drawn) for each in candidates(found)[0]]


def test_gaps_and_weak_figures_and_pillars_with_several(made: Made) -> None:
    x = {"a": POOR, "b": None, "c": 5.0, "d": {"at_least": 3.0}}
    found = source(made, TREE, x=x, y=dict.fromkeys("abcd", 4.0))
    assert named(found) == [
        ("x", "a", 1, "value"),
        ("x", "b", 1, "absent"),
        ("x", "d", 1, "value"),
        ("x", "p", 2, "score"),
    ]
    assert np.argwhere(candidates(found)[1]).tolist() == [[0, 0], [1, 0], [3, 0]]


def test_a_pillar_without_a_score_stands_for_its_gaps(made: Made) -> None:
    found = source(made, TREE, x={"a": 5.0, "b": 5.0, "c": None, "d": None}, y=dict.fromkeys("abcd", 4.0))
    assert named(found) == [("x", "q", 2, "absent")]


def test_what_weighs_nothing_or_does_not_apply_is_left_out(made: Made) -> None:
    card = {"weights": {"a": 1, "b": 0, "c": 1}, "indicators": {"c": {"applies_to": ["y"]}, "a": {}, "b": {}}}
    found = source(made, card, x={"a": 5.0, "b": POOR, "c": None}, y={"a": 4.0, "b": None, "c": 4.0})
    assert named(found) == []


def test_hubs_that_are_not_ranked_count_where_they_set_goalposts(made: Made) -> None:
    hubs: dict[str, Any] = {"x": {"a": 5.0}, "y": {"a": 4.0}, "z": {"a": POOR, "Role": "benchmark"}}
    fixed, free = source(made, {}, **hubs), source(made, {"method": {"normalise": "minmax"}}, **hubs)
    assert (is_relative(fixed.base), named(fixed)) == (False, [])
    assert (is_relative(free.base), named(free)) == (True, [("z", "a", 1, "value")])


@pytest.mark.parametrize("policy", ["mean", "worst"])
def test_what_a_policy_fills_in_is_as_the_method_says(made: Made, policy: str) -> None:
    card = {"pillars": {"p": {}}, "indicators": {"c": {"pillar": "p"}}, "method": {"missing": policy}}
    assert named(source(made, card, x={"a": 5.0, "b": None, "c": None}, y=dict.fromkeys("abc", 4.0))) == []


def test_an_index_over_indicators_has_each_gap_once(made: Made) -> None:
    card = TREE | {"index": {"over": "indicators"}}
    found = source(made, card, x={"a": 5.0, "b": None, "c": 5.0, "d": 5.0}, y=dict.fromkeys("abcd", 4.0))
    assert named(found) == [("x", "b", 1, "absent")]


def test_indicators_below_a_node(made: Made) -> None:
    plan = source(made, TREE, x=dict.fromkeys("abcd", 4.0)).base.plan
    assert below(plan, 2).tolist() == [False, False, True, False]
    assert below(plan, plan.row["q"]).tolist() == [False, False, True, True]


def test_of_pillars_in_pillars_the_ones_right_below_the_index_stand_for_their_figures(made: Made) -> None:
    card = TREE | {"pillars": {"top": {}, "p": {"parent": "top"}, "q": {"parent": "top"}}}
    found = source(made, card, x={"a": POOR, "b": POOR, "c": 5.0, "d": POOR}, y=dict.fromkeys("abcd", 4.0))
    assert named(found)[3:] == [("x", "top", 3, "score")]
