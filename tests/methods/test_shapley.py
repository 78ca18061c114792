"""Shapley values against the formula over subsets, and where not every subset has a value."""

from __future__ import annotations

from itertools import permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hubscore.methods.shapley import shapley

NUMBERS = st.floats(-1e6, 1e6)


def by_subsets(values: np.ndarray) -> list[float]:
    """The formula of Shapley (1953): each subset weighs as often as it comes first."""
    count = len(values).bit_length() - 1
    parts = []
    for change in range(count):
        part = 0.0
        for made in range(len(values)):
            if not made >> change & 1:
                size = made.bit_count()
                share = factorial(size) * factorial(count - size - 1) / factorial(count)
                part += share * (values[made | 1 << change] - values[made])
        parts.append(part)
    return parts


@given(st.integers(1, 4).flatmap(lambda count: arrays(float, 2**count, elements=NUMBERS)))
def test_the_formula_over_subsets(values: np.ndarray) -> None:
    parts = shapley(values)
    np.testing.assert_allclose(parts, by_subsets(values), atol=1e-6)
    assert parts.sum() == pytest.approx(values[-1] - values[0], abs=1e-6)


@given(arrays(float, (16, 3), elements=NUMBERS | st.just(np.nan)))
def test_the_mean_over_orders_with_a_value_at_every_step(values: np.ndarray) -> None:
    parts = shapley(values)
    for hub in range(3):
        orders = []
        for order in permutations(range(4)):
            steps, made = [0.0] * 4, 0
            for change in order:
                steps[change] = values[made | 1 << change, hub] - values[made, hub]
                made |= 1 << change
            if not np.isnan(steps).any():
                orders.append(steps)
        expected = np.mean(orders, axis=0) if orders else np.full(4, np.nan)
        np.testing.assert_allclose(parts[:, hub], expected, atol=1e-6)


def test_a_change_without_effect_gets_nothing_and_equals_get_the_same() -> None:
    values = np.array([0, 0, 3, 3, 3, 3, 10, 10])
    np.testing.assert_allclose(shapley(values), [0, 5, 5])


def test_back_is_the_same_way_with_the_other_sign() -> None:
    values = np.random.default_rng(1).normal(size=(16, 5))
    values[[3, 9], 2] = np.nan
    np.testing.assert_allclose(shapley(values[::-1]), -shapley(values))
