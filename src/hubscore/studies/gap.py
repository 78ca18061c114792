"""The gap between two hubs, from the index down to every indicator."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hubscore.line.nodes import children_of
from hubscore.methods.attribute import way
from hubscore.methods.duels import duels
from hubscore.methods.gap import slopes
from hubscore.model.plan import Inner, Plan
from hubscore.model.ranking import Ranking
from hubscore.studies.points import adding_up, points_of, skipped

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Rows = NDArray[np.intp]


def additive(plan: Plan) -> bool:
    """Whether the index is a sum of weights times scores, so that two hubs' own points make the gap."""
    return all(way(node.aggregate.name, node.parameter).name == "weight x score" for node in plan.inner)


def gap_between(ranking: Ranking, one: int, other: int) -> Floats:
    """How many points of the index one scored hub gains over another in every node, shape (node,).

    The members of a node add up to it, and indicators to the difference of the scores; NaN for
    what neither of them has. In an additive index this is the difference of their points, where
    what one of them lacks has none. Otherwise the gap itself is split, hub to hub, and for what
    one of them lacks its own mean of the node stands in (as it does when weights are rescaled).
    """
    if additive(ranking.plan):
        own, their = points_of(ranking, one).points, points_of(ranking, other).points
        return np.where(np.isnan(own) & np.isnan(their), np.nan, np.nan_to_num(own) - np.nan_to_num(their))
    plan, pair = ranking.plan, [one, other]
    scores = ranking.scores[:, pair].copy()  # from the root down filled with what stands in
    parts, worth = (np.full(len(plan.ids), np.nan) for _ in range(2))
    parts[-1], worth[-1] = scores[-1, 0] - scores[-1, 1], 1.0
    for node in reversed(plan.inner):
        row = plan.row[node.id]
        rows, s = _members(ranking, node)
        here = np.where(np.isnan(ranking.scores[row, pair]), np.nan, s[:, pair])
        counts = ~np.isnan(here).all(axis=1)
        if np.isnan(worth[row]) or not counts.any():
            continue
        at, here = rows[counts], here[counts]
        scores[at] = np.where(np.isnan(here), scores[row], here)
        weights = node.weights[counts] / (node.weights[counts].sum() or 1.0)
        split, slope = _split(plan, node, here, scores[at], weights, _third(ranking, node, s[counts], pair))
        parts[at] = _adding_up(worth[row] * split, parts[row], weights, np.asarray(np.isnan(here).any(axis=1)))
        apart = scores[at, 0] - scores[at, 1]
        worth[at] = np.where(apart == 0, worth[row] * slope, parts[at] / np.where(apart == 0, 1.0, apart))
    skipped(plan, parts)
    return parts


def _members(ranking: Ranking, node: Inner) -> tuple[Rows, Floats]:
    """Rows of what a node averages, and the scores of all hubs there, shape (child, hub)."""
    rows = np.array([ranking.plan.row[member] for member in node.members])
    return rows, children_of(ranking.plan, node, ranking.scores)[0]


def _adding_up(split: Floats, total: float, weights: Floats, lacking: Bools) -> Floats:
    """Parts that add up: what is left over goes to what one hub lacks, if anything, as only that stands in roughly."""
    to = lacking & (weights > 0) if (lacking & (weights > 0)).any() else np.ones(len(split), dtype=bool)
    parts = split.copy()
    parts[to] = adding_up(split[to], total - split[~to].sum(), weights[to] / (weights[to].sum() or 1.0))
    return parts


def _third(ranking: Ranking, node: Inner, s: Floats, pair: list[int]) -> Floats:
    """The scores of the hubs that both meet, shape (child, hub), where an aggregation compares hubs."""
    met = ~np.isnan(ranking.scores[ranking.plan.row[node.id]]) & node.aggregate.relative
    met[pair] = False
    return s[:, met]


def _split(plan: Plan, node: Inner, here: Floats, filled: Floats, w: Floats, third: Floats) -> tuple[Floats, Floats]:
    """Parts of the gap of the node's own scores, and slopes, both of shape (child,)."""
    a, b = filled.T
    if node.aggregate.relative:
        parts = duels(here[:, 0], here[:, 1], third, w, plan.scale)
        return parts, np.zeros_like(parts)
    slope = slopes(node.aggregate.name, node.parameter, a, b, w, plan.scale, node.floor)
    return slope * (a - b), slope
