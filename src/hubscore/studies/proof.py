"""What the data prove whatever is missing (Manski, Partial Identification, 2003)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hubscore.line.leaves import drawn_in, ends_of, leaf_scores
from hubscore.line.nodes import aggregate
from hubscore.methods.extremes import of_ends
from hubscore.methods.rank import TIE_TOLERANCE
from hubscore.model import ranking as why
from hubscore.model.plan import Leaf, Plan
from hubscore.model.ranking import Ranking

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Proof:
    """The index with all gaps at their worst and at their best, shape (hub,) each.

    A gap may also stay a gap, so the score itself always lies inside. Scores that differ by
    `tolerance` or less are tied.
    """

    low: Floats
    high: Floats
    tolerance: float

    def __post_init__(self) -> None:
        for array in (self.low, self.high):
            array.flags.writeable = False

    def above(self, one: int, other: int) -> bool:
        """Whether one hub is above the other whatever is missing."""
        return bool(self.low[one] - self.high[other] > self.tolerance)

    def settled(self, hubs: Sequence[int]) -> bool:
        """Whether these hubs have a score, and the same one whatever is missing."""
        chosen = list(hubs)
        return bool((self.high[chosen] - self.low[chosen] <= self.tolerance).all())

    def order(self, one: int, other: int) -> Literal["above", "below", "open"]:
        """Where one hub stands to the other whatever is missing."""
        return "above" if self.above(one, other) else "below" if self.above(other, one) else "open"


def proven(ranking: Ranking) -> Proof:
    """Score every hub with its absent and bounded cells at their ends, in duels against all others at theirs.

    Goalposts that come from the data, and treatments, are held as they are. An absent indicator lies between
    the ends of the scale, or of all scores where some lie beyond.
    """
    plan = ranking.plan
    nodes = np.empty((2, len(plan.ids), len(ranking.dataset.hubs)))
    nodes[:, : len(plan.leaves)] = score_ends(ranking)
    with np.errstate(all="ignore"):  # what is not bounded is infinite, and its differences are not defined
        aggregate(_of_ends(plan), nodes)
    ends = np.where(np.isnan(nodes[:, -1]) & ~np.isnan(ranking.index), [[-np.inf], [np.inf]], nodes[:, -1])
    return Proof(np.fmin(ends[0], ranking.index), np.fmax(ends[1], ranking.index), TIE_TOLERANCE * plan.span)


def score_ends(ranking: Ranking) -> Floats:
    """The least and greatest score of every indicator, shape (2, leaf, hub): of what is exact the score twice."""
    plan = ranking.plan
    leaves = ranking.scores[: len(plan.leaves)]
    floor = np.fmin.reduce(leaves, axis=None, initial=plan.scale[0])
    ceiling = np.fmax.reduce(leaves, axis=None, initial=plan.scale[1])
    rows = [_ends(ranking, row, leaf, floor, ceiling) for row, leaf in enumerate(plan.leaves)]
    return np.stack(rows, axis=1)


def _of_ends(plan: Plan) -> Plan:
    return replace(plan, inner=tuple(node._replace(aggregate=of_ends(node.aggregate)) for node in plan.inner))


def _ends(ranking: Ranking, row: int, leaf: Leaf, floor: float, ceiling: float) -> Floats:
    """The least and greatest score of an indicator, shape (2, hub)."""
    cells, status = ranking.cells, ranking.cells.status[row]
    scores = ranking.scores[row]
    both = np.array([scores, scores])
    bounded = (cells.low[row] != cells.high[row]) & (status == why.HAS_VALUE)
    if bounded.any():  # every method scores in the order of values, or against it
        ends = np.array([_rescored(ranking, leaf, row, x, bounded) for x in (cells.low[row], cells.high[row])])
        both = np.where(bounded, np.sort(ends, axis=0), both)
    absent = np.isnan(scores) | (status == why.IMPUTED)
    both[:, absent] = np.array([[floor], [ceiling]])
    both[:, (status == why.NOT_APPLICABLE) | ranking.screened] = np.nan
    return both


def _rescored(ranking: Ranking, leaf: Leaf, row: int, x: Floats, changed: NDArray[np.bool_]) -> Floats:
    filled, curve = ranking.cells.filled[row], ranking.cells.curves[row]
    if leaf.method.ends != "none":
        ends = ends_of(leaf, ranking.dataset, drawn_in(filled, curve))
        return leaf_scores(ranking.plan, ranking.dataset, leaf, x, ends, curve=curve)
    result = np.full(x.shape, np.nan)
    for hub in np.flatnonzero(changed):  # a rank or deviation of its own: one hub's value moves alone
        moved = filled.copy()
        moved[hub] = x[hub]
        result[hub] = leaf_scores(ranking.plan, ranking.dataset, leaf, moved, curve=curve)[hub]
    return result
