"""Why a hub scores what it scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.rank import TIE_TOLERANCE, ranks
from hubscore.model.asked import position
from hubscore.model.ranking import Ranking
from hubscore.studies.gap import gap_between
from hubscore.studies.points import Points, points_of
from hubscore.studies.proof import Proof, proven

Floats = NDArray[np.float64]

MOST = 5
"""How many strengths and weaknesses are told."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One node of one hub beside the others: `effect` is the weight times an indicator's lead over their mean."""

    node: str
    score: float
    others: float
    place: int
    of: int
    effect: float


@dataclass(frozen=True, slots=True)
class Difference:
    """One node's share of the gap between two hubs, in points of the index.

    `own`, `other`: what each hub's own points come to; `points`: how many the other hub gains
    here, which is their difference only if the index is additive.
    """

    node: str
    own: float
    other: float
    points: float


@dataclass(frozen=True, eq=False)
class Explanation:
    """All that is known of one hub.

    `neighbour` is the hub ranked above, or below the leader, None where there is none;
    `gap` has one entry a node, the indicators' adding up to the difference of the scores.
    """

    ranking: Ranking
    hub: int
    points: Points
    proof: Proof
    standings: tuple[Standing, ...]
    strengths: tuple[Standing, ...]
    weaknesses: tuple[Standing, ...]
    neighbour: int | None
    gap: tuple[Difference, ...]

    @property
    def level(self) -> list[int]:
        """The hubs that share its rank."""
        own = self.ranking.rank[self.hub]
        return [other for other in self.ranking.listing if own == self.ranking.rank[other] != 0 and other != self.hub]

    @property
    def leads(self) -> bool:
        """Whether the neighbour stands below."""
        return self.neighbour is not None and bool(self.ranking.rank[self.hub] == 1)


def explain(ranking: Ranking, hub: int) -> Explanation:
    """Explain the score of the hub at this position of the dataset.

    Raises
    ------
    UsageError
        Where there is none.
    """
    hub = position(hub, ranking.dataset.hubs)
    points = points_of(ranking, hub)
    standings = tuple(_standing(ranking, row, hub) for row in ranking.plan.order if _known(ranking, row, hub))
    effects = sorted(standings, key=lambda s: (-s.effect, s.node))
    neighbour = _neighbour(ranking, hub)
    return Explanation(
        ranking,
        hub,
        points,
        proven(ranking),
        standings,
        tuple(s for s in effects if s.effect > 0)[:MOST],
        tuple(s for s in reversed(effects) if s.effect < 0)[:MOST],
        neighbour,
        () if neighbour is None else gap(ranking, hub, neighbour),
    )


def gap(ranking: Ranking, hub: int, other: int) -> tuple[Difference, ...]:
    """Which nodes make the difference between two scored hubs, in the order of the file."""
    own, their = points_of(ranking, hub).points, points_of(ranking, other).points
    gains = gap_between(ranking, other, hub)
    rows = [row for row in ranking.plan.order if not np.isnan([own[row], their[row], gains[row]]).all()]
    figures = np.nan_to_num([own, their, gains])
    return tuple(Difference(ranking.plan.ids[row], *figures[:, row].tolist()) for row in rows)


def _known(ranking: Ranking, row: int, hub: int) -> bool:
    return not np.isnan(ranking.scores[row, hub])


def _standing(ranking: Ranking, row: int, hub: int) -> Standing:
    """A node beside the ranked hubs; the hub itself counts among them."""
    compared = ranking.ranked.copy()
    compared[hub] = True
    scores = np.where(compared, ranking.scores[row], np.nan)
    place = ranks(scores, ranking.plan.span)
    own = float(scores[hub])
    scores[hub] = np.nan
    count = int((~np.isnan(scores)).sum())
    others = float(np.nansum(scores) / count) if count else np.nan
    others = own if abs(own - others) <= TIE_TOLERANCE * ranking.plan.span else others  # sums leave noise
    effect = _weight(ranking, row, hub) * (own - others) if count else 0.0
    return Standing(ranking.plan.ids[row], own, others, int(place[hub]), count + 1, effect)


def _weight(ranking: Ranking, row: int, hub: int) -> float:
    """The share of an indicator in the index of this hub, whatever of it is missing; 0 for inner nodes."""
    weights = ranking.plan.weights_by_hub
    return float(weights[row, hub if weights.shape[1] > 1 else 0]) if row < len(ranking.plan.leaves) else 0.0


def _neighbour(ranking: Ranking, hub: int) -> int | None:
    """The hub ranked just above, or just below the leader; None where all are level."""
    own = int(ranking.rank[hub])
    if not own:
        return None
    listing = [other for other in ranking.listing if ranking.rank[other]]
    above = [other for other in listing if ranking.rank[other] < own]
    below = [other for other in listing if ranking.rank[other] > own]
    return above[-1] if above else below[0] if below else None
