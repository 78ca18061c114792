"""Weigh and aggregate: from the scores of indicators to the index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.aggregate import averaged
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


def aggregate(plan: Plan, scores: Floats, gappy: Sequence[bool] | None = None, known: Bools | None = None) -> Floats:
    """Score the inner nodes from the bottom up, into their rows of `scores`.

    Parameters
    ----------
    scores
        Shape (..., node, hub), leaves filled in; changed in place.
    gappy
        Whether a leaf may hold NaN; None if any may.
    known
        Shape (hub,): who can have an index; None for all.

    Returns
    -------
    Shape (..., inner node, hub): weight of the scored children over what applies.
    """
    leaves = len(plan.leaves)
    may_lack = [True] * leaves if gappy is None else list(gappy)
    covered = np.ones((*scores.shape[:-2], len(plan.inner), scores.shape[-1]))
    for position, node in enumerate(plan.inner):
        lacking = any(may_lack[plan.row[member]] for member in node.members)
        s, due = children_of(plan, node, scores) if lacking else (scores[..., node.children, :], None)
        enough = known if position == len(plan.inner) - 1 else None
        if lacking:
            scored, covered[..., position, :] = allowed(node, s, due)
            enough = scored if enough is None else scored & enough
        if enough is not None and node.aggregate.relative:  # who is not scored meets nobody
            s = np.where(enough[..., None, :], s, np.nan)
        result = averaged(node.aggregate, s, node.weights, node.parameter, plan.scale, node.floor)
        if enough is not None:
            result = np.where(enough, result, np.nan)
        if node.digits is not None:
            result = np.round(result, node.digits) + 0.0  # no minus before a zero
        scores[..., leaves + position, :] = result
        may_lack.append(bool(np.isnan(result).any()))
    return covered


def children_of(plan: Plan, node: Inner, scores: Floats) -> tuple[Floats, Bools | None]:
    """What a node averages, shape (..., child, hub), and where it applies, None for everywhere."""
    s = scores[..., node.children, :]
    due = None if plan.applies_by_node is None else plan.applies_by_node[node.children]
    if node.missing.name == "worst":
        gap = np.isnan(s) if due is None else np.isnan(s) & due
        s = np.where(gap if plan.gone is None else gap & ~plan.gone, plan.scale[0], s)
    return s, due


def allowed(node: Inner, s: Floats, applies: Bools | None) -> tuple[Bools, Floats]:
    """Whether enough children are scored, and the node's coverage; both (..., hub)."""
    there = ~np.isnan(s)
    covered = coverage(node.weights, there, applies)
    if node.max_missing is None:
        return (covered > 0) & (covered >= node.min_coverage - COVERAGE_TOLERANCE), covered
    counted = (node.weights > 0)[..., None]
    missing = ~there & counted if applies is None else ~there & counted & applies
    return (covered > 0) & (missing.sum(axis=-2) <= node.max_missing), covered
