from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.copeland import copeland
from hubscore.methods.extremes import EXTREMES, FEW, duels, of_ends, penalised
from hubscore.methods.penalty import mazziotta_pareto

SIGNS = pytest.mark.parametrize("sign", ["negative", "positive"])


def boxes(rng: np.random.Generator, children: int, hubs: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Ends of children, some of which are known, and weights."""
    low = rng.uniform(20, 140, (children, hubs))
    high = low + rng.uniform(0, 60, low.shape) * (rng.random(low.shape) < 0.7)
    return np.array([low, high]), rng.uniform(0.01, 1, children)


def inside(rng: np.random.Generator, ends: np.ndarray, tries: int) -> np.ndarray:
    """Random children between their ends, many at one of them, shape (try, child, hub)."""
    x = ends[0] + rng.random((tries, *ends[0].shape)) * (ends[1] - ends[0])
    corner = ends[rng.integers(0, 2, x.shape), *np.indices(ends[0].shape)]
    return np.where(rng.random(x.shape) < 0.5, x, corner)


@SIGNS
@settings(max_examples=80)
@given(seed=st.integers(0, 2**32 - 1), children=st.integers(1, FEW + 6))
def test_nothing_between_the_ends_of_children_is_beyond_those_of_the_node(sign: str, seed: int, children: int) -> None:
    rng = np.random.default_rng(seed)
    ends, w = boxes(rng, children)
    [low], [high] = penalised(ends, w, sign)
    scores = mazziotta_pareto(inside(rng, ends, 500), w, sign)
    assert low - 1e-9 <= scores.min()
    assert scores.max() <= high + 1e-9


@SIGNS
def test_few_open_children_are_exact(sign: str) -> None:
    """Both ends are met somewhere: at a corner, and where a fine grid comes near."""
    ends = np.array([[50.0, 90.0, 100.0], [150.0, 120.0, 100.0]])[..., None]
    w = np.array([0.5, 0.3, 0.2])
    grid = np.array(np.meshgrid(np.linspace(50, 150, 301), np.linspace(90, 120, 301), [100.0])).reshape(3, -1)
    scores = mazziotta_pareto(grid, w, sign)
    assert penalised(ends, w, sign)[:, 0] == pytest.approx([scores.min(), scores.max()], abs=1e-2)


def unsure(seed: int, children: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Children of which none is known: their low and high ends, and weights that add up to 1."""
    rng = np.random.default_rng(seed)
    low, w = rng.uniform(20, 140, children), rng.uniform(0.01, 1, children)
    return low, low + rng.uniform(1, 60, children), w / w.sum()


@pytest.mark.parametrize("seed", [7, 23, 41, 48, 54])  # where the bound for more children is lower
def test_the_worst_of_few_children_is_at_a_corner(seed: int) -> None:
    low, high, w = unsure(seed, FEW + 2)
    high[:2] = low[:2]  # which of those that are known are not
    corners = np.array(list(product(*zip(low[2:], high[2:], strict=True)))).T
    corners = np.concatenate([np.repeat(low[:2, None], corners.shape[1], axis=1), corners])
    worst = mazziotta_pareto(corners, w, "negative").min()
    assert penalised(np.array([low, high])[..., None], w, "negative")[0, 0] == pytest.approx(worst, rel=1e-12)


@SIGNS
@pytest.mark.parametrize("children", [3, FEW + 4])
def test_a_unit_changes_nothing(sign: str, children: int) -> None:
    ends, w = boxes(np.random.default_rng(2), children, 3)
    np.testing.assert_allclose(penalised(ends * 1e-4, w, sign), penalised(ends, w, sign) * 1e-4, rtol=1e-12)


def test_the_best_may_be_where_a_child_is_at_its_worst() -> None:
    """Q/M of (x, 100) is 100 for x = 0, and 5050 / 55 for x = 10."""
    ends = np.array([[[0.0], [100.0]], [[10.0], [100.0]]])
    np.testing.assert_allclose(penalised(ends, np.ones(2), "positive")[:, 0], [5050 / 55, 100], rtol=1e-12)


@SIGNS
@pytest.mark.parametrize("children", [3, FEW + 4])
def test_each_hub_has_ends_of_its_own(sign: str, children: int) -> None:
    ends, w = boxes(np.random.default_rng(2), children, 3)
    ends[1, :, 0] = ends[0, :, 0]
    alone = np.concatenate([penalised(ends[..., [hub]], w, sign) for hub in range(3)], axis=1)
    np.testing.assert_allclose(penalised(ends, w, sign), alone, rtol=1e-13)


@pytest.mark.parametrize("seed", range(5))
def test_the_worst_of_more_children_is_bounded_closely(seed: int) -> None:
    low, high, w = unsure(seed, FEW + 2)
    corners = np.array(list(product(*zip(low, high, strict=True))))
    worst = mazziotta_pareto(corners.T, w, "negative").min()
    bound = penalised(np.array([low, high])[..., None], w, "negative")[0, 0]
    assert worst - 0.5 < bound <= worst + 1e-9


@pytest.mark.parametrize("seed", [0, 4, 7, 13, 38])  # but for the first it is between two steps
def test_that_bound_is_the_least_with_squares_along_their_chords(seed: int) -> None:
    """The greatest Q for each M is where children rise in the order of low + high: Q grows by that times M."""
    low, high, w = unsure(seed, FEW + 2)
    order = np.argsort(-(low + high))
    mean = w @ low + np.cumsum([0, *(w * (high - low))[order]])
    square = w @ low**2 + np.cumsum([0, *(w * (high**2 - low**2))[order]])
    fine = np.union1d(mean, np.linspace(mean[0], mean[-1], 100_001))
    least = (2 * fine - np.interp(fine, mean, square) / fine).min()
    assert penalised(np.array([low, high])[..., None], w, "negative")[0, 0] == pytest.approx(least, abs=1e-6)


@SIGNS
def test_known_children_have_one_score(sign: str) -> None:
    s, w = np.array([[80.0, np.nan], [120.0, np.nan], [np.nan, np.nan]]), np.array([1.0, 2.0, 3.0])
    found = penalised(np.array([s, s]), w, sign)
    np.testing.assert_array_equal(found, [mazziotta_pareto(s, w, sign)] * 2)
    assert np.isnan(found[:, 1]).all()


@pytest.mark.parametrize("worst", [-60.0, 0.0])
def test_a_mean_that_may_vanish_has_no_end(worst: float) -> None:
    ends = np.array([[[worst]], [[100.0]]])
    np.testing.assert_array_equal(penalised(ends, np.ones(1), "negative"), [[-np.inf], [100.0]])
    low, high = penalised(ends, np.ones(1), "positive")[:, 0]
    assert high == np.inf
    assert low == pytest.approx(0, abs=1e-9)


def test_ends_in_the_wrong_order_are_turned() -> None:
    ends, w = boxes(np.random.default_rng(1), 4, 3)
    np.testing.assert_array_equal(penalised(ends[::-1], w), penalised(ends, w))


@settings(max_examples=60)
@given(seed=st.integers(0, 2**32 - 1))
def test_no_duel_turns_out_beyond_the_ends(seed: int) -> None:
    rng = np.random.default_rng(seed)
    low = rng.integers(0, 5, (3, 4)) / 4
    ends = np.array([low, low + rng.integers(0, 3, low.shape) / 4])
    ends[:, rng.random(low.shape) < 0.15] = np.nan
    w = rng.integers(0, 3, 3) + 0.5
    worst, best = duels(ends, w)
    scores = copeland(inside(rng, ends, 200), w)
    there = ~np.isnan(worst)
    assert (worst[there] <= scores[:, there].min(axis=0)).all()
    assert (scores[:, there].max(axis=0) <= best[there]).all()


def test_rows_that_do_not_rise_with_every_child_have_an_entry() -> None:
    other = {row.name for row in AGGREGATIONS.values() if row.relative or row.positive_mean}
    assert other == EXTREMES.keys()
    assert of_ends(AGGREGATIONS["median"]) is AGGREGATIONS["median"]
    turned = of_ends(AGGREGATIONS["mazziotta_pareto"])
    assert turned.function is penalised
    assert turned.reads == AGGREGATIONS["mazziotta_pareto"].reads
