"""Whether a ranking may take the place of an earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from hubscore.model.ranking import Ranking
from hubscore.studies.held import Held

TOLERANCE = 1e-9
"""What a score may move by on account of rounding, as a share of the scale."""


class Before(NamedTuple):
    """What a hub had in the baseline; None for no rank, or no score."""

    rank: int | None
    score: float | None


class Limits(NamedTuple):
    """What may not happen: another rank, another leader, a score that moves by more than `score`."""

    ranks: bool = False
    leader: bool = False
    score: float | None = None


def against_baseline(ranking: Ranking, before: Mapping[str, Before], limits: Limits) -> tuple[Held, ...]:
    """Every gate between a baseline and a ranking, for each hub that has a rank in the baseline.

    A hub that is new has nothing it could have moved from. One that has lost its rank, or its
    score, has moved. There is one gate on the leader: of all that lead, the first by id stands
    for them.
    """
    ranked = {hub: was for hub, was in before.items() if was.rank is not None}
    now = {hub: _now(ranking, hub) for hub in ranked}
    found = list(_leader(ranking, ranked)) if limits.leader else []
    if limits.ranks:
        for hub, was in ranked.items():
            found.append(Held("rank-change", hub, now[hub].rank, was.rank, now[hub].rank == was.rank, was.rank))
    if limits.score is not None:
        for hub, was in ranked.items():
            held = _within(was.score, now[hub].score, limits.score + TOLERANCE * ranking.plan.span)
            found.append(Held("score-change", hub, now[hub].score, limits.score, held, was.score))
    return tuple(found)


def leaders(ranks: Mapping[str, int | None]) -> list[str]:
    """Who is first, sorted by id; several where they are tied."""
    return sorted(hub for hub, rank in ranks.items() if rank == 1)


def ranks_of(ranking: Ranking) -> dict[str, int | None]:
    """The rank of every hub, None for those without."""
    ranks = map(int, ranking.rank)
    return {hub: rank or None for hub, rank in zip(ranking.dataset.hubs.ids, ranks, strict=True)}


def _leader(ranking: Ranking, ranked: Mapping[str, Before]) -> Iterator[Held]:
    led, leads = leaders({hub: was.rank for hub, was in ranked.items()}), leaders(ranks_of(ranking))
    for hub in (leads or led)[:1]:
        was = ranked[hub].rank if hub in ranked else None
        yield Held("leader-change", hub, 1 if leads else None, 1, led == leads, was)


def _within(before: float | None, after: float | None, most: float) -> bool:
    return before is None or (after is not None and abs(after - before) <= most)


def _now(ranking: Ranking, hub: str) -> Before:
    at = ranking.dataset.column.get(hub)
    if at is None:
        return Before(None, None)
    score = float(ranking.index[at])
    return Before(int(ranking.rank[at]) or None, None if np.isnan(score) else score)
