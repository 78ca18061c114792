"""Benefit of the doubt: each hub is weighed with the weights that suit it best.

Melyn and Moesen 1991; Cherchye, Moesen, Rogge and Van Puyenbroeck 2007. The weights of a hub
solve a linear programme, which is built here and solved elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.outcome import Refusal

Floats = NDArray[np.float64]

ROUNDING = 1e-12
"""Bounds may miss the sum 1 by this, so that a third is the greatest possible least share of three."""


@dataclass(frozen=True, eq=False)
class Programme:
    """Minimise `objective` @ w with `a_ub` @ w <= `b_ub` and w within `bounds`.

    `objective`: shape (child,); `a_ub`: shape (row, child), a row for each hub and two more for
    each child where shares are bounded; `b_ub`: shape (row,); `bounds`: (least, greatest) weight.
    """

    objective: Floats
    a_ub: Floats
    b_ub: Floats
    bounds: tuple[float, float | None] = (0.0, None)


def programme(y: Floats, hub: int, least: float = 0.0, most: float = 1.0) -> Programme:
    """The programme of one hub: its greatest weighted sum while no hub's sum is above 1.

    Parameters
    ----------
    y
        Scores of the children, shape (child, hub), complete, none negative.
    hub
        Column of the hub.
    least, most
        Bounds of the share of each child, weight times score, in the hub's own sum.
    """
    own = y[:, hub]
    part = np.diag(own)
    bounds = [least * own - part] if least > 0 else []
    bounds += [part - most * own] if most < 1 else []
    rows = np.concatenate([y.T, *bounds])
    limits = np.zeros(len(rows))
    limits[: y.shape[1]] = 1.0
    return Programme(-own, rows, limits)


def doubtful(y: Floats, least: float = 0.0, most: float = 1.0) -> Refusal | None:
    """Why no programme can be made of these scores and bounds, or None.

    Refused: scores below 0, a child that is 0 for every hub ("constant"), and bounds on shares
    that cannot add up to 1 (`figure`: how far the bound could go).
    """
    children = y.shape[0]
    if (y < 0).any():
        return Refusal("negative", tuple(np.flatnonzero((y < 0).any(axis=1)).tolist()))
    if not y.any(axis=1).all():
        return Refusal("constant", tuple(np.flatnonzero(~y.any(axis=1)).tolist()))
    if least * children > 1 + ROUNDING:
        return Refusal("least", figure=1 / children)
    if most * children < 1 - ROUNDING:
        return Refusal("most", figure=1 / children)
    return None
