"""Ratios of intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def ratio(low: Floats, high: Floats, per_low: Floats, per_high: Floats, amount: float) -> tuple[Floats, Floats]:
    """Divide an interval by a positive one, "per `amount`" of it.

    Parameters
    ----------
    low, high
        Shape (..., hub): the numerator; may be negative.
    per_low, per_high
        Shape (..., hub): the denominator, above 0.

    Returns
    -------
    low, high
        Shape (..., hub); interval arithmetic (Moore, Interval Analysis, 1966).
    """
    lows = np.where(low >= 0, low / per_high, low / per_low)
    highs = np.where(high >= 0, high / per_low, high / per_high)
    return lows * amount, highs * amount
