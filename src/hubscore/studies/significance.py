"""How likely a correlation is where there is none."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.correlation import pairs

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Kind = Literal["pearson", "spearman", "kendall"]

EXACT = 33
"""Up to so many hubs without ties Kendall's tau is judged by counting permutations."""


def p_values(kind: Kind, r: Floats, x: Floats) -> Floats:
    """Two-sided p-values of correlations, shape (series, series), NaN where there is none.

    Parameters
    ----------
    kind
        What `r` holds.
    r
        Shape (series, series), as `methods.correlation` gives it.
    x
        Shape (series, hub): what was correlated.

    Notes
    -----
    Pearson and Spearman: Student's t with n - 2 degrees of freedom (Fisher 1915; Kendall and
    Stuart 1973). Kendall: permutations counted where there are no ties and few hubs, else the
    normal approximation with the variance under ties (Kendall, Rank Correlation Methods, 1970).
    """
    return _kendall(r, x) if kind == "kendall" else _student(r, pairs(x))


def _student(r: Floats, n: Ints) -> Floats:
    from scipy.special import betainc, betaincc

    half = np.maximum(n - 2, 1) / 2
    square = r * r
    # The nearer end of the distribution keeps the digits.
    p: Floats = np.where(square < 0.5, betaincc(0.5, half, square), betainc(half, 0.5, (1 - r) * (1 + r)))
    return p


def _kendall(r: Floats, x: Floats) -> Floats:
    p = np.full(r.shape, np.nan)
    for i, j in zip(*np.triu_indices(len(r)), strict=True):
        if not np.isnan(r[i, j]):
            shared = ~np.isnan(x[i]) & ~np.isnan(x[j])
            p[i, j] = p[j, i] = _tau(float(r[i, j]), x[i, shared], x[j, shared])
    return p


def _tau(tau: float, one: Floats, other: Floats) -> float:
    """The p-value of Kendall's tau-b of two series of n hubs each."""
    n = len(one)
    ties = [np.unique(row, return_counts=True)[1].astype(float) for row in (one, other)]
    tied = [float((t * (t - 1)).sum() / 2) for t in ties]
    total = n * (n - 1) / 2
    lead = round(tau * math.sqrt((total - tied[0]) * (total - tied[1])))  # concordant less discordant
    fewer = (total - abs(lead)) / 2
    if not any(tied) and (n <= EXACT or fewer <= 1):
        return _counted(n, round(fewer))
    thrice, weighed = ([float(of(t).sum()) for t in ties] for of in (_thrice, _weighed))
    variance = (2 * total * (2 * n + 5) - sum(weighed)) / 18 + 2 * tied[0] * tied[1] / (2 * total)
    variance += thrice[0] * thrice[1] / (9 * 2 * total * (n - 2))
    return math.erfc(abs(lead) / math.sqrt(2 * variance))


def _thrice(t: Floats) -> Floats:
    return t * (t - 1) * (t - 2)


def _weighed(t: Floats) -> Floats:
    return t * (t - 1) * (2 * t + 5)


def _counted(n: int, discordant: int) -> float:
    """Twice the share of permutations of n with at most so many inversions."""
    ways = np.zeros(discordant + 1)
    ways[0] = 1.0
    for size in range(2, n + 1):  # the next one stands behind up to size - 1 of the others
        summed = ways.cumsum()
        summed[size:] -= ways.cumsum()[:-size]
        ways = summed / size
    return float(min(1.0, 2 * ways.sum()))
