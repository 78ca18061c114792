"""How far scores may be from the exact ones: bounds that follow from the operations, not from what was seen.

Every operation of IEEE 754 is off by at most `U` of its result, a logarithm, power or exponential
by twice that here; n of them in a row by n U (Higham, Accuracy and Stability of Numerical
Algorithms, 2002, section 3.1; `SECOND` is for what is left out there). Cancellation shows up as a
condition: the size of what is subtracted over what remains. Errors are absolute, in points.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor
from typing import Any

import mpmath
from exact import (
    READS,
    SPREADS,
    Indicator,
    Node,
    Row,
    Scale,
    bare,
    curve,
    ends,
    is_floored,
    known,
    precise,
    quantile,
    values,
)
from mpmath import mpf

U = mpf(2) ** -53
TINY = mpf(2) ** -1074
"""What a result below the least normal number may be off by."""

SECOND = mpf("1.01")
"""Products of errors, which the first order leaves out."""

Errors = list[Any]


def of_figures(one: Indicator) -> Callable[[Fraction], Any]:
    """How far a figure may be off once it is divided, treated and transformed."""
    row, (name, shift) = values(one), one.transform
    bend = curve(one, row)

    def off(x: Fraction) -> Any:
        there = mpf(0) if one.per is None else 2 * U * abs(precise(x)) + TINY * max(1, one.amount)
        if one.boxcox is not None:
            return _boxcox(one, row, x)
        if name == "none":
            return there
        if name == "sqrt":
            return U * bend(x) + (there / (2 * bend(x)) if there else 0)
        argument = precise(x + Fraction(shift if name == "log" else 1))
        return 2 * U * abs(bend(x)) + (U * abs(mpf(shift)) + U * argument * (shift != 0) + there) / argument

    return off


def _boxcox(one: Indicator, row: Row, x: Fraction) -> Any:
    """Of (d^p - 1) / p: what the logarithm of d is off by is passed on by its slope; d is over its unit."""
    posts = [Fraction(end) for end in one.ends if not isinstance(end, str)]
    least, greatest, power = min(known(row) + posts), max(known(row) + posts), mpf(one.boxcox)
    start = Fraction(0) if least > 0 else 1 - least
    unit = precise(least + start) if power < 0 else min(precise(greatest + start), mpf(1))
    d = precise(x + start) / unit
    bent = abs(mpmath.log(d) if power == 0 else (d**power - 1) / power)
    return unit**power * (d**power * (2 * abs(mpmath.log(d)) + 4) * U + 3 * U * bent)


def of_scores(one: Indicator, scale: Scale) -> Errors:
    """How far the scores of an indicator may be off."""
    row = values(one)
    shares, span, far = bare(one, row), mpf(scale[1]) - scale[0], mpf(max(abs(scale[0]), abs(scale[1])))
    if one.normalise == "none":
        return [None if x is None else (0 if one.higher else 2 * U * far + U * abs(x)) for x in row]
    off = _spreads(one, row, shares) if one.normalise in SPREADS else _shares(one, row, shares)
    part = span / 10 if one.normalise in SPREADS else span
    start = abs(mpf(scale[0])) + (span / 2 if one.normalise in SPREADS else 0)
    put = [
        None if x is None else part * (error + 3 * U * abs(precise(x))) for x, error in zip(shares, off, strict=True)
    ]
    # The start of the scale and the sum round too, but adding 0 does not.
    last = 3 * U if start else 0
    return [
        None if error is None else SECOND * (error + last * (start + part * abs(precise(x)))) + TINY * (2 + span)
        for x, error in zip(shares, put, strict=True)
    ]


def _shares(one: Indicator, row: Row, shares: Row) -> Errors:
    """Of shares of a range, or of the greatest; what is the worst end itself comes to 0 exactly."""
    off = of_figures(one)
    if one.normalise in ("rank", "percent_rank"):
        return [None if x is None else 2 * U for x in row]
    bend = curve(one, row)
    if one.normalise == "fraction_of_max":
        best = max(known(row)) if one.higher else min(known(row))
        unit, least = abs(precise(bend(best))), off(best)
        return [
            None if x is None else precise(y) * ((off(x) / precise(bend(x)) if x else 0) + least / unit + U)
            for x, y in zip(row, shares, strict=True)
        ]
    worst, best = ends(one, row)
    first, last = off(worst), off(best)
    apart = abs(precise(bend(best) - bend(worst)))
    found: Errors = []
    for x, y in zip(row, shares, strict=True):
        held = None if x is None else min(max(x, min(worst, best)), max(worst, best)) if one.clip else x
        if held is None or held == worst:
            found.append(None if held is None else mpf(0))
        else:
            size = abs(precise(y))
            found.append((off(held) + first + size * (first + last)) / apart + 3 * U * size)
    return found


def _spreads(one: Indicator, row: Row, shares: Row) -> Errors:
    """Of deviations: figures are taken from one of them, so that their distances count, not their size."""
    bend, off = curve(one, row), of_figures(one)
    bent = [precise(bend(x)) for x in known(row)]
    count, error = len(bent), max(off(x) for x in known(row))
    if one.normalise == "zscore":
        wide, mean = max(bent) - min(bent), sum(bent) / count
        spread = mpmath.sqrt(sum((x - mean) ** 2 for x in bent) / (count - 1))
        away = ((count + 3) * U * wide + 3 * error) / spread
        return [None if z is None else away + abs(precise(z)) * (2 * away + (count / 2 + 4) * U) for z in shares]
    lower, middle, upper = (quantile(bent, Fraction(quarter, 4)) for quarter in (1, 2, 3))
    ordered, places = sorted(bent), [(count - 1) * quarter / 4 for quarter in (1, 3)]
    around = [ordered[end(place)] for place in places for end in (floor, ceil)]
    spread, inside = upper - lower, max(abs(x - ordered[(count - 1) // 2]) for x in around)
    return [
        None
        if z is None
        else mpf(1.349) * (2 * U * abs(precise(bend(x)) - middle) + 7 * U * inside + 2 * error) / spread
        + abs(precise(z)) * ((10 * U * inside + 2 * error) / spread + 3 * U)
        for x, z in zip(row, shares, strict=True)
    ]


# Means: `s` are the exact scores of the children of one hub, `e` what they may be off by, `w` exact shares.


def of_node(node: Node, rows: list[Row], errors: list[Errors], scale: Scale) -> Errors:
    """How far the scores of a node may be off."""
    found: Errors = []
    span = 2 + abs(mpf(scale[1])) + abs(mpf(scale[0]))
    for hub in range(len(rows[0])):
        there = [
            (precise(row[hub]), mpf(error[hub]), Fraction(weight))
            for row, error, weight in zip(rows, errors, node.weights, strict=True)
            if row[hub] is not None and weight > 0
        ]
        total = sum((weight for *_, weight in there), Fraction(0))
        s, e, w = [s for s, *_ in there], [e for _, e, _ in there], [precise(w / total) for *_, w in there]
        found.append(SECOND * _of_hub(node, s, e, w, scale, len(node.weights)) + TINY * span if there else None)
    return found


def _of_hub(node: Node, s: list[Any], e: list[Any], w: list[Any], scale: Scale, count: int) -> Any:
    low, high = map(mpf, scale)
    span = high - low
    if node.aggregate == "copeland":  # no error changes a vote in these cases
        return 4 * U * span + 2 * U * max(abs(low), abs(high))
    if node.aggregate in ("minimum", "median"):
        return max(e) + U * max(map(abs, s))
    if node.aggregate == "arithmetic" or (node.aggregate == "power" and node.parameter == 1):
        return _mean(s, e, w, count)
    if node.aggregate == "owa":
        return _owa(node.parameter, s, e, count)
    if node.aggregate in READS:
        first, last = (precise(end) for end in READS[node.aggregate])
        step, size = (last - first) / span, abs(first) + abs(last)
        read = [first + step * (x - low) for x in s]
        off = [step * (error + 2 * U * abs(x - low)) + 2 * U * size for x, error in zip(s, e, strict=True)]
        made = _min(node.parameter, read, off, w, count) if node.aggregate == "mean_min" else _pen(read, off, w, count)
        return (made + 3 * U * (size + _far(read))) / step + 2 * U * (abs(low) + span)
    p = {"geometric": 0.0, "harmonic": -1.0}.get(node.aggregate, node.parameter)
    lift = mpf(node.floor) if is_floored(node) else mpf(0)
    if not lift:
        return _power(p, s, e, w, count)
    base = low + lift * span
    lifted = [base + (1 - lift) * (x - low) for x in s]
    off = [(1 - lift) * error + 5 * U * x for x, error in zip(lifted, e, strict=True)]
    return (_power(p, lifted, off, w, count) + 3 * U * max(lifted)) / (1 - lift) + 3 * U * (abs(low) + span)


def _mean(s: list[Any], e: list[Any], w: list[Any], count: int) -> Any:
    """Weights that are rescaled, products, their sum, and what divides it: n roundings each, at most."""
    pairs = list(zip(s, e, w, strict=True))
    return sum(weight * error for _, error, weight in pairs) + 3 * count * U * sum(w * abs(x) for x, _, w in pairs)


def _power(p: float, s: list[Any], e: list[Any], w: list[Any], count: int) -> Any:
    """A relative error of a child counts with its share of the sum of powers; weights and sums are raised to 1/p."""
    if min(s) == 0 and p <= 0:
        return mpf(0)
    if p == 0:
        logs = [abs(mpmath.log(x)) for x in s]
        mean = mpmath.exp(sum(weight * mpmath.log(x) for x, weight in zip(s, w, strict=True)))
        off = [a / x + 2 * U * log for a, x, log in zip(e, s, logs, strict=True)]
        return mean * (_mean(logs, off, w, count) + 2 * U)
    small = abs(p) < 0.1
    unit = max(s) if p > 0 or small else min(s)
    with mpmath.workdps(120):
        raised = [(x / unit) ** mpf(p) for x in s]
        total = sum(weight * x for weight, x in zip(w, raised, strict=True))
        mean = unit * total ** (1 / mpf(p))
        shares = [weight * r / total for weight, r in zip(w, raised, strict=True)]
        away = sum(weight * abs(r - 1) for weight, r in zip(w, raised, strict=True)) / total
    passed = sum(share * a / x for share, a, x in zip(shares, e, s, strict=True) if x)
    if p == -1:
        return mean * (passed + (3 * count + 3) * U)
    if not small:
        return mean * (passed + ((3 * count + 3 + abs(mpmath.log(total))) / abs(mpf(p)) + 6) * U)
    logs = sum(share * (abs(mpmath.log(x)) + abs(mpmath.log(unit))) for share, x in zip(shares, s, strict=True) if x)
    lost = (3 * count + 8) * away / abs(mpf(p)) + 4 * logs + 2 * abs(mpmath.log(total)) / abs(mpf(p)) + 4
    return mean * (passed + lost * U)


def _pen(s: list[Any], e: list[Any], w: list[Any], count: int) -> Any:
    """Of M -+ S²/M."""
    mean = sum(weight * x for weight, x in zip(w, s, strict=True))
    off = _mean(s, e, w, count)
    away = [abs(x - mean) for x in s]
    square = [d * d for d in away]
    moved = [2 * d * (error + off + U * d) + 2 * U * d * d for d, error in zip(away, e, strict=True)]
    spread = sum(weight * x for weight, x in zip(w, square, strict=True))
    penalty = spread / mean
    return off + _mean(square, moved, w, count) / mean + penalty * (off / mean + 2 * U) + U * (mean + penalty)


def _min(parameter: tuple[float, float], s: list[Any], e: list[Any], w: list[Any], count: int) -> Any:
    """Of M - alpha (sqrt((M - min)² + beta²) - beta), whose root rises by at most 1 with M - min."""
    alpha, off = mpf(parameter[0]), _mean(s, e, w, count)
    return off + alpha * (off + max(e) + 8 * U * _far(s)) + 2 * U * _far(s)


def _far(s: list[Any]) -> Any:
    return max(map(abs, s))


def _owa(places: list[float], s: list[Any], e: list[Any], count: int) -> Any:
    """Shares are differences of what has been given out, which rises by at most the steepest place."""
    total = sum(map(mpf, places))
    steepest = max(map(mpf, places)) / total * len(places)
    given = steepest * 3 * count * U + (len(places) + 6) * U
    return max(e) + len(s) * 2 * given * max(map(abs, s)) + count * U * max(map(abs, s))
