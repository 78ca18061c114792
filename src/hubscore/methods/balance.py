"""Weights with which the children matter as much as is said.

Becker, Saisana, Paruolo and Vandecasteele 2017: a child's importance is the squared correlation
of its scores with those of the node, as a share of the sum over the children.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.outcome import Refusal, constants
from hubscore.methods.weigh import shares

Floats = NDArray[np.float64]
Node = Callable[[Floats, Floats], Floats]
"""From scores, shape (child, hub), and weights, shape (child,), to the node's scores, shape (hub,)."""

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


class Balance(NamedTuple):
    """Weights that come nearest to the stated importance.

    `weights`: shape (child,), none negative, sum 1; `reached`: the shares of squared correlation
    that they give, shape (child,), with a minus for a child that goes against its node;
    `distance`: the greatest difference to what was stated; `met`: whether that is next to none.
    """

    weights: Floats
    reached: Floats
    distance: float
    met: bool


def importance(s: Floats, node: Floats) -> Floats:
    """Shares of squared correlation with the node, with its sign; NaN where the node is constant.

    Parameters
    ----------
    s
        Shape (child, hub), none constant.
    node
        Shape (hub,).
    """
    x = s - s.mean(axis=1, keepdims=True)
    y = node - node.mean()
    length = np.sqrt((x**2).sum(axis=1) * (y**2).sum())
    if not length.all() or np.isnan(length).any():
        return np.full(len(s), np.nan)
    r = x @ y / length
    return np.asarray(r * np.abs(r) / (r**2).sum())


def balanced(s: Floats, target: Floats, node: Node) -> Balance | Refusal:
    """Weights with which each child's share of squared correlation is its target.

    Where no weights do that, those for which the shares are nearest in the sense of least
    squares. A correlation below 0 never counts as importance. A child of target 0 gets no weight
    and is left out of the shares. Damped Gauss-Newton steps (Levenberg 1944, Marquardt 1963)
    within weights that are not negative, from three starts, the nearest end counts; a start is
    the closed form for children without correlation.

    Parameters
    ----------
    s
        Scores of the children, shape (child, hub), complete.
    target
        Stated importance, shape (child,), none negative, sum above 0; rescaled to 1.
    node
        How scores and weights become the node's scores.

    Notes
    -----
    Refused: a constant child, a node without scores that differ ("undefined").
    """
    if flat := constants(s):
        return Refusal("constant", flat)
    counts = target > 0
    ends = list(_ends(s, counts, shares(target[counts]), node))
    if not ends:
        return Refusal("undefined")
    nearest = min(ends, key=lambda end: (float((end[1] ** 2).sum()), end[0].tolist()))
    return _balance(*nearest, counts, shares(target))


def _balance(weights: Floats, missed: Floats, counts: NDArray[np.bool_], target: Floats) -> Balance:
    all_weights, reached = np.zeros(len(target)), np.zeros(len(target))
    all_weights[counts] = weights
    reached[counts] = target[counts] + missed
    distance = float(np.abs(missed).max())
    return Balance(all_weights, reached, distance, distance <= MET)


def _ends(s: Floats, counts: NDArray[np.bool_], target: Floats, node: Node) -> Iterator[tuple[Floats, Floats]]:
    """Weights, and by how much their shares miss the target, at the end of each start, until one meets it."""

    def missed(w: Floats) -> Floats:
        whole = np.zeros(len(s))
        whole[counts] = shares(w)
        return importance(s[counts], node(s, whole)) - target

    for start in (np.sqrt(target) / s[counts].std(axis=1), target, np.ones(len(target))):
        first = shares(start)
        if not np.isnan(missed(first)).any():
            end = _descend(missed, first)
            yield end
            if np.abs(end[1]).max() <= MET:
                return


def _descend(missed: Callable[[Floats], Floats], w: Floats) -> tuple[Floats, Floats]:
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
    return w, miss


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


def _slope(missed: Callable[[Floats], Floats], w: Floats) -> Floats:
    """How each share moves with each weight, shape (child, child)."""
    columns = []
    for child in range(len(w)):
        up, down = w.copy(), w.copy()
        up[child] += NUDGE
        down[child] = max(w[child] - NUDGE, 0.0)
        columns.append((missed(up) - missed(down)) / (up[child] - down[child]))
    return np.asarray(np.nan_to_num(np.array(columns).T))
