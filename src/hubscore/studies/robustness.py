"""How sure the ranking is: ranks over many draws (uncertainty analysis, OECD/JRC Handbook 2008, step 8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import Problem, UsageError
from hubscore.model.asked import position, whole
from hubscore.model.dataset import Dataset
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.studies.drawing import Progress, Run, keep_memory, run_of, threads_for
from hubscore.studies.draws import sampler

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Number = TypeVar("Number", bound=np.generic)

TAIL = 0.05
"""Share of the draws that may lie below a rank interval, and above it."""

MOST_DRAWS = 10_000_000
"""More draws than this tell nothing more."""

CHECKED_EVERY = 1_000
"""Draws between two looks at the Monte Carlo error, and the fewest that it is judged by."""


@dataclass(frozen=True, eq=False)
class Robustness:
    """Ranks over the draws.

    All arrays are by hub, in the order of the dataset, NaN or 0 for a hub without a rank.

    `draws`, `seed`, `factors`: what was done. `rank_low`, `rank_high`: the 90 % interval: the
    narrowest from which at most 5 % of the draws lie on either side. `mean_rank`, `rank_error`:
    the mean and its Monte Carlo standard error. `unscored`: share of draws in which the hub had
    no score and took the last rank.
    `field`: the hubs that were ranked, best first. `counts`: shape (field, class), draws with a
    rank in each class; `classes`: the first rank of each class, every rank its own
    up to 1,024 hubs. `neighbours`: shape (field - 1,), share of draws in which each hub of
    `field` is above the next, ties half; `pairwise`: shape (hub, hub), the same for all pairs,
    None where it was not asked for. `error`: the greatest Monte Carlo standard error of any
    share in `acceptability` and `neighbours`. `outside`: the hubs whose rank lies outside of
    their interval.
    """

    base: Ranking
    draws: int
    seed: int
    factors: tuple[str, ...]
    field: tuple[int, ...]
    rank_low: Ints
    rank_high: Ints
    mean_rank: Floats
    rank_error: Floats
    unscored: Floats
    counts: Ints
    classes: Ints
    neighbours: Floats
    pairwise: Floats | None
    error: float

    @property
    def acceptability(self) -> Floats:
        """Share of the draws in which each hub has a rank in each class, shape (hub, class)."""
        shares = np.zeros((len(self.base.rank), self.classes.size))
        shares[list(self.field)] = self.counts / max(self.draws, 1)
        return shares

    @property
    def outside(self) -> tuple[int, ...]:
        """Hubs whose rank in the ranking lies outside of their interval."""
        rank = self.base.rank
        out = (rank > 0) & (self.rank_low > 0) & ((rank < self.rank_low) | (rank > self.rank_high))
        return tuple(np.flatnonzero(out).tolist())

    def odds(self, one: int, other: int) -> float:
        """Share of draws in which one hub is above the other, ties half; NaN where that was not counted.

        Raises
        ------
        UsageError
            What is no position of a hub.
        """
        one, other = (position(hub, self.base.dataset.hubs) for hub in (one, other))
        if self.pairwise is not None:
            return float(self.pairwise[one, other])
        place = {hub: at for at, hub in enumerate(self.field)}
        if one in place and other in place and abs(place[one] - place[other]) == 1:
            share = float(self.neighbours[min(place[one], place[other])])
            return share if place[one] < place[other] else 1 - share
        return float("nan")


class Interrupted(KeyboardInterrupt):
    """Ctrl-C while drawing; `done` is the result of the draws so far, None if there were none."""

    def __init__(self, done: Robustness | None) -> None:
        super().__init__()
        self.done = done


def robustness(
    dataset: Dataset,
    scorecard: Scorecard,
    draws: int = 1_000,
    seed: int = 1,
    only: Sequence[str] = (),
    everyone: bool = False,
    until: float | None = None,
    threads: int | None = None,
    pairs: bool = False,
    base: Ranking | None = None,
    progress: Progress | None = None,
) -> Robustness:
    """Draw weights, readings, absent values and methods, and rank every time.

    Parameters
    ----------
    draws
        How many; with `until` the fewest.
    seed
        From 0 to 2^64 - 1. The same seed gives the same result, whatever the number of
        threads; and fewer draws are the first of more.
    only
        Families ("weights", "data", "absent", "normalise", "aggregate") or factors
        ("weights:finance") to vary; empty for all that the file varies.
    everyone
        Rank benchmarks together with the candidates.
    until
        Draw on until `Robustness.error` is at most this: at most 1 / (4 until^2) draws.
    threads
        At most so many; None for as many as pay, up to two.
    pairs
        Count every pair of hubs, not only neighbours.
    base
        The ranking, if it has been scored already: of this dataset and scorecard, and of `everyone` or not.
    progress
        Called after every part with the draws done and in all.

    Raises
    ------
    UsageError
        An unknown factor, a number out of range, all pairs of too many hubs.
    ScoringError
        Where the figures do not allow a method that is to be varied.
    Interrupted
        A `KeyboardInterrupt` that holds the result so far.
    """
    draws = whole(draws, "the number of draws")
    _refuse(draws, until)
    source = sampler(dataset, scorecard, seed, only, everyone, base)
    run = run_of(source, pairs)
    most = draws if until is None else max(draws, int(np.ceil(0.25 / until**2)))
    count = threads_for(threads, most * run.tally.hubs, run.linear is not None)
    keep_memory()
    try:
        for stop in _stops(draws, until, most):
            run.draw(stop, count, most, progress)
            if until is not None and run.tally.error() <= until:
                break
    except KeyboardInterrupt as interrupt:
        raise Interrupted(_result(run) if run.tally.draws else None) from interrupt
    return _result(run)


def _refuse(draws: int, until: float | None) -> None:
    if not 1 <= draws <= MOST_DRAWS:
        problem = Problem("draws", "the number of draws is out of range", found=f"{draws:,}")
        raise UsageError([problem._replace(expected=f"1 to {MOST_DRAWS:,}")])
    least = 0.5 / MOST_DRAWS**0.5
    if until is not None and not least <= until <= 0.5:
        problem = Problem("until", "the Monte Carlo error asked for is out of range", found=f"{until:g}")
        raise UsageError([problem._replace(expected=f"{least:.1g} to 0.5")])


def _stops(draws: int, until: float | None, most: int) -> Iterator[int]:
    """Where to look at the error: the same places whatever the number of threads."""
    if until is not None:
        yield from range(draws, most, CHECKED_EVERY)
    yield most


def _result(run: Run) -> Robustness:
    """What the draws so far say."""
    base, tally, field = run.source.base, run.tally, run.field
    hubs = len(base.rank)
    low, high = tally.interval(TAIL)
    mean, error = tally.mean_rank()
    result = Robustness(
        base=base,
        draws=tally.draws,
        seed=run.source.seed,
        factors=run.source.factors,
        field=tuple(field.tolist()),
        rank_low=_spread(low, field, hubs, 0),
        rank_high=_spread(high, field, hubs, 0),
        mean_rank=_spread(mean, field, hubs, np.nan),
        rank_error=_spread(error, field, hubs, np.nan),
        unscored=_spread(tally.unscored / max(tally.draws, 1), field, hubs, np.nan),
        counts=tally.counts.T,
        classes=tally.first + 1,
        neighbours=tally.twice / (2 * max(tally.draws, 1)),
        pairwise=_pairwise(run, hubs),
        error=tally.error(),
    )
    for array in vars(result).values():
        if isinstance(array, np.ndarray):
            array.flags.writeable = False
    return result


def _pairwise(run: Run, hubs: int) -> Floats | None:
    if run.tally.pairs is None:
        return None
    odds = np.full((hubs, hubs), np.nan)
    odds[np.ix_(run.field, run.field)] = run.tally.pairs / (2 * max(run.tally.draws, 1))
    np.fill_diagonal(odds, np.nan)
    return odds


def _spread(values: NDArray[Number], field: NDArray[np.intp], hubs: int, empty: float) -> NDArray[Number]:
    """Values of the field in the places of all hubs."""
    whole = np.full(hubs, empty, dtype=values.dtype)
    whole[field] = values
    return whole
