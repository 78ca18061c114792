from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.balance import Balance, balanced, importance
from hubscore.methods.descent import MET
from hubscore.methods.outcome import Refusal

MEAN = AGGREGATIONS["arithmetic"].function
ORTHOGONAL = np.array([[1.0, 1, -1, -1], [1.0, -1, 1, -1], [1.0, -1, -1, 1]])


def random(seed: int, children: int = 5, hubs: int = 40, common: float = 0.7) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(children, hubs)) + common * rng.normal(size=hubs)


def found(s: np.ndarray, target: list[float] | np.ndarray, node: object = MEAN) -> Balance:
    result = balanced(s, np.asarray(target, dtype=float), node)  # type: ignore[arg-type]
    assert isinstance(result, Balance), result
    return result


def test_importance_is_the_share_of_squared_correlation() -> None:
    s = random(0)
    node = np.array([1.0, 2, 3, 1, 1]) @ s
    squared = np.array([np.corrcoef(child, node)[0, 1] for child in s]) ** 2
    np.testing.assert_allclose(importance(s, node), squared / squared.sum(), rtol=1e-12)


@pytest.mark.parametrize("sizes", [[1e-300] * 5, [1e-200] * 5, [1e150] * 5, [1e300] * 5, [1e-200, 1, 1e200, 1, 1]])
def test_importance_does_not_depend_on_the_size_of_scores(sizes: list[float]) -> None:
    s = random(0)
    node = np.array([1.0, 2, 3, 1, 1]) @ s
    large = importance(s * np.array(sizes)[:, None], node * sizes[0])
    np.testing.assert_allclose(large, importance(s, node), rtol=1e-12)


def test_importance_against_the_node_has_a_minus() -> None:
    s = np.array([[1.0, 2, 3], [3.0, 2, 1]])
    np.testing.assert_allclose(importance(s, s[0]), [0.5, -0.5], rtol=1e-12)


def test_importance_in_a_constant_or_unscored_node_is_undefined() -> None:
    assert np.isnan(importance(ORTHOGONAL, np.ones(4))).all()
    assert np.isnan(importance(ORTHOGONAL, np.array([0.3, 0.1 + 0.2, 0.3, 0.3]))).all()
    assert np.isnan(importance(ORTHOGONAL, np.array([1.0, 2, np.nan, 4]))).all()


@pytest.mark.parametrize("target", [[0.5, 0.3, 0.2], [1 / 3, 1 / 3, 1 / 3], [0.98, 0.01, 0.01], [5, 3, 2]])
def test_without_correlation_importance_goes_with_the_square_of_the_weight(target: list[float]) -> None:
    deviation = np.array([1.0, 1, 1])
    result = found(ORTHOGONAL, target)
    expected = np.sqrt(target) / deviation
    np.testing.assert_allclose(result.weights, expected / expected.sum(), rtol=1e-9)
    np.testing.assert_allclose(result.reached, np.array(target) / sum(target), atol=1e-9)
    assert result.met
    assert result.distance < 1e-9


def test_a_child_that_spreads_twice_as_far_needs_half_the_weight() -> None:
    result = found(ORTHOGONAL * [[1.0], [2.0], [4.0]] + 50, [1, 1, 1])
    np.testing.assert_allclose(result.weights, np.array([4, 2, 1]) / 7, rtol=1e-9)


def test_two_children_of_the_same_importance_weigh_against_their_spread() -> None:
    # Whatever their correlation: of the sum of two with equal deviations both have the same part.
    s = random(3, 2)
    s = (s - s.mean(axis=1, keepdims=True)) / s.std(axis=1, keepdims=True)
    result = found(s * [[1.0], [3.0]], [0.5, 0.5])
    np.testing.assert_allclose(result.weights, [0.75, 0.25], rtol=1e-9)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 9999), children=st.integers(2, 8), common=st.floats(0, 1.2))
def test_weights_that_made_the_importance_are_found_again(seed: int, children: int, common: float) -> None:
    s = random(seed, children, common=common)
    made = np.random.default_rng(seed).dirichlet(np.full(children, 3.0))
    target = importance(s, MEAN(s, made))
    assume((target > 0.01).all())
    result = found(s, target)
    assert result.met
    np.testing.assert_allclose(result.reached, target, atol=MET)
    np.testing.assert_allclose(result.reached, importance(s, MEAN(s, result.weights)), atol=1e-12)
    np.testing.assert_allclose(result.weights, made, atol=1e-4)


@pytest.mark.parametrize("name", ["geometric", "harmonic"])
def test_any_aggregation_will_do(name: str) -> None:
    s = 60 + 10 * random(7)
    aggregation = AGGREGATIONS[name].function
    made = np.array([0.3, 0.1, 0.2, 0.25, 0.15])
    result = found(s, importance(s, aggregation(s, made)), aggregation)
    assert result.met
    np.testing.assert_allclose(result.weights, made, atol=1e-6)


def test_what_cannot_be_met_gets_as_near_as_it_can() -> None:
    # The first two say nearly the same: even without a weight the first shares in the second's importance.
    rng = np.random.default_rng(1)
    s = rng.normal(size=(3, 100))
    s[0] = s[1] + 0.2 * rng.normal(size=100)
    target = np.array([0.05, 0.475, 0.475])
    result = found(s, target)
    assert not result.met
    assert result.weights[0] == 0
    assert result.distance == pytest.approx(np.abs(result.reached - target).max())
    assert result.distance > 0.1
    miss = ((result.reached - target) ** 2).sum()
    for other in rng.dirichlet(np.ones(3), 500):
        assert ((importance(s, MEAN(s, other)) - target) ** 2).sum() >= miss


def test_an_importance_against_the_node_is_none() -> None:
    # Two that oppose each other: equal weights would give equal squared correlations only if both went up with the sum.
    rng = np.random.default_rng(2)
    s = rng.normal(size=(2, 60))
    s[1] -= 0.8 * s[0]
    result = found(s, [0.3, 0.7])
    assert result.met
    assert (np.array([np.corrcoef(child, MEAN(s, result.weights))[0, 1] for child in s]) > 0).all()


def test_a_node_that_does_not_depend_on_its_weights_is_refused() -> None:
    s = random(5, 3)
    assert balanced(s, np.array([0.2, 0.3, 0.5]), AGGREGATIONS["minimum"].function)[0] == "unmoved"
    for size in (1, 1e6, 0):
        sized = partial(lambda size, s, w: MEAN(s * size, w), size)
        assert balanced(np.array([s[0], s[0]]), np.ones(2), sized)[0] == "unmoved"
    assert balanced(s, np.array([0.0, 0.3, 0.5]), AGGREGATIONS["minimum"].function)[0] == "unmoved"


@pytest.mark.parametrize("name", ["median", "copeland"])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("children", [3, 5])
def test_a_node_that_moves_in_steps_comes_as_near_as_chance_does(name: str, seed: int, children: int) -> None:
    s, node = random(seed, children) / 10 + 0.5, AGGREGATIONS[name].function
    target = np.random.default_rng(seed).dirichlet(np.full(children, 4.0))
    result = found(s, target, node)
    assert not result.settled
    np.testing.assert_allclose(result.reached, importance(s, node(s, result.weights)), atol=1e-12)
    chance = np.random.default_rng(9).dirichlet(np.ones(children), 300)
    nearest = min(((importance(s, node(s, w)) - target) ** 2).sum() for w in chance)
    assert ((result.reached - target) ** 2).sum() <= nearest + 1e-9


@pytest.mark.parametrize(("name", "seed"), [("median", 3), ("copeland", 3), ("copeland", 0), ("copeland", 6)])
def test_a_node_that_moves_in_steps_knows_no_order_either(name: str, seed: int) -> None:
    s, target = random(seed) / 10 + 0.5, np.array([0.3, 0.1, 0.2, 0.2, 0.2])
    rng = np.random.default_rng(0)
    children, hubs = rng.permutation(5), rng.permutation(40)
    result = found(s, target, AGGREGATIONS[name].function)
    other = found(s[children][:, hubs], target[children], AGGREGATIONS[name].function)
    np.testing.assert_allclose(other.weights, result.weights[children], atol=1e-12)


def test_slopes_that_lead_no_nearer_settle_it() -> None:
    rng = np.random.default_rng(1)
    s = rng.normal(size=(3, 100))
    s[0] = s[1] + 0.2 * rng.normal(size=100)
    result = found(s, [0.05, 0.475, 0.475])
    assert (result.met, result.settled) == (False, True)
    assert found(random(6), [0.2] * 5).settled


def test_a_constant_child_of_no_importance_stands_in_no_way() -> None:
    s = np.array([*ORTHOGONAL, np.full(4, 7.0)])
    result = found(s, [0.5, 0.3, 0.2, 0])
    expected = np.sqrt([0.5, 0.3, 0.2])
    np.testing.assert_allclose(result.weights, [*expected / expected.sum(), 0], rtol=1e-9)
    assert balanced(s, np.array([0, 0.3, 0.2, 0.5]), MEAN)[:2] == ("constant", (3,))


def test_a_child_of_no_importance_has_no_weight() -> None:
    result = found(np.concatenate([ORTHOGONAL, [[1.0, 2, 3, 5]]]), [0.5, 0.3, 0.2, 0])
    expected = np.sqrt([0.5, 0.3, 0.2])
    np.testing.assert_allclose(result.weights, [*expected / expected.sum(), 0], rtol=1e-9)
    np.testing.assert_allclose(result.reached, [0.5, 0.3, 0.2, 0], atol=1e-9)


def test_one_child_has_all() -> None:
    result = found(random(0, 1), [2.0])
    np.testing.assert_allclose(result.weights, [1])
    np.testing.assert_allclose(result.reached, [1])
    assert result.met


def test_what_is_refused() -> None:
    s = random(0, 3)
    s[[0, 2]] = 4.0
    assert balanced(s, np.ones(3), MEAN)[:2] == ("constant", (0, 2))
    undefined = balanced(random(0, 3), np.ones(3), lambda s, w: w @ s * np.nan)
    assert isinstance(undefined, Refusal)
    assert undefined.reason == "undefined"
    # Nor has a node a score for each hub where one child is below 0 and the mean is geometric.
    assert balanced(random(0, 3), np.ones(3), AGGREGATIONS["geometric"].function)[0] == "undefined"


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 999), data=st.data())
def test_the_order_of_children_and_hubs_is_of_no_matter(seed: int, data: st.DataObject) -> None:
    s = random(seed)
    children, hubs = data.draw(st.permutations(range(5))), data.draw(st.permutations(range(40)))
    target = np.random.default_rng(seed).dirichlet(np.full(5, 4.0))
    result, other = found(s, target), found(s[children][:, hubs], target[children])
    assert (result.weights >= 0).all()
    assert result.weights.sum() == pytest.approx(1, abs=1e-12)
    assert other.met == result.met
    # Where the target is out of reach, least squares are flat around their least: half the digits.
    np.testing.assert_allclose(other.weights, result.weights[children], atol=1e-9 if result.met else 1e-5)


def test_scores_are_left_alone() -> None:
    s, target = random(0), np.full(5, 0.2)
    s.flags.writeable = target.flags.writeable = False
    assert found(s, target).met


def test_without_time_the_nearest_so_far_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    s, target = random(6), np.array([0.4, 0.3, 0.1, 0.1, 0.1])
    whole = found(s, target)
    monkeypatch.setattr("hubscore.methods.descent.STEPS", 1)
    hurried = found(s, target)
    assert whole.distance < hurried.distance < np.abs(importance(s, MEAN(s, target)) - target).max()
    assert not hurried.met
    assert not hurried.settled
