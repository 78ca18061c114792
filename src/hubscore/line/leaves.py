"""Treat, transform and normalise: from values to the scores of indicators."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.curve import Curve, bent, winsorised
from hubscore.methods.normalise import to_scale
from hubscore.methods.transform import TRANSFORMS
from hubscore.model.dataset import Dataset
from hubscore.model.plan import Leaf, Plan
from hubscore.model.scorecard import Goalpost

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ends = tuple[Floats | float, Floats | float]


def normalise(
    plan: Plan, dataset: Dataset, rows: Sequence[Floats], scores: Floats, curves: Sequence[Curve | None]
) -> None:
    """Turn values into scores, into the leaves' rows of `scores`.

    Parameters
    ----------
    rows
        One a leaf, shape (..., hub).
    scores
        Shape (..., node, hub), changed in place.
    curves
        One a leaf: its treatment, None for none.
    """
    for position, (leaf, x, curve) in enumerate(zip(plan.leaves, rows, curves, strict=True)):
        leaf_scores(plan, dataset, leaf, x, out=scores[..., position, :], curve=curve)


def leaf_scores(
    plan: Plan,
    dataset: Dataset,
    leaf: Leaf,
    x: Floats,
    ends: Ends | None = None,
    out: Floats | None = None,
    curve: Curve | None = None,
) -> Floats:
    """Treat, transform and normalise one indicator, shape (..., hub).

    `ends` holds the (worst, best) pair, of raw values, fixed instead of taking it from `x`; `out`
    is where the scores go, None for a new array; `curve` is the treatment, None for none.
    """
    kernel = leaf.method.function
    x = drawn_in(x, curve)
    if leaf.method.ends == "none":
        bare = kernel(transformed(leaf, x, curve), leaf.higher)
    else:
        worst, best = ends_of(leaf, dataset, x) if ends is None else ends
        x = clipped(leaf, x, worst, best)
        bare = kernel(*(transformed(leaf, each, curve) for each in (x, worst, best)))
        met = already_met(leaf, worst, best)
        if np.any(met):
            bare = np.where(np.isnan(x), np.nan, np.where(met, 1.0, bare))
    return to_scale(bare, leaf.method, plan.scale, leaf.higher, out)


def already_met(leaf: Leaf, worst: Floats | float, target: Floats | float) -> Bools:
    """Whether even the worst hub has reached the target, so that all have full marks; of the shape of `worst`."""
    fixed = leaf.goalposts is not None and not isinstance(leaf.goalposts[0], str)
    if leaf.method.ends != "target" or fixed:
        return np.zeros((), dtype=bool)
    return np.asarray(np.greater_equal(worst, target) if leaf.higher else np.less_equal(worst, target))


def clipped(leaf: Leaf, x: Floats, worst: Floats | float, best: Floats | float) -> Floats:
    """Raw values, held between the ends if the indicator clips."""
    return np.clip(x, np.minimum(worst, best), np.maximum(worst, best)) if leaf.clip else x


def drawn_in(x: Floats, curve: Curve | None) -> Floats:
    """Values with the outliers brought in; goalposts that are numbers stay where they are."""
    return x if curve is None else winsorised(curve, x)


def transformed(leaf: Leaf, x: Floats | float, curve: Curve | None = None) -> Floats:
    """Values or ends under the power of the treatment and then the indicator's transform, NaN where it has no value."""
    treated = x if curve is None else bent(curve, x)
    result: Floats = TRANSFORMS[leaf.transform.name].function(treated, leaf.transform.number)
    return result


def fixed_ends(leaf: Leaf) -> tuple[float, float]:
    """The (worst, best) ends that are numbers, in raw values, NaN for those that come from the data."""
    if leaf.held is not None:
        return leaf.held
    if leaf.method.ends in ("data", "none"):
        return np.nan, np.nan
    worst, best = (np.nan if isinstance(end, str) else end for end in leaf.goalposts or ("min", "max"))
    if leaf.method.ends == "goalposts":
        return worst, best
    target = leaf.target if leaf.method.ends == "target" else None
    return worst, np.nan if target is None else target


def ends_of(leaf: Leaf, dataset: Dataset, x: Floats) -> Ends:
    """The raw values that score least and most, each a number or of shape (..., 1)."""
    if leaf.held is not None:
        return leaf.held
    if leaf.method.ends == "data" or leaf.goalposts is None:
        worst: Floats | float = extreme(x, best=False, higher=leaf.higher)
    else:
        worst = _end(leaf.goalposts[0], leaf, dataset, x)
    if leaf.method.ends == "reference":
        return worst, x[..., leaf.reference : leaf.reference + 1] if leaf.reference >= 0 else np.nan
    if leaf.method.ends == "target":
        return worst, np.nan if leaf.target is None else leaf.target
    if leaf.method.ends == "data" or leaf.goalposts is None:
        return worst, extreme(x, best=True, higher=leaf.higher)
    return worst, _end(leaf.goalposts[1], leaf, dataset, x)


def is_relative(leaf: Leaf) -> bool:
    """Whether the scores of one hub depend on the other hubs."""
    if leaf.method.ends not in ("goalposts", "target"):
        return leaf.method.relative
    ends = leaf.goalposts or ("min", "max")
    return any(isinstance(end, str) for end in (ends if leaf.method.ends == "goalposts" else ends[:1]))


def _end(end: Goalpost, leaf: Leaf, dataset: Dataset, x: Floats) -> Floats | float:
    if not isinstance(end, str):
        return end
    if end == "benchmark":
        return extreme(x[..., dataset.hubs.benchmark], best=True, higher=leaf.higher)
    return extreme(x, best=end == "max", higher=True)


def extreme(x: Floats, best: bool, higher: bool) -> Floats:
    """The best or worst value along the hubs, shape (..., 1); NaN where there is none."""
    if x.shape[-1] == 0:
        return np.full((*x.shape[:-1], 1), np.nan)
    reduce = np.fmax.reduce if best == higher else np.fmin.reduce
    value: Floats = reduce(x, axis=-1, keepdims=True)
    return value
