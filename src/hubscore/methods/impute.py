"""What stands in for a missing value.

`renormalise` and `strict` fill nothing: they are carried out where a node is aggregated. The
others fill raw values, hub axis last, before treatment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.method import Method, Parameter, table

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]
Fill = Callable[[Floats, Ints, Floats | float], Floats]


@dataclass(frozen=True, slots=True)
class Policy(Method):
    """A row of `MISSING`: whether it fills from other hubs, from other years, or not at all.

    `function` is called like `mean`; where other years fill, like `latest`.
    """

    fills: Literal["nothing", "hubs", "time"] = "nothing"


def nothing(x: Floats, groups: Ints, worst: Floats | float) -> Floats:
    """Fill nothing; arguments as `mean`."""
    return x


def mean(x: Floats, groups: Ints, worst: Floats | float) -> Floats:
    """Fill with the mean over the hubs that have a value.

    Parameters
    ----------
    x
        Shape (..., hub), NaN where missing.
    groups
        Shape (hub,): group number, -1 for none (read by the group methods only).
    worst
        Broadcastable to (..., 1): what `worst` fills in, which alone reads it.

    Returns
    -------
    Shape (..., hub); still NaN where no hub has a value.
    """
    count = (~np.isnan(x)).sum(axis=-1, keepdims=True)
    total = np.where(np.isnan(x), 0.0, x).sum(axis=-1, keepdims=True)
    return _filled(x, total / np.where(count == 0, np.nan, count))


def median(x: Floats, groups: Ints, worst: Floats | float) -> Floats:
    """Fill with the median over the hubs that have a value; arguments as `mean`."""
    count = (~np.isnan(x)).sum(axis=-1, keepdims=True)
    ordered = np.sort(x, axis=-1)
    lower = np.take_along_axis(ordered, np.maximum(count - 1, 0) // 2, axis=-1)
    upper = np.take_along_axis(ordered, count // 2, axis=-1)
    return _filled(x, lower + (upper - lower) / 2)


def group_mean(x: Floats, groups: Ints, worst: Floats | float) -> Floats:
    """Fill with the mean over the hub's own group; a hub without a group stays as it is."""
    return _by_group(mean, x, groups, worst)


def group_median(x: Floats, groups: Ints, worst: Floats | float) -> Floats:
    """Fill with the median over the hub's own group; a hub without a group stays as it is."""
    return _by_group(median, x, groups, worst)


def worst(x: Floats, groups: Ints, worst: Floats | float) -> Floats:
    """Fill with the value that scores least, which the caller finds; arguments as `mean`."""
    return _filled(x, worst)


def latest(year: Ints, fit: Bools, wanted: int, reach: float) -> tuple[Ints, Ints]:
    """The newest reading up to `wanted`, at most `reach` years before it.

    Parameters
    ----------
    year, fit
        Shape (slot, ...), slots in order of preference: year of each reading (0 for none),
        and whether it may be used at all.

    Returns
    -------
    before, after
        Shape (...): the same slot twice, -1 where there is no such reading.
    """
    before = _nearest_slot(year, fit & (year <= wanted) & (year >= wanted - reach), wanted)
    return before, before


def linear(year: Ints, fit: Bools, wanted: int, reach: float) -> tuple[Ints, Ints]:
    """The nearest readings up to and from `wanted`, each at most `reach` years away.

    Arguments as `latest`. The two slots are the same where `wanted` itself has a reading, and
    -1 where either end is missing: nothing is carried on beyond what was measured.
    """
    before = _nearest_slot(year, fit & (year <= wanted) & (year >= wanted - reach), wanted)
    after = _nearest_slot(year, fit & (year >= wanted) & (year <= wanted + reach), wanted)
    neither = (before < 0) | (after < 0)
    return np.where(neither, -1, before), np.where(neither, -1, after)


def between(before: Floats, after: Floats, year_before: Ints, year_after: Ints, wanted: int) -> Floats:
    """The value at `wanted` on the straight line through two readings, all of one shape.

    Two readings of one year give the first.
    """
    gap = np.where(year_after == year_before, 1, year_after - year_before)
    return before + (after - before) * ((wanted - year_before) / gap)


def _nearest_slot(year: Ints, fit: Bools, wanted: int) -> Ints:
    distance = np.where(fit, np.abs(year.astype(np.int64) - wanted), np.iinfo(np.int64).max)
    return np.where(fit.any(axis=0), distance.argmin(axis=0), -1)


def _by_group(fill: Fill, x: Floats, groups: Ints, worst: Floats | float) -> Floats:
    result = x.copy()
    for group in np.unique(groups[groups >= 0]):
        members = groups == group
        result[..., members] = fill(x[..., members], groups, worst)
    return result


def _filled(x: Floats, value: Floats | float) -> Floats:
    return np.where(np.isnan(x), value, x)


HANDBOOK = "OECD/JRC Handbook 2008, step 3"

YEARS = Parameter("years", default=10.0, least=0.0, most=200.0)

MISSING: dict[str, Policy] = table(
    Policy("renormalise", nothing, "the weights of the present children are rescaled", reference=HANDBOOK),
    Policy("mean", mean, "the mean over all hubs, raw values", reference=HANDBOOK, fills="hubs"),
    Policy("median", median, "the median over all hubs, raw values", reference=HANDBOOK, fills="hubs"),
    Policy("group_mean", group_mean, "the mean over the hub's group, raw values", reference=HANDBOOK, fills="hubs"),
    Policy("group_median", group_median, "the median over the hub's group, raw values", fills="hubs"),
    Policy("worst", worst, "the worst goalpost", fills="hubs"),
    Policy("strict", nothing, "a node with a gap is not scored (the same as max_missing = 0)"),
    Policy(
        "latest",
        latest,
        "the newest reading at most so many years before as_of, however old max_age says",
        reference=HANDBOOK,
        parameters=(YEARS,),
        fills="time",
    ),
    Policy(
        "linear",
        linear,
        "a straight line at as_of between readings at most so many years before and after",
        reference=HANDBOOK,
        parameters=(YEARS,),
        fills="time",
    ),
)
