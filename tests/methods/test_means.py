"""Means against closed forms and the standard library; what all aggregations share is in test_aggregate.py."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.methods import means
from hubscore.methods.means import power


def one(name: str, parameter: float | None, scores: Iterable[float], weights: Iterable[float] | None = None) -> float:
    """The mean of one hub's scores."""
    s = np.array(list(scores), dtype=float)
    w = np.ones(s.size) if weights is None else np.array(list(weights), dtype=float)
    return float(getattr(means, name)(s[:, None], w, parameter)[0])


@pytest.mark.parametrize(
    ("name", "parameter", "scores", "weights", "expected"),
    [
        ("arithmetic", None, [10, 50], [3, 1], 20),
        ("geometric", None, [2, 8], [1, 1], 4),
        ("geometric", None, [16, 2], [1, 3], 2**1.75),
        ("geometric", None, [0.9, 0.8, 0.7], [1, 1, 1], 0.504 ** (1 / 3)),
        ("harmonic", None, [2, 6], [1, 1], 3),
        ("harmonic", None, [2, 6], [2, 3], 10 / 3),
        ("power", 2, [1, 7], [1, 1], 5),
        ("power", 0.5, [1, 9], [1, 1], 4),
        ("power", 0.5, [0, 4], [1, 1], 1),
        ("power", None, [1, 9], [1, 1], 4),
        ("power", 0, [2, 8], [1, 1], 4),
        ("power", -1, [2, 6], [1, 1], 3),
        ("power", 1, [10, 50], [3, 1], 20),
        ("power", -2, [1, 7], [1, 1], 1.4),
        ("power", 100, [1e-7, 100], [1, 1], 100 * 0.5**0.01),
        ("power", -100, [1e-7, 100], [1, 1], 1e-7 * 2**0.01),
        ("power", 0.5, [1e-200, 1e200], [1, 1], 0.25e200),  # ((1e-100 + 1e100) / 2)^2
        ("harmonic", None, [5e-324, 1], [1, 3], 4 * 5e-324),  # the least number there is has no reciprocal
        ("harmonic", None, [0.0, -0.0], [1, 1], 0),
        ("minimum", None, [30, 10, 20], [1, 1, 1], 10),
        ("minimum", None, [30, 10, 20], [1, 0, 1], 20),
        ("median", None, [30, 10, 20], [1, 1, 1], 20),
        ("median", None, [30, 10, 20, 40], [1, 1, 1, 1], 25),
        ("median", None, [1, 2, 3], [1, 1, 2], 2.5),
        ("median", None, [1, 2, 3], [1, 1, 3], 3),
        ("median", None, [1, 2, 3], [0.1, 0.2, 0.3], 2.5),
        ("median", None, [1, 2, 3], [1, 0, 1], 2),
        ("median", None, range(10), [0.1] * 10, 4.5),  # the tenths add up to a little less than 1
        ("median", None, [3, 1, 1], [1, 1, 0], 2),
    ],
)
def test_closed_forms(
    name: str, parameter: float | None, scores: list[float], weights: list[float], expected: float
) -> None:
    assert one(name, parameter, scores, weights) == pytest.approx(expected, rel=1e-14, abs=0)


@given(scores=st.lists(st.floats(1e-3, 100), min_size=1, max_size=8), data=st.data())
def test_the_means_of_the_standard_library(scores: list[float], data: st.DataObject) -> None:
    weights = data.draw(st.lists(st.floats(1e-3, 1e3), min_size=len(scores), max_size=len(scores)))
    oracles = {
        "arithmetic": (statistics.fmean(scores, weights), weights),
        "harmonic": (statistics.harmonic_mean(scores, weights), weights),
        "geometric": (statistics.geometric_mean(scores), None),
        "median": (statistics.median(scores), None),
        "minimum": (min(scores), weights),
    }
    for name, (expected, used) in oracles.items():
        assert one(name, None, scores, used) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("p", [1e-3, 1e-6, -1e-6, 1e-9, -1e-12, 1e-14, 5e-324])
def test_powers_near_zero_keep_their_digits(p: float) -> None:
    # To the second order the logarithm is mean(log) + p / 2 var(log): here log 2 apart, mean log 4.
    expected = 4 * math.exp(p / 2 * math.log(2) ** 2)
    assert float(power(np.array([[2.0], [8.0]]), np.ones(2), p)[0]) == pytest.approx(expected, rel=1e-12 + p**2)


@pytest.mark.parametrize("p", [1e-9, 0.001, 0.009])
@pytest.mark.parametrize("children", [3, 6, 7, 49])
def test_zeros_alone_have_the_mean_zero_however_their_weights_are_rounded(p: float, children: int) -> None:
    weights = np.full(children, 1.0) / children
    assert power(np.zeros((children, 2)), weights, p).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("name", ["arithmetic", "geometric", "harmonic", "power", "minimum", "median"])
def test_where_no_child_with_a_weight_is_scored_is_no_mean(name: str) -> None:
    s = np.array([[np.nan, 3.0], [5.0, 5.0], [np.nan, 3.0]])
    np.testing.assert_allclose(getattr(means, name)(s, np.array([1.0, 0.0, 1.0])), [np.nan, 3], rtol=1e-15)


@pytest.mark.parametrize(
    ("name", "parameter"),
    [("geometric", None), ("harmonic", None), ("power", 2), ("power", 0.01)],
)
def test_below_zero_is_no_mean_for_that_hub_in_that_draw(name: str, parameter: float | None) -> None:
    s = np.array([[[-4.0, 6.0], [6.0, 6.0]], [[6.0, 6.0], [6.0, 6.0]]])
    expected = np.array([[np.nan, 6], [6, 6]])
    np.testing.assert_allclose(getattr(means, name)(s, np.ones((2, 2)), parameter), expected, rtol=1e-14)


def test_hubs_far_apart_do_not_share_the_unit_of_a_power() -> None:
    np.testing.assert_allclose(power(np.array([[1e-200, 1e200]] * 2), np.ones(2), 2), [1e-200, 1e200], rtol=1e-14)


def test_weights_of_zero_take_scores_out_in_their_draws_only() -> None:
    s = np.array([[1.0, 2.0], [3.0, 4.0]])
    same, differing = np.array([[1.0, 0.0], [3.0, 0.0]]), np.array([[1.0, 0.0], [3.0, 1.0]])
    without = np.array([[1, 2], [np.nan, np.nan]])
    np.testing.assert_array_equal(means.weighed(s, same), without)  # of the shape of the scores: no draw is repeated
    np.testing.assert_array_equal(means.weighed(s, differing), np.array([without, s]))


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("arithmetic", None),
        ("geometric", None),
        ("harmonic", None),
        ("power", 2),
        ("power", -3),
        ("power", 0.01),
        ("minimum", None),
        ("median", None),
    ],
)
@pytest.mark.parametrize("gaps", [0.0, 0.2])
@pytest.mark.parametrize(("shape", "draws"), [((3, 4), (2, 3)), ((2, 3, 4), (2, 3)), ((2, 3, 4), (3,))])
def test_each_draw_and_hub_has_a_mean_of_its_own(
    name: str, parameter: float | None, gaps: float, shape: tuple[int, ...], draws: tuple[int, ...]
) -> None:
    random = np.random.default_rng(7)
    s = random.uniform(1, 100, shape) * 10.0 ** random.integers(-3, 3, shape)
    s[random.uniform(size=shape) < gaps] = np.nan
    w = random.uniform(0.1, 2, draws)
    found = getattr(means, name)(s, w, parameter)
    assert found.shape == (2, 4)
    for draw, hub in np.ndindex(2, 4):
        scores, weights = (s if s.ndim == 2 else s[draw])[:, hub], (w if w.ndim == 1 else w[draw])
        known = ~np.isnan(scores)
        alone = one(name, parameter, scores[known], weights[known])
        assert found[draw, hub] == pytest.approx(alone, rel=1e-13)


@pytest.mark.parametrize("p", [100.0, 2.0, -2.0])
def test_children_without_a_bound_are_no_warning(p: float) -> None:
    found = power(np.array([[np.inf, np.inf], [1.0, np.inf]]), np.array([0.5, 0.5]), p)
    assert not np.isfinite(found[1])
