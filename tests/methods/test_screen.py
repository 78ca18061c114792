"""How much of what is due has a reading."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hubscore.methods.screen import availability

INSIDE = np.array([[True, True, False], [False, False, True], [True, True, True]])


def test_weight_of_what_is_there_by_node() -> None:
    due = np.array([[0.3], [0.1], [0.6]])
    present = np.array([[True, False], [False, True], [True, False]])
    np.testing.assert_allclose(availability(due, present, INSIDE), [[0.75, 0.25], [1, 0], [0.9, 0.1]])


def test_what_does_not_apply_is_not_due() -> None:
    due = np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    present = np.array([[True, False], [False, False], [True, False]])
    found = availability(due, present, INSIDE)
    np.testing.assert_allclose(found, [[1 / 2, np.nan], [1, 0], [2 / 3, 0]], atol=1e-12)


def test_all_of_it_is_exactly_1_and_a_part_has_all_its_digits() -> None:
    due = np.array([[0.1], [0.2], [0.7]])
    assert availability(due, np.ones((3, 1), dtype=bool), INSIDE)[-1, 0] == 1
    two_of_three = availability(np.ones((3, 1)), np.array([[True], [False], [True]]), INSIDE)
    assert two_of_three[-1, 0] == 2 / 3


@pytest.mark.parametrize("hubs", [1, 2, 7, 24, 100])
@pytest.mark.parametrize("leaves", [3, 6, 49])
def test_all_of_it_is_exactly_1_for_every_hub(hubs: int, leaves: int) -> None:
    due = np.full((leaves, 1), 1 / leaves)
    found = availability(due, np.ones((leaves, hubs), dtype=bool), np.ones((2, leaves), dtype=bool))
    assert (found == 1).all()


@given(arrays(bool, (3, 4)), arrays(float, (3, 1), elements=st.floats(0.01, 10)))
def test_more_readings_never_mean_less(present: np.ndarray, due: np.ndarray) -> None:
    more = present.copy()
    more[0] = True
    less = availability(due, present, INSIDE)
    assert (availability(due, more, INSIDE) >= less - 1e-12).all()
    assert ((less >= 0) & (less <= 1)).all()
