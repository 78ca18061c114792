"""What is absent, and from what its score is drawn.

Which nodes of a hub are scored follows from what is known of it, by the declared weights: a draw
neither scores a node that the data leave without a score nor takes one away. Inside a scored node
every child that applies and weighs is drawn where it is absent, an indicator or a whole pillar.
Absent is what the declared method leaves absent: what a policy fills in stays as it says.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.draw import mixed, uniform
from hubscore.model import ranking as why
from hubscore.model.plan import Inner, Plan
from hubscore.model.ranking import Ranking

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]
Words = NDArray[np.uint64]


class Gap(NamedTuple):
    """What one inner node lacks.

    `at_worst`: whether these children are at the worst, as the node says, and not drawn.
    `child`, `hub`: shape (cell,), the absent children that get a score; `names`: their
    addresses; `is_leaf`: which are indicators; `lacking`: the hubs among `hub`, each once;
    `back`: (cell,), where each cell's hub stands among these; `known`: shape (child, lacking);
    `open`: children and hubs that stay without a score; `unscored`: the hubs without a score of
    the node.
    """

    at_worst: bool
    child: Ints
    hub: Ints
    names: Words
    is_leaf: Bools
    lacking: Ints
    back: Ints
    known: Bools
    open: tuple[Ints, Ints]
    unscored: Ints

    @property
    def drawn(self) -> bool:
        """Whether there is anything to draw."""
        return self.child.size > 0 and not self.at_worst


class Absent(NamedTuple):
    """Residuals of indicators and of pillars, sorted, and the ends within which a drawn score lies."""

    of_leaves: Floats
    of_pillars: Floats
    low: float
    high: float

    def by_siblings(self, gap: Gap, keys: Words, mean: Floats) -> Floats:
        """Scores of absent children, shape (cell, draw): the hub's mean of the node and a residual.

        Parameters
        ----------
        keys
            Shape (draw,).
        mean
            Shape (cell, draw).
        """
        u = uniform(mixed(gap.names[:, None] + keys))
        scores = _picked(self.of_leaves, u)
        if not gap.is_leaf.all():
            scores = np.where(gap.is_leaf[:, None], scores, _picked(self.of_pillars, u))
        scores += mean
        return np.clip(scores, self.low, self.high, out=scores)

    def by_range(self, gap: Gap, keys: Words, scale: tuple[float, float]) -> Floats:
        """Scores of absent children, shape (cell, draw), anywhere between the goalposts."""
        return scale[0] + (scale[1] - scale[0]) * uniform(mixed(gap.names[:, None] + keys))


def _picked(pool: Floats, u: Floats) -> Floats:
    picked: Floats = pool[(u * pool.size).astype(np.intp)]
    return picked


def read_of(ranking: Ranking) -> Bools:
    """What is scored by readings and not by what a policy has filled in, shape (node, hub)."""
    read = ~np.isnan(ranking.scores)
    read[: len(ranking.plan.leaves)] &= np.array(ranking.cells.status) == why.HAS_VALUE
    return read


def lacks(ranking: Ranking) -> bool:
    """Whether anything is absent that could be drawn."""
    nodes, hubs = np.zeros(len(ranking.plan.ids), np.uint64), np.zeros(len(ranking.rank), np.uint64)
    return any(gap is not None and gap.drawn for gap in gaps_of(ranking, True, nodes, hubs))


def gaps_of(ranking: Ranking, drawn: bool, nodes: Words, hubs: Words) -> tuple[Gap | None, ...]:
    """The gaps of every inner node, None for one that lacks nothing and scores everyone.

    Parameters
    ----------
    drawn
        Whether gaps are drawn; if not, they stay without a score.
    nodes, hubs
        Their words.
    """
    plan, known = ranking.plan, ~np.isnan(ranking.scores)
    whole: Bools = np.asarray(known.all(axis=1))
    return tuple(
        None if whole[rows_of(node)].all() and whole[plan.row[node.id]] else _gap(plan, node, known, drawn, nodes, hubs)
        for node in plan.inner
    )


def _gap(plan: Plan, node: Inner, known: Bools, drawn: bool, nodes: Words, hubs: Words) -> Gap:
    scored, rows = known[plan.row[node.id]], rows_of(node)
    there = known[rows]
    absent = ~there & scored & (node.weights > 0)[:, None]
    if plan.applies_by_node is not None:
        absent &= plan.applies_by_node[rows]
    at_worst = node.missing.name == "worst"
    if not drawn and not at_worst:
        absent[:] = False
    child, hub = np.nonzero(absent)
    lacking = np.flatnonzero(absent.any(axis=0))
    return Gap(
        at_worst=at_worst,
        child=child,
        hub=hub,
        names=nodes[rows][child] + hubs[hub],
        is_leaf=rows[child] < len(plan.leaves),
        lacking=lacking,
        back=np.searchsorted(lacking, hub),
        known=there[:, lacking],
        open=_places(~there & ~absent),
        unscored=np.flatnonzero(~scored),
    )


def _places(where: Bools) -> tuple[Ints, Ints]:
    child, hub = np.nonzero(where)
    return child, hub


def rows_of(node: Inner) -> NDArray[np.intp]:
    """Where the members of a node stand."""
    if isinstance(node.children, slice):
        return np.arange(node.children.start, node.children.stop)
    return node.children.astype(np.intp)


def absent_of(plan: Plan, scores: Floats, read: Bools) -> Absent:
    """From what absent scores are drawn; `scores`, `read`: shape (node, hub)."""
    leaves, pillars = residuals(plan, scores, read)
    low = np.fmin.reduce(scores, axis=None, initial=plan.scale[0])
    high = np.fmax.reduce(scores, axis=None, initial=plan.scale[1])
    return Absent(leaves, pillars, float(low), float(high))


def residuals(plan: Plan, scores: Floats, read: Bools) -> tuple[Floats, Floats]:
    """How far scores are from the mean of their siblings: of indicators, and of pillars; sorted.

    A score is held against the mean of the other children of its node, as it would be if it
    were absent. Moved to mean 0, so that to draw what is absent favours nobody. Where no two
    siblings are known, it is anything within half the scale.
    """
    of_leaves, of_pillars = [], []
    given = np.where(read, scores, 0.0)
    for node in plan.inner:
        there, s = read[node.children], given[node.children]
        weight = node.weights[:, None] * there
        others = weight.sum(axis=0) - weight
        usable = (weight > 0) & (others > 1e-12) & read[plan.row[node.id]]
        mean = (np.einsum("ch,ch->h", weight, s) - weight * s) / np.where(usable, others, 1.0)
        away, is_leaf = s - mean, (rows_of(node) < len(plan.leaves))[:, None]
        of_leaves.append(away[usable & is_leaf])
        of_pillars.append(away[usable & ~is_leaf])
    leaves, pillars = np.sort(np.concatenate(of_leaves)), np.sort(np.concatenate(of_pillars))
    leaves = leaves - leaves.mean() if leaves.size else np.linspace(-plan.span / 2, plan.span / 2, 101)
    return leaves, pillars - pillars.mean() if pillars.size else leaves
