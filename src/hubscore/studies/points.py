"""Where the points of a hub come from, from the index down to every indicator."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hubscore.line.nodes import children_of
from hubscore.methods.attribute import parts, way
from hubscore.model.plan import Inner, Plan
from hubscore.model.ranking import Ranking

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

NOTHING = 1e-290
"""A score this near to 0 is as good as 0: what a point of it is worth need not be a number."""


@dataclass(frozen=True, eq=False)
class Points:
    """The points of one hub by node.

    `weight`: shape (node,), the share in the node that averages it, among those that count;
    `points`: shape (node,), parts of the index; the members of a node add up to it, and so do
    the indicators to the index (together with pillars that count at the low end of the scale
    for want of a score). NaN for what does not count. `ways`: how the points of each inner
    node were split.
    """

    weight: Floats
    points: Floats
    ways: tuple[str, ...]

    def __post_init__(self) -> None:
        for array in (self.weight, self.points):
            array.flags.writeable = False


def points_of(ranking: Ranking, hub: int) -> Points:
    """Split the index of one hub among all nodes."""
    plan = ranking.plan
    weight, points, worth = (np.full(len(plan.ids), np.nan) for _ in range(3))
    index = ranking.scores[-1, hub]
    if not np.isnan(index):
        weight[-1], points[-1], worth[-1] = 1.0, index, 1.0
        for node in reversed(plan.inner):
            row = plan.row[node.id]
            if not (np.isnan(worth[row]) or np.isnan(ranking.scores[row, hub])):
                at, s, others = _counted(ranking, node, hub)
                weight[at], split = _split(plan, node, at, s, others)
                points[at] = adding_up(worth[row] * split, points[row], weight[at])
                nothing = np.abs(s) < NOTHING
                worth[at] = np.where(nothing, worth[row] * weight[at], points[at] / np.where(nothing, 1.0, s))
        skipped(plan, points, weight)
    return Points(weight, points, tuple(way(node.aggregate.name, node.parameter).name for node in plan.inner))


def _counted(ranking: Ranking, node: Inner, hub: int) -> tuple[Rows, Floats, Floats]:
    """Rows and scores of the members that the node averages, and the scores of the hubs it is compared with."""
    plan = ranking.plan
    members = np.array([plan.row[member] for member in node.members])
    s, _ = children_of(plan, node, ranking.scores)
    counts = ~np.isnan(s[:, hub])
    met = ~np.isnan(ranking.scores[plan.row[node.id]]) & node.aggregate.relative
    met[hub] = False
    return members[counts], s[counts, hub], s[counts][:, met]


def _split(plan: Plan, node: Inner, at: Rows, s: Floats, others: Floats) -> tuple[Floats, Floats]:
    """Weights among the members that count, and the node's own score split among them."""
    declared = dict(zip((plan.row[member] for member in node.members), node.weights, strict=True))
    shares = np.array([declared[row] for row in at])
    shares = shares / shares.sum()
    return shares, parts(node.aggregate.name, node.parameter, s, shares, plan.scale, node.floor, others)


def adding_up(split: Floats, total: float, shares: Floats) -> Floats:
    """Parts that add up to the total: what rounding moved goes to each in proportion to its size."""
    size = np.abs(split)
    by = size / size.sum() if size.any() else shares
    adjusted: Floats = split + (total - split.sum()) * by
    return adjusted


def skipped(plan: Plan, points: Floats, *others: Floats) -> None:
    """Pillars that an `over` skips get what their indicators get, of all these arrays of shape (node,)."""
    for row in range(len(plan.leaves), len(plan.ids) - 1):
        if np.isnan(points[row]):
            below = [at for at in range(len(plan.leaves)) if plan.ids[row] in _above(plan, at)]
            had = [at for at in below if not np.isnan(points[at])]
            if had:
                for figures in (points, *others):
                    figures[row] = figures[had].sum()


def _above(plan: Plan, row: int) -> set[str]:
    above = set()
    parent = plan.parent[row]
    while parent is not None:
        above.add(parent)
        parent = plan.parent[plan.row[parent]]
    return above
