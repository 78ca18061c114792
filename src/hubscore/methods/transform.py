"""Monotone transforms of raw values; goalposts given as numbers go through the same one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.method import Method, Parameter, table

Floats = NDArray[np.float64]


def none(x: Floats, parameter: float | None = None) -> Floats:
    """The value as it is."""
    return x


def log(x: Floats, shift: float) -> Floats:
    """Natural logarithm of x + shift; NaN where that is not above 0."""
    return _undefined_as_nan(np.log, np.asarray(x) + shift)


def log1p(x: Floats, parameter: float | None = None) -> Floats:
    """Natural logarithm of 1 + x; NaN where that is not above 0."""
    return _undefined_as_nan(np.log1p, np.asarray(x))


def sqrt(x: Floats, parameter: float | None = None) -> Floats:
    """Square root; NaN below 0."""
    return _undefined_as_nan(np.sqrt, np.asarray(x))


def _undefined_as_nan(function: np.ufunc, x: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        y: Floats = function(x)
    return np.where(np.isinf(y), np.nan, y) if np.isinf(y).any() else y


TRANSFORMS: dict[str, Method] = table(
    Method("none", none, "the value as it is"),
    Method(
        "log",
        log,
        "natural logarithm of the value plus a shift",
        reference="OECD/JRC Handbook 2008, step 5",
        parameters=(Parameter("shift", default=0.0),),
    ),
    Method("log1p", log1p, "natural logarithm of 1 + value"),
    Method("sqrt", sqrt, "square root"),
)
