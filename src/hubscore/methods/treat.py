"""Treatment of outliers: which curve the values of an indicator are put through.

Kernels are called (x, posts, parameter): values of shape (..., hub), NaN where missing; the
goalposts that are numbers, which have a say in where a logarithm starts, so that it is defined
for them, and does not depend on the group where they are wider than it; and the parameter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.curve import POWERS, Curve, bent, geometric_mean, held, likeliest_power
from hubscore.methods.method import Method, Parameter, table
from hubscore.methods.statistics import kurtosis, skewness

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]

MIN_HUBS = 20
"""With fewer values nothing is treated: one hub decides what the distribution looks like."""

LOG_START = 0.01
"""Share of the range that is left between the outermost value and where its logarithm would end."""

FOLLOWS = ("log", "log_of_winsorised", "plain_log", "nothing")
"""What is done where winsorising does not suffice."""


class Treated(NamedTuple):
    """What a treatment comes to.

    `curve`: what values go through. `tried`, shape (..., 1) each: the limits that winsorising
    came to, though a logarithm of the values themselves may have followed. `stages`: the names
    of what was looked at in turn, `skewness` and `kurtosis`, shape (..., stage), what was found,
    NaN where it did not come to that. `fails`, shape (...,): whether the last still fails.
    """

    curve: Curve
    tried: tuple[Floats, Floats]
    stages: tuple[str, ...]
    skewness: Floats
    kurtosis: Floats
    fails: Bools


class Rule(NamedTuple):
    """The parameter of `winsorise`."""

    skew: float
    kurtosis: float
    points: float
    share: float
    then: str

    def fails(self, skewed: Floats, peaked: Floats) -> Bools:
        """Whether a distribution is to be treated; one that has no skewness is not."""
        failing: Bools = (np.abs(skewed) >= self.skew) & (peaked >= self.kurtosis)
        return failing


def none(x: Floats, posts: Sequence[float] = (), parameter: None = None) -> Treated:
    """Change nothing."""
    nowhere = np.full((*x.shape[:-1], 1), np.inf)
    found = np.full((*x.shape[:-1], 1), np.nan)
    return Treated(held(-nowhere, nowhere), (-nowhere, nowhere), ("raw",), found, found, np.zeros(x.shape[:-1], bool))


def winsorise(x: Floats, posts: Sequence[float], parameter: tuple[float, float, float, float, str]) -> Treated:
    """Bring in the most extreme values, one after the other, until the distribution passes; else the logarithm.

    It passes where the absolute skewness (G1) or the excess kurtosis (G2) is below its limit.
    While it does not, the most extreme value on the side of the skew takes the place of the next
    one, at most `points` times and for at most a `share` of the hubs (OECD/JRC Handbook 2008,
    section 5.2; Becker and others, COINr, Journal of Open Source Software 7, 2022). What then
    follows works on the side of the skew and never turns the order round: `log` is
    log(x - least + a) or -log(greatest + a - x), a being 1 % of the range; `plain_log` is the
    first of the two on whatever side the skew is, as COINr has it.
    """
    rule = Rule(*parameter)
    ordered = np.sort(x, axis=-1)  # so that the order of hubs changes no sum
    count = (~np.isnan(x)).sum(axis=-1, keepdims=True)
    enough = count >= MIN_HUBS
    low, high = _limits(ordered, count, np.where(enough, _most(rule, count), 0), rule)
    moments = [_moments(ordered), _moments(np.clip(ordered, low, high))]
    failing = [enough & rule.fails(*found) for found in moments]
    curve = held(low, high)
    if rule.then != "nothing":
        logarithm = _logarithm(ordered, posts, rule, curve)
        curve = Curve(*(np.where(failing[1], one, other) for one, other in zip(logarithm, curve, strict=True)))
        moments.append(_moments(bent(curve, np.clip(ordered, curve.low, curve.high))))
        failing.append(failing[1] & rule.fails(*moments[2]))
    stages = ("raw", "winsorised", "log")[: len(moments)]
    return Treated(curve, (low, high), stages, *_looked_at(moments, failing[:-1]), failing[-1][..., 0])


def _most(rule: Rule, count: Ints) -> Floats:
    """How many values may be brought in; a share of hubs that is whole but for rounding is whole."""
    most: Floats = np.floor(np.minimum(rule.points, rule.share * count + 1e-9))
    return most


def _limits(ordered: Floats, count: Ints, most: Floats, rule: Rule) -> tuple[Floats, Floats]:
    """The limits, shape (..., 1) each, infinite where nothing is brought in."""
    below, above, last = np.zeros_like(count), np.zeros_like(count), np.maximum(count - 1, 0)

    def limits() -> tuple[Floats, Floats]:
        low, high = (np.take_along_axis(ordered, place, axis=-1) for place in (below, last - above))
        return np.where(below > 0, low, -np.inf), np.where(above > 0, high, np.inf)

    for taken in range(int(most.max(initial=0))):
        skewed, peaked = _moments(np.clip(ordered, *limits()))
        failing = (taken < most) & rule.fails(skewed, peaked)
        if not failing.any():
            break
        below, above = below + (failing & (skewed < 0)), above + (failing & (skewed > 0))
    return limits()


def _logarithm(ordered: Floats, posts: Sequence[float], rule: Rule, tried: Curve) -> Curve:
    """The logarithm of values, or of winsorised ones, away from the side of the skew."""
    nowhere = np.full_like(tried.low, np.inf)
    low, high = (tried.low, tried.high) if rule.then == "log_of_winsorised" else (-nowhere, nowhere)
    least, greatest = _range(np.clip(ordered, low, high), posts)
    turned = (_moments(np.clip(ordered, low, high))[0] < 0) & (rule.then != "plain_log")
    a, one = LOG_START * (greatest - least), np.ones_like(least)
    start, side = np.where(turned, greatest, least), np.where(turned, -one, one)
    return Curve(low, high, start, shift=a, side=side, unit=one, power=np.zeros_like(least))


def boxcox(x: Floats, posts: Sequence[float], parameter: float | str) -> Treated:
    """The power transform of Box and Cox (1964), of all values whatever their distribution.

    The power is a number, or what `likeliest_power` finds for the word "fit"; values are then
    divided by their geometric mean, which changes the unit of the result and keeps its digits.
    For the same reason they are divided by the least one where the power is below 0, and by the
    greatest where it is above and all are below 1: beside the 1 that is subtracted their powers
    would be as good as 0. Where a value or goalpost is 0 or less, all are shifted so that the
    least becomes 1.
    """
    count = (~np.isnan(x)).sum(axis=-1, keepdims=True)
    least, greatest = _range(x, posts)
    shift = np.where(least > 0, least, 1.0)
    ordered = np.sort(x, axis=-1)
    distance, one = ordered - least + shift, np.ones_like(least)
    if isinstance(parameter, str):
        power, unit = likeliest_power(distance), geometric_mean(distance)
    else:
        power, unit = parameter * one, shift if parameter < 0 else np.minimum(greatest - least + shift, one)
    power = np.where(count >= MIN_HUBS, power, np.nan)
    plain = held(-np.inf * one, np.inf * one)
    curve = plain._replace(start=least, shift=shift, unit=unit, power=power)
    looked_at = _looked_at([_moments(ordered), _moments(bent(curve, ordered))], [~np.isnan(power)])
    fails = np.zeros(x.shape[:-1], dtype=bool)
    return Treated(curve, (plain.low, plain.high), ("raw", "boxcox"), *looked_at, fails)


def _moments(ordered: Floats) -> tuple[Floats, Floats]:
    """Skewness (G1) and excess kurtosis (G2), shape (..., 1) each."""
    return skewness(ordered)[..., None], kurtosis(ordered)[..., None]


def _looked_at(moments: Sequence[tuple[Floats, Floats]], after: Sequence[Bools]) -> tuple[Floats, Floats]:
    """Skewness and kurtosis by stage, shape (..., stage); each but the first where it was come to."""
    reached = np.concatenate([np.ones_like(after[0]), *after], axis=-1)
    skewed, peaked = (np.concatenate(found, axis=-1) for found in zip(*moments, strict=True))
    return np.where(reached, skewed, np.nan), np.where(reached, peaked, np.nan)


def _range(x: Floats, posts: Sequence[float]) -> tuple[Floats, Floats]:
    """The least and the greatest of values and goalposts, shape (..., 1) each."""
    least, greatest = np.fmin.reduce(x, axis=-1, keepdims=True), np.fmax.reduce(x, axis=-1, keepdims=True)
    return np.fmin(least, min(posts, default=np.nan)), np.fmax(greatest, max(posts, default=np.nan))


SKEW = Parameter("skew", default=2.0, least=0.0, most=1000.0)
KURTOSIS = Parameter("kurtosis", default=3.5, least=0.0, most=1000.0)
POINTS = Parameter("points", default=5.0, least=0.0, most=1000.0)
SHARE = Parameter("share", default=0.1, least=0.0, most=1.0)

TREATMENTS: dict[str, Method] = table(
    Method("none", none, "the values as they are"),
    Method(
        "winsorise",
        winsorise,
        "while skewness and kurtosis reach their limits, the most extreme value takes the next one's place; "
        "then the logarithm",
        reference="OECD/JRC Handbook 2008, section 5.2; COINr",
        parameters=(SKEW, KURTOSIS, POINTS, SHARE, Parameter("then", "word", default="log", words=FOLLOWS)),
    ),
    Method(
        "boxcox",
        boxcox,
        "(x^power - 1) / power; where values or goalposts are 0 or less, all are first shifted to a least value of 1",
        reference="Box and Cox 1964",
        parameters=(Parameter("power", default="fit", least=POWERS[0], most=POWERS[1], words=("fit",)),),
    ),
)
