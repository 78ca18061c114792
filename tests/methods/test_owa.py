from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hubscore.methods.owa import owa, place_shares

NAN = np.nan


def one(s: list[float], places: tuple[float, ...], w: list[float] | None = None) -> float:
    return float(owa(np.array(s, dtype=float)[:, None], np.array(w or [1.0] * len(s)), places)[0])


@pytest.mark.parametrize(
    ("s", "places", "expected"),
    [
        ([30, 10, 20], (1, 0, 0), 30),
        ([30, 10, 20], (0, 0, 1), 10),
        ([30, 10, 20], (0, 1, 0), 20),
        ([30, 10, 20], (1, 1, 1), 20),
        ([30, 10, 20], (1, 2, 3), (30 + 40 + 30) / 6),
        ([0.7, 1.0, 0.2, 0.6], (0.4, 0.3, 0.2, 0.1), 0.75),
    ],
)
def test_equal_weights_and_nothing_missing_are_yagers_formula(
    s: list[float], places: tuple[float, ...], expected: float
) -> None:
    assert one(s, places) == pytest.approx(expected, rel=1e-14)


@given(
    s=hnp.arrays(float, 5, elements=st.floats(-50, 150)),
    places=st.lists(st.floats(0, 10), min_size=5, max_size=5).filter(lambda places: sum(places) > 1e-3),
)
def test_yager_is_a_sum_over_the_sorted_children(s: np.ndarray, places: list[float]) -> None:
    expected = np.sort(s)[::-1] @ np.array(places) / sum(places)
    assert one(list(s), tuple(places)) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("s", "places", "w", "expected"),
    [
        # The quantifier goes through (0, 0), (1/2, 1/4), (1, 1); passed at 3/4: 1/4 + 3/4 / 2 = 5/8.
        ([40, 80], (1, 3), [1, 3], 80 * 5 / 8 + 40 * 3 / 8),
        ([40, 80], (1, 3), [3, 1], 80 / 8 + 40 * 7 / 8),
        ([40, 80], (1, 3), [0.1, 0.3], 65),
        ([40, 80], (1, 1), [3, 1], 50),  # equal places: the weighted mean
        ([40, NAN, 80], (0, 0, 1), None, 40),  # the quantifier rises in the last third only: the worst one's
        ([40, NAN, 80], (1, 1, 4), None, 80 / 4 + 40 * 3 / 4),  # 1/6 + 1/6 / 2 at one half
        ([40, 80, 500], (1, 3), [1, 3, 0], 65),
    ],
)
def test_unequal_weights_and_gaps_are_torras(
    s: list[float], places: tuple[float, ...], w: list[float] | None, expected: float
) -> None:
    assert one(s, places, w) == pytest.approx(expected, rel=1e-14)


def test_each_draw_and_hub_by_itself() -> None:
    s, w = np.array([[40.0, 10.0, NAN], [80.0, 30.0, NAN]]), np.array([[1.0, 3.0], [3.0, 1.0]])
    expected = np.array([[65, 22.5, NAN], [45, 12.5, NAN]])  # as above: 5/8 and 3/8, 1/8 and 7/8
    np.testing.assert_allclose(owa(s, w, (1, 3)), expected, rtol=1e-14)


@given(
    s=hnp.arrays(float, 4, elements=st.floats(0, 100)),
    w=hnp.arrays(float, 4, elements=st.floats(0.01, 10)),
    places=hnp.arrays(float, 3, elements=st.floats(0.01, 10)),
)
def test_a_child_counted_twice_is_a_child_of_twice_the_weight(s: np.ndarray, w: np.ndarray, places: np.ndarray) -> None:
    twice = one([*s, s[0]], tuple(places), [w[0] / 2, *w[1:], w[0] / 2])
    assert one(list(s), tuple(places), list(w)) == pytest.approx(twice, rel=1e-9, abs=1e-9)


def test_shares_add_up_and_go_to_children_that_are_there() -> None:
    s = np.array([[10.0, NAN], [30.0, 5.0], [20.0, NAN]])
    order, shares = place_shares(s, np.array([1.0, 1.0, 2.0]), (2, 1, 1))
    np.testing.assert_array_equal(order[:, 0], [1, 2, 0])
    assert order[0, 1] == 1
    np.testing.assert_allclose(shares.sum(axis=0), 1)
    np.testing.assert_array_equal(shares[1:, 1], 0)
