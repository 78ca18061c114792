"""Shares of siblings: one is set, the locked keep theirs, the others keep their proportions in what is left."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from hubscore.errors import Problem, UsageError
from hubscore.model.fields import LIGHTEST
from hubscore.model.plan import Plan
from hubscore.studies.reweigh import averagers

SAME = 1e-9
"""Shares that differ by less are the same."""


def families(plan: Plan) -> dict[str, tuple[str, ...]]:
    """By node all that are averaged together with it, in the order of the file; without what has no share."""
    order = {plan.ids[row]: place for place, row in enumerate(plan.order)}
    found = {node: tuple(sorted(inner.members, key=order.__getitem__)) for node, inner in averagers(plan)}
    return {node: found[node] for node in sorted(found, key=order.__getitem__)}


def shares_of(plan: Plan) -> dict[str, float]:
    """The share of every node in the one that averages it, in the order of the file."""
    found = {node: float(inner.weights[inner.members.index(node)]) for node, inner in averagers(plan)}
    return {node: found[node] for node in families(plan)}


def shared(
    shares: Mapping[str, float],
    family: Collection[str],
    node: str,
    share: float,
    locked: Collection[str],
    usual: Mapping[str, float],
) -> dict[str, float]:
    """The shares of a family after one of it was set; a share beyond what the locked leave stops there.

    Parameters
    ----------
    shares
        As they are.
    usual
        Whose proportions count where those that are not locked weigh nothing.

    Raises
    ------
    UsageError
        The node is locked, or there is nobody to give to and take from.
    """
    if node in locked:
        raise UsageError(Problem("share", f"`{node}` is locked", hint="space unlocks it"))
    free = [member for member in family if member != node and member not in locked]
    if not free:
        why = "all its siblings are locked" if len(family) > 1 else "it has no siblings"
        raise UsageError(Problem("share", f"`{node}` cannot move: {why}"))
    weights = next((each for each in (shares, usual) if any(each[member] > 0 for member in free)), None)
    if weights is None:
        hint = "raise one of them first"
        raise UsageError(Problem("share", f"`{node}` cannot move: no sibling weighs anything", hint=hint))
    held = {member: shares[member] for member in family if member in locked}
    room = max(0.0, 1 - math.fsum(held.values()))
    own = min(max(share, 0.0), room)
    whole = math.fsum(weights[member] for member in free)
    rest = {member: weights[member] / whole * (room - own) for member in free}
    new = {**held, node: own, **{member: w if w >= LIGHTEST else 0.0 for member, w in rest.items()}}
    return {member: new[member] for member in family}


def differ(shares: Mapping[str, float], others: Mapping[str, float], family: Collection[str]) -> bool:
    """Whether a family's shares are not the same."""
    return any(abs(shares[member] - others[member]) > SAME for member in family)
