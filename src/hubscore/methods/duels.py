"""Whose the gap between two Copeland scores is: which child turned which duel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.aggregate import Scale
from hubscore.methods.copeland import votes
from hubscore.methods.rank import TIE_TOLERANCE

Floats = NDArray[np.float64]


def duels(a: Floats, b: Floats, others: Floats, w: Floats, scale: Scale) -> Floats:
    """The parts of the gap between two Copeland scores, shape (child,).

    While the scores of one hub turn into those of the other, every duel against a third hub that
    is won or lost on the way goes to the children that change their vote just then, and so does
    what only one of the two has, before and after. The duel between the two goes to the children
    that voted for its winner. Children share by their weight.

    Parameters
    ----------
    a, b
        Shape (child,), NaN for a child that the hub lacks.
    others
        Shape (child, hub): the third hubs that both meet.
    """
    low, high = scale
    a, b, others = ((s - low) / (high - low) for s in (a, b, others))
    worth = (high - low) / (others.shape[1] + 1)
    won = float(votes(a, b[:, None], w)[0][0])
    parts = _shared(w, _vote(a - b) * won) * won
    for hub in range(others.shape[1]):
        cast = _votes_on_the_way(a, b, others[:, hub])
        turned = np.diff(votes(np.zeros_like(w), -cast, w)[0] / 2)
        parts += _shared(w[:, None], np.diff(cast, axis=1) * np.sign(turned)) @ turned
    return np.asarray(parts * worth)


def _shared(w: Floats, agreeing: Floats) -> Floats:
    """Shares by weight, along the first axis, of the children above 0."""
    given = w * np.maximum(agreeing, 0.0)
    return np.asarray(given / np.maximum(given.sum(axis=0), np.finfo(float).tiny))


def _vote(ahead: Floats) -> Floats:
    """1 for a child that is ahead, -1 behind, 0 where it is level or one of the two lacks it."""
    return np.asarray(np.nan_to_num(np.sign(np.where(np.abs(ahead) <= TIE_TOLERANCE, 0.0, ahead))))


def _votes_on_the_way(a: Floats, b: Floats, third: Floats) -> Floats:
    """Each child's vote against a third hub, shape (child, state), from `b` to `a` on the straight line."""
    both = ~np.isnan(a) & ~np.isnan(b)
    from_b, to_a = b - third, a - third
    cross = from_b * to_a < 0
    ends = np.unique(np.concatenate([[0.0, 1.0], from_b[cross] / (from_b[cross] - to_a[cross])]))
    middle = (ends[1:] + ends[:-1]) / 2
    away = from_b[:, None] + middle * (to_a - from_b)[:, None]  # NaN for what only one of them has
    ahead = np.column_stack([from_b, np.where(both, from_b, np.nan), away, np.where(both, to_a, np.nan), to_a])
    return _vote(ahead)
