"""What a ranking tells of itself."""

from __future__ import annotations

import numpy as np
import pytest

from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score


@pytest.fixture
def ranking() -> Ranking:
    hubs = hubs_of("abcd", "ABCD", ["candidate", "candidate", "benchmark", "candidate"], [None] * 4)
    values = np.array([[1, 5, np.nan, 9], [2, 5, 3, np.nan], [3, 5, np.nan, np.nan]])
    leaf = {"direction": "higher", "goalposts": [0, 10]}
    card = {"indicators": {"x": leaf, "y": leaf, "z": leaf}, "weights": {"x": 2, "y": 1, "z": 1}}
    return score(from_values(hubs, "xyz", values, "reported"), Scorecard.model_validate(card))


def test_everyone_is_ranked_where_a_benchmark_is(ranking: Ranking) -> None:
    hubs = hubs_of("abc", "ABC", ["candidate", "benchmark", "candidate"], [None] * 3)
    dataset = from_values(hubs, "xy", np.array([[1, 5, np.nan], [2.0, 5, np.nan]]))
    leaf = {"direction": "higher", "goalposts": [0, 10]}
    table = {"indicators": {"x": leaf, "y": leaf}, "screening": {"min_coverage": 0.5}}
    card = Scorecard.model_validate(table)
    assert [score(dataset, card, everyone).everyone for everyone in (False, True)] == [False, True]
    assert score(dataset, card, everyone=True).ranked.tolist() == [True, True, False]  # c is screened out
    assert not ranking.everyone


def test_scores_by_node(ranking: Ranking) -> None:
    np.testing.assert_allclose(ranking.score("y"), [20, 50, 30, np.nan])
    np.testing.assert_allclose(ranking.index, [17.5, 50, np.nan, 90])
    assert ranking.score("index") is not None


def test_listing(ranking: Ranking) -> None:
    assert [ranking.dataset.hubs.ids[hub] for hub in ranking.listing] == ["d", "b", "a", "c"]


def test_coverage_is_of_weight_that_has_a_value(ranking: Ranking) -> None:
    assert ranking.coverage.tolist() == [1, 1, 0.25, 0.5]


def test_evidence_is_of_that_weight(ranking: Ranking) -> None:
    assert ranking.evidence.shape == (6, 4)
    assert ranking.evidence[1].tolist() == [1, 1, 1, 1]
    assert ranking.evidence.sum() == 4
