"""What to collect next: the figures that would settle most of the doubt about who is above whom.

Weights and methods are held as declared: what they leave open is for judgement to settle, not for
figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import Problem, UsageError
from hubscore.methods.worth import BINS, doubt, explained
from hubscore.model.asked import position, whole
from hubscore.model.dataset import Dataset
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.studies.candidates import Candidate, candidates, is_relative
from hubscore.studies.draws import sampler
from hubscore.studies.flips import Flips, flips_of
from hubscore.studies.sample import Pairs, Sample, sampled

Floats = NDArray[np.float64]
Reach = Literal["all", "neighbours"]

DRAWS = 10_000
"""Draws, unless something else is asked for."""

LEAST_DRAWS, MOST_DRAWS = 200, 1_000_000

FEWEST = 1_000
"""Draws of a table that is too large for as many as were asked for."""

MOST_CELLS = 100_000
"""Hubs times indicators beyond which nothing is drawn: it would take too long beside an answer."""

MOST_PAIRED = 500
"""Ranked hubs up to which all pairs are looked at; of more only neighbours."""

MOST_OUTCOMES = 1 << 26
"""Outcomes of pairs that are kept, of one byte each."""

MOST_NUMBERS = 1 << 24
"""Drawn figures that are kept, of eight bytes each."""

MOST_WORK = 1 << 30
"""Outcomes that are looked up, over all figures: a few seconds."""

NAMED = 5
"""Pairs in doubt that are named."""


class Worth(NamedTuple):
    """What it would tell to know one figure, or all that is missing or weak in a pillar.

    `hub`: its position; `node`: an indicator, or a pillar; `missing`: whether it is absent, not
    weak; `figures`: how many it stands for; `share`: of the doubt that it would settle;
    `rivals`: the hubs with which it alone could change places, the nearest first.
    """

    hub: int
    node: str
    missing: bool
    figures: int
    share: float
    rivals: tuple[int, ...]


class Doubt(NamedTuple):
    """Two hubs in the order of the ranking, and the share of draws that agree."""

    above: int
    below: int
    odds: float


@dataclass(frozen=True, eq=False)
class Collect:
    """What to collect next, the most telling first.

    `hub`: the one that was asked for, None for all; `draws`, `seed`, `pairs`: what was done, and
    whether of all pairs of hubs or of neighbours; `doubt`: the sum of p (1 - p) over the pairs,
    the Brier loss of the ranking as far as figures could lower it; `open`: how many pairs there is
    any about; `doubts`: those with most of it; `figures`: one by one; `pillars`: all of a hub's
    pillar together; `passed_over`: how many of either were not looked at since they move the
    index least; `whole`: whether it was counted what a figure does to the scores of other hubs.
    """

    base: Ranking
    hub: int | None
    draws: int
    seed: int
    pairs: Reach
    doubt: float
    open: int
    doubts: tuple[Doubt, ...]
    figures: tuple[Worth, ...]
    pillars: tuple[Worth, ...]
    passed_over: int
    whole: bool

    @property
    def error(self) -> float:
        """The standard error of the share of a figure that tells nothing: at most this."""
        return float(np.sqrt(2 * (BINS - 1)) / self.draws)


def collect(
    dataset: Dataset,
    scorecard: Scorecard,
    hub: int | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    everyone: bool = False,
    base: Ranking | None = None,
) -> Collect:
    """Estimate of every missing or weak figure how much of the doubt would be settled if it were known.

    That is the sum over pairs of hubs of Var(E[1{A above B} | x]) as a share of the sum of
    p (1 - p), from draws of readings and absent values. A missing figure is known by its score,
    as it is drawn; all figures of a pillar together by the score of the pillar.

    Parameters
    ----------
    hub
        Only the pairs with the hub at this position; None for the whole ranking.
    draws
        At most so many: fewer, but 1,000 at least, where a table is large.
    seed
        From 0 to 2^64 - 1. The same seed gives the same result.
    everyone
        Rank benchmarks together with the candidates.
    base
        The ranking, if it has been scored already: of this dataset and scorecard, and of `everyone` or not.

    Raises
    ------
    UsageError
        A hub that does not exist, a number out of range, or a table too large to draw.
    ScoringError
        As `score`.

    References
    ----------
    Oakley and O'Hagan 2004; Strong, Oakley and Brennan 2014: as in `methods.worth`.
    """
    source = sampler(dataset, scorecard, seed, ("data", "absent"), everyone, base)
    draws = whole(draws, "the number of draws")
    _refuse(draws, source.base)
    hub = None if hub is None else position(hub, dataset.hubs)
    every, behind = candidates(source)
    pairs, reach = _pairs(source.base, hub, len(every))
    every = every if pairs.one.size else []
    flips = flips_of(source.base, source.readings(None).noise, behind)
    draws = min(draws, max(FEWEST, _room(source.base, pairs, len(every))))
    kept = _widest(every, flips, MOST_NUMBERS // draws)
    sample = sampled(source, kept, pairs, draws)
    doubts = doubt(sample.above) / 4  # an outcome is 0, 1 or 2
    shares = _shares(source.base, kept, sample, pairs, doubts)
    worths = [_worth(flips, each, float(share), hub) for each, share in zip(kept, shares, strict=True)]
    single = sum(each.drawn != "score" for each in kept)  # pillars come last
    return Collect(
        base=source.base,
        hub=hub,
        draws=draws,
        seed=source.seed,
        pairs=reach,
        doubt=float(doubts.sum()),
        open=int(np.count_nonzero(doubts)),
        doubts=_doubts(sample, pairs, doubts),
        figures=_sorted(worths[:single]),
        pillars=_sorted(worths[single:]),
        passed_over=len(every) - len(kept),
        whole=not is_relative(source.base) or _asks_all(source.base, sample),
    )


def collectable(ranking: Ranking) -> bool:
    """Whether a ranking is small enough to be drawn."""
    leaves, hubs = ranking.scores[: len(ranking.plan.leaves)].shape
    return bool(leaves * hubs <= MOST_CELLS)


def _refuse(draws: int, ranking: Ranking) -> None:
    if not LEAST_DRAWS <= draws <= MOST_DRAWS:
        problem = Problem("draws", "the number of draws is out of range", found=f"{draws:,}")
        raise UsageError([problem._replace(expected=f"{LEAST_DRAWS} to {MOST_DRAWS:,}")])
    if not collectable(ranking):
        found = f"{len(ranking.plan.leaves) * len(ranking.rank):,} (hubs times indicators)"
        raise UsageError(
            [Problem("collect", "too many figures to draw", found=found, expected=f"at most {MOST_CELLS:,}")]
        )


def _pairs(ranking: Ranking, hub: int | None, figures: int) -> tuple[Pairs, Reach]:
    """The pairs of ranked hubs to look at, the better one first."""
    field = np.array([each for each in ranking.listing if ranking.rank[each] > 0], dtype=np.intp)
    if hub is None and (field.size > MOST_PAIRED or field.size * figures * FEWEST > MOST_WORK):
        return Pairs(field[:-1], field[1:]), "neighbours"
    if hub is None:
        one, other = np.triu_indices(field.size, 1)
        return Pairs(field[one], field[other]), "all"
    place = np.flatnonzero(field == hub)
    others = np.flatnonzero(field != hub) if place.size else place
    return Pairs(field[np.minimum(others, place)], field[np.maximum(others, place)]), "all"


def _room(ranking: Ranking, pairs: Pairs, figures: int) -> int:
    """How many draws there is room and time for."""
    size, hubs = pairs.one.size, int((ranking.rank > 0).sum())
    asked = figures * min(size, hubs)
    return min(MOST_OUTCOMES // max(size, 1), MOST_NUMBERS // max(figures, 1), MOST_WORK // max(asked, 1))


def _widest(every: Sequence[Candidate], flips: Flips, most: int) -> list[Candidate]:
    """The candidates that can move the index furthest, in the order they were in."""
    if len(every) <= most:
        return list(every)
    reach = np.array([flips.reach(each.hub, each.node) for each in every])
    return [every[at] for at in np.sort(np.argsort(-reach, kind="stable")[:most])]


def _shares(ranking: Ranking, kept: Sequence[Candidate], sample: Sample, pairs: Pairs, doubts: Floats) -> Floats:
    """What share of the doubt each candidate explains, shape (candidate,).

    Where no figure changes the score of another hub, only the pairs of its own hub are asked; so
    too where it would take too long to ask all.
    """
    shares, hubs, total = np.zeros(len(kept)), np.array([each.hub for each in kept]), float(doubts.sum())
    open_ = doubts > 0
    for hub in [None] if _asks_all(ranking, sample) else np.unique(hubs):
        mine = open_ if hub is None else open_ & pairs.of(hub)
        some = np.ones(len(kept), dtype=bool) if hub is None else hubs == hub
        if mine.any():
            shares[some] = explained(sample.x[some], sample.above[:, mine]).sum(axis=1) / 4 / total
    return np.maximum(shares, 0.0)


def _asks_all(ranking: Ranking, sample: Sample) -> bool:
    """Whether figures are asked for pairs of other hubs than their own: where they matter, and there is time."""
    return is_relative(ranking) and len(sample.x) * sample.above.size <= MOST_WORK


def _worth(flips: Flips, each: Candidate, share: float, hub: int | None) -> Worth:
    rank, node = flips.ranking.rank, flips.ranking.plan.ids[each.node]
    others = np.flatnonzero(rank > 0) if hub in (None, each.hub) else np.array([hub])
    rivals = flips.rivals(each.hub, each.node, others[others != each.hub]) if rank[each.hub] else ()
    return Worth(each.hub, node, each.drawn == "absent", each.figures, share, rivals)


def _sorted(worths: Sequence[Worth]) -> tuple[Worth, ...]:
    return tuple(sorted(worths, key=lambda worth: (-worth.share, -len(worth.rivals), worth.hub, worth.node)))


def _doubts(sample: Sample, pairs: Pairs, doubts: Floats) -> tuple[Doubt, ...]:
    """The pairs that are most in doubt."""
    order = [at for at in np.argsort(-doubts, kind="stable")[:NAMED].tolist() if doubts[at] > 0]
    odds = sample.above.mean(axis=0) / 2
    return tuple(Doubt(int(pairs.one[at]), int(pairs.other[at]), float(odds[at])) for at in order)
