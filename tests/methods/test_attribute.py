from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hubscore.methods.aggregate import AGGREGATIONS, Aggregation, averaged
from hubscore.methods.attribute import ATTRIBUTIONS, parts, way

Case = tuple[Aggregation, Any]
PARAMETERS: dict[str, tuple[Any, ...]] = {
    "power": (0.5, 0.001, 2.0, 1.0, 0.0, -1.0, -30.0),
    "mazziotta_pareto": ("negative", "positive"),
    "mazziotta_pareto_adjusted": ("negative", "positive"),
    "mean_min": ((0.5, 0.0), (1.0, 0.0), (0.0, 1.0), (0.7, 0.3)),
    "owa": ((3.0, 2.0, 1.0), (0.0, 0.0, 1.0), (1.0, 0.0)),
}
CASES: list[Case] = [
    (row, parameter) for row in AGGREGATIONS.values() for parameter in PARAMETERS.get(row.name, (row.default,))
]
RAYS = [case for case in CASES if case[0].name in ("mazziotta_pareto", "mazziotta_pareto_adjusted", "mean_min", "owa")]
EVERY = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0].name}({case[1]})")
FEW = settings(max_examples=40)  # of each method


def score(case: Case, s: np.ndarray, w: np.ndarray, scale: tuple[float, float], floor: float) -> float:
    row, parameter = case
    return float(averaged(row, s[:, None], w, parameter, scale, floor)[0])


@EVERY
@FEW
@given(
    shares=hnp.arrays(float, st.integers(1, 6), elements=st.just(0.0) | st.floats(1e-3, 1)),
    weights=st.lists(st.floats(0.01, 1), min_size=6, max_size=6),
    scale=st.sampled_from([(0.0, 100.0), (0.0, 1.0), (1.0, 7.0)]),
    floor=st.sampled_from([0.0, 0.001, 0.01, 0.2]),
)
def test_the_parts_add_up_to_the_score(
    case: Case, shares: np.ndarray, weights: list[float], scale: tuple[float, float], floor: float
) -> None:
    s = scale[0] + shares * (scale[1] - scale[0])
    w = np.array(weights[: s.size]) / sum(weights[: s.size])
    split = parts(case[0].name, case[1], s, w, scale, floor)
    assert split.shape == s.shape
    assert split.sum() == pytest.approx(score(case, s, w, scale, floor), abs=1e-9 * (scale[1] - scale[0]))


def test_a_zero_that_leaves_next_to_nothing_of_a_mean_leaves_no_more_of_its_parts() -> None:
    """0.48^1000 is about 1e-319: the other child is beyond all numbers times the mean."""
    split = parts("power", 0.001, np.array([100.0, 0.0]), np.array([0.48, 0.52]), (0, 100), 0.0)
    assert split[1] == 0
    assert 0 <= split[0] < 1e-300


@EVERY
def test_equal_children_of_equal_weight_get_equal_parts(case: Case) -> None:
    split = parts(case[0].name, case[1], np.full(4, 60.0), np.full(4, 0.25), (0, 100), 0.01)
    np.testing.assert_allclose(split, 12.5 if case[0].relative else 15.0, rtol=1e-6)


@pytest.mark.parametrize(
    ("name", "parameter", "s", "floor", "expected"),
    [
        ("arithmetic", None, [20, 60], 0, [10, 30]),
        # without a floor against 1: G = 10, L(10, 1) = 9 / ln 10, halves of 9 x (0, 2), and half of the 1 each
        ("geometric", None, [1, 100], 0, [0.5, 9.5]),
        # the same against the least score, 0.25, where that is lower
        ("geometric", None, [0.25, 25], 0, [0.125, 2.375]),
        # lifted to 1, 10 and 100: G = 10, L(10, 1) = 9 / ln 10, thirds of 9 x (0, 1, 2), over 0.99
        ("geometric", None, [0, 900 / 99, 100], 0.01, [0, 3 / 0.99, 6 / 0.99]),
        ("geometric", None, [0, 50], 0, [0, 0]),
        ("harmonic", None, [2, 6], 0, [2.25, 0.75]),  # w M^2 / s with M = 3
        ("power", 2.0, [1, 7], 0, [0.1, 4.9]),  # w s^2 / M with M = 5
        ("power", 0.5, [1, 9], 0, [1, 3]),  # w s^(1/2) M^(1/2) with M = 4
        ("power", 1.0, [20, 60], 0, [10, 30]),
        ("minimum", None, [30, 10, 20], 0, [0, 10, 0]),
        ("minimum", None, [10, 10, 20], 0, [5, 5, 0]),
        ("minimum", None, [0, 50], 0, [0, 0]),
        ("median", None, [30, 10, 20], 0, [0, 0, 20]),
        ("median", None, [30, 10, 20, 40], 0, [15, 0, 10, 0]),
    ],
)
def test_closed_forms(name: str, parameter: float | None, s: list[float], floor: float, expected: list[float]) -> None:
    w = np.full(len(s), 1 / len(s))
    split = parts(name, parameter, np.array(s, dtype=float), w, (0, 100), floor)
    np.testing.assert_allclose(split, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("name", "parameter", "s", "scale", "floor", "expected"),
    [
        # lifted to 20 and 80: G = 40, L(40, 20) = 20 / ln 2, halves of 20 x (0, 2), over 0.9; and half of the 10 each
        ("geometric", None, [10, 10 + 60 / 0.9], (10, 110), 0.1, [5, 5 + 20 / 0.9]),
        # against 1, a hundredth of the scale: G = 4, L(4, 1) = 3 / ln 4, halves of 3 x (0, 2), and half of the 1 each
        ("geometric", None, [1, 16], (-50, 50), 0, [0.5, 3.5]),
        ("power", 100.0, [1000, 1000], (0, 1000), 0, [500, 500]),
        ("power", 2.0, [1, 7], (1, 8), 0, [0.1, 4.9]),  # w s^2 / M with M = 5, wherever the scale begins
        # M - min = 1/2: the root is 5/8, its mean slope (5/8 - 3/8) / (1/2); half of the half goes to the worst child
        ("mean_min", (1.0, 0.375), [0, 1], (0, 1), 0, [0, 0.25]),
    ],
)
def test_closed_forms_on_other_scales(
    name: str, parameter: Any, s: list[float], scale: tuple[float, float], floor: float, expected: list[float]
) -> None:
    split = parts(name, parameter, np.array(s, dtype=float), np.array([0.5, 0.5]), scale, floor)
    np.testing.assert_allclose(split, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", AGGREGATIONS)
def test_every_aggregation_has_a_way(name: str) -> None:
    assert way(name, AGGREGATIONS[name].default) in ATTRIBUTIONS.values()


@pytest.mark.parametrize(("p", "name"), [(0.0, "geometric"), (1.0, "arithmetic"), (-1.0, "harmonic")])
def test_a_power_that_is_another_mean_is_split_as_that_one(p: float, name: str) -> None:
    s, w = np.array([10.0, 40.0, 90.0]), np.array([0.2, 0.3, 0.5])
    np.testing.assert_allclose(
        parts("power", p, s, w, (0, 100), 0.01), parts(name, None, s, w, (0, 100), 0.01), rtol=1e-12
    )


@pytest.mark.parametrize(("p", "s", "w"), [(-1.0, [0, 40, 100], [0.2, 0.3, 0.5]), (-2.0, [70, 5], [0.5, 0.5])])
def test_aumann_shapley_is_the_marginal_averaged_along_the_ray(p: float, s: list[float], w: list[float]) -> None:
    """Against many small steps: what the mean gains while one child makes its step, the others where they are."""
    start, end, weights = np.full(len(s), 1.0), 1 + 0.99 * np.array(s), np.array(w)

    def mean(x: np.ndarray) -> np.ndarray:
        return np.asarray((x**p @ weights) ** (1 / p))

    path = start + (np.arange(20_000) + 0.5)[:, None] / 20_000 * (end - start)
    step = (end - start) / 20_000
    gains = [
        (mean(path + step * one / 2) - mean(path - step * one / 2)).sum() / 0.99 for one in np.eye(len(s), dtype=float)
    ]
    np.testing.assert_allclose(parts("power", p, np.array(s, float), weights, (0, 100), 0.01), gains, rtol=1e-4)


@pytest.mark.parametrize("case", [case for case in CASES if not case[0].relative], ids=lambda case: case[0].name)
def test_a_child_at_the_low_end_gets_its_weight_of_it(case: Case) -> None:
    at_zero = parts(case[0].name, case[1], np.array([0.0, 60.0]), np.array([0.4, 0.6]), (0, 100), 0.01)
    assert at_zero[0] == pytest.approx(0, abs=1e-12)
    if case in RAYS:
        at_ten = parts(case[0].name, case[1], np.array([10.0, 60.0]), np.array([0.4, 0.6]), (10, 100), 0.01)
        assert at_ten[0] == pytest.approx(4)


def test_setters_that_tie_share_by_weight() -> None:
    s, w = np.array([10.0, 10.0, 20.0]), np.array([0.6, 0.2, 0.2])
    np.testing.assert_allclose(parts("minimum", None, s, w, (0, 100), 0.01), [7.5, 2.5, 0])


@EVERY
@pytest.mark.parametrize("least", [0.0, 5.0])
@pytest.mark.parametrize("floor", [0.0, 0.01])
def test_a_child_of_weight_zero_gets_nothing_and_takes_nothing(case: Case, least: float, floor: float) -> None:
    row, parameter = case
    s, w = np.array([least, 30.0, 60.0]), np.array([0.0, 0.5, 0.5])
    found = parts(row.name, parameter, s, w, (0, 100), floor)
    assert found[0] == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(found.sum(), score(case, s, w, (0, 100), floor), rtol=1e-9)


@pytest.mark.parametrize(
    ("name", "parameter", "s", "expected"),
    [("median", None, [30.0, 20, 60], [0, 10, 30]), ("power", -100.0, [1e-3, 100, 100], [0, 50, 50])],
)
def test_a_child_of_weight_zero_is_not_asked(name: str, parameter: Any, s: list[float], expected: list[float]) -> None:
    found = parts(name, parameter, np.array(s), np.array([0.0, 0.5, 0.5]), (0, 100), 0.0)
    np.testing.assert_allclose(found, expected, atol=1e-12)


@pytest.mark.parametrize("case", RAYS, ids=lambda case: f"{case[0].name}({case[1]})")
@pytest.mark.parametrize("s", [[20, 50, 90], [-30, 40, 40], [100, 0, 130]])
def test_new_means_are_split_by_the_marginal_averaged_along_the_ray(case: Case, s: list[float]) -> None:
    """Against many small steps: what the node gains while one child makes its step, the others where they are."""
    end, w, steps = np.array(s, dtype=float), np.array([0.2, 0.3, 0.5]), 4000
    path = ((np.arange(steps) + 0.5)[:, None] / steps * end).T
    gains = [
        averaged(case[0], path + step[:, None], w, case[1], (0, 100), 0)
        - averaged(case[0], path - step[:, None], w, case[1], (0, 100), 0)
        for step in np.diag(end / steps / 2)
    ]
    split = parts(case[0].name, case[1], end, w, (0, 100), 0.0)
    if len(set(s)) == len(s):
        np.testing.assert_allclose(split, np.sum(gains, axis=1), rtol=1e-3, atol=0.1)
    assert split.sum() == pytest.approx(score(case, end, w, (0, 100), 0), abs=1e-9)


@pytest.mark.parametrize(
    ("name", "parameter", "s", "w", "expected"),
    [
        ("mean_min", (1.0, 0.0), [30, 10, 20], None, [0, 10, 0]),
        ("mean_min", (0.5, 0.0), [20, 80], None, [15, 20]),  # a quarter of the weight goes to the worst
        ("owa", (0.0, 1.0), [20, 80], None, [20, 0]),
        ("owa", (1.0, 3.0), [20, 80], None, [15, 20]),
        ("owa", (0.0, 1.0), [20, 20], [0.9, 0.1], [18, 2]),  # what ties shares by weight
        ("mazziotta_pareto", "negative", [40, 40], None, [20, 20]),
    ],
)
def test_new_means_in_closed_form(
    name: str, parameter: Any, s: list[float], w: list[float] | None, expected: list[float]
) -> None:
    weights = np.full(len(s), 1 / len(s)) if w is None else np.array(w)
    split = parts(name, parameter, np.array(s, dtype=float), weights, (0, 100), 0.0)
    np.testing.assert_allclose(split, expected, atol=1e-12)


def test_duels_pay_those_who_voted_for_the_hub() -> None:
    """Three duels at a third of the span: won by the first child, lost, tied with half a vote of each."""
    s, w = np.array([60.0, 40.0]), np.array([0.6, 0.4])
    others = np.array([[10.0, 90.0, 60.0], [90.0, 10.0, 40.0]])
    split = parts("copeland", None, s, w, (0, 100), 0.0, others)
    np.testing.assert_allclose(split, [100 / 3 + 100 / 6 * 0.6, 100 / 6 * 0.4])
    np.testing.assert_allclose(parts("copeland", None, s, w, (1, 7), 0.0), [2.4, 1.6])  # alone: the middle


@given(seed=st.integers(0, 2**32 - 1))
def test_votes_in_duels_add_up_to_the_score(seed: int) -> None:
    rng = np.random.default_rng(seed)
    s, w = rng.integers(0, 4, (3, 5)) * 30.0 + 1, rng.uniform(0.1, 1, 3)
    s[rng.random(s.shape) < 0.3] = np.nan
    s[0, 0] = 31.0
    scores = averaged(AGGREGATIONS["copeland"], s, w, None, (1.0, 91.0), 0.0)
    here, met = ~np.isnan(s[:, 0]), ~np.isnan(scores[1:])
    split = parts("copeland", None, s[here, 0], w[here] / w[here].sum(), (1.0, 91.0), 0.0, s[here][:, 1:][:, met])
    assert split.sum() == pytest.approx(scores[0])
    assert (split >= -1e-12).all()


@pytest.mark.parametrize("power", [0.001, 0.01, 0.05, 0.3])
def test_a_small_power_with_a_child_at_0_overflows_nowhere(power: float) -> None:
    for s in ([0.0, 100.0], [0.0, 0.0], [1e-310, 100.0], [0.0, 3.0, 80.0]):
        found = np.array(s)
        split = parts("power", power, found, np.full(found.size, 1 / found.size), (0, 100), 0.01)
        mean = score((AGGREGATIONS["power"], power), found, np.full(found.size, 1 / found.size), (0, 100), 0.01)
        assert split.sum() == pytest.approx(mean, rel=1e-13)
        assert (split >= 0).all()


def test_a_child_of_weight_zero_has_no_power() -> None:
    s, w = np.array([0.001, 80.0, 90.0]), np.array([0.0, 0.5, 0.5])
    alone = parts("power", -100.0, s[1:], w[1:], (0, 100), 1e-4)
    np.testing.assert_allclose(parts("power", -100.0, s, w, (0, 100), 1e-4), [0, *alone], rtol=1e-12)
