"""Against COINr: tests/golden/test_correlation.py; against scipy: tests/oracles/test_scipy.py."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from hubscore.methods import correlation
from hubscore.methods.correlation import (
    FEWEST,
    MANY,
    average_ranks,
    covariance,
    kendall,
    levelled,
    pairs,
    pearson,
    spearman,
)

NAN = np.nan
KINDS = pytest.mark.parametrize("kind", [pearson, spearman, kendall], ids=lambda kind: kind.__name__)
Kind = Callable[[np.ndarray], np.ndarray]


def gappy(seed: int, hubs: int = 40, series: int = 6) -> np.ndarray:
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 9, (series, hubs)).astype(float)
    x[2:][rng.random((series - 2, hubs)) < 0.2] = NAN
    return x


@pytest.mark.parametrize("many", [0, MANY])
def test_by_hand(monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr(correlation, "MANY", many)
    x = np.array([[1.0, 2, 3, 4], [1, 3, 2, 4], [4, 3, 2, 1], [1, 1, 2, 2]])
    assert pearson(x)[0].tolist() == pytest.approx([1, 0.8, -1, 2 / np.sqrt(5)])
    assert spearman(x)[0].tolist() == pytest.approx([1, 0.8, -1, 2 / np.sqrt(5)])
    assert kendall(x)[0].tolist() == pytest.approx([1, 2 / 3, -1, 4 / np.sqrt(6 * 4)])


@pytest.mark.parametrize("more", [[], [NAN]], ids=["whole", "gap"])
def test_three_hubs_are_enough(more: list[float]) -> None:
    x = np.array([[1.0, 2, 3, *more], [1, 3, 2, *[7.0] * len(more)]])
    for kind, expected in ((pearson, 1 / 2), (spearman, 1 / 2), (kendall, 1 / 3), (covariance, 1 / 2)):
        assert kind(x)[0, 1] == pytest.approx(expected, rel=1e-14)
        assert kind(x - 2)[0, 1] == pytest.approx(expected, rel=1e-14)
    assert kendall(np.array([[1.0, 2, 3], [3, 1, 2]]))[0, 1] == pytest.approx(-1 / 3, rel=1e-14)


@KINDS
def test_symmetric_within_bounds_and_1_with_itself(kind: Kind) -> None:
    r = kind(gappy(3))
    np.testing.assert_array_equal(r, r.T)
    assert (np.abs(r) <= 1).all()
    assert (np.diagonal(r) == 1).all()


@KINDS
def test_each_pair_over_the_hubs_that_both_have(kind: Kind) -> None:
    x = gappy(4)
    whole = kind(x)
    for i, j in np.ndindex(whole.shape):
        shared = ~np.isnan(x[i]) & ~np.isnan(x[j])
        assert whole[i, j] == pytest.approx(kind(x[[i, j]][:, shared])[0, 1], abs=1e-12)
        assert pairs(x)[i, j] == shared.sum()
    assert pairs(x).dtype == np.int64


@KINDS
def test_what_has_no_correlation(kind: Kind) -> None:
    x = np.array([[1.0, 2, 3, 4], [5, 5, 5, 5], [NAN, NAN, 1, 2], [1, NAN, NAN, NAN]])
    r = kind(x)
    assert r[0, 0] == 1
    assert np.isnan(r[0, 1:]).all()
    assert np.isnan(r[1:]).all()
    assert np.isnan(kind(np.empty((2, 0)))).all()
    assert np.isnan(kind(np.array([[1.0, 2], [2.0, 1]])[:, : FEWEST - 1])).all()


@KINDS
def test_the_order_of_hubs_and_series_changes_nothing(kind: Kind) -> None:
    x = gappy(5)
    rng = np.random.default_rng(6)
    hubs, series = rng.permutation(x.shape[1]), rng.permutation(len(x))
    np.testing.assert_allclose(kind(x[:, hubs]), kind(x), rtol=0, atol=1e-12)
    np.testing.assert_allclose(kind(x[series]), kind(x)[np.ix_(series, series)], rtol=0, atol=1e-12)


@KINDS
@pytest.mark.parametrize("size", [1e-200, 1e15])
def test_units_do_not_count(kind: Kind, size: float) -> None:
    x = gappy(7)
    scaled = x * np.array([1, size, 1, size, 1, size])[:, None]
    np.testing.assert_allclose(kind(scaled), kind(x), rtol=0, atol=1e-12)


@KINDS
@pytest.mark.parametrize("slope", [3.7, -0.1])
def test_on_one_line_it_is_exactly_1(kind: Kind, slope: float) -> None:
    for seed in range(20):
        x = np.random.default_rng(seed).normal(size=15)
        assert abs(kind(np.array([x, slope * x + 0.3]))[0, 1]) == 1


def test_many_hubs_are_counted_by_sorting(monkeypatch: pytest.MonkeyPatch) -> None:
    x = gappy(8, hubs=MANY + 13, series=4)
    by_sorting = kendall(x)
    monkeypatch.setattr(correlation, "MANY", x.shape[1])
    np.testing.assert_allclose(kendall(x), by_sorting, rtol=0, atol=1e-12)


@pytest.mark.parametrize("hubs", range(3, 11))
def test_few_hubs_may_be_counted_by_sorting_too(monkeypatch: pytest.MonkeyPatch, hubs: int) -> None:
    rng = np.random.default_rng(hubs)
    x = np.array([rng.permutation(hubs), rng.permutation(hubs), np.roll(np.arange(hubs), 1), np.arange(hubs)], float)
    one_by_one = kendall(x)
    monkeypatch.setattr(correlation, "MANY", 0)
    np.testing.assert_allclose(kendall(x), one_by_one, rtol=0, atol=1e-12)


def test_blocks_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    x = gappy(9)
    whole = kendall(x)
    monkeypatch.setattr(correlation, "BLOCK", 1)
    np.testing.assert_array_equal(kendall(x), whole)


def test_ranks_share_their_mean() -> None:
    assert average_ranks(np.array([5.0, 1, 5, 7])).tolist() == [2.5, 1, 2.5, 4]


def test_covariances() -> None:
    x = gappy(10)
    np.testing.assert_allclose(covariance(x[:2]), np.cov(x[:2]))
    shared = ~np.isnan(x[2]) & ~np.isnan(x[3])
    assert covariance(x)[2, 3] == pytest.approx(np.cov(x[2:4][:, shared])[0, 1])
    known = x[2][~np.isnan(x[2])]
    assert covariance(x)[2, 2] == pytest.approx(known.var(ddof=1))
    assert np.isnan(covariance(np.array([[1.0, 2], [3, 5]]))).all()
    assert np.isnan(covariance(np.array([[1.0, 2, 3], [NAN, NAN, 5]]))[0, 1])


@KINDS
@pytest.mark.parametrize("gaps", [False, True])
def test_what_is_constant_but_for_rounding_has_none(kind: Kind, gaps: bool) -> None:
    x = np.random.default_rng(0).uniform(0, 100, (3, 40))
    x[1] = (x[0] + (100 - x[0])) / 2 + np.linspace(0, 1e-13, 40)
    x[2, :5] = NAN if gaps else 1.0
    assert len(np.unique(x[1])) > 1
    r = kind(x)
    assert np.isnan(r[1]).all()
    assert np.isnan(r[:, 1]).all()
    assert not np.isnan(r[0, 2])


def test_what_is_constant_but_for_rounding_covaries_with_nothing() -> None:
    x = np.array([[1.0, 2, 4, 8], [0.3, 0.1 + 0.2, 0.3, 0.3], [1, 5, 2, NAN]])
    np.testing.assert_array_equal(covariance(x)[1], 0)


def test_levelled_by_hand() -> None:
    x = np.array([[1.0, 3, 1.05, NAN, 2.95, 2.85], [5, 5, 4, 4.95, 1, 2]])
    np.testing.assert_array_equal(levelled(x, 0.1), [[1.05, 3, 1.05, NAN, 3, 2.85], [5, 5, 4, 5, 1, 2]])
    np.testing.assert_array_equal(levelled(x, 0), x)


def test_levelled_in_any_order() -> None:
    x = np.random.default_rng(0).integers(0, 50, 200) / 10
    order = np.random.default_rng(1).permutation(200)
    np.testing.assert_array_equal(levelled(x[order], 0.15), levelled(x, 0.15)[order])
