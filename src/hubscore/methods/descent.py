"""Weights for which some misses are least: least squares among shares that sum to 1.

Damped Gauss-Newton steps (Levenberg 1944, Marquardt 1963), then a pattern search without slopes
(Hooke and Jeeves 1961) for what moves in steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.weigh import shares

Floats = NDArray[np.float64]
Missed = Callable[[Floats], Floats]
"""From weights, shape (child,), to by how much each share misses its target; NaN where there is none."""

MET = 1e-6
"""Shares that are all this near to what is said meet it."""

FINEST = 1e-13
"""Nearer than this, rounding decides."""

STEPS = 200
"""Steps from one start; twenty are usual."""

NUDGE = 1e-6
"""By how much a weight is moved to see what that does."""

DAMPING = (1e-9, 1e9)
"""From Gauss and Newton's steps to the shortest ones downhill; beyond, nothing gets nearer."""

WIDEST, FINE = 0.5, 1e-3
"""From the first part of the way that a search without slopes goes to a corner to the last."""

PAIRED = 12
"""Children up to which a search goes towards two at a time: beyond, pairs are too many."""

GAIN = 1e-9
"""By how much squares must sum to less for a search to have found something that steps by slopes did not."""

DIGITS = 12
"""Sums of squares are told apart up to here: beyond, the order of hubs decides."""


class End(NamedTuple):
    """Where steps end: weights, by how much their shares miss the target, and whether slopes led there."""

    weights: Floats
    missed: Floats
    settled: bool

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return bool(np.abs(self.missed).max() <= MET)


def squares(missed: Floats) -> float:
    """How far from the target, so that rounding decides nothing; infinity where there is no importance."""
    total = float((missed**2).sum())
    return np.inf if np.isnan(total) else round(total, DIGITS)


def descend(missed: Missed, w: Floats) -> End:
    """Steps to ever smaller misses, until none is smaller."""
    miss, damping = missed(w), 1e-3
    slope = _slope(missed, w)
    for _ in range(STEPS):
        trial = _step(w, miss, slope, damping)
        error = missed(trial)
        if (error**2).sum() < (miss**2).sum():  # never where NaN
            w, miss, damping = trial, error, max(damping / 10, DAMPING[0])
            if np.abs(miss).max() <= FINEST:
                break
            slope = _slope(missed, w)
        elif damping < DAMPING[1]:
            damping *= 10
        else:
            break
    else:
        return End(w, miss, False)
    return End(w, miss, bool(slope.any()))


def _step(w: Floats, miss: Floats, slope: Floats, damping: float) -> Floats:
    """One damped step, among weights that are not 0 or that would gain by not being 0."""
    free = (w > 0) | (slope.T @ miss < 0)
    steep = slope[:, free]
    curve = steep.T @ steep
    scale = np.diag(curve).max()
    change = np.linalg.solve(curve + (damping * scale + np.finfo(float).tiny) * np.eye(len(curve)), -steep.T @ miss)
    trial = w.copy()
    trial[free] = np.maximum(w[free] + change, 0.0)
    return shares(trial) if trial.any() else w


def _slope(missed: Missed, w: Floats) -> Floats:
    """How each share moves with each weight, shape (child, child)."""
    columns = []
    for child in range(len(w)):
        up, down = w.copy(), w.copy()
        up[child] += NUDGE
        down[child] = max(w[child] - NUDGE, 0.0)
        columns.append((missed(up) - missed(down)) / (up[child] - down[child]))
    return np.asarray(np.nan_to_num(np.array(columns).T))


def searched(missed: Missed, end: End) -> End:
    """What a search finds beyond the end of steps by slopes, or that end."""
    w, miss, step = end.weights, end.missed, WIDEST
    for _ in range(STEPS):
        trials = list(_around(w, step))
        misses = [missed(trial) for trial in trials]
        sizes = [squares(each) for each in misses]
        best = int(np.argmin(sizes))
        if sizes[best] < squares(miss):
            w, miss = trials[best], misses[best]
        elif step > FINE:
            step /= 2
        else:
            break
    return End(w, miss, False) if squares(end.missed) - squares(miss) > GAIN else end


def _around(w: Floats, step: float) -> Iterator[Floats]:
    """Weights towards all for one child or for two, and away from it or from them, in a fixed order."""
    children = range(len(w))
    for some in (*combinations(children, 1), *(combinations(children, 2) if len(w) <= PAIRED else ())):
        towards, away = (1 - step) * w, w.copy()
        towards[list(some)] += step / len(some)
        away[list(some)] *= 1 - 2 * step  # half of the way is all of it
        yield towards
        if away.any():
            yield shares(away)
