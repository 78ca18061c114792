"""The scorecard under other methods: what the categorical factors of a draw choose."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.normalise import NORMALISATIONS
from hubscore.model.choice import Choice
from hubscore.model.plan import Inner, Leaf, Plan
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.model.tree import node_of
from hubscore.scoring import from_cells, planned

Floats = NDArray[np.float64]


class Methods(NamedTuple):
    """What is chosen instead of what [method] says; None to leave it."""

    normalise: Choice | None = None
    aggregate: Choice | None = None


def admitting(scorecard: Scorecard, weakest: str) -> Scorecard:
    """The scorecard that admits evidence down to this grade."""
    evidence = scorecard.evidence.model_copy(update={"admit": weakest})
    return scorecard.model_copy(update={"evidence": evidence})


def varied(ranking: Ranking, scorecard: Scorecard, methods: Methods) -> tuple[Plan, Floats]:
    """The plan under other methods, and the scores of all nodes, shape (node, hub).

    Indicators and pillars that say their own method keep it.

    Raises
    ------
    ScoringError
        Where the figures do not allow a method.
    """
    plan = ranking.plan
    leaves = tuple(_leaf(ranking, scorecard, leaf, methods.normalise) for leaf in plan.leaves)
    inner = tuple(_inner(scorecard, node, methods.aggregate) for node in plan.inner)
    if leaves == plan.leaves and inner == plan.inner:
        return plan, ranking.scores
    other = replace(plan, leaves=leaves, inner=inner)
    if leaves == plan.leaves or _keeps_figures(plan):
        return other, from_cells(other, ranking.dataset, ranking.cells)[0]
    again = planned(other, ranking.dataset)
    return again.plan, again.scores


def _keeps_figures(plan: Plan) -> bool:
    """Whether no figure depends on the normalisation, as gaps that are filled and outliers that are treated may."""
    return not plan.panel and all(leaf.fills != "hubs" and leaf.treat.name == "none" for leaf in plan.leaves)


def _leaf(ranking: Ranking, scorecard: Scorecard, leaf: Leaf, choice: Choice | None) -> Leaf:
    if choice is None or scorecard.indicators[leaf.id].normalise is not None:
        return leaf
    reference = ranking.dataset.column.get(str(choice.parameter), -1)
    return leaf._replace(method=NORMALISATIONS[choice.name], reference=reference)


def _inner(scorecard: Scorecard, node: Inner, choice: Choice | None) -> Inner:
    if choice is None or node_of(scorecard, node.id).aggregate is not None:
        return node
    return node._replace(aggregate=AGGREGATIONS[choice.name], parameter=choice.parameter)
