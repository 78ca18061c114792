"""Treatment of outliers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.method import Method, table

Floats = NDArray[np.float64]


def none(x: Floats) -> Floats:
    """The values as they are, shape (..., hub)."""
    return x


TREATMENTS: dict[str, Method] = table(Method("none", none, "the values as they are"))
