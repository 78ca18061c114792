from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.penalty import mazziotta_pareto, mean_min

READINGS = hnp.arrays(float, st.integers(1, 6), elements=st.floats(60, 140))


def mpi(s: list[float], w: list[float] | None = None, sign: str = "negative") -> float:
    weights = np.array(w or [1.0] * len(s))
    return float(mazziotta_pareto(np.array(s, dtype=float)[:, None], weights, sign)[0])


def mmf(s: list[float], alpha: float, beta: float, w: list[float] | None = None) -> float:
    return float(mean_min(np.array(s, dtype=float)[:, None], np.array(w or [1.0] * len(s)), (alpha, beta))[0])


@pytest.mark.parametrize(
    ("s", "w", "expected"),
    [
        ([90, 110], None, 100 - 1),  # S = 10: S²/M = 1
        ([80, 120], None, 100 - 4),
        ([100, 100, 100], None, 100),
        ([70, 130, 100], None, 100 - 6),  # S² = 1800 / 3
        ([80, 120], [3, 1], 90 - 300 / 90),  # S² = (3 x 10² + 30²) / 4
        ([70, 130], None, 100 - 9),  # the worst balance between the goalposts of the adjusted index
    ],
)
def test_the_mean_less_the_variance_over_the_mean(s: list[float], w: list[float] | None, expected: float) -> None:
    mean = float(np.average(s, weights=w))
    assert mpi(s, w) == pytest.approx(expected, rel=1e-14)
    assert mpi(s, w, "positive") == pytest.approx(2 * mean - expected, rel=1e-14)


@given(s=READINGS)
def test_as_the_papers_write_it(s: np.ndarray) -> None:
    """MPI = M -+ S cv, with cv = S / M."""
    mean, deviation = s.mean(), s.std()
    for sign, word in ((-1, "negative"), (1, "positive")):
        assert mpi(list(s), None, word) == pytest.approx(mean + sign * deviation * (deviation / mean), rel=1e-12)


@given(s=READINGS)
def test_imbalance_costs_points_and_of_the_reverse_sign_adds_them(s: np.ndarray) -> None:
    assert mpi(list(s)) <= s.mean() + 1e-9 <= mpi(list(s), None, "positive") + 2e-9


def test_a_better_child_may_lower_the_node() -> None:
    """Beyond M + S²/2M + M/2 a child's lead costs more than it brings: known of the index, and told of the method."""
    assert mpi([10, 10, 10, 200]) < mpi([10, 10, 10, 60])
    assert "a better child may lower the node" in AGGREGATIONS["mazziotta_pareto"].meaning


def test_no_value_where_the_mean_is_not_above_zero() -> None:
    assert np.isnan([mpi([-10, 10]), mpi([-5, -1]), mpi([0, 0])]).all()
    assert mpi([-10, 30]) == pytest.approx(10 - 40)
    assert mpi([0.25, 0.25]) == 0.25
    assert mpi([-10, 10], [0, 1]) == 10


def test_a_gap_leaves_its_weight_to_the_others() -> None:
    s = np.array([[90.0, np.nan], [110.0, 80.0], [np.nan, np.nan]])
    np.testing.assert_allclose(mazziotta_pareto(s, np.array([1.0, 1.0, 5.0])), [99, 80])


@pytest.mark.parametrize(
    ("s", "alpha", "beta", "w", "expected"),
    [
        ([0.2, 0.8], 0, 0, None, 0.5),
        ([0.2, 0.8], 1, 0, None, 0.2),
        ([0.2, 0.8], 0.5, 0, None, 0.35),
        ([0.2, 0.8], 0.5, 0.4, None, 0.5 - 0.5 * (0.5 - 0.4)),  # 3, 4, 5
        ([0.2, 0.8], 1, 1e9, None, 0.5),  # forgives all
        ([0.2, 0.8, 0.0], 1, 0, [1, 3, 0], 0.2),
        ([0.2, 0.8], 0.5, 0, [1, 3], (0.65 + 0.2) / 2),
        ([0.3, 0.3], 1, 0.1, None, 0.3),
    ],
)
def test_between_the_mean_and_the_worst_child(
    s: list[float], alpha: float, beta: float, w: list[float] | None, expected: float
) -> None:
    assert mmf(s, alpha, beta, w) == pytest.approx(expected, rel=1e-6)


@given(
    s=hnp.arrays(float, st.integers(1, 6), elements=st.floats(0, 1)),
    alpha=st.floats(0, 1),
    beta=st.floats(0, 2),
    rise=st.floats(0, 1),
    data=st.data(),
)
def test_mean_min_rises_with_every_child(
    s: np.ndarray, alpha: float, beta: float, rise: float, data: st.DataObject
) -> None:
    child = data.draw(st.integers(0, s.size - 1))
    better = s + rise * (np.arange(s.size) == child)
    before = mmf(list(s), alpha, beta)
    assert mmf(list(better), alpha, beta) >= before - 1e-9
    assert s.min() - 1e-9 <= before <= s.mean() + 1e-9
