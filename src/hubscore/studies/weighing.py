"""Weights that are drawn: around the declared ones, or anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.draw import exponential, gamma, mixed, named, short, spread, stirred
from hubscore.model.plan import Plan
from hubscore.model.scorecard import Dirichlet
from hubscore.studies.absent import rows_of

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
        sizes = self._times(at)
        sizes *= self.weights[:, None]
        parts = (sizes[rows] for rows in self._rows)
        return [np.divide(part, part.sum(axis=0), out=part) for part in parts]

    def times_declared(self, at: Words) -> Floats:
        """How many times its declared weight every indicator has in the index, shape (leaf, draw)."""
        times = self._times(at)
        worth = self._shares @ times
        np.reciprocal(worth, out=worth)
        for member, above, inner in self._levels:  # from the index down
            part = times.take(member, axis=0)
            part *= worth.take(above, axis=0)
            worth[inner] *= part
        found: Floats = worth.take(self._leaf_owner, axis=0)
        found *= times[self._leaf_member]
        return found

    @cached_property
    def _shares(self) -> Floats:
        """The declared share of each member in its inner node, shape (inner node, member)."""
        shares = np.zeros((self.start.size, self.member.size))
        shares[self._owner, np.arange(self.member.size)] = self.weights
        return shares

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
    def _leaf_owner(self) -> Places:
        """The inner node that each indicator hangs on, shape (leaf,)."""
        return np.asarray(self._owner[self._reached])

    def _words(self, at: Words, members: Places | slice) -> Words:
        """Shape (member, draw)."""
        rows = self.member[members]
        words = at.take(np.maximum(self.place[rows], 0), axis=0)
        words += self.names[rows, None]
        return mixed(words)

    def _times(self, at: Words) -> Floats:
        """How many times its declared share each member has before siblings are rescaled, shape (member, draw)."""
        if self.rule == "any":
            return self._any(at)
        if isinstance(self.rule, Dirichlet):
            return self._around(at, self.rule.dirichlet)
        words = short(at).take(np.maximum(self.place[self.member], 0), axis=0)
        words += short(self.names[self.member, None])
        times = spread(stirred(words), float(self.rule))
        times[self._still] = 1.0
        return times

    @cached_property
    def _still(self) -> Places:
        """The members that are not drawn."""
        return np.flatnonzero(self.place[self.member] == NOT_VARIED)

    def _any(self, at: Words) -> Floats:
        """Dirichlet(1) over what hangs on the index; in an index over indicators these keep their pillar's share."""
        times = np.ones((self.member.size, at.shape[1]))
        root = slice(int(self.start[-1]), None)
        weights, names = self.weights[root], [self.plan.tops[row] for row in self.member[root]]
        tops = np.array([self.plan.row[name] for name in names])
        held = (weights * (tops[:, None] == tops)).sum(axis=1)
        words = at.take(np.maximum(self.place[tops], 0), axis=0)
        words += self.names[tops, None]
        drawn = exponential(mixed(words))
        drawn[self.place[tops] == NOT_VARIED] = 1.0
        times[root] = drawn / np.where(held > 0, held, 1.0)[:, None]
        return times

    def _around(self, at: Words, concentration: float) -> Floats:
        """Dirichlet around the declared weights of every node: the larger the concentration, the closer."""
        times = np.ones((self.member.size, at.shape[1]))
        drawn = np.flatnonzero((self.place[self.member] != NOT_VARIED) & (self.weights > 0))
        shape = concentration * self.weights[drawn, None]
        times[drawn] = np.maximum(gamma(shape, self._words(at, drawn)), LEAST_SIZE) / shape
        return times


def weighing(plan: Plan, rule: Rule, factors: Sequence[str]) -> Weighing:
    """How the weights of a plan are drawn when these factors are varied."""
    own = [f"weights:{top}" for top in plan.tops[:-1]]
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
