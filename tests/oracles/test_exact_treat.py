"""Winsorising, and the logarithm that may follow, beside fifty digits: the same decisions, the same scores."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import pytest
from exact import Indicator, Node, precise
from figures import HUBS, catastrophic, ordinary
from line import program
from mpmath import mpf
from rounding import U

Row = list[Fraction]

MOST = min(5, HUBS // 10)
"""How many figures may be brought in."""


def moments(row: Row) -> tuple[Any, Any]:
    """Skewness G1 and excess kurtosis G2: Joanes and Gill 1998."""
    n, mean = len(row), sum(row) / len(row)
    spread = mpmath.sqrt(precise(sum((x - mean) ** 2 for x in row) / (n - 1)))
    z = [precise(x - mean) / spread for x in row]
    skewness = mpf(n) / ((n - 1) * (n - 2)) * sum(x**3 for x in z)
    fourth = mpf(n * (n + 1)) / ((n - 1) * (n - 2) * (n - 3)) * sum(x**4 for x in z)
    return skewness, fourth - mpf(3 * (n - 1) ** 2) / ((n - 2) * (n - 3))


def fails(row: Row) -> bool:
    skewness, kurtosis = moments(row)
    return abs(skewness) >= 2 and kurtosis >= 3.5


def brought_in(row: Row) -> tuple[Row, int]:
    """The most extreme figure on the side of the skew takes the next one's place, while that is allowed and needed."""
    ordered, below, above = sorted(row), 0, 0
    held = row
    while below + above < MOST and fails(held):
        below, above = (below + 1, above) if moments(held)[0] < 0 else (below, above + 1)
        held = [min(max(x, ordered[below]), ordered[-1 - above]) for x in row]
    return held, below + above


def treated(row: Row) -> tuple[list[Any], list[Any], str]:
    """What figures come to, how far each may be off, and what was done."""
    held, count = brought_in(row)
    if not fails(held):
        return [precise(x) for x in held], [mpf(0)] * len(row), "winsorised" if count else "none"
    least, greatest = min(row), max(row)
    a, left = (greatest - least) / 100, moments(row)[0] < 0
    distance = [greatest - x + a if left else x - least + a for x in row]
    logs = [mpmath.log(precise(d)) for d in distance]
    # The subtraction, a hundredth that is none in binary, its product and the sum; then the logarithm.
    return [-x if left else x for x in logs], [(5 + 2 * abs(x)) * U for x in logs], "log"


def columns() -> dict[str, Row]:
    random = np.random.default_rng(14)
    bell = random.normal(10, 1, HUBS)
    found: dict[str, Any] = {
        "even": ordinary()["even"],
        "skewed": ordinary()["skewed"],
        "one outlier": (*bell[:-1], 60.0),
        "one outlier below": (*bell[:-1], -60.0),
        "two outliers": (*bell[:-2], 60.0, 70.0),
        "three outliers": (*bell[:-3], 60.0, 70.0, 1e6),
        "outliers below": (*(-np.exp(random.normal(0, 3, HUBS))),),
        "outliers next to 0": (*(1e-200 * np.exp(random.normal(0, 3, HUBS))),),
        "outliers at 1e15": (*(1e15 - np.round(np.exp(random.normal(0, 3, HUBS))) / 8),),
        "1e-300 to 1e15": catastrophic()["1e-300 to 1e15"],
    }
    return {name: [Fraction(float(x)) for x in row] for name, row in found.items()}


ROWS = columns()


def test_every_decision_is_tried() -> None:
    assert {treated(row)[2] for row in ROWS.values()} == {"none", "winsorised", "log"}


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("higher", [True, False])
def test_scores_of_what_is_treated(name: str, higher: bool) -> None:
    row = ROWS[name]
    values, errors, kind = treated(row)
    one = Indicator(tuple(float(x) for x in row), "minmax", higher, winsorise=True)
    ranking = program(Node((one,), (1.0,)), (0, 100))
    treatment = ranking.cells.treatments[0]
    assert ("none" if treatment is None else treatment.kind.rpartition(", ")[2]) == kind
    worst, best = (min(values), max(values)) if higher else (max(values), min(values))
    slack = 4 * max(errors) / abs(best - worst) + 8 * U
    for found, x in zip(ranking.scores[0].tolist(), values, strict=True):
        assert abs(mpf(found) - 100 * (x - worst) / (best - worst)) <= 100 * slack
