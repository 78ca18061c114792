from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.model.ranking import Ranking
from hubscore.studies.balance import balance, residuals

Ranked = Callable[..., Ranking]
NAN = np.nan


def test_a_full_table_with_equal_weights_is_centred_twice() -> None:
    scores = np.random.default_rng(1).uniform(0, 100, (5, 9))
    centred = scores - scores.mean(axis=0) - scores.mean(axis=1, keepdims=True) + scores.mean()
    assert residuals(scores, np.full(5, 0.2)) == pytest.approx(centred)


def test_a_full_table_with_weights_is_centred_with_them() -> None:
    scores, weights = np.random.default_rng(2).uniform(0, 100, (4, 6)), np.array([0.4, 0.3, 0.2, 0.1])
    hubs = weights @ scores
    centred = scores - hubs - scores.mean(axis=1, keepdims=True) + hubs.mean()
    assert residuals(scores, weights) == pytest.approx(centred)


@given(st.integers(0, 2**32 - 1), st.booleans())
def test_with_gaps_it_is_the_least_squares_fit(seed: int, equal: bool) -> None:
    """Against the same fit with one dummy a hub and a column, solved as it stands."""
    rng = np.random.default_rng(seed)
    scores = rng.uniform(0, 100, (4, 7))
    scores[rng.random(scores.shape) < 0.3] = NAN
    weights = np.full(4, 0.25) if equal else rng.uniform(0.1, 1, 4)
    ours = residuals(scores, weights)
    # The dummies explain a lone cell to nothing; ours says that there is nothing to say.
    dummies = least_squares(scores, weights)
    there = ~np.isnan(ours)
    assert ours[there] == pytest.approx(dummies[there], abs=1e-8)
    assert dummies[~there & ~np.isnan(scores)] == pytest.approx(0, abs=1e-8)


def least_squares(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    column, hub = np.nonzero(~np.isnan(scores))
    columns, hubs = scores.shape
    design = np.zeros((len(column), columns + hubs))
    design[np.arange(len(column)), column] = 1
    design[np.arange(len(column)), columns + hub] = 1
    by = np.sqrt(weights[column])
    fit = np.linalg.lstsq(design * by[:, None], scores[column, hub] * by)[0]
    result = np.full(scores.shape, NAN)
    result[column, hub] = scores[column, hub] - design @ fit
    return result


def test_an_additive_table_leaves_nothing() -> None:
    scores = np.array([[1.0, 3.0, 8.0], [11.0, 13.0, NAN], [NAN, 23.0, 28.0]])
    assert np.nan_to_num(residuals(scores, np.array([0.5, 0.3, 0.2]))) == pytest.approx(np.zeros((3, 3)))


def test_what_has_no_other_cell_is_not_compared() -> None:
    scores = np.array([[1.0, 3.0, NAN], [4.0, 9.0, 5.0], [NAN, NAN, 7.0]])
    found = residuals(scores, np.full(3, 1 / 3))
    assert np.isnan(found[2]).all()  # one hub has it, and that hub is then left with one cell
    assert np.isnan(found[:, 2]).all()
    assert found[:2, :2] == pytest.approx(np.array([[0.75, -0.75], [-0.75, 0.75]]))


def test_a_column_of_no_weight_moves_no_hub() -> None:
    scores = np.array([[10.0, 20.0], [30.0, 50.0], [90.0, 0.0]])
    found = residuals(scores, np.array([0.5, 0.5, 0.0]))
    assert found[:2] == pytest.approx(residuals(scores[:2], np.array([0.5, 0.5])))
    assert found[2] == pytest.approx([52.5, -52.5])  # 90 - 45 - (20 - 35 as hubs) halves


def test_a_hub_with_nothing_that_weighs_is_not_compared() -> None:
    scores = np.array([[10.0, 20.0, NAN], [30.0, 50.0, NAN], [90.0, 0.0, 5.0], [9.0, 3.0, 4.0]])
    assert np.isnan(residuals(scores, np.array([0.5, 0.5, 0.0, 0.0]))[:, 2]).all()


def test_an_empty_table_has_no_residuals() -> None:
    assert np.isnan(residuals(np.full((2, 3), NAN), np.full(2, 0.5))).all()


def test_the_spread_of_a_hub_over_its_pillars(ranked: Ranked) -> None:
    card = {
        "pillars": {"p": {}, "q": {}, "r": {}},
        "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "q"}, "c": {"pillar": "r"}},
        "method": {"min_coverage": 0.0},
    }
    found = balance(
        ranked(card, x={"a": 1.0, "b": 2.0, "c": 6.0}, y={"a": 5.0, "b": 5.0, "c": 5.0}, z={"a": 2.0, "b": None})
    )
    assert found.spread[:2] == pytest.approx([np.std([10, 20, 60], ddof=1), 0])
    assert found.width[:2] == pytest.approx([50, 0])
    assert np.isnan([found.spread[2], found.width[2]]).all()
    assert (found.best.tolist(), found.worst.tolist()) == ([2, 0, -1], [0, 2, -1])


@pytest.mark.parametrize("size", [1e-300, 1e-170, 1e12])
def test_the_spread_of_scores_of_any_size(ranked: Ranked, size: float) -> None:
    card = {"method": {"normalise": "none"}}
    found = balance(ranked(card, x={"a": size, "b": 2 * size, "c": 6 * size}))
    assert found.spread / size == pytest.approx([np.std([1, 2, 6], ddof=1)])
    assert found.width / size == pytest.approx([5])


def test_of_equals_the_first_is_named(ranked: Ranked) -> None:
    found = balance(ranked({}, x={"a": 1.0, "b": 2.0, "c": 3.0}, y={"a": 2.0, "b": 3.0, "c": 4.0}))
    assert np.abs(found.pillar_residuals).max() < 1e-9
    assert (found.best.tolist(), found.worst.tolist()) == ([0, 0], [0, 0])
    almost = balance(ranked({}, x={"a": 1.0, "b": 2.0, "c": 3.0}, y={"a": 2.0, "b": 3.0 + 1e-9, "c": 4.0}))
    assert almost.pillar_residuals[1] == pytest.approx([-1e-8 / 3, 1e-8 / 3], rel=1e-5)  # of 100 points
    assert (almost.best.tolist(), almost.worst.tolist()) == ([0, 0], [0, 0])


def test_arrays_cannot_be_changed(ranked: Ranked) -> None:
    found = balance(ranked({}, x={"a": 1.0, "b": 2.0}, y={"a": 8.0, "b": 3.0}))
    arrays = (found.spread, found.width, found.pillar_residuals, found.indicator_residuals, found.best, found.worst)
    assert not any(array.flags.writeable for array in arrays)


def test_indicators_right_below_the_index_are_its_pillars(ranked: Ranked) -> None:
    found = balance(ranked({"weights": {"a": 3, "b": 1}}, x={"a": 1.0, "b": 2.0}, y={"a": 8.0, "b": 3.0}))
    assert found.pillars == (0, 1)
    assert found.spread == pytest.approx([np.std([10, 20], ddof=1), np.std([80, 30], ddof=1)])
    assert found.width == pytest.approx([10, 50])
    assert found.pillar_residuals == pytest.approx(found.indicator_residuals)
    # Hubs at 0.75 a + 0.25 b: 12.5 and 67.5; columns at 45 and 25 less their mean 40.
    assert found.indicator_residuals == pytest.approx(np.array([[-7.5, 7.5], [22.5, -22.5]]))
