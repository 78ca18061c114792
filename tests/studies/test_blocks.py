from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.line.leaves import normalise
from hubscore.scoring import score
from hubscore.studies.blocks import members, node_scores, scores_of_leaves

Made = Callable[..., Any]

WAYS: dict[str, Any] = {
    "plain": {"a": {}, "b": {"goalposts": [9, 2], "direction": "lower"}},
    "from the data": {
        "a": {"normalise": "minmax"},
        "b": {"normalise": "minmax", "goalposts": [9, 2], "direction": "lower"},
    },
    "of both kinds": {"a": {"normalise": "minmax"}, "b": {}},
    "unclipped": {"a": {"clip": False, "goalposts": [2, 3]}, "b": {"goalposts": [2, 3]}},
    "none plain": {"a": {"transform": "sqrt"}, "b": {"normalise": "rank"}},
    "some plain": {"a": {"normalise": "zscore"}, "b": {}},
    "open ends": {"a": {"goalposts": ["min", "benchmark"]}, "b": {"goalposts": [0, "max"]}},
}


@pytest.mark.parametrize("way", WAYS)
def test_indicators_score_as_in_the_line(made: Made, way: str) -> None:
    card = {"indicators": WAYS[way], "method": {"scale": [-20, 40]}}
    dataset, scorecard = made(card, x={"a": 1, "b": 2}, y={"a": 3, "b": 4}, z={"a": 5, "b": 1, "Role": "benchmark"})
    plan = score(dataset, scorecard).plan
    x = np.random.default_rng(1).uniform(0, 10, (2, 30, 3))
    x[0, 3, 1] = np.nan
    x[1, 4] = 5.0  # constant
    expected = np.empty((30, 3, 3))
    with np.errstate(all="ignore"):
        normalise(plan, dataset, list(x), expected, [None] * len(x))
    assert scores_of_leaves(plan, dataset, x.copy()) == pytest.approx(np.moveaxis(expected[:, :2], 1, 0), nan_ok=True)


def test_members_stand_together_or_are_gathered(made: Made) -> None:
    card = {"pillars": {"p": {}}, "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {}}}
    dataset, scorecard = made(card, x={"a": 1, "b": 2, "c": 3}, y={"a": 4, "b": 5, "c": 6})
    plan = score(dataset, scorecard).plan
    row = plan.row
    leaves, inner = np.arange(6.0).reshape(3, 2), np.full((2, 4, 2), 7.0)
    pillar, root = plan.inner
    assert np.array_equal(members(plan, pillar, leaves, inner), leaves[[row["a"], row["b"]]])
    gathered = members(plan, root, leaves, inner)
    assert gathered.shape == (2, 4, 2)
    by_name = dict(zip(root.members, gathered, strict=True))
    assert (by_name["p"] == 7).all()
    assert (by_name["c"] == leaves[row["c"]]).all()


def test_a_node_rounds_as_it_says(made: Made) -> None:
    dataset, scorecard = made({"index": {"digits": 0}}, x={"a": 1, "b": 2})
    plan = score(dataset, scorecard).plan
    s = np.array([[10.0], [13.1]])
    assert node_scores(plan, plan.inner[0], None, s, plan.inner[0].weights).tolist() == [12.0]
