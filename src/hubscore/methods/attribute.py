"""Whose points they are: splitting a node's score among its children so that the parts add up.

Each way takes scores and weights of the scored children of one node and returns their parts,
all of shape (child,). A part carries the child's weight of the scale's low end, so that the
parts add up to the score itself on any scale.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.method import Method, table

Floats = NDArray[np.float64]
Scale = tuple[float, float]

NODES, WEIGHTS = np.polynomial.legendre.leggauss(64)
"""Gauss-Legendre quadrature on (-1, 1), exact for polynomials up to degree 127."""


def weighted(s: Floats, w: Floats, scale: Scale, floor: float, exponent: float | None) -> Floats:
    """Weight times score: the arithmetic mean is their sum."""
    return w * s


def lmdi(s: Floats, w: Floats, scale: Scale, floor: float, exponent: float | None) -> Floats:
    """Logarithmic-mean Divisia index of a geometric mean against the floor.

    With G the lifted mean and F the lifted low end, G - F is the sum of L(G, F) w ln(s / F),
    where L is the logarithmic mean. Without a floor F tends to 0 and the parts to w G.
    """
    low, high = scale
    base = low + floor * (high - low)
    lifted = base + (1 - floor) * (s - low)
    mean = float(np.exp((w * np.log(np.where(lifted > 0, lifted, 1.0))).sum())) if (lifted[w > 0] > 0).all() else 0.0
    if base <= 0 or mean <= 0:
        return w * mean
    ratio = np.log(mean / base)
    logarithmic = mean if abs(ratio) < 1e-12 else (mean - base) / ratio
    parts: Floats = logarithmic * w * np.log(lifted / base) / (1 - floor) + w * low
    return parts


def along_the_ray(s: Floats, w: Floats, scale: Scale, floor: float, exponent: float | None) -> Floats:
    """Aumann-Shapley: the marginal points of a child, averaged while all rise together.

    For a power mean M of exponent p the marginal is w (s / M)^(p - 1). Means that need no
    floor are homogeneous, so that the marginals are the same all along the ray from 0 (Euler).
    """
    p = 1.0 if exponent is None else exponent
    low, high = scale
    lift = floor if p <= 0 else 0.0
    start = low + lift * (high - low) if lift else 0.0
    end = start + (1 - lift) * (s - low) if lift else s
    if start == 0:
        mean = float(AGGREGATIONS["power"].function(end[:, None], w, p)[0])
        if mean == 0:
            return np.zeros_like(s)
        return w * end * (np.where(end > 0, end, 1.0) / mean) ** (p - 1) * (end > 0)
    steps = (NODES + 1) / 2
    path = start + steps[:, None] * (end - start)
    means = AGGREGATIONS["power"].function(path[..., None], w, p)
    marginal = w * (path / means) ** (p - 1)
    rise = (WEIGHTS / 2) @ marginal * (end - start)
    total = float(AGGREGATIONS["power"].function(end[:, None], w, p)[0]) - start
    size = np.abs(rise)
    rise = rise + (total - rise.sum()) * size / (size.sum() or 1.0)  # what the quadrature leaves over
    parts: Floats = rise / (1 - lift) + w * low
    return parts


def chosen(s: Floats, w: Floats, scale: Scale, floor: float, exponent: float | None) -> Floats:
    """All points to the child that sets the minimum or median; ties share by weight.

    The Aumann-Shapley value of an order statistic along the ray: only that child moves it.
    """
    which = "minimum" if exponent is None else "median"
    value = float(AGGREGATIONS[which].function(s[:, None], w, None)[0])
    counts = w > 0
    below, above = s[counts & (s <= value)], s[counts & (s >= value)]
    near = (below.max() if below.size else value, above.min() if above.size else value)
    parts = np.zeros_like(s)
    for end in near:
        setters = counts & (s == end)
        parts += np.where(setters, w * end / 2, 0.0) / w[setters].sum()
    return parts


ATTRIBUTIONS: dict[str, Method] = table(
    Method("weight x score", weighted, "the mean is the sum of weight times score"),
    Method(
        "LMDI",
        lmdi,
        "logarithmic-mean Divisia index against the floor",
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
)

_WAYS = {"arithmetic": "weight x score", "geometric": "LMDI", "minimum": "Aumann-Shapley (order)"}
_WAYS |= {"median": "Aumann-Shapley (order)", "harmonic": "Aumann-Shapley", "power": "Aumann-Shapley"}


def way(aggregation: str, parameter: float | None) -> Method:
    """How the points of an aggregation are split."""
    if aggregation == "power" and parameter in (0.0, 1.0):
        return ATTRIBUTIONS["LMDI" if parameter == 0 else "weight x score"]
    return ATTRIBUTIONS[_WAYS[aggregation]]


def parts(aggregation: str, parameter: float | None, s: Floats, w: Floats, scale: Scale, floor: float) -> Floats:
    """Split the score of a node among its scored children, shape (child,).

    Parameters
    ----------
    s, w
        Shape (child,): scores, none missing, and weights that add up to 1.
    """
    method = way(aggregation, parameter)
    exponent = {"harmonic": -1.0, "power": parameter, "median": 0.5}.get(aggregation)
    result: Floats = method.function(s, w, scale, floor, exponent)
    return result
