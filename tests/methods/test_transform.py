from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.methods.method import Method
from hubscore.methods.transform import TRANSFORMS

ROWS = [pytest.param(row, id=row.name) for row in TRANSFORMS.values()]
POSITIVE = st.floats(min_value=1e-9, max_value=1e15)


@pytest.mark.parametrize(
    ("name", "parameter", "x", "y"),
    [
        ("none", None, -2.5, -2.5),
        ("log", 0.0, math.e**2, 2.0),
        ("log", 0.01, 0.0, math.log(0.01)),
        ("log1p", None, math.e - 1, 1.0),
        ("log1p", None, 1e-20, 1e-20),
        ("sqrt", None, 49.0, 7.0),
        ("sqrt", None, 0.0, 0.0),
    ],
)
def test_closed_forms(name: str, parameter: float | None, x: float, y: float) -> None:
    transform = TRANSFORMS[name].function
    assert transform(np.array([x]), parameter)[0] == pytest.approx(y, rel=1e-15)
    assert float(transform(x, parameter)) == pytest.approx(y, rel=1e-15)


@pytest.mark.parametrize(
    ("name", "parameter", "x"),
    [("log", 0.0, 0.0), ("log", 0.0, -1.0), ("log", 0.5, -0.5), ("log1p", None, -1.0), ("sqrt", None, -1e-9)],
)
def test_undefined_is_missing(name: str, parameter: float | None, x: float) -> None:
    transform = TRANSFORMS[name].function
    np.testing.assert_array_equal(np.isnan(transform(np.array([x, 4.0]), parameter)), [True, False])
    assert np.isnan(transform(x, parameter))


@pytest.mark.parametrize("row", ROWS)
def test_missing_stays_missing(row: Method) -> None:
    x = np.array([1.0, np.nan, 3.0])
    np.testing.assert_array_equal(np.isnan(row.function(x, row.default)), [False, True, False])


@pytest.mark.parametrize("row", ROWS)
def test_leading_axes_are_a_loop(row: Method) -> None:
    x = np.random.default_rng(7).uniform(0.5, 9.0, (2, 3, 5))
    looped = [[row.function(line, row.default) for line in block] for block in x]
    np.testing.assert_array_equal(row.function(x, row.default), looped)


@pytest.mark.parametrize("row", ROWS)
@given(one=POSITIVE, other=POSITIVE)
def test_more_never_becomes_less(row: Method, one: float, other: float) -> None:
    low, high = row.function(np.array([min(one, other), max(one, other)]), row.default)
    assert low <= high
