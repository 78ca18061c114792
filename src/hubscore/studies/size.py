"""How many hubs statistics of hubs need before they say anything."""

from __future__ import annotations

from typing import NamedTuple

MIN_HUBS = 20
"""Among fewer hubs a correlation of 0.44 may well be chance: it is not significant at 5 %."""

HUBS_PER_SERIES = 3
"""So many hubs to each indicator, at least: the lower of the usual rules for principal components."""


class Shortage(NamedTuple):
    """How many hubs there are, how many would be needed, and for how many series (indicators or pillars)."""

    hubs: int
    needed: int
    series: int


def shortage(hubs: int, series: int) -> Shortage | None:
    """What is lacking for correlations, components and reliability; None where there are enough hubs.

    Parameters
    ----------
    hubs
        Hubs that have all of the series.
    series
        Indicators or pillars that are looked at together.

    References
    ----------
    OECD and JRC, Handbook on Constructing Composite Indicators, 2008, step 4, lists rules of
    thumb for the size of a sample; 3 cases to a variable is the most lenient.
    """
    needed = max(MIN_HUBS, HUBS_PER_SERIES * series)
    return Shortage(hubs, needed, series) if hubs < needed else None
