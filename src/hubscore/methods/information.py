"""Weights from how much the scores of a child tell hubs apart.

Kernels take the scores `s` of a node's children, shape (child, hub), complete.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.outcome import Derived, Refusal, constants
from hubscore.methods.weigh import shares

Floats = NDArray[np.float64]

NOTHING = 1e-12
"""Contrast times conflict below this is what rounding leaves of none; a usual one is about 1."""


def equal(s: Floats) -> Derived:
    """The same weight for each child; of `s` only the number of children counts."""
    return Derived(shares(np.ones(s.shape[0])))


def entropy(s: Floats) -> Derived | Refusal:
    """Weights by 1 - entropy of a child's scores as shares of their sum, base the number of hubs.

    A child that is the same for every hub has the weight 0. The zero of the scale matters: the
    same differences far above it tell less. References: Shannon 1948; Zeleny, Multiple Criteria
    Decision Making, 1982.

    Refused: fewer than 2 hubs, scores below 0, all children constant.
    """
    hubs = s.shape[-1]
    if hubs < 2:
        return Refusal("few hubs", figure=hubs)
    if (s < 0).any():
        return Refusal("negative", tuple(np.flatnonzero((s < 0).any(axis=-1)).tolist()))
    mean = s.mean(axis=-1, keepdims=True)
    q = s / np.where(mean > 0, mean, 1.0)
    # 1 - entropy = mean of q ln q over ln n; written so that no part is negative and nothing cancels.
    parts = q * np.log(np.where(q > 0, q, 1.0)) - q + 1
    information = np.maximum(parts, 0.0).mean(axis=-1) / np.log(hubs)
    information[list(constants(s))] = 0.0
    if not information.any():
        return Refusal("constant", tuple(range(s.shape[0])))
    return Derived(shares(information))


def critic(s: Floats) -> Derived | Refusal:
    """Weights by contrast (standard deviation on the range 0 to 1) times conflict (sum of 1 - r).

    r is Pearson's correlation with each other child. Reference: Diakoulaki, Mavrotas and
    Papayannakis 1995, equations 2 to 6.

    Refused: fewer than 2 hubs, a constant child, children that all say the same.
    """
    children, hubs = s.shape
    if hubs < 2:
        return Refusal("few hubs", figure=hubs)
    if flat := constants(s):
        return Refusal("constant", flat)
    if children == 1:
        return equal(s)
    low = s.min(axis=-1, keepdims=True)
    unit = (s - low) / (s.max(axis=-1, keepdims=True) - low)
    information = unit.std(axis=-1) * np.maximum(1 - np.corrcoef(unit), 0.0).sum(axis=-1)
    if information.max() <= NOTHING:
        return Refusal("alike", tuple(range(children)))
    return Derived(shares(information))
