"""From values to figures that can be averaged: bare figures, then one shared step to the scale.

Direction is applied here and nowhere else. Kernels work along the last axis (hub), NaN where
a value is missing; what they return has the shape of `x`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.method import Method, Parameter, table
from hubscore.methods.rank import ranks
from hubscore.methods.statistics import standardised

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NORMAL_IQR = 1.349
"""Interquartile range of the standard normal distribution."""


HANDBOOK = "OECD/JRC Handbook 2008, step 5"


def constant(x: Floats) -> Bools:
    """Whether all values along the hubs are equal (or there is but one), shape (..., 1)."""
    least = np.fmin.reduce(x, axis=-1, keepdims=True)
    same: Bools = least == np.fmax.reduce(x, axis=-1, keepdims=True)
    return same


@dataclass(frozen=True, slots=True)
class Normalisation(Method):
    """A row of `NORMALISATIONS`.

    `function` is `linear`-like, (x, worst, best), where `ends` says where the two come from,
    else (x, higher). `shape`: how the bare figure is mapped to the scale. `relative`: whether
    the figures of one hub depend on the others. `flat`, shape (..., 1): whether such a method
    cannot tell the hubs of `x` apart, though they have values.
    """

    shape: Literal["share", "spread", "place", "as it is"] = "share"
    ends: Literal["goalposts", "data", "reference", "target", "none"] = "none"
    relative: bool = True
    positive: bool = False
    flat: Callable[[Floats], Bools] = constant


def linear(x: Floats, worst: Floats | float, best: Floats | float) -> Floats:
    """Share of the way from worst to best; the direction is in their order.

    Parameters
    ----------
    x
        Shape (..., hub).
    worst, best
        Broadcastable to (..., 1), in the unit of `x`. Where they are equal the figure is 1/2.
    """
    span = np.subtract(best, worst)
    flat = span == 0
    if np.any(flat):
        return np.where(flat & ~np.isnan(x), 0.5, (x - worst) / np.where(flat, 1.0, span))
    return (x - worst) / span


def fraction_of_max(x: Floats, higher: bool) -> Floats:
    """x / max, or min / x where lower is better.

    NaN where that is undefined: below 0, at 0 if lower is better, everywhere if all are 0. The
    range begins at 0, not in the data: where all values are equal all are at the best.
    """
    x = np.where(x >= 0 if higher else x > 0, x, np.nan)
    best = (np.fmax if higher else np.fmin).reduce(x, axis=-1, keepdims=True)
    return x / np.where(best > 0, best, np.nan) if higher else best / x


def zscore(x: Floats, higher: bool) -> Floats:
    """Distance from the mean in standard deviations (n - 1); 0 where all values are equal."""
    z = standardised(x)
    z = np.where(np.isnan(z) & ~np.isnan(x), 0.0, z)
    return z if higher else -z


def robust(x: Floats, higher: bool) -> Floats:
    """Distance from the median in interquartile ranges / 1.349; 0 where that range is 0.

    Quantiles are linear between order statistics (Hyndman and Fan 1996, type 7).
    """
    below, above, share = _around_quartiles(x)
    start, unit = below[1], above[2] - below[0]  # near them figures keep all their digits, however large they are
    unit = np.where(unit > 0, unit, np.inf)  # all at 0
    ends = zip(below, above, share, strict=True)
    lower, middle, upper = ((low - start) / unit + (high - low) / unit * part for low, high, part in ends)
    spread = (upper - lower) / NORMAL_IQR
    z = ((x - start) / unit - middle) / np.where(spread > 0, spread, 1.0)
    return z if higher else -z


def no_middle_range(x: Floats) -> Bools:
    """Whether the interquartile range is 0: half of the values are equal, shape (..., 1)."""
    below, above, _ = _around_quartiles(x)
    return np.asarray(below[0] == above[2])


def rank(x: Floats, higher: bool) -> Floats:
    """Place from 1 (worst) to n; ties share the least."""
    place = ranks(-x if higher else x, span=0.0)
    return np.where(place > 0, place, np.nan)


def percent_rank(x: Floats, higher: bool) -> Floats:
    """Share of the other hubs that are strictly worse; 1/2 where all values are equal."""
    others = (~np.isnan(x)).sum(axis=-1, keepdims=True) - 1
    share = (rank(x, higher) - 1) / np.maximum(others, 1)
    return np.where(constant(x) & ~np.isnan(x), 0.5, share)


def none(x: Floats, higher: bool) -> Floats:
    """The value as it is; the shared step turns it within the scale where lower is better."""
    return x


def to_scale(
    bare: Floats, row: Normalisation, scale: tuple[float, float], higher: bool, out: Floats | None = None
) -> Floats:
    """Map bare figures to the scale (low, high).

    `share` runs over the whole span; `spread` puts one deviation on a tenth of the span
    around the middle; `place` runs from 1 to n; `as it is` stays, or is mirrored within the
    scale where lower is better.

    Parameters
    ----------
    bare
        Shape (..., hub), as the function of `row` returns it.
    higher
        Whether higher is better: read by `as it is` only, the others are turned already.
    out
        Where the result goes, of the shape of `bare`; None for a new array.
    """
    low, high = scale
    start, step = low, high - low
    if row.shape == "spread":
        start, step = low + step / 2, step / 10
    elif row.shape == "as it is":
        start, step = (0.0, 1.0) if higher else (low + high, -1.0)
    elif row.shape == "place":
        count = (~np.isnan(bare)).sum(axis=-1, keepdims=True)
        share = (bare - 1) / np.maximum(count - 1, 1)
        bare = np.where(constant(bare) & ~np.isnan(bare), 0.5, share)
    result: Floats = np.multiply(bare, step, out=out)
    return np.add(result, start, out=result)  # also where it starts at 0: no minus before a zero


def _around_quartiles(x: Floats) -> tuple[list[Floats], list[Floats], list[Floats]]:
    """Values next below and above the quartiles and the median, shape (..., 1), and the share of the way between."""
    ordered = np.sort(x, axis=-1)
    last = np.maximum((~np.isnan(x)).sum(axis=-1, keepdims=True) - 1, 0)
    places = [last * quarter for quarter in (0.25, 0.5, 0.75)]
    below, above = (
        [np.take_along_axis(ordered, end(place).astype(np.intp), axis=-1) for place in places]
        for end in (np.floor, np.ceil)
    )
    return below, above, [place - np.floor(place) for place in places]


NORMALISATIONS: dict[str, Normalisation] = table(
    Normalisation(
        "goalposts",
        linear,
        "(x - worst) / (best - worst), between fixed goalposts",
        reference="Min-max with fixed goalposts, UNDP HDI technical notes",
        ends="goalposts",
        relative=False,
    ),
    Normalisation(
        "minmax",
        linear,
        "(x - worst) / (best - worst), between the worst and the best hub",
        reference=HANDBOOK,
        ends="data",
    ),
    Normalisation(
        "distance_to_reference",
        linear,
        "1 - (reference - x) / (reference - worst), against one hub",
        reference=HANDBOOK,
        parameters=(Parameter("hub", "hub"),),
        ends="reference",
    ),
    Normalisation(
        "distance_to_target",
        linear,
        "1 - (target - x) / (target - worst), against the indicator's target",
        reference=HANDBOOK,
        ends="target",
        relative=False,
    ),
    Normalisation(
        "fraction_of_max",
        fraction_of_max,
        "x / max, or min / x where lower is better; positive values only",
        reference=HANDBOOK,
        positive=True,
    ),
    Normalisation(
        "zscore",
        zscore,
        "(x - mean) / standard deviation (n - 1); one deviation is a tenth of the scale",
        reference=HANDBOOK,
        shape="spread",
    ),
    Normalisation(
        "robust",
        robust,
        "(x - median) / (interquartile range / 1.349); one deviation is a tenth of the scale",
        reference="Quantiles: Hyndman and Fan 1996, type 7",
        shape="spread",
        flat=no_middle_range,
    ),
    Normalisation(
        "rank",
        rank,
        "place from 1 (worst) to n, ties share the least",
        reference=HANDBOOK,
        shape="place",
    ),
    Normalisation(
        "percent_rank", percent_rank, "share of the other hubs that are strictly worse", reference="COINr n_prank"
    ),
    Normalisation("none", none, "the value as it is, already on the scale", shape="as it is", relative=False),
)
