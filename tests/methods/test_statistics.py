from __future__ import annotations

from collections.abc import Callable
from statistics import mean, stdev

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hubscore.methods import statistics
from hubscore.methods.statistics import FENCE, beyond, outliers, quartiles

NAN = np.nan
EVERY = pytest.mark.parametrize(
    "function",
    [
        statistics.count,
        statistics.least,
        statistics.greatest,
        statistics.mean,
        statistics.median,
        statistics.deviation,
        statistics.skewness,
        statistics.kurtosis,
        statistics.zeros,
        statistics.unique,
        statistics.same,
    ],
    ids=lambda function: function.__name__,
)
Function = Callable[[np.ndarray], np.ndarray]
ROWS = arrays(float, st.integers(1, 12), elements=st.integers(-5, 5).map(float) | st.just(NAN))


def test_by_hand() -> None:
    x = np.array([2.0, NAN, 0.0, 4.0, 0.0, 9.0])
    assert statistics.count(x) == 5
    assert (statistics.least(x), statistics.greatest(x)) == (0, 9)
    assert (statistics.mean(x), statistics.median(x)) == (3, 2)
    assert statistics.deviation(x) == pytest.approx(np.sqrt(56 / 4))
    assert (statistics.zeros(x), statistics.unique(x), statistics.same(x)) == (2, 4, 2)
    assert [float(quarter) for quarter in quartiles(x)] == [0, 4]
    assert [float(quarter) for quarter in quartiles(np.array([1.0, 2, 3, 4]))] == [1.75, 3.25]
    assert (statistics.unique(np.array([1.0, 2, 2])), statistics.same(np.array([1.0, 2, 2]))) == (2, 2)


def test_shape_of_a_known_sample() -> None:
    """1 to 5 is symmetric; its fourth moment is 6.8 and its variance 2, so g2 = -1.3 and G2 = -1.2."""
    x = np.arange(1.0, 6.0)
    assert statistics.skewness(x) == pytest.approx(0, abs=1e-15)
    assert statistics.kurtosis(x) == pytest.approx(-1.2)
    one_apart = np.array([0.0, 0.0, 0.0, 1.0])  # g1 = 2 / sqrt(3); n = 4 multiplies it by sqrt(12) / 2
    assert statistics.skewness(np.array([0.0, 0.0, 1.0])) == pytest.approx(3**0.5)  # g1 = 1 / sqrt(2), times sqrt(6)
    assert statistics.skewness(one_apart) == pytest.approx(2.0)
    assert statistics.kurtosis(one_apart) == pytest.approx(4.0)


@EVERY
def test_leading_axes(function: Function) -> None:
    rng = np.random.default_rng(1)
    x = rng.integers(-3, 4, (2, 3, 9)).astype(float)
    x[rng.random(x.shape) < 0.2] = NAN
    whole = function(x)
    assert whole.shape == (2, 3)
    for at in np.ndindex(2, 3):
        np.testing.assert_array_equal(whole[at], function(x[at]))


@EVERY
def test_nothing_is_there(function: Function) -> None:
    counts = {"count", "zeros", "unique", "same"}
    for x in (np.full((2, 3), NAN), np.empty((2, 3, 0))):
        np.testing.assert_array_equal(function(x), np.full(x.shape[:-1], 0.0 if function.__name__ in counts else NAN))


def test_too_few_or_all_equal() -> None:
    assert np.isnan(statistics.deviation(np.array([1.0, NAN])))
    assert statistics.deviation(np.array([1.0, 3.0])) == pytest.approx(2**0.5)
    assert np.isnan(statistics.skewness(np.array([1.0, 2.0])))
    assert np.isnan(statistics.kurtosis(np.array([1.0, 2.0, 4.0])))
    equal = np.full(7, 0.1)
    assert statistics.mean(equal) == 0.1
    assert statistics.deviation(equal) == 0
    assert np.isnan(statistics.skewness(equal))
    assert np.isnan(statistics.kurtosis(equal))
    for function in (statistics.skewness, statistics.kurtosis):
        assert np.isnan(function(np.array([equal, np.arange(7)]))).tolist() == [True, False]


@pytest.mark.parametrize("size", [1e-300, 1e-12, 1e15])
def test_shape_does_not_depend_on_the_unit(size: float) -> None:
    x = np.random.default_rng(2).normal(size=30) ** 3
    for function in (statistics.skewness, statistics.kurtosis):
        assert function(x * size) == pytest.approx(function(x), rel=1e-9)
    assert statistics.skewness(-x) == pytest.approx(-statistics.skewness(x))


def test_figures_far_from_0_keep_their_digits() -> None:
    near = np.random.default_rng(3).integers(0, 1000, 40).astype(float)
    far = near + 1e15
    np.testing.assert_array_equal(far - 1e15, near)
    for function in (statistics.deviation, statistics.skewness, statistics.kurtosis):
        assert function(far) == pytest.approx(function(near), rel=1e-12)
    assert statistics.mean(far) - 1e15 == pytest.approx(statistics.mean(near), abs=0.125)
    np.testing.assert_allclose(np.array(quartiles(far)) - 1e15, np.array(quartiles(near)), rtol=0, atol=0.125)


@given(ROWS, st.randoms(use_true_random=False))
def test_gaps_and_order_do_not_count(x: np.ndarray, random: object) -> None:
    there = x[~np.isnan(x)]
    shuffled = np.array(sorted(there.tolist(), key=lambda _: random.random()))  # type: ignore[attr-defined]
    for function in EVERY.args[1]:
        np.testing.assert_allclose(function(shuffled), function(x), rtol=1e-12, atol=1e-12)


def test_outliers_lie_beyond_the_fences() -> None:
    x = np.array([[-100.0, 1, 2, 3, 4, 5, 6, 7, 8, 200, NAN], [0.0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]])
    low, high = beyond(x)
    assert x[low].tolist() == [-100]
    assert x[high].tolist() == [200, 1]
    assert [each.tolist() for each in outliers(x)] == [[1, 0], [1, 1]]
    assert outliers(np.array([0, 0, 1, 1, 1 + FENCE]))[1] == 0
    assert outliers(np.array([100.0, 101, 102, 103, 104, 130]))[1] == 1


def test_rows_are_standardised_each_by_itself() -> None:
    x = np.random.default_rng(3).normal(5, 2, (2, 3, 6)) * np.array([1.0, 10.0, 0.1])[:, None]
    x[0, 1, 2] = x[1, 2, 5] = np.nan
    found, spreads = statistics.standardised(x), statistics.deviation(x)
    for place in np.ndindex(2, 3):
        known = ~np.isnan(x[place])
        row = x[place][known].tolist()
        spread = stdev(row)
        assert spreads[place] == pytest.approx(spread, rel=1e-12)
        assert found[place][known] == pytest.approx([(each - mean(row)) / spread for each in row], rel=1e-9)
        assert np.isnan(found[place][~known]).all()
