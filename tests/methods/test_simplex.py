"""Against scipy: tests/oracles/test_scipy_linear.py."""

from __future__ import annotations

from fractions import Fraction

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


@pytest.mark.parametrize("patience", [0, 50])
def test_programmes_do_not_look_at_each_other(monkeypatch: pytest.MonkeyPatch, patience: int) -> None:
    monkeypatch.setattr(simplex, "PATIENCE", patience)
    gains = np.array([[0.0, 1], [1, 0], [1, 1]])
    found = greatest(np.array([ROWS, ROWS, ROWS]), np.array([4.0, 7.0]), gains)
    np.testing.assert_allclose(found, [2, 7 / 3, 3], rtol=1e-14)


def test_what_is_solved_waits_for_the_others() -> None:
    rows = np.array([[[0.0, 1], [0, 1]], ROWS])  # of the first programme nothing limits x, which gains nothing
    np.testing.assert_allclose(greatest(rows, np.array([4.0, 7.0]), np.array([[0.0, 1], [1, 1]])), [4, 3], rtol=1e-14)


@pytest.mark.parametrize("limits", [(0.5, 0.25), (0.25, 0.5)])
def test_the_row_that_limits_first_counts(limits: tuple[float, ...]) -> None:
    assert greatest(np.array([[[1.0, 0], [1.0, 0]]]), np.array(limits), np.array([[1.0, 0]])) == [0.25]


def test_the_greatest_gain_goes_first_until_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """x + y <= 1: by the greatest gain y at once, by the first name x before it, which is a step more."""
    monkeypatch.setattr(simplex, "STEPS", 2)
    task = np.array([[[1.0, 1.0]]]), np.array([1.0]), np.array([[1.0, 10.0]])
    assert greatest(*task) == [10]
    monkeypatch.setattr(simplex, "PATIENCE", 0)
    assert np.isnan(greatest(*task))


@pytest.mark.parametrize("patience", [0, 50])
def test_steps_that_gain_nothing_end(monkeypatch: pytest.MonkeyPatch, patience: int) -> None:
    """Beale 1955: with two limits of 0 the greatest gain leads round in a circle; the answer is 1.25."""
    monkeypatch.setattr(simplex, "PATIENCE", patience)
    found = greatest(BEALE[None], np.array([0.0, 0, 1]), np.array([[3 / 4, -20, 1 / 2, -6]]))
    assert found == pytest.approx([1.25], rel=1e-12)


def by_first_names(rows: np.ndarray, limits: np.ndarray, gains: np.ndarray) -> tuple[int, Fraction]:
    """Bland's rule in fractions, on a tableau with every name in a column of its own: the steps and the greatest."""
    height, width = rows.shape
    parts = zip(rows, np.eye(height, dtype=int), limits, strict=True)
    table = [[*map(Fraction, map(int, (*row, *own, limit)))] for row, own, limit in parts]
    goal = [*map(Fraction, map(int, gains)), *[Fraction(0)] * (height + 1)]
    names, steps = [*range(width, width + height)], 0
    while any(gain > 0 for gain in goal[:-1]):
        column = next(name for name, gain in enumerate(goal[:-1]) if gain > 0)
        able = [at for at in range(height) if table[at][column] > 0]
        row = min(able, key=lambda at: (table[at][-1] / table[at][column], names[at]))
        table[row] = [each / table[row][column] for each in table[row]]
        for other in (goal, *(table[at] for at in range(height) if at != row)):
            other[:] = [each - other[column] * mine for each, mine in zip(other, table[row], strict=True)]
        names[row], steps = column, steps + 1
    return steps, -goal[-1]


@pytest.mark.parametrize("seed", range(12))
def test_with_no_patience_the_rule_that_goes_round_in_no_circle_is_kept(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    rows, limits, gains = rng.integers(-2, 4, (8, 6)), rng.integers(0, 2, 8), rng.integers(0, 5, 6)
    rows[-1], limits[-1] = 1, 3  # so that there is a greatest
    steps, expected = by_first_names(rows, limits, gains)
    task = rows[None].astype(float), limits.astype(float), gains[None].astype(float)
    monkeypatch.setattr(simplex, "PATIENCE", 0)
    monkeypatch.setattr(simplex, "STEPS", steps + 1)
    assert greatest(*task) == pytest.approx([float(expected)], rel=1e-9, abs=1e-9)
    monkeypatch.setattr(simplex, "STEPS", steps)
    assert np.isnan(greatest(*task)).all()


def test_where_there_is_no_greatest() -> None:
    rows = np.array([[[1.0, -1.0], [0, 0]], [[-1.0, 0.0], [0, 1]], [[1.0, 1.0], [0, 0]]])
    found = greatest(rows, np.ones(2), np.ones((3, 2)))
    np.testing.assert_array_equal(found, [np.nan, np.nan, 1])


def test_what_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simplex, "STEPS", 1)
    assert np.isnan(greatest(ROWS[None], np.array([4.0, 7.0]), np.ones((1, 2)))).all()


def test_what_is_given_is_left_alone() -> None:
    rows, limits, gains = ROWS[None].copy(), np.array([4.0, 7.0]), np.ones((1, 2))
    for array in (rows, limits, gains):
        array.flags.writeable = False
    assert greatest(rows, limits, gains) == pytest.approx([3])
