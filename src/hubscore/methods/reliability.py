"""How far some series measure one thing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.correlation import covariance
from hubscore.methods.outcome import SAME

Floats = NDArray[np.float64]


def alpha(x: Floats) -> float:
    """Cronbach's alpha from covariances (raw, not standardised).

    Parameters
    ----------
    x
        Shape (series, hub), all turned so that more is better, NaN where missing:
        covariances are taken over the hubs that both series have.

    Returns
    -------
    At most 1; negative where the series disagree. NaN with fewer than two series, where two
    series have fewer than three hubs in common, or where their sum does not vary but for rounding.

    References
    ----------
    Cronbach, Coefficient alpha and the internal structure of tests, Psychometrika 1951.
    """
    series = x.shape[0]
    size = np.fmax.reduce(np.abs(x), axis=None, initial=0.0)
    shared = covariance(x / np.where(size > 0, size, 1.0))  # squares neither vanish nor overflow
    total = shared.sum() if series > 1 else np.nan
    if np.isnan(total) or total <= SAME * np.trace(shared):
        return float("nan")
    return float(series / (series - 1) * (1 - np.trace(shared) / total))
