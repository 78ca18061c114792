from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.methods.counting import above, classes, counters, pairs, summed
from hubscore.methods.order import NEVER, ordered
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


def counts_by_loop(scores: np.ndarray, ties: str) -> np.ndarray:
    """How often each hub has each rank, the last one where it has no score."""
    hubs = scores.shape[1]
    counts = np.zeros((hubs, hubs), dtype=int)
    for row in ranks(np.where(scores < 0, np.nan, scores), SPAN, ties):
        counts[np.arange(hubs), np.where(row > 0, row, hubs) - 1] += 1
    return counts


@pytest.mark.parametrize("ties", ["competition", "dense"])
@pytest.mark.parametrize("size", [2, 5, 12, 39, 40])
def test_ranks_are_counted_by_class_and_added_up(size: int, ties: str) -> None:
    hubs = 40
    given_losses = losses(np.random.default_rng(2).choice([1.0, 20.0, 33.0, 70.0, 99.5, np.nan], (30, hubs)))
    first = classes(hubs, size)
    class_of = np.repeat(np.arange(first.size), np.diff(first, append=hubs))
    orders = ordered(given_losses, TOLERANCE, ties)
    sums = summed(orders)
    counts = np.bincount(counters(orders, class_of), minlength=first.size * hubs).reshape(first.size, hubs)
    exact, place = counts_by_loop(2 * SPAN - given_losses, ties), np.arange(hubs)
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


def test_what_is_apart_by_just_the_tolerance_is_tied() -> None:
    given_losses = np.array([[1.0, 2.0, 4.0]])
    twice = pairs(given_losses, 1.0)
    assert twice.tolist() == [[0, 1, 2], [1, 0, 2], [0, 0, 0]]
    assert twice.dtype == np.int64
    assert above(given_losses, 1.0).tolist() == [1, 2]


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
