"""Whether the parts of each node say things that belong together: their correlations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.correlation import FEWEST, kendall, levelled, pairs, pearson, spearman
from hubscore.methods.rank import TIE_TOLERANCE
from hubscore.model.plan import Plan
from hubscore.model.ranking import IMPUTED, Ranking
from hubscore.model.scorecard import AuditTable
from hubscore.studies.significance import p_values
from hubscore.studies.size import MIN_HUBS

Floats = NDArray[np.float64]

Kind = Literal["siblings", "parent", "index", "pillars", "across", "other pillar"]
Flag = Literal["redundant", "negative", "weak", "elsewhere"]

SIGNIFICANT = 0.05
"""A negative correlation with the parent is told from none where chance makes one in fewer cases than this."""


class Correlation(NamedTuple):
    """A coefficient, from -1 to 1, and how often chance makes a greater one, two-sided."""

    r: float
    p: float


class Pair(NamedTuple):
    """Two series of scores over the hubs that have both.

    `kind`: two children of `node`, a child and its parent, a node and the index, or two pillars
    of one level that are no siblings; two indicators of different pillars, or an indicator and
    a pillar that is not its own (`studies.across`). `one`, `other`: rows of the plan; `filled`:
    how many of the hubs have a figure in either indicator that was filled in.
    """

    kind: Kind
    node: str
    one: int
    other: int
    hubs: int
    pearson: Correlation
    spearman: Correlation
    kendall: Correlation
    flag: Flag | None = None
    filled: int = 0


class _Block(NamedTuple):
    """All coefficients among some rows of the plan, shape (series, series) each; `place`: of a row in them."""

    place: Mapping[int, int]
    hubs: NDArray[np.integer]
    r: tuple[Floats, Floats, Floats]
    p: tuple[Floats, Floats, Floats]

    def pair(self, kind: Kind, node: str, one: int, other: int) -> Pair:
        """The pair of two rows."""
        at = self.place[one], self.place[other]
        r, rho, tau = (Correlation(float(r[at]), float(p[at])) for r, p in zip(self.r, self.p, strict=True))
        return Pair(kind, node, one, other, int(self.hubs[at]), r, rho, tau)


def correlations(ranking: Ranking, limits: AuditTable, force: bool = False) -> tuple[Pair, ...]:
    """Every pair of siblings, every node with its parent and with the index, pillars of one level with each other.

    Pairs that fewer than 20 hubs have are left out, unless `force` asks for them.
    """
    least = FEWEST if force else MIN_HUBS
    if len(ranking.rank) < least:
        return ()
    found = (pair for pairs_of in (_families, _levels) for pair in pairs_of(ranking) if pair.hubs >= least)
    filled = filled_in(ranking)
    return tuple(
        pair._replace(flag=flag_of(ranking.plan, pair, limits), filled=filled_of(filled, pair)) for pair in found
    )


def filled_in(ranking: Ranking) -> NDArray[np.bool_]:
    """Which scores of indicators stand on what was filled in, shape (leaf, hub)."""
    return np.asarray(
        (np.array(ranking.cells.status) == IMPUTED) & ~np.isnan(ranking.scores[: len(ranking.plan.leaves)])
    )


def filled_of(filled: NDArray[np.bool_], pair: Pair) -> int:
    """The hubs that have a filled-in figure in either indicator of a pair."""
    leaves = [row for row in (pair.one, pair.other) if row < len(filled)]
    return int(filled[leaves].any(axis=0).sum())


def without(ranking: Ranking, pair: Pair, hubs: tuple[int, ...]) -> float:
    """Pearson's coefficient of a pair when some hubs do not count."""
    x = np.delete(ranking.scores[[pair.one, pair.other]], hubs, axis=1)
    return float(pearson(x)[0, 1])


def flag_of(plan: Plan, pair: Pair, limits: AuditTable) -> Flag | None:
    """What Pearson's coefficient of a pair gives to think.

    Of two indicators in one node: redundant, or negative. Of a node with its parent: negative
    where that is significant, else weak. Limits as in the audits of the JRC and in COINr.
    """
    r = pair.pearson.r
    if np.isnan(r):
        return None
    if pair.kind == "parent":
        negative = r < 0 and pair.pearson.p < SIGNIFICANT
        return "negative" if negative else "weak" if r < limits.weak else None
    if pair.kind == "siblings" and max(pair.one, pair.other) < len(plan.leaves):
        return "redundant" if r >= limits.redundant else "negative" if r <= limits.negative else None
    return None


def _families(ranking: Ranking) -> Iterator[Pair]:
    """The members of each node with each other, with the node, and with the index."""
    plan = ranking.plan
    leaves, root = len(plan.leaves), len(plan.ids) - 1
    for row in (row for row in plan.order if row >= leaves):
        members = {plan.row[member] for member in plan.inner[row - leaves].members}
        read = [member for member in plan.order if member in members]
        block, node = _block(ranking, {*members, row, root}), plan.ids[row]
        yield from (block.pair("siblings", node, *sorted(pair)) for pair in combinations(read, 2))
        yield from (block.pair("parent", node, member, row) for member in read)
        if row != root:
            yield from (block.pair("index", plan.ids[root], member, root) for member in read)


def _levels(ranking: Ranking) -> Iterator[Pair]:
    """Pillars of the same level that hang on different parents."""
    plan = ranking.plan
    pillars = [row for row in plan.order if row >= len(plan.leaves) and plan.depth[row] > 1]
    for depth in sorted({plan.depth[row] for row in pillars}):
        level = [row for row in pillars if plan.depth[row] == depth]
        block = _block(ranking, set(level))
        for one, other in combinations(level, 2):
            if plan.parent[one] != plan.parent[other]:
                yield block.pair("pillars", plan.ids[-1], *sorted((one, other)))


def tied(ranking: Ranking, rows: Sequence[int]) -> Floats:
    """The scores of some nodes, shape (row, hub), those of inner nodes tied as ranks are: sums leave noise."""
    x = ranking.scores[list(rows)]
    inner = np.array([row >= len(ranking.plan.leaves) for row in rows])
    x[inner] = levelled(x[inner], TIE_TOLERANCE * ranking.plan.span)
    return x


def _block(ranking: Ranking, rows: set[int]) -> _Block:
    """Whatever the order of the file, the same products: rows stand in their own order."""
    ordered = sorted(rows)
    x = ranking.scores[ordered]
    level = tied(ranking, ordered)
    r = (pearson(x), spearman(level), kendall(level))
    p = (p_values("pearson", r[0], x), p_values("spearman", r[1], level), p_values("kendall", r[2], level))
    return _Block({row: place for place, row in enumerate(ordered)}, pairs(x), r, p)
