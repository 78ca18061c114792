from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from hubscore.methods.worth import BINS, doubt, explained


def outcomes(*columns: object) -> np.ndarray:
    return np.column_stack([np.asarray(column, dtype=np.int8) for column in columns])


@pytest.mark.parametrize(
    ("mine", "rest", "lead"), [(1.0, 1.0, 0.0), (1.0, 2.0, 1.5), (3.0, 1.0, -0.5), (0.5, 2.0, 3.0)]
)
def test_two_hubs_with_normal_noise(mine: float, rest: float, lead: float) -> None:
    # A is above B where lead + mine + rest > 0; two draws that share x are both so with the
    # probability of a bivariate normal whose correlation is the share of x in the variance
    random, draws = np.random.default_rng(5), 200_000
    x, z = random.normal(0, mine, draws), random.normal(0, rest, draws)
    total = mine**2 + rest**2
    at, rho = lead / total**0.5, mine**2 / total
    p = stats.norm.cdf(at)
    both = stats.multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([at, at])
    y = outcomes(lead + x + z > 0)
    assert doubt(y)[0] == pytest.approx(p * (1 - p), abs=0.003)
    assert explained(x[None], y)[0, 0] == pytest.approx(both - p * p, abs=0.003)


def test_what_is_known_from_x_alone_is_explained_but_for_one_bin() -> None:
    x = np.random.default_rng(2).random(20_000)
    y = outcomes(x > 0.3, x > 0.525)
    share = explained(x[None], y)[0] / doubt(y)
    assert share[0] == pytest.approx(1, abs=0.015)  # 0.3 is next to the edge of a bin
    assert 1 - 0.25 / BINS / 0.249 - 0.003 <= share[1] < 0.97  # in the middle of one


@pytest.mark.parametrize(("draws", "bins"), [(200, 20), (200, 5), (1000, 20), (63, 20)])
def test_what_tells_nothing_explains_nothing_on_average(draws: int, bins: int) -> None:
    random, times = np.random.default_rng(draws + bins), 3_000
    y = outcomes(random.random(draws) < 0.3, random.random(draws) < 0.5)
    found = explained(random.random((times, draws)), y, bins)
    error = found.std(axis=0) / times**0.5
    assert np.abs(found.mean(axis=0)).max() < 4 * error.max()
    by_chance = (bins - 1) / draws * doubt(y)
    assert (by_chance > 10 * error).all()  # without what is taken off the test would fail


def test_few_draws_tell_as_much_as_many_but_for_a_known_share() -> None:
    random = np.random.default_rng(8)

    def mean_of(draws: int, times: int) -> tuple[float, float]:
        found = []
        for _ in range(times):
            x = random.random(draws)
            found.append(explained(x[None], outcomes(random.random(draws) < x))[0, 0])
        return float(np.mean(found)), float(np.std(found) / times**0.5)

    few, error = mean_of(400, 2_000)
    true = 1 / 12 * (1 - 1 / BINS**2)  # the variance of a uniform number, less that within bins
    assert few == pytest.approx(true * (1 - (BINS - 1) / 400), abs=4 * error)
    assert abs(few - true) > 4 * error


def test_what_does_not_vary_explains_nothing() -> None:
    y = outcomes([0, 1, 0, 1])
    assert explained(np.array([[2.0, 2.0, 2.0, 2.0]]), y).tolist() == [[0.0]]


def test_without_draws_or_outcomes() -> None:
    assert explained(np.zeros((2, 0)), np.zeros((0, 3), dtype=np.int8)).tolist() == [[0.0] * 3] * 2
    assert doubt(np.zeros((0, 3), dtype=np.int8)).tolist() == [0.0] * 3
    assert explained(np.zeros((2, 4)), np.zeros((4, 0), dtype=np.int8)).shape == (2, 0)


@given(st.integers(2, 90), st.integers(1, 25), st.integers(0, 1000))
def test_bins_of_any_size_hold_what_they_should(draws: int, bins: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    x, y = random.integers(0, 9, draws).astype(float), random.integers(0, 3, (draws, 2)).astype(np.int8)
    assume(x.min() < x.max())
    bins = min(bins, draws)
    order = sorted(range(draws), key=lambda draw: x[draw])  # of equal figures the earlier draw first
    parts = np.split(y[order].astype(float), [at * draws // bins for at in range(1, bins)])
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
    between = sum(len(part) / draws * (part.mean(axis=0) - y.mean(axis=0)) ** 2 for part in parts)
    assert explained(x[None], y, bins)[0] == pytest.approx(between - (bins - 1) / draws * y.var(axis=0), abs=1e-12)


def test_ties_are_half_and_certain_ties_no_doubt() -> None:
    for draws in (1, 5):
        assert doubt(np.ones((draws, 1), dtype=np.int8)).tolist() == [0.0]
    assert doubt(outcomes([0, 1, 2, 1])) == pytest.approx(0.5)
