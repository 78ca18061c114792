from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.errors import ScoringError
from hubscore.model.choice import Choice
from hubscore.scoring import score
from hubscore.studies.variants import Methods, admitting, varied

Made = Callable[..., Any]
HUBS = {
    "w": {"a": 1, "b": 9, "c": 6, "Role": "benchmark"},
    "x": {"a": 4, "b": 2, "c": 3},
    "y": {"a": 5, "b": 7, "c": None},
    "z": {"a": 9, "b": 3, "c": 8},
}
CARD = {
    "pillars": {"p": {}, "q": {"aggregate": "minimum"}},
    "method": {"clip": False},
    "indicators": {"a": {"pillar": "p", "normalise": "rank"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}},
}


@pytest.mark.parametrize(
    ("normalise", "aggregate"),
    [
        ("minmax", "geometric"),
        ("zscore", "arithmetic"),
        ("minmax", {"power": 2}),
        ("percent_rank", "harmonic"),
        ({"distance_to_reference": "w"}, "median"),
        ("goalposts", "minimum"),
    ],
)
def test_a_variant_scores_as_the_scorecard_that_says_so(made: Made, normalise: Any, aggregate: Any) -> None:
    dataset, card = made(CARD, **HUBS)
    _, other = made({**CARD, "method": {"clip": False, "normalise": normalise, "aggregate": aggregate}}, **HUBS)
    methods = Methods(other.method.normalise, other.method.aggregate)
    plan, scores = varied(score(dataset, card), card, methods)
    expected = score(dataset, other)
    assert scores == pytest.approx(expected.scores, nan_ok=True)
    assert [leaf.method.name for leaf in plan.leaves] == [leaf.method.name for leaf in expected.plan.leaves]
    assert [node.aggregate.name for node in plan.inner] == [node.aggregate.name for node in expected.plan.inner]


def test_goalposts_of_all_years_are_those_of_the_variant(made: Made) -> None:
    hubs = {"x": {"a": {"2019": 2, "2020": 4}}, "y": {"a": {"2019": 8, "2020": 5}}}
    dataset, card = made({"method": {"panel": True}}, **hubs)
    _, other = made({"method": {"panel": True, "normalise": "minmax"}}, **hubs)
    _, scores = varied(score(dataset, card), card, Methods(Choice("minmax")))
    assert np.array_equal(scores, score(dataset, other).scores)
    assert scores[0] == pytest.approx([100 / 3, 50])


def test_gaps_that_count_as_worst_are_filled_with_the_worst_of_the_variant(made: Made) -> None:
    """The worst goalpost, 1, or under `minmax` the worst of the figures, 4."""
    hubs = {"x": {"a": 4}, "y": {"a": 9}, "z": {"a": 5}, "zz": {"a": None}}
    indicators, methods = {"a": {"goalposts": [1, 10]}}, {"missing": "worst", "min_coverage": 0}
    dataset, card = made({"indicators": indicators, "method": methods}, **hubs)
    _, scores = varied(score(dataset, card), card, Methods(Choice("minmax")))
    assert scores[0, :3] == pytest.approx([0, 100, 20])
    _, other = made({"indicators": indicators, "method": {**methods, "normalise": "minmax"}}, **hubs)
    assert scores == pytest.approx(score(dataset, other).scores, nan_ok=True)


def test_outliers_are_treated_as_the_variant_has_them(made: Made) -> None:
    """Goalposts hold back what lies beyond them; without them it is drawn in."""
    hubs = {f"h{at:02}": {"a": at * 0.4} for at in range(24)} | {"h24": {"a": 1_000}}
    dataset, card = made({"method": {"treat": "winsorise"}}, **hubs)
    _, other = made({"method": {"treat": "winsorise", "normalise": "zscore"}}, **hubs)
    _, scores = varied(score(dataset, card), card, Methods(Choice("zscore")))
    assert np.array_equal(scores, score(dataset, other).scores)


def test_the_methods_that_are_declared_are_the_ranking_itself(made: Made) -> None:
    dataset, card = made(CARD, **HUBS)
    ranking = score(dataset, card)
    plan, scores = varied(ranking, card, Methods(Choice("goalposts")))
    assert plan is ranking.plan
    assert scores is ranking.scores


def test_methods_that_do_not_go_together_are_refused(made: Made) -> None:
    dataset, card = made(CARD, **{**HUBS, "x": {"a": 4, "b": -2, "c": 3}})
    ranking = score(dataset, card)
    with pytest.raises(ScoringError, match="negative"):
        varied(ranking, card, Methods(Choice("none"), Choice("harmonic")))


def test_evidence_is_admitted_down_to_a_grade(made: Made) -> None:
    dataset, card = made({}, x={"a": {"value": 4, "evidence": "estimate"}}, y={"a": 5})
    assert np.isnan(score(dataset, admitting(card, "reported")).index[0])
    assert card.evidence.admit == "estimate"
