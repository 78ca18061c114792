"""The least and greatest score of a node whose children lie anywhere between two ends.

Most aggregations rise with every child: their ends are the scores of the ends. The functions
here are for those that do not. They stand in for kernels: of the ends of the children, shape
(2, child, hub), they make those of the node, shape (2, hub).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.aggregate import Aggregation
from hubscore.methods.copeland import share_of_duels
from hubscore.methods.means import arithmetic, weighed
from hubscore.methods.penalty import POSITIVE, mazziotta_pareto
from hubscore.methods.weigh import shares

Floats = NDArray[np.float64]

FEW = 8
"""Children between two ends of which all combinations of ends are tried."""

HALVINGS = 64
"""How often an interval is halved: no double is left between its ends."""


def duels(s: Floats, w: Floats, parameter: None = None) -> Floats:
    """Each hub at its worst while all others are at their best, and the reverse."""
    return share_of_duels(s, s[::-1], w)


def penalised(s: Floats, w: Floats, parameter: str | None = None) -> Floats:
    """The ends of M - S²/M and M + S²/M, which are 2M - Q/M and Q/M, where Q is the mean of squares.

    Q/M is convex where M > 0, a square over a linear function, so that the first is concave and
    the second convex. The end in the middle is where all children between their ends are at the
    same height (`_level`). The end at the corners is found by trying all for few such children;
    else it is bounded. Infinite where the mean may be 0 or less.
    """
    low, high = np.sort(weighed(s, w), axis=0)
    there = ~np.isnan(low)
    level = mazziotta_pareto(_level(low, high, w, parameter), w, parameter)
    corner = level.copy()
    for hub in np.flatnonzero((high > low).any(axis=0)):
        here = there[:, hub]
        corner[hub] = _at_corners(low[here, hub], high[here, hub], shares(w[here]), parameter)
    return np.array([level, corner] if parameter == POSITIVE else [corner, level])


def _level(low: Floats, high: Floats, w: Floats, parameter: str | None) -> Floats:
    """Children, (child, hub), as near to one height as their ends allow: where none gains by moving.

    With r = Q/M a child x moves 2M - Q/M by w (2M + r - 2x)/M, and Q/M by w (2x - r)/M.
    """
    below, above = np.fmin.reduce(low, axis=0), np.fmax.reduce(high, axis=0)
    for _ in range(HALVINGS):
        height = (below + above) / 2
        x = np.clip(height, low, high)
        mean = arithmetic(x, w)
        wanted = arithmetic(x**2, w) / np.where(mean > 0, mean, np.nan) / 2
        wanted += 0.0 if parameter == POSITIVE else mean
        rise = (mean <= 0) | (wanted > height)
        below, above = np.where(rise, height, below), np.where(rise, above, height)
    level: Floats = np.clip(above, low, high)
    return level


def _at_corners(low: Floats, high: Floats, w: Floats, parameter: str | None) -> float:
    """The end of one hub where each child is at one of its ends."""
    if w @ low <= 0:
        return np.inf if parameter == POSITIVE else -np.inf
    if parameter == POSITIVE:  # what bounds a convex function is met at a corner
        return float(_steps(low, high, w)[1].max())
    few = (high > low).sum() <= FEW
    return float((_corners if few else _below_corners)(low, high, w).min())


def _corners(low: Floats, high: Floats, w: Floats) -> Floats:
    """The score with every combination of ends."""
    open_ = np.flatnonzero(high > low)
    chosen = np.arange(2**open_.size) >> np.arange(open_.size)[:, None] & 1
    corners = np.repeat(low[:, None], 2**open_.size, axis=1)
    corners[open_] = np.where(chosen, high[open_, None], low[open_, None])
    return mazziotta_pareto(corners, w)


def _steps(low: Floats, high: Floats, w: Floats) -> tuple[Floats, Floats]:
    """M and Q/M while one child after the other goes from its low to its high end.

    In the order of low + high no other children have a greater chord of Q, w ((low + high) x -
    low high), for the same M (a knapsack that may be cut).
    """
    order = np.argsort(-(low + high), kind="stable")
    rises = w[order] * (high - low)[order]
    mean = w @ low + np.concatenate([[0.0], np.cumsum(rises)])
    square = w @ low**2 + np.concatenate([[0.0], np.cumsum(rises * (low + high)[order])])
    return mean, square / mean


def _below_corners(low: Floats, high: Floats, w: Floats) -> Floats:
    """2M - Q/M where it is least between two steps, or at one of them, if Q follows the chord."""
    mean, ratio = _steps(low, high, w)
    run = np.diff(mean)
    slope = np.divide(np.diff(ratio * mean), run, out=np.zeros_like(run), where=run > 0)
    start = (ratio * mean)[:-1] - slope * mean[:-1]  # Q = start + slope M
    turn = np.clip(np.sqrt(np.maximum(-start / 2, 0.0)), mean[:-1], mean[1:])
    return np.asarray(2 * turn - start / turn - slope)


EXTREMES: dict[str, Callable[..., Floats]] = {
    "copeland": duels,
    "mazziotta_pareto": penalised,
    "mazziotta_pareto_adjusted": penalised,
}
"""What stands in for the kernels of aggregations that do not rise with every child of the hub alone."""


def of_ends(row: Aggregation) -> Aggregation:
    """The aggregation as one of ends, (2, child, hub) to (2, hub)."""
    return replace(row, function=EXTREMES[row.name]) if row.name in EXTREMES else row
