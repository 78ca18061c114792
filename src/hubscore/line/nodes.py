"""Weigh and aggregate: from the scores of indicators to the index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.aggregate import with_floor
from hubscore.methods.weigh import coverage
from hubscore.model.plan import Inner, Plan
from hubscore.model.ranking import Cells

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

COVERAGE_TOLERANCE = 1e-12
"""Coverage this far below the least one still passes: weights are sums of fractions."""


def gaps(cells: Cells, scores: Floats) -> list[bool]:
    """Which leaves lack a score somewhere: for want of a value, or all of them for want of a goalpost."""
    columns = zip(cells.status, cells.filled, scores, strict=False)
    return [
        bool((status.max(initial=0) > 0 and np.isnan(x).any()) or np.isnan(row[:1]).any()) for status, x, row in columns
    ]


def aggregate(plan: Plan, scores: Floats, gappy: Sequence[bool] | None = None) -> Floats:
    """Score the inner nodes from the bottom up, into their rows of `scores`.

    Parameters
    ----------
    scores
        Shape (..., node, hub), leaves filled in; changed in place.
    gappy
        Whether a leaf may hold NaN; None if any may.

    Returns
    -------
    Shape (..., inner node, hub): weight of the scored children over what applies.
    """
    leaves = len(plan.leaves)
    may_lack = [True] * leaves if gappy is None else list(gappy)
    applies = plan.applies_by_node
    covered = np.ones((*scores.shape[:-2], len(plan.inner), scores.shape[-1]))
    for position, node in enumerate(plan.inner):
        s = scores[..., node.children, :]
        lacking = any(may_lack[plan.row[member]] for member in node.members)
        due = None if applies is None else applies[node.children]
        if lacking and node.missing.name == "worst":
            s = np.where(np.isnan(s) & (True if due is None else due), plan.scale[0], s)
        result = _averaged(plan, node, s)
        if lacking:
            enough, covered[..., position, :] = allowed(node, s, due)
            result = np.where(enough, result, np.nan)
        if node.digits is not None:
            result = np.round(result, node.digits) + 0.0  # no minus before a zero
        scores[..., leaves + position, :] = result
        may_lack.append(bool(np.isnan(result).any()))
    return covered


def _averaged(plan: Plan, node: Inner, s: Floats) -> Floats:
    def kernel(children: Floats) -> Floats:
        result: Floats = node.aggregate.function(children, node.weights, node.parameter)
        return result

    if not node.aggregate.floored(node.parameter):
        return kernel(s)
    return with_floor(kernel, s, plan.scale, node.floor)


def allowed(node: Inner, s: Floats, applies: Bools | None) -> tuple[Bools, Floats]:
    """Whether enough children are scored, and the node's coverage; both (..., hub)."""
    there = ~np.isnan(s)
    covered = coverage(node.weights, there, applies)
    if node.max_missing is None:
        return (covered > 0) & (covered >= node.min_coverage - COVERAGE_TOLERANCE), covered
    counted = (node.weights > 0)[:, None]
    missing = ~there & counted if applies is None else ~there & counted & applies
    return (covered > 0) & (missing.sum(axis=-2) <= node.max_missing), covered
