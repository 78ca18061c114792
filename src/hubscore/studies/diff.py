"""What moved between two versions of a scorecard, and which kind of change moved it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import ScoringError
from hubscore.methods.shapley import shapley
from hubscore.model.dataset import Dataset
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import planned, score
from hubscore.studies.mixture import Mixture, Side, mixed
from hubscore.studies.variations import Variation, variations
from hubscore.studies.whatif import Move, moves_of

Floats = NDArray[np.float64]

KINDS = Mixture._fields
"""The kinds of change: `studies.mixture` says what belongs to which."""

SAME = 1e-6
"""What another machine may round otherwise, as a share of the scale."""

VISIBLE = 1e-9
"""A score that moves by no more than this share of the scale has not moved."""


class Version(Protocol):
    """What can be compared: a workspace, a snapshot that was read."""

    @property
    def dataset(self) -> Dataset:
        """Its figures."""

    @property
    def scorecard(self) -> Scorecard:
        """By which they are scored."""


class Stated(NamedTuple):
    """Results as they were given before, by hub; `rank` is None where our ranks are to stand."""

    score: Mapping[str, float | None]
    rank: Mapping[str, int | None] | None

    def follows(self, ranking: Ranking) -> bool:
        """Whether they are what scoring gives, but for what a machine may round otherwise."""
        index = dict(zip(ranking.dataset.hubs.ids, ranking.index.tolist(), strict=True))
        ours = {hub: None if np.isnan(score) else score for hub, score in index.items()}
        pairs = [(self.score.get(hub), score) for hub, score in ours.items()]
        close = SAME * ranking.plan.span
        return all(one is other if one is None or other is None else abs(one - other) <= close for one, other in pairs)


class Shares(NamedTuple):
    """What each kind of change contributes to one hub's score, in points.

    All None where the hub has no score on one of the sides; the kinds alone where no order of
    the changes could be scored at every step. Else they add up to the total.
    """

    hub: str
    data: float | None
    weights: float | None
    method: float | None
    framework: float | None
    total: float | None


@dataclass(frozen=True, eq=False)
class Diff:
    """Two rankings, and the way from one to the other.

    `moves`: every hub of either, as listed now, those that are gone last; `causes`: the same
    hubs; `changes`: what differs and can move a score.
    """

    before: Ranking
    after: Ranking
    moves: tuple[Move, ...]
    causes: tuple[Shares, ...]
    changes: tuple[Variation, ...]

    @property
    def moved(self) -> tuple[Move, ...]:
        """The hubs whose score or rank is another one now, or that appeared or vanished."""
        return tuple(move for move in self.moves if self.has_moved(move))

    def has_moved(self, move: Move) -> bool:
        """Whether a hub has another score or rank, or is there on one side only."""
        there = [ranking.dataset.column for ranking in (self.before, self.after)]
        if move.rank_before != move.rank_after or (move.hub in there[0]) != (move.hub in there[1]):
            return True
        if move.change is None:
            return move.score_before is not move.score_after
        return abs(move.change) > VISIBLE * max(self.before.plan.span, self.after.plan.span)


def diff(
    old: Version,
    new: Version,
    everyone: bool = False,
    stated: tuple[Stated | None, Stated | None] = (None, None),
    rankings: tuple[Ranking, Ranking] | None = None,
) -> Diff:
    """Compare two versions of a scorecard with their figures.

    What moved is attributed to data, weights, method and framework by Shapley values (Shapley
    1953): every mixture of old and new is scored as any scorecard is, and each kind gets the mean
    of what it changes over all orders in which the four could have been made. The parts add up
    to the whole. What belongs to which kind, and what a mixture is, `studies.mixture` says.

    Parameters
    ----------
    old, new
        Anything with a `dataset` and a `scorecard`.
    everyone
        Rank benchmarks together with the candidates.
    stated
        For old and new: the results of another version of the program, where they are to count.
        What the program itself moved belongs to the method.
    rankings
        Old and new, if they have been scored already.

    Raises
    ------
    ScoringError
        Where the figures of one version do not allow its method.
    """
    sides = (Side(old.dataset, old.scorecard), Side(new.dataset, new.scorecard))
    before, after = rankings or [score(side.dataset, side.scorecard, everyone) for side in sides]
    moves = tuple(_stated(move, *stated) for move in moves_of(before, after))
    changes = variations(sides[0], sides[1], before.plan, after.plan)
    changed = [kind in {change.kind for change in changes} for kind in KINDS]
    parts = shapley(_values(sides, changed, before, after))
    causes = tuple(_shares(move, before, after, parts) for move in moves)
    return Diff(before, after, moves, causes, changes)


def _values(sides: tuple[Side, Side], changed: Sequence[bool], before: Ranking, after: Ranking) -> Floats:
    """The index of the hubs after, shape (mixture, hub), NaN where a mixture gives none.

    A kind in which nothing `changed` makes no other mixture: that is not scored twice.
    """
    hubs = after.dataset.hubs.ids
    found = np.full((2 ** len(KINDS), len(hubs)), np.nan)
    scored: dict[Mixture, Ranking | None] = {Mixture(*map(int, changed)): after, Mixture(0, 0, 0, 0): before}
    for row in range(len(found)):
        mixture = Mixture(*(row >> kind & made for kind, made in enumerate(changed)))
        if mixture not in scored:
            scored[mixture] = _scored(sides, mixture)
        ranking = scored[mixture]
        if ranking is not None:
            index, column = ranking.index, ranking.dataset.column
            found[row] = [index[column[hub]] if hub in column else np.nan for hub in hubs]
    return found


def _scored(sides: tuple[Side, Side], mixture: Mixture) -> Ranking | None:
    """A mixture's scores, whoever ranks; None where its figures do not allow its method."""
    try:
        return planned(*mixed(sides, mixture))
    except ScoringError:
        return None


def _stated(move: Move, old: Stated | None, new: Stated | None) -> Move:
    """A hub's move with the results that were stated in place of ours."""
    if old is not None:
        rank = move.rank_before if old.rank is None else old.rank.get(move.hub)
        move = move._replace(rank_before=rank, score_before=old.score.get(move.hub))
    if new is not None:
        rank = move.rank_after if new.rank is None else new.rank.get(move.hub)
        move = move._replace(rank_after=rank, score_after=new.score.get(move.hub))
    return move


def _shares(move: Move, before: Ranking, after: Ranking, parts: Floats) -> Shares:
    """The parts of one hub's change; what is stated otherwise than scored is the method's."""
    total = move.change
    if total is None:
        return Shares(move.hub, None, None, None, None, None)
    now = after.dataset.column.get(move.hub)
    if now is None or np.isnan(parts[:, now]).any():  # which they also are of a hub that was not there before
        return Shares(move.hub, None, None, None, None, total)
    ours = float(after.index[now] - before.index[before.dataset.column[move.hub]])
    found = dict(zip(KINDS, (parts[:, now] + 0.0).tolist(), strict=True))  # no -0.0
    found["method"] += total - ours
    return Shares(move.hub, **found, total=total)
