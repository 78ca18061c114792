"""From scores to ranks."""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.method import Method, table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

TIE_TOLERANCE = 1e-9
"""Scores within this share of the scale's span of a tie group's first member are tied."""


def competition(new: Bools) -> Ints:
    """1, 2, 2, 4: shape (..., place), `new` where a tie group begins."""
    place = np.arange(1, new.shape[-1] + 1)
    if new.all():
        return np.broadcast_to(place, new.shape)
    ranks: Ints = np.maximum.accumulate(np.where(new, place, 0), axis=-1)
    return ranks


def dense(new: Bools) -> Ints:
    """1, 2, 2, 3: shape (..., place), `new` where a tie group begins."""
    return new.cumsum(axis=-1)


def ranks(scores: Floats, span: float, ties: str = "competition") -> Ints:
    """Rank scores, 1 is best.

    Parameters
    ----------
    scores
        Shape (..., hub), NaN where there is none.
    span
        Span of the scale: a tie group holds all within `TIE_TOLERANCE` of it of its first
        member; with 0 only equal scores tie.
    ties
        A row of `TIES`.

    Returns
    -------
    Shape (..., hub), 0 where there is no score.
    """
    *leading, hubs = scores.shape
    order = np.argsort(-scores, axis=-1)  # need not be stable: what is equal shares a rank
    order += np.arange(prod(leading)).reshape(*leading, 1) * hubs  # places in all rows end to end
    ordered = scores.ravel()[order]
    placed = TIES[ties].function(tie_starts(ordered, TIE_TOLERANCE * span))
    result = np.empty(scores.size, dtype=np.int64)
    result[order] = placed
    result[np.isnan(scores).ravel()] = 0
    return result.reshape(scores.shape)


def tie_starts(ordered: Floats, tolerance: float) -> Bools:
    """Where a tie group begins in falling scores, shape (..., place); each NaN is its own."""
    new = np.ones(ordered.shape, dtype=bool)
    new[..., 1:] = ~(ordered[..., :-1] - ordered[..., 1:] <= tolerance)
    # Near neighbours are chained now. Only a chain of three can stray from its first member,
    # and few do.
    if (~new[..., 1:] & ~new[..., :-1]).any():
        start = np.maximum.accumulate(np.where(new, np.arange(ordered.shape[-1]), 0), axis=-1)
        stray = np.take_along_axis(ordered, start, axis=-1) - ordered > tolerance
        for row in map(tuple, np.argwhere(stray.any(axis=-1))):
            new[row] = _cut(ordered[row], tolerance)
    return new


def _cut(ordered: Floats, tolerance: float) -> list[bool]:
    """Where a tie group begins in one row, member by member."""
    new, first = [], np.inf
    for score in ordered.tolist():
        new.append(not first - score <= tolerance)
        if new[-1]:
            first = score
    return new


TIES: dict[str, Method] = table(
    Method("competition", competition, "tied hubs share the best rank, the next ranks stay empty: 1, 2, 2, 4"),
    Method("dense", dense, "tied hubs share a rank, no rank stays empty: 1, 2, 2, 3"),
)
