"""Before and after: the ranking under other weights, figures, indicators or hubs, and what moves whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from hubscore.model.asked import listed
from hubscore.model.dataset import Dataset
from hubscore.model.named import named
from hubscore.model.plan import Plan
from hubscore.model.profile import Profile
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.changes import Figure, with_figure, with_hub, with_shares, without
from hubscore.studies.points import points_of
from hubscore.studies.reweigh import averagers


class Move(NamedTuple):
    """One hub before and after; ranks are None where it is not ranked, scores where it has none."""

    hub: str
    name: str
    rank_before: int | None
    rank_after: int | None
    score_before: float | None
    score_after: float | None

    @property
    def change(self) -> float | None:
        """How far the score moves, in points; None where there is none before or after."""
        if self.score_before is None or self.score_after is None:
            return None
        return self.score_after - self.score_before + 0.0  # no -0.0


class Weight(NamedTuple):
    """The share of a node in the node that averages it, None where it is not there."""

    node: str
    parent: str
    before: float | None
    after: float | None


class Cause(NamedTuple):
    """What a part of the index contributes to one hub, in points, None where it does not count."""

    hub: str
    node: str
    before: float | None
    after: float | None


@dataclass(frozen=True, eq=False)
class WhatIf:
    """A ranking before and after a change.

    `scorecard`: the one after; `moves`: every hub of either, as listed after the change, those
    that are gone last; `weights`: every node of either, in the order of the file; `causes`: for
    every hub with an index before and after, what hangs on the index.
    """

    before: Ranking
    after: Ranking
    scorecard: Scorecard
    moves: tuple[Move, ...]
    weights: tuple[Weight, ...]
    causes: tuple[Cause, ...]

    def passed(self, hub: str) -> tuple[str, ...]:
        """Whom a hub, id or name, gets past: ids of those ranked before it and then behind it, the best first."""
        hub = named(hub, {move.hub: [move.name] for move in self.moves}, "hub")
        [move] = [move for move in self.moves if move.hub == hub]
        if not move.rank_before or not move.rank_after:
            return ()
        past = [
            other
            for other in self.moves
            if 0 < (other.rank_before or 0) < move.rank_before and (other.rank_after or 0) > move.rank_after
        ]
        return tuple(other.hub for other in sorted(past, key=lambda other: other.rank_before or 0))


def whatif(
    dataset: Dataset,
    scorecard: Scorecard,
    *,
    shares: Mapping[str, float] | None = None,
    values: Mapping[str, float | Figure] | None = None,
    drop: Sequence[str] = (),
    hubs: Mapping[str, Profile] | None = None,
    instead: Scorecard | None = None,
    everyone: bool = False,
) -> WhatIf:
    """Score a scorecard as it is and with some changes.

    Changes are made in this order: another scorecard, hubs, nodes dropped, shares, values.

    Parameters
    ----------
    shares
        By pillar or indicator the share among its siblings, which keep their proportions in
        what is left.
    values
        By cell ("hub.indicator" or "hub.measure") the figure to try.
    drop
        Pillars and indicators to leave out.
    hubs
        Profiles of hubs to add, by id.
    instead
        A scorecard to take the place of the first, as a scenario.
    everyone
        Rank benchmarks together with the candidates.

    Raises
    ------
    UsageError
        Where a change does not fit the scorecard.
    ScoringError
        As `score`.
    """
    before = score(dataset, scorecard, everyone)
    card = instead or scorecard
    for hub, profile in (hubs or {}).items():
        dataset = with_hub(dataset, hub, profile)
    if dropped := listed(drop, "`drop`"):
        card = without(card, dataset, dropped)
    if shares:
        card = with_shares(card, dataset, shares)
    after = before if card is scorecard and dataset is before.dataset else score(dataset, card, everyone)
    for cell, figure in (values or {}).items():
        tried = figure if isinstance(figure, Figure) else Figure(float(figure))
        dataset = with_figure(after, card, dataset, cell, tried)
        after = score(dataset, card, everyone)
    return compared(before, after, card)


def compared(before: Ranking, after: Ranking, scorecard: Scorecard) -> WhatIf:
    """Two rankings side by side; the second has all hubs of the first, and is of this scorecard."""
    moves, weights = moves_of(before, after), _weights(before.plan, after.plan)
    return WhatIf(before, after, scorecard, moves, weights, _causes(before, after))


def moves_of(before: Ranking, after: Ranking) -> tuple[Move, ...]:
    """Every hub of either, as listed after; those that are gone last, as listed before."""
    known, gone = after.dataset.column, before.dataset
    found = [_move(before, after, after.dataset.hubs.ids[hub], after.dataset.hubs.names[hub]) for hub in after.listing]
    found += [
        _move(before, after, gone.hubs.ids[hub], gone.hubs.names[hub])
        for hub in before.listing
        if gone.hubs.ids[hub] not in known
    ]
    return tuple(found)


def _move(before: Ranking, after: Ranking, hub: str, name: str) -> Move:
    ends = [(ranking, ranking.dataset.column.get(hub, -1)) for ranking in (before, after)]
    places = [(int(ranking.rank[at]) or None) if at >= 0 else None for ranking, at in ends]
    scores = [_number(ranking.index[at]) if at >= 0 else None for ranking, at in ends]
    return Move(hub, name, *places, *scores)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _weights(before: Plan, after: Plan) -> tuple[Weight, ...]:
    shares = []
    for plan in (before, after):
        of = {node: (inner.id, float(inner.weights[inner.members.index(node)])) for node, inner in averagers(plan)}
        shares.append({plan.ids[row]: of[plan.ids[row]] for row in plan.order if plan.ids[row] in of})
    found = []
    for node in dict.fromkeys((*shares[0], *shares[1])):
        (one, was), (other, now) = (each.get(node, ("", None)) for each in shares)
        found.append(Weight(node, other or one, was, now))
    return tuple(found)


def _causes(before: Ranking, after: Ranking) -> tuple[Cause, ...]:
    found = []
    for hub in after.listing:
        name = after.dataset.hubs.ids[hub]
        earlier = before.dataset.column.get(name, -1)
        if earlier < 0 or np.isnan(before.index[earlier]) or np.isnan(after.index[hub]):
            continue
        parts = []
        for ranking, at in ((before, earlier), (after, hub)):
            points, plan = points_of(ranking, at).points, ranking.plan
            parts.append({plan.ids[row]: _number(points[row]) for row in plan.order if plan.depth[row] == 1})
        nodes = dict.fromkeys((*parts[0], *parts[1]))
        found += [Cause(name, node, parts[0].get(node), parts[1].get(node)) for node in nodes]
    return tuple(found)
