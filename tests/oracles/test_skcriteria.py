"""scikit-criteria as an independent oracle, on random problems.

Its matrices are (hub, indicator), ours (indicator, hub). Where it defines a thing otherwise, the
test says so and converts.
"""

from __future__ import annotations

import numpy as np
import skcriteria
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from skcriteria.agg.simple import WeightedProductModel, WeightedSumModel
from skcriteria.preprocessing.invert_objectives import MinMaxInverter, NegateMinimize
from skcriteria.preprocessing.scalers import MaxAbsScaler, MinMaxScaler, StandarScaler
from skcriteria.preprocessing.weighters import CRITIC, EntropyWeighter, EqualWeighter
from skcriteria.utils.rank import rank_values

from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.information import critic, entropy, equal
from hubscore.methods.normalise import NORMALISATIONS
from hubscore.methods.outcome import Derived
from hubscore.methods.rank import ranks
from hubscore.methods.weigh import shares

FEW = settings(max_examples=60)


@st.composite
def problems(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, list[bool]]:
    """Values (indicator, hub), weights, and whether higher is better; no indicator is constant."""
    shape = draw(st.tuples(st.integers(1, 5), st.integers(2, 8)))
    # Quarters, so that equal sums are equal to the last bit and ties do occur.
    values = draw(hnp.arrays(float, shape, elements=st.integers(1, 400).map(lambda quarters: quarters / 4)))
    values[:, 0] = values.max(axis=1) + 1
    weights = draw(hnp.arrays(float, shape[0], elements=st.integers(1, 9).map(float)))
    return values, weights, draw(st.lists(st.booleans(), min_size=shape[0], max_size=shape[0]))


def decision(values: np.ndarray, weights: np.ndarray, higher: list[bool]) -> skcriteria.core.DecisionMatrix:
    return skcriteria.mkdm(values.T, [max if up else min for up in higher], weights=weights)


def matrix(problem: skcriteria.core.DecisionMatrix) -> np.ndarray:
    return np.asarray(problem.matrix, dtype=float).T


def minmax(values: np.ndarray, higher: list[bool]) -> np.ndarray:
    turned = [(x.min(), x.max()) if up else (x.max(), x.min()) for x, up in zip(values, higher, strict=True)]
    worst, best = (np.array(ends)[:, None] for ends in zip(*turned, strict=True))
    return np.asarray(NORMALISATIONS["minmax"].function(values, worst, best))


@FEW
@given(problem=problems())
def test_minmax(problem: tuple[np.ndarray, np.ndarray, list[bool]]) -> None:
    values, weights, higher = problem
    up = [True] * len(higher)
    theirs = matrix(MinMaxScaler(target="matrix").transform(decision(values, weights, up)))
    np.testing.assert_allclose(minmax(values, up), theirs, atol=1e-12)
    theirs = matrix(MinMaxInverter().transform(decision(values, weights, higher)))
    np.testing.assert_allclose(minmax(values, higher), theirs, atol=1e-12)


@FEW
@given(problem=problems())
def test_zscore(problem: tuple[np.ndarray, np.ndarray, list[bool]]) -> None:
    values, weights, higher = problem
    negated = NegateMinimize().transform(decision(values, weights, higher))
    theirs = matrix(StandarScaler(target="matrix").transform(negated))
    ours = np.array([NORMALISATIONS["zscore"].function(x, up) for x, up in zip(values, higher, strict=True)])
    # Theirs takes the deviation of a population (n), ours that of a sample (n - 1).
    hubs = values.shape[1]
    np.testing.assert_allclose(ours * np.sqrt(hubs / (hubs - 1)), theirs, rtol=1e-9, atol=1e-9)


@FEW
@given(problem=problems())
def test_fraction_of_max(problem: tuple[np.ndarray, np.ndarray, list[bool]]) -> None:
    values, weights, higher = problem
    theirs = matrix(MaxAbsScaler(target="matrix").transform(decision(values, weights, [True] * len(higher))))
    np.testing.assert_allclose(NORMALISATIONS["fraction_of_max"].function(values, True), theirs, rtol=1e-12)


@FEW
@given(problem=problems())
def test_weighted_sum_and_its_ranks(problem: tuple[np.ndarray, np.ndarray, list[bool]]) -> None:
    values, weights, higher = problem
    result = WeightedSumModel().evaluate(decision(values, weights, [True] * len(higher)))
    ours = AGGREGATIONS["arithmetic"].function(values, shares(weights))
    # Theirs leaves the weights as they are.
    np.testing.assert_allclose(ours * weights.sum(), result.extra_.score, rtol=1e-12)
    # Theirs are dense ranks without a tolerance; sums of quarters tie to the last bit or not at all.
    np.testing.assert_array_equal(ranks(ours, 100.0, "dense"), result.rank_)


@FEW
@given(problem=problems())
def test_weighted_product_and_its_ranks(problem: tuple[np.ndarray, np.ndarray, list[bool]]) -> None:
    values, weights, higher = problem
    result = WeightedProductModel().evaluate(decision(values, weights, [True] * len(higher)))
    ours = AGGREGATIONS["geometric"].function(values, shares(weights))
    # Theirs is the decimal logarithm of the product, with weights as they are.
    np.testing.assert_allclose(np.log10(ours) * weights.sum(), result.extra_.score, rtol=1e-9, atol=1e-9)
    # Logarithms round: what is nearer than that may tie in one and not in the other.
    near = np.abs(ours[:, None] - ours) < 1e-7
    apart = near.sum(axis=1) == 1
    theirs = result.rank_
    for hub in np.flatnonzero(apart):
        assert ((theirs < theirs[hub]) == (ours > ours[hub])).all()
    if apart.all():
        np.testing.assert_array_equal(ranks(ours, 100.0, "dense"), theirs)


@FEW
@given(scores=hnp.arrays(float, st.integers(1, 9), elements=st.integers(0, 6).map(float) | st.floats(0, 100)))
def test_ranks_of_any_scores(scores: np.ndarray) -> None:
    # Without tolerance, as theirs.
    np.testing.assert_array_equal(ranks(scores, 0.0, "dense"), rank_values(scores, reverse=True))


@FEW
@given(problem=problems(), zeros=st.booleans())
def test_weights_from_scores(problem: tuple[np.ndarray, np.ndarray, list[bool]], zeros: bool) -> None:
    values, weights, higher = problem
    if zeros:
        values = values - values.min(axis=1, keepdims=True)
    theirs = decision(values, weights, [True] * len(higher))
    np.testing.assert_allclose(equal(values).weights, EqualWeighter().transform(theirs).weights, rtol=1e-12)
    found = entropy(values)
    assert isinstance(found, Derived)
    np.testing.assert_allclose(found.weights, EntropyWeighter().transform(theirs).weights, atol=1e-9)
    # Theirs takes the deviation of a population, pymcdm's that of a sample: the shares are the same.
    found = critic(values)
    if isinstance(found, Derived) and len(values) > 1:
        np.testing.assert_allclose(found.weights, CRITIC().transform(theirs).weights, atol=1e-9)
