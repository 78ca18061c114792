"""The curve that a treatment puts values through: it never falls, so no two hubs change places."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

POWERS = (-5.0, 5.0)
"""Powers that are looked for, and that may be asked for."""

HALVINGS = 60
"""Steps of the search for a power; each leaves 62 % of the range, so that this is 1e-12 of it."""

GOLDEN = (5**0.5 - 1) / 2


class Curve(NamedTuple):
    """Values held between `low` and `high`, then a power of how far they are from `start`.

    All of shape (..., 1). `power`: of Box and Cox, 0 for the logarithm, NaN for none; `side`: 1
    where it is taken of the distance above `start`, -1 of the distance below it; `shift` is
    added to that distance, and `unit` divides the sum.
    """

    low: Floats
    high: Floats
    start: Floats
    shift: Floats
    side: Floats
    unit: Floats
    power: Floats


def held(low: Floats, high: Floats) -> Curve:
    """The curve that only holds values between two limits."""
    zero, one = np.zeros_like(low), np.ones_like(low)
    return Curve(low, high, start=zero, shift=one, side=one, unit=one, power=np.full_like(low, np.nan))


def winsorised(curve: Curve, x: Floats) -> Floats:
    """Values with the most extreme ones brought in to the limits, shape (..., hub)."""
    return np.clip(x, curve.low, curve.high)


def bent(curve: Curve, x: Floats | float) -> Floats:
    """Values or goalposts under the power, without the limits.

    What lies beyond `start`, on the far side of all that the curve was made from, goes with it.
    """
    distance = np.maximum(curve.side * np.subtract(x, curve.start), 0.0) + curve.shift
    return np.where(np.isnan(curve.power), x, curve.side * box_cox(distance / curve.unit, curve.power))


def box_cox(x: Floats, power: Floats | float) -> Floats:
    """(x^power - 1) / power, the logarithm for a power of 0, of values above 0.

    Box and Cox, An Analysis of Transformations, Journal of the Royal Statistical Society B 26
    (1964).
    """
    return _powered(np.log(x), power)


def _powered(logarithm: Floats, power: Floats | float) -> Floats:
    """`box_cox` of values whose logarithms are known."""
    zero = np.equal(power, 0)
    return np.where(zero, logarithm, np.expm1(power * logarithm) / np.where(zero, 1.0, power))


def geometric_mean(x: Floats) -> Floats:
    """Of values above 0 along the hubs, shape (..., 1); 1 where there are none."""
    mean: Floats = np.exp(_mean(np.log(x)))
    return mean


def likeliest_power(x: Floats) -> Floats:
    """The power under which values above 0 are closest to normal, by maximum likelihood.

    Box and Cox 1964, section 3, between the ends of `POWERS`; the likelihood has one maximum
    (Kouider and Chen, Concavity of Box-Cox log-likelihood function, Statistics & Probability
    Letters 25, 1995), which a golden-section search finds.

    Parameters
    ----------
    x
        Shape (..., hub), NaN where missing.

    Returns
    -------
    Shape (..., 1); NaN where all values are equal, or there is none.
    """
    logarithm = np.log(x / geometric_mean(x))  # once, not at every step
    low, high = (np.full((*x.shape[:-1], 1), end) for end in POWERS)
    for _ in range(HALVINGS):
        step = GOLDEN * (high - low)
        falls = _spread(logarithm, high - step) < _spread(logarithm, low + step)
        low, high = np.where(falls, low, high - step), np.where(falls, low + step, high)
    apart = np.fmin.reduce(x, axis=-1, keepdims=True) < np.fmax.reduce(x, axis=-1, keepdims=True)
    return np.where(apart, (low + high) / 2, np.nan)


def _spread(logarithm: Floats, power: Floats) -> Floats:
    """Variance under a power; of values over their geometric mean it alone decides the likelihood."""
    y = _powered(logarithm, power)
    away = y - _mean(y)
    return _mean(away * away)


def _mean(x: Floats) -> Floats:
    there = ~np.isnan(x)
    total: Floats = np.where(there, x, 0.0).sum(axis=-1, keepdims=True)
    return np.asarray(total / np.maximum(there.sum(axis=-1, keepdims=True), 1))
