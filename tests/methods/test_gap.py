from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.methods.aggregate import AGGREGATIONS, averaged
from hubscore.methods.attribute import WAYS as BY_AGGREGATION
from hubscore.methods.gap import WAYS, slopes

SCALE = (1.0, 91.0)
MEANS: list[tuple[str, Any]] = [
    ("arithmetic", None),
    ("geometric", None),
    ("harmonic", None),
    ("power", 0.0),
    ("power", 0.5),
    ("power", 2.0),
    ("power", -3.0),
    ("minimum", None),
    ("median", None),
    ("mean_min", (0.7, 0.0)),
    ("mean_min", (0.7, 0.2)),
    ("owa", (1.0, 2.0, 4.0)),
]
BENT: list[tuple[str, Any]] = [
    ("mazziotta_pareto", "negative"),
    ("mazziotta_pareto_adjusted", "positive"),
]

scores = st.lists(st.floats(1, 91) | st.sampled_from([1.0, 40.0, 91.0]), min_size=4, max_size=4).map(np.array)
weights = st.lists(st.floats(0.01, 1) | st.just(0.0), min_size=4, max_size=4).map(np.array)


def mean(name: str, parameter: Any, s: np.ndarray, w: np.ndarray, floor: float = 0.0) -> float:
    return float(averaged(AGGREGATIONS[name], s[:, None], w, parameter, SCALE, floor)[0])


@pytest.mark.parametrize(("name", "parameter"), MEANS + BENT)
@pytest.mark.parametrize("floor", [0.0, 0.01])
@given(a=scores, b=scores, w=weights)
def test_parts_add_up_keep_their_sign_and_turn_with_the_hubs(
    name: str, parameter: Any, floor: float, a: np.ndarray, b: np.ndarray, w: np.ndarray
) -> None:
    w = np.array([0.4, 0.3, 0.2, 0.1]) if not w.any() else w / w.sum()
    there, back = (slopes(name, parameter, *pair, w, SCALE, floor) for pair in ((a, b), (b, a)))
    lift = floor if AGGREGATIONS[name].floored(parameter) else 0.0
    gap = mean(name, parameter, a, w, lift) - mean(name, parameter, b, w, lift)
    exact = 1e-8 if name in ("arithmetic", "geometric", "minimum", "median", "owa", "mean_min") else 0.1
    assert (there * (a - b)).sum() == pytest.approx(gap, abs=exact)
    np.testing.assert_allclose(there, back, atol=1e-9)
    assert not there[w == 0].any()
    if (name, parameter) in MEANS:
        assert (there >= -1e-12).all()


@pytest.mark.parametrize(
    ("name", "parameter", "a", "b", "expected"),
    [
        ("arithmetic", None, [60, 20], [40, 30], [10, -5]),
        ("minimum", None, [60, 20], [20, 60], [20, -20]),  # each is the worst for half of the way
        ("minimum", None, [60, 20], [20, 40], [40 / 3, -40 / 3]),  # they meet after a third: 20 to 33.3, then to 20
        ("minimum", None, [40, 40], [20, 20], [10, 10]),  # equal all along
        ("median", None, [60, 20], [40, 30], [10, -5]),
        ("owa", (0.0, 1.0), [60, 20], [20, 60], [20, -20]),
        ("owa", (1.0, 3.0), [80, 40], [60, 20], [5, 15]),
        ("owa", (1.0, 3.0), [80, 80], [60, 60], [10, 10]),
        ("mean_min", (1.0, 0.0), [60, 20], [20, 60], [20, -20]),
        ("mean_min", (0.5, 0.0), [80, 40], [80, 20], [0, 15]),
        ("mean_min", (0.5, 0.3), [50, 50], [20, 20], [15, 15]),
    ],
)
def test_closed_forms(name: str, parameter: Any, a: list[float], b: list[float], expected: list[float]) -> None:
    one, other = np.array(a, dtype=float), np.array(b, dtype=float)
    found = slopes(name, parameter, one, other, np.array([0.5, 0.5]), (0, 100), 0.0) * (one - other)
    np.testing.assert_allclose(found, expected, atol=1e-9)


@pytest.mark.parametrize(
    ("name", "parameter"), [("minimum", None), ("median", None), ("owa", (1.0, 3.0)), ("mean_min", (0.7, 0.0))]
)
def test_children_apart_by_rounding_only_share(name: str, parameter: Any) -> None:
    a, b, w = np.array([1.0, 1 + 2e-16, 4.0]), np.array([91.0, 91 - 3e-14, 91.0]), np.array([0.25, 0.25, 0.5])
    found = slopes(name, parameter, a, b, w, SCALE, 0.0)
    assert found[0] == pytest.approx(found[1])
    np.testing.assert_allclose(found, slopes(name, parameter, b, a, w, SCALE, 0.0))


@pytest.mark.parametrize(("name", "parameter"), [("geometric", None), ("power", 0.0)])
def test_the_geometric_gap_is_the_logarithmic_mean_times_the_logarithms(name: str, parameter: Any) -> None:
    a, b, w = np.array([90.0, 10.0]), np.array([40.0, 40.0]), np.array([0.5, 0.5])
    apart = (30 - 40) / np.log(30 / 40)
    found = slopes(name, parameter, a, b, w, (0, 100), 0.0) * (a - b)
    np.testing.assert_allclose(found, apart * w * np.log(a / b))


def test_the_geometric_gap_keeps_its_digits_where_scores_are_close() -> None:
    apart = 3 / 2**13  # 9e-6 of 40
    a, b, w = np.array([40 + apart, 90.0]), np.array([40.0, 10.0]), np.array([0.5, 0.5])
    means = math.sqrt(a[0] * 90), 20.0
    mean = (means[0] - means[1]) / math.log(means[0] / means[1])
    expected = mean * w / [apart / math.log1p(apart / 40), 80 / math.log(9)]
    np.testing.assert_allclose(slopes("geometric", None, a, b, w, (0, 100), 0.0), expected, rtol=2e-14)
    np.testing.assert_allclose(slopes("geometric", None, b, b, w, (0, 100), 0.0), 20 * w / b, rtol=1e-14)


def test_zeros_without_a_floor_make_the_whole_gap() -> None:
    a, b, w = np.array([90.0, 10.0, 30.0]), np.array([0.0, 40.0, 0.0]), np.array([0.5, 0.3, 0.2])
    found = slopes("geometric", None, a, b, w, (0, 100), 0.0) * (a - b)
    np.testing.assert_allclose(found, mean_of(a, w) * np.array([5 / 7, 0, 2 / 7]))
    np.testing.assert_allclose(slopes("geometric", None, b, a, w, (0, 100), 0.0) * (a - b), found)
    assert not slopes("geometric", None, np.array([0.0, 9.0, 9.0]), b, w, (0, 100), 0.0).any()  # 0 and 0


def test_a_child_of_weight_zero_that_is_zero_takes_nothing() -> None:
    a, b, w = np.array([0.0, 40.0, 90.0]), np.array([0.0, 10.0, 30.0]), np.array([0.0, 0.5, 0.5])
    found = slopes("geometric", None, a, b, w, (0, 100), 0.0) * (a - b)
    np.testing.assert_allclose(found[0], 0)
    np.testing.assert_allclose(found.sum(), 60 - np.sqrt(300))


@pytest.mark.parametrize(("name", "parameter", "rise"), [("power", 0.5, 0.25), ("harmonic", None, 0.0)])
@pytest.mark.parametrize("unit", [1.0, 0.01])
def test_a_child_that_is_zero_for_both_hubs_has_no_slope(name: str, parameter: Any, rise: float, unit: float) -> None:
    # (sqrt(0) / 2 + sqrt(s) / 2)^2 is s / 4; of 0 and anything the harmonic mean is 0
    a, b = np.array([0.0, 40.0]) * unit, np.array([0.0, 10.0]) * unit
    found = slopes(name, parameter, a, b, np.array([0.5, 0.5]), (0, 100 * unit), 0.0)
    np.testing.assert_allclose(found, [0, rise], rtol=1e-12)


@pytest.mark.parametrize(("name", "parameter"), [("harmonic", None), ("power", -3.0), ("power", 0.0)])
def test_parts_add_up_to_the_gap_of_what_a_floor_lifts(name: str, parameter: Any) -> None:
    a, b, w = np.array([60.0, 35.0, 80.0]), np.array([30.0, 70.0, 50.0]), np.array([0.5, 0.2, 0.3])
    gap = mean(name, parameter, a, w, 0.2) - mean(name, parameter, b, w, 0.2)
    assert slopes(name, parameter, a, b, w, SCALE, 0.2) @ (a - b) == pytest.approx(gap, rel=1e-12)


def test_a_scale_may_lie_around_zero() -> None:
    a, b, w = np.array([60.0, 20.0]), np.array([20.0, 40.0]), np.array([0.5, 0.5])
    found = slopes("minimum", None, a - 50, b - 50, w, (-50, 50), 0.0)
    np.testing.assert_allclose(found, slopes("minimum", None, a, b, w, (0, 100), 0.0))


@pytest.mark.parametrize(("name", "parameter"), [("minimum", None), ("median", None), ("mean_min", (0.7, 0.0))])
def test_a_child_of_weight_zero_does_not_set_the_order(name: str, parameter: Any) -> None:
    a, b, w = np.array([60.0, 20.0, 30.0]), np.array([40.0, 30.0, 33.0]), np.array([0.5, 0.5, 0.0])
    expected = slopes(name, parameter, a[:2], b[:2], w[:2], (0, 100), 0.0)
    np.testing.assert_allclose(slopes(name, parameter, a, b, w, (0, 100), 0.0), [*expected, 0])


@pytest.mark.parametrize(
    ("name", "parameter", "a", "b"),
    [
        ("power", 100.0, [80, 60, 100], [0, 0, 100]),
        ("power", -100.0, [80, 60, 0], [90, 30, 100]),
        ("power", 100.0, [1e-3, 2e-3, 100], [0, 1e-3, 90]),
        ("geometric", None, [0, 0.5, 0], [0.02, 0.01, -90]),
        ("geometric", None, [0, 0.5, -90], [0.02, 0.01, 0]),
    ],
)
def test_a_child_of_weight_zero_has_no_slope_however_far_it_is(
    name: str, parameter: Any, a: list[float], b: list[float]
) -> None:
    one, other, w = np.array(a, dtype=float), np.array(b, dtype=float), np.array([0.5, 0.5, 0])
    alone = slopes(name, parameter, one[:2], other[:2], w[:2], (0, 100), 0.0)
    np.testing.assert_allclose(slopes(name, parameter, one, other, w, (0, 100), 0.0), [*alone, 0], rtol=1e-12)


def mean_of(s: np.ndarray, w: np.ndarray) -> float:
    return float(np.exp(w @ np.log(s)))


@pytest.mark.parametrize(("name", "parameter"), [*BENT, ("harmonic", None), ("power", 3.0), ("mean_min", (0.6, 0.1))])
def test_slopes_are_averages_along_the_straight_line(name: str, parameter: Any) -> None:
    """Against small steps along the line, child by child."""
    a, b, w = np.array([60.0, 35.0, 80.0]), np.array([30.0, 70.0, 50.0]), np.array([0.5, 0.2, 0.3])
    steps = 4000
    path = (b[:, None] + (np.arange(steps) + 0.5) / steps * (a - b)[:, None]).T
    nudge = np.eye(3) * 1e-4
    rise = [
        np.mean([mean(name, parameter, s + step, w) - mean(name, parameter, s - step, w) for s in path[::40]]) / 2e-4
        for step in nudge
    ]
    np.testing.assert_allclose(slopes(name, parameter, a, b, w, SCALE, 0.0), rise, rtol=0.02, atol=0.005)


@pytest.mark.parametrize(("name", "parameter"), [("median", None), ("owa", (1.0, 3.0)), ("mean_min", (0.7, 0.2))])
def test_many_children_are_looked_at_in_blocks(monkeypatch: pytest.MonkeyPatch, name: str, parameter: Any) -> None:
    rng = np.random.default_rng(3)
    a, b, w = rng.uniform(1, 91, 9), rng.uniform(1, 91, 9), np.full(9, 1 / 9)
    whole = slopes(name, parameter, a, b, w, SCALE, 0.0)
    monkeypatch.setattr("hubscore.methods.gap.BLOCK", 20)
    np.testing.assert_allclose(slopes(name, parameter, a, b, w, SCALE, 0.0), whole, atol=1e-12)


def test_every_aggregation_has_its_way() -> None:
    assert set(BY_AGGREGATION.values()) - set(WAYS) == {"votes in duels"}
