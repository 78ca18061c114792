"""Random numbers by address, and the noise that is made of them.

A number is found from where it is used: seed, factor, draw, indicator, hub. So it does not depend
on what else is drawn, in which order, in how large blocks or by how many threads; a longer run
begins with the shorter one; and one factor can be drawn anew while all others stay.

The words are those of SplitMix64 (Steele, Lea and Flood, Fast splittable pseudorandom number
generators, 2014): a counter that is mixed by a bijection. `numpy.random` would cost a plain
ranking more to import than all its draws take.

Weights, of which there are most where nothing else is drawn, come from short words of 32 bits, which
take half the time: a bijection of the same form, with the shifts and factors that C. Wellons's search
for the least bias found (hash-prospector, 2018; bias 0.107). A draw's key is a word of 64 bits;
of its upper half the short words of all members of a factor are made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]
Shorts = NDArray[np.uint32]
Bits = TypeVar("Bits", Words, Shorts)

STEP = np.uint64(0x9E3779B97F4A7C15)
"""The increment of the counter: 2^64 over the golden ratio, made odd."""

ROUNDS = ((np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)), (np.uint64(27), np.uint64(0x94D049BB133111EB)))
LAST_SHIFT = np.uint64(31)
"""Shifts and factors of the mix."""

SHORT_ROUNDS = ((np.uint32(16), np.uint32(0x21F0AAAD)), (np.uint32(15), np.uint32(0xD35A2D97)))
SHORT_LAST_SHIFT = np.uint32(15)
"""The same of short words."""

ONE = np.uint64(0x3FF0000000000000)
"""The bits of 1.0: with any 52 bits behind them a number from 1 to 2."""

HALF_WORD = np.uint64(32)

SMALL_COUNT = 30
"""Counts below this are drawn as what Poisson counts tell of their rate."""

ATTEMPTS = 64
"""Draws of a gamma number before its mean is taken; each attempt fails once in twenty at most."""


def mixed(x: Words) -> Words:
    """Mix words in place so that every bit depends on every bit; zero stays zero."""
    return _bijection(x, ROUNDS, LAST_SHIFT)


def stirred(x: Shorts) -> Shorts:
    """Mix short words in place, as `mixed` does long ones, in half the time."""
    return _bijection(x, SHORT_ROUNDS, SHORT_LAST_SHIFT)


def _bijection(x: Bits, rounds: tuple[tuple[Any, Any], ...], last: Any) -> Bits:
    """Shift a word onto itself and multiply, in rounds."""
    y = np.empty_like(x)
    for shift, factor in rounds:
        np.right_shift(x, shift, out=y)
        np.bitwise_xor(x, y, out=x)
        np.multiply(x, factor, out=x)
    np.right_shift(x, last, out=y)
    return np.bitwise_xor(x, y, out=x)


def named(names: Sequence[str]) -> Words:
    """A word for each name, shape (name,), whatever names stand beside it."""
    if not names:
        return np.zeros(0, dtype=np.uint64)
    text = np.array([name.encode() for name in names])
    codes = text.astype(f"S{-(-text.itemsize // 8) * 8}").view("<u8").reshape(len(names), -1)
    word = np.full(len(names), STEP)
    for code in codes.T:
        word = np.where(code == 0, word, mixed((word ^ code) + STEP))
    return word


def starts(seed: int, factors: Words) -> Words:
    """The word of each factor under a seed from 0 to 2^64 - 1; `factors`: the words of their names."""
    return mixed(factors + mixed(np.array([seed], dtype=np.uint64) + STEP))


def keys(factors: Words, first: int, count: int) -> Words:
    """Where each factor starts in each of the draws `first` to `first` + `count`, shape (factor, draw).

    Parameters
    ----------
    factors
        Their words under the seed, as `starts` gives them.
    """
    draws = mixed(np.arange(first + 1, first + count + 1, dtype=np.uint64) * STEP)
    return factors[:, None] ^ draws


def short(words: Words) -> Shorts:
    """The upper halves of words."""
    return (words >> HALF_WORD).astype(np.uint32)


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


def spread(words: Shorts, half: float) -> Floats:
    """Numbers uniform within 1 -+ `half`, of the shape of the words."""
    number = words.view(np.int32).astype(np.float64)
    number *= half * 2.0**-31
    number += 1 + half * 2.0**-32
    return number


def half_width(grade: Floats, age: Floats, drift: float) -> Floats:
    """Relative half-width of a reading: its grade's and what age adds, independent of each other.

    At most 1: noise turns no sign.
    """
    return np.minimum(np.hypot(grade, drift * age), 1.0)
