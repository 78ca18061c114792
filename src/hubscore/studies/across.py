"""Whether indicators go with their own pillar, or rather with another: correlations across pillars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.correlation import FEWEST, pairs, pearson, spearman
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import AuditTable
from hubscore.studies.coherence import Correlation, Kind, Pair, filled_in, filled_of, tied
from hubscore.studies.significance import p_values
from hubscore.studies.size import MIN_HUBS

Floats = NDArray[np.float64]

MOST = 120
"""Of more indicators than these only those with pillars are compared: pairs of indicators are millions."""

NEAR = 0.01
"""Coefficients that differ by less look the same, and of this many hubs are."""

UNKNOWN = Correlation(np.nan, np.nan)


def across(ranking: Ranking, limits: AuditTable, force: bool = False) -> tuple[Pair, ...]:
    """Indicators of different pillars with each other, and each with every other pillar of its own pillar's level.

    The strongest other pillar is flagged `elsewhere` where it correlates more with the indicator
    than its own does, visibly, and not weakly (a standard check of the JRC's audits). Kendall's tau is
    left out (NaN): there are many pairs. So are pairs that fewer than 20 hubs have, unless
    `force` asks for them.
    """
    plan = ranking.plan
    least = FEWEST if force else MIN_HUBS
    leaves = [row for row in plan.order if row < len(plan.leaves)]
    if len(ranking.rank) < least:
        return ()
    between = combinations(leaves, 2) if len(leaves) <= MOST else ()
    foreign = [(one, other) for one, other in between if plan.parent[one] != plan.parent[other]]
    with_pillars = [(leaf, pillar) for leaf in leaves for pillar in _others(ranking, leaf)]
    table = _Table(ranking)
    found = [*table.pairs("across", foreign), *_flagged(table, with_pillars, limits)]
    filled = filled_in(ranking)
    return tuple(pair._replace(filled=filled_of(filled, pair)) for pair in found if pair.hubs >= least)


def _others(ranking: Ranking, leaf: int) -> list[int]:
    """The other pillars of the level of an indicator's own."""
    plan = ranking.plan
    own = plan.row[str(plan.parent[leaf])]
    level = (row for row in plan.order if row >= len(plan.leaves) and plan.depth[row] == plan.depth[own])
    return [row for row in level if row != own]


class _Table:
    """Pearson's and Spearman's coefficients among all nodes, with p-values."""

    def __init__(self, ranking: Ranking) -> None:
        x = ranking.scores
        level = tied(ranking, range(len(x)))
        self.plan, self.hubs = ranking.plan, pairs(x)
        self.r = (pearson(x), spearman(level))
        self.p = (p_values("pearson", self.r[0], x), p_values("spearman", self.r[1], level))

    def pairs(self, kind: Kind, rows: Sequence[tuple[int, int]]) -> Iterator[Pair]:
        """Some of the pairs."""
        for one, other in rows:
            ends = min(one, other), max(one, other)
            r, rho = (Correlation(float(r[ends]), float(p[ends])) for r, p in zip(self.r, self.p, strict=True))
            yield Pair(kind, self.plan.ids[-1], *ends, int(self.hubs[ends]), r, rho, UNKNOWN)


def _flagged(table: _Table, rows: Sequence[tuple[int, int]], limits: AuditTable) -> Iterator[Pair]:
    plan, r = table.plan, table.r[0]
    strongest: dict[int, int] = {}
    for leaf, pillar in rows:
        if leaf not in strongest or r[leaf, pillar] > r[leaf, strongest[leaf]]:
            strongest[leaf] = pillar
    for pair in table.pairs("other pillar", rows):
        own = r[pair.one, plan.row[str(plan.parent[pair.one])]]
        more = pair.pearson.r - own >= NEAR and pair.pearson.r >= limits.weak
        flagged = strongest[pair.one] == pair.other and more
        yield pair._replace(flag="elsewhere") if flagged else pair
