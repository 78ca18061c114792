from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.methods.weigh import coverage, shares

WEIGHTS = st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=8)


def test_shares_keep_the_proportions() -> None:
    np.testing.assert_allclose(shares(np.array([3.0, 1.0, 0.0])), [0.75, 0.25, 0.0], rtol=1e-15)


def test_shares_of_each_draw() -> None:
    weights = np.array([[2.0, 2.0, 0.0], [1.0, 3.0, 4.0]])
    np.testing.assert_allclose(shares(weights), [[0.5, 0.5, 0], [0.125, 0.375, 0.5]], rtol=1e-15)


@given(weights=WEIGHTS, factor=st.floats(1e-6, 1e6))
def test_shares_sum_to_one_and_know_no_unit(weights: list[float], factor: float) -> None:
    w = np.array(weights)
    assert shares(w).sum() == pytest.approx(1, abs=1e-12)
    np.testing.assert_allclose(shares(w * factor), shares(w), rtol=1e-12)


def test_coverage_is_the_weight_that_is_scored() -> None:
    scored = np.array([[True, True, True, False], [True, True, False, False], [True, False, True, False]])
    np.testing.assert_allclose(coverage(np.array([1.0, 2.0, 1.0]), scored), [1.0, 0.75, 0.5, 0.0], rtol=1e-15)


def test_what_does_not_apply_is_not_missing() -> None:
    scored = np.array([[True, False, False], [False, False, False]])
    applies = np.array([[True, True, False], [False, True, False]])
    np.testing.assert_array_equal(coverage(np.array([0.3, 0.7]), scored, applies), [1.0, 0.0, 0.0])


@pytest.mark.parametrize("weights", [[0.1, 0.2, 0.7], [0.1] * 10, [1 / 3, 1 / 3, 1 / 3], [0.3, 0.3, 0.3, 0.1]])
def test_all_is_exactly_all(weights: list[float]) -> None:
    scored = np.ones((len(weights), 5), dtype=bool)
    assert (coverage(np.array(weights), scored) == 1).all()
    assert (coverage(np.array(weights), scored, scored) == 1).all()


def test_next_to_nothing_is_not_nothing() -> None:
    scored = np.array([[True], [False], [False], [False]])
    assert coverage(np.array([1e-6, 1e6, 1e6, 1e6]), scored)[0] == pytest.approx(1e-12 / 3, rel=1e-9, abs=0)


def test_half_is_exactly_half() -> None:
    scored = np.array([[True], [True], [True], [False]])
    assert coverage(np.array([0.1, 0.2, 0.3, 0.6]), scored)[0] == 0.5


def test_coverage_has_leading_axes_on_either_side() -> None:
    rng = np.random.default_rng(3)
    weights, scored = rng.uniform(0.1, 1, (4, 3)), rng.random((4, 3, 6)) < 0.5
    np.testing.assert_array_equal(
        coverage(weights, scored), [coverage(w, s) for w, s in zip(weights, scored, strict=True)]
    )
    np.testing.assert_array_equal(coverage(weights, scored[0]), [coverage(w, scored[0]) for w in weights])
    np.testing.assert_array_equal(coverage(weights[0], scored), [coverage(weights[0], s) for s in scored])
    everywhere = np.ones_like(scored)
    np.testing.assert_array_equal(coverage(weights, scored, everywhere), coverage(weights, scored))


@given(weights=WEIGHTS, data=st.data())
def test_coverage_is_a_share_and_grows_with_what_is_scored(weights: list[float], data: st.DataObject) -> None:
    flags = st.lists(st.booleans(), min_size=len(weights), max_size=len(weights))
    some, more = np.array(data.draw(flags)), np.array(data.draw(flags))
    w = np.array(weights)
    less = coverage(w, some[:, None])[0]
    assert 0 <= less <= coverage(w, (some | more)[:, None])[0] <= 1
