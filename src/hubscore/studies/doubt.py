"""Benefit of the doubt: the score and the weights of each hub at its best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.frontier import best, doubtful, leaders, programme
from hubscore.methods.outcome import Refusal

Floats = NDArray[np.float64]

SLACK = 1e-10
"""By how much, relative, weights of the same worth may miss the best score, so that rounding leaves some."""

SHARE_SLACK = 1e-13
"""The same for the bounds of shares."""


@dataclass(frozen=True, eq=False)
class Doubt:
    """What each hub scores with the weights that suit it best.

    `scores`: shape (hub,), 0 to 1, 1 for the best observed; `weights`: shape (child, hub), in
    units of 1 / score of the child; `shares`: shape (child, hub), the share of each child,
    weight times score, in the hub's sum. NaN weights and shares where the score is 0: all
    weights are as good as any.
    """

    scores: Floats
    weights: Floats
    shares: Floats


def doubt(y: Floats, least: float = 0.0, most: float = 1.0) -> Doubt | Refusal:
    """Solve the programme of every hub (Cherchye et al. 2007).

    Of weights that are equally good for a hub, those count whose shares are nearest to equal,
    so that the order of hubs and children is of no matter.

    Parameters
    ----------
    y
        Scores of the children, shape (child, hub), complete, none negative, no child the same throughout.
    least, most
        Bounds of the share of each child in each hub's sum; least x children <= 1 <= most x children.
    """
    if refusal := doubtful(y, least, most):
        return refusal
    top = y.max(axis=1, keepdims=True)
    unit = y / top
    rivals = leaders(unit)
    scores = best(unit, rivals, least, most)
    for hub in np.flatnonzero(np.isnan(scores)).tolist():
        scores[hub] = _solved(unit[:, hub], rivals, least, most)
    parts = np.full(y.shape, np.nan)
    for hub in np.flatnonzero(scores > 0).tolist():
        parts[:, hub] = _shares(unit[:, hub], rivals, scores[hub], least, most)
    weights = np.divide(parts * scores, y, out=np.where(np.isnan(parts), np.nan, 0.0), where=y > 0)
    for array in (scores, weights, parts):
        array.flags.writeable = False
    return Doubt(scores, weights, parts)


def _solved(own: Floats, rivals: Floats, least: float, most: float) -> float:
    """The score of a hub by a general solver."""
    from scipy.optimize import linprog

    task = programme(np.column_stack([rivals, own]), rivals.shape[1], least, most)
    solved = linprog(task.objective, A_ub=task.a_ub, b_ub=task.b_ub, bounds=task.bounds, method="highs")
    return float(np.clip(-solved.fun, 0.0, 1.0))


def _shares(own: Floats, rivals: Floats, score: float, least: float, most: float) -> Floats:
    """The shares nearest to equal ones, shape (child,), among those that give a hub its best score.

    In terms of shares p the sum of another hub is score x sum of p y / y of this hub. That is a
    least distance problem (Lawson and Hanson 1974, chapter 23), in steps from equal shares that
    add up to 0.
    """
    has = own > 0
    size = int(has.sum())
    equal = np.full(size, 1 / size)
    others = rivals[has][:, rivals[has].any(axis=0)]  # who has nothing there sets no limit
    ratio = (others / own[has, None]).T
    ratio, limit = _scaled(ratio, np.full(len(ratio), (1 + SLACK) / score))
    rows = np.concatenate([np.eye(size), -np.eye(size), -ratio])
    limits = np.concatenate([np.full(size, least - SHARE_SLACK), np.full(size, -most - SHARE_SLACK), -limit])
    basis = _adding_up_to_nothing(size)
    step = basis @ _nearest(rows @ basis, limits - rows @ equal)
    result = np.zeros(len(own))
    result[has] = np.clip(equal + step, least, most)
    return result


def _scaled(rows: Floats, limits: Floats) -> tuple[Floats, Floats]:
    length = np.sqrt((rows**2).sum(axis=1))
    return rows / length[:, None], limits / length


def _adding_up_to_nothing(size: int) -> Floats:
    """An orthonormal basis of the vectors with the sum 0, shape (size, size - 1)."""
    full, _ = np.linalg.qr(np.column_stack([np.ones(size), np.eye(size)[:, 1:]]))
    return full[:, 1:]


def _nearest(rows: Floats, limits: Floats) -> Floats:
    """The shortest x with rows @ x >= limits."""
    from scipy.optimize import nnls

    stacked = np.vstack([rows.T, limits])
    goal = np.zeros(len(stacked))
    goal[-1] = 1.0
    multipliers, _ = nnls(stacked, goal, maxiter=100 * len(limits))
    rest = stacked @ multipliers - goal
    return np.asarray(-rest[:-1] / rest[-1])
