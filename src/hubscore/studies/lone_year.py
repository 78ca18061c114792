"""A reading dated so long after all others that its year is likely a slip of the pen."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hubscore.model.dataset import NO_YEAR, Dataset
from hubscore.model.evidence import GRADES

AHEAD = 5
"""Years between it and the newest of all others, from which on it is told."""


class LoneYear(NamedTuple):
    """Ids of its hub and of what it stands under in a profile; `before`: the newest year of all others."""

    hub: str
    series: str
    year: int
    before: int


def lone_year(dataset: Dataset, admit: str) -> LoneYear | None:
    """The one reading that comes `AHEAD` years or more after every other, None where there is none.

    It makes all others old, and where `as_of` is given it does not count. What several sources say of it counts as
    one. Announcements and targets beyond what is admitted lie ahead by their nature.

    Parameters
    ----------
    admit
        The weakest evidence that counts.
    """
    year = np.where(dataset.grade <= GRADES.index(admit), dataset.year, NO_YEAR)
    newest = int(year.max(initial=NO_YEAR))
    before = int(year.max(initial=NO_YEAR, where=year < newest))
    series, hub = np.nonzero((year == newest).any(axis=0))
    if before == NO_YEAR or newest - before < AHEAD or hub.size > 1:
        return None
    return LoneYear(dataset.hubs.ids[hub[0]], dataset.series[series[0]], newest, before)
