from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.methods.denominate import ratio

NUMBERS = st.floats(-1e6, 1e6)
POSITIVES = st.floats(1e-3, 1e6)


def divided(low: float, high: float, per_low: float, per_high: float, amount: float = 1.0) -> tuple[float, float]:
    ends = ratio(*(np.array([end]) for end in (low, high, per_low, per_high)), amount)
    return float(ends[0][0]), float(ends[1][0])


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ((10.0, 10.0, 4.0, 4.0), (2.5, 2.5)),
        ((10.0, 20.0, 2.0, 5.0), (2.0, 10.0)),
        ((-10.0, 20.0, 2.0, 5.0), (-5.0, 10.0)),
        ((-20.0, -10.0, 2.0, 5.0), (-10.0, -2.0)),
        ((0.0, 0.0, 2.0, 5.0), (0.0, 0.0)),
        ((0.5, 0.75, 2.0, 4.0), (0.125, 0.375)),
    ],
)
def test_interval_arithmetic(ends: tuple[float, float, float, float], expected: tuple[float, float]) -> None:
    assert divided(*ends) == expected


def test_per_amount() -> None:
    assert divided(3.0, 3.0, 200.0, 200.0, amount=100.0) == (1.5, 1.5)


def test_missing_on_either_side_is_missing() -> None:
    low, high = ratio(*np.array([[1.0, np.nan], [1.0, np.nan], [np.nan, 2.0], [np.nan, 2.0]]), 1.0)
    assert np.isnan([low, high]).all()


def test_leading_axes_are_a_loop() -> None:
    rng = np.random.default_rng(5)
    low, per_low = rng.uniform(-5, 5, (4, 7)), rng.uniform(1, 5, (4, 7))
    high, per_high = low + rng.uniform(0, 3, (4, 7)), per_low + rng.uniform(0, 3, (4, 7))
    looped = [ratio(*rows, 10.0) for rows in zip(low, high, per_low, per_high, strict=True)]
    np.testing.assert_array_equal(ratio(low, high, per_low, per_high, 10.0), np.swapaxes(looped, 0, 1))


@given(low=NUMBERS, width=POSITIVES, per_low=POSITIVES, per_width=POSITIVES, at=st.floats(0, 1), per_at=st.floats(0, 1))
def test_every_ratio_of_members_is_inside(
    low: float, width: float, per_low: float, per_width: float, at: float, per_at: float
) -> None:
    least, most = divided(low, low + width, per_low, per_low + per_width)
    member = (low + at * width) / (per_low + per_at * per_width)
    slack = 1e-12 * max(abs(least), abs(most))
    assert least - slack <= member <= most + slack
