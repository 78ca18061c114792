"""Which children of a node run against it, so that their direction is to be checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from hubscore.model.plan import Plan
from hubscore.model.scorecard import AuditTable
from hubscore.studies.coherence import Pair

Siblings = Mapping[tuple[str, int], Mapping[int, float]]


class Contrary(NamedTuple):
    """One child that runs against its parent `node`: rows of the plan.

    `r`: its correlation with the parent; `against`: the siblings that it correlates negatively
    with, beyond the limit, the most opposed first.
    """

    row: int
    node: str
    r: float
    against: tuple[int, ...]


def contraries(plan: Plan, pairs: Sequence[Pair], limits: AuditTable) -> tuple[Contrary, ...]:
    """Children with a clearly negative correlation with their parent, or with all of their siblings.

    Clearly: significant at 5 %. With all: an indicator with two siblings or more, each at or
    below the limit `negative` of [audit]; a parent that averages it hides such a one, since its
    own part in the average correlates with itself. Siblings that are contrary themselves are not
    held against anybody. The lowest correlation with the parent comes first.
    """
    siblings = _siblings(pairs)
    found: dict[tuple[str, int], Contrary] = {}
    parents = [pair for pair in pairs if pair.kind == "parent" and not np.isnan(pair.pearson.r)]
    for pair in sorted(parents, key=lambda pair: (pair.pearson.r, pair.one, pair.other)):
        others = siblings.get((pair.node, pair.one), {})
        rest = [r for row, r in others.items() if (pair.node, row) not in found]
        lonely = pair.one < len(plan.leaves) and len(rest) > 1 and max(rest) <= limits.negative
        if pair.flag == "negative" or lonely:
            against = sorted((r, row) for row, r in others.items() if r <= limits.negative)
            found[pair.node, pair.one] = Contrary(pair.one, pair.node, pair.pearson.r, tuple(row for _, row in against))
    return tuple(found.values())


def marked(pairs: Sequence[Pair], found: Sequence[Contrary]) -> tuple[Pair, ...]:
    """The pairs, those of contrary children with their parents flagged `negative`."""
    known = {(each.node, each.row) for each in found}
    return tuple(
        pair._replace(flag="negative") if pair.kind == "parent" and (pair.node, pair.one) in known else pair
        for pair in pairs
    )


def _siblings(pairs: Sequence[Pair]) -> Siblings:
    """The correlations of each child of a node with its siblings."""
    found: dict[tuple[str, int], dict[int, float]] = {}
    for pair in pairs:
        if pair.kind == "siblings" and not np.isnan(pair.pearson.r):
            found.setdefault((pair.node, pair.one), {})[pair.other] = pair.pearson.r
            found.setdefault((pair.node, pair.other), {})[pair.one] = pair.pearson.r
    return found
