from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hubscore.methods.aggregate import AGGREGATIONS, Aggregation, averaged, read_as, with_floor
from hubscore.methods.means import power

NAN = np.nan
FEW = settings(max_examples=40)  # of each method
Case = tuple[Aggregation, Any]

PARAMETERS: dict[str, tuple[Any, ...]] = {
    "power": (0.5, -100.0, 100.0, 0.0, 1.0, -1.0),
    "mean_min": ((0.5, 0.0), (0.0, 0.0), (1.0, 0.0), (0.7, 20.0)),
    "owa": ((1.0,), (3.0, 2.0, 1.0), (0.0, 0.0, 0.1), (1.0, 0.0, 4.0, 0.0)),
    "mazziotta_pareto": ("negative", "positive"),
    "mazziotta_pareto_adjusted": (),
}
"""What is tried of rows with parameters; the adjusted one has the same kernel."""


def cases() -> list[Case]:
    """Every row but the duels, which are no mean: tests/methods/test_copeland.py."""
    rows = [row for row in AGGREGATIONS.values() if not row.relative]
    return [(row, parameter) for row in rows for parameter in PARAMETERS.get(row.name, (row.default,))]


def named(case: Case) -> str:
    row, parameter = case
    return row.name if parameter is None else f"{row.name}({parameter})"


def marked(some: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", some, ids=named)


EVERY = marked(cases())
MEANS = marked([case for case in cases() if not case[0].positive_mean])  # between the worst and the best child
HOMOGENEOUS = marked([case for case in cases() if case[1] != (0.7, 20.0)])
POSITIVE = marked([case for case in cases() if case[0].positive])


def applied(case: Case, scores: object, weights: object) -> np.ndarray:
    row, parameter = case
    result: np.ndarray = row.function(np.asarray(scores, dtype=float), np.asarray(weights, dtype=float), parameter)
    return result


def one(case: Case, scores: list[float], weights: list[float] | None = None) -> float:
    """The mean of one hub's scores."""
    return float(applied(case, np.array(scores)[:, None], weights or [1.0] * len(scores))[0])


# A score below 1e-9 of the scale is noise, and its powers leave the range of floats.
SCORE = st.just(0.0) | st.floats(1e-7, 100)
WEIGHT = st.just(0.0) | st.floats(1e-6, 1e6)


@st.composite
def nodes(draw: st.DrawFn, score: st.SearchStrategy[float] = SCORE) -> tuple[np.ndarray, np.ndarray]:
    """Scores (child, hub) with gaps, weights (child,) of which one at least is above 0."""
    shape = draw(hnp.array_shapes(min_dims=2, max_dims=2, max_side=5))
    scores = draw(hnp.arrays(float, shape, elements=score | st.just(NAN)))
    weights = draw(hnp.arrays(float, shape[0], elements=WEIGHT).filter(lambda w: w.max() > 0))
    return scores, weights


@EVERY
def test_one_child_is_the_node(case: Case) -> None:
    assert one(case, [37.5], [0.2]) == pytest.approx(37.5, rel=1e-14)


@EVERY
def test_equal_children_are_the_node(case: Case) -> None:
    assert one(case, [62.5, 62.5, 62.5], [0.1, 0.2, 0.7]) == pytest.approx(62.5, rel=1e-14)


@EVERY
def test_a_missing_child_leaves_its_weight_to_the_others(case: Case) -> None:
    scores = np.array([[10.0, NAN, 40.0], [NAN, NAN, 20.0], [30.0, 70.0, NAN]])
    weights = np.array([0.5, 0.2, 0.3])
    alone = [
        applied(case, scores[there, hub][:, None], weights[there])[0] for hub, there in enumerate(~np.isnan(scores.T))
    ]
    np.testing.assert_allclose(applied(case, scores, weights), alone, rtol=1e-13)


@EVERY
def test_without_any_scored_child_there_is_no_score(case: Case) -> None:
    assert np.isnan(one(case, [NAN, NAN]))
    assert np.isnan(one(case, [NAN, 50.0], [1.0, 0.0]))
    np.testing.assert_array_equal(np.isnan(applied(case, [[NAN, 5.0], [NAN, NAN]], [1.0, 1.0])), [True, False])


@EVERY
@pytest.mark.parametrize("other", [NAN, 0.0, -40.0, 1e-300, 1e15])
def test_a_child_without_weight_does_not_count(case: Case, other: float) -> None:
    expected = one(case, [20.0, 50.0], [0.4, 0.6])
    assert one(case, [20.0, other, 50.0], [0.4, 0.0, 0.6]) == pytest.approx(expected, rel=1e-14)


@POSITIVE
def test_negative_scores_have_no_such_mean(case: Case) -> None:
    if case[1] == 1:  # power 1 is the arithmetic mean
        assert one(case, [-1.0, 50.0]) == pytest.approx(24.5)
        return
    assert np.isnan(one(case, [-1.0, 50.0]))
    assert np.isnan(one(case, [-1.0, 0.0]))


@MEANS
def test_a_zero_erases_where_the_table_says_that_it_needs_the_floor(case: Case) -> None:
    row, parameter = case
    mean = one(case, [0.0, 50.0, 80.0])
    assert one(case, [0.0, NAN, 50.0, 80.0], [0.2, 0.4, 0.2, 0.2]) == pytest.approx(mean)
    erased = row.floored(parameter) or row.name == "minimum" or parameter in ((1.0, 0.0), (0.0, 0.0, 0.1))
    assert (mean == 0) == erased
    assert one(case, [0.0, 0.0]) == 0


@pytest.mark.parametrize(("p", "floored"), [(None, False), (0.5, False), (2.0, False), (0.0, True), (-1.0, True)])
def test_powers_need_the_floor_up_to_zero(p: float | None, floored: bool) -> None:
    assert AGGREGATIONS["power"].floored(p) == floored


@pytest.mark.parametrize(
    ("scale", "scores", "expected"),
    [
        ((0.0, 100.0), [0.0, 100.0], 100 / 11),  # lifted to 1 and 100: (10 - 1) / 0.99
        ((1.0, 7.0), [1.0, 7.0], 1 + (math.sqrt(1.06 * 7) - 1.06) / 0.99),
    ],
)
def test_the_floor_in_closed_form(scale: tuple[float, float], scores: list[float], expected: float) -> None:
    column, weights = np.array(scores)[:, None], np.ones(2)
    mean = with_floor(lambda s: AGGREGATIONS["geometric"].function(s, weights), column, scale, 0.01)
    assert mean[0] == pytest.approx(expected, rel=1e-14)


def test_a_floor_of_zero_is_off() -> None:
    scores = np.array([[0.0, 30.0], [50.0, 60.0]])
    lifted = with_floor(lambda s: applied((AGGREGATIONS["geometric"], None), s, [1, 1]), scores, (0, 100), 0.0)
    np.testing.assert_array_equal(lifted, applied((AGGREGATIONS["geometric"], None), scores, [1, 1]))


@POSITIVE
@FEW
@given(
    scale=st.sampled_from([(0.0, 100.0), (0.0, 1.0), (1.0, 7.0)]),
    floor=st.floats(1e-6, 0.5),
    weights=hnp.arrays(float, 3, elements=st.floats(0.01, 1)),
)
def test_the_floor_leaves_the_ends_of_the_scale_where_they_are(
    case: Case, scale: tuple[float, float], floor: float, weights: np.ndarray
) -> None:
    ends = np.repeat([scale], 3, axis=0)
    found = with_floor(lambda s: applied(case, s, weights), ends, scale, floor)
    np.testing.assert_array_equal(found, scale)
    assert not np.signbit(found[0])


@POSITIVE
@FEW
@given(node=nodes(), floor=st.floats(0, 0.5))
def test_with_a_floor_the_mean_lies_between_its_children(
    case: Case, node: tuple[np.ndarray, np.ndarray], floor: float
) -> None:
    scores, weights = node
    found = with_floor(lambda s: applied(case, s, weights), scores, (0.0, 100.0), floor)
    for mean, column in zip(found, scores.T, strict=True):
        counted = column[~np.isnan(column) & (weights > 0)]
        assert np.isnan(mean) == (counted.size == 0)
        if counted.size:
            assert counted.min() - 1e-9 <= mean <= counted.max() + 1e-9


@EVERY
@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("weightless", ["none", "the same", "differing"])
def test_leading_axes_are_a_loop(case: Case, gaps: bool, weightless: str) -> None:
    rng = np.random.default_rng(13)
    scores, weights = rng.uniform(1, 100, (2, 3, 4, 5)), rng.uniform(0.1, 1, (2, 3, 4))
    if gaps:
        scores[rng.random(scores.shape) < 0.3] = NAN
    if weightless == "the same":
        weights[..., 1] = 0
    elif weightless == "differing":
        weights[..., 1:][rng.random((2, 3, 3)) < 0.4] = 0
    pairs = [(s, w) for s, w in zip(scores.reshape(6, 4, 5), weights.reshape(6, 4), strict=True)]
    both = applied(case, scores, weights)
    assert both.shape == (2, 3, 5)
    np.testing.assert_allclose(both.reshape(6, 5), [applied(case, s, w) for s, w in pairs], rtol=1e-12)
    of_weights = applied(case, scores[0, 0], weights)
    assert of_weights.shape == (2, 3, 5)
    looped = [applied(case, scores[0, 0], w) for _, w in pairs]
    np.testing.assert_allclose(of_weights.reshape(6, 5), looped, rtol=1e-12)
    of_scores = applied(case, scores, weights[0, 0])
    assert of_scores.shape == (2, 3, 5)
    looped = [applied(case, s, weights[0, 0]) for s, _ in pairs]
    np.testing.assert_allclose(of_scores.reshape(6, 5), looped, rtol=1e-12)


@MEANS
@FEW
@given(node=nodes())
def test_scores_are_left_alone_and_means_lie_between_them(case: Case, node: tuple[np.ndarray, np.ndarray]) -> None:
    scores, weights = node
    before = scores.copy()
    found = applied(case, scores, weights)
    np.testing.assert_array_equal(scores, before)
    for mean, column in zip(found, scores.T, strict=True):
        counted = column[~np.isnan(column) & (weights > 0)]
        assert np.isnan(mean) == (counted.size == 0)
        if counted.size:
            noise = 1e-14 * counted.max()  # where a penalty takes the mean down to the minimum
            assert counted.min() * (1 - 1e-9) - noise <= mean <= counted.max() * (1 + 1e-9)


@given(node=nodes())
def test_minimum_harmonic_geometric_arithmetic(node: tuple[np.ndarray, np.ndarray]) -> None:
    names = ("minimum", "harmonic", "geometric", "arithmetic")
    means = [applied((AGGREGATIONS[name], None), *node) for name in names]
    for lower, upper in pairwise(means):
        assert (np.isnan(lower) == np.isnan(upper)).all()
        assert not (lower > upper * (1 + 1e-12)).any()


EXPONENT = st.floats(-100, 100) | st.floats(-0.02, 0.02)


@given(node=nodes(), one_p=EXPONENT, other_p=EXPONENT)
def test_the_power_mean_grows_with_its_exponent(
    node: tuple[np.ndarray, np.ndarray], one_p: float, other_p: float
) -> None:
    lower, upper = (power(*node, p) for p in sorted((one_p, other_p)))
    assert not (lower > upper * (1 + 1e-9)).any()


@HOMOGENEOUS
@FEW
@given(node=nodes(), factor=st.floats(1e-3, 1e3))
def test_a_greater_unit_is_of_no_matter(case: Case, node: tuple[np.ndarray, np.ndarray], factor: float) -> None:
    scores, weights = node
    np.testing.assert_allclose(
        applied(case, scores * factor, weights) / factor, applied(case, scores, weights), rtol=1e-9, atol=1e-7
    )


@EVERY
@FEW
@given(node=nodes(), factor=st.floats(1e-6, 1e6))
def test_only_proportions_of_weights_matter(case: Case, node: tuple[np.ndarray, np.ndarray], factor: float) -> None:
    scores, weights = node
    np.testing.assert_allclose(
        applied(case, scores, weights * factor), applied(case, scores, weights), rtol=1e-9, atol=1e-9
    )


@EVERY
@FEW
@given(node=nodes(), data=st.data())
def test_the_order_of_children_is_of_no_matter(
    case: Case, node: tuple[np.ndarray, np.ndarray], data: st.DataObject
) -> None:
    scores, weights = node
    order = np.array(data.draw(st.permutations(range(len(weights)))))
    np.testing.assert_allclose(
        applied(case, scores[order], weights[order]), applied(case, scores, weights), rtol=1e-9, atol=1e-9
    )


@MEANS
@FEW
@given(node=nodes(), rise=st.floats(0, 100), data=st.data())
def test_a_better_child_never_lowers_the_node(
    case: Case, node: tuple[np.ndarray, np.ndarray], rise: float, data: st.DataObject
) -> None:
    scores, weights = node
    child = data.draw(st.integers(0, len(weights) - 1))
    better = scores.copy()
    better[child] += rise
    before, after = applied(case, scores, weights), applied(case, better, weights)
    assert not (after < before * (1 - 1e-9) - 1e-12).any()


@EVERY
def test_a_hub_is_not_moved_by_other_hubs(case: Case) -> None:
    rng = np.random.default_rng(17)
    scores, weights = rng.uniform(1, 100, (4, 9)), rng.uniform(0.1, 1, 4)
    scores[rng.random(scores.shape) < 0.2] = NAN
    for hub in range(9):
        alone = applied(case, scores[:, [hub]], weights)
        np.testing.assert_allclose(applied(case, scores, weights)[hub], alone[0], rtol=1e-13)


def test_weights_of_six_magnitudes_do_not_drown() -> None:
    mean = one((AGGREGATIONS["arithmetic"], None), [0.0, 100.0], [1e6, 1e-6])
    assert mean == pytest.approx(1e-10, rel=1e-9)


@pytest.mark.parametrize("scale", [(0.0, 100.0), (0.0, 1.0), (1.0, 7.0), (-5.0, 5.0)])
@pytest.mark.parametrize("ends", [(0.0, 1.0), (50.0, 150.0), (70.0, 130.0)])
def test_the_scale_is_read_in_another_unit_and_back(scale: tuple[float, float], ends: tuple[float, float]) -> None:
    seen = []

    def kernel(s: np.ndarray) -> np.ndarray:
        seen.append(s)
        return s.max(axis=0)

    middle = sum(scale) / 2
    result = read_as(kernel, np.array([[scale[0], middle], [middle, scale[1]]]), scale, ends)
    np.testing.assert_allclose(seen[0], [[ends[0], sum(ends) / 2], [sum(ends) / 2, ends[1]]])
    np.testing.assert_allclose(result, [middle, scale[1]])


@pytest.mark.parametrize("name", ["mazziotta_pareto", "mazziotta_pareto_adjusted", "mean_min", "copeland"])
@pytest.mark.parametrize("scale", [(0.0, 1.0), (1.0, 7.0), (-5.0, 5.0)])
def test_what_is_read_in_another_unit_is_the_same_on_any_scale(name: str, scale: tuple[float, float]) -> None:
    row, rng = AGGREGATIONS[name], np.random.default_rng(5)
    shares, w = rng.uniform(0.1, 0.9, (4, 6)), rng.uniform(0.1, 1, 4)
    hundred = averaged(row, shares * 100, w, row.default, (0.0, 100.0), 0.0)
    elsewhere = averaged(row, scale[0] + shares * (scale[1] - scale[0]), w, row.default, scale, 0.0)
    np.testing.assert_allclose((elsewhere - scale[0]) / (scale[1] - scale[0]), hundred / 100, rtol=1e-12)


def test_z_scores_are_read_as_the_papers_have_them() -> None:
    """Normalised with zscore, z = -1, 0, 1 are 40, 50, 60 of 0 to 100, and 90, 100, 110 in De Muro et al. 2011."""
    row = AGGREGATIONS["mazziotta_pareto"]
    result = averaged(row, np.array([[40.0], [50.0], [60.0]]), np.ones(3), row.default, (0.0, 100.0), 0.0)
    assert result[0] == pytest.approx((100 - (200 / 3) / 100) - 50)


def test_with_the_floor_where_the_row_asks_for_it() -> None:
    s, w = np.array([[0.0], [100.0]]), np.ones(2)
    assert averaged(AGGREGATIONS["geometric"], s, w, None, (0.0, 100.0), 0.01)[0] == pytest.approx(100 / 11)
    assert averaged(AGGREGATIONS["arithmetic"], s, w, None, (0.0, 100.0), 0.01)[0] == 50
    # of 1 and 100: 2 / 1.01, less 1, over 0.99
    assert averaged(AGGREGATIONS["power"], s, w, -1.0, (0.0, 100.0), 0.01)[0] == pytest.approx(100 / 101)
    assert averaged(AGGREGATIONS["power"], s, w, 2.0, (0.0, 100.0), 0.01)[0] == pytest.approx(5000**0.5)


def test_the_floor_of_each_draw() -> None:
    s, w = np.random.default_rng(8).uniform(0, 100, (2, 3, 4)), np.array([0.5, 0.3, 0.2])
    row = AGGREGATIONS["geometric"]
    looped = [averaged(row, draw, w, None, (0.0, 100.0), 0.1) for draw in s]
    np.testing.assert_allclose(averaged(row, s, w, None, (0.0, 100.0), 0.1), looped, rtol=1e-14)


def test_compensability_is_said_of_every_row() -> None:
    said = {row.name: row.compensability for row in AGGREGATIONS.values()}
    assert {name for name, word in said.items() if word == "none"} == {"minimum", "copeland"}
    assert {name for name, word in said.items() if word == "full"} == {"arithmetic"}
    assert "" not in said.values()


@pytest.mark.parametrize("p", [-0.05, -1e-3, -1e-20, 1e-20, 1e-3, 0.05, 0.0999])
def test_a_power_mean_next_to_the_geometric_keeps_a_child_next_to_0(p: float) -> None:
    """Of two children a and b of equal weight it is ((a^p + b^p) / 2)^(1/p), by logarithms of each."""
    s, w = np.array([[1e-310], [100.0]]), np.array([0.5, 0.5])
    small, large = p * np.log(1e-310), p * np.log(100.0)
    wanted = np.exp((np.log1p((np.expm1(small) + np.expm1(large)) / 2)) / p)
    assert power(s, w, p)[0] == pytest.approx(wanted, rel=1e-11)
    assert power(np.zeros((3, 1)), np.array([0.1, 0.2, 0.7]), p)[0] == 0
    assert power(np.full((3, 1), 50.0), np.array([0.1, 0.2, 0.7]), p)[0] == 50


def test_a_harmonic_mean_of_next_to_nothing_is_not_nothing() -> None:
    assert AGGREGATIONS["harmonic"].function(np.full((2, 1), 1e-310), np.ones(2), None)[0] == 1e-310


def test_a_large_beta_forgives_by_its_formula() -> None:
    """sqrt(x² + beta²) - beta tends to x² / (2 beta): 0.4² / 2e9 of a mean of 0.6."""
    found = AGGREGATIONS["mean_min"].function(np.array([[0.2], [1.0]]), np.ones(2), (1.0, 1e9))[0]
    assert 0.6 - found == pytest.approx(8e-11, rel=1e-5)
