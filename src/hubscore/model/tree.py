"""The tree of a scorecard: who is whose child."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hubscore.model.scorecard import ROOT, Node, Scorecard

DEEPEST = 100
"""Levels of pillars that a scorecard may have."""


class Tree(NamedTuple):
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


def skipped(scorecard: Scorecard, tree: Tree) -> set[str]:
    """Pillars somewhere below a node that averages indicators."""
    found: set[str] = set()
    for node in tree.order:
        above = tree.parent.get(node)
        if above is not None and (above in found or node_of(scorecard, above).over == "indicators"):
            found.add(node)
    return found & tree.children.keys()


def named_weights(scorecard: Scorecard, tree: Tree) -> dict[str, dict[str, float | None]]:
    """The weight of everything that each node averages, as [weights] has it; None where it has none.

    Below a node that averages indicators the weights are for that node. A pillar there that has
    none of its own weighs what its indicators weigh together, and zeros leave all alike.
    """
    aside = skipped(scorecard, tree)
    weights: dict[str, dict[str, float | None]] = {}
    for node in tree.children:
        named = {member: scorecard.weights.get(member) for member in averaged(scorecard, tree, node)}
        if node in aside and any(weight is not None for weight in named.values()):
            named = {member: _held(scorecard, tree, member) if w is None else w for member, w in named.items()}
        weights[node] = named if node not in aside or any(named.values()) else dict.fromkeys(named)
    return weights


def _held(scorecard: Scorecard, tree: Tree, pillar: str) -> float | None:
    """What the indicators below a pillar weigh together, None if one has no weight."""
    below = [scorecard.weights.get(leaf) for leaf in tree.leaves_below(pillar)]
    return None if None in below else sum(weight for weight in below if weight is not None)


def declared_weights(scorecard: Scorecard, tree: Tree) -> dict[str, dict[str, float]]:
    """The weight of everything that each node averages; all weigh 1 where no sibling is named in [weights]."""
    weights: dict[str, dict[str, float]] = {}
    for node, named in named_weights(scorecard, tree).items():
        empty = 1.0 if all(weight is None for weight in named.values()) else 0.0
        weights[node] = {member: empty if weight is None else weight for member, weight in named.items()}
    return weights
