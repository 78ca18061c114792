from __future__ import annotations

import numpy as np
import pytest

from hubscore.methods.frontier import doubtful, programme
from hubscore.methods.outcome import Refusal

Y = np.array([[4.0, 2, 0], [1.0, 2, 5]])


def test_a_programme_without_bounds() -> None:
    task = programme(Y, 1)
    np.testing.assert_array_equal(task.objective, [-2, -2])
    np.testing.assert_array_equal(task.a_ub, [[4, 1], [2, 2], [0, 5]])
    np.testing.assert_array_equal(task.b_ub, [1, 1, 1])
    assert task.bounds == (0, None)


def test_bounds_are_rows_that_know_no_unit_of_weights() -> None:
    task = programme(Y, 0, 0.25, 0.5)
    # At w = (1/2, 2) the first hub's sum is 2 + 2: shares of a half each, within both bounds.
    np.testing.assert_allclose(task.a_ub[3:] @ np.array([0.5, 2]), [-1, -1, 0, 0])
    # At w = (3/4, 1) it is 3 + 1: the second share is just a quarter, the first above a half.
    np.testing.assert_allclose(task.a_ub[3:] @ np.array([0.75, 1]), [-2, 0, 1, -1])
    np.testing.assert_array_equal(task.b_ub, [1, 1, 1, 0, 0, 0, 0])


@pytest.mark.parametrize(("least", "most", "rows"), [(0, 1, 3), (0.1, 1, 5), (0, 0.9, 5), (0.1, 0.9, 7)])
def test_bounds_that_bind_nothing_have_no_rows(least: float, most: float, rows: int) -> None:
    task = programme(Y, 2, least, most)
    assert task.a_ub.shape == (rows, 2)
    assert task.b_ub.shape == (rows,)


@pytest.mark.parametrize(
    ("y", "least", "most", "refusal"),
    [
        (Y - 1, 0, 1, ("negative", (0,))),
        (Y * [[0], [1]], 0, 1, ("constant", (0,))),
        (Y, 0.51, 1, ("least", (), 0.5)),
        (Y, 0, 0.49, ("most", (), 0.5)),
    ],
)
def test_what_cannot_be_solved(y: np.ndarray, least: float, most: float, refusal: tuple[object, ...]) -> None:
    found = doubtful(y, least, most)
    assert isinstance(found, Refusal)
    assert found[: len(refusal)] == refusal


def test_a_third_three_times_is_all() -> None:
    y = np.ones((3, 2))
    assert doubtful(y, 1 / 3, 1 / 3) is None
    assert doubtful(np.ones((49, 2)), 1 / 49, 1 / 49) is None
