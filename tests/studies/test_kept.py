from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.studies.draws import sampler
from hubscore.studies.kept import kept
from hubscore.studies.robustness import robustness

Made = Callable[..., Any]
CARD = {
    "pillars": {"p": {}, "q": {}},
    "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}},
    "uncertainty": {"normalise": ["goalposts", "minmax"], "aggregate": ["arithmetic", {"power": 2}]},
}
HUBS = {
    "x": {"a": 8, "b": 2, "c": 5},
    "y": {"a": 4, "b": 5, "c": None},
    "z": {"a": 1, "b": {"value": 7, "evidence": "estimate"}, "c": 6},
    "star": {"a": 9, "b": 9, "c": 9, "Role": "benchmark"},
}


def test_the_draws_are_those_that_were_counted(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset, card = made(CARD, **HUBS)
    found = robustness(dataset, card, 500, 0)
    monkeypatch.setattr("hubscore.studies.draws.CELLS_AT_ONCE", 12 * 64)
    blocks = list(kept(sampler(dataset, card, 0), 500, found.field))
    assert [block.first for block in blocks] == list(range(1, 501, 64))
    ranks = np.concatenate([block.ranks for block in blocks])
    assert ranks.shape == (500, 3)
    counts = np.stack([(ranks == rank).sum(axis=0) for rank in found.classes], axis=1)
    assert np.array_equal(counts, found.counts)
    scores = np.concatenate([block.scores for block in blocks])
    assert (scores[:, :-1] > scores[:, 1:]).mean(axis=0) == pytest.approx(found.neighbours)


def test_the_choices_of_a_draw_are_told(made: Made) -> None:
    source = sampler(*made(CARD, **HUBS))
    [block] = kept(source, 200, (0,))
    assert list(block.weights) == [("p", "a"), ("p", "b"), ("q", "c"), ("index", "p"), ("index", "q")]
    assert block.weights["p", "a"] + block.weights["p", "b"] == pytest.approx(1)
    assert block.weights["index", "p"].std() > 0
    assert set(block.chosen) == {"normalise", "aggregate"}
    assert set(block.chosen["normalise"]) == {"goalposts", "minmax"}
    assert set(block.chosen["aggregate"]) == {"arithmetic", "power (2)"}


def test_who_has_no_score_is_last(made: Made) -> None:
    hubs = HUBS | {"w": {"a": None, "b": None, "c": None}}
    source = sampler(*made(CARD, **hubs), only=["weights"])
    assert source.dataset.hubs.ids == ("star", "w", "x", "y", "z")
    [block] = kept(source, 10, (2, 3, 1))
    assert np.isnan(block.scores[:, 2]).all()
    assert (block.ranks[:, 2] == 3).all()


@pytest.mark.parametrize(("ties", "last"), [("competition", 3), ("dense", 2)])
def test_ties_are_counted_as_the_scorecard_says(made: Made, ties: str, last: int) -> None:
    hubs = {"x": {"a": 8, "b": 2}, "y": {"a": 8, "b": 2}, "z": {"a": 1, "b": 1}}
    [block] = kept(sampler(*made({"method": {"ties": ties}}, **hubs), only=["weights"]), 10, (0, 1, 2))
    assert block.ranks.tolist() == [[1, 1, last]] * 10
