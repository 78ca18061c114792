"""The line as a whole: who is ranked, and how ties are told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from hubscore import Ranking, Scorecard, ScoringError, score
from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of
from hubscore.scoring import carried_out, planned

ROLES = {"d": "benchmark", "e": "benchmark"}


def ranking(values: dict[str, float], everyone: bool = False, **method: Any) -> Ranking:
    """Rank hubs by one indicator that is the index."""
    ids = sorted(values)
    hubs = hubs_of(ids, ids, [ROLES.get(hub, "candidate") for hub in ids], [None] * len(ids))
    dataset = from_values(hubs, ["x"], np.array([[values[hub] for hub in ids]]))
    indicators = {"x": {"direction": "higher", "goalposts": [0, 100]}}
    card = Scorecard.model_validate({"indicators": indicators, "method": method})
    return score(dataset, card, everyone=True) if everyone else score(dataset, card)


def listed(found: Ranking) -> list[str]:
    return [found.dataset.hubs.ids[hub] for hub in found.listing]


FIVE = {"a": 30.0, "b": 70.0, "c": np.nan, "d": 90.0, "e": 10.0}


def test_candidates_are_ranked_and_benchmarks_listed_below() -> None:
    found = ranking(FIVE)
    assert found.rank.tolist() == [2, 1, 0, 0, 0]
    assert listed(found) == ["b", "a", "c", "d", "e"]
    np.testing.assert_allclose(found.index, [30, 70, np.nan, 90, 10])
    for again in (planned, carried_out):
        assert again(found.plan, found.dataset).rank.tolist() == [2, 1, 0, 0, 0]


def test_everyone() -> None:
    found = ranking(FIVE, everyone=True)
    assert found.rank.tolist() == [3, 2, 0, 1, 4]
    assert listed(found) == ["d", "b", "a", "e", "c"]


@pytest.mark.parametrize(
    ("values", "method", "wanted"),
    [
        ([50, 70, 50, 20], {}, [2, 1, 2, 4]),
        ([50, 70, 50, 20], {"ties": "dense"}, [2, 1, 2, 3]),
        ([50, 50 + 5e-8, 50 + 1.4e-7, 20], {}, [3, 1, 1, 4]),  # within 1e-7 of the first of the group
        ([50.04, 50.01, 49.96, 49.9], {"digits": 1}, [1, 1, 1, 4]),
        ([50.04, 50.01, 49.96, 49.9], {"level_digits": 1}, [1, 1, 1, 4]),
        ([50.04, 50.01, 49.96, 49.9], {}, [1, 2, 3, 4]),
        ([50.0, 50.0 + 2e-9, 1, 2], {"scale": [0, 1]}, [1, 1, 4, 3]),
    ],
)
def test_ties(values: list[float], method: dict[str, Any], wanted: list[int]) -> None:
    found = ranking(dict(zip("abcf", values, strict=True)), **method)
    assert found.rank.tolist() == wanted


def test_tied_hubs_are_listed_by_id() -> None:
    assert listed(ranking({"c": 5.0, "a": 5.0 - 1e-9, "b": 5.0})) == ["a", "b", "c"]


def test_result_is_read_only() -> None:
    found = ranking(FIVE)
    for array in (found.scores, found.rank, found.ranked, found.coverage_by_node, found.plan.weights):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_no_hub_at_all() -> None:
    """As files without hubs are refused."""
    with pytest.raises(ScoringError, match="there is no hub to score"):
        ranking({})


def test_figures_are_not_changed() -> None:
    values = np.array([[1.0, 200.0]])
    dataset = from_values(hubs_of("ab", "ab", ["candidate"] * 2, [None] * 2), ["x"], values)
    score(dataset, Scorecard.model_validate({"indicators": {"x": {"direction": "higher", "goalposts": [0, 100]}}}))
    assert values.tolist() == [[1, 200]]


def weighed(values: list[list[float]], weights: dict[str, float], **method: Any) -> Ranking:
    """Rank hubs by some indicators, a row each."""
    ids = "abcde"[: len(values[0])]
    dataset = from_values(
        hubs_of(ids, ids, ["candidate"] * len(ids), [None] * len(ids)), list(weights), np.array(values)
    )
    indicators = {name: {"direction": "higher", "goalposts": [0, 100]} for name in weights}
    return score(dataset, Scorecard.model_validate({"indicators": indicators, "weights": weights, "method": method}))


def test_the_index_ranks_and_no_indicator() -> None:
    found = weighed([[1.0, 9.0], [8.0, 2.0]], {"x": 3, "y": 1})
    np.testing.assert_allclose(found.index, [2.75, 7.25])
    assert found.rank.tolist() == [2, 1]


def test_what_weighs_nothing_makes_no_hub_known() -> None:
    found = weighed([[10.0, 20.0, np.nan], [1.0, 1.0, 1.0]], {"x": 1, "y": 0}, missing="mean")
    np.testing.assert_allclose(found.index, [10, 20, np.nan])


def test_evidence_and_coverage_of_weight() -> None:
    hubs = hubs_of("ab", "ab", ["candidate"] * 2, [None] * 2)
    values = np.array([[1.0, np.nan], [2.0, 3.0]])
    dataset = from_values(hubs, ["x", "y"], values, "secondary")
    indicators = {name: {"direction": "higher", "goalposts": [0, 100]} for name in "xy"}
    found = score(dataset, Scorecard.model_validate({"indicators": indicators, "weights": {"x": 3, "y": 1}}))
    assert found.coverage.tolist() == [1, 0.25]
    assert found.evidence[:, 0].tolist() == [0, 0, 1, 0, 0, 0]
    assert found.grades.tolist() == [[2, -1], [2, 2]]
