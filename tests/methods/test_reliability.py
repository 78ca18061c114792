"""Against COINr: tests/golden/test_correlation.py."""

from __future__ import annotations

import numpy as np
import pytest

from hubscore.methods.reliability import alpha

NAN = np.nan


def test_series_that_are_one_or_unrelated() -> None:
    x = np.array([3.0, 1, 4, 1, 5])
    assert alpha(np.array([x, x, x])) == pytest.approx(1)
    square = np.array([[1.0, 1, -1, -1], [1, -1, 1, -1]])
    assert alpha(square) == pytest.approx(0)


def test_by_hand() -> None:
    """Variances 1 and 4, covariance 1.5: 2 (1 - 5 / 8)."""
    x = np.array([[0.0, 1, 2], [0, 1, 4]])
    variances, covariance = x.var(axis=1, ddof=1), np.cov(x)[0, 1]
    assert alpha(x) == pytest.approx(2 * (1 - variances.sum() / (variances.sum() + 2 * covariance)))
    assert alpha(-x) == pytest.approx(alpha(x))


@pytest.mark.parametrize("size", [1e-300, 1e-170, 1e300])
def test_size_is_of_no_matter(size: float) -> None:
    x = np.array([[0.0, 1, 2], [0, 1, 4]])
    assert alpha(x * size) == pytest.approx(alpha(x))


def test_series_that_disagree() -> None:
    assert alpha(np.array([[0.0, 1, 2, 3], [2.5, 2, 1, 0]])) < 0


@pytest.mark.parametrize(
    "x",
    [
        [[1.0, 2, 3]],
        [[1.0, 2], [2.0, 1]],
        [[1.0, 2, 3], [3.0, 2, 1]],
        [[1.0, 1, 1], [2.0, 2, 2]],
        [[1.0, 2, 3, NAN, NAN], [NAN, NAN, 1, 2, 3]],
    ],
    ids=["one series", "two hubs", "a sum that does not vary", "constants", "hardly a hub in common"],
)
def test_where_there_is_none(x: list[list[float]]) -> None:
    assert np.isnan(alpha(np.array(x)))


def test_mirror_images_have_none_but_for_rounding() -> None:
    x = np.random.default_rng(0).uniform(0, 1, 40)
    assert np.isnan(alpha(np.array([x * 100, 100 - x * 100])))
    assert np.isnan(alpha(np.array([x * 0.1, (1 - x) / 3 * 0.3])))


def test_series_that_vary_by_rounding_only_have_none() -> None:
    assert np.isnan(alpha(50 + np.random.default_rng(0).normal(size=(3, 20)) * 1e-13))


@pytest.mark.parametrize("shape", [(2, 0), (0, 3), (0, 0)])
def test_of_nothing_there_is_none(shape: tuple[int, int]) -> None:
    assert np.isnan(alpha(np.empty(shape)))
