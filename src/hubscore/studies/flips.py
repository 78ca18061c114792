"""Whether one figure alone could change the order of two hubs, wherever it may lie."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hubscore.line.nodes import aggregate
from hubscore.methods.rank import TIE_TOLERANCE
from hubscore.model.ranking import Ranking
from hubscore.studies.candidates import below
from hubscore.studies.noise import Noise
from hubscore.studies.proof import score_ends
from hubscore.studies.weak import possible

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Flips:
    """A ranking, and between which scores each of its indicators may lie, shape (2, leaf, hub).

    All other figures stay as they are, and so do goalposts that come from the data.
    """

    ranking: Ranking
    ends: Floats

    def moved(self, hub: int, node: int) -> Floats:
        """The index of all hubs with a node's figures of a hub at their ends, shape (2, hub)."""
        if self._duels:
            return self._scored(node, hub)
        if node not in self._kept:  # no hub's index asks for another's: all are moved at once
            self._kept[node] = self._scored(node, slice(None))
        index = np.repeat(self.ranking.index[None], 2, axis=0)
        index[:, hub] = self._kept[node][:, hub]
        return index

    def reach(self, hub: int, node: int) -> float:
        """How far the index of a hub may move."""
        ends = np.append(self.moved(hub, node)[:, hub], self.ranking.index[hub])
        return float(np.fmax.reduce(ends) - np.fmin.reduce(ends))

    def rivals(self, hub: int, node: int, others: NDArray[np.intp]) -> tuple[int, ...]:
        """The hubs with which a hub would change places, the nearest first."""
        index, moved = self.ranking.index, self.moved(hub, node)
        tolerance = TIE_TOLERANCE * self.ranking.plan.span
        lead, then = index[hub] - index[others], moved[:, [hub]] - moved[:, others]
        turned = ((lead > tolerance) & (then < -tolerance)) | ((lead < -tolerance) & (then > tolerance))
        some = np.flatnonzero(turned.any(axis=0))
        return tuple(others[some[np.argsort(np.abs(lead[some]), kind="stable")]].tolist())

    def _scored(self, node: int, hubs: int | slice) -> Floats:
        nodes, rows = np.repeat(self.ranking.scores[None], 2, axis=0), np.flatnonzero(below(self.ranking.plan, node))
        for row in rows:
            nodes[:, row, hubs] = self.ends[:, row, hubs]
        with np.errstate(all="ignore"):
            aggregate(self.ranking.plan, nodes)
        return nodes[:, -1]

    @cached_property
    def _kept(self) -> dict[int, Floats]:
        return {}

    @cached_property
    def _duels(self) -> bool:
        return any(node.aggregate.relative for node in self.ranking.plan.inner)


def flips_of(ranking: Ranking, noise: Noise | None, figures: Bools) -> Flips:
    """Make ready to move figures.

    Parameters
    ----------
    figures
        Shape (leaf, hub): which may move at all. An absent one lies between the ends of the
        scale, any other where it is drawn.
    """
    cells = ranking.cells
    if noise is not None:
        low, high = possible(noise)
        inside = figures & (low < high)
        low, high = np.where(inside, low, cells.low), np.where(inside, high, cells.high)
        cells = replace(cells, low=tuple(low), high=tuple(high))
    with np.errstate(all="ignore"):
        ends = score_ends(replace(ranking, cells=cells))
    scores = ranking.scores[: len(ranking.plan.leaves)]
    return Flips(ranking, np.where(figures & ~np.isnan(ends).any(axis=0), ends, scores))
