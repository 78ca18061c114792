"""pymcdm as an independent oracle, on random problems.

Its matrices are (hub, indicator), ours (indicator, hub). Where it defines a thing otherwise, the
test says so and converts.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from pymcdm.helpers import normalize_matrix, rrankdata
from pymcdm.methods import WPM, WSM
from pymcdm.normalizations import linear_normalization, minmax_normalization
from pymcdm.weights import critic_weights, entropy_weights, equal_weights

from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.information import critic, entropy, equal
from hubscore.methods.normalise import NORMALISATIONS, to_scale
from hubscore.methods.outcome import Derived
from hubscore.methods.rank import ranks
from hubscore.methods.weigh import shares

FEW = settings(max_examples=60)


@st.composite
def problems(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, list[bool]]:
    """Values (indicator, hub), weights, and whether higher is better; no indicator is constant."""
    shape = draw(st.tuples(st.integers(1, 5), st.integers(2, 8)))
    values = draw(hnp.arrays(float, shape, elements=st.integers(1, 400).map(lambda quarters: quarters / 4)))
    values[:, 0] = values.max(axis=1) + 1
    weights = draw(hnp.arrays(float, shape[0], elements=st.floats(0.05, 1)))
    return values, weights, draw(st.lists(st.booleans(), min_size=shape[0], max_size=shape[0]))


def types(higher: list[bool]) -> np.ndarray:
    return np.where(higher, 1, -1)


def preference(method: WSM | WPM, values: np.ndarray, weights: np.ndarray, higher: list[bool]) -> np.ndarray:
    # Its validation warns of hubs that are worse than another one everywhere: they are wanted here.
    scores: np.ndarray = method(values.T, shares(weights), types(higher), validation=False)
    return scores


def minmax(values: np.ndarray, higher: list[bool]) -> np.ndarray:
    ends = [(x.min(), x.max()) if up else (x.max(), x.min()) for x, up in zip(values, higher, strict=True)]
    return np.array([NORMALISATIONS["minmax"].function(x, *pair) for x, pair in zip(values, ends, strict=True)])


def fractions(values: np.ndarray, higher: list[bool]) -> np.ndarray:
    kernel = NORMALISATIONS["fraction_of_max"].function
    return np.array([kernel(x, up) for x, up in zip(values, higher, strict=True)])


def competition(scores: np.ndarray) -> np.ndarray:
    """Theirs, in which ties share the mean of their places, turned so that they share the best."""
    size = Counter(scores.tolist())
    return rrankdata(scores) - np.array([(size[score] - 1) / 2 for score in scores.tolist()])


@FEW
@given(problem=problems())
def test_minmax(problem: tuple[np.ndarray, np.ndarray, list[bool]]) -> None:
    values, _, higher = problem
    theirs = normalize_matrix(values.T, minmax_normalization, types(higher)).T
    np.testing.assert_allclose(minmax(values, higher), theirs, atol=1e-12)
    row = NORMALISATIONS["minmax"]
    np.testing.assert_allclose(to_scale(minmax(values, higher), row, (1, 7), True), 1 + 6 * theirs, atol=1e-12)


def test_minmax_of_a_constant_differs() -> None:
    # Theirs gives every hub the best score for a constant indicator, ours the middle.
    constant = np.array([3.0, 3.0])
    np.testing.assert_array_equal(minmax_normalization(constant), [1, 1])
    np.testing.assert_array_equal(minmax(constant[None], [True]), [[0.5, 0.5]])


@FEW
@given(problem=problems())
def test_fraction_of_max(problem: tuple[np.ndarray, np.ndarray, list[bool]]) -> None:
    values, _, higher = problem
    theirs = normalize_matrix(values.T, linear_normalization, types(higher)).T
    np.testing.assert_allclose(fractions(values, higher), theirs, rtol=1e-12)


@FEW
@given(problem=problems())
def test_weighted_sum(problem: tuple[np.ndarray, np.ndarray, list[bool]]) -> None:
    values, weights, higher = problem
    theirs = preference(WSM(minmax_normalization), values, weights, higher)
    ours = AGGREGATIONS["arithmetic"].function(minmax(values, higher), weights)
    np.testing.assert_allclose(ours, theirs, atol=1e-12)


@FEW
@given(problem=problems())
def test_weighted_product(problem: tuple[np.ndarray, np.ndarray, list[bool]]) -> None:
    values, weights, higher = problem
    theirs = preference(WPM(linear_normalization), values, weights, higher)
    ours = AGGREGATIONS["geometric"].function(fractions(values, higher), weights)
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)


@FEW
@given(problem=problems())
def test_a_zero_erases_a_weighted_product(problem: tuple[np.ndarray, np.ndarray, list[bool]]) -> None:
    values, weights, higher = problem
    # minmax makes the worst hub of each indicator 0, and their product of it is 0 as well.
    theirs = preference(WPM(minmax_normalization), values, weights, higher)
    ours = AGGREGATIONS["geometric"].function(minmax(values, higher), weights)
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)
    assert (ours == 0).any()


@FEW
@given(problem=problems())
def test_ranks_of_a_weighted_sum(problem: tuple[np.ndarray, np.ndarray, list[bool]]) -> None:
    values, weights, higher = problem
    theirs = preference(WSM(minmax_normalization), values, weights, higher)
    ours = AGGREGATIONS["arithmetic"].function(minmax(values, higher), weights)
    # Theirs knows no tolerance: hubs nearer than rounding may tie in one and not in the other.
    apart = (np.abs(ours[:, None] - ours) < 1e-7).sum(axis=1) == 1
    np.testing.assert_array_equal(ranks(ours, 1.0)[apart], competition(theirs)[apart])


@FEW
@given(scores=hnp.arrays(float, st.integers(1, 9), elements=st.integers(0, 6).map(float) | st.floats(0, 100)))
def test_ranks_of_any_scores(scores: np.ndarray) -> None:
    # Without tolerance, as theirs.
    np.testing.assert_array_equal(ranks(scores, 0.0), competition(scores))


@FEW
@given(x=hnp.arrays(float, st.integers(2, 9), elements=st.integers(0, 6).map(float)))
def test_rank_as_a_normalisation(x: np.ndarray) -> None:
    # Theirs counts places from the best, ours as a score from the worst; ties share the least here.
    size = Counter(x.tolist())
    least = x.size + 1 - rrankdata(x) - np.array([(size[value] - 1) / 2 for value in x.tolist()])
    np.testing.assert_array_equal(NORMALISATIONS["rank"].function(x, True), least)


@FEW
@given(problem=problems())
def test_weights_from_scores(problem: tuple[np.ndarray, np.ndarray, list[bool]]) -> None:
    values, _, _ = problem
    np.testing.assert_allclose(equal(values).weights, equal_weights(values.T), rtol=1e-12)
    found = entropy(values)
    assert isinstance(found, Derived)
    np.testing.assert_allclose(found.weights, entropy_weights(values.T), atol=1e-9)
    found = critic(values)
    if isinstance(found, Derived) and len(values) > 1:  # they divide by 0 where there is no conflict
        np.testing.assert_allclose(found.weights, critic_weights(values.T), atol=1e-9)


def test_entropy_with_a_zero_differs() -> None:
    # Theirs refuses it; 0 ln 0 is 0, and one hub that has all of an indicator is all the information there is.
    values = np.array([[0.0, 5.0, 0.0, 0.0], [3.0, 3.0, 3.0, 3.0]])
    with pytest.raises(ValueError, match="positive"):
        entropy_weights(values.T)
    found = entropy(values)
    assert isinstance(found, Derived)
    np.testing.assert_array_equal(found.weights, [1, 0])
