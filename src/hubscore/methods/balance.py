"""Weights with which the children matter as much as is said.

Becker, Saisana, Paruolo and Vandecasteele 2017: a child's importance is the squared correlation
of its scores with those of the node, as a share of the sum over the children.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.descent import End, Missed, descend, searched, squares
from hubscore.methods.outcome import SAME, Refusal, constants, varies
from hubscore.methods.weigh import shares

Floats = NDArray[np.float64]
Node = Callable[[Floats, Floats], Floats]
"""From scores, shape (child, hub), and weights, shape (child,), to the node's scores, shape (hub,)."""

HEAVY = 0.9
"""Weight of one child where it is tried whether weights move the node at all."""


class Balance(NamedTuple):
    """Weights that come nearest to the stated importance.

    `weights`: shape (child,), none negative, sum 1; `reached`: the shares of squared correlation
    that they give, shape (child,), with a minus for a child that goes against its node;
    `distance`: the greatest difference to what was stated; `met`: whether that is next to none;
    `settled`: whether slopes say that no weights near these come nearer. Where neither holds,
    as with nodes that move in steps, these are only the nearest weights that were found.
    """

    weights: Floats
    reached: Floats
    distance: float
    met: bool
    settled: bool


def importance(s: Floats, node: Floats) -> Floats:
    """Shares of squared correlation with the node, with its sign; NaN where the node is constant.

    Parameters
    ----------
    s
        Shape (child, hub), none constant.
    node
        Shape (hub,).
    """
    if not varies(node) or np.isnan(node).any():
        return np.full(len(s), np.nan)
    x, y = (each - each.mean(axis=-1, keepdims=True) for each in (s, node))
    x, y = (each / np.abs(each).max(axis=-1, keepdims=True) for each in (x, y))  # near 0 squares would vanish
    r = x @ y / np.sqrt((x**2).sum(axis=1) * (y**2).sum())
    return np.asarray(r * np.abs(r) / (r**2).sum())


def balanced(s: Floats, target: Floats, node: Node) -> Balance | Refusal:
    """Weights with which each child's share of squared correlation is its target.

    Where no weights do that, those for which the shares are nearest in the sense of least
    squares. A correlation below 0 never counts as importance. A child of target 0 gets no weight
    and is left out of the shares. Steps by slopes
    within weights that are not negative, from three starts, the nearest end counts; a start is
    the closed form for children without correlation. Where they do not meet the target, a
    pattern search without slopes (Hooke and Jeeves 1961) goes on from each end: nodes that move
    in steps, as medians and duels do, have no slope.

    Parameters
    ----------
    s
        Scores of the children, shape (child, hub), complete.
    target
        Stated importance, shape (child,), none negative, sum above 0; rescaled to 1.
    node
        How scores and weights become the node's scores.

    Notes
    -----
    Refused: a child that is to count and is constant, a node without scores that differ
    ("undefined"), a node whose scores are the same whatever the weights ("unmoved").
    """
    order = sorted(np.flatnonzero(target > 0).tolist(), key=lambda child: (target[child], np.sort(s[child]).tolist()))
    counts = np.array(order)  # by what the children are: where several weights are as near, their order is of no matter
    if flat := constants(s[counts]):
        return Refusal("constant", tuple(sorted(order[child] for child in flat)))
    scores = partial(_scores, s, counts, node)
    if len(order) > 1 and not _moves(scores, len(order)):
        return Refusal("unmoved")
    stated = shares(target[counts])
    ends = list(_ends(s[counts], stated, lambda w: importance(s[counts], scores(w)) - stated))
    if not ends:
        return Refusal("undefined")
    nearest = min(ends, key=lambda end: (squares(end.missed), end.weights.tolist()))
    weights, reached = np.zeros(len(target)), np.zeros(len(target))
    weights[counts], reached[counts] = nearest.weights, stated + nearest.missed
    return Balance(weights, reached, float(np.abs(nearest.missed).max()), nearest.met, nearest.met or nearest.settled)


def _scores(s: Floats, counts: NDArray[np.integer], node: Node, w: Floats) -> Floats:
    """The node's scores with weights of the children that count, the others without any."""
    whole = np.zeros(len(s))
    whole[counts] = shares(w)
    return node(s, whole)


def _moves(scores: Callable[[Floats], Floats], children: int) -> bool:
    """Whether some weights make other scores than equal weights do; unknown scores may move."""
    usual = scores(np.ones(children))
    near = SAME * np.abs(usual).max()
    heavy = np.full((children, children), (1 - HEAVY) / (children - 1))
    np.fill_diagonal(heavy, HEAVY)
    return any(not (np.abs(scores(w) - usual) <= near).all() for w in heavy)


def _ends(s: Floats, target: Floats, missed: Missed) -> Iterator[End]:
    """The end of each start, until one meets the target."""
    for start in (np.sqrt(target) / s.std(axis=1), target, np.ones(len(target))):
        first = shares(start)
        if not np.isnan(missed(first)).any():
            end = descend(missed, first)
            yield end if end.met else searched(missed, end)
            if end.met:
                return
