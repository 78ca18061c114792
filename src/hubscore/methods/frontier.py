"""Benefit of the doubt: each hub is weighed with the weights that suit it best.

Melyn and Moesen 1991; Cherchye, Moesen, Rogge and Van Puyenbroeck 2007. The weights of a hub
solve a linear programme, which is built here and solved elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.outcome import Refusal, constants
from hubscore.methods.simplex import greatest

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]

ROUNDING = 1e-12
"""Bounds may miss the sum 1 by this, so that a third is the greatest possible least share of three."""

EDGE = 1e-9
"""A hub that scores this much less than 1 sets no limit to the weights of any."""

FEW = 200
"""Rivals that are tried before all."""

BLOCK = 1 << 16
"""Cells that are looked at together: what they need stays in the cache."""


@dataclass(frozen=True, eq=False)
class Programme:
    """Minimise `objective` @ w with `a_ub` @ w <= `b_ub` and w within `bounds`.

    `objective`: shape (child,); `a_ub`: shape (row, child), a row for each hub and two more for
    each child where shares are bounded; `b_ub`: shape (row,); `bounds`: (least, greatest) weight.
    """

    objective: Floats
    a_ub: Floats
    b_ub: Floats
    bounds: tuple[float, float | None] = (0.0, None)


def programme(y: Floats, hub: int, least: float = 0.0, most: float = 1.0) -> Programme:
    """The programme of one hub: its greatest weighted sum while no hub's sum is above 1.

    Parameters
    ----------
    y
        Scores of the children, shape (child, hub), complete, none negative.
    hub
        Column of the hub.
    least, most
        Bounds of the share of each child, weight times score, in the hub's own sum.
    """
    own = y[:, hub]
    part = np.diag(own)
    bounds = [least * own - part] if least > 0 else []
    bounds += [part - most * own] if most < 1 else []
    rows = np.concatenate([y.T, *bounds])
    limits = np.zeros(len(rows))
    limits[: y.shape[1]] = 1.0
    return Programme(-own, rows, limits)


def best(y: Floats, rivals: Floats, least: float = 0.0, most: float = 1.0) -> Floats:
    """The score of every hub with the weights that suit it best: all programmes at once.

    In contributions u (weight times score) a hub's sum is the sum of u, that of a rival the sum
    of u times rival / own. Shares between the bounds are u = least x total + rest, with a rest
    that is not negative: only `most` needs rows of its own.

    Parameters
    ----------
    y
        Shape (child, hub), none negative.
    rivals
        Shape (child, rival): the hubs whose sums may not be above 1, those that `leaders` finds.

    Returns
    -------
    Shape (hub,), from 0 to 1; 0 where no shares within the bounds are possible; NaN where none is found.
    """
    size = max(1, BLOCK // (rivals.size + y.shape[0] ** 2))
    blocks = [_best(y[:, start : start + size].T, rivals, least, most) for start in range(0, y.shape[1], size)]
    return np.clip(np.concatenate(blocks), 0.0, 1.0)


def _best(own: Floats, rivals: Floats, least: float, most: float) -> Floats:
    """The scores of some hubs, shape (hub, child)."""
    children, has = own.shape[1], own > 0
    ratio = rivals.T[None] / np.where(has, own, 1.0)[:, None]
    rest = max(1 - least * children, 0.0)
    rows = rest * ratio + least * ratio.sum(axis=2, keepdims=True)
    size = rows.max(axis=1)
    unit = np.where(has, 1 / np.where(size > 0, size, 1.0), 0.0)
    rows *= unit[:, None]
    limits = np.ones(rows.shape[1])
    if most < 1:
        capped = (rest * np.eye(children) - (most - least)) * unit[:, None]
        capped /= np.maximum(np.abs(capped).max(axis=2, keepdims=True), np.finfo(float).tiny)
        rows, limits = np.concatenate([rows, capped], axis=1), np.concatenate([limits, np.zeros(children)])
    scores = greatest(rows, limits, unit)
    scores[(has & (size == 0)).any(axis=1)] = 1.0  # in a child that no rival has nothing keeps it from more
    return np.where(has.all(axis=1) | (least <= 0), scores, 0.0)


def leaders(y: Floats) -> Floats:
    """The hubs that set limits to the weights of all: those that score 1 with free weights.

    The others' sums are below 1 whatever weights keep the leaders' sums at 1 or below, bounds of
    shares or not. Each once, shape (child, leader).
    """
    front = undominated(np.unique(y, axis=1))
    for rivals in (FEW, None):  # whom a few keep from 1 need not be looked at with all
        front = front[:, ~(best(front, front[:, :rivals]) < 1 - EDGE)]
    return front


def undominated(y: Floats) -> Floats:
    """Of hubs that all differ those that no other equals or exceeds in every child, shape (child, hub)."""
    order = np.argsort(-y.sum(axis=0), kind="stable")  # who exceeds comes first
    points = y.T[order]
    front = points[:0]
    start = 0
    while start < len(points):
        size = max(1, min(len(points), BLOCK // (y.shape[0] * (len(front) + 1))) // 2)
        some = points[start : start + size]
        rest = some[~_exceeded(some, front)]
        alone = np.ones(len(rest), dtype=bool)
        for place, point in enumerate(rest):
            above = (rest >= point).all(axis=1)
            above[place] = False
            alone[place] = not above.any()
        front = np.concatenate([front, rest[alone]])
        start += size
    return front.T


def _exceeded(some: Floats, front: Floats) -> NDArray[np.bool_]:
    above = np.all(front[None] >= some[:, None], axis=2)
    return np.asarray(np.any(above, axis=1))


def doubtful(y: Floats, least: float, most: float) -> Refusal | None:
    """Why no programme can be made of these scores and bounds, or None.

    Refused: scores below 0, a child that is the same for every hub ("constant": it would take
    nearly all the weight, since no hub is far from its best), and bounds on shares that cannot
    add up to 1 (`figure`: how far the bound could go).
    """
    children = y.shape[0]
    if (y < 0).any():
        return Refusal("negative", tuple(np.flatnonzero((y < 0).any(axis=1)).tolist()))
    if flat := constants(y):
        return Refusal("constant", flat)
    if least * children > 1 + ROUNDING:
        return Refusal("least", figure=1 / children)
    if most * children < 1 - ROUNDING:
        return Refusal("most", figure=1 / children)
    return None
