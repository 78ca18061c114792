"""Weights from data or from judgements, and the ranking they would give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import UsageError
from hubscore.methods.aggregate import averaged
from hubscore.methods.balance import Balance
from hubscore.methods.components import Principal
from hubscore.methods.derive import DERIVATIONS, Derivation
from hubscore.methods.hierarchy import REFUSED, Hierarchy
from hubscore.methods.outcome import Derived, Refusal
from hubscore.methods.weigh import shares
from hubscore.model.fields import LIGHTEST, frozen_mapping
from hubscore.model.named import named
from hubscore.model.pairwise import matrix_of
from hubscore.model.plan import Inner, Plan
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import ROOT, Scorecard
from hubscore.model.tree import skipped, tree_of
from hubscore.scoring import score
from hubscore.studies.doubt import Doubt, doubt
from hubscore.studies.grounds import (
    Case,
    inconsistent,
    no_bounds,
    no_children,
    no_matrix,
    no_share,
    refused,
    single_child,
    too_small,
)
from hubscore.studies.size import Shortage, shortage

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]

Detail = Principal | Hierarchy | Balance | Doubt | None
"""What stands behind the weights, by method."""


@dataclass(frozen=True, eq=False)
class Proposal:
    """Weights of a node's children as they are and as they would be.

    `members`: the children, or with `over` the indicators below; `declared`, `weights`: shape
    (child,), each with the sum 1; `written`: the same for [weights], where a node above averages
    indicators with the sum they had, so that the pillar keeps its weight; `hubs`: positions of
    the hubs that have all of the children, none where weights come from judgements; `short`: what
    is lacking for a sample, None where it is large enough or none is needed; `before`, `after`:
    the ranking with each.
    """

    method: Derivation
    node: str
    members: tuple[str, ...]
    declared: Floats
    weights: Floats
    written: Floats
    hubs: Ints
    short: Shortage | None
    detail: Detail
    before: Ranking
    after: Ranking

    def __post_init__(self) -> None:
        behind = self.detail if isinstance(self.detail, tuple) else ()
        for array in (self.declared, self.weights, self.written, self.hubs, *behind):
            if isinstance(array, np.ndarray):
                array.flags.writeable = False


def derived(
    ranking: Ranking,
    scorecard: Scorecard,
    method: str,
    node: str = ROOT,
    *,
    least: float | None = None,
    most: float | None = None,
    force: bool = False,
) -> Proposal:
    """Derive the weights of a node's children; nothing is changed by it.

    Figures are those of all hubs that have a score in every child, benchmarks too.

    Parameters
    ----------
    ranking, scorecard
        A scorecard, and what scoring made of it.
    method
        A row of `DERIVATIONS`: equal, pca, entropy, critic, bod, ahp or balanced.
    node
        The index or a pillar: id, name, or the beginning of either.
    least, most
        For `bod`: bounds of the share of each child in a hub's score.
    force
        Derive from fewer hubs than a sample needs (20, and 3 to each child) all the same.

    Raises
    ------
    UsageError
        An unknown method or node; what the figures or judgements do not allow.
    """
    plan = ranking.plan
    row = DERIVATIONS[named(method, {name: [] for name in DERIVATIONS}, "method")]
    inner = _inner(plan, node)
    case = Case(row.name, inner.id, plan.labels[plan.row[inner.id]], inner.members)
    given = {name: value for name, value in (("least", least), ("most", most)) if value is not None}
    if given and not row.parameters:
        raise UsageError(no_bounds(case))
    for name, value in given.items():
        if not 0 <= value <= 1:
            raise UsageError(no_share(name, value))
    weights: Floats
    detail: Detail
    hubs, short = np.arange(0), None
    if row.needs == "matrix":
        weights, detail = _judged(case, row, scorecard)
    else:
        s = ranking.scores[[plan.row[member] for member in inner.members]]
        hubs = np.flatnonzero(~np.isnan(s).any(axis=0))
        short = shortage(len(hubs), len(inner.members)) if row.sampled else None
        case = case._replace(hubs=len(hubs))
        if short is not None and not force:
            raise UsageError(too_small(case, short))
        weights, detail = _from_data(case, row, s[:, hubs], inner, plan, given)
    written = weights * _sum_to_keep(scorecard, inner)
    changed = with_weights(scorecard, dict(zip(inner.members, written.tolist(), strict=True)))
    after = score(ranking.dataset, changed, everyone=ranking.everyone)
    return Proposal(row, inner.id, inner.members, inner.weights, weights, written, hubs, short, detail, ranking, after)


def _sum_to_keep(scorecard: Scorecard, inner: Inner) -> float:
    """What the children's numbers add up to, if a node above averages them with others; else 1."""
    if inner.id not in skipped(scorecard, tree_of(scorecard)):
        return 1.0
    return sum(scorecard.weights.get(member, 1.0) for member in inner.members)


def with_weights(scorecard: Scorecard, weights: Mapping[str, float]) -> Scorecard:
    """The scorecard with other weights; what is too light for a file weighs nothing."""
    kept = {name: weight if weight >= LIGHTEST else 0.0 for name, weight in weights.items()}
    return scorecard.model_copy(update={"weights": frozen_mapping({**scorecard.weights, **kept})})


def _inner(plan: Plan, node: str) -> Inner:
    """The node as it averages, with two children or more."""
    if any(node == leaf.id for leaf in plan.leaves):
        raise UsageError(no_children(node))
    leaves = len(plan.leaves)
    nodes = {plan.ids[row]: plan.inner[row - leaves] for row in plan.order if row >= leaves}
    labels = {name: [plan.labels[plan.row[name]]] for name in nodes}
    inner = nodes[named(node, labels, "pillar")]
    if len(inner.members) < 2:
        raise UsageError(single_child(labels[inner.id][0]))
    return inner


def _judged(case: Case, row: Derivation, scorecard: Scorecard) -> tuple[Floats, Hierarchy]:
    judgements = scorecard.pairwise.get(case.node)
    if not judgements:
        raise UsageError(no_matrix(case))
    found = row.function(matrix_of(judgements, case.members))
    if isinstance(found, Refusal):
        raise UsageError(refused(case, found))
    if found.ratio > REFUSED:
        raise UsageError(inconsistent(case, found, judgements))
    return found.weights, found


def _from_data(
    case: Case, row: Derivation, s: Floats, inner: Inner, plan: Plan, given: Mapping[str, float]
) -> tuple[Floats, Detail]:
    if not s.shape[1] and row.needs == "data":
        raise UsageError(refused(case, Refusal("few hubs", figure=0)))
    found: Derived | Doubt | Principal | Balance | Refusal
    if row.each:
        found = doubt(s, **given)
    elif row.name == "balanced":
        found = row.function(s, inner.weights, partial(_averaged, inner, plan))
    else:
        found = row.function(s)
    if isinstance(found, Refusal):
        raise UsageError(refused(case, found))
    if isinstance(found, Doubt):
        return _mean_of(case, found), found
    return found.weights, None if isinstance(found, Derived) else found


def _averaged(inner: Inner, plan: Plan, s: Floats, weights: Floats) -> Floats:
    """The node's scores with other weights."""
    return averaged(inner.aggregate, s, weights, inner.parameter, plan.scale, inner.floor)


def _mean_of(case: Case, found: Doubt) -> Floats:
    """The mean of the weights of all hubs that have some, each rescaled to 1, so that each hub counts the same."""
    total = found.weights.sum(axis=0)
    counts = total > 0
    if not counts.any():
        raise UsageError(refused(case, Refusal("undefined")))
    mean: Floats = (found.weights[:, counts] / total[counts]).mean(axis=1)
    return shares(mean)
