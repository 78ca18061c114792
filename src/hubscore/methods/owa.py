"""Ordered weighted averages: weights for places, from the best child to the worst."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.means import weighed

Floats = NDArray[np.float64]


def owa(s: Floats, w: Floats, parameter: Sequence[float]) -> Floats:
    """Ordered weighted average of the children (Yager 1988).

    With n equal weights and nothing missing, the child in place j, the best first, counts with
    share j of the parameter. Otherwise it is the weighted OWA of Torra (1997), see `place_shares`.

    Parameters
    ----------
    parameter
        Shares by place, best first; none negative, not all 0; rescaled to 1.
    """
    s = weighed(s, w)
    order, shares = place_shares(s, w, parameter)
    ordered = np.take_along_axis(np.broadcast_to(s, order.shape), order, axis=-2)
    result = (np.where(np.isnan(ordered), 0.0, ordered) * shares).sum(axis=-2)
    return np.where(np.isnan(ordered[..., 0, :]), np.nan, result)


def place_shares(s: Floats, w: Floats, places: Sequence[float]) -> tuple[NDArray[np.intp], Floats]:
    """The children from best to worst, and the shares they count with.

    While the weight of the children passed so far grows from j to j + 1 n-ths of all, the
    cumulated shares of the places grow from those of j to those of j + 1, linearly. A child
    counts with what they grow by when it is passed.

    Returns
    -------
    Two arrays of shape (..., place, hub): positions of the children, and shares that add up to
    1; a child without a score comes last and has none.
    """
    weights = np.where(np.isnan(s), 0.0, w[..., None])
    order = np.broadcast_to(np.argsort(-s, axis=-2, kind="stable"), weights.shape)
    passed = np.take_along_axis(weights, order, axis=-2).cumsum(axis=-2)
    total = passed[..., -1:, :]
    due = np.concatenate([[0.0], np.cumsum(places)])
    grown = np.interp(passed / np.where(total > 0, total, 1.0), np.linspace(0, 1, due.size), due / due[-1])
    return order, np.diff(grown, axis=-2, prepend=0.0)
