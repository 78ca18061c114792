"""How much of the order of the hubs stands wherever gaps and bounds lie."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from hubscore.model import ranking as why
from hubscore.model.ranking import Ranking
from hubscore.studies.proof import Proof

Ints = NDArray[np.integer]

MOST_OPEN = 1000
"""So many open pairs are listed; of many hubs there are millions."""


@dataclass(frozen=True, eq=False)
class Orders:
    """Pairs of ranked hubs.

    `above`, `below`: how many ranked hubs each is proven to be above or below, shape (hub,), 0
    for the unranked; `pairs`: all of them; `open`: those without a proven order, the better
    ranked first, in the order of the listing, at most `MOST_OPEN`; `gaps`: how many figures of
    ranked hubs are missing, filled in, or known by bounds only. Proven means: under the weights,
    methods and goalposts as they are, with every gap between the ends of the scale.
    """

    above: Ints
    below: Ints
    pairs: int
    open: tuple[tuple[int, int], ...]
    gaps: int

    @property
    def proven(self) -> int:
        """How many pairs have a proven order."""
        return int(self.above.sum())


def orders(ranking: Ranking, proof: Proof) -> Orders:
    """Count the proven pairs by sorting, not by looking at each."""
    hubs = np.flatnonzero(ranking.rank > 0)
    low, high = proof.low[hubs], proof.high[hubs]
    above, below = np.zeros_like(ranking.rank), np.zeros_like(ranking.rank)
    above[hubs] = np.searchsorted(np.sort(high), low - proof.tolerance, side="left")
    below[hubs] = len(hubs) - np.searchsorted(np.sort(low), high + proof.tolerance, side="right")
    above.flags.writeable = below.flags.writeable = False
    pairs = len(hubs) * (len(hubs) - 1) // 2
    return Orders(above, below, pairs, tuple(islice(_open(ranking, proof), MOST_OPEN)), _gaps(ranking, hubs))


def _gaps(ranking: Ranking, hubs: Ints) -> int:
    """How many figures of these hubs are not there to the point."""
    cells = ranking.cells
    status, low, high = (np.array(rows)[:, hubs] for rows in (cells.status, cells.low, cells.high))
    known = (status == why.HAS_VALUE) & (low == high)
    return int((~known & (status != why.NOT_APPLICABLE)).sum())


def _open(ranking: Ranking, proof: Proof) -> Iterator[tuple[int, int]]:
    listing = np.array([hub for hub in ranking.listing if ranking.rank[hub] > 0])
    for place, one in enumerate(listing.tolist()):
        rest = listing[place + 1 :]
        apart = (proof.low[one] - proof.high[rest] > proof.tolerance) | (
            proof.low[rest] - proof.high[one] > proof.tolerance
        )
        yield from ((one, other) for other in rest[~apart].tolist())
