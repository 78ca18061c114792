"""The tree of a scorecard: who is whose child."""

from __future__ import annotations

from dataclasses import dataclass

from hubscore.model.scorecard import ROOT, Node, Scorecard


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
        if node not in self.children:
            return (node,)
        return tuple(leaf for child in self.children[node] for leaf in self.leaves_below(child))

    def path(self, node: str) -> tuple[str, ...]:
        """The nodes from the root down to this one."""
        above = (node,)
        while above[0] in self.parent:
            above = (self.parent[above[0]], *above)
        return above


def tree_of(scorecard: Scorecard) -> Tree:
    """Walk down from the root."""
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
        if node in scorecard.indicators:
            continue
        children[node] = tuple(below.get(node, ()))
        for child in reversed(children[node]):
            parent[child] = node
            depth[child] = depth[node] + 1
            waiting.append(child)
    leaves = tuple(node for node in order if node in scorecard.indicators)
    return Tree(parent, children, leaves, tuple(order), depth)


def node_of(scorecard: Scorecard, node: str) -> Node:
    """What the file says of the root or a pillar."""
    return scorecard.index if node == ROOT else scorecard.pillars[node]


def averaged(scorecard: Scorecard, tree: Tree, node: str) -> tuple[str, ...]:
    """What a node averages: its children, or with `over` all leaves below it."""
    if node_of(scorecard, node).over == "indicators":
        return tree.leaves_below(node)
    return tree.children[node]


def effective_weights(scorecard: Scorecard, tree: Tree) -> dict[str, dict[str, float]]:
    """The weight of everything that each node averages, rescaled by nobody yet.

    Where no sibling is named in [weights] all weigh 1.
    """
    weights: dict[str, dict[str, float]] = {}
    for node in tree.children:
        members = averaged(scorecard, tree, node)
        named = any(member in scorecard.weights for member in members)
        weights[node] = {member: scorecard.weights.get(member, 0.0) if named else 1.0 for member in members}
    return weights
