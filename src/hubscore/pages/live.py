"""What a page needs to rank anew under other weights: scores of indicators, the tree, its methods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hubscore.methods.attribute import ATTRIBUTIONS, way
from hubscore.methods.rank import TIE_TOLERANCE
from hubscore.model.plan import Inner, Plan
from hubscore.model.ranking import Floats, Ranking
from hubscore.pages.frame import index_show
from hubscore.studies.reweigh import averagers


def live_of(ranking: Ranking) -> Mapping[str, Any] | None:
    """The model behind the sliders, as JSON has it.

    Scores of indicators do not depend on weights, so all that follows from them can be worked out
    again: `leaves` (by indicator, then hub; null for none), `known` (a figure stands behind it),
    `inner` (bottom up, the root last, each with the rows of its `members`), `order` (rows as people read
    them), `points` (rows whose points in the index can be worked out again; None where points are
    not weight times score). None where weights decide who takes part, and with that the scores
    themselves ([screening]), or where there is nothing to weigh.
    """
    plan = ranking.plan
    if plan.screening is not None or not (ranking.rank > 0).any():
        return None
    people = ranking.dataset.hubs
    reached = {node.id for _, node in averagers(plan)}
    return {
        "hubs": list(people.ids),
        "names": list(people.names),
        "ranked": ranking.ranked.tolist(),
        "scale": list(plan.scale),
        "dense": plan.ties == "dense",
        "tolerance": TIE_TOLERANCE * plan.span,
        "decimals": [index_show(plan).decimals, index_show(plan, less=1).decimals],
        "ids": list(plan.ids),
        "order": list(plan.order),
        "labels": list(plan.labels),
        "leaves": [_numbers(row) for row in ranking.scores[: len(plan.leaves)]],
        "known": ["".join("1" if grade >= 0 else "0" for grade in row) for row in ranking.grades.tolist()],
        "applies": None if plan.applies is None else plan.applies.astype(int).tolist(),
        "inner": [_inner(plan, node, node.id in reached) for node in plan.inner],
        "rank": ranking.rank.tolist(),
        "points": [row for row in plan.order if plan.depth[row] == 1] if _is_linear(plan.inner[-1]) else None,
    }


def _is_linear(node: Inner) -> bool:
    """Whether the points of a node are its members' weights times their scores."""
    return way(node.aggregate.name, node.parameter) is ATTRIBUTIONS["weight x score"]


def _inner(plan: Plan, node: Inner, reached: bool) -> dict[str, Any]:
    """How a node averages; `reached`: whether the index hangs on it."""
    row = node.aggregate
    return {
        "id": node.id,
        "members": [plan.row[member] for member in node.members],
        "weights": node.weights.tolist(),
        "reached": reached,
        "how": row.name,
        "parameter": _plain(node.parameter),
        "floor": node.floor if row.floored(node.parameter) else 0.0,
        "reads": row.reads,
        "relative": row.relative,
        "worst": node.missing.name == "worst",
        "least": node.min_coverage if node.max_missing is None else None,
        "most": node.max_missing,
        "digits": node.digits,
    }


def _plain(parameter: Any) -> float | str | Sequence[float] | None:
    """A parameter as JSON has it."""
    return list(parameter) if isinstance(parameter, tuple) else parameter


def _numbers(row: Floats) -> list[float | None]:
    """All digits: a score that is rounded for display may lie just at a half."""
    return [None if np.isnan(score) else score for score in row.tolist()]
