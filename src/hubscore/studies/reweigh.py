"""The index under other weights: many sets of them at once, with all else as it was scored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import Problem, UsageError
from hubscore.line.nodes import allowed, children_of
from hubscore.methods.aggregate import averaged
from hubscore.model.plan import Inner, Plan
from hubscore.model.ranking import Ranking

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]

Level = Literal["pillar", "indicator"]
LEVELS: tuple[Level, ...] = ("pillar", "indicator")
"""Whose weights move: those of what the index averages, or those of all indicators in the index."""

CELLS_AT_ONCE = 1 << 21
"""Scores of draws x nodes x hubs that are held at a time."""

LEAST_COVERAGE = 1e-6
"""Something that is scored has to weigh something."""


@dataclass(frozen=True, eq=False)
class Field:
    """Some hubs of a ranking, whose index can be had under other weights.

    Where a node compares hubs, all of them are scored; `hubs`: positions of those asked for.
    """

    ranking: Ranking
    hubs: Ints

    @cached_property
    def _met(self) -> Ints:
        """Who has to be scored along."""
        everyone = any(node.aggregate.relative for node in self.ranking.plan.inner)
        return np.arange(len(self.ranking.rank)) if everyone else self.hubs

    @cached_property
    def _asked(self) -> Ints:
        """Where those asked for stand among them."""
        return np.searchsorted(self._met, self.hubs) if len(self._met) > len(self.hubs) else np.arange(len(self.hubs))

    @cached_property
    def _plan(self) -> Plan:
        """The plan for these hubs alone."""
        plan, met = self.ranking.plan, self._met
        leaves = tuple(
            leaf if leaf.applies is None else leaf._replace(applies=leaf.applies[met]) for leaf in plan.leaves
        )
        return replace(plan, leaves=leaves, gone=None if plan.gone is None else plan.gone[met])

    @cached_property
    def _known(self) -> Bools:
        """Hubs of which something that weighs is known; the others have no index, however gaps are filled."""
        grades = self.ranking.grades[self.ranking.plan.weights > 0][:, self._met]
        return np.asarray((grades >= 0).any(axis=0))

    def index(self, weights: Mapping[str, Floats], leaves: Mapping[int, Floats] | None = None) -> Floats:
        """The index under other weights of some nodes, or with other scores of some indicators.

        Parameters
        ----------
        weights
            By node, shape (draw, child) each, sum 1.
        leaves
            By row, shape (draw, hub of the ranking) each.

        Returns
        -------
        Shape (draw, hub asked for), NaN where there is none.
        """
        leaves = leaves or {}
        draws = len(next(iter((*weights.values(), *leaves.values()))))
        step = max(1, CELLS_AT_ONCE // (len(self._plan.ids) * max(len(self._met), 1)))
        blocks = []
        for first in range(0, draws, step):
            some = slice(first, min(first + step, draws))
            own = {name: w[some] for name, w in weights.items()}
            blocks.append(
                self._block(some.stop - first, own, {row: s[some][:, self._met] for row, s in leaves.items()})
            )
        return np.concatenate(blocks)[:, self._asked]

    def _block(self, draws: int, weights: Mapping[str, Floats], leaves: Mapping[int, Floats]) -> Floats:
        plan, moved = self._plan, set(leaves)
        nodes: list[tuple[int, Inner]] = []
        for row, node in enumerate(plan.inner, start=len(plan.leaves)):
            if node.id in weights or not moved.isdisjoint(_rows(plan, node)):
                nodes.append((row, node._replace(weights=weights.get(node.id, node.weights))))
                moved.add(row)
        needed = sorted({row for _, node in nodes for row in _rows(plan, node)} | {len(plan.ids) - 1})
        scores = np.empty((draws, len(plan.ids), len(self._met)))  # of rows that nobody needs nothing is read
        scores[:, needed] = self.ranking.scores[needed][:, self._met]
        for row, s in leaves.items():
            scores[:, row] = s
        for row, node in nodes:
            known = self._known if row == len(plan.ids) - 1 else None
            with np.errstate(all="ignore"):
                scores[:, row] = _node(plan, node, scores, known)
        return scores[:, -1]


def _rows(plan: Plan, node: Inner) -> list[int]:
    return [plan.row[member] for member in node.members]


def _node(plan: Plan, node: Inner, scores: Floats, known: Bools | None) -> Floats:
    """The score of one node, shape (draw, hub); its weights are of shape (child,) or (draw, child)."""
    s, due = children_of(plan, node, scores)
    enough, _ = allowed(node, s, due)
    enough = enough if known is None else enough & known
    if node.aggregate.relative:  # who is not scored meets nobody
        s = np.where(enough[..., None, :], s, np.nan)
    result = averaged(node.aggregate, s, node.weights, node.parameter, plan.scale, node.floor)
    result = np.where(enough, result, np.nan)
    return result if node.digits is None else np.round(result, node.digits) + 0.0


@dataclass(frozen=True, eq=False)
class Levers:
    """The weights that may move together.

    A weight of 0 leaves its node out and stays 0. `nodes`: those that weigh something; `weights`:
    shape (lever,), their declared shares of the index, sum 1, all above 0.
    """

    ranking: Ranking
    level: Level
    nodes: tuple[str, ...]
    weights: Floats

    def __post_init__(self) -> None:
        self.weights.flags.writeable = False

    def index(self, field: Field, v: Floats) -> Floats:
        """The index of some hubs, shape (draw, hub), under weights of shape (draw, lever), sum 1."""
        return field.index(self.by_node(v))

    def by_node(self, v: Floats) -> dict[str, Floats]:
        """The weights of the members of the nodes that these weights speak of, shape (draw, child) each."""
        plan, v = self.ranking.plan, np.atleast_2d(v)
        nodes = plan.inner[-1:] if self.level == "pillar" else plan.inner
        return {node.id: _shared(node, v @ below) for node, below in zip(nodes, self._below, strict=True)}

    @cached_property
    def _below(self) -> list[Floats]:
        """Which levers hang below each member of each node, shape (lever, child)."""
        plan = self.ranking.plan
        if self.level == "pillar":
            members = plan.inner[-1].members
            return [np.array([[float(lever == member) for member in members] for lever in self.nodes])]
        leaves, rows = len(plan.leaves), [plan.row[lever] for lever in self.nodes]
        below = np.concatenate([np.eye(leaves), plan.inside.astype(float)])[:, rows]
        return [below[_rows(plan, node)].T for node in plan.inner]

    def linear(self, hubs: Ints) -> tuple[Floats, Floats] | None:
        """Scores and rows with which the order of some hubs is that of weights times scores.

        So it is where every mean on the way is arithmetic, nothing is rounded, and the hubs lack
        the same: then all their sums are divided by the same weight.

        Returns
        -------
        Scores of shape (lever, hub), NaN for what all of them lack, and rows of shape
        (condition, lever): where each times the weights is not below 0, all have an index. None
        where the order is not linear.
        """
        plan = self.ranking.plan
        nodes = plan.inner[-1:] if self.level == "pillar" else plan.inner
        if not all(_is_plain(node) for node in nodes):
            return None
        if self.level == "pillar":
            return self._of_root(hubs)
        rows = [plan.row[lever] for lever in self.nodes]
        s: Floats = self.ranking.scores[rows][:, hubs]
        return None if np.isnan(s).any() else (s, np.empty((0, len(rows))))

    def _of_root(self, hubs: Ints) -> tuple[Floats, Floats] | None:
        plan, root = self.ranking.plan, self.ranking.plan.inner[-1]
        kept = [root.members.index(lever) for lever in self.nodes]
        s, due = children_of(plan, root, self.ranking.scores)
        s = s[kept][:, hubs]
        there = ~np.isnan(s)
        if (there != there[:, :1]).any():
            return None
        applies = np.ones(s.shape) if due is None else due[kept][:, hubs].astype(float)
        if there.all():
            return s, np.empty((0, len(kept)))
        least = max(root.min_coverage if root.max_missing is None else 0.0, LEAST_COVERAGE)
        return s, np.unique(there[:, 0] - least * applies.T, axis=0)


def _is_plain(node: Inner) -> bool:
    return node.aggregate.name == "arithmetic" and node.digits is None


def _shared(node: Inner, w: Floats) -> Floats:
    """Weights of members rescaled to 1; the declared ones where nothing is left for the node."""
    total = w.sum(axis=1, keepdims=True)
    return np.where(total > 0, w / np.where(total > 0, total, 1.0), node.weights)


def levers(ranking: Ranking, level: Level = "pillar") -> Levers:
    """What can be moved at one level: in an index that averages its indicators both are the same.

    Raises
    ------
    UsageError
        A level that does not exist.
    """
    if level not in LEVELS:
        raise UsageError(Problem("usage", f"there is no level `{level}`", expected="one of " + ", ".join(LEVELS)))
    plan = ranking.plan
    ids, weights = (
        (plan.inner[-1].members, plan.inner[-1].weights)
        if level == "pillar"
        else (tuple(leaf.id for leaf in plan.leaves), plan.weights)
    )
    counts = np.flatnonzero(weights > 0)
    return Levers(ranking, level, tuple(ids[at] for at in counts), weights[counts] / weights[counts].sum())


def averagers(plan: Plan) -> Iterator[tuple[str, Inner]]:
    """Every node that weighs in the index, with the node that averages it, from the index down."""
    reached = {plan.inner[-1].id}
    for node in reversed(plan.inner):
        if node.id in reached:
            reached.update(node.members)
            yield from ((member, node) for member in node.members)
