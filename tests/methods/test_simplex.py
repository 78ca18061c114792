"""Against scipy: tests/oracles/test_scipy_linear.py."""

from __future__ import annotations

import numpy as np
import pytest

from hubscore.methods import simplex
from hubscore.methods.simplex import greatest

ROWS = np.array([[1.0, 2.0], [3.0, 1.0]])
BEALE = np.array([[1 / 4, -8, -1, 9], [1 / 2, -12, -1 / 2, 3], [0, 0, 1, 0]])


def test_two_by_hand() -> None:
    # x + 2 y <= 4 and 3 x + y <= 7 meet at (2, 1); without a gain in y the corner is (7/3, 0).
    found = greatest(np.array([ROWS, ROWS, ROWS]), np.array([4.0, 7.0]), np.array([[1.0, 1], [1, 0], [0, 0]]))
    np.testing.assert_allclose(found, [3, 7 / 3, 0], rtol=1e-14)


def test_programmes_do_not_look_at_each_other() -> None:
    gains = np.array([[1.0, 1], [1, 0], [0, 1]])
    found = greatest(np.array([ROWS, ROWS, ROWS]), np.array([4.0, 7.0]), gains)
    np.testing.assert_allclose(found, [3, 7 / 3, 2], rtol=1e-14)


@pytest.mark.parametrize("patience", [0, 50])
def test_steps_that_gain_nothing_end(monkeypatch: pytest.MonkeyPatch, patience: int) -> None:
    """Beale 1955: with two limits of 0 the greatest gain leads round in a circle; the answer is 1.25."""
    monkeypatch.setattr(simplex, "PATIENCE", patience)
    found = greatest(BEALE[None], np.array([0.0, 0, 1]), np.array([[3 / 4, -20, 1 / 2, -6]]))
    assert found == pytest.approx([1.25], rel=1e-12)


def test_where_there_is_no_greatest() -> None:
    rows = np.array([[[1.0, -1.0]], [[1.0, 1.0]]])
    found = greatest(rows, np.array([1.0]), np.ones((2, 2)))
    assert np.isnan(found[0])
    assert found[1] == 1


def test_what_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simplex, "STEPS", 1)
    assert np.isnan(greatest(ROWS[None], np.array([4.0, 7.0]), np.ones((1, 2)))).all()


def test_what_is_given_is_left_alone() -> None:
    rows, limits, gains = ROWS[None].copy(), np.array([4.0, 7.0]), np.ones((1, 2))
    for array in (rows, limits, gains):
        array.flags.writeable = False
    assert greatest(rows, limits, gains) == pytest.approx([3])
