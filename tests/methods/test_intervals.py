from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.methods.intervals import BOUNDS, interval
from hubscore.methods.method import Method

NAN = math.nan
NUMBERS = st.floats(-1e9, 1e9)


def closed(
    value: float = NAN,
    low: float = NAN,
    high: float = NAN,
    covers: float = 1.0,
    open_bound: float = 0.25,
    rank_ends: tuple[float, float] | None = None,
) -> tuple[float, float, float]:
    cells = (np.array([cell]) for cell in (value, low, high, covers))
    ends = interval(*cells, open_bound, rank_ends)
    return float(ends[0][0]), float(ends[1][0]), float(ends[2][0])


def test_an_exact_value_is_an_interval_of_no_width() -> None:
    assert closed(value=7.1) == (7.1, 7.1, 7.1)


def test_no_reading_is_no_interval() -> None:
    assert np.isnan(closed()).all()


def test_two_bounds_are_the_interval_and_their_middle_is_what_is_printed() -> None:
    assert closed(low=10, high=120) == (10, 120, 65)


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ({"low": 260}, (260, 325, 260)),
        ({"high": 200}, (150, 200, 200)),
        ({"low": -4}, (-4, -3, -4)),
        ({"high": -4}, (-5, -4, -4)),
        ({"low": 0}, (0, 0, 0)),
        ({"low": 100, "open_bound": 0.1}, (100, 110, 100)),
    ],
)
def test_an_open_end_is_a_share_of_the_bound_away(
    reading: dict[str, float], expected: tuple[float, float, float]
) -> None:
    assert closed(**reading) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ({"low": 60}, (60, 121, 60)),
        ({"high": 20}, (1, 20, 20)),
        ({"low": 121}, (121, 121, 121)),
        ({"low": 150}, (150, 150, 150)),
        ({"high": 0.5}, (0.5, 0.5, 0.5)),
        ({"value": 30}, (30, 30, 30)),
    ],
)
def test_the_open_end_of_a_rank_is_the_goalpost(
    reading: dict[str, float], expected: tuple[float, float, float]
) -> None:
    assert closed(**reading, rank_ends=(1, 121)) == expected


@pytest.mark.parametrize("bound", ["low", "value"])
def test_a_part_of_a_year_may_reach_the_whole_year_and_a_tenth(bound: str) -> None:
    # 355.26 in three quarters is 473.68 a year; a tenth more is 521.048.
    assert closed(**{bound: 355.26}, covers=0.75) == pytest.approx((355.26, 521.048, 355.26), rel=1e-15)


def test_a_part_year_with_both_bounds_stays_within_them() -> None:
    assert closed(low=3, high=8, covers=0.5) == (3, 8, 5.5)


@pytest.mark.parametrize("rank_ends", [None, (1.0, 121.0)])
def test_leading_axes_are_a_loop(rank_ends: tuple[float, float] | None) -> None:
    rng = np.random.default_rng(11)
    value, low = rng.uniform(-50, 50, (2, 4, 9))
    high, covers = low + rng.uniform(0, 9, (4, 9)), rng.choice([0.5, 1.0], (4, 9))
    value[rng.random((4, 9)) < 0.7] = np.nan
    low[~np.isnan(value) | (rng.random((4, 9)) < 0.3)] = np.nan
    high[~np.isnan(value) | (rng.random((4, 9)) < 0.3)] = np.nan
    looped = [interval(*rows, 0.25, rank_ends) for rows in zip(value, low, high, covers, strict=True)]
    np.testing.assert_array_equal(interval(value, low, high, covers, 0.25, rank_ends), np.swapaxes(looped, 0, 1))


@given(
    low=st.none() | NUMBERS,
    width=st.none() | st.floats(0, 1e6),
    covers=st.just(1.0) | st.floats(0.01, 1),
    open_bound=st.floats(0, 1),
    ranked=st.booleans(),
    higher=st.booleans(),
)
def test_the_point_lies_in_the_interval_and_the_interval_within_the_bounds(
    low: float | None, width: float | None, covers: float, open_bound: float, ranked: bool, higher: bool
) -> None:
    at_least = NAN if low is None else low
    at_most = NAN if width is None else (0.0 if low is None else low) + width
    rank_ends = (1.0, 121.0) if ranked else None
    least, most, printed = closed(low=at_least, high=at_most, covers=covers, open_bound=open_bound, rank_ends=rank_ends)
    if low is None and width is None:
        assert np.isnan([least, most, printed]).all()
        return
    assert not least < at_least
    assert not most > at_most
    for row in BOUNDS.values():
        assert least <= row.function(least, most, printed, higher) <= most


@pytest.mark.parametrize(
    ("name", "higher", "expected"),
    [
        ("middle", True, 15.0),
        ("middle", False, 15.0),
        ("bound", True, 12.0),
        ("bound", False, 12.0),
        ("cautious", True, 10.0),
        ("cautious", False, 20.0),
    ],
)
def test_point_values(name: str, higher: bool, expected: float) -> None:
    ends = (np.array([10.0]), np.array([20.0]), np.array([12.0]))
    assert BOUNDS[name].function(*ends, higher)[0] == expected


@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in BOUNDS.values()])
@given(value=NUMBERS)
def test_an_exact_value_is_its_own_point(row: Method, value: float) -> None:
    ends = [np.array([end]) for end in closed(value=value)]
    assert row.function(*ends, True)[0] == value
    assert row.function(*ends, False)[0] == value
