"""Weights that are drawn: around the declared ones, or anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.draw import exponential, gamma, mixed, named, spread
from hubscore.model.plan import Plan
from hubscore.model.scorecard import Dirichlet
from hubscore.studies.absent import rows_of
from hubscore.studies.noise import top_of

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]
Places = NDArray[np.intp]

Rule = float | Literal["any"] | Dirichlet

NOT_VARIED = -1

LEAST_SIZE = 1e-300
"""What stands for a weight that is too small for a number, so that siblings never add up to 0."""


@dataclass(frozen=True, eq=False)
class Weighing:
    """How weights are drawn.

    Every node has one number in the file and one in a draw, whichever nodes average it. A
    weight of 0 leaves its node out and stays 0.

    `rule`: as [uncertainty] says; `place`: shape (node,), the row of the keys that a node's
    weight is drawn from, `NOT_VARIED` for none. Members of all inner nodes stand end to end:
    `member`: shape (member,), their rows among the nodes; `weights`: their declared shares;
    `start`: shape (inner node,), where the members of each begin.
    """

    plan: Plan
    rule: Rule
    place: Places
    member: Places
    weights: Floats
    start: Places

    @cached_property
    def varied(self) -> bool:
        """Whether any weight is drawn."""
        return bool((self.place != NOT_VARIED).any())

    @cached_property
    def names(self) -> Words:
        """The word of each node, shape (node,)."""
        return named(self.plan.ids)

    def shares(self, at: Words) -> list[Floats]:
        """The weights of each inner node's members, shape (child, draw), or (child, 1); sum 1.

        Parameters
        ----------
        at
            Keys, shape (factor, draw).
        """
        if not self.varied:
            return [node.weights[:, None] for node in self.plan.inner]
        sizes = self._sizes(at)
        parts = (sizes[rows] for rows in self._rows)
        return [np.divide(part, total, out=part) for part, total in zip(parts, self._totals(sizes), strict=True)]

    def of_leaves(self, at: Words) -> Floats:
        """The weight of every indicator in the index, shape (leaf, draw)."""
        sizes = self._sizes(at)
        worth = np.reciprocal(self._totals(sizes))
        for member, above, inner in self._levels:  # from the index down
            worth[inner] *= sizes[member] * worth[above]
        found: Floats = sizes[self._leaf_member]
        for rows, owner in self._siblings:
            found[rows] *= worth[owner]
        return found

    def _totals(self, sizes: Floats) -> Floats:
        """What the members of each inner node add up to, shape (inner node, draw), to the same bit in any block."""
        totals = np.empty((len(self._rows), sizes.shape[1]))
        for rows, total in zip(self._rows, totals, strict=True):
            np.add.reduce(sizes[rows], axis=0, out=total)
        return totals

    @cached_property
    def _rows(self) -> list[slice]:
        """Where the members of each inner node stand."""
        return [slice(*ends) for ends in pairwise([*self.start.tolist(), self.member.size])]

    @cached_property
    def _owner(self) -> Places:
        """The inner node of each member, shape (member,)."""
        owner: Places = np.repeat(np.arange(len(self.plan.inner)), np.diff(self.start, append=self.member.size))
        return owner

    @cached_property
    def _levels(self) -> list[tuple[Places, Places, Places]]:
        """Inner nodes that the index rests on, by depth: where each is a member, of which node, and its own place.

        Those that an `over` skips are not among them.
        """
        pillars, levels = self.member - len(self.plan.leaves), []
        above = np.array([len(self.plan.inner) - 1])
        while above.size:
            member = np.flatnonzero(self._hang_on(above) & (pillars >= 0))
            above = pillars[member]
            levels.append((member, self._owner[member], above))
        return levels[:-1]

    def _hang_on(self, inner: Places) -> NDArray[np.bool_]:
        """Which members are those of these inner nodes, shape (member,)."""
        named = np.zeros(len(self.plan.inner), dtype=bool)
        named[inner] = True
        return named[self._owner]

    @cached_property
    def _reached(self) -> Places:
        """Where each indicator is a member of a node that the index rests on: of one, if `over` skips others."""
        nodes = np.concatenate([[len(self.plan.inner) - 1], *(inner for _, _, inner in self._levels)])
        spots = np.flatnonzero(self._hang_on(nodes) & (self.member < len(self.plan.leaves)))
        return spots[np.argsort(self.member[spots])]

    @cached_property
    def _leaf_member(self) -> Places | slice:
        spots = self._reached
        return slice(0, spots.size) if (spots == np.arange(spots.size)).all() else spots

    @cached_property
    def _siblings(self) -> list[tuple[slice, int]]:
        """Indicators side by side that hang on the same inner node, and which it is."""
        owner = self._owner[self._reached]
        starts = [0, *(np.flatnonzero(np.diff(owner)) + 1).tolist(), owner.size]
        return [(slice(start, stop), int(owner[start])) for start, stop in pairwise(starts)]

    def _words(self, at: Words, members: Places | slice) -> Words:
        """Shape (member, draw)."""
        rows = self.member[members]
        words = at.take(np.maximum(self.place[rows], 0), axis=0)
        words += self.names[rows, None]
        return mixed(words)

    def _sizes(self, at: Words) -> Floats:
        """Weights before they are rescaled, shape (member, draw)."""
        if self.rule == "any":
            return self._any(at)
        if isinstance(self.rule, Dirichlet):
            return self._around(at, self.rule.dirichlet)
        half = np.where(self.place[self.member] == NOT_VARIED, 0.0, float(self.rule))[:, None]
        return spread(self._words(at, slice(None)), self.weights[:, None], half)

    def _any(self, at: Words) -> Floats:
        """Dirichlet(1) over what hangs on the index; in an index over indicators these keep their pillar's share."""
        sizes = np.repeat(self.weights[:, None], at.shape[1], axis=1)
        root = slice(int(self.start[-1]), None)
        weights, names = self.weights[root], [top_of(self.plan, int(row)) for row in self.member[root]]
        tops = np.array([self.plan.row[name] for name in names])
        held = (weights * (tops[:, None] == tops)).sum(axis=1)
        words = at.take(np.maximum(self.place[tops], 0), axis=0)
        words += self.names[tops, None]
        drawn = exponential(mixed(words))
        drawn[self.place[tops] == NOT_VARIED] = 1.0
        sizes[root] = drawn * (weights / np.where(held > 0, held, 1.0))[:, None]
        return sizes

    def _around(self, at: Words, concentration: float) -> Floats:
        """Dirichlet around the declared weights of every node: the larger the concentration, the closer."""
        shape = concentration * self.weights
        sizes = np.repeat(shape[:, None], at.shape[1], axis=1)
        drawn = np.flatnonzero((self.place[self.member] != NOT_VARIED) & (self.weights > 0))
        sizes[drawn] = np.maximum(gamma(shape[drawn, None], self._words(at, drawn)), LEAST_SIZE)
        return sizes


def weighing(plan: Plan, rule: Rule, factors: Sequence[str]) -> Weighing:
    """How the weights of a plan are drawn when these factors are varied."""
    own = [f"weights:{top_of(plan, row)}" for row in range(len(plan.ids) - 1)]
    place = [factors.index(name) if name in factors and rule != 0 else NOT_VARIED for name in own]
    members = [rows_of(node) for node in plan.inner]
    return Weighing(
        plan,
        rule,
        place=np.array([*place, NOT_VARIED]),
        member=np.concatenate(members),
        weights=np.concatenate([node.weights for node in plan.inner]),
        start=np.cumsum([0, *(rows.size for rows in members[:-1])]),
    )
