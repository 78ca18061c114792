"""What every indicator and pillar does to the ranking: the same scores without it."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.line.nodes import aggregate
from hubscore.methods.rank import ranks
from hubscore.methods.weigh import shares
from hubscore.model.plan import Inner, Plan, passed_down
from hubscore.model.ranking import Ranking

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]

FAR = 3
"""A hub that moves so many places or more moves far."""

TOP = 10
"""The places that readers look at."""


class Omission(NamedTuple):
    """The ranking without one node.

    `shift`: mean absolute change of rank among the `hubs` ranked with and without it, NaN for
    none; `hub`: position of the one that moves most (of equals the better ranked), None where
    nobody moves; `before`, `after`: its ranks among those; `lost`, `gained`: how many hubs then
    have no index, or only then; `far`: the share of `hubs` that moves three places or more, NaN
    for none; `enters`, `leaves`: who comes into the top ten and who goes, positions in the order
    of the listing.
    """

    node: str
    shift: float
    hubs: int
    hub: int | None
    before: int
    after: int
    lost: int
    gained: int = 0
    far: float = np.nan
    enters: tuple[int, ...] = ()
    leaves: tuple[int, ...] = ()

    @property
    def greatest(self) -> int:
        """The greatest change of rank."""
        return abs(self.after - self.before)


def omissions(ranking: Ranking) -> tuple[Omission, ...]:
    """Leave out each indicator and pillar in turn, in the order of the file.

    The weight of what is left out goes to its siblings, as if the scorecard did not have it; a
    node that is all there is under its parent takes the parent out too. Scores of the others
    stay what they are. The mean absolute rank shift is that of Saisana, Saltelli and Tarantola
    (Uncertainty and sensitivity analysis techniques, JRSS A 2005).
    """
    plan = ranking.plan
    gappy = [bool(np.isnan(row).any()) for row in ranking.scores[: len(plan.leaves)]]
    return tuple(_omission(ranking, plan.ids[row], gappy) for row in plan.order if plan.parent[row] is not None)


def without(plan: Plan, node: str) -> Plan:
    """The plan without a node and all below it, its rows in their places; those that are gone weigh nothing."""
    gone = _at_or_below(plan, node)
    kept: list[Inner] = []
    for inner in plan.inner:  # from the bottom up: a node that is left empty is gone for its parent
        lean = _lean(plan, inner, gone)
        if lean is None:
            gone.add(inner.id)
        kept.append(lean or inner)
    nothing = plan.inner[-1].id in gone
    weights = np.zeros(len(plan.leaves)) if nothing else passed_down(tuple(kept), len(plan.leaves))
    return replace(plan, inner=tuple(kept), weights=weights)


def _at_or_below(plan: Plan, node: str) -> set[str]:
    """The node, and every pillar and indicator below it."""
    gone = {node}
    for row in plan.order:  # parents stand before their children
        if plan.parent[row] in gone:
            gone.add(plan.ids[row])
    return gone


def _lean(plan: Plan, inner: Inner, gone: set[str]) -> Inner | None:
    """A node without the members that are gone; None if nothing with a weight is left."""
    if gone.isdisjoint(inner.members):
        return inner
    stays = np.array([member not in gone for member in inner.members])
    weights = inner.weights[stays]
    if not weights.any():
        return None
    members = tuple(member for member in inner.members if member not in gone)
    rows = np.array([plan.row[member] for member in members])
    return inner._replace(children=rows, members=members, weights=shares(weights))


def _omission(ranking: Ranking, node: str, gappy: list[bool]) -> Omission:
    index = _index_without(ranking, node, gappy)
    was, then = ranking.rank > 0, ~np.isnan(index)
    # Who comes or goes moves everybody: ranks are compared among those who stay.
    before, after = (_ranks(ranking, np.where(was & then, x, np.nan)) for x in (ranking.index, index))
    moved, hubs = np.abs(after - before), int((was & then).sum())
    most = int(moved.max(initial=0))
    hub = next(hub for hub in ranking.listing if moved[hub] == most) if most else None
    ends = (0, 0) if hub is None else (int(before[hub]), int(after[hub]))
    shift, far = ((float(x.sum() / hubs) if hubs else np.nan) for x in (moved, moved >= FAR))
    lost, gained = int((was & ~then).sum()), int((then & ~was).sum())
    return Omission(node, shift, hubs, hub, *ends, lost, gained, far, *_top(ranking, _ranks(ranking, index)))


def _top(ranking: Ranking, after: Ints) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Who enters the top ten, and who leaves it."""
    was, then = ((rank > 0) & (rank <= TOP) for rank in (ranking.rank, after))
    enters = tuple(hub for hub in ranking.listing if then[hub] and not was[hub])
    return enters, tuple(hub for hub in ranking.listing if was[hub] and not then[hub])


def _ranks(ranking: Ranking, index: Floats) -> Ints:
    return ranks(index, ranking.plan.span, ranking.plan.ties)


def _index_without(ranking: Ranking, node: str, gappy: list[bool]) -> Floats:
    """The index of the hubs that compete when a node is left out, shape (hub,), NaN for none."""
    plan = without(ranking.plan, node)
    if not plan.weights.any():
        return np.full(len(ranking.rank), np.nan)
    scores = ranking.scores.copy()
    known = np.asarray((ranking.grades[plan.weights > 0] >= 0).any(axis=0))  # gaps that are filled in alone rank nobody
    aggregate(plan, scores, gappy, known)
    return np.where(ranking.ranked, scores[-1], np.nan)
