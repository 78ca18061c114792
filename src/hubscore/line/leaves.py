"""Treat, transform and normalise: from values to the scores of indicators."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.normalise import to_scale
from hubscore.methods.transform import TRANSFORMS
from hubscore.model.dataset import Dataset
from hubscore.model.plan import Leaf, Plan
from hubscore.model.scorecard import Goalpost

Floats = NDArray[np.float64]
Ends = tuple[Floats | float, Floats | float]


def normalise(plan: Plan, dataset: Dataset, rows: Sequence[Floats], scores: Floats) -> None:
    """Turn values into scores, into the leaves' rows of `scores`.

    Parameters
    ----------
    rows
        One a leaf, shape (..., hub).
    scores
        Shape (..., node, hub), changed in place.
    """
    for position, (leaf, x) in enumerate(zip(plan.leaves, rows, strict=True)):
        scores[..., position, :] = leaf_scores(plan, dataset, leaf, x)


def leaf_scores(plan: Plan, dataset: Dataset, leaf: Leaf, x: Floats, ends: Ends | None = None) -> Floats:
    """Transform and normalise one indicator, shape (..., hub).

    `ends` holds the (worst, best) pair fixed instead of taking it from `x`.
    """
    transform = TRANSFORMS[leaf.transform.name].function
    kernel = leaf.method.function
    assert transform is not None and kernel is not None
    if leaf.method.ends == "none":
        bare = kernel(transform(x, leaf.transform.number), leaf.higher)
    else:
        worst, best = ends_of(leaf, dataset, x) if ends is None else ends
        if leaf.clip:
            x = np.clip(x, np.minimum(worst, best), np.maximum(worst, best))
        if leaf.transform.name != "none":
            x, worst, best = (transform(part, leaf.transform.number) for part in (x, worst, best))
        bare = kernel(x, worst, best)
    return to_scale(bare, leaf.method, plan.scale, leaf.higher)


def ends_of(leaf: Leaf, dataset: Dataset, x: Floats) -> Ends:
    """The raw values that score least and most, each a number or of shape (..., 1)."""
    worst = _end(leaf.goalposts[0], leaf, dataset, x) if leaf.goalposts else extreme(x, best=False, higher=leaf.higher)
    if leaf.method.ends == "data":
        return extreme(x, best=False, higher=leaf.higher), extreme(x, best=True, higher=leaf.higher)
    if leaf.method.ends == "reference":
        reference = x[..., leaf.reference : leaf.reference + 1] if leaf.reference >= 0 else np.full_like(x[..., :1], np.nan)
        return worst, reference
    if leaf.method.ends == "target":
        return worst, np.nan if leaf.target is None else leaf.target
    if leaf.goalposts is None:
        return worst, extreme(x, best=True, higher=leaf.higher)
    return worst, _end(leaf.goalposts[1], leaf, dataset, x)


def _end(end: Goalpost, leaf: Leaf, dataset: Dataset, x: Floats) -> Floats | float:
    if not isinstance(end, str):
        return end
    if end == "benchmark":
        return extreme(x[..., dataset.hubs.benchmark], best=True, higher=leaf.higher)
    reduce = np.fmin.reduce if end == "min" else np.fmax.reduce
    extreme: Floats = reduce(x, axis=-1, keepdims=True)
    return extreme


def extreme(x: Floats, best: bool, higher: bool) -> Floats:
    """The best or worst value along the hubs, shape (..., 1); NaN where there is none."""
    if x.shape[-1] == 0:
        return np.full((*x.shape[:-1], 1), np.nan)
    reduce = np.fmax.reduce if best == higher else np.fmin.reduce
    extreme: Floats = reduce(x, axis=-1, keepdims=True)
    return extreme
