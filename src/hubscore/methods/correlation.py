"""How far two series go together.

All take x of shape (series, hub), NaN where missing, and return (series, series), symmetric:
each pair over the hubs that both have. NaN where those are fewer than `FEWEST`, or where one
of the two is constant over them, but for rounding.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.outcome import varies
from hubscore.methods.rank import tie_starts

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]

FEWEST = 3
"""Hubs that a correlation needs: through two points there is always a line."""

BLOCK = 250_000
"""Cells that are looked at together."""

ROUNDING = 1e-15
"""So near to 1 a correlation is 1."""

MANY = 1000
"""Hubs above which pairs are counted by sorting, not one by one."""


def pairs(x: Floats) -> Ints:
    """How many hubs each pair of series has in common."""
    there = (~np.isnan(x)).astype(float)
    return np.asarray(np.rint(there @ there.T).astype(np.int64))


def pearson(x: Floats) -> Floats:
    """Pearson's correlation."""
    return _of_pairs(x, lambda row: row)


def spearman(x: Floats) -> Floats:
    """Spearman's rank correlation: Pearson's of the ranks among the shared hubs, ties sharing their mean."""
    return _of_pairs(x, average_ranks)


def kendall(x: Floats) -> Floats:
    """Kendall's tau-b: concordant less discordant pairs of hubs over the geometric mean of the untied.

    References
    ----------
    Kendall, The treatment of ties in ranking problems, Biometrika 1945.
    """
    agree, untied = _compared(x) if x.shape[1] <= MANY else _merged(x)
    size = np.sqrt(untied) * np.sqrt(untied.T)
    return _tidy(np.where(pairs(x) >= FEWEST, agree / np.where(size > 0, size, 1.0), np.nan), x)


def levelled(x: Floats, tolerance: float) -> Floats:
    """Figures that differ by rounding made equal, so that ranks tie them.

    From the greatest down a group holds all that are within the tolerance of its first member,
    whose figure they take: what ties in a ranking is level here.

    Parameters
    ----------
    x
        Shape (..., hub), NaN where missing.
    tolerance
        In the unit of `x`; with 0 only what is equal is level.
    """
    order = np.argsort(-x, axis=-1)
    ordered = np.take_along_axis(x, order, axis=-1)
    place = np.arange(x.shape[-1])
    first = np.maximum.accumulate(np.where(tie_starts(ordered, tolerance), place, 0), axis=-1)
    result = np.empty_like(x)
    np.put_along_axis(result, order, np.take_along_axis(ordered, first, axis=-1), axis=-1)
    return result


def _compared(x: Floats) -> tuple[Floats, Floats]:
    """Concordant less discordant pairs of hubs, and the pairs that are untied in the first series.

    Every hub is compared with every other: n^2 in time, in blocks of bounded size.
    """
    series, hubs = x.shape
    agree, untied = np.zeros((series, series)), np.zeros((series, series))
    there = ~np.isnan(x)
    step = max(1, BLOCK // max(1, series * hubs))
    for start in range(0, hubs, step):
        some = slice(start, start + step)
        both = (there[:, some, None] & there[:, None, :]).reshape(series, -1).astype(float)
        sign = np.nan_to_num(np.sign(x[:, some, None] - x[:, None, :])).reshape(series, -1)
        agree += sign @ sign.T
        untied += np.abs(sign) @ both.T
    return agree, untied


def _merged(x: Floats) -> tuple[Floats, Floats]:
    """The same by counting inversions in sorted order (Knight 1966): n log(n)^2 for every pair of series."""
    series = len(x)
    agree, untied = np.zeros((series, series)), np.zeros((series, series))
    for i, j in zip(*np.triu_indices(series), strict=True):
        shared = ~np.isnan(x[i]) & ~np.isnan(x[j])
        one, other = (np.unique(row[shared], return_inverse=True)[1] for row in (x[i], x[j]))
        total = len(one) * (len(one) - 1) // 2
        tied = [_level(one), _level(other), _level(one * (len(one) + 1) + other)]
        discordant = _inversions(other[np.lexsort((other, one))])
        agree[i, j] = agree[j, i] = 2 * (total - tied[0] - tied[1] + tied[2] - 2 * discordant)
        untied[i, j], untied[j, i] = 2 * (total - tied[0]), 2 * (total - tied[1])
    return agree, untied


def _level(place: Ints) -> int:
    """How many pairs are level."""
    size = np.unique(place, return_counts=True)[1]
    return int((size * (size - 1) // 2).sum())


def _inversions(place: Ints) -> int:
    """How many pairs stand in falling order: counted while halves, already sorted, are merged."""
    padded = 1 << max(0, len(place) - 1).bit_length()
    row = np.concatenate([place, np.full(padded - len(place), len(place))])
    found, half = 0, 1
    while half < padded:
        halves = row.reshape(-1, 2 * half)
        order = np.argsort(halves, axis=1, kind="stable")
        left = order < half
        found += int(((half - left.cumsum(axis=1)) * ~left).sum())
        row, half = np.take_along_axis(halves, order, axis=1), 2 * half
    return found


def covariance(x: Floats) -> Floats:
    """Covariances with n - 1, of each pair over the hubs that both have."""
    whole = ~np.isnan(x).any(axis=1)
    result = np.full((len(x), len(x)), np.nan)
    if x.shape[1] >= FEWEST:
        away = np.array([_away(row) for row in x[whole]]).reshape(-1, x.shape[1])
        result[np.ix_(whole, whole)] = away @ away.T / (x.shape[1] - 1)
    for i, j in zip(*np.nonzero(~np.logical_and.outer(whole, whole)), strict=True):
        shared = ~np.isnan(x[i]) & ~np.isnan(x[j])
        if i <= j and shared.sum() >= FEWEST:
            one, other = _away(x[i, shared]), _away(x[j, shared])
            result[i, j] = result[j, i] = one @ other / (shared.sum() - 1)
    even: Floats = (result + result.T) / 2
    return even


def _away(row: Floats) -> Floats:
    """Distances from the mean; of what is constant none, rounding or not."""
    return row - row.mean() if varies(row) else np.zeros_like(row)


def average_ranks(row: Floats) -> Floats:
    """Ranks from 1 (least) of the figures of one series, none missing; ties share their mean."""
    _, place, size = np.unique(row, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(size) - (size - 1) / 2)[place])


def _of_pairs(x: Floats, read: Callable[[Floats], Floats]) -> Floats:
    """Pearson's correlation of what is read of each pair's shared figures.

    Series without gaps share all hubs: of them one product is enough.
    """
    whole = ~np.isnan(x).any(axis=1)
    result = np.full((len(x), len(x)), np.nan)
    if x.shape[1] >= FEWEST and whole.any():
        units = np.array([_unit(read(row)) for row in x[whole]])
        result[np.ix_(whole, whole)] = units @ units.T
    for i, j in zip(*np.nonzero(~np.logical_and.outer(whole, whole)), strict=True):
        shared = ~np.isnan(x[i]) & ~np.isnan(x[j])
        if i <= j and shared.sum() >= FEWEST:
            result[i, j] = result[j, i] = _unit(read(x[i, shared])) @ _unit(read(x[j, shared]))
    return _tidy(result, x)


def _unit(row: Floats) -> Floats:
    """Distances from the mean as a vector of length 1, NaN for a constant."""
    start, end = row.min(), row.max()
    if start == end:
        return np.full(row.shape, np.nan)
    row = (row - start) / (end - start)  # figures near 1e-200 have squares that vanish
    away = row - row.mean()
    return np.asarray(away / np.sqrt(away @ away))


def _both_vary(x: Floats) -> NDArray[np.bool_]:
    """Which pairs of series both vary over the hubs that they share, shape (series, series)."""
    there = ~np.isnan(x)
    if there.all():
        each = np.broadcast_to(varies(x), (len(x), len(x)))
    else:
        each = np.array([varies(np.where(there, row, np.nan)) for row in x]).reshape(len(x), len(x))
    return np.asarray(each & each.T)


def _tidy(r: Floats, x: Floats) -> Floats:
    """Rounding makes no correlation, nor leaves [-1, 1], nor falls short of it, nor tells a pair from its mirror."""
    r = np.where(_both_vary(x), (r + r.T) / 2, np.nan)
    r = np.where(np.abs(r) > 1 - ROUNDING, np.sign(r), r)
    known = ~np.isnan(np.diagonal(r))
    r[known, known] = 1.0
    return r
