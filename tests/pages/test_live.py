from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.pages.live import live_of
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]

CARD: dict[str, Any] = {
    "method": {"aggregate": {"mean_min": {"alpha": 0.5, "beta": 0.1}}, "ties": "dense", "digits": 1},
    "index": {"aggregate": "geometric", "max_missing": 1},
    "pillars": {"p": {"label": "Pillar", "missing": "worst"}},
    "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p", "applies_to": ["oslo"]}, "c": {}},
    "weights": {"a": 3, "b": 1},
}


def live(workspace: Workspace) -> Any:
    return live_of(hubscore.score(workspace.dataset, workspace.scorecard))


def test_the_model_behind_the_sliders(made: Made) -> None:
    oslo, turku = {"a": 2, "b": 5, "c": None}, {"a": 4, "c": 1, "Role": "benchmark"}
    model = live(made(CARD, oslo=oslo, turku=turku))
    assert json.loads(json.dumps(model, allow_nan=False)) == {
        "hubs": ["oslo", "turku"],
        "names": ["Oslo", "Turku"],
        "ranked": [True, False],
        "scale": [0, 100],
        "dense": True,
        "tolerance": pytest.approx(1e-7),
        "decimals": [1, 0],
        "ids": ["c", "a", "b", "p", "index"],
        "order": [4, 3, 1, 2, 0],
        "labels": ["c", "a", "b", "Pillar", "Index"],
        "leaves": [[None, 10], [20, 40], [50, None]],
        "known": ["01", "11", "10"],
        "applies": [[1, 1], [1, 1], [1, 0]],
        "inner": [
            {
                "id": "p",
                "members": [1, 2],
                "weights": [0.75, 0.25],
                "reached": True,
                "how": "mean_min",
                "parameter": [0.5, 0.1],
                "floor": 0,
                "reads": [0, 1],
                "relative": False,
                "worst": True,
                "least": 0.5,
                "most": None,
                "digits": None,
            },
            {
                "id": "index",
                "members": [0, 3],
                "weights": [0.5, 0.5],
                "reached": True,
                "how": "geometric",
                "parameter": None,
                "floor": 0.01,
                "reads": None,
                "relative": False,
                "worst": False,
                "least": None,
                "most": 1,
                "digits": 1,
            },
        ],
        "rank": [1, 0],
        "points": None,
    }


def test_points_are_worked_out_again_where_they_are_weight_times_score(made: Made) -> None:
    oslo = {"a": 2, "b": 5, "c": 1}
    linear = made(CARD | {"index": {"aggregate": {"power": 1}}, "method": {"aggregate": "geometric"}}, oslo=oslo)
    assert live(linear)["points"] == [3, 0]  # the pillar stands before the indicator without one


def test_what_the_index_skips_is_told(made: Made) -> None:
    card = {"index": {"over": "indicators"}, "pillars": {"p": {}}, "indicators": {"a": {"pillar": "p"}}}
    model = live(made(card, oslo={"a": 2, "c": 1}))
    assert [(node["id"], node["reached"]) for node in model["inner"]] == [("p", False), ("index", True)]
    assert model["applies"] is None


def test_no_sliders_where_weights_decide_who_takes_part_or_nobody_is_ranked(made: Made) -> None:
    assert live(made({"screening": {"min_coverage": 0.5}}, oslo={"a": 2})) is None
    assert live(made({}, oslo={"a": 2, "Role": "benchmark"})) is None
