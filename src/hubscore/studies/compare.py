"""Hubs side by side, as they are or on what they share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import Problem, UsageError
from hubscore.line.nodes import aggregate
from hubscore.model.asked import positions
from hubscore.model.choice import Choice
from hubscore.model.plan import Plan
from hubscore.model.ranking import Ranking
from hubscore.studies.gap import additive, gap_between
from hubscore.studies.points import points_of

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Scores and points of some hubs.

    `scores`, `points`: shape (node, hub) in the order of `hubs`, NaN where not scored; `ahead`:
    of the same shape, how far they lie apart in points of the gap: only differences between hubs
    mean something, absent counts as 0;
    `shared`, `below`: shape (node,), how many indicators at or below a node all of them have,
    and how many there are; `common`: whether only the shared ones were scored.
    """

    ranking: Ranking
    hubs: tuple[int, ...]
    scores: Floats
    points: Floats
    ahead: Floats
    shared: Ints
    below: Ints
    common: bool

    def __post_init__(self) -> None:
        for array in (self.scores, self.points, self.ahead, self.shared, self.below):
            array.flags.writeable = False

    @property
    def spread(self) -> Floats:
        """Points of the gap between the best and the worst of the hubs by node, shape (node,)."""
        wide: Floats = self.ahead.max(axis=1) - self.ahead.min(axis=1)
        return wide

    @property
    def additive(self) -> bool:
        """Whether the hubs' own points make the gap."""
        return additive(self.ranking.plan)


def compare(ranking: Ranking, hubs: Iterable[int], common: bool = False) -> Comparison:
    """Compare the hubs at these positions; with `common` on the indicators that all of them have.

    Raises
    ------
    UsageError
        What is no position, and where none is given.
    """
    hubs = positions(hubs, ranking.dataset.hubs)
    if not hubs:
        raise UsageError(Problem("usage", "no hub to compare", expected="one or more"))
    compared = on_shared(ranking, hubs) if common else ranking
    has = _measured(ranking, hubs)
    shared, below = _counts(ranking.plan, has), _counts(ranking.plan, np.ones(len(has), dtype=bool))
    points = np.array([points_of(compared, hub).points for hub in hubs]).T
    ahead = _ahead(compared, hubs, points)
    return Comparison(ranking, hubs, compared.scores[:, list(hubs)], points, ahead, shared, below, common)


def _ahead(ranking: Ranking, hubs: Sequence[int], points: Floats) -> Floats:
    """How far apart in points; if not their own, then those against the leading hub, of equals the first by id."""
    if additive(ranking.plan) or np.isnan(ranking.index[list(hubs)]).any():
        return np.asarray(np.nan_to_num(points))
    first = min(hubs, key=lambda hub: (-ranking.index[hub], ranking.dataset.hubs.ids[hub]))
    return np.asarray(np.nan_to_num([gap_between(ranking, hub, first) for hub in hubs])).T


def on_shared(ranking: Ranking, hubs: Sequence[int]) -> Ranking:
    """The ranking scored on the indicators that all these hubs have, whatever they cover."""
    scores = ranking.scores.copy()
    scores[np.flatnonzero(~_measured(ranking, hubs))] = np.nan
    free: dict[str, Any] = {"min_coverage": 0.0, "max_missing": None, "missing": Choice("renormalise")}
    plan = replace(ranking.plan, inner=tuple(node._replace(**free) for node in ranking.plan.inner))
    covered = aggregate(plan, scores)
    return replace(ranking, plan=plan, scores=scores, coverage_by_node=covered)


def _measured(ranking: Ranking, hubs: Sequence[int]) -> NDArray[np.bool_]:
    """Which indicators all these hubs have, shape (leaf,); what was filled in does not count."""
    chosen = list(hubs)
    scored = ~np.isnan(ranking.scores[: len(ranking.plan.leaves), chosen])
    return np.asarray(np.all(scored & (ranking.grades[:, chosen] >= 0), axis=1))


def _counts(plan: Plan, has: NDArray[np.bool_]) -> Ints:
    """How many indicators at or below each node, shape (node,)."""
    counts = np.zeros(len(plan.ids), dtype=np.int64)
    for row in range(len(plan.leaves)):
        if has[row]:
            above: str | None = plan.ids[row]
            while above is not None:
                counts[plan.row[above]] += 1
                above = plan.parent[plan.row[above]]
    return counts
