from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.methods.order import (
    NEVER,
    Orders,
    above,
    classes,
    counters,
    ordered,
    pairs,
    summed,
)
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
    found.ravel()[orders.spots] = orders.ranks
    return found


def table(given_losses: np.ndarray, ties: str = "competition") -> np.ndarray:
    """The rank of each hub in each draw, read off the orders."""
    orders = ordered(given_losses, TOLERANCE, ties)
    result = np.empty(given_losses.shape, dtype=int)
    np.put_along_axis(result, orders.hub, places(orders), axis=1)
    return result + 1


@given(SCORES, st.sampled_from(["competition", "dense"]))
def test_the_order_is_that_of_the_ranking(scores: list[list[float]], ties: str) -> None:
    assert np.array_equal(table(losses(scores), ties), ranks(np.array(scores), SPAN, ties))


@pytest.mark.parametrize("hubs", [3000, 5000])
def test_many_hubs_in_many_draws_have_the_ranks_of_the_ranking(hubs: int) -> None:
    scores = np.random.default_rng(1).uniform(0, SPAN, (20, hubs))
    scores[:, 7] = scores[:, 2000]
    assert np.array_equal(table(losses(scores)), ranks(scores, SPAN))


def test_a_hub_without_a_score_takes_the_last_rank() -> None:
    orders = ordered(losses([[50, np.nan, 20, np.nan], [1, 2, 3, 4]]), TOLERANCE)
    assert not orders.whole
    assert table(losses([[50, np.nan, 20, np.nan], [1, 2, 3, 4]])).tolist() == [[1, 4, 2, 4], [4, 3, 2, 1]]


def test_scores_within_the_tolerance_are_tied_and_others_are_not() -> None:
    near, far = TOLERANCE * 0.4, TOLERANCE * 3
    assert table(losses([[50, 50 + near, 50 + far]])).tolist() == [[2, 2, 1]]


def test_one_hub_is_always_first() -> None:
    assert table(losses([[3], [4]])).tolist() == [[1], [1]]


def counts_by_loop(given_losses: np.ndarray, ties: str) -> np.ndarray:
    hubs = given_losses.shape[1]
    counts = np.zeros((hubs, hubs), dtype=int)
    for row in table(given_losses, ties):
        counts[np.arange(hubs), row - 1] += 1
    return counts


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
    assert np.array_equal(table(losses(scores), ties), expected)
    orders = ordered(losses(scores), TOLERANCE, ties)
    assert orders.whole == (not np.isnan(scores).any())


@pytest.mark.parametrize("ties", ["competition", "dense"])
@pytest.mark.parametrize("size", [2, 5, 12, 40])
def test_ranks_are_counted_by_class_and_added_up(size: int, ties: str) -> None:
    hubs = 40
    given_losses = losses(np.random.default_rng(2).choice([1.0, 20.0, 33.0, 70.0, 99.5, np.nan], (30, hubs)))
    first = classes(hubs, size)
    class_of = np.repeat(np.arange(first.size), np.diff(first, append=hubs))
    orders = ordered(given_losses, TOLERANCE, ties)
    sums = summed(orders)
    counts = np.bincount(counters(orders, class_of), minlength=first.size * hubs).reshape(first.size, hubs)
    exact, place = counts_by_loop(given_losses, ties), np.arange(hubs)
    assert np.array_equal(counts.T, np.add.reduceat(exact, first, axis=1))
    assert np.array_equal(sums.ranks, exact @ place)
    assert np.array_equal(sums.squares, exact @ place**2)


@pytest.mark.parametrize(("hubs", "most"), [(3, 8), (8, 8), (2000, 64), (100_000, 512)])
def test_classes_begin_with_single_ranks_and_cover_all(hubs: int, most: int) -> None:
    first = classes(hubs, most)
    assert first.size == min(hubs, most)
    single = hubs if hubs <= most else most // 2
    assert first[:single].tolist() == list(range(single))
    assert (np.diff(first) > 0).all()
    assert first[-1] < hubs
    assert (np.diff(first, append=hubs) / (first + 1)).max() <= 1.0


@given(SCORES)
def test_who_is_above_whom_is_counted_with_ties_half(scores: list[list[float]]) -> None:
    given_losses = losses(scores)
    hubs = given_losses.shape[1]
    ahead = given_losses[:, None, :] - given_losses[:, :, None]
    twice = 2 * (ahead > TOLERANCE).sum(axis=0) + (np.abs(ahead) <= TOLERANCE).sum(axis=0)
    np.fill_diagonal(twice, 0)
    assert np.array_equal(pairs(given_losses, TOLERANCE), twice)
    assert above(given_losses, TOLERANCE).tolist() == [twice[hub, hub + 1] for hub in range(hubs - 1)]


def test_more_draws_than_fit_a_byte_are_counted() -> None:
    scores = np.random.default_rng(3).uniform(0, SPAN, (1000, 3))
    expected = 2 * (scores[:, :-1] > scores[:, 1:]).sum(axis=0)
    assert above(losses(scores), TOLERANCE, tied=False).tolist() == expected.tolist()
    assert above(losses(scores), TOLERANCE).tolist() == expected.tolist()


@pytest.mark.parametrize("draws", [1, 2, 254, 256, 511, 1 << 16, 255 * 255 + 1])
def test_columns_are_summed_whatever_the_number_of_draws(draws: int) -> None:
    falling = losses(np.tile([9.0, 8.0, 9.0], (draws, 1)))
    assert above(falling, TOLERANCE, tied=False).tolist() == [2 * draws, 0]


def test_hubs_without_a_score_are_level() -> None:
    given_losses = losses([[np.nan, np.nan, 3.0]])
    assert above(given_losses, TOLERANCE).tolist() == [1, 0]
