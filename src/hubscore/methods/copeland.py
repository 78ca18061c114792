"""Duels of all hubs with each other: who wins by the weight of the children where it is better."""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.means import weighed
from hubscore.methods.rank import TIE_TOLERANCE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NOISE = 1e-12
"""Votes that differ by this share of all weight, or less, are as many: weights are sums of fractions."""

BLOCK = 1 << 15
"""Duels that are counted at a time: what they need stays in the cache."""


def copeland(s: Floats, w: Floats, parameter: None = None) -> Floats:
    """Share of its duels that a hub wins, ties counting half (Copeland 1951; Saari and Merlin 1996).

    With n hubs that have a child at all this is (wins - losses + n - 1) / (2 (n - 1)). A lone
    hub has 1/2. NaN for hubs without any child.

    Parameters
    ----------
    s
        Shape (..., child, hub), shares of the scale: what is within `TIE_TOLERANCE` is equal.
    """
    return share_of_duels(s, s, w)


def share_of_duels(own: Floats, others: Floats, w: Floats) -> Floats:
    """Share of the duels that each hub wins with its `own` scores when all others have the `others`.

    Both of shape (..., child, hub), with the same gaps.
    """
    own, others = weighed(own, w), weighed(others, w)
    there = ~np.isnan(own).all(axis=-2)
    rivals = there.sum(axis=-1, keepdims=True) - 1
    share = (balance(own, others, w) + rivals) / np.maximum(2 * rivals, 1)
    return np.where(there, np.where(rivals > 0, share, 0.5), np.nan)


def balance(own: Floats, others: Floats, w: Floats) -> Ints:
    """Duels won less duels lost, shape (..., hub).

    A hub beats another one if the children where it is better weigh more than those where it
    is worse; children that one of the two lacks have no vote, and without any the duel is a
    tie. Nothing of the size hubs x hubs is made, and the order of hubs is of no matter: a vote
    is a difference, and its opposite is exactly the opposite.

    Parameters
    ----------
    own, others
        Shape (..., child, hub): the hub's own scores, and those it meets in the others.
    """
    leading = np.broadcast_shapes(own.shape[:-2], w.shape[:-1])
    children, hubs = own.shape[-2:]
    draws = prod(leading)
    own, others = (_flat(scores, leading, (children, hubs)) for scores in (own, others))
    weights = _flat(w, leading, (children,))
    result = np.zeros((draws, hubs), dtype=np.int64)
    rows = max(1, min(hubs, BLOCK // hubs))
    together = max(1, BLOCK // (rows * hubs))
    for first in range(0, draws, together):
        some = slice(first, first + together)
        one, other, weight = (each if len(each) == 1 else each[some] for each in (own, others, weights))
        for row in range(0, hubs, rows):
            part = slice(row, row + rows)
            result[some, part] = _outcomes(one[:, :, part, None], other[:, :, None, :], weight).sum(axis=-1)
        result[some] -= _outcomes(one, other, weight)  # nobody meets itself
    return result.reshape(*leading, hubs)


def votes(own: Floats, others: Floats, w: Floats) -> tuple[NDArray[np.int8], Floats]:
    """One hub's duels, and what share of the votes for it in each came from which child.

    Parameters
    ----------
    own, others
        Shapes (child,) and (child, hub).

    Returns
    -------
    Outcomes, shape (hub,): 1 for a win, -1 for a loss, 0 for a tie. Shares, shape (child, hub):
    a child where the two are equal has half a vote; by weight where nobody voted.
    """
    one = np.broadcast_to(own[:, None], others.shape)
    outcomes = _outcomes(one[None], others[None], w[None])[0]
    away = one - others
    cast = np.where(np.isnan(away), 0.0, np.where(away > TIE_TOLERANCE, 1.0, 0.5) * ~(away < -TIE_TOLERANCE))
    given = w[:, None] * cast
    total = given.sum(axis=0)
    return outcomes, np.where(total > 0, given / np.where(total > 0, total, 1.0), w[:, None])


def _outcomes(one: Floats, other: Floats, weights: Floats) -> NDArray[np.int8]:
    """1 for a win of `one`, -1 for a loss, 0 for a tie.

    Parameters
    ----------
    one, other
        Shape (draw or 1, child, ...), which go together.
    weights
        Shape (draw or 1, child).
    """
    votes: Floats = np.zeros(())
    for child in range(weights.shape[1]):
        away = one[:, child] - other[:, child]
        better = (away > TIE_TOLERANCE).view(np.int8) - (away < -TIE_TOLERANCE).view(np.int8)
        votes = votes + weights[:, child].reshape(-1, *(1,) * (better.ndim - 1)) * better
    slack = (NOISE * weights.sum(axis=1)).reshape(-1, *(1,) * (votes.ndim - 1))
    outcome: NDArray[np.int8] = (votes > slack).view(np.int8) - (votes < -slack).view(np.int8)
    return outcome


def _flat(array: Floats, leading: tuple[int, ...], kept: tuple[int, ...]) -> Floats:
    """Draws in one axis; one draw if there are none, so that nothing is copied."""
    if array.ndim == len(kept):
        return array[None]
    return np.broadcast_to(array, (*leading, *kept)).reshape(-1, *kept)
