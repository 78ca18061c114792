"""What all findings come to for each indicator: keep it, or what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from hubscore.studies.audit import Audit
from hubscore.studies.findings import Finding, Kind, findings

Suggestion = Literal[
    "keep",
    "drop",
    "find figures or drop",
    "treat",
    "turn or drop",
    "move or keep apart",
    "weigh more or drop",
    "look closer",
]
Reason = Literal["shift", "alpha", "order"]

REMEDIES: tuple[tuple[Kind, Suggestion], ...] = (
    ("no data", "find figures or drop"),
    ("constant", "drop"),
    ("skewed", "treat"),
    ("negative", "turn or drop"),
    ("elsewhere", "move or keep apart"),
    ("weak", "weigh more or drop"),
    ("few figures", "find figures or drop"),
    ("negative pair", "look closer"),
    ("many zeros", "look closer"),
    ("few values", "look closer"),
    ("importance", "look closer"),
)
"""What would do against each problem of an indicator, the first that it has; redundant pairs are judged beside."""

NEAR = 0.005
"""What differs less looks the same at two decimals."""


class Verdict(NamedTuple):
    """One indicator.

    `shift`: the mean change of rank without it, NaN where nobody is ranked then; `alpha`,
    `alpha_without`: of its pillar with and without it, NaN where not computed; `suggestion`:
    what would do against the worst of its `problems`.
    """

    node: str
    problems: tuple[Kind, ...]
    shift: float
    alpha: float
    alpha_without: float
    suggestion: Suggestion


class Spare(NamedTuple):
    """Which of two that say the same can go: the one whose loss moves the ranks less.

    Of the same shift the one without which the pillar's alpha is greater; of the same alpha
    the one whose id comes later. `reason`: which of these told; `figures`: those of `drop` and
    of `keep`.
    """

    drop: str
    keep: str
    reason: Reason
    figures: tuple[float, float] = (np.nan, np.nan)


def verdicts(audit: Audit) -> tuple[Verdict, ...]:
    """One for each indicator, in the order of the file."""
    plan, found = audit.ranking.plan, findings(audit)
    spares = {spare(audit, each.nodes[0], each.nodes[1]).drop for each in found if each.kind == "redundant"}
    shifts = _shifts(audit)
    result = []
    for name in (plan.ids[row] for row in plan.order if row < len(plan.leaves)):
        problems = tuple(dict.fromkeys(each.kind for each in found if name in _about(each)))
        suggestion = "drop" if name in spares else _remedy(problems)
        result.append(Verdict(name, problems, shifts[name], *_alphas(audit, name), suggestion))
    return tuple(result)


def spare(audit: Audit, one: str, other: str) -> Spare:
    """Which of two indicators that say the same can go."""
    shifts = _shifts(audit)
    lost = [np.inf if np.isnan(shifts[name]) else shifts[name] for name in (one, other)]
    alphas = [_alphas(audit, name)[1] for name in (one, other)]
    if not np.isinf(lost).all() and abs(lost[0] - lost[1]) >= NEAR:
        return _spare(one, other, "shift", lost, first=lost[0] < lost[1])
    if abs(alphas[0] - alphas[1]) >= NEAR:
        return _spare(one, other, "alpha", alphas, first=alphas[0] > alphas[1])
    return Spare(max(one, other), min(one, other), "order")


def _spare(one: str, other: str, reason: Reason, figures: Sequence[float], first: bool) -> Spare:
    own, others = figures
    return Spare(one, other, reason, (own, others)) if first else Spare(other, one, reason, (others, own))


def _shifts(audit: Audit) -> dict[str, float]:
    return {omission.node: omission.shift for omission in audit.omissions}


def _alphas(audit: Audit, name: str) -> tuple[float, float]:
    """Alpha of an indicator's pillar with and without it."""
    parent = audit.ranking.plan.parent[audit.ranking.plan.row[name]]
    for found in audit.unities:
        if found.node == parent and name in found.members and found.without:
            return found.alpha, found.without[found.members.index(name)]
    return np.nan, np.nan


def _about(found: Finding) -> tuple[str, ...]:
    """The indicators whose problem a finding is: the two of a pair, else the first, which a pillar follows."""
    return found.nodes[:2]


def _remedy(problems: Sequence[Kind]) -> Suggestion:
    return next((remedy for kind, remedy in REMEDIES if kind in problems), "keep")
