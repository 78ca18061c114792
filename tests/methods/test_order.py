from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hubscore.methods.order import FEW, NEVER, Orders, grain, ordered
from hubscore.methods.rank import TIE_TOLERANCE, ranks

SPAN = 100.0
TOLERANCE = TIE_TOLERANCE * SPAN

SCORES = st.integers(1, 9).flatmap(
    lambda hubs: st.lists(
        st.lists(st.sampled_from([0.0, 12.5, 12.6, 50.0, 99.0, 100.0]), min_size=hubs, max_size=hubs),
        min_size=1,
        max_size=5,
    )
)


def losses(scores: object) -> np.ndarray:
    return np.nan_to_num(2 * SPAN - np.array(scores, dtype=float), nan=NEVER)


def places(orders: Orders) -> np.ndarray:
    """The rank, less 1, that goes with each hub of the orders."""
    found = np.tile(np.arange(orders.hub.shape[1]), (len(orders.hub), 1))
    np.put(found, orders.spots, orders.ranks)
    return found


def table(given_losses: np.ndarray, tolerance: float = TOLERANCE, ties: str = "competition") -> np.ndarray:
    """The rank of each hub in each draw, read off the orders."""
    orders = ordered(given_losses, tolerance, ties)
    result = np.empty(given_losses.shape, dtype=int)
    np.put_along_axis(result, orders.hub, places(orders), axis=1)
    return result + 1


@given(SCORES, st.sampled_from(["competition", "dense"]))
def test_the_order_is_that_of_the_ranking(scores: list[list[float]], ties: str) -> None:
    assert np.array_equal(table(losses(scores), ties=ties), ranks(np.array(scores), SPAN, ties))


@given(
    st.lists(st.lists(st.sampled_from([0, 0.4, 0.55, 0.9, 1.15, 3]), min_size=6, max_size=6), min_size=1, max_size=5),
    st.sampled_from(["competition", "dense"]),
    st.booleans(),
)
def test_a_chain_of_near_ties_is_cut_where_the_ranking_cuts_it(
    steps: list[list[float]], ties: str, crowded: bool
) -> None:
    scores = 50 - np.cumsum(steps, axis=1) * TOLERANCE
    if crowded:  # more than are told apart by grains
        scores = np.hstack([scores, np.tile(np.linspace(60, 90, FEW), (len(scores), 1))])
    assert np.array_equal(table(losses(scores), ties=ties), ranks(scores, SPAN, ties))


def test_equal_ties_of_two_draws_have_the_ranks_of_their_own() -> None:
    scores = [[90, 90, 20, 10], [95, 90, 90, 10], [99, 98, 90, 90]]
    assert table(losses(scores)).tolist() == [[1, 1, 3, 4], [1, 2, 2, 4], [1, 2, 3, 3]]


@pytest.mark.parametrize("hubs", [3000, 5000])
def test_many_hubs_in_many_draws_have_the_ranks_of_the_ranking(hubs: int) -> None:
    scores = np.random.default_rng(1).uniform(0, SPAN, (20, hubs))
    scores[:, 7] = scores[:, 2000]
    assert np.array_equal(table(losses(scores)), ranks(scores, SPAN))


def test_a_hub_without_a_score_takes_the_last_rank() -> None:
    orders = ordered(losses([[50, np.nan, 20, np.nan], [1, 2, 3, 4]]), TOLERANCE, "competition")
    assert not orders.whole
    assert table(losses([[50, np.nan, 20, np.nan], [1, 2, 3, 4]])).tolist() == [[1, 4, 2, 4], [4, 3, 2, 1]]


def test_scores_within_the_tolerance_are_tied_and_others_are_not() -> None:
    near, far = TOLERANCE * 0.4, TOLERANCE * 3
    assert table(losses([[50, 50 + near, 50 + far]])).tolist() == [[2, 2, 1]]


def test_a_tolerance_above_a_grain_ties_what_whole_parts_tell_apart() -> None:
    assert table(np.array([[10.9, 12.0, 14.0]]), 1.5).tolist() == [[1, 1, 3]]


@pytest.mark.parametrize("loss", [2.0**30, 2.0**30 + 5])
def test_losses_that_do_not_fit_into_32_bits_with_the_number_of_a_hub_are_ordered(loss: float) -> None:
    assert table(np.array([[loss, 3.0]]), 0.5).tolist() == [[2, 1]]


@pytest.mark.parametrize("tolerance", [0.5, 1.5])
def test_no_draws_have_no_order(tolerance: float) -> None:
    orders = ordered(np.empty((0, 3)), tolerance, "competition")
    assert orders.hub.shape == (0, 3)
    assert not orders.tied


def test_one_hub_is_always_first() -> None:
    assert table(losses([[3], [4]])).tolist() == [[1], [1]]


GAPPY = st.integers(1, 9).flatmap(
    lambda hubs: st.lists(
        st.lists(st.sampled_from([float("nan"), 12.5, 50.0, 99.0, 100.0]), min_size=hubs, max_size=hubs),
        min_size=1,
        max_size=5,
    )
)


@given(GAPPY, st.sampled_from(["competition", "dense"]))
def test_hubs_without_a_score_are_last_and_the_others_as_if_they_were_not_there(
    scores: list[list[float]], ties: str
) -> None:
    expected = ranks(np.array(scores), SPAN, ties)
    expected[expected == 0] = len(scores[0])
    assert np.array_equal(table(losses(scores), ties=ties), expected)
    orders = ordered(losses(scores), TOLERANCE, ties)
    assert orders.whole == (not np.isnan(scores).any())


def in_grains(scores: np.ndarray) -> tuple[np.ndarray, float]:
    """Losses in the unit that tells few hubs apart, and the tolerance in it."""
    unit = grain(2 * SPAN, scores.shape[1])
    return losses(scores) * unit, TOLERANCE * unit


@pytest.mark.parametrize("hubs", [2, 51, FEW, FEW + 1])
def test_few_hubs_are_ordered_by_whole_grains(hubs: int) -> None:
    scores = np.random.default_rng(4).uniform(0, SPAN, (300, hubs))
    assert np.array_equal(table(*in_grains(scores)), ranks(scores, SPAN))


@pytest.mark.parametrize("ties", ["competition", "dense"])
@pytest.mark.parametrize("steps", [0.0, 0.4, 3.0, 40.0, 1000.0])
def test_what_grains_leave_open_is_ordered_again(steps: float, ties: str) -> None:
    # neighbours so many tolerances apart, the better one last; a grain is some 30 tolerances
    scores = np.random.default_rng(5).uniform(0, SPAN, (60, 20))
    scores[::3, 11] = scores[::3, 4] + steps * TOLERANCE
    scores[::5, 12] = scores[::5, 11] + steps * TOLERANCE
    given_losses, tolerance = in_grains(scores)
    assert np.array_equal(table(given_losses, tolerance, ties), ranks(scores, SPAN, ties))
    assert ordered(given_losses, tolerance, ties).tied == (steps < 1)


def test_few_hubs_without_a_score_are_last() -> None:
    scores = np.random.default_rng(6).uniform(0, SPAN, (40, 6))
    scores[::4, 2] = np.nan
    expected = ranks(scores, SPAN)
    expected[expected == 0] = 6
    unit = grain(2 * SPAN, 6)
    assert np.array_equal(table(np.nan_to_num((2 * SPAN - scores) * unit, nan=NEVER), TOLERANCE * unit), expected)


@given(st.floats(1e-6, 1e15), st.integers(1, 300))
@example(100.0, FEW)
def test_a_grain_is_exact_and_fits(most: float, hubs: int) -> None:
    unit = grain(most, hubs)
    assert np.frexp(unit)[0] == 0.5
    if hubs <= FEW:
        greatest = most * unit * 2 ** (hubs - 1).bit_length()
        assert 2**31 > greatest >= 2**29
    else:
        assert unit == 1


def test_losses_may_lie_in_memory_anyhow() -> None:
    scores = np.random.default_rng(7).integers(0, 50, (40, 20)).astype(float)
    given_losses, tolerance = in_grains(scores)
    assert np.array_equal(table(np.asfortranarray(given_losses), tolerance), ranks(scores, SPAN))
