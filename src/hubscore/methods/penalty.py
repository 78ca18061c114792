"""The arithmetic mean, less a penalty for children that are out of balance.

Scores are read in the unit of each paper: `READS` of methods/aggregate.py says which.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.means import arithmetic, minimum

Floats = NDArray[np.float64]

NEGATIVE, POSITIVE = "negative", "positive"
"""Sign of the penalty: imbalance takes points off, or (for what is better low) adds them."""


def mazziotta_pareto(s: Floats, w: Floats, parameter: str | None = None) -> Floats:
    """M - S²/M, or M + S²/M if the parameter is "positive"; NaN where M is not above 0.

    M is the weighted mean and S² the weighted variance (dividing by the sum of weights) of the
    children of a hub: De Muro, Mazziotta and Pareto 2011; with weights: Mazziotta and Pareto 2022.
    """
    mean = arithmetic(s, w)
    penalty = arithmetic((s - mean[..., None, :]) ** 2, w) / np.where(mean > 0, mean, np.nan)
    return mean + penalty if parameter == POSITIVE else mean - penalty


def mean_min(s: Floats, w: Floats, parameter: tuple[float, float] = (0.5, 0.0)) -> Floats:
    """M - alpha (sqrt((M - min)² + beta²) - beta), of shares of the scale.

    M is the weighted mean, min the worst child with a weight. alpha = 0 is the mean, alpha = 1
    with beta = 0 the minimum; beta > 0 forgives small distances (Casadio Tarabusi and Guarini
    2013).
    """
    alpha, beta = parameter
    mean = arithmetic(s, w)
    away = mean - minimum(s, w)
    return mean - alpha * away * slope(away, beta)


def slope(away: Floats, beta: float) -> Floats:
    """(sqrt(away² + beta²) - beta) / away, 0 at 0, for distances that are not negative.

    Written so that nothing is subtracted: a beta that is large beside the distance would take its digits.
    """
    root = np.hypot(away, beta) + beta
    return np.asarray(away / np.where(root > 0, root, 1.0))
