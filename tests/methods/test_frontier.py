from __future__ import annotations

import numpy as np
import pytest

from hubscore.methods import frontier
from hubscore.methods.frontier import best, doubtful, leaders, programme, undominated
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
        (Y - [[0], [3]], 0, 1, ("negative", (1,))),
        (Y * [[0], [1]], 0, 1, ("constant", (0,))),
        (np.array([[0.3, 0.1 + 0.2], [1, 2]]), 0, 1, ("constant", (0,))),
        (Y, 0.51, 1, ("least", (), 0.5)),
        (Y, 0, 0.49, ("most", (), 0.5)),
    ],
)
def test_what_cannot_be_solved(y: np.ndarray, least: float, most: float, refusal: tuple[object, ...]) -> None:
    found = doubtful(y, least, most)
    assert isinstance(found, Refusal)
    assert found[: len(refusal)] == refusal


def test_a_third_three_times_is_all() -> None:
    for children in (3, 49):
        assert doubtful(np.ones((children, 2)) * [1, 2], 1 / children, 1 / children) is None


def test_the_best_weights_by_hand() -> None:
    """The hub (2, 2) against (4, 1) and (0, 5): 4 a + b = 5 b = 1 gives a = b = 1/5."""
    np.testing.assert_allclose(best(Y, Y), [1, 0.8, 1], rtol=1e-14)
    np.testing.assert_allclose(best(np.array([[0.0, 0], [0, 5]]), Y), [0, 1], rtol=1e-14)


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [
        # 5 b = 1 is the most that (0, 5) allows: the second child of (4, 1) is 0.2, a quarter of its sum or a half
        (0.25, 1, [0.8, 0.8, 0]),
        (0.4, 1, [0.5, 0.8, 0]),
        (0.5, 1, [0.4, 0.8, 0]),
        (0, 0.75, [0.8, 0.8, 0]),
        (0, 0.5, [0.4, 0.8, 0]),
        (0.1, 0.75, [0.8, 0.8, 0]),
        (0.1, 0.5, [0.4, 0.8, 0]),
        (0.5, 0.5, [0.4, 0.8, 0]),
    ],
)
def test_the_best_weights_within_bounds_by_hand(least: float, most: float, expected: list[float]) -> None:
    np.testing.assert_allclose(best(Y, Y, least, most), expected, rtol=1e-14)


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [(0.2, 1, 1), (1 / 3, 1 / 3, 0.75), (0.3, 1, 0.25 / 0.3), (0.2, 0.36, 0.25 / 0.28), (0, 0.36, 0.25 / 0.28)],
)
def test_shares_of_three_children_by_hand(least: float, most: float, expected: float) -> None:
    """No weight is above 1, so that the third child of (1, 1/2, 1/4) adds a quarter, the others what shares allow."""
    y = np.array([[1.0, 1, 0, 0], [0.5, 0, 1, 0], [0.25, 0, 0, 1]])
    scores = best(y, y[:, 1:], least, most)
    np.testing.assert_allclose(scores[0], expected, rtol=1e-14)
    assert not np.signbit(scores).any()  # what scores nothing has no minus before it


def test_no_score_is_above_1() -> None:
    y = np.random.default_rng(2).uniform(0.5, 1, (4, 200))
    scores = best(y, leaders(y))
    assert scores.max() == 1
    assert scores.min() > 0.5


def test_shares_that_cannot_be_taken_score_nothing() -> None:
    np.testing.assert_allclose(best(Y, Y, 0.1)[2], 0)
    np.testing.assert_allclose(best(Y, Y, 0.0, 0.9)[2], 0)


def test_a_child_that_no_rival_has_sets_no_limit() -> None:
    np.testing.assert_array_equal(best(np.array([[0.5, 0.5], [0.1, 0.0]]), np.array([[1.0], [0.0]])), [1, 0.5])


@pytest.mark.parametrize("few", [1, 200])
@pytest.mark.parametrize("block", [1, 8, 1 << 16])
def test_who_leads(monkeypatch: pytest.MonkeyPatch, few: int, block: int) -> None:
    """(3, 2.2) is below the line from (4, 1) to (2, 3.5), nobody exceeds it; others are; (4, 1) comes twice."""
    monkeypatch.setattr(frontier, "FEW", few)
    monkeypatch.setattr(frontier, "BLOCK", block)
    y = np.array([[3, 4, 2, 1, 4.0, 0, 2], [2.2, 1, 3.5, 1, 1, 3.5, 3.4]])
    assert {tuple(point) for point in undominated(np.unique(y, axis=1)).T} == {(3, 2.2), (4, 1), (2, 3.5)}
    assert sorted(map(tuple, leaders(y).T)) == [(2, 3.5), (4, 1)]
    assert sorted(map(tuple, leaders(np.array([[9.0, 0, 4, 3], [0, 1, 0.6, 0.1]])).T)) == [(0, 1), (4, 0.6), (9, 0)]
