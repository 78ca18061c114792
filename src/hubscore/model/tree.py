"""The tree of a scorecard: who is whose child."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hubscore.model.scorecard import ROOT, Node, Scorecard

DEEPEST = 100
"""Levels of pillars that a scorecard may have."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Pillars and indicators below the root, in the order of the file.

    `children` has an entry for the root and every pillar that hangs on the root; a pillar in
    a cycle, or under a parent that does not exist, is not reached.
    """

    parent: dict[str, str]
    children: dict[str, tuple[str, ...]]
    leaves: tuple[str, ...]
    order: tuple[str, ...]
    depth: dict[str, int]

    def leaves_below(self, node: str) -> tuple[str, ...]:
        """The indicators at or below a node."""
        return tuple(below for below in self._below(node) if below not in self.children)

    def _below(self, node: str) -> Iterator[str]:
        waiting = [node]
        while waiting:
            yield (here := waiting.pop())
            waiting += reversed(self.children.get(here, ()))

    def path(self, node: str) -> tuple[str, ...]:
        """The nodes from the root down to this one."""
        above = [node]
        while above[-1] in self.parent:
            above.append(self.parent[above[-1]])
        return tuple(reversed(above))


def tree_of(scorecard: Scorecard) -> Tree:
    """Walk down from the root; ids that stand for two things, or for the root, are met once."""
    below: dict[str, list[str]] = {ROOT: []}
    for name, pillar in scorecard.pillars.items():
        below.setdefault(pillar.parent or ROOT, []).append(name)
    for name, indicator in scorecard.indicators.items():
        below.setdefault(indicator.pillar or ROOT, []).append(name)
    parent: dict[str, str] = {}
    children: dict[str, tuple[str, ...]] = {}
    depth = {ROOT: 0}
    order: list[str] = []
    waiting = [ROOT]
    while waiting:
        node = waiting.pop()
        order.append(node)
        if node in scorecard.indicators and node != ROOT:
            continue
        children[node] = tuple(child for child in dict.fromkeys(below.get(node, ())) if child not in depth)
        for child in reversed(children[node]):
            parent[child] = node
            depth[child] = depth[node] + 1
            waiting.append(child)
    leaves = tuple(node for node in order if node not in children)
    return Tree(parent, children, leaves, tuple(order), depth)


def node_of(scorecard: Scorecard, node: str) -> Node:
    """What the file says of the root or a pillar."""
    return scorecard.index if node == ROOT else scorecard.pillars[node]


def averaged(scorecard: Scorecard, tree: Tree, node: str) -> tuple[str, ...]:
    """What a node averages: its children, or with `over` all leaves below it."""
    if node_of(scorecard, node).over == "indicators":
        return tree.leaves_below(node)
    return tree.children[node]


def declared_weights(scorecard: Scorecard, tree: Tree) -> dict[str, dict[str, float]]:
    """The weight of everything that each node averages, as [weights] has it.

    Where no sibling is named in [weights] all weigh 1.
    """
    weights: dict[str, dict[str, float]] = {}
    for node in tree.children:
        members = averaged(scorecard, tree, node)
        named = any(member in scorecard.weights for member in members)
        weights[node] = {member: scorecard.weights.get(member, 0.0) if named else 1.0 for member in members}
    return weights
