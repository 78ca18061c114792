from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from hubscore.studies.nearest import nearest_linear, nearest_searched

Floats = NDArray[np.float64]


def greedy(weights: Floats, row: Floats, limit: float) -> float | None:
    """The least change by hand: all that moves goes to the best lever, from the worst on."""
    if row.max() < limit:
        return None
    lacking, moved = limit - row @ weights, 0.0
    for at in np.argsort(row, kind="stable"):
        if lacking <= 0:
            break
        gain = row.max() - row[at]
        step = min(weights[at], lacking / gain) if gain > 0 else 0.0
        moved, lacking = moved + step, lacking - step * gain
    return 2 * moved


@given(st.integers(0, 2**32), st.integers(2, 6))
def test_one_condition_has_an_answer_by_hand(seed: int, size: int) -> None:
    generator = np.random.default_rng(seed)
    weights, row = generator.dirichlet(np.ones(size)), generator.normal(size=size)
    limit = float(generator.normal())
    found, expected = nearest_linear(weights, row[None], np.array([limit])), greedy(weights, row, limit)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert found.sum() == pytest.approx(1)
        assert row @ found >= limit - 1e-9
        assert np.abs(found - weights).sum() == pytest.approx(expected, abs=1e-8)


def test_conditions_that_exclude_each_other_by_little_are_not_met() -> None:
    rows, weights = np.array([[1.0, -1.0], [-1.0, 1.0]]), np.array([0.3, 0.7])  # each above the other
    assert nearest_linear(weights, rows, np.full(2, 1e-8)) is None
    np.testing.assert_allclose(nearest_linear(weights, rows, np.zeros(2)), [0.5, 0.5])  # type: ignore[arg-type]


def test_bounds_hold_and_what_sets_proportions_need_not_add_up() -> None:
    weights, least, most = np.array([0.5, 0.5]), np.array([0.4, 0.4]), np.array([0.6, 0.6])
    row = np.array([[1.0, -1.0]])
    assert nearest_linear(weights, row, np.array([0.3]), least, most) is None
    found = nearest_linear(weights, row, np.array([0.2]), least, most)
    np.testing.assert_allclose(found, [0.6, 0.4])  # type: ignore[arg-type]
    found = nearest_linear(weights, np.array([[1.0, -1.2]]), np.zeros(1), least, most, adding_up=False)
    np.testing.assert_allclose(found, np.array([1.2, 1]) / 2.2)  # type: ignore[arg-type]


def test_each_weight_keeps_its_own_bounds() -> None:
    weights, row = np.array([0.5, 0.5]), np.array([[1.0, -1.0]])
    for bounds in ((np.array([0.0, 0.45]), None), (None, np.array([0.55, 1.0]))):
        assert nearest_linear(weights, row, np.array([0.11]), *bounds) is None
        found = nearest_linear(weights, row, np.array([0.1]), *bounds)
        np.testing.assert_allclose(found, [0.55, 0.45])  # type: ignore[arg-type]


def test_bounds_away_from_the_start_and_a_fine_for_what_is_missed() -> None:
    weights = np.array([0.5, 0.5])
    row, box = np.array([[1.0, 0.0]]), (np.array([0.7, 0.0]), np.array([0.8, 0.3]))
    np.testing.assert_allclose(nearest_linear(weights, row, np.zeros(1), *box), [0.7, 0.3])  # type: ignore[arg-type]
    np.testing.assert_allclose(nearest_linear(weights, row, np.ones(1), *box, fine=9.0), [0.8, 0.2])  # type: ignore[arg-type]
    assert nearest_linear(weights, row, np.ones(1), *box) is None


def brute(weights: Floats, gain: object, steps: int = 400) -> float:
    """The least change on a grid over three levers."""
    assert callable(gain)
    a, b = np.meshgrid(np.arange(steps + 1), np.arange(steps + 1))
    inside = a + b <= steps
    v = np.stack([a[inside], b[inside], steps - a[inside] - b[inside]], axis=1) / steps
    good = gain(v) >= 0
    return float(np.abs(v[good] - weights).sum(axis=1).min())


def test_a_single_weight_has_nowhere_to_go() -> None:
    assert nearest_searched(np.array([1.0]), lambda v: np.full(len(v), -1.0)) is None


@given(st.integers(0, 2**32))
def test_a_search_finds_what_a_grid_finds(seed: int) -> None:
    generator = np.random.default_rng(seed)
    weights = generator.dirichlet([2, 2, 2])
    one, other = generator.uniform(1, 100, (2, 3))

    def gain(v: Floats) -> Floats:
        return np.asarray((np.exp(v @ np.log(one)) - (v @ other)) / 100)

    found = nearest_searched(weights, gain)
    if gain(np.eye(3)).max() < 0:  # a geometric mean is greatest against an arithmetic one at an end
        assert found is None
    else:
        assert found is not None
        assert gain(found[None])[0] >= -1e-12
        assert np.abs(found - weights).sum() <= brute(weights, gain) + 1e-6


def test_a_search_over_steps_where_there_is_no_slope() -> None:
    weights = np.array([0.2, 0.3, 0.5])

    def gain(v: Floats) -> Floats:  # the second outweighs the third
        return np.where(v[:, 1] > v[:, 2], 1.0, -1.0)

    found = nearest_searched(weights, gain)
    assert found is not None
    assert np.abs(found - weights).sum() == pytest.approx(0.2, abs=1e-6)


@pytest.mark.parametrize(
    "towards",
    [
        [1, 0, 0, 0],  # one lever alone
        [0.25, 0, 0.75, 0],  # some as they weigh
        [0.5, 0, 0, 0.5],  # two alike
        [0.1, 0, 0.3, 0.6],  # all of one to another
        [1, *[0] * 11],
    ],
)
def test_ways_are_looked_along_to_the_first_place_where_it_is_so(towards: list[float]) -> None:
    size = len(towards)
    weights = np.arange(1, size + 1) / np.arange(1, size + 1).sum()
    way = np.array(towards) - weights

    def gain(v: Floats) -> Floats:
        far = (v - weights) @ way / (way @ way)
        beside = np.abs(v - weights - far[:, None] * way).max(axis=1)
        return np.where((beside < 1e-9) & (far > 0.59), 0.0, -1.0)

    found = nearest_searched(weights, gain)
    assert found is not None
    np.testing.assert_allclose(found, weights + 0.59 * way, atol=1e-9)


@pytest.mark.parametrize(
    ("size", "seed", "slope", "near"),
    [
        *((4, seed, 0, 1e-5) for seed in (0, 2, 4)),
        *((5, seed, 0.5, 1e-5) for seed in (0, 3)),  # few are varied even where a slope leads elsewhere
        (10, 0, 0, 1e-3),
    ],
)
def test_a_search_over_steps_comes_near_what_is_known_by_hand(size: int, seed: int, slope: float, near: float) -> None:
    generator = np.random.default_rng(seed)
    weights, row = generator.dirichlet(np.full(size, 3)), generator.normal(size=size)
    limit = float(row @ weights + 0.7 * (row.max() - row @ weights))
    found = nearest_searched(weights, lambda v: np.where(v @ row >= limit, 0.0, slope * v[:, 0] - 1))
    assert found is not None
    assert np.abs(found - weights).sum() == pytest.approx(greedy(weights, row, limit), abs=near)


def test_a_search_where_the_slope_changes_on_the_way() -> None:
    generator, size = np.random.default_rng(1), 30
    weights, s, there = generator.dirichlet(np.ones(size)), generator.uniform(size=size), generator.random(size) < 0.6
    wanted = 0.6 * (there @ (weights * s)) / (there @ weights) + 0.4 * s[there].max()
    with np.errstate(invalid="ignore"):  # where nothing is there, there is no telling
        ratio = nearest_searched(weights, lambda v: (v @ (s * there)) / (v @ there) - wanted)
    assert ratio is not None
    best = greedy(weights, (s - wanted) * there, 0)
    assert np.abs(ratio - weights).sum() == pytest.approx(best, abs=1e-6)
    power = nearest_searched(weights, lambda v: (v @ s) ** 12 - wanted**12)
    assert power is not None
    assert np.abs(power - weights).sum() == pytest.approx(greedy(weights, s, wanted), abs=1e-6)


def test_a_search_among_many_levers_follows_the_slope() -> None:
    generator = np.random.default_rng(4)
    weights, row = generator.dirichlet(np.ones(40)), generator.normal(size=40)
    limit = float(row @ weights + 0.6 * (row.max() - row @ weights))
    found = nearest_searched(weights, lambda v: v @ row - limit)
    assert found is not None
    assert np.abs(found - weights).sum() == pytest.approx(greedy(weights, row, limit), abs=1e-6)


def test_a_slope_makes_no_promise_of_a_jump() -> None:
    generator = np.random.default_rng(4)
    weights, row = generator.dirichlet(np.ones(40)), generator.normal(size=40)
    limit, worst = float(row @ weights + 0.6 * (row.max() - row @ weights)), int(row.argmin())

    def gain(v: Floats) -> Floats:  # the worst lever may not weigh more than it does
        return np.asarray(v @ row - limit - 5.0 * (v[:, worst] > weights[worst] + 1e-9))

    found = nearest_searched(weights, gain)
    assert found is not None
    assert np.abs(found - weights).sum() == pytest.approx(greedy(weights, row, limit), abs=1e-6)


def test_nothing_is_found_where_there_is_nothing() -> None:
    assert nearest_searched(np.array([0.5, 0.5]), lambda v: np.full(len(v), -1.0)) is None
    assert nearest_searched(np.array([0.5, 0.5]), lambda v: np.full(len(v), np.nan)) is None
    assert nearest_searched(np.array([0.5, 0.5]), lambda v: -1 - np.abs(v[:, 0] - 0.4)) is None


def test_a_slope_that_leads_back_to_the_start_is_no_way() -> None:
    weights = np.array([0.4, 0.4, 0.2])

    def gain(v: Floats) -> Floats:  # the first alone may not be left out; the slope at the start says nothing of it
        return np.where(v[:, 2] > 0.9, 1e-3, -1e-12 + 1e-13 * v[:, 0])

    found = nearest_searched(weights, gain)
    assert found is not None
    assert found[2] == pytest.approx(0.9, abs=1e-6)


def test_what_happens_only_where_levers_are_left_out_altogether() -> None:
    weights, worst = np.array([0.1, 0.2, 0.3, 0.4]), np.array([3.0, 1.0, 7.0, 2.0])

    def gain(v: Floats) -> Floats:  # the worst of those that weigh
        return np.where(v > 0, worst, np.inf).min(axis=1) - 2.5

    found = nearest_searched(weights, gain)
    assert found is not None
    np.testing.assert_allclose(found, [0.1 + 0.6 / 4, 0, 0.3 + 0.6 * 3 / 4, 0])
    assert np.abs(found - weights).sum() / 2 == pytest.approx(0.6)
