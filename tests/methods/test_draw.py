from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from hubscore.methods import draw
from hubscore.methods.draw import (
    STEP,
    exponential,
    gamma,
    half_width,
    keys,
    mixed,
    named,
    places,
    short,
    spread,
    starts,
    stirred,
    triangular,
    uniform,
)

WORDS = mixed(np.arange(1, 200_001, dtype=np.uint64) * STEP)
FIT = 1e-3
"""A test of fit that a sound generator fails once in a thousand; the numbers are fixed."""


def test_words_are_those_of_splitmix64() -> None:
    # the first three of the generator with seed 1234567, as its authors' program prints them
    states = np.uint64(1234567) + np.arange(1, 4, dtype=np.uint64) * STEP
    assert mixed(states).tolist() == [6457827717110365317, 3203168211198807973, 9817491932198370423]


def by_hand(x: int) -> int:
    """A word as SplitMix64 mixes it."""
    x = ((x ^ x >> 30) * 0xBF58476D1CE4E5B9) % 2**64
    x = ((x ^ x >> 27) * 0x94D049BB133111EB) % 2**64
    return x ^ x >> 31


def back(x: int) -> int:
    """What is mixed into that word."""
    x = ((x ^ x >> 31 ^ x >> 62) * pow(0x94D049BB133111EB, -1, 2**64)) % 2**64
    x = ((x ^ x >> 27 ^ x >> 54) * pow(0xBF58476D1CE4E5B9, -1, 2**64)) % 2**64
    return x ^ x >> 30 ^ x >> 60


@pytest.mark.parametrize("name", ["a", "eightlet", "ninechars", "weights:finance-of-the-east", "München"])
def test_a_seed_has_the_same_numbers_for_ever(name: str) -> None:
    step, data = int(STEP), name.encode()
    word = step
    for first in range(0, len(data), 8):
        word = by_hand(((word ^ int.from_bytes(data[first : first + 8], "little")) + step) % 2**64)
    start = by_hand((word + by_hand((7 + step) % 2**64)) % 2**64)
    expected = [start ^ by_hand(number * step % 2**64) for number in (5, 6, 7)]  # the fifth draw is number 4
    assert keys(starts(7, named([name])), 4, 3).tolist() == [expected]


def test_a_name_has_its_word_whatever_stands_beside_it() -> None:
    alone = named(["hefei"])
    assert named(["a-much-longer-name", "hefei"])[1] == alone[0]
    assert named([]).shape == (0,)
    assert named([]).dtype == np.uint64


def test_names_that_differ_have_words_that_differ() -> None:
    names = [f"i{number}" for number in range(2000)] + ["ab", "ba", "a", "aa"]
    assert np.unique(named(names)).size == len(names)


def test_a_longer_run_begins_with_the_shorter() -> None:
    factors = named(["weights:a", "absent"])
    longer = keys(starts(7, factors), 0, 100)
    assert np.array_equal(longer[:, 30:35], keys(starts(7, factors), 30, 5))


def test_factors_are_independent_of_the_others_that_are_drawn() -> None:
    assert np.array_equal(keys(starts(7, named(["b", "a"])), 0, 9)[1], keys(starts(7, named(["a"])), 0, 9)[0])


def test_a_seed_of_zero_is_a_seed() -> None:
    factors = named(["a"])
    seen = {tuple(keys(starts(seed, factors), 0, 3)[0].tolist()) for seed in (0, 1, 2, 2**64 - 1)}
    assert len(seen) == 4


@pytest.mark.parametrize(
    ("drawn", "law"),
    [
        (lambda: uniform(WORDS), stats.uniform()),
        (lambda: triangular(WORDS), stats.triang(0.5, -1, 2)),
        (lambda: exponential(WORDS), stats.expon()),
        (lambda: gamma(np.array(0.5), WORDS[:40_000]), stats.gamma(0.5)),
        (lambda: gamma(np.array(1.0), WORDS), stats.gamma(1.0)),
        (lambda: gamma(np.array(12.5), WORDS[:40_000]), stats.gamma(12.5)),
        (lambda: gamma(np.array(0.05), WORDS[:40_000]), stats.gamma(0.05)),
    ],
    ids=["uniform", "triangular", "exponential", "gamma 0.5", "gamma 1", "gamma 12.5", "gamma 0.05"],
)
def test_numbers_follow_their_law(drawn: Callable[[], np.ndarray], law: stats.rv_continuous) -> None:
    assert stats.kstest(drawn(), law.cdf).pvalue > FIT


def test_numbers_of_neighbouring_draws_and_factors_are_unrelated() -> None:
    table = uniform(mixed(keys(starts(1, named(["a", "b", "c"])), 0, 50_000) + named(["x"])))
    off = np.corrcoef(np.vstack([table, np.roll(table, 1, axis=1)])) - np.eye(6)
    assert np.abs(off).max() < 5 / np.sqrt(50_000)


@pytest.mark.parametrize(("radius", "angle"), [(2**32 - 1, 0), (2**31, 0), (2**31, 2**29), (2**31, 2**31), (2**30, 1)])
def test_a_gamma_number_by_hand(radius: int, angle: int) -> None:
    normal = math.sqrt(-2 * math.log((radius + 0.5) / 2**32)) * math.cos(2 * math.pi * angle / 2**32)
    words = np.array([(back(radius << 32 | angle) - int(STEP)) % 2**64], dtype=np.uint64)
    d = 4 - 1 / 3
    assert gamma(np.array([4.0]), words) == pytest.approx(d * (1 + normal / math.sqrt(9 * d)) ** 3, rel=1e-13)


@pytest.mark.parametrize(("word", "least"), [(1, 0.0), (int(STEP), 2.0**-53)])
def test_a_gamma_number_of_a_small_shape_is_one_of_a_greater_shape_brought_down(word: int, least: float) -> None:
    words = np.array([word], dtype=np.uint64)
    lift = max((by_hand(word ^ int(STEP)) >> 12) / 2**52, least)  # never by 0, or weights might add up to nothing
    assert gamma(np.array([0.5]), words) == pytest.approx(gamma(np.array([1.5]), words) * lift**2, rel=1e-13, abs=0)


def test_gamma_gives_up_at_its_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw, "ATTEMPTS", 0)
    assert gamma(np.array([3.0, 4.0]), WORDS[:2]).tolist() == [3.0, 4.0]


def test_gamma_takes_a_shape_for_each_row() -> None:
    drawn = gamma(np.array([[2.0], [200.0]]), WORDS[:20_000].reshape(2, -1))
    assert drawn.mean(axis=1) == pytest.approx([2, 200], rel=0.02)


@pytest.mark.parametrize("steps", [1, 2, 4])
def test_whole_places_are_all_alike(steps: int) -> None:
    found, times = np.unique(places(WORDS, steps), return_counts=True)
    assert found.tolist() == list(range(-steps, steps + 1))
    assert stats.chisquare(times).pvalue > FIT


@pytest.fixture(scope="module")
def siblings() -> np.ndarray:
    """What seven members of a factor are multiplied by, shape (member, draw)."""
    words = short(keys(starts(1, named(["a"])), 0, 50_000)) + short(named([*"bcdefgh"]))[:, None]
    return spread(stirred(words), 0.25)


def test_a_weight_is_spread_around_its_centre(siblings: np.ndarray) -> None:
    for member in siblings:
        assert stats.kstest(member, stats.uniform(0.75, 0.5).cdf).pvalue > FIT


def test_a_spread_is_as_far_from_its_centre_on_both_sides() -> None:
    words = np.array([2**31, 2**32 - 1, 0, 2**31 - 1], dtype=np.uint32)
    assert spread(words, 0.5).tolist() == [0.5 + 2**-33, 1 - 2**-33, 1 + 2**-33, 1.5 - 2**-33]


def test_siblings_are_unrelated_in_pairs_and_together(siblings: np.ndarray) -> None:
    place = np.floor((siblings - 0.75) * 32).astype(int)  # 16 steps each
    for one, other in combinations(place, 2):
        assert stats.chisquare(np.bincount(one * 16 + other, minlength=256)).pvalue > FIT / 21
    total = ((siblings - 0.75) * 2).sum(axis=0)  # of seven uniform numbers: Irwin (1927), Hall (1927)
    assert stats.kstest(total, stats.irwinhall(7).cdf).pvalue > FIT


def test_weights_of_neighbouring_draws_are_unrelated(siblings: np.ndarray) -> None:
    place = np.floor((siblings - 0.75) * 32).astype(int)
    for lag in (1, 2, 64):
        for row in place:
            pairs = row[:-lag] * 16 + row[lag:]
            assert stats.chisquare(np.bincount(pairs, minlength=256)).pvalue > FIT / 21


def test_short_words_are_shifted_and_multiplied_as_published() -> None:
    def by_hand(x: int) -> int:
        x = ((x ^ x >> 16) * 0x21F0AAAD) % 2**32
        x = ((x ^ x >> 15) * 0xD35A2D97) % 2**32
        return x ^ x >> 15

    words = [0, 1, 2, 0x12345678, 0xFFFFFFFF]
    assert stirred(np.array(words, dtype=np.uint32)).tolist() == [by_hand(word) for word in words]


def test_every_bit_of_a_short_word_turns_every_other_half_of_the_time() -> None:
    words = short(WORDS[:20_000])
    stayed = stirred(words.copy())
    for bit in range(32):
        turned = stirred(words ^ np.uint32(1 << bit)) ^ stayed
        share = np.unpackbits(turned.view(np.uint8)).reshape(-1, 32).mean(axis=0)
        assert np.abs(share - 0.5).max() < 5 / np.sqrt(4 * 20_000)


def test_grade_and_age_add_up_as_independent_noise() -> None:
    assert half_width(np.array([0.03, 0.03, 0.9]), np.array([0.0, 2.0, 40.0]), 0.02).tolist() == pytest.approx(
        [0.03, 0.05, 1.0]
    )
