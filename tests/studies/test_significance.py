"""Against scipy: tests/oracles/test_scipy.py; against COINr: tests/golden/test_correlation.py."""

from __future__ import annotations

import math
from itertools import combinations, permutations

import numpy as np
import pytest

from hubscore.methods.correlation import kendall, pearson, spearman
from hubscore.studies.significance import EXACT, Kind, p_values

NAN = np.nan


def inversions(order: tuple[int, ...]) -> int:
    return sum(one > other for one, other in combinations(order, 2))


@pytest.mark.parametrize("n", [3, 4, 5, 6, 7])
def test_kendall_without_ties_is_counted(n: int) -> None:
    """Every order of n hubs, against how many orders are at least as far from none."""
    lead = [n * (n - 1) // 2 - 2 * inversions(order) for order in permutations(range(n))]
    for order in list(permutations(range(n)))[::7]:
        x = np.array([range(n), order], dtype=float)
        own = n * (n - 1) // 2 - 2 * inversions(order)
        wanted = sum(abs(other) >= abs(own) for other in lead) / math.factorial(n)
        assert p_values("kendall", kendall(x), x)[0, 1] == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1, 1, 2, 3, 3, 3], [2, 1, 1, 4, 3, 3]),
        ([1, 2, 3, 4, 5, 6], [1, 1, 1, 2, 1, 2]),
        ([1, 1, 1, 2, 3, 4], [1, 2, 2, 2, 3, 3]),
    ],
)
def test_kendall_with_ties_has_the_variance_of_all_orders(one: list[int], other: list[int]) -> None:
    def lead(order: tuple[int, ...]) -> int:
        pairs = combinations(range(len(one)), 2)
        return sum(int(np.sign(one[i] - one[j]) * np.sign(order[i] - order[j])) for i, j in pairs)

    x = np.array([one, other], dtype=float)
    variance = np.var([lead(order) for order in permutations(other)])
    wanted = math.erfc(abs(lead(tuple(other))) / math.sqrt(2 * variance))
    p = p_values("kendall", kendall(x), x)
    assert p[0, 1] == pytest.approx(wanted, rel=1e-12)
    assert p[0, 1] == p[1, 0]


def test_kendall_of_many_hubs_is_taken_as_normal() -> None:
    x = np.random.default_rng(3).normal(size=(2, EXACT + 1))
    r, n = kendall(x), EXACT + 1
    z = r[0, 1] * n * (n - 1) / 2 / math.sqrt(n * (n - 1) * (2 * n + 5) / 18)
    assert p_values("kendall", r, x)[0, 1] == pytest.approx(math.erfc(abs(z) / math.sqrt(2)), rel=1e-12)


@pytest.mark.parametrize(("n", "discordant"), [(EXACT, 2), (EXACT, 1), (EXACT + 1, 0), (EXACT + 1, 1), (EXACT + 1, 2)])
def test_kendall_of_many_hubs_is_counted_where_at_most_one_pair_disagrees(n: int, discordant: int) -> None:
    """Of the orders of n hubs one has no pair in the wrong order, n - 1 have one, (n - 2)(n + 1) / 2 have two."""
    x = np.array([np.arange(n), np.arange(n)], dtype=float)
    for pair in range(discordant):
        x[1, 4 * pair : 4 * pair + 2] = 4 * pair + 1, 4 * pair
    orders = sum([1, n - 1, (n - 2) * (n + 1) / 2][: discordant + 1])
    z = (n * (n - 1) / 2 - 2 * discordant) / math.sqrt(n * (n - 1) * (2 * n + 5) / 18)
    counted = n <= EXACT or discordant <= 1
    wanted = 2 * orders / math.factorial(n) if counted else math.erfc(z / math.sqrt(2))
    assert p_values("kendall", kendall(x), x)[0, 1] == pytest.approx(wanted, rel=1e-9, abs=0)


@pytest.mark.parametrize("kind", ["pearson", "spearman", "kendall"])
def test_hubs_that_lack_a_figure_do_not_count(kind: Kind) -> None:
    of = {"pearson": pearson, "spearman": spearman, "kendall": kendall}[kind]
    x = np.array([[1.0, 2, NAN, 4, 7, 5, 3], [3.0, 1, 2, 9, 4, 8, NAN]])
    both = x[:, [0, 1, 3, 4, 5]]
    assert p_values(kind, of(x), x)[0, 1] == pytest.approx(p_values(kind, of(both), both)[0, 1])


@pytest.mark.parametrize("kind", ["pearson", "spearman", "kendall"])
def test_turning_a_series_around_and_shuffling_hubs_change_no_p_value(kind: Kind) -> None:
    rng = np.random.default_rng(4)
    x = rng.integers(0, 30, (4, 25)).astype(float)
    x[1:][rng.random((3, 25)) < 0.1] = NAN
    of = {"pearson": pearson, "spearman": spearman, "kendall": kendall}[kind]
    p = p_values(kind, of(x), x)
    np.testing.assert_array_equal(p, p.T)
    for y in (x[:, rng.permutation(25)], x * np.array([[1], [-1], [1], [-1]])):
        np.testing.assert_allclose(p_values(kind, of(y), y), p, rtol=1e-9, atol=1e-15)


def test_two_orders_that_agree_wholly() -> None:
    x = np.arange(50.0)[None].repeat(2, axis=0)
    assert p_values("kendall", kendall(x), x)[0, 1] == pytest.approx(2 / math.factorial(50), rel=1e-9, abs=0)
    assert p_values("pearson", pearson(x), x)[0, 1] == 0
    assert x.shape[1] > EXACT


def test_student_with_three_hubs() -> None:
    """One degree of freedom is Cauchy's distribution."""
    x = np.array([[1.0, 2, 4], [1.0, 3, 2]])
    r = pearson(x)[0, 1]
    wanted = 1 - 2 / math.pi * math.atan(abs(r) / math.sqrt(1 - r * r))
    assert p_values("pearson", pearson(x), x)[0, 1] == pytest.approx(wanted)


@pytest.mark.parametrize("r", [0.0, 1e-9, -0.3, 0.7, 0.8, -0.95, 1 - 1e-9, -1.0])
def test_student_with_four_hubs(r: float) -> None:
    """Where there is none, the coefficient of four hubs is as likely to be here as there between -1 and 1."""
    x = np.array([[1.0, 2, 3, 4], [2.0, 1, 4, 3]])
    p = p_values("pearson", np.array([[1, r], [r, 1]]), x)
    np.testing.assert_allclose(p, [[0, 1 - abs(r)], [1 - abs(r), 0]], rtol=1e-12, atol=0)


def test_where_nothing_is_correlated() -> None:
    x = np.array([[1.0, 2, 3, 4], [5, 5, 5, 5], [NAN, NAN, 1, 2]])
    for kind, correlation in (("pearson", pearson), ("spearman", spearman), ("kendall", kendall)):
        p = p_values(kind, correlation(x), x)  # type: ignore[arg-type]
        np.testing.assert_array_equal(np.isnan(p), np.isnan(correlation(x)))
