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
        worth = np.empty((self.start.size, at.shape[1]))
        for node, rows, above in zip(self.plan.inner, self._rows, worth, strict=True):
            np.matmul(node.weights, times[rows], out=above)
        np.reciprocal(worth, out=worth)
        for inner, members, pillars in self._down:
            part = times[self._rows[inner]]
            part *= worth[inner]
            worth[pillars] *= times[members]
        found: Floats = times[self._reached]
        return found

    @cached_property
    def _rows(self) -> list[slice]:
        """Where the members of each inner node stand."""
        return [slice(*ends) for ends in pairwise([*self.start.tolist(), self.member.size])]

    @cached_property
    def _down(self) -> list[tuple[int, Places, Places]]:
        """Inner nodes that the index rests on, from it down: which of its members are pillars, and which pillars.

        Those that an `over` skips are not among them.
        """
        own, down, waiting = self.member - len(self.plan.leaves), [], [len(self.plan.inner) - 1]
        for inner in waiting:
            rows = self._rows[inner]
            members = rows.start + np.flatnonzero(own[rows] >= 0)
            down.append((inner, members, own[members]))
            waiting.extend(own[members].tolist())
        return down

    @cached_property
    def _reached(self) -> Places | slice:
        """Where each indicator is a member of a node that the index rests on: of one, if `over` skips others."""
        spots = np.concatenate([np.arange(self.member.size)[self._rows[inner]] for inner, _, _ in self._down])
        spots = spots[self.member[spots] < len(self.plan.leaves)]
        spots = spots[np.argsort(self.member[spots])]
        return slice(0, spots.size) if (spots == np.arange(spots.size)).all() else spots

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
    known = {} if rule == 0 else {name: row for row, name in enumerate(factors)}
    place = [known.get(name, NOT_VARIED) for name in own]
    members = [rows_of(node) for node in plan.inner]
    return Weighing(
        plan,
        rule,
        place=np.array([*place, NOT_VARIED]),
        member=np.concatenate(members),
        weights=np.concatenate([node.weights for node in plan.inner]),
        start=np.cumsum([0, *(rows.size for rows in members[:-1])]),
    )
