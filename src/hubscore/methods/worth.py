"""What a figure is worth: how much less would be in doubt if it were known.

From one sample of a figure x and of outcomes y that depend on it and on more: the variance of
E[y | x] is what knowing x takes off the squared loss of y on average; for an outcome that is
true or false that is its Brier score (Brier 1950).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BINS = 20
"""Equal parts of the draws, sorted by the figure."""


def doubt(y: NDArray[np.number]) -> Floats:
    """The variance of outcomes, shape (outcome,): p (1 - p) of one that is true or false; `y`: (draw, outcome)."""
    draws = max(len(y), 1)
    mean = y.sum(axis=0, dtype=np.float64) / draws
    square: Floats = np.einsum("do,do->o", y, y, dtype=np.float64) / draws
    return np.asarray(np.maximum(square - mean * mean, 0.0))


def explained(x: Floats, y: NDArray[np.number], bins: int = BINS) -> Floats:
    """The variance of E[y | x], shape (figure, outcome), by the means of y in bins of x.

    Means of few draws differ by chance, by (bins - 1) / draws of the variance of y where x tells
    nothing. That is taken off again, so that such an x has 0 on average, and often less; what is
    explained comes out smaller by the same share of itself.

    Parameters
    ----------
    x
        Shape (figure, draw); one that does not vary explains nothing.
    y
        Shape (draw, outcome).
    bins
        At most so many; no more than there are draws.

    References
    ----------
    Oakley and O'Hagan, Probabilistic sensitivity analysis of complex models, Journal of the Royal
    Statistical Society B 2004; Strong, Oakley and Brennan, Estimating multiparameter partial
    expected value of perfect information from a probabilistic sensitivity analysis sample,
    Medical Decision Making 2014.
    """
    draws, outcomes = y.shape
    bins = min(bins, draws)
    starts = np.arange(bins) * draws // max(bins, 1)
    sizes = np.diff(starts, append=draws)
    mean = y.sum(axis=0, dtype=np.float64) / max(draws, 1)
    by_chance = (bins - 1) / max(draws, 1) * doubt(y)
    found = np.zeros((len(x), outcomes))
    for result, figure in zip(found, x, strict=True):
        if draws and figure.min() < figure.max():
            order = np.argsort(figure, kind="stable")
            away = np.add.reduceat(y.take(order, axis=0), starts, axis=0, dtype=np.float64) / sizes[:, None] - mean
            result[:] = sizes / draws @ (away * away) - by_chance
    return found
