"""From drawn values to drawn scores: the steps of the line for a block of draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hubscore.line.cells import imputed
from hubscore.line.leaves import fixed_ends, leaf_scores
from hubscore.line.treatment import curve_of
from hubscore.methods.aggregate import averaged
from hubscore.methods.normalise import linear
from hubscore.model.dataset import Dataset
from hubscore.model.plan import Inner, Leaf, Plan
from hubscore.studies.absent import Absent, Gap, rows_of

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]


def scores_of_leaves(plan: Plan, dataset: Dataset, x: Floats) -> Floats:
    """Treat and normalise a block of values, shape (leaf, draw, hub); the result may be the block itself.

    Treatments are found anew in every draw. Indicators that lie on a straight line between two
    ends are done together, unless a node is rounded: what that moves in the last bit of a score
    may move a rounded one by a whole step.
    """
    rounded = any(node.digits is not None for node in plan.inner)
    plain = [row for row, leaf in enumerate(plan.leaves) if not rounded and _is_plain(leaf)]
    with np.errstate(all="ignore"):
        if len(plain) == len(plan.leaves):
            return _straight(plan, plan.leaves, x)
        scores = np.empty_like(x)
        if plain:
            scores[plain] = _straight(plan, [plan.leaves[row] for row in plain], x[plain])
        for row in set(range(len(plan.leaves))) - set(plain):
            leaf = plan.leaves[row]
            leaf_scores(plan, dataset, leaf, x[row], out=scores[row], curve=curve_of(leaf, x[row]))
    return scores


def fill_in(plan: Plan, dataset: Dataset, x: Floats) -> None:
    """Fill the gaps of a block of values, shape (leaf, draw, hub), in place, as the policies say."""
    for row, leaf in enumerate(plan.leaves):
        if leaf.fills == "hubs":
            x[row] = imputed(plan, dataset, leaf, x[row], plan.gone)


def _is_plain(leaf: Leaf) -> bool:
    """Whether an indicator scores its share of the way between two numbers, or between the worst and best hub."""
    if leaf.method.function is not linear or leaf.transform.name != "none" or leaf.treat.name != "none":
        return False
    fixed = leaf.method.ends == "goalposts" and not np.isnan(fixed_ends(leaf)).any()
    return leaf.held is None and (leaf.method.ends == "data" or fixed)


def _straight(plan: Plan, leaves: Sequence[Leaf], x: Floats) -> Floats:
    """What `line.leaves` does to such indicators, in place where that saves a copy."""
    low, high = _ends(leaves, x)
    span = high - low
    flat = span == 0
    step = plan.span / np.where(flat, 1.0, span)
    falling = np.array([not leaf.higher for leaf in leaves])[:, None, None]
    slope = np.where(falling, -step, step)
    start = np.where(falling, plan.scale[1], plan.scale[0]) - low * slope
    missing = np.isnan(x) if flat.any() else None
    scores = np.multiply(x, slope, out=x)
    scores += start
    if missing is not None:
        scores = np.where(flat & ~missing, plan.scale[0] + plan.span / 2, scores)
    clips = [row for row, leaf in enumerate(leaves) if leaf.clip]
    if len(clips) == len(leaves):
        return np.clip(scores, *plan.scale, out=scores)
    scores[clips] = np.clip(scores[clips], *plan.scale)
    return scores


def _ends(leaves: Sequence[Leaf], x: Floats) -> tuple[Floats, Floats]:
    """The lower and the higher end of each indicator, shape (leaf, draw or 1, 1)."""
    from_data = [leaf.method.ends == "data" for leaf in leaves]
    if all(from_data):
        return np.fmin.reduce(x, axis=-1, keepdims=True), np.fmax.reduce(x, axis=-1, keepdims=True)
    fixed = np.array([sorted(fixed_ends(leaf)) for leaf in leaves])[:, :, None, None]
    low, high = fixed[:, 0], fixed[:, 1]
    if any(from_data):
        rows = np.array(from_data)[:, None, None]
        low = np.where(rows, np.fmin.reduce(x, axis=-1, keepdims=True), low)
        high = np.where(rows, np.fmax.reduce(x, axis=-1, keepdims=True), high)
    return low, high


def members(plan: Plan, node: Inner, leaves: Floats, inner: Floats) -> Floats:
    """What a node averages, shape (child, draw, hub), or (child, hub) where no draw changes it.

    Parameters
    ----------
    leaves
        Shape (leaf, draw, hub) or (leaf, hub).
    inner
        Shape (inner node, draw, hub), filled from the bottom up to this node.
    """
    rows, below = rows_of(node), len(plan.leaves)
    if rows[-1] < below:
        return leaves[node.children]
    if rows[0] >= below and isinstance(node.children, slice):
        return inner[rows[0] - below : rows[-1] - below + 1]
    shape = inner.shape[1:]
    return np.stack([np.broadcast_to(leaves[row] if row < below else inner[row - below], shape) for row in rows])


def node_scores(plan: Plan, node: Inner, gap: Gap | None, s: Floats, w: Floats) -> Floats:
    """The score of a node, shape (draw, hub) or (hub,).

    Parameters
    ----------
    s
        As `members` gives them, what is absent filled.
    w
        Shape (draw, child) or (child,).
    """
    with np.errstate(all="ignore"):
        result = averaged(node.aggregate, np.moveaxis(s, 0, -2), w, node.parameter, plan.scale, node.floor)
    if gap is not None and gap.unscored.size:
        result = np.array(result)
        result[..., gap.unscored] = np.nan
    return result if node.digits is None else np.round(result, node.digits) + 0.0


def filled(plan: Plan, absent: Absent, gap: Gap, s: Floats, w: Floats, keys: Words | None, by: str) -> Floats:
    """Put scores where children are absent, and NaN where they stay without one.

    Parameters
    ----------
    s, w
        As in `node_scores`.
    keys
        Shape (draw,), those of the factor `absent`; None where it is not varied.
    by
        "siblings" or "range".
    """
    if keys is None or not gap.drawn:
        s = s.copy()
        s[gap.child, ..., gap.hub] = plan.scale[0]
    else:
        shape = (len(s), keys.size, s.shape[-1])
        s = np.array(np.broadcast_to(s[:, None] if s.ndim == 2 else s, shape))
        cells = (gap.child, slice(None), gap.hub)
        if by == "range":
            s[cells] = absent.by_range(gap, keys, plan.scale)
        else:
            s[cells] = absent.by_siblings(gap, keys, _means(gap, s, w))
    child, hub = gap.open
    s[child, ..., hub] = np.nan
    if gap.unscored.size:
        s[..., gap.unscored] = np.nan
    return s


def _means(gap: Gap, s: Floats, w: Floats) -> Floats:
    """The hub's mean of the node by what is known, for each absent child, shape (cell, draw)."""
    known = gap.known.astype(float)
    there = np.where(known[:, None, :] > 0, s[:, :, gap.lacking], 0.0)
    w = np.broadcast_to(w, (s.shape[1], s.shape[0]))
    total = np.matmul(w[:, None, :], there.transpose(1, 0, 2))[:, 0]
    total /= np.maximum(w @ known, 1e-300)
    mean: Floats = total.T[gap.back]
    return mean
