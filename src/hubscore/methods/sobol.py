"""Sobol indices: what share of an output's variance a factor makes, alone and with all others.

Two independent samples A and B of all factors, and for each factor the sample that is A but
for that factor, which it has from B.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FLAT = 1e-12
"""A standard deviation this small beside an output's size is rounding: the output does not vary."""


class Indices(NamedTuple):
    """First-order and total indices, shape (..., factor, output); NaN for an output that does not vary."""

    first: Floats
    total: Floats


class Sums(NamedTuple):
    """What the indices are made of, draw by draw: first shape (draw, factor, output), the others (draw, output)."""

    alone: Floats
    together: Floats
    value: Floats
    square: Floats


def sums_of(a: Floats, b: Floats, exchanged: Floats) -> Sums:
    """What the indices are made of, before it is averaged.

    Parameters
    ----------
    a, b
        Outputs of the samples A and B, shape (draw, output).
    exchanged
        Outputs of A with one factor from B, shape (factor, draw, output).
    """
    middle = (a.mean(axis=0) + b.mean(axis=0)) / 2
    a, b, exchanged = a - middle, b - middle, exchanged - middle  # far from 0 products lose their digits
    alone = np.moveaxis(b * (exchanged - a), 0, 1)
    together = np.moveaxis((a - exchanged) ** 2 / 2, 0, 1)
    return Sums(alone, together, (a + b) / 2, (a * a + b * b) / 2)


def indices(sums: Sums, counts: Floats | None = None, flat: NDArray[np.bool_] | None = None) -> Indices:
    """First-order indices as Saltelli et al. (2010), total ones as Jansen (1999).

    Parameters
    ----------
    counts
        Shape (resample, draw): how often each draw is taken; None for every draw once.
    flat
        Shape (output,): outputs that do not vary.

    References
    ----------
    Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola, Variance based sensitivity
    analysis of model output, Computer Physics Communications 2010, table 2, (b) and (f).
    """
    draws = len(sums.value)
    share = np.full((1, draws), 1 / draws) if counts is None else counts / counts.sum(axis=1, keepdims=True)
    mean = share @ sums.value
    variance = share @ sums.square - mean * mean
    variance = np.where((variance > 0) & (True if flat is None else ~flat), variance, np.nan)[:, None]
    shape = (len(share), *sums.alone.shape[1:])
    first, total = (np.reshape(share @ part.reshape(draws, -1), shape) / variance for part in sums[:2])
    return Indices(first[0], total[0]) if counts is None else Indices(first, total)


def flat_outputs(a: Floats, b: Floats) -> NDArray[np.bool_]:
    """Which outputs do not vary, shape (output,)."""
    both = np.concatenate([a, b])
    size = np.maximum(np.abs(both).max(axis=0), 1.0)
    return np.asarray(np.ptp(both, axis=0) <= FLAT * size)
