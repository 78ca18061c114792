"""Random numbers by address, and the noise that is made of them.

A number is found from where it is used: seed, factor, draw, indicator, hub. So it does not depend
on what else is drawn, in which order, in how large blocks or by how many threads; a longer run
begins with the shorter one; and one factor can be drawn anew while all others stay.

The words are those of SplitMix64 (Steele, Lea and Flood, Fast splittable pseudorandom number
generators, 2014): a counter that is mixed by a bijection. `numpy.random` would cost a plain
ranking more to import than all its draws take.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

STEP = np.uint64(0x9E3779B97F4A7C15)
"""The increment of the counter: 2^64 over the golden ratio, made odd."""

ROUNDS = ((np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)), (np.uint64(27), np.uint64(0x94D049BB133111EB)))
LAST_SHIFT = np.uint64(31)
"""Shifts and factors of the mix."""

ONE = np.uint64(0x3FF0000000000000)
"""The bits of 1.0: with any 52 bits behind them a number from 1 to 2."""

HALF_WORD = np.uint64(32)

SMALL_COUNT = 30
"""Counts below this are drawn as what Poisson counts tell of their rate."""

ATTEMPTS = 64
"""Draws of a gamma number before its mean is taken; each attempt fails once in twenty at most."""


def mixed(x: Words) -> Words:
    """Mix words in place so that every bit depends on every bit; zero stays zero."""
    y = np.empty_like(x)
    for shift, factor in ROUNDS:
        np.right_shift(x, shift, out=y)
        np.bitwise_xor(x, y, out=x)
        np.multiply(x, factor, out=x)
    np.right_shift(x, LAST_SHIFT, out=y)
    return np.bitwise_xor(x, y, out=x)


def named(names: Sequence[str]) -> Words:
    """A word for each name, shape (name,), whatever names stand beside it."""
    if not names:
        return np.zeros(0, dtype=np.uint64)
    letters = np.array(names, dtype=np.str_)
    codes = letters.view(np.uint32).reshape(len(names), -1).astype(np.uint64)
    word = np.full(len(names), STEP)
    for code in codes.T:
        word = np.where(code == 0, word, mixed((word ^ code) + STEP))
    return word


def keys(seed: int, factors: Words, first: int, count: int) -> Words:
    """Where each factor starts in each of the draws `first` to `first` + `count`, shape (factor, draw).

    Parameters
    ----------
    seed
        From 0 to 2^64 - 1.
    factors
        The words of the factors' names.
    """
    draws = mixed(np.arange(first + 1, first + count + 1, dtype=np.uint64) * STEP)
    start = mixed(np.array([seed], dtype=np.uint64) + STEP)
    return mixed(mixed(factors + start)[:, None] ^ draws)


def uniform(words: Words) -> Floats:
    """Numbers from 0 to below 1, of the shape of the words."""
    bits = words >> np.uint64(12)
    bits |= ONE
    number = bits.view(np.float64)
    return np.subtract(number, 1.0, out=number)


def triangular(words: Words) -> Floats:
    """Numbers between -1 and 1, most around 0: the two halves of a word are two uniform numbers.

    Their difference has the triangular density 1 - |t|.
    """
    high = (words >> HALF_WORD).view(np.int64)
    high -= (words & np.uint64(0xFFFFFFFF)).view(np.int64)
    return np.multiply(high, 2.0**-32)


def places(words: Words, steps: NDArray[np.int64] | int) -> Floats:
    """Whole numbers from -`steps` to `steps`, all alike."""
    whole: Floats = np.floor(uniform(words) * (2 * np.asarray(steps) + 1)) - steps
    return whole


def exponential(words: Words) -> Floats:
    """Numbers of the exponential distribution with mean 1."""
    return -np.log1p(-uniform(words))


def gamma(shape: Floats, words: Words) -> Floats:
    """Numbers of the gamma distribution of scale 1.

    Marsaglia and Tsang, A simple method for generating gamma variables, 2000; below shape 1 by
    way of shape + 1.

    Parameters
    ----------
    shape
        Above 0, broadcastable to the words.
    """
    shape = np.broadcast_to(shape, words.shape)
    boosted = np.where(shape < 1, shape + 1, shape)
    result = boosted.copy()
    waiting = np.ones(words.shape, dtype=bool)
    for attempt in range(ATTEMPTS):
        word = words[waiting] + np.uint64((2 * attempt + 1) * int(STEP) % 2**64)
        proposed, taken = _proposed(boosted[waiting], word)
        spots = np.flatnonzero(waiting)[taken]
        result.ravel()[spots] = proposed[taken]
        waiting.ravel()[spots] = False
        if not waiting.any():
            break
    small = shape < 1
    if small.any():
        lift = uniform(mixed(words[small] ^ STEP))
        result[small] *= np.maximum(lift, 2.0**-53) ** (1 / shape[small])
    return result


def _proposed(shape: Floats, words: Words) -> tuple[Floats, NDArray[np.bool_]]:
    """One proposal each, and whether it is taken."""
    normal = _normal(mixed(words.copy()))
    chance = uniform(mixed(words + STEP))
    d = shape - 1 / 3
    v = np.maximum(1 + normal / np.sqrt(9 * d), 0.0) ** 3
    with np.errstate(divide="ignore"):
        bound = normal * normal / 2 + d - d * v + d * np.log(v)
        return d * v, np.log(chance) < bound


def _normal(words: Words) -> Floats:
    """Standard normal numbers (Box and Muller 1958), one of the two that a word makes."""
    one = ((words >> HALF_WORD).astype(np.float64) + 0.5) * 2.0**-32
    two = (words & np.uint64(0xFFFFFFFF)).astype(np.float64) * 2.0**-32
    return np.asarray(np.sqrt(-2 * np.log(one)) * np.cos(2 * np.pi * two))


def spread(words: Words, centre: Floats, half: Floats) -> Floats:
    """Numbers uniform within centre x (1 -+ half), all of the shape of the words, in their place."""
    step = 2 * half * centre
    words >>= np.uint64(12)
    words |= ONE
    number = words.view(np.float64)  # from 1 to 2
    number *= step
    number += centre * (1 - half) - step
    return number


def half_width(grade: Floats, age: Floats, drift: float) -> Floats:
    """Relative half-width of a reading: its grade's and what age adds, independent of each other.

    At most 1: noise turns no sign.
    """
    return np.minimum(np.hypot(grade, drift * age), 1.0)
