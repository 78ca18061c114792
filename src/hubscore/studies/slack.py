"""How far ranks and scores move in the draws of one version, and which moves between two stay within that: noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hubscore.model.dataset import Dataset
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.studies.certainty import FIGURES
from hubscore.studies.diff import Diff, Shares
from hubscore.studies.draws import sampler
from hubscore.studies.whatif import Move

Floats = NDArray[np.float64]

WITHIN = 0.9
"""Share of the draws that move a score no further than its reach."""

MOST_DRAWS = 1_000
FEWEST_DRAWS = 50
MOST_CELLS = 25_000_000
"""Hub x indicator x draw: of large tables fewer draws."""


@dataclass(frozen=True, slots=True)
class Slack:
    """What chance may do on one side, by hub.

    `ranks`: the 90 % interval of the rank; `score`: how far 90 % of the draws move the score at
    most, in points; `figures`: the same where readings and gaps alone are drawn.
    """

    ranks: Mapping[str, tuple[int, int]]
    score: Mapping[str, float]
    figures: Mapping[str, float]


def slack(
    dataset: Dataset, scorecard: Scorecard, ranks: Mapping[str, tuple[int, int]], seed: int, base: Ranking
) -> Slack:
    """How far scores move in the draws of one version; of its `ranks` that is known.

    Raises
    ------
    ScoringError
        Where the figures do not allow a method that is to be varied.
    """
    score, figures = (_reach(dataset, scorecard, only, seed, base) for only in ((), FIGURES))
    ids = dataset.hubs.ids
    return Slack(ranks, *(dict(zip(ids, each.tolist(), strict=True)) for each in (score, figures)))


def _reach(dataset: Dataset, scorecard: Scorecard, only: Sequence[str], seed: int, base: Ranking) -> Floats:
    """The distance from its score that 90 % of each hub's draws keep, shape (hub,); 0 without a score."""
    source = sampler(dataset, scorecard, seed, only, base=base)
    cells = max(1, len(base.plan.leaves) * len(dataset.hubs))
    draws = max(FEWEST_DRAWS, min(MOST_DRAWS, MOST_CELLS // cells))
    parts = [source.scores(source.keys(at, min(source.at_once, draws - at))) for at in range(0, draws, source.at_once)]
    away = np.abs(np.concatenate(parts) - base.index)
    reach: Floats = np.quantile(np.nan_to_num(away), WITHIN, axis=0)
    return reach


def noise(found: Diff, before: Slack | None, after: Slack | None) -> frozenset[str]:
    """The hubs whose rank moved, by no more than chance may do on either side.

    That is, each rank lies within the other side's interval, the score moved no further than in
    the draws, and the part of the data no further than in draws of readings and gaps: a reading
    that moves by more than it is said to be unsure is no noise, however wide the interval. The
    scores of those that a hub passed, or that passed it, are held to the same.

    Parameters
    ----------
    before, after
        None for a side of which no draws are known: then the other decides alone.
    """
    sides = [side for side in (before, after) if side is not None]
    both = [move for move in found.moves if move.rank_before and move.rank_after]
    if not sides or not both:
        return frozenset()
    causes = {cause.hub: cause for cause in found.causes}
    calm = np.array([_calm(causes[move.hub], sides) for move in both])
    then, now = (np.array([getattr(move, name) for move in both]) for name in ("rank_before", "rank_after"))
    quiet = calm.copy()
    for stirred in np.flatnonzero(~calm):
        quiet &= np.sign(then - then[stirred]) == np.sign(now - now[stirred])
    moved = quiet & (then != now)
    return frozenset(both[at].hub for at in np.flatnonzero(moved) if _inside(both[at], before, after))


def _calm(cause: Shares, sides: Sequence[Slack]) -> bool:
    """Whether a score moved no further than chance may move it."""
    if cause.total is None:
        return False
    moved, data = abs(cause.total), abs(cause.data or 0.0)
    reaches = [(side.score[cause.hub], side.figures[cause.hub]) for side in sides]
    return all(moved <= whole and data <= figures for whole, figures in reaches)


def _inside(move: Move, before: Slack | None, after: Slack | None) -> bool:
    """Whether each rank lies within the other side's interval."""
    ends = [
        (rank, side.ranks.get(move.hub, (0, 0)))
        for rank, side in ((move.rank_after, before), (move.rank_before, after))
        if side is not None
    ]
    return all(low <= (rank or 0) <= high for rank, (low, high) in ends)
