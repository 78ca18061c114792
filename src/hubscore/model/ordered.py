"""What must hold of weights by place: as many as the node averages, and not all 0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hubscore.errors import Problem
from hubscore.model.choice import Choice, written
from hubscore.model.scorecard import ROOT, Scorecard
from hubscore.model.tree import Tree, averaged, node_of

Path = tuple[str | int, ...]


class Place(NamedTuple):
    """Where an aggregation is chosen, and for which nodes."""

    path: Path
    choice: Choice
    nodes: tuple[str, ...]


def check_ordered(scorecard: Scorecard, tree: Tree) -> Iterator[Problem]:
    """Every `owa` whose weights do not fit what it averages."""
    for path, choice, nodes in _places(scorecard, tree):
        if choice.name == "owa":
            yield from _misfit(scorecard, tree, path, choice.parameter, nodes)


def _places(scorecard: Scorecard, tree: Tree) -> Iterable[Place]:
    """Each node's own choice, then what holds for all nodes without one, and what is varied there."""
    own = {node: node_of(scorecard, node).aggregate for node in tree.children}
    silent = tuple(node for node, choice in own.items() if choice is None)
    for node, choice in own.items():
        if choice is not None:
            path: Path = ("index", "aggregate") if node == ROOT else ("pillars", node, "aggregate")
            yield Place(path, choice, (node,))
    yield Place(("method", "aggregate"), scorecard.method.aggregate, silent)
    for position, choice in enumerate(scorecard.uncertainty.aggregate):
        yield Place(("uncertainty", "aggregate", position), choice, silent)


def _misfit(
    scorecard: Scorecard, tree: Tree, path: Path, weights: tuple[float, ...], nodes: tuple[str, ...]
) -> Iterator[Problem]:
    found = f"{len(weights)} ({written(weights)})"
    if not any(weights):
        yield Problem("aggregate", "all weights of `owa` are 0", path, "value", found, "at least one above 0")
        return
    for node in nodes:
        count = len(averaged(scorecard, tree, node))
        if count != len(weights):
            message = f"`owa` has not as many weights as {scorecard.label(node)} averages children"
            expected = f"{count}, from the best child's to the worst one's"
            hint = "" if len(nodes) == 1 else "give every node that averages another number its own `aggregate`"
            yield Problem("aggregate", message, path, "value", found, expected, hint)
            return
