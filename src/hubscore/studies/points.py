"""Where the points of a hub come from, from the index down to every indicator."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.attribute import parts, way
from hubscore.model.plan import Inner, Plan
from hubscore.model.ranking import Ranking

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Points:
    """The points of one hub by node.

    `weight`: shape (node,), the share in the node that averages it, among its scored members;
    `points`: shape (node,), parts of the index; the indicators' add up to it, and so do those
    of any node's members to the node's. NaN for what is not scored. `ways`: how the points
    of each inner node were split.
    """

    weight: Floats
    points: Floats
    ways: tuple[str, ...]


def points_of(ranking: Ranking, hub: int) -> Points:
    """Split the index of one hub among all nodes."""
    plan = ranking.plan
    scores = ranking.scores[:, hub]
    weight, points = np.full(len(plan.ids), np.nan), np.full(len(plan.ids), np.nan)
    worth = np.full(len(plan.ids), np.nan)
    weight[-1], points[-1], worth[-1] = 1.0, scores[-1], 1.0
    for node in reversed(plan.inner):
        row = plan.row[node.id]
        members = np.array([plan.row[member] for member in node.members])
        there = members[~np.isnan(scores[members])]
        if np.isnan(worth[row]) or not there.size:
            continue
        shares, split = _split(plan, node, scores, there)
        total = split.sum()
        scale = scores[row] / total if total != 0 else 1.0
        weight[there] = shares
        points[there] = worth[row] * scale * split
        flat = scores[there] == 0
        worth[there] = np.where(flat, worth[row] * shares, points[there] / np.where(flat, 1.0, scores[there]))
    _skipped(plan, points, weight)
    ways = tuple(way(node.aggregate.name, node.parameter).name for node in plan.inner)
    return Points(weight, points, ways)


def _split(plan: Plan, node: Inner, scores: Floats, there: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Weights among the scored members, and the node's own score split among them."""
    declared = dict(zip((plan.row[member] for member in node.members), node.weights, strict=True))
    shares = np.array([declared[row] for row in there])
    shares = shares / shares.sum() if shares.sum() > 0 else shares
    floor = node.floor if node.aggregate.floored(node.parameter) else 0.0
    return shares, parts(node.aggregate.name, node.parameter, scores[there], shares, plan.scale, floor)


def _skipped(plan: Plan, points: Floats, weight: Floats) -> None:
    """Pillars that an `over` skips get what their indicators get."""
    for row in range(len(plan.leaves), len(plan.ids) - 1):
        if np.isnan(points[row]):
            below = [at for at in range(len(plan.leaves)) if plan.ids[row] in _above(plan, at)]
            had = [at for at in below if not np.isnan(points[at])]
            if had:
                points[row], weight[row] = points[had].sum(), weight[had].sum()


def _above(plan: Plan, row: int) -> set[str]:
    above = set()
    parent = plan.parent[row]
    while parent is not None:
        above.add(parent)
        parent = plan.parent[plan.row[parent]]
    return above
