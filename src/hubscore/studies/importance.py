"""What each indicator and pillar weighs, and how much of the differences between hubs it makes."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.outcome import varies
from hubscore.methods.statistics import deviation, distances
from hubscore.model.plan import Plan
from hubscore.model.ranking import Ranking
from hubscore.studies.points import points_of
from hubscore.studies.size import MIN_HUBS

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
Way = Literal["squared correlation", "covariance share"]

FEWEST = 3
"""A correlation over two hubs is always 1."""


@dataclass(frozen=True, eq=False)
class Importance:
    """Weights against what they achieve, for every node but the root, as people read the tree.

    All arrays have shape (node,), NaN where there is no answer.

    `nominal`: share of the weights of its siblings; `effective`: share of the index by weights
    alone. `correlation_parent`, `correlation`: Pearson's r with the score of the parent and
    with the index. `measured_in_parent`, `measured`: the part of the differences between hubs
    that is its own, as `way` has it: of the parent among siblings, and of the index, among all
    indicators for an indicator and among all of its level for a pillar. `spread`: standard
    deviation (n - 1) of the scores, which is why equal weights do not matter the same. `hubs`:
    how many have an index, benchmarks among them.
    """

    nodes: tuple[str, ...]
    parents: tuple[str, ...]
    nominal: Floats
    effective: Floats
    correlation_parent: Floats
    correlation: Floats
    measured_in_parent: Floats
    measured: Floats
    spread: Floats
    way: Way
    hubs: int

    def __post_init__(self) -> None:
        for value in vars(self).values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False

    @property
    def told(self) -> Floats:
        """`measured`, below 0 for what goes against the index."""
        return self._signed(self.measured, self.correlation)

    @property
    def told_in_parent(self) -> Floats:
        """`measured_in_parent`, below 0 for what goes against its parent."""
        return self._signed(self.measured_in_parent, self.correlation_parent)

    def _signed(self, measured: Floats, r: Floats) -> Floats:
        """A squared correlation has lost its sign, a covariance share has its own."""
        return np.where(r < 0, -measured, measured) if self.way == "squared correlation" else measured


def importance(ranking: Ranking) -> Importance:
    """Compare what nodes weigh with how they move the index.

    From 20 hubs on, importance is the squared correlation of a node's score with that of its
    parent and with the index, as a share among its like (Paruolo, Saisana and Saltelli,
    Ratings and rankings: voodoo or science? JRSS A 2013, in its linear form; Becker and others,
    Weights and importance in composite indicators, 2017). With fewer hubs correlations are
    chance: importance is then the exact share cov(points, index) / var(index), where points
    are the node's part of the index. These shares add up to 1, and one below 0 means that the
    node evens out differences that others make.

    All hubs with an index count, benchmarks too, as they do in normalisation.
    """
    plan = ranking.plan
    placed = {row: parent for row in plan.order if (parent := plan.parent[row]) is not None}
    rows, above = np.array(list(placed)), np.array([plan.row[parent] for parent in placed.values()])
    there = ~np.isnan(ranking.index)
    scores, hubs = ranking.scores[:, there], int(there.sum())
    with_parent, with_index = _pearson(scores[rows], scores[above]), _pearson(scores[rows], scores[-1:])
    if hubs >= MIN_HUBS:
        # What weighs nothing makes nothing, whatever it happens to go with.
        measured_in_parent = _share_among(np.where(_nominal(plan)[rows] > 0, with_parent**2, 0.0), above)
        measured = _of_index(np.where(_effective(plan)[rows] > 0, with_index**2, 0.0), plan, rows)
    else:
        points = _points(ranking, np.flatnonzero(there))
        measured_in_parent = _covariance_share(points[rows], points[above])
        measured = _covariance_share(points[rows], points[-1:])
    return Importance(
        nodes=tuple(plan.ids[row] for row in rows),
        parents=tuple(placed.values()),
        nominal=_nominal(plan)[rows],
        effective=_effective(plan)[rows],
        correlation_parent=with_parent,
        correlation=with_index,
        measured_in_parent=measured_in_parent,
        measured=measured,
        spread=deviation(scores[rows]),
        way="squared correlation" if hubs >= MIN_HUBS else "covariance share",
        hubs=hubs,
    )


def _effective(plan: Plan) -> Floats:
    """The share of every node in the index by weights alone, shape (all nodes,): what the indicators below it have."""
    share = np.concatenate([plan.weights, np.zeros(len(plan.inner))])
    for row, parent in enumerate(plan.parent):  # from the bottom up
        if parent is not None:
            share[plan.row[parent]] += share[row]
    return share


def _nominal(plan: Plan) -> Floats:
    """The share of every node in what its parent averages, shape (all nodes,), the indicators below it if those are."""
    share = np.zeros(len(plan.ids))
    for node in plan.inner:
        for member, weight in zip(node.members, node.weights, strict=True):
            row = plan.row[member]
            while (above := plan.parent[row]) is not None and above != node.id:
                row = plan.row[above]
            share[row] += weight
    return share


def _pearson(x: Floats, y: Floats) -> Floats:
    """Correlation of each row of `x` with that of `y`, shape (node,), over the hubs that have both."""
    both = ~(np.isnan(x) | np.isnan(y))
    x, y = (np.where(both, each, np.nan) for each in (x, y))
    defined = (both.sum(axis=1) >= FEWEST) & varies(x) & varies(y)
    x, y = (np.nan_to_num(distances(each)[0]) for each in (x, y))
    size = np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1))
    r: Floats = np.divide((x * y).sum(axis=1), size, out=np.full(len(x), np.nan), where=defined)
    return np.clip(r, -1.0, 1.0)


def _share_among(value: Floats, group: Rows) -> Floats:
    """Each value over the sum of its group, shape (node,); NaN counts as nothing and stays NaN."""
    known = np.nan_to_num(value)
    # Rounded once, so that the order of the file shows in no digit.
    totals = {each: fsum(known[group == each]) for each in set(group.tolist())}
    total = np.array([totals[each] for each in group.tolist()])
    share: Floats = np.divide(value, total, out=np.full(len(value), np.nan), where=total > 0)
    return share


def _of_index(value: Floats, plan: Plan, rows: Rows) -> Floats:
    """Each value over the sum of all indicators, or for a pillar over the sum of its level."""
    leaf = rows < len(plan.leaves)
    share = _share_among(value, np.array(plan.depth)[rows])
    share[leaf] = _share_among(value[leaf], np.zeros_like(rows[leaf]))
    return share


def _points(ranking: Ranking, hubs: Rows) -> Floats:
    """The points of every node, shape (node, hub), 0 for what does not count."""
    points = [points_of(ranking, int(hub)).points for hub in hubs]
    return np.nan_to_num(np.array(points).reshape(len(points), len(ranking.plan.ids)).T)


def _covariance_share(part: Floats, whole: Floats) -> Floats:
    """Which part of the variance of `whole` each row of `part` makes, shape (node,); parts of a whole add up to 1."""
    (own, size), (all_of_it, unit) = distances(part), distances(whole)
    moved, variance = (own * all_of_it).sum(axis=1), (all_of_it**2).sum(axis=1)
    share: Floats = np.divide(moved, variance, out=np.full(len(part), np.nan), where=varies(whole))
    return share * (size / np.where(unit > 0, unit, 1.0))[:, 0]
