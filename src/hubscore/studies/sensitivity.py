"""Which assumption moves the ranks: variance-based sensitivity (OECD/JRC Handbook 2008, step 8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import Problem, UsageError
from hubscore.methods.rank import ranks
from hubscore.methods.sobol import Indices, flat_outputs, indices, sums_of
from hubscore.model.asked import listed, whole
from hubscore.model.dataset import Dataset
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.draws import Sampler, sampler
from hubscore.studies.levels import usual

Floats = NDArray[np.float64]
Progress = Callable[[int, int], None]

FAMILIES = ("weights", "data", "absent", "normalise", "aggregate", "missing", "evidence")
"""All that is varied unless something else is asked for."""

SAMPLE = 1_024
"""Draws in each of the two samples unless something else is asked for."""

LEAST_DRAWS, MOST_DRAWS = 64, 1 << 20

MOST_MEMORY = 1 << 32
"""Bytes that outputs and resamples may take."""

COPIES = 4
"""How often an output is held at once: as drawn, all together, and in the parts of either index."""

RESAMPLES = 200
"""How often draws are taken anew for the intervals (Efron 1979; Archer, Saltelli and Sobol' 1997)."""

INTERVAL = (0.05, 0.95)
"""A 90 % interval, as for ranks."""

WIDE = 0.1
"""An interval that reaches further than this from the index has too few draws behind it."""

MOST_HUBS = 60
"""Beyond so many ranked hubs only the first have outputs of their own."""

NUMBER = 8
"""Bytes of a number."""

Kind = Literal["shift", "score", "gap", "rank"]


class Output(NamedTuple):
    """What is explained: the mean absolute rank shift, or the score, rank or lead of a hub.

    `hub`, `other`: positions in the dataset, -1 for none; a gap is that of `hub` to `other`, the next one.
    """

    kind: Kind
    hub: int = -1
    other: int = -1


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """First-order and total Sobol indices with their intervals.

    Arrays have the shape (output, factor), NaN where an output does not vary (`flat`) or a
    hub is without a score in some draw (`unscored`), both of shape (output,). `draws` is the
    size of one of the samples; `evaluations` how often the ranking was made; `needed`: draws
    with which the widest interval would be narrow enough, None if it is; `most`: draws that there is
    memory for.
    """

    base: Ranking
    factors: tuple[str, ...]
    outputs: tuple[Output, ...]
    draws: int
    seed: int
    evaluations: int
    first: Floats
    first_low: Floats
    first_high: Floats
    total: Floats
    total_low: Floats
    total_high: Floats
    flat: NDArray[np.bool_]
    unscored: NDArray[np.bool_]
    needed: int | None
    most: int

    def __post_init__(self) -> None:
        for array in vars(self).values():
            if isinstance(array, np.ndarray):
                array.flags.writeable = False

    @property
    def vague(self) -> NDArray[np.bool_]:
        """First-order indices whose interval holds 0: not distinguishable from zero, shape (output, factor)."""
        return np.asarray(self.first_low <= 0)


def sensitivity(
    dataset: Dataset,
    scorecard: Scorecard,
    draws: int = SAMPLE,
    seed: int = 1,
    only: Sequence[str] = (),
    everyone: bool = False,
    base: Ranking | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """Split the variance of scores, leads and ranks among the factors of a scorecard.

    Parameters
    ----------
    draws
        Size of each of the two samples, any number: they are drawn at random, not from a sequence that asks for
        a power of two. The ranking is made (factors + 2) times as often.
    only
        Families or factors to vary; empty for all of `FAMILIES` that change anything.
    progress
        Called with the evaluations done and in all.

    Raises
    ------
    UsageError
        An unknown factor, none that varies, a number out of range, more draws than there is memory for, no hub
        with a rank.
    """
    draws = whole(draws, "the number of draws")
    source = accepted(dataset, scorecard, draws, seed, only, everyone, base)
    return _result(source, draws, _evaluated(source, draws, progress))


def accepted(
    dataset: Dataset,
    scorecard: Scorecard,
    draws: int,
    seed: int,
    only: Sequence[str],
    everyone: bool,
    base: Ranking | None,
) -> Sampler:
    """What `sensitivity` draws from, where its request can be met; raises as it does, before anything is drawn."""
    if not LEAST_DRAWS <= draws <= MOST_DRAWS:
        expected = f"{LEAST_DRAWS} to {MOST_DRAWS:,}"
        raise UsageError(
            [Problem("draws", "the number of draws is out of range", found=f"{draws:,}", expected=expected)]
        )
    base = base or score(dataset, scorecard, everyone)
    source = sampler(dataset, scorecard, seed, listed(only, "`only`") or usual(base, scorecard, FAMILIES), base=base)
    if not source.factors:
        raise UsageError([Problem("factor", "nothing is varied", hint="see [uncertainty] of the scorecard")])
    if not _field(source.base):
        raise UsageError([Problem("unscored", "no hub is ranked", hint="`hubscore` says what is lacking")])
    most = _most(source)
    if draws > most:
        found, expected = f"{draws:,}", f"at most {most:,}"
        raise UsageError([Problem("draws", "so many draws do not fit in memory", found=found, expected=expected)])
    return source


def _most(source: Sampler) -> int:
    """Draws that there is memory for: a power of two."""
    held = COPIES * len(_outputs(source.base)) * (len(source.factors) + 2) + 2 * RESAMPLES
    return min(MOST_DRAWS, 1 << int(np.log2(MOST_MEMORY / (NUMBER * held))))


class _Runs(NamedTuple):
    """Outputs of sample A, of B, and of A with one factor from B."""

    a: Floats
    b: Floats
    exchanged: Floats


def _evaluated(source: Sampler, draws: int, progress: Progress | None) -> _Runs:
    """Make the ranking for every draw of every sample."""
    whole = (len(source.factors) + 2) * draws
    results = []
    for number, keys in enumerate(_samples(source.keys(0, draws), source.keys(draws, draws)), 1):
        results.append(_outputs_of(source, _scores(source, keys)))
        if progress is not None:
            progress(number * draws, whole)
    return _Runs(results[0], results[1], np.array(results[2:]))


def _samples(a: NDArray[np.uint64], b: NDArray[np.uint64]) -> Iterator[NDArray[np.uint64]]:
    """The keys of A, of B, and of A with one factor from B."""
    yield a
    yield b
    for factor in range(len(a)):
        keys = a.copy()
        keys[factor] = b[factor]
        yield keys


def _scores(source: Sampler, keys: NDArray[np.uint64]) -> Floats:
    """The index of the ranked hubs, best first, shape (draw, hub), block by block."""
    hubs = _field(source.base)
    starts = range(0, keys.shape[1], source.at_once)
    return np.concatenate([source.scores(keys[:, start : start + source.at_once])[:, hubs] for start in starts])


def _field(ranking: Ranking) -> list[int]:
    return [hub for hub in ranking.listing if ranking.rank[hub]]


def _outputs(ranking: Ranking) -> tuple[Output, ...]:
    field = _field(ranking)
    shown = field[:MOST_HUBS]
    gaps = [Output("gap", one, other) for one, other in pairwise(field[: MOST_HUBS + 1])]
    return (
        Output("shift"),
        *(Output("score", hub) for hub in shown),
        *gaps,
        *(Output("rank", hub) for hub in shown),
    )


def _outputs_of(source: Sampler, scores: Floats) -> Floats:
    """The values of all outputs, shape (draw, output), in the order of `_outputs`."""
    ranking = source.base
    place = ranks(scores, ranking.plan.span, ranking.plan.ties)
    place = np.where(place > 0, place, scores.shape[1])  # without a score it is last
    nominal = ranking.rank[_field(ranking)]
    shift = np.abs(place - nominal).mean(axis=1, keepdims=True)
    each = (part[:, :MOST_HUBS] for part in (scores, scores[:, :-1] - scores[:, 1:], place))
    return np.concatenate([shift, *each], axis=1)


def _result(source: Sampler, draws: int, runs: _Runs) -> Sensitivity:
    outputs = _outputs(source.base)
    gaps = np.array([np.isnan(run).any(axis=0) for run in (runs.a, runs.b, *runs.exchanged)])
    unscored: NDArray[np.bool_] = np.asarray(gaps.any(axis=0))
    flat = flat_outputs(runs.a, runs.b) & ~unscored
    sums, silent = sums_of(*runs), flat | unscored
    found, spread = indices(sums, flat=silent), indices(sums, _counts(source.seed, draws), silent)
    ends = {name: _ends(getattr(spread, name), silent) for name in Indices._fields}
    return Sensitivity(
        source.base,
        source.factors,
        outputs,
        draws,
        source.seed,
        (len(source.factors) + 2) * draws,
        found.first.T,
        ends["first"][0].T,
        ends["first"][1].T,
        found.total.T,
        ends["total"][0].T,
        ends["total"][1].T,
        flat,
        unscored,
        _needed(draws, ends["total"]),
        _most(source),
    )


def _ends(resampled: Floats, silent: NDArray[np.bool_]) -> Floats:
    """The interval of each index, shape (end, factor, output), of the resamples in which the output varies."""
    ends = np.full((2, *resampled.shape[1:]), np.nan)
    ends[..., ~silent] = np.nanquantile(resampled[..., ~silent], INTERVAL, axis=0)
    return ends


def _counts(seed: int, draws: int) -> Floats:
    """How often each draw is taken in each resample, shape (resample, draw)."""
    rng = np.random.default_rng(seed)
    taken = rng.integers(0, draws, (RESAMPLES, draws))
    return np.array([np.bincount(row, minlength=draws) for row in taken], dtype=float)


def _needed(draws: int, ends: Floats) -> int | None:
    """Draws with which no interval reaches further than `WIDE`: its width falls with their root."""
    widths = ends[1] - ends[0]
    widest = float(widths[~np.isnan(widths)].max(initial=0.0)) / 2
    return None if widest <= WIDE else 1 << int(np.ceil(np.log2(draws * (widest / WIDE) ** 2)))
