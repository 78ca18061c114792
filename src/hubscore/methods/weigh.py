"""Weights are rescaled here and nowhere else."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

COVERAGE_DECIMALS = 12
"""Coverage is rounded to this many, so that all of 0.1 + 0.2 + 0.7 is all, and half is half."""


def shares(weights: Floats) -> Floats:
    """Rescale siblings' weights to the sum 1.

    Parameters
    ----------
    weights
        Shape (..., child), none negative, at least one above 0.
    """
    rescaled: Floats = weights / weights.sum(axis=-1, keepdims=True)
    return rescaled


def coverage(weights: Floats, scored: NDArray[np.bool_], applies: NDArray[np.bool_] | None = None) -> Floats:
    """Weight of what is scored over the weight of what applies.

    Parameters
    ----------
    weights
        Shape (..., child), none negative, at least one above 0.
    scored, applies
        Shape (..., child, hub), nothing scored that does not apply; None where all applies.

    Returns
    -------
    Shape (..., hub), from 0 to 1; 0 only where nothing with a weight applies or is scored.
    """
    have = _along_children(weights, scored)
    due = weights.sum(axis=-1, keepdims=True) if applies is None else _along_children(weights, applies)
    share = have / np.where(due > 0, due, 1.0)
    rounded = np.round(share, COVERAGE_DECIMALS)
    return np.where(rounded > 0, rounded, share)


def _along_children(weights: Floats, counts: NDArray[np.bool_]) -> Floats:
    total: Floats = np.matmul(weights[..., None, :], counts.astype(float))[..., 0, :]
    return total
