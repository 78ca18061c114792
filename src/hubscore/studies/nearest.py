"""The weights nearest to the declared ones that bring something about: by a linear programme, or by a search."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hubscore.studies.ways import FEW_LEVERS, Gain, along, lengths, targets, varied, ways_of

Floats = NDArray[np.float64]

FEASIBLE = 1e-10
"""By how much the solver may miss a condition."""

SEED = 20080831
"""The search is to find the same every time."""

ROUNDS = 40
"""How often the shortest ways are varied."""

KEPT = 4
"""How many of them."""

SLOPES = 40
"""How often the slope is followed from one start."""

REACH = 0.2
"""How far a weight may move by the first slope."""

FINE = 30.0
"""What it costs, in weight moved, to miss the whole gain by 1."""

JUMP = 100.0
"""A slope that no mean has."""

NEGLIGIBLE = 1e-11
"""Moves of weight that do not count."""

STEP = 1e-6
"""Change of a weight by which the slope is measured."""


def nearest_linear(
    weights: Floats,
    rows: Floats,
    limits: Floats,
    least: Floats | None = None,
    most: Floats | None = None,
    adding_up: bool = True,
    fine: float | None = None,
) -> Floats | None:
    """The nearest weights v, by the sum of absolute changes, with rows @ v >= limits.

    Parameters
    ----------
    weights
        Shape (lever,), sum 1.
    rows, limits
        Shapes (condition, lever) and (condition,), rows of a size around 1.
    least, most
        Bounds of each weight, 0 and 1 if left out.
    adding_up
        Whether the sum is held at 1; what only sets proportions need not be.
    fine
        What it costs to miss a condition by 1; None where none may be missed.

    Returns
    -------
    Shape (lever,), rescaled to the sum 1; None where there are none.
    """
    from scipy.optimize import linprog

    size, short = weights.size, 0 if fine is None else len(rows)
    low = weights - (0.0 if least is None else least)
    high = (1.0 if most is None else most) - weights
    room = np.concatenate([np.maximum(low, 0.0), np.maximum(high, 0.0), np.full(short, np.inf)])
    floor = np.concatenate([np.maximum(-high, 0.0), np.maximum(-low, 0.0), np.zeros(short)])
    change = np.concatenate([-np.ones(size), np.ones(size), np.zeros(short)])[None]
    result = linprog(
        np.concatenate([np.ones(2 * size), np.full(short, fine or 0.0)]),
        A_ub=np.hstack([rows, -rows, -np.eye(len(rows))[:, :short]]),  # what is taken from each weight, what is added
        b_ub=rows @ weights - limits,
        A_eq=change if adding_up else None,
        b_eq=np.zeros(1) if adding_up else None,
        bounds=np.column_stack([floor, room]),
        method="highs-ds",
        options={"primal_feasibility_tolerance": FEASIBLE, "dual_feasibility_tolerance": FEASIBLE},
    )
    if result.status != 0:
        return None
    v = np.maximum(weights - result.x[:size] + result.x[size : 2 * size], 0.0)
    return np.asarray(v / v.sum())


def nearest_searched(weights: Floats, gain: Gain) -> Floats | None:
    """The nearest weights found, by the sum of absolute changes, whose gain is not below 0.

    Ways out of the declared weights are looked along for the first place where it is so: to
    single levers, from one to another, at random. From the shortest of them, and from the
    declared weights, the slope is followed: each step solves the linear programme that the
    slope makes of the gain. Where that leads nowhere, and where levers are few, the shortest
    ways are varied at random.

    Parameters
    ----------
    weights
        Shape (lever,), sum 1, all above 0.

    Returns
    -------
    Shape (lever,), sum 1; None where nothing was found.
    """
    generator = np.random.Generator(np.random.SFC64(SEED))
    ways = ways_of(np.concatenate(list(targets(weights, generator))) - weights)
    if not len(ways):  # a single lever
        return None
    length = lengths(weights, ways, np.full(len(ways), np.inf), gain)
    ways, length = _shortest(ways, length)
    starts = [weights, *(along(weights, ways, np.minimum(length, 2.0))[np.isfinite(length)])]
    ends = [end for end in (_followed(weights, start, gain) for start in starts) if end is not None]
    followed = ways_of(np.array(ends or [weights]) - weights)
    if len(followed):
        found = lengths(weights, followed, np.full(len(followed), np.inf), gain)
        ways, length = _shortest(np.concatenate([followed, ways]), np.concatenate([found, length]))
    if not np.isfinite(length[0]):
        return None
    if not len(followed) or weights.size <= FEW_LEVERS:
        ways, length = _refined(weights, ways, length, gain, generator)
    return np.asarray(along(weights, ways[:1], length[:1])[0])


def _shortest(ways: Floats, length: Floats) -> tuple[Floats, Floats]:
    order = np.argsort(length, kind="stable")[:KEPT]
    return ways[order], length[order]


def _followed(weights: Floats, start: Floats, gain: Gain) -> Floats | None:
    """Where following the slope ends, None where there is none to begin with.

    Sequential linear programmes with a fine on what is missing, each within reach of the last
    (Fletcher and Sainz de la Maza, Mathematical Programming 43, 1989).
    """

    def cost(v: Floats, value: float) -> float:
        return float(np.abs(v - weights).sum() + (FINE * max(-value, 0.0) if np.isfinite(value) else np.inf))

    v, reach, slope = start, REACH, None
    best = cost(v, float(gain(v[None])[0]))
    for _ in range(SLOPES):
        if slope is None:
            values = gain(np.vstack([v, v + STEP * np.eye(v.size)]))
            slope = _sane((values[1:] - values[0]) / STEP)
            if slope is None:
                return None
            limit = np.array([slope @ v - values[0]])
        least, most = np.maximum(v - reach, 0.0), np.minimum(v + reach, 1.0)
        tried = nearest_linear(weights, slope[None], limit, least, most, fine=FINE)
        merit = np.inf if tried is None else cost(tried, float(gain(tried[None])[0]))
        if tried is None or not merit < best - NEGLIGIBLE:
            reach /= 4
            if reach < NEGLIGIBLE:
                break
        else:
            v, best, slope, reach = tried, merit, None, 2 * reach
    return v


def _sane(slope: Floats) -> Floats | None:
    """The slope, with no promise where it is a jump, as where a node's only weight is on what is missing."""
    smooth = np.abs(slope) < JUMP
    if not slope[smooth].any():
        return None
    return np.where(smooth, slope, slope[smooth].min())


def _refined(
    weights: Floats, ways: Floats, length: Floats, gain: Gain, generator: np.random.Generator
) -> tuple[Floats, Floats]:
    """The shortest ways, varied by smaller and smaller steps as long as that shortens them."""
    step = 0.5
    for _ in range(ROUNDS):
        tried = varied(ways[np.isfinite(length)], step, generator)
        found = lengths(weights, tried, np.full(len(tried), length[0]), gain)
        step = step if found.min() < length[0] * (1 - 1e-6) else step / 2
        ways, length = _shortest(np.concatenate([ways, tried]), np.concatenate([length, found]))
    return ways, length
