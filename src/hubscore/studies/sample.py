"""One sample of what may be collected and of the order of hubs, draw by draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.rank import TIE_TOLERANCE
from hubscore.studies.absent import rows_of
from hubscore.studies.blocks import filled, members
from hubscore.studies.candidates import Candidate
from hubscore.studies.draws import Sampler
from hubscore.studies.variants import Methods

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]
Places = NDArray[np.intp]

NOWHERE = -1e200
"""Stands for the index of a hub without one: below any other."""


class Pairs(NamedTuple):
    """Pairs of hubs by their positions, shape (pair,) each."""

    one: Places
    other: Places

    def of(self, hub: int) -> NDArray[np.bool_]:
        """Which pairs a hub belongs to."""
        return np.asarray((self.one == hub) | (self.other == hub))


class Sample(NamedTuple):
    """Candidates as drawn, shape (candidate, draw), and twice whether the first of a pair is above, (draw, pair).

    A tie counts half.
    """

    x: Floats
    above: NDArray[np.int8]


def sampled(source: Sampler, wanted: Sequence[Candidate], pairs: Pairs, draws: int) -> Sample:
    """Draw so many times, a block at a time; not at all where there are no pairs, and then nothing may be wanted."""
    result = Sample(np.empty((len(wanted), draws)), np.empty((draws, pairs.one.size), dtype=np.int8))
    place = {(each.hub, each.node): at for at, each in enumerate(wanted) if each.drawn == "absent"}
    values, scores = (_spots(wanted, kind) for kind in ("value", "score"))
    tolerance = TIE_TOLERANCE * source.base.plan.span
    for first in range(0, draws if pairs.one.size else 0, source.at_once):
        at = source.keys(first, min(source.at_once, draws - first))
        block, nodes = slice(first, first + at.shape[1]), source.nodes(at)
        _put(result.x[:, block], scores, nodes)
        if values[0].size:
            _put(result.x[:, block], values, source.values(at))
        for spot, x in _absent(source, np.moveaxis(nodes, 0, 1), at) if place else ():
            if spot in place:
                result.x[place[spot], block] = x
        index = np.nan_to_num(nodes[:, -1], nan=NOWHERE)
        lead = index[:, pairs.one] - index[:, pairs.other]
        result.above[block] = 2 * (lead > tolerance) + (np.abs(lead) <= tolerance)
    return result


def _spots(wanted: Sequence[Candidate], drawn: str) -> tuple[Places, Places, Places]:
    """Where candidates of a kind stand, their nodes and their hubs."""
    some = [(at, each.node, each.hub) for at, each in enumerate(wanted) if each.drawn == drawn]
    place, node, hub = np.array(some, dtype=np.intp).reshape(-1, 3).T
    return place, node, hub


def _put(x: Floats, spots: tuple[Places, Places, Places], drawn: Floats) -> None:
    """Put what is drawn of some candidates, shape (draw, node, hub), in their rows."""
    place, node, hub = spots
    x[place] = drawn[:, node, hub].T


def _absent(source: Sampler, nodes: Floats, at: Words) -> Iterator[tuple[tuple[int, int], Floats]]:
    """The scores of absent children by hub and node, shape (draw,) each; `nodes`: shape (node, draw, hub)."""
    plan, by = source.base.plan, source.scorecard.uncertainty.missing
    absent, keys = source.state(None, Methods()).absent, at[source.factors.index("absent")]
    leaves, inner = nodes[: len(plan.leaves)], nodes[len(plan.leaves) :]
    for node, gap in zip(plan.inner, source.readings(None).gaps, strict=True):
        if gap is not None and gap.drawn:
            s = filled(plan, absent, gap, members(plan, node, leaves, inner), node.weights, keys, by)
            spots = zip(gap.hub.tolist(), rows_of(node)[gap.child].tolist(), strict=True)
            yield from zip(spots, s[gap.child, :, gap.hub], strict=True)
