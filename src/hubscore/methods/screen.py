"""How much of what is due has a reading: which hubs have too little to take part."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def availability(due: Floats, present: Bools, inside: Bools) -> Floats:
    """Share of what is due that is present, by node and hub.

    Data availability by hub, for the whole index and for every pillar of it (OECD/JRC Handbook 2008,
    step 2; JRC, Your 10-Step Pocket Guide to Composite Indicators, 2019).

    Parameters
    ----------
    due
        Shape (leaf, hub) or (leaf, 1), none negative: how much each indicator counts (its
        weight, or 1), 0 where it does not apply.
    present
        Shape (leaf, hub): where there is a reading.
    inside
        Shape (node, leaf): which indicators a node holds.

    Returns
    -------
    Shape (node, hub), from 0 to 1, as sums of fractions round; NaN where nothing is due.
    """
    within = inside.astype(float)
    due = np.broadcast_to(due, present.shape).copy()  # of one shape both sums round alike: all of it is exactly 1
    all_of_it = within @ due
    share: Floats = within @ (due * present) / np.where(all_of_it > 0, all_of_it, np.nan)
    return np.minimum(share, 1.0)
