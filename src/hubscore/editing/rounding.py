"""Weights with few digits, as they are written."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal

DECIMALS, MOST_DECIMALS = 6, 15
"""Decimals of a weight that is written, and the most that a light one may get."""

FIGURES = 4
"""Significant digits that the lightest weight keeps."""

ALIKE = 12
"""Weights that agree in so many significant digits are the same."""


SHORT, NOISE = 4, 2e-5
"""Numbers with so few decimals are meant where a weight is so near, as a share of it: rounding it once moved it."""


def rounded(weights: Mapping[str, float], total: Decimal) -> dict[str, float]:
    """Weights rounded so that equal ones stay equal, and their decimals add up to a total if those allow it.

    What rounding lacks or has too much is given to those that it wronged most, equal ones
    together. Thirds cannot add up: there the reader's rescaling does the rest. A weight of 0 stays 0.

    Parameters
    ----------
    weights
        None negative; their sum is `total` but for what binary numbers cannot hold.
    total
        Not negative.
    """
    heavy = {name: weight for name, weight in weights.items() if weight > 0}
    if not heavy:
        return dict.fromkeys(weights, 0.0)
    for few in range(1, SHORT + 1):
        short = {name: round(weight, few) for name, weight in heavy.items()}
        near = all(abs(short[name] - weight) <= NOISE * weight for name, weight in heavy.items())
        if near and sum(Decimal(repr(weight)) for weight in short.values()) == total:
            return {name: short.get(name, 0.0) for name in weights}
    decimals = max(DECIMALS, FIGURES - 1 - math.floor(math.log10(min(heavy.values()))))
    step = Decimal(1).scaleb(-min(decimals, MOST_DECIMALS))
    alike: dict[str, list[str]] = {}
    for name, weight in heavy.items():
        alike.setdefault(f"{weight:.{ALIKE}g}", []).append(name)
    exact = {key: Decimal(key) / step for key in alike}
    units = {key: int(each.to_integral_value()) for key, each in exact.items()}
    lacking = int((total / step).to_integral_value()) - sum(units[key] * len(names) for key, names in alike.items())
    sign = 1 if lacking > 0 else -1
    for key in sorted(units, key=lambda key: sign * (units[key] - exact[key])):
        if len(alike[key]) <= abs(lacking):
            units[key] += sign
            lacking -= sign * len(alike[key])
    found = {name: float(units[key] * step) for key, names in alike.items() for name in names}
    return {name: found.get(name, 0.0) for name in weights}
