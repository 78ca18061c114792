"""Means of children: kernels of shape (..., child, hub) and (..., child) to (..., hub).

A child that is not scored gives its weight to the others; the result is NaN where no child with
a weight is scored.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HALF = 1e-12
"""Cumulated weights within this of one half count as one half in the weighted median."""

USUAL_POWER = 0.5
"""The exponent of a power mean that names none."""

SMALL_POWER = 0.1
"""Below this, powers are so close to 1 that their distance from it is what has to be averaged."""

NO_POWER = 1e-30
"""Below this, a power mean is the geometric mean to the last digit."""


def arithmetic(s: Floats, w: Floats, parameter: float | None = None) -> Floats:
    """Weighted arithmetic mean."""
    return _mean(s, w)


def geometric(s: Floats, w: Floats, parameter: float | None = None) -> Floats:
    """Weighted geometric mean; 0 where a child with a weight is 0, NaN where one is negative."""
    return _quasi_arithmetic(s, w, np.log, np.exp)


def harmonic(s: Floats, w: Floats, parameter: float | None = None) -> Floats:
    """Weighted harmonic mean; 0 where a child with a weight is 0, NaN where one is negative."""
    mean = _quasi_arithmetic(s, w, np.reciprocal, np.reciprocal)
    # Of a child next to 0 the reciprocal is no number, though the mean is.
    return power(s, w, -1.0) if (mean == 0).any() else mean


def power(s: Floats, w: Floats, parameter: float | None = None) -> Floats:
    """Weighted power mean (sum of w s^p)^(1/p), p the parameter; p = 0 is the geometric mean.

    NaN where a child with a weight is negative, save for p = 1; for p <= 0 zero where one is 0.
    """
    p = USUAL_POWER if parameter is None else parameter
    if abs(p) < NO_POWER:
        return geometric(s, w)
    if p == 1:
        return arithmetic(s, w)
    s = weighed(s, w)
    # Relative to the greatest child (p > 0, or next to it) or the least (p < 0) no power overflows.
    small = abs(p) < SMALL_POWER
    extreme = np.fmax if p > 0 or small else np.fmin
    unit = extreme.reduce(np.where(s > 0, s, np.nan), axis=-2, keepdims=True)
    unit = np.where(np.isnan(unit), 1.0, unit)
    if small:
        return unit[..., 0, :] * _nearly_geometric(s, w, p, np.log(unit))
    with np.errstate(over="ignore", invalid="ignore"):  # of what has no bound nothing is known
        return unit[..., 0, :] * _quasi_arithmetic(s / unit, w, lambda x: x**p, lambda m: m ** (1 / p))


def _nearly_geometric(s: Floats, w: Floats, p: float, unit: Floats) -> Floats:
    """Power mean of a small exponent, as a share of the greatest child, whose logarithm is `unit`.

    By logarithms throughout: the least child's share of the greatest may be too small for a
    number and its power not.
    """
    return _quasi_arithmetic(
        s,
        w,
        lambda x: np.expm1(p * (np.log(x) - unit)),
        lambda m: np.exp(np.log1p(np.maximum(m, -1.0)) / p),  # by rounding, zeros may come to a little less
    )


def minimum(s: Floats, w: Floats, parameter: float | None = None) -> Floats:
    """The worst child; a child of weight 0 does not count."""
    least: Floats = np.fmin.reduce(weighed(s, w), axis=-2)
    return least + np.zeros((*w.shape[:-1], 1))  # one row a draw, though all are the same


def median(s: Floats, w: Floats, parameter: float | None = None) -> Floats:
    """Weighted median: the middle of the two children where the weights split evenly."""
    order = np.argsort(s, axis=-2)
    ordered = np.take_along_axis(s, order, axis=-2)
    weights = np.where(np.isnan(s), 0.0, w[..., None])
    passed = np.take_along_axis(weights, np.broadcast_to(order, weights.shape), axis=-2).cumsum(axis=-2)
    total = passed[..., -1:, :]
    share = passed / np.where(total > 0, total, 1.0)
    ordered = np.broadcast_to(ordered, share.shape)
    lower = (share >= 0.5 - HALF).argmax(axis=-2)[..., None, :]
    upper = (share > 0.5 + HALF).argmax(axis=-2)[..., None, :]
    low = np.take_along_axis(ordered, lower, axis=-2)
    high = np.take_along_axis(ordered, upper, axis=-2)
    middle = np.where(total > 0, low + (high - low) / 2, np.nan)
    return middle[..., 0, :]


def _mean(s: Floats, w: Floats) -> Floats:
    """Weighted mean along the children; without gaps it is one matrix product."""
    result = _dot(w, s)
    if not np.isnan(result).any():
        whole: Floats = w.sum(axis=-1, keepdims=True)
        return result / whole
    there = ~np.isnan(s)
    weight = _dot(w, there.astype(float))
    total = _dot(w, np.where(there, s, 0.0))
    return np.where(weight > 0, total / np.where(weight > 0, weight, 1.0), np.nan)


def _dot(w: Floats, s: Floats) -> Floats:
    """Sum of weight times score along the children; one plain product where only weights have draws."""
    if w.ndim == 1 and s.ndim == 2:  # as fast as the threads of `@`, and never kept waiting by one
        return np.asarray(np.einsum("c,ch->h", w, s))
    if s.ndim == 2:
        return np.asarray(w @ s)
    return np.asarray(np.matmul(w[..., None, :], s)[..., 0, :])


def _quasi_arithmetic(
    s: Floats, w: Floats, there: Callable[[Floats], Floats], back: Callable[[Floats], Floats]
) -> Floats:
    """Weighted mean of `there`(s), turned `back`; NaN where a child with a weight is below 0.

    A zero that erases the others does so by way of infinity.
    """
    s = weighed(s, w) + 0.0  # of minus zero the reciprocal would be minus infinity
    negative = s < 0
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        result = back(_mean(there(s), w))
    return np.where(negative.any(axis=-2), np.nan, result) if negative.any() else result


def weighed(s: Floats, w: Floats) -> Floats:
    """Scores, NaN for children of weight 0, whose scores thus cannot touch the result.

    Of the shape of `s`, unless draws differ in which weights are 0.
    """
    counts = w > 0
    if counts.all():
        return s
    first = counts.reshape(-1, w.shape[-1])[0]
    if (counts == first).all():
        counts = first
    return np.where(counts[..., None], s, np.nan)
