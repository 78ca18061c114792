"""Whose the gap is: splitting the difference between two hubs among the children of a node.

Each way takes the scores of both hubs, `a` and `b`, and the weights of the children, all of
shape (child,), and returns slopes of the same shape: a child's part of the gap is its slope
times a - b. Slopes are averages of the node's own slopes on the way from `b` to `a`, so that
parts add up to the difference of the node's scores, swapping the hubs only swaps signs, and
where the node rises with a child no part has another sign than the child's own difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.aggregate import AGGREGATIONS, Scale
from hubscore.methods.attribute import NODES, WEIGHTS, way
from hubscore.methods.owa import place_shares
from hubscore.methods.penalty import POSITIVE

Floats = NDArray[np.float64]

STEPS, SHARES = (NODES + 1) / 2, WEIGHTS / 2
"""Gauss-Legendre quadrature on the way from one hub to the other, (0, 1)."""

NEAR = 1e-5
"""Where the logarithms of two numbers differ less, a series is more exact than their logarithmic mean."""

BLOCK = 1 << 15
"""Scores that are looked at at a time."""

DIGITS = 12
"""Decimals of the scale's span to which scores are read where their order counts: what differs by rounding is level."""


class Task(NamedTuple):
    """How a node averages: method, parameter, scale and floor."""

    aggregation: str
    parameter: Any
    scale: Scale
    floor: float


def weighted(a: Floats, b: Floats, w: Floats, task: Task) -> Floats:
    """The arithmetic mean rises by the weight everywhere."""
    return w


def lmdi(a: Floats, b: Floats, w: Floats, task: Task) -> Floats:
    """Logarithmic-mean Divisia index between two geometric means (Ang 2005).

    The gap is the sum of L(A, B) w ln(a / b), where L is the logarithmic mean of the lifted
    means A and B. If one of them is 0, its zeros make the whole gap, by weight.
    """
    low, high = task.scale
    base = low + task.floor * (high - low)
    a, b = (base + (1 - task.floor) * (s - low) for s in (a, b))
    function = AGGREGATIONS["geometric"].function
    mean_a, mean_b = (float(function(s[:, None], w, None)[0]) for s in (a, b))
    if mean_a > 0 and mean_b > 0:
        there = w > 0
        slopes = np.zeros_like(w)
        slopes[there] = w[there] / _logarithmic_mean(a[there], b[there])
        return float(_logarithmic_mean(np.array([mean_a]), np.array([mean_b]))[0]) * slopes
    zeros = (w > 0) & ((a == 0) != (b == 0))
    away = np.where(zeros, np.maximum(a, b), 1.0)
    made: Floats = max(mean_a, mean_b) * zeros * w / (w[zeros].sum() or 1.0) / away
    return made


def _logarithmic_mean(x: Floats, y: Floats) -> Floats:
    """(x - y) / ln(x / y) of positive numbers; x where they are equal."""
    ratio = np.log(x) - np.log(y)
    near = np.abs(ratio) < NEAR
    mean: Floats = np.where(near, np.sqrt(x * y) * (1 + ratio**2 / 24), (x - y) / np.where(near, 1.0, ratio))
    return mean


def along_the_line(a: Floats, b: Floats, w: Floats, task: Task) -> Floats:
    """Aumann-Shapley along the straight line from one hub to the other, of a power mean.

    The slope of a power mean M of exponent p is w (s / M)^(p - 1).
    """
    p = {"harmonic": -1.0}.get(task.aggregation, task.parameter)
    low, high = task.scale
    lift = task.floor if p <= 0 else 0.0
    start = low + lift * (high - low)
    a, b = (start + (1 - lift) * (s - low) if lift else s for s in (a, b))
    path = b + STEPS[:, None] * (a - b)
    means = AGGREGATIONS["power"].function(path[..., None], w, p)
    there = (path > 0) & (means > 0) & (w > 0)  # else a power without weight may overflow
    ratio = np.where(there, path, 1.0) / np.where(there, means, 1.0)
    slopes: Floats = SHARES @ (w * ratio ** (p - 1) * there)
    return slopes


def penalised(a: Floats, b: Floats, w: Floats, task: Task) -> Floats:
    """Aumann-Shapley of M -+ S²/M along the straight line; see the way of the same name that splits points."""
    low, high = task.scale
    ends = AGGREGATIONS[task.aggregation].reads or task.scale
    a, b = (ends[0] + (s - low) / (high - low) * (ends[1] - ends[0]) for s in (a, b))
    path = b + STEPS[:, None] * (a - b)
    mean = (path @ w)[:, None]
    ratio = (path**2 @ w)[:, None] / mean
    slopes: Floats = SHARES @ (
        w * ((2 * path - ratio) if task.parameter == POSITIVE else (2 * mean + ratio - 2 * path)) / mean
    )
    return slopes


def chosen(a: Floats, b: Floats, w: Floats, task: Task) -> Floats:
    """For how much of the straight line each child sets the minimum or median; equal children share by weight."""
    a, b = _levelled(a, task), _levelled(b, task)
    slopes, counts = np.zeros_like(w), w > 0
    for length, s in _pieces(a, b):
        value = AGGREGATIONS[task.aggregation].function(s, w, None)
        below = np.where(counts[:, None] & (s <= value), s, -np.inf).max(axis=0)
        above = np.where(counts[:, None] & (s >= value), s, np.inf).min(axis=0)
        for end in (below, above):
            setters = np.where(s == end, w[:, None], 0.0)
            slopes += (setters / setters.sum(axis=0)) @ length / 2
    return slopes


def by_place(a: Floats, b: Floats, w: Floats, task: Task) -> Floats:
    """The share of the places that a child has along the straight line; equal children share by weight."""
    a, b = _levelled(a, task), _levelled(b, task)
    slopes = np.zeros_like(w)
    for length, s in _pieces(a, b):
        order, shares = place_shares(s, w, task.parameter)
        counts = np.zeros_like(s)
        np.put_along_axis(counts, order, shares, axis=0)
        slopes += counts @ length
    alike = (a[:, None] == a) & (b[:, None] == b)
    weight = alike @ w
    shared: Floats = w * (alike @ slopes) / np.where(weight > 0, weight, 1.0)
    return shared


def drawn_down(a: Floats, b: Floats, w: Floats, task: Task) -> Floats:
    """Aumann-Shapley of M - alpha (sqrt((M - min)² + beta²) - beta) along the straight line.

    While one child stays the worst, M - min moves evenly: the mean slope of the root is its rise
    over that of M - min, and by it weight goes from all children to the worst ones.
    """
    a, b = _levelled(a, task), _levelled(b, task)
    alpha, beta = task.parameter
    low, high = task.scale
    slopes, counts = np.zeros_like(w), w > 0
    for length, s in _pieces(a, b):
        least = np.where(counts[:, None], s, np.inf).min(axis=0)
        worst = np.where(s == least, w[:, None], 0.0)
        worst = worst / worst.sum(axis=0)
        moves = ((a - b) @ w - (a - b) @ worst) * length / 2
        middle = w @ s - least
        first, last = ((middle + side * moves) / (high - low) for side in (-1, 1))
        slope = _mean_slope(first, last, beta)
        slopes += (w[:, None] - alpha * slope * (w[:, None] - worst)) @ length
    return slopes


def _mean_slope(first: Floats, last: Floats, beta: float) -> Floats:
    """The mean slope of sqrt(x² + beta²) between two points."""
    first, last = np.maximum(first, 0.0), np.maximum(last, 0.0)  # below 0 by rounding only
    roots = np.hypot(first, beta) + np.hypot(last, beta)
    slope: Floats = (first + last) / np.where(roots > 0, roots, 1.0)  # their difference would lose its digits
    return slope


def _levelled(s: Floats, task: Task) -> Floats:
    """Scores whose differences are either none or far above the rounding of what lies between two hubs."""
    span = task.scale[1] - task.scale[0]
    return np.asarray(np.round(s / span, DIGITS) * span)


def _pieces(a: Floats, b: Floats) -> Iterator[tuple[Floats, Floats]]:
    """Pieces of the straight line on which no two children change places: lengths, and scores in the middle of each.

    In blocks: shapes (piece,) and (child, piece).
    """
    one, other = np.triu_indices(len(a), 1)
    from_b, to_a = b[one] - b[other], a[one] - a[other]
    cross = from_b * to_a < 0
    ends = np.unique(np.concatenate([[0.0, 1.0], from_b[cross] / (from_b[cross] - to_a[cross])]))
    size = max(1, BLOCK // len(a))
    for first in range(0, len(ends) - 1, size):
        some = ends[first : first + size + 1]
        middle = (some[1:] + some[:-1]) / 2
        yield np.diff(some), b[:, None] + middle * (a - b)[:, None]


WAYS = {
    "weight x score": weighted,
    "LMDI": lmdi,
    "Aumann-Shapley": along_the_line,
    "Aumann-Shapley (order)": chosen,
    "Aumann-Shapley (penalty)": penalised,
    "Aumann-Shapley (mean-min)": drawn_down,
    "Aumann-Shapley (places)": by_place,
}
"""How a gap is split, by how points are; duels apart (methods/duels.py), as they depend on third hubs."""


def slopes(aggregation: str, parameter: Any, a: Floats, b: Floats, w: Floats, scale: Scale, floor: float) -> Floats:
    """By how much the node rises with each child on the way from one hub to the other, shape (child,).

    Parameters
    ----------
    a, b, w
        Shape (child,): scores of the two hubs, none missing, and weights that add up to 1.
    floor
        From 0 to below 1, for aggregations that need it.

    References
    ----------
    Aumann and Shapley 1974; Billera and Heath 1982; LMDI: Ang, Energy Policy 2005.
    """
    return np.asarray(WAYS[way(aggregation, parameter).name](a, b, w, Task(aggregation, parameter, scale, floor)))
