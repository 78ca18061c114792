from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.methods.select import NONE, admitted, first, nearest, newest, picked

YEARS = st.integers(2015, 2025)
READINGS = st.lists(st.tuples(YEARS, st.booleans(), st.booleans()), min_size=1, max_size=6)
"""Year, covers the whole year, is fit."""


def columns(readings: list[tuple[int, bool, bool]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Year, whole, fit as arrays of shape (slot, 1), newest year first."""
    ordered = sorted(readings, key=lambda reading: -reading[0])
    year, whole, fit = (np.array(column)[:, None] for column in zip(*ordered, strict=True))
    return year, whole, fit


@pytest.mark.parametrize(
    ("as_of", "oldest", "weakest", "expected"),
    [
        (None, None, 5, [True, True, True, True, False]),
        (2024, None, 5, [False, True, True, True, False]),
        (None, 2020, 5, [True, True, False, True, False]),
        (None, 2019, 5, [True, True, True, True, False]),
        (None, None, 1, [True, False, True, True, False]),
        (2024, 2020, 1, [False, False, False, True, False]),
    ],
)
def test_admitted(as_of: int | None, oldest: int | None, weakest: int, expected: list[bool]) -> None:
    year, grade = np.array([2025, 2024, 2019, 0, 2024]), np.array([0, 3, 1, 1, -1])
    np.testing.assert_array_equal(admitted(year, grade, as_of, oldest, weakest), expected)


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([(2024, True, True), (2022, True, True)], 0),
        ([(2024, True, False), (2022, True, True)], 1),
        ([(2024, True, False), (2022, True, False)], NONE),
        ([(2024, False, True), (2022, True, True)], 1),
        ([(2024, False, True), (2021, True, True)], 0),
        ([(2024, False, True), (2022, True, False)], 0),
        ([(2024, False, True), (2024, True, True)], 1),
        ([(2024, True, True), (2024, True, True)], 0),
        ([(2024, False, True), (2023, False, True)], 0),
        ([(2025, False, True), (2024, False, True), (2022, True, True)], 0),
        ([(2024, False, True), (0, True, True)], 1),
        ([(2024, True, True)], 0),
        ([(2024, False, True)], 0),
        ([(2024, True, False)], NONE),
    ],
)
def test_newest(readings: list[tuple[int, bool, bool]], expected: int) -> None:
    assert newest(*columns(readings))[0] == expected


@given(readings=READINGS)
def test_newest_is_whole_unless_the_part_is_more_than_two_years_newer(readings: list[tuple[int, bool, bool]]) -> None:
    year, whole, fit = columns(readings)
    slot = newest(year, whole, fit)[0]
    wholes = [int(y) for y, w, f in zip(year[:, 0], whole[:, 0], fit[:, 0], strict=True) if w and f]
    parts = [int(y) for y, w, f in zip(year[:, 0], whole[:, 0], fit[:, 0], strict=True) if f and not w]
    if not wholes and not parts:
        assert slot == NONE
        return
    assert fit[slot, 0]
    if wholes and (not parts or max(parts) - max(wholes) <= 2):
        assert (year[slot, 0], whole[slot, 0]) == (max(wholes), True)
    else:
        assert (year[slot, 0], whole[slot, 0]) == (max(parts), False)


@pytest.mark.parametrize(
    ("readings", "wanted", "expected"),
    [
        ([(2024, True, True), (2022, True, True)], 2022, 1),
        ([(2024, True, True), (2022, True, True)], 2023, 1),
        ([(2024, True, True), (2021, True, True)], 2023, 0),
        ([(2024, True, True)], 2021, 0),
        ([(2024, True, True)], 2020, NONE),
        ([(2024, True, False), (2021, True, True)], 2024, 1),
        ([(2024, False, True), (2021, True, True)], 2024, 1),
        ([(2024, False, True), (2020, True, True)], 2024, 0),
        ([(2024, True, True), (2024, True, True)], 2024, 0),
        ([(0, True, True)], 2024, 0),
        ([(2023, True, True), (0, True, True)], 2024, 1),
        ([(2024, True, True), (2010, True, True)], 0, 0),
    ],
)
def test_nearest(readings: list[tuple[int, bool, bool]], wanted: int, expected: int) -> None:
    assert nearest(*columns(readings), np.array([wanted]))[0] == expected


@given(readings=READINGS, wanted=YEARS)
def test_nearest_is_whole_then_near_then_earlier(readings: list[tuple[int, bool, bool]], wanted: int) -> None:
    year, whole, fit = columns(readings)
    slot = nearest(year, whole, fit, np.array([wanted]))[0]
    within = [reading for reading in readings if reading[2] and abs(reading[0] - wanted) <= 3]
    if not within:
        assert slot == NONE
        return
    best = min(within, key=lambda reading: (not reading[1], abs(reading[0] - wanted), reading[0]))
    assert (year[slot, 0], whole[slot, 0], fit[slot, 0]) == best


@given(readings=st.lists(READINGS.filter(lambda readings: len(readings) == 3), min_size=4, max_size=4), wanted=YEARS)
def test_trailing_axes_are_a_loop(readings: list[list[tuple[int, bool, bool]]], wanted: int) -> None:
    cells = [columns(cell) for cell in readings]
    year, whole, fit = (np.concatenate(column, axis=1) for column in zip(*cells, strict=True))
    np.testing.assert_array_equal(newest(year, whole, fit), [newest(*cell)[0] for cell in cells])
    years = np.full(4, wanted)
    np.testing.assert_array_equal(
        nearest(year, whole, fit, years), [nearest(*cell, np.array([wanted]))[0] for cell in cells]
    )
    square = (3, 2, 2)
    folded = newest(year.reshape(square), whole.reshape(square), fit.reshape(square))
    np.testing.assert_array_equal(folded.ravel(), newest(year, whole, fit))


def test_first() -> None:
    slot, there = first(np.array([[False, True, False], [True, True, False]]))
    np.testing.assert_array_equal(slot, [1, 0, 0])
    np.testing.assert_array_equal(there, [True, True, False])


def test_picked_reads_the_chosen_slot_and_slot_0_for_none() -> None:
    array = np.array([[1, 2, 3], [4, 5, 6]])
    np.testing.assert_array_equal(picked(array, np.array([1, 0, NONE])), [4, 2, 3])
    np.testing.assert_array_equal(picked(array[:1], np.array([0, NONE, 0])), [1, 2, 3])
