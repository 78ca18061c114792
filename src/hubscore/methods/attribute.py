"""Whose points they are: splitting a node's score among its children so that the parts add up.

Each way takes scores and weights of the scored children of one node, both of shape (child,),
and what else there is to know of the node; it returns their parts, of the same shape. A part
carries the child's weight of the scale's low end, so that the parts add up to the score itself
on any scale.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.aggregate import AGGREGATIONS, Scale
from hubscore.methods.copeland import votes
from hubscore.methods.method import Method, table
from hubscore.methods.owa import place_shares
from hubscore.methods.penalty import POSITIVE, slope

Floats = NDArray[np.float64]

NODES, WEIGHTS = np.polynomial.legendre.leggauss(64)
"""Gauss-Legendre quadrature on (-1, 1), exact for polynomials up to degree 127."""

UNFLOORED = 0.01
"""Share of the scale that a geometric mean without a floor is split against: the usual floor."""


class Task(NamedTuple):
    """How a node averages: method, parameter, scale, floor, and the `others` it is compared with, (child, hub)."""

    aggregation: str
    parameter: Any
    scale: Scale
    floor: float
    others: Floats


def weighted(s: Floats, w: Floats, task: Task) -> Floats:
    """Weight times score: the arithmetic mean is their sum."""
    return w * s


def lmdi(s: Floats, w: Floats, task: Task) -> Floats:
    """Logarithmic-mean Divisia index of a geometric mean against the floor.

    With G the lifted mean and F the lifted low end, G - F is the sum of L(G, F) w ln(s / F),
    where L is the logarithmic mean. Without a floor F tends to 0 and all parts to w G, whatever
    the scores: the reference is then `UNFLOORED` of the scale, or the least score if that is lower.
    """
    (low, high), floor = task.scale, task.floor
    base = low + floor * (high - low)
    lifted = base + (1 - floor) * (s - low)
    counts = w > 0
    mean = float(np.exp((w * np.log(np.where(lifted > 0, lifted, 1.0))).sum())) if (lifted[counts] > 0).all() else 0.0
    if mean <= 0:
        return w * mean
    against = base if base > 0 else min(UNFLOORED * (high - low), float(lifted[counts].min()))
    ratio = np.log(mean) - np.log(against)
    logarithmic = mean if abs(ratio) < 1e-12 else (mean - against) / ratio
    rise = logarithmic * w * (np.log(np.where(counts, lifted, against)) - np.log(against))
    parts: Floats = rise / (1 - floor) + w * (low if base > 0 else against)
    return parts


def along_the_ray(s: Floats, w: Floats, task: Task) -> Floats:
    """Aumann-Shapley: the marginal points of a child, averaged while all rise together.

    For a power mean M of exponent p the marginal is w (s / M)^(p - 1). Means that need no
    floor are homogeneous, so that the marginals are the same all along the ray from 0 (Euler).
    """
    p = {"harmonic": -1.0}.get(task.aggregation, task.parameter)
    low, high = task.scale
    lift = task.floor if p <= 0 else 0.0
    start = low + lift * (high - low) if lift else 0.0
    end = start + (1 - lift) * (s - low) if lift else s
    if start == 0:
        mean = float(AGGREGATIONS["power"].function(end[:, None], w, p)[0])
        counts = (w > 0) & (end > 0)
        if mean == 0:
            return np.zeros_like(s)
        logs = p * np.log(end[counts])
        along = np.zeros_like(s)
        along[counts] = w[counts] * np.exp(logs - logs.max())  # w s (s / M)^(p - 1) is M times the share of w s^p
        return np.asarray(mean * along / along.sum())
    steps = (NODES + 1) / 2
    path = start + steps[:, None] * (end - start)
    means = AGGREGATIONS["power"].function(path[..., None], w, p)
    marginal = w * np.where(w > 0, path / means, 1.0) ** (p - 1)  # without weight a power may overflow
    rise = (WEIGHTS / 2) @ marginal * (end - start)
    total = float(AGGREGATIONS["power"].function(end[:, None], w, p)[0]) - start
    size = np.abs(rise)
    rise = rise + (total - rise.sum()) * size / (size.sum() or 1.0)  # what the quadrature leaves over
    parts: Floats = rise / (1 - lift) + w * low
    return parts


def chosen(s: Floats, w: Floats, task: Task) -> Floats:
    """All points to the child that sets the minimum or median; ties share by weight.

    The Aumann-Shapley value of an order statistic along the ray: only that child moves it.
    """
    value = float(AGGREGATIONS[task.aggregation].function(s[:, None], w, None)[0])
    counts = w > 0
    below, above = s[counts & (s <= value)], s[counts & (s >= value)]
    parts = np.zeros_like(s)
    for end in (below.max(), above.min()):
        setters = counts & (s == end)
        parts += np.where(setters, w * end / 2, 0.0) / w[setters].sum()
    return parts


def penalised(s: Floats, w: Floats, task: Task) -> Floats:
    """Aumann-Shapley of M -+ S²/M along the ray from the low end of the scale.

    With r = (sum of w s²) / M the marginal of a child is w (2M + r - 2s)/M, or w (2s - r)/M
    where imbalance adds points.
    """
    low, high = task.scale
    ends = AGGREGATIONS[task.aggregation].reads or task.scale
    rise = (s - low) / (high - low) * (ends[1] - ends[0])
    path = ends[0] + (NODES[:, None] + 1) / 2 * rise
    mean = (path @ w)[:, None]
    ratio = (path**2 @ w)[:, None] / mean
    marginal = w * ((2 * path - ratio) if task.parameter == POSITIVE else (2 * mean + ratio - 2 * path)) / mean
    parts: Floats = (WEIGHTS / 2) @ marginal * (s - low) + w * low
    return parts


def drawn_down(s: Floats, w: Floats, task: Task) -> Floats:
    """Aumann-Shapley of M - alpha (sqrt((M - min)² + beta²) - beta) along the ray from the low end.

    While all children rise together, M - min rises from 0 to D: the mean slope of the root is
    k = (sqrt(D² + beta²) - beta) / D, by which weight goes from all children to the worst ones.
    """
    alpha, beta = task.parameter
    low, high = task.scale
    worst = np.where(s == s[w > 0].min(), w, 0.0)
    away = np.maximum(w @ s - s[w > 0].min(), 0.0) / (high - low)
    handed = alpha * slope(away, beta) * (w - worst / worst.sum())
    parts: Floats = (w - handed) * (s - low) + w * low
    return parts


def by_place(s: Floats, w: Floats, task: Task) -> Floats:
    """What a child counts with in its place times its score; children that tie share by weight.

    The Aumann-Shapley value of an ordered average: along the ray no child changes its place.
    """
    low, _ = task.scale
    order, shares = place_shares(s[:, None], w, task.parameter)
    counts = np.zeros_like(s)
    counts[order[:, 0]] = shares[:, 0]
    alike = s[:, None] == s
    weight = alike @ w
    parts: Floats = w * (alike @ counts) / np.where(weight > 0, weight, 1.0) * (s - low) + w * low
    return parts


def by_votes(s: Floats, w: Floats, task: Task) -> Floats:
    """Every duel's points to the children in proportion to their votes for the hub.

    A win is worth the span over the number of duels, a tie half of that; a child where both hubs
    are equal has half a vote. Duels without any vote, and a hub without duels, count by weight.
    """
    low, high = task.scale
    outcomes, shares = votes((s - low) / (high - low), (task.others - low) / (high - low), w)
    worth = (outcomes + 1) / 2
    parts: Floats = (shares @ worth / worth.size if worth.size else w / 2) * (high - low) + w * low
    return parts


ATTRIBUTIONS: dict[str, Method] = table(
    Method("weight x score", weighted, "the mean is the sum of weight times score"),
    Method(
        "LMDI",
        lmdi,
        "logarithmic-mean Divisia index against the floor, or where there is none a hundredth of the scale",
        reference="Ang, The LMDI approach to decomposition analysis, Energy Policy 2005",
    ),
    Method(
        "Aumann-Shapley",
        along_the_ray,
        "marginal points, averaged while all children rise together",
        reference="Aumann and Shapley 1974; Billera and Heath 1982",
    ),
    Method(
        "Aumann-Shapley (order)",
        chosen,
        "all points to the child that sets the minimum or median",
        reference="Aumann and Shapley 1974; Billera and Heath 1982",
    ),
    Method(
        "Aumann-Shapley (penalty)",
        penalised,
        "the same, of a mean less its penalty: children above the others gain less",
        reference="Aumann and Shapley 1974; Billera and Heath 1982",
    ),
    Method(
        "Aumann-Shapley (mean-min)",
        drawn_down,
        "weight times score, part of the weight handed on to the worst child",
        reference="Aumann and Shapley 1974; Billera and Heath 1982",
    ),
    Method(
        "Aumann-Shapley (places)",
        by_place,
        "the share of a child's place times its score",
        reference="Aumann and Shapley 1974; Billera and Heath 1982",
    ),
    Method(
        "votes in duels",
        by_votes,
        "what a duel won or tied is worth, among the children that voted for the hub",
    ),
)

WAYS = {
    "arithmetic": "weight x score",
    "geometric": "LMDI",
    "harmonic": "Aumann-Shapley",
    "power": "Aumann-Shapley",
    "minimum": "Aumann-Shapley (order)",
    "median": "Aumann-Shapley (order)",
    "copeland": "votes in duels",
    "mazziotta_pareto": "Aumann-Shapley (penalty)",
    "mazziotta_pareto_adjusted": "Aumann-Shapley (penalty)",
    "mean_min": "Aumann-Shapley (mean-min)",
    "owa": "Aumann-Shapley (places)",
}
"""How each aggregation is split."""


def way(aggregation: str, parameter: Any) -> Method:
    """How the points of an aggregation are split."""
    if aggregation == "power" and parameter in (0.0, 1.0):
        return ATTRIBUTIONS["LMDI" if parameter == 0 else "weight x score"]
    return ATTRIBUTIONS[WAYS[aggregation]]


def parts(
    aggregation: str, parameter: Any, s: Floats, w: Floats, scale: Scale, floor: float, others: Floats | None = None
) -> Floats:
    """Split the score of a node among its scored children, shape (child,).

    Parameters
    ----------
    s, w
        Shape (child,): scores, none missing, and weights that add up to 1.
    others
        Shape (child, hub): the scores of the hubs that a relative aggregation compares with; None
        for nobody.
    """
    met = np.zeros((s.size, 0)) if others is None else others
    result: Floats = way(aggregation, parameter).function(s, w, Task(aggregation, parameter, scale, floor, met))
    return result
