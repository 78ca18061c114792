"""Ranks by any node, ranks within groups, and the means of groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.rank import ranks
from hubscore.model.ranking import Ranking

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class Groups:
    """The ranked hubs of each group.

    `names`: in the order of the alphabet; `hubs`: shape (group,), how many compete; `scored`,
    `means`: shape (node, group), how many of them have a score of the node, and its mean over
    those, NaN where none has.
    """

    ranking: Ranking
    names: tuple[str, ...]
    hubs: Ints
    scored: Ints
    means: Floats

    def single(self, node: str) -> tuple[int, ...]:
        """Positions of the groups in which just one hub is ranked by the node: it is first of one."""
        return tuple(np.flatnonzero(self.scored[self.ranking.plan.row[node]] == 1).tolist())


def ranks_by(ranking: Ranking, node: str) -> Ints:
    """The ranks by the scores of one node, shape (hub,), 0 for unranked."""
    scores = np.where(ranking.ranked, ranking.score(node), np.nan)
    return ranks(scores, ranking.plan.span, ranking.plan.ties)


def ranks_within(ranking: Ranking, node: str) -> Ints:
    """The ranks by one node among the hubs of one's own group, shape (hub,), 0 for unranked or in no group."""
    people = ranking.dataset.hubs
    scores = np.where(ranking.ranked, ranking.score(node), np.nan)
    places = np.zeros(len(people), dtype=np.int64)
    for group in range(len(people.groups)):
        members = np.flatnonzero(people.group == group)
        places[members] = ranks(scores[members], ranking.plan.span, ranking.plan.ties)
    return places


def groups_of(ranking: Ranking) -> Groups:
    """Average every node over the ranked hubs of each group."""
    people = ranking.dataset.hubs
    size = (len(ranking.scores), len(people.groups))
    hubs, scored, means = np.zeros(size[1], dtype=np.int64), np.zeros(size, dtype=np.int64), np.full(size, np.nan)
    for group in range(len(people.groups)):
        scores = ranking.scores[:, ranking.ranked & (people.group == group)]
        hubs[group], scored[:, group] = scores.shape[1], (~np.isnan(scores)).sum(axis=1)
        means[:, group] = np.nan_to_num(scores).sum(axis=1) / np.where(scored[:, group] > 0, scored[:, group], np.nan)
    return Groups(ranking, people.groups, hubs, scored, means)
