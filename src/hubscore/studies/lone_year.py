"""A reading dated so long after all others that its year is likely a slip of the pen."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hubscore.model.dataset import NO_YEAR, Dataset

AHEAD = 5
"""Years between it and the newest of all others, from which on it is told."""


class LoneYear(NamedTuple):
    """Ids of its hub and of what it stands under in a profile; `before`: the newest year of all others."""

    hub: str
    series: str
    year: int
    before: int


def lone_year(dataset: Dataset) -> LoneYear | None:
    """The one reading that comes `AHEAD` years or more after every other, None where there is none.

    It makes all others old, and where `as_of` is given it does not count. What several sources say of it counts as one.
    """
    newest = int(dataset.year.max(initial=NO_YEAR))
    before = int(dataset.year.max(initial=NO_YEAR, where=dataset.year < newest))
    series, hub = np.nonzero((dataset.year == newest).any(axis=0))
    if before == NO_YEAR or newest - before < AHEAD or hub.size > 1:
        return None
    return LoneYear(dataset.hubs.ids[hub[0]], dataset.series[series[0]], newest, before)
