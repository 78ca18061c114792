"""Whether a ranking may take the place of an earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from hubscore.model.ranking import Ranking
from hubscore.studies.diff import VISIBLE
from hubscore.studies.held import Held
from hubscore.studies.trips import Condition


class Before(NamedTuple):
    """What a hub had in the baseline; None for no rank, or no score."""

    rank: int | None
    score: float | None


NOTHING = Before(None, None)


def against_baseline(ranking: Ranking, before: Mapping[str, Before], wanted: Sequence[Condition]) -> tuple[Held, ...]:
    """Every condition as a gate for each hub that it is about; met is not held, as in `studies.trips`.

    Ranks are those of all hubs that have one now or had one. Scores are those of hubs that are
    there on both sides and had one on either; of several limits the least counts. There is one
    gate on the leader: of all that lead, the first by id stands for them.
    """
    now = {hub: _now(ranking, hub) for hub in dict.fromkeys([*before, *ranking.dataset.hubs.ids])}
    was = {hub: before.get(hub, NOTHING) for hub in now}
    kinds = {condition.kind for condition in wanted}
    found = list(_leader(now, was)) if "leader-change" in kinds else []
    if "rank-change" in kinds:
        for hub in (hub for hub in now if now[hub].rank is not None or was[hub].rank is not None):
            same = now[hub].rank == was[hub].rank
            found.append(Held("rank-change", hub, now[hub].rank, was[hub].rank, same, was[hub].rank))
    if "score" in kinds:
        limit = min(condition.limit for condition in wanted if condition.kind == "score")
        for hub in (hub for hub in before if hub in ranking.dataset.column):
            if now[hub].score is not None or was[hub].score is not None:
                held = _near(was[hub].score, now[hub].score, limit + VISIBLE * ranking.plan.span)
                found.append(Held("score-change", hub, now[hub].score, limit, held, was[hub].score))
    return tuple(found)


def leaders(ranks: Mapping[str, int | None]) -> list[str]:
    """Who is first, sorted by id; several where they are tied."""
    return sorted(hub for hub, rank in ranks.items() if rank == 1)


def ranks_of(ranking: Ranking) -> dict[str, int | None]:
    """The rank of every hub, None for those without."""
    ranks = map(int, ranking.rank)
    return {hub: rank or None for hub, rank in zip(ranking.dataset.hubs.ids, ranks, strict=True)}


def _leader(now: Mapping[str, Before], was: Mapping[str, Before]) -> Iterator[Held]:
    leads, led = (leaders({hub: side[hub].rank for hub in side}) for side in (now, was))
    for hub in (leads or led)[:1]:
        yield Held("leader-change", hub, now[hub].rank, None, led == leads, was[hub].rank)


def _near(before: float | None, after: float | None, most: float) -> bool:
    return before is not None and after is not None and abs(after - before) <= most


def _now(ranking: Ranking, hub: str) -> Before:
    at = ranking.dataset.column.get(hub)
    if at is None:
        return NOTHING
    score = float(ranking.index[at])
    return Before(int(ranking.rank[at]) or None, None if np.isnan(score) else score)
