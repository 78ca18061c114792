from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hubscore.methods.hierarchy import DOUBTFUL, RANDOM_INDEX, REFUSED, Hierarchy, ahp
from hubscore.methods.outcome import Refusal


def reciprocal(upper: list[list[float]]) -> np.ndarray:
    """The matrix of judgements above its diagonal, row by row."""
    size = len(upper) + 1
    matrix = np.eye(size)
    for row, judgements in enumerate(upper):
        for column, judgement in enumerate(judgements, start=row + 1):
            matrix[row, column], matrix[column, row] = judgement, 1 / judgement
    return matrix


HOUSE = reciprocal(
    [
        [5, 3, 7, 6, 6, 1 / 3, 1 / 4],
        [1 / 3, 5, 3, 3, 1 / 5, 1 / 7],
        [6, 3, 4, 6, 1 / 5],
        [1 / 3, 1 / 4, 1 / 7, 1 / 8],
        [1 / 2, 1 / 5, 1 / 6],
        [1 / 5, 1 / 6],
        [1 / 2],
    ]
)
"""Buying a house: size, transport, neighbourhood, age, yard, modern facilities, condition, financing."""

DRINKS = reciprocal(
    [
        [9, 5, 2, 1, 1, 1 / 2],
        [1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
        [1 / 3, 1 / 4, 1 / 3, 1 / 9],
        [1 / 2, 1, 1 / 3],
        [2, 1 / 2],
        [1 / 3],
    ]
)
"""Which drink is consumed more: coffee, wine, tea, beer, sodas, milk, water."""


def judged(matrix: np.ndarray) -> Hierarchy:
    found = ahp(matrix)
    assert isinstance(found, Hierarchy), found
    return found


def test_the_house_of_saaty() -> None:
    # Saaty, How to make a decision: the analytic hierarchy process, EJOR 48, 1990.
    found = judged(HOUSE)
    np.testing.assert_allclose(found.weights, [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333], atol=5.1e-4)
    assert round(found.largest, 3) == 9.669
    assert round(found.inconsistency, 3) == 0.238
    assert round(found.ratio, 3) == 0.169
    assert DOUBTFUL < found.ratio < REFUSED


def test_the_drinks_of_saaty() -> None:
    # Saaty, Decision making with the analytic hierarchy process, IJSS 1, 2008; its ratio of 0.022.
    found = judged(DRINKS)
    np.testing.assert_allclose(found.weights, [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], atol=5.1e-4)
    assert round(found.ratio, 3) == 0.022


def test_three_by_hand() -> None:
    # a = 2 b, b = 2 c, a = 8 c: of three the eigenvector is the geometric mean of the rows, and with
    # e = (8 / 4)^(1/3) the greatest eigenvalue is 1 + e + 1/e.
    found = judged(reciprocal([[2, 8], [2]]))
    rows = np.array([16.0, 1.0, 1 / 16]) ** (1 / 3)
    np.testing.assert_allclose(found.weights, rows / rows.sum(), rtol=1e-12)
    assert found.largest == pytest.approx(1 + 2 ** (1 / 3) + 2 ** (-1 / 3), rel=1e-12)
    assert found.inconsistency == pytest.approx((found.largest - 3) / 2, rel=1e-12)
    assert found.random == 0.58
    assert found.ratio == pytest.approx(found.inconsistency / 0.58, rel=1e-12)


@pytest.mark.parametrize("matrix", [np.eye(1), reciprocal([[7]])])
def test_one_or_two_cannot_contradict(matrix: np.ndarray) -> None:
    found = judged(matrix)
    np.testing.assert_allclose(found.weights, [1] if len(matrix) == 1 else [7 / 8, 1 / 8], rtol=1e-12)
    assert (found.largest, found.inconsistency, found.random, found.ratio, found.pair) == (len(matrix), 0, 0, 0, None)


@given(w=hnp.arrays(float, st.integers(1, 15), elements=st.floats(0.05, 1)))
def test_judgements_made_of_weights_give_them_back(w: np.ndarray) -> None:
    found = judged(w[:, None] / w)
    np.testing.assert_allclose(found.weights, w / w.sum(), rtol=1e-9)
    assert (found.inconsistency, found.ratio, found.pair) == (0, 0, None)
    assert np.isnan(found.fitting)


def test_the_judgement_that_fits_least_is_named() -> None:
    w = np.array([4.0, 2, 1, 1])
    matrix = w[:, None] / w
    matrix[0, 2], matrix[2, 0] = 1 / 4, 4  # turned the wrong way
    found = judged(matrix)
    assert found.pair == (0, 2)
    assert found.fitting == pytest.approx(found.weights[0] / found.weights[2])
    assert found.ratio > REFUSED


@pytest.mark.parametrize(("judgement", "short"), [(3, 0.33), (6, 0.17), (7, 0.14), (9, 0.11)])
def test_short_decimals_are_reciprocal(judgement: float, short: float) -> None:
    # Either judgement counts the same: the ratio of the weights is their geometric middle.
    upper, lower = judged(np.array([[1, judgement], [short, 1]])).weights
    assert upper / lower == pytest.approx(np.sqrt(judgement / short), rel=1e-12)


@pytest.mark.parametrize(
    ("matrix", "refusal"),
    [
        (np.ones((2, 3)), ("shape", ())),
        (np.ones(3), ("shape", ())),
        (np.ones((0, 0)), ("shape", ())),
        (np.ones((16, 16)), ("size", (), 15)),
        (np.array([[1.0, 2], [0, 1]]), ("not positive", (1, 0), 0)),
        (np.array([[1.0, -2], [-0.5, 1]]), ("not positive", (0, 1), -2)),
        (np.array([[1.0, np.inf], [0.5, 1]]), ("not positive", (0, 1), np.inf)),
        (np.array([[1.0, np.nan], [0.5, 1]]), ("not positive", (0, 1))),
        (np.array([[1.0, 2], [0.5, 3]]), ("diagonal", (1,), 3)),
        (np.array([[1.0, 1, 2], [1, 1, 5], [0.5, 5, 1]]), ("not reciprocal", (1, 2), 25)),
    ],
)
def test_what_is_refused_and_where(matrix: np.ndarray, refusal: tuple[object, ...]) -> None:
    found = ahp(matrix)
    assert isinstance(found, Refusal)
    assert found[: len(refusal)] == refusal


@given(data=st.data())
def test_the_order_of_children_is_of_no_matter(data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(HOUSE))))
    found, other = judged(HOUSE), judged(HOUSE[np.ix_(order, order)])
    np.testing.assert_allclose(other.weights, found.weights[order], rtol=1e-9)
    assert other.ratio == pytest.approx(found.ratio, rel=1e-9)
    assert found.pair is not None
    assert other.pair is not None
    assert {order[at] for at in other.pair} == set(found.pair)


def test_every_size_up_to_fifteen_has_its_random_index() -> None:
    assert len(RANDOM_INDEX) == 15
    assert RANDOM_INDEX[:5] == (0, 0, 0.58, 0.90, 1.12)
    assert isinstance(ahp(np.ones((15, 15))), Hierarchy)


def test_of_three_that_miss_alike_the_first_pair_is_named() -> None:
    """Of three children every judgement misses the weights by the same factor."""
    for first in (2, 3, 4, 5, 6, 7, 8, 9):
        for second in (2, 3, 5, 7):
            found = judged(reciprocal([[first, 1], [second]]))
            if found.inconsistency:
                assert found.pair == (0, 1)
