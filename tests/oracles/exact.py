"""Scores as the methods define them, in arithmetic that does not round.

Written from the definitions in docs/methods.md, not from the code: rational numbers as far as they
go, and fifty digits from there. Rows are lists over the hubs, None where there is no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

import mpmath
from mpmath import mpf

Number = Any  # Fraction or mpf
Row = list[Number | None]

mpmath.mp.dps = 50

TIE = Fraction(1e-9)
"""Scores within this share of the scale are level in a duel."""


@dataclass(frozen=True)
class Indicator:
    """Figures of all hubs, and how they become scores; `ends` may be numbers, "min" and "max"."""

    values: tuple[float | None, ...]
    normalise: str = "goalposts"
    higher: bool = True
    ends: tuple[float | str, float | str] = ("min", "max")
    clip: bool = True
    transform: tuple[str, float] = ("none", 0.0)
    per: tuple[float, ...] | None = None
    amount: float = 1.0
    boxcox: float | None = None
    winsorise: bool = False  # with its usual rule: held against exact arithmetic in test_exact_treat.py
    target: float | None = None
    reference: int | None = None


@dataclass(frozen=True)
class Node:
    """Children with weights, and how they are averaged."""

    children: tuple[Indicator | Node, ...]
    weights: tuple[float, ...]
    aggregate: str = "arithmetic"
    parameter: Any = None
    floor: float = 0.01


Scale = tuple[float, float]


def precise(x: Number) -> Any:
    """A number of fifty digits."""
    return mpf(x.numerator) / mpf(x.denominator) if isinstance(x, Fraction) else mpf(x)


def known(row: Row) -> list[Number]:
    return [x for x in row if x is not None]


def each(function: Callable[[Number], Number], row: Row) -> Row:
    return [None if x is None else function(x) for x in row]


def values(one: Indicator) -> Row:
    """What is measured, or the ratio of two such."""
    row: Row = [None if x is None else Fraction(x) for x in one.values]
    if one.per is None:
        return row
    amount = Fraction(one.amount)
    return [None if x is None else x / Fraction(per) * amount for x, per in zip(row, one.per, strict=True)]


def ends(one: Indicator, row: Row) -> tuple[Number, Number]:
    """The raw figures that score least and most."""
    least, greatest = min(known(row)), max(known(row))
    data = (least, greatest) if one.higher else (greatest, least)
    if one.normalise == "minmax":
        return data
    first, second = ({"min": least, "max": greatest}[x] if isinstance(x, str) else Fraction(x) for x in one.ends)
    if one.normalise == "distance_to_reference":
        assert one.reference is not None
        return first, row[one.reference]
    if one.normalise == "distance_to_target":
        assert one.target is not None
        return first, Fraction(one.target)
    return first, second


def curve(one: Indicator, row: Row) -> Callable[[Number], Number]:
    """Box and Cox's power, then the transform; none where neither is asked for."""
    name, shift = one.transform
    if one.boxcox is not None:
        posts = [Fraction(end) for end in one.ends if not isinstance(end, str)]
        least = min(known(row) + posts)
        start = Fraction(0) if least > 0 else 1 - least
        power = mpf(one.boxcox)
        return lambda x: boxcox(precise(x + start), power)
    if name == "log":
        return lambda x: mpmath.log(precise(x + Fraction(shift)))
    if name == "log1p":
        return lambda x: mpmath.log1p(precise(x))
    return (lambda x: mpmath.sqrt(precise(x))) if name == "sqrt" else lambda x: x


def boxcox(x: Any, power: Any) -> Any:
    """Without the 1 that is subtracted, which no range knows of."""
    return mpmath.log(x) if power == 0 else x**power / power


def bare(one: Indicator, row: Row) -> Row:
    """What a normalisation gives before it is put on the scale, as a share, or in deviations."""
    bend = curve(one, row)
    if one.normalise in RANGES:
        worst, best = ends(one, row)
        low, high = min(worst, best), max(worst, best)
        held = each(lambda x: min(max(x, low), high), row) if one.clip else row
        first, last = bend(worst), bend(best)
        return each(lambda x: (bend(x) - first) / (last - first), held)
    return BARE[one.normalise](each(bend, row), one.higher)


def fraction_of_max(row: Row, higher: bool) -> Row:
    best = max(known(row)) if higher else min(known(row))
    return each(lambda x: x / best if higher else best / x, row)


def zscore(row: Row, higher: bool) -> Row:
    there = known(row)
    mean = sum(there) / len(there)
    square = sum((x - mean) ** 2 for x in there) / (len(there) - 1)
    spread = mpmath.sqrt(precise(square)) * (1 if higher else -1)
    return each(lambda x: precise(x - mean) / spread, row)


def quantile(row: Row, share: Fraction) -> Number:
    """Of type 7: between order statistics, linearly."""
    ordered = sorted(known(row))
    place = (len(ordered) - 1) * share
    low = floor(place)
    return ordered[low] + (place - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])


def robust(row: Row, higher: bool) -> Row:
    lower, middle, upper = (quantile(row, Fraction(quarter, 4)) for quarter in (1, 2, 3))
    spread = (upper - lower) / Fraction(1.349) * (1 if higher else -1)
    return each(lambda x: (x - middle) / spread, row)


def place(row: Row, higher: bool) -> Row:
    """The share of the way from the worst place to the best; ties share the least place, as does `percent_rank`."""
    there = known(row)
    return each(lambda x: Fraction(sum(y < x if higher else y > x for y in there), len(there) - 1), row)


def none(row: Row, higher: bool) -> Row:
    return row


RANGES = ("goalposts", "minmax", "distance_to_reference", "distance_to_target")
SPREADS = ("zscore", "robust")
BARE: dict[str, Callable[[Row, bool], Row]] = {
    "fraction_of_max": fraction_of_max,
    "zscore": zscore,
    "robust": robust,
    "rank": place,
    "percent_rank": place,
    "none": none,
}


def scores(one: Indicator, scale: Scale) -> Row:
    """The scores of an indicator."""
    row, (low, high) = bare(one, values(one)), map(Fraction, scale)
    if one.normalise == "none":
        return row if one.higher else each(lambda x: low + high - x, row)
    if one.normalise in SPREADS:
        return each(lambda x: (low + high) / 2 + (high - low) / 10 * x, row)
    return each(lambda x: low + (high - low) * x, row)


# Means. A child is a row; who lacks it hands its weight on.


def averaged(node: Node, rows: list[Row], scale: Scale) -> Row:
    """The scores of a node from those of its children."""
    weights, (low, high) = list(map(Fraction, node.weights)), map(Fraction, scale)
    if node.aggregate == "copeland":
        return copeland(rows, weights, low, high)
    return [one_hub(node, [row[hub] for row in rows], weights, low, high) for hub in range(len(rows[0]))]


def one_hub(node: Node, row: Row, weights: list[Fraction], low: Fraction, high: Fraction) -> Number | None:
    """The score of a node of one hub."""
    pairs = [(s, w) for s, w in zip(row, weights, strict=True) if s is not None and w > 0]
    if not pairs:
        return None
    total = sum((w for _, w in pairs), Fraction(0))
    there, shares = [s for s, _ in pairs], [w / total for _, w in pairs]
    lift = Fraction(node.floor) if is_floored(node) else Fraction(0)
    if node.aggregate in READS:
        first, last = READS[node.aggregate]
        step = (last - first) / (high - low)
        mean = MEANS[node.aggregate]([first + step * (s - low) for s in there], shares, node.parameter)
        return low + (mean - first) / step
    if lift == 0:
        return MEANS[node.aggregate](there, shares, node.parameter)
    base = low + lift * (high - low)
    mean = MEANS[node.aggregate]([base + (1 - lift) * (s - low) for s in there], shares, node.parameter)
    return low + (mean - base) / (1 - lift)


def is_floored(node: Node) -> bool:
    """Whether zeros are lifted: of the geometric and harmonic mean and of powers up to 0."""
    return node.aggregate in ("geometric", "harmonic") or (node.aggregate == "power" and node.parameter <= 0)


def arithmetic(s: Sequence[Number], w: Sequence[Fraction], parameter: Any = None) -> Number:
    return sum(share * score for share, score in zip(w, s, strict=True))


def power(s: Sequence[Number], w: Sequence[Fraction], parameter: float) -> Number:
    p, s = mpf(parameter), [precise(score) for score in s]
    if p <= 0 and min(s) == 0:
        return mpf(0)
    if p == 0:
        return mpmath.exp(sum(precise(share) * mpmath.log(score) for share, score in zip(w, s, strict=True)))
    with mpmath.workdps(120):  # of powers near 1 only their distance from it counts
        return sum(precise(share) * score**p for share, score in zip(w, s, strict=True)) ** (1 / p)


def geometric(s: Sequence[Number], w: Sequence[Fraction], parameter: Any = None) -> Number:
    return power(s, w, 0.0)


def harmonic(s: Sequence[Number], w: Sequence[Fraction], parameter: Any = None) -> Number:
    return power(s, w, -1.0)


def minimum(s: Sequence[Number], w: Sequence[Fraction], parameter: Any = None) -> Number:
    return min(s)


def median(s: Sequence[Number], w: Sequence[Fraction], parameter: Any = None) -> Number:
    """Half of all weight is up to it, and half from it on; the middle of two such."""
    half = Fraction(1, 2)
    upto = [x for x in s if sum(share for share, y in zip(w, s, strict=True) if y <= x) >= half]
    onwards = [x for x in s if sum(share for share, y in zip(w, s, strict=True) if y >= x) >= half]
    return (min(upto) + max(onwards)) / 2


def penalised(s: Sequence[Number], w: Sequence[Fraction], parameter: str | None) -> Number:
    mean = arithmetic(s, w)
    penalty = arithmetic([(score - mean) ** 2 for score in s], w) / mean
    return mean + penalty if parameter == "positive" else mean - penalty


def mean_min(s: Sequence[Number], w: Sequence[Fraction], parameter: tuple[float, float]) -> Number:
    alpha, beta = map(Fraction, parameter)
    mean = arithmetic(s, w)
    with mpmath.workdps(100):  # beta may be large beside what it forgives
        root = mpmath.sqrt(precise((mean - min(s)) ** 2 + beta**2)) - precise(beta)
        return precise(mean) - precise(alpha) * root


def owa(s: Sequence[Number], w: Sequence[Fraction], parameter: Sequence[float]) -> Number:
    """While weight is passed, best child first, the shares of the places are given out, evenly within a place."""
    places = [Fraction(each) for each in parameter]
    cumulated = [sum(places[:count], Fraction(0)) / sum(places) for count in range(len(places) + 1)]

    def given(passed: Fraction) -> Fraction:
        at = passed * len(places)
        below = min(floor(at), len(places) - 1)
        return cumulated[below] + (at - below) * (cumulated[below + 1] - cumulated[below])

    total, passed = Fraction(0), Fraction(0)
    for score, share in sorted(zip(s, w, strict=True), key=lambda pair: -pair[0]):
        total += score * (given(passed + share) - given(passed))
        passed += share
    return total


def copeland(rows: list[Row], w: list[Fraction], low: Fraction, high: Fraction) -> Row:
    """Duels won, ties counting half, over duels; within a billionth of the scale a child has no vote."""
    hubs = [hub for hub in range(len(rows[0])) if any(row[hub] is not None for row in rows)]

    def vote(row: Row, one: int, other: int) -> int:
        if row[one] is None or row[other] is None:
            return 0
        away = (row[one] - row[other]) / (high - low)
        return (away > TIE) - (away < -TIE)

    def won(one: int) -> Fraction:
        votes = [sum(share * vote(row, one, other) for share, row in zip(w, rows, strict=True)) for other in hubs]
        return Fraction(sum((v > 0) + Fraction(v == 0, 2) for v in votes) - Fraction(1, 2))  # less the one with itself

    return [low + (high - low) * won(hub) / (len(hubs) - 1) if hub in hubs else None for hub in range(len(rows[0]))]


READS = {
    "mazziotta_pareto": (Fraction(50), Fraction(150)),
    "mazziotta_pareto_adjusted": (Fraction(70), Fraction(130)),
    "mean_min": (Fraction(0), Fraction(1)),
}
MEANS: dict[str, Callable[[Sequence[Number], Sequence[Fraction], Any], Number]] = {
    "arithmetic": arithmetic,
    "geometric": geometric,
    "harmonic": harmonic,
    "power": power,
    "minimum": minimum,
    "median": median,
    "mazziotta_pareto": penalised,
    "mazziotta_pareto_adjusted": penalised,
    "mean_min": mean_min,
    "owa": owa,
}
