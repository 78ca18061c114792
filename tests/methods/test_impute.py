from __future__ import annotations

import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hubscore.methods.impute import MISSING, Policy, between, latest, linear

NAN = np.nan
X = np.array([1.0, NAN, 3.0, 8.0, NAN, NAN])
GROUPS = np.array([0, 0, 1, 1, 1, -1])
NONE_WORST = np.array([0.5])

ROWS = [pytest.param(row, id=row.name) for row in MISSING.values() if row.fills != "time"]
FILLING = [pytest.param(row, id=row.name) for row in MISSING.values() if row.fills == "hubs"]
IN_TIME = [pytest.param(row, id=row.name) for row in MISSING.values() if row.fills == "time"]
VALUES = st.floats(-1e12, 1e12) | st.just(NAN)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("renormalise", [1, NAN, 3, 8, NAN, NAN]),
        ("strict", [1, NAN, 3, 8, NAN, NAN]),
        ("mean", [1, 4, 3, 8, 4, 4]),
        ("median", [1, 3, 3, 8, 3, 3]),
        ("group_mean", [1, 1, 3, 8, 5.5, NAN]),
        ("group_median", [1, 1, 3, 8, 5.5, NAN]),
        ("worst", [1, 0.5, 3, 8, 0.5, 0.5]),
    ],
)
def test_closed_forms(name: str, expected: list[float]) -> None:
    np.testing.assert_allclose(MISSING[name].function(X, GROUPS, NONE_WORST), expected, rtol=1e-15)


def test_the_median_of_an_even_number_is_the_middle_of_two() -> None:
    filled = MISSING["median"].function(np.array([1.0, NAN, 3.0, 10.0, 4.0]), GROUPS[:5], NONE_WORST)
    assert filled[1] == 3.5


def test_a_group_without_any_value_stays_missing() -> None:
    x, groups = np.array([1.0, NAN, NAN]), np.array([0, 1, 1])
    for name in ("group_mean", "group_median"):
        np.testing.assert_array_equal(MISSING[name].function(x, groups, NONE_WORST), [1.0, NAN, NAN])


def test_hubs_without_a_group_are_not_a_group() -> None:
    x, groups = np.array([1.0, NAN, 5.0, NAN]), np.array([-1, -1, 0, 0])
    for name in ("group_mean", "group_median"):
        np.testing.assert_array_equal(MISSING[name].function(x, groups, NONE_WORST), [1.0, NAN, 5.0, 5.0])


@pytest.mark.parametrize("name", ["mean", "median", "group_mean", "group_median"])
def test_nothing_can_be_filled_from_nothing(name: str) -> None:
    assert np.isnan(MISSING[name].function(np.full(4, NAN), np.zeros(4, dtype=int), NONE_WORST)).all()


@pytest.mark.parametrize("row", ROWS)
def test_leading_axes_are_a_loop(row: Policy) -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=(3, 4, 6))
    x[rng.random(x.shape) < 0.4] = NAN
    worst = rng.normal(size=(3, 4, 1))
    filled = row.function(x, GROUPS, worst)
    looped = [[row.function(x[i, j], GROUPS, worst[i, j]) for j in range(x.shape[1])] for i in range(x.shape[0])]
    np.testing.assert_allclose(filled, looped, rtol=1e-12)


@pytest.mark.parametrize("row", ROWS)
@given(x=hnp.arrays(float, 6, elements=VALUES))
def test_what_is_there_stays(row: Policy, x: np.ndarray) -> None:
    before = x.copy()
    filled = row.function(x, GROUPS, NONE_WORST)
    np.testing.assert_array_equal(x, before)
    np.testing.assert_array_equal(filled[~np.isnan(x)], x[~np.isnan(x)])


@pytest.mark.parametrize("row", FILLING)
@given(x=hnp.arrays(float, 6, elements=VALUES))
def test_what_is_filled_lies_between_what_is_there_or_is_the_worst(row: Policy, x: np.ndarray) -> None:
    filled = row.function(x, GROUPS, NONE_WORST)[np.isnan(x)]
    filled = filled[~np.isnan(filled)]
    least, most = (reduce(np.append(x, NONE_WORST)) for reduce in (np.nanmin, np.nanmax))
    slack = 1e-12 * max(abs(least), abs(most))
    assert ((least - slack <= filled) & (filled <= most + slack)).all()


@given(x=hnp.arrays(float, 6, elements=VALUES))
def test_mean_and_median_are_those_of_the_standard_library(x: np.ndarray) -> None:
    there = x[~np.isnan(x)].tolist()
    if not there or len(there) == x.size:
        return
    gap = int(np.flatnonzero(np.isnan(x))[0])
    scale = max(map(abs, there))
    for name, oracle in (("mean", statistics.fmean), ("median", statistics.median)):
        assert MISSING[name].function(x, GROUPS, NONE_WORST)[gap] == pytest.approx(oracle(there), abs=1e-12 * scale)


YEAR = np.array([[2024, 2024], [2021, 2020], [2018, 0]])


@pytest.mark.parametrize(
    ("wanted", "reach", "expected"),
    [
        (2024, 0, [0, 0]),
        (2023, 10, [1, 1]),
        (2023, 2, [1, -1]),
        (2019, 10, [2, -1]),
        (2017, 10, [-1, -1]),
    ],
)
def test_latest(wanted: int, reach: float, expected: list[int]) -> None:
    before, after = latest(YEAR, np.ones(YEAR.shape, dtype=bool), wanted, reach)
    np.testing.assert_array_equal(before, expected)
    np.testing.assert_array_equal(after, expected)


@pytest.mark.parametrize(
    ("wanted", "reach", "before", "after"),
    [
        (2024, 0, [0, 0], [0, 0]),
        (2022, 10, [1, 1], [0, 0]),
        (2022, 2, [1, 1], [0, 0]),
        (2022, 1, [-1, -1], [-1, -1]),
        (2019, 10, [2, -1], [1, -1]),
        (2025, 10, [-1, -1], [-1, -1]),
    ],
)
def test_linear(wanted: int, reach: float, before: list[int], after: list[int]) -> None:
    slots = linear(YEAR, np.ones(YEAR.shape, dtype=bool), wanted, reach)
    np.testing.assert_array_equal(slots[0], before)
    np.testing.assert_array_equal(slots[1], after)


def test_readings_that_are_not_fit_do_not_count() -> None:
    fit = np.array([[False, True], [True, True], [True, False]])
    np.testing.assert_array_equal(latest(YEAR, fit, 2024, 10)[0], [1, 0])
    np.testing.assert_array_equal(linear(YEAR, fit, 2022, 10)[1], [-1, 0])


def test_of_readings_of_one_year_the_first_slot_counts() -> None:
    year = np.array([[2023], [2020], [2020]])
    fit = np.ones(year.shape, dtype=bool)
    assert latest(year, fit, 2021, 10)[0] == 1
    assert linear(year, fit, 2021, 10)[0] == 1


@pytest.mark.parametrize("row", IN_TIME)
@given(year=hnp.arrays(np.int64, (4, 5), elements=st.integers(2010, 2030)), reach=st.integers(0, 12), data=st.data())
def test_slots_are_within_reach_on_their_own_side(
    row: Policy, year: np.ndarray, reach: int, data: st.DataObject
) -> None:
    fit = data.draw(hnp.arrays(bool, year.shape))
    before, after = row.function(year, fit, 2020, float(reach))
    for hub in range(year.shape[1]):
        if before[hub] < 0:
            assert after[hub] < 0
            continue
        assert fit[before[hub], hub]
        assert fit[after[hub], hub]
        assert 2020 - reach <= year[before[hub], hub] <= 2020
        assert after[hub] == before[hub] or 2020 <= year[after[hub], hub] <= 2020 + reach
        own_side = year[fit[:, hub] & (year[:, hub] <= 2020), hub]
        assert year[before[hub], hub] == own_side.max()


def test_between_is_on_the_straight_line() -> None:
    ends = (np.array([10.0, 5.0, 7.0]), np.array([20.0, 5.0, 9.0]))
    years = (np.array([2020, 2018, 2022]), np.array([2024, 2026, 2022]))
    np.testing.assert_allclose(between(*ends, *years, 2022), [15.0, 5.0, 7.0], rtol=1e-15)
