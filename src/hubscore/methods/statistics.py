"""Describing the figures of one indicator: middle, spread, shape, outliers.

Every function takes x of shape (..., hub), NaN where a figure is missing, and returns the
shape (...,): NaN where there are too few figures, or where they are all equal and the
statistic says how they differ.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]

FENCE = 1.5
"""Interquartile ranges from the quartiles to the fences (Tukey, Exploratory Data Analysis, 1977)."""


def count(x: Floats) -> Ints:
    """How many figures there are."""
    return np.asarray((~np.isnan(x)).sum(axis=-1))


def least(x: Floats) -> Floats:
    """The least figure."""
    return np.asarray(np.fmin.reduce(x, axis=-1, initial=np.nan))


def greatest(x: Floats) -> Floats:
    """The greatest figure."""
    return np.asarray(np.fmax.reduce(x, axis=-1, initial=np.nan))


def mean(x: Floats) -> Floats:
    """The arithmetic mean; of equal figures exactly the figure."""
    start = least(x)  # sums of differences neither overflow nor move a mean of equal figures
    away = np.where(np.isnan(x), 0.0, x - start[..., None])
    return np.asarray(start + away.sum(axis=-1) / np.maximum(count(x), 1))


def median(x: Floats) -> Floats:
    """The middle figure, or the middle of the two."""
    return quantile(x, 0.5)


def distances(x: Floats) -> tuple[Floats, Floats]:
    """Distances from the mean as shares of the range, shape (..., hub), and the range, shape (..., 1).

    Distances from the least figure are exact where a mean far from 0 has lost its digits, and
    squares of shares neither overflow nor vanish.
    """
    above = x - least(x)[..., None]
    size = np.fmax.reduce(above, axis=-1, keepdims=True, initial=0.0)
    share = above / np.where(size > 0, size, 1.0)
    total = np.where(np.isnan(share), 0.0, share).sum(axis=-1, keepdims=True)
    return share - total / np.maximum(count(x)[..., None], 1), size


def deviation(x: Floats) -> Floats:
    """Standard deviation with n - 1; needs two figures."""
    n = count(x)
    away, size = distances(x)
    square = _sum(away * away)
    return np.where(n > 1, size[..., 0] * np.sqrt(square / np.maximum(n - 1, 1)), np.nan)


def standardised(x: Floats) -> Floats:
    """Distances from the mean in standard deviations (n - 1), shape (..., hub); NaN throughout where all are equal."""
    away, size = distances(x)
    square = np.where(np.isnan(away), 0.0, away * away).sum(axis=-1, keepdims=True)
    spread = np.sqrt(square / np.maximum(count(x)[..., None] - 1, 1))
    return away / np.where(size > 0, spread, np.nan)


def skewness(x: Floats) -> Floats:
    """Adjusted skewness G1; needs three figures that are not all equal.

    References
    ----------
    Joanes and Gill, Comparing measures of sample skewness and kurtosis, The Statistician 1998.
    """
    n = count(x)
    z = standardised(x)
    known = n > 2
    scale = n / np.where(known, (n - 1) * (n - 2.0), 1.0)
    return np.where(known, scale * _sum(z * z * z), np.nan)  # ten times as fast as a power


def kurtosis(x: Floats) -> Floats:
    """Adjusted excess kurtosis G2; needs four figures that are not all equal.

    References
    ----------
    Joanes and Gill, Comparing measures of sample skewness and kurtosis, The Statistician 1998.
    """
    n = count(x)
    known = n > 3
    below = np.where(known, (n - 2.0) * (n - 3), 1.0)
    scale = n * (n + 1) / (np.maximum(n - 1.0, 1.0) * below)
    square = standardised(x)
    square *= square
    return np.where(known, scale * _sum(square * square) - 3 * (n - 1.0) ** 2 / below, np.nan)


def zeros(x: Floats) -> Ints:
    """How many figures are 0."""
    return np.asarray((x == 0).sum(axis=-1))


def unique(x: Floats) -> Ints:
    """How many different figures there are."""
    return np.asarray(_first_of_its_kind(np.sort(x, axis=-1)).sum(axis=-1))


def same(x: Floats) -> Ints:
    """How often the most frequent figure stands."""
    ordered = np.sort(x, axis=-1)
    here = np.arange(x.shape[-1])
    start = np.maximum.accumulate(np.where(_first_of_its_kind(ordered), here, 0), axis=-1)
    return np.asarray(np.where(np.isnan(ordered), 0, here - start + 1).max(axis=-1, initial=0))


def quantile(x: Floats, share: float) -> Floats:
    """Quantile, linear between order statistics (Hyndman and Fan 1996, type 7)."""
    if x.shape[-1] == 0:
        return np.full(x.shape[:-1], np.nan)
    ordered = np.sort(x, axis=-1)
    last = np.maximum(count(x) - 1, 0)[..., None]
    below = np.floor(last * share).astype(np.intp)
    low = np.take_along_axis(ordered, below, axis=-1)
    high = np.take_along_axis(ordered, np.minimum(below + 1, last), axis=-1)
    return np.asarray((low + (high - low) * (last * share - below))[..., 0])


def quartiles(x: Floats) -> tuple[Floats, Floats]:
    """The lower and the upper quartile."""
    return quantile(x, 0.25), quantile(x, 0.75)


def beyond(x: Floats) -> tuple[Bools, Bools]:
    """Which figures lie below the lower and above the upper fence, each of the shape of `x`."""
    lower, upper = (each[..., None] for each in quartiles(x))
    reach = FENCE * (upper - lower)
    return x < lower - reach, x > upper + reach


def outliers(x: Floats) -> tuple[Ints, Ints]:
    """How many figures lie below the lower and above the upper fence."""
    low, high = beyond(x)
    return np.asarray(low.sum(axis=-1)), np.asarray(high.sum(axis=-1))


def _sum(x: Floats) -> Floats:
    """Sum of what is there; NaN where nothing is."""
    there = ~np.isnan(x)
    return np.where(there.any(axis=-1), np.where(there, x, 0.0).sum(axis=-1), np.nan)


def _first_of_its_kind(ordered: Floats) -> Bools:
    """Which of some ordered figures differ from the one before."""
    first = np.ones(ordered.shape, dtype=bool)
    first[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    return first & ~np.isnan(ordered)
