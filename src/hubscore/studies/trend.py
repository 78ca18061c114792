"""Scores and ranks by year, on goalposts that are the same in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import Problem, ScoringError
from hubscore.line.nodes import aggregate
from hubscore.line.panel import PanelEnds, holding, panel_ends, panel_years
from hubscore.methods.rank import ranks as ranked
from hubscore.methods.select import NONE, picked
from hubscore.model import ranking as why
from hubscore.model.choice import Choice
from hubscore.model.compile import compiled
from hubscore.model.dataset import NO_YEAR, Dataset
from hubscore.model.plan import Plan
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import carried_out

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]

FIELD = 0.9
"""Least share of the hubs ever scored that a year must score for its ranks: with fewer, a hub falls because rivals
come in."""


@dataclass(frozen=True, eq=False)
class Trend:
    """What became of the hubs.

    `years`: those that score enough hubs, `left_out` the others; `scores`, `rank`, `figures`,
    `carried`: shape (year, hub), the index (NaN where there is none), the rank (0 for none, and in
    years that score too small a part of the field), how many figures stand behind the score, and how
    many of them are older than the year; `scored`: shape (year,), how many of those who compete are
    scored, `field` how many ever were; `span`: the first and the last year with ranks, None where no
    two have; `alike`: shape (2, hub), the scores of these two on the indicators that a hub has in
    both; `ranking`: that of the last year.
    """

    ranking: Ranking
    years: tuple[int, ...]
    left_out: tuple[tuple[int, int], ...]
    scores: Floats
    rank: Ints
    figures: Ints
    carried: Ints
    scored: tuple[int, ...]
    field: int
    span: tuple[int, int] | None
    alike: Floats

    def __post_init__(self) -> None:
        for array in (self.scores, self.rank, self.figures, self.carried, self.alike):
            array.flags.writeable = False

    @property
    def compared(self) -> tuple[int, ...]:
        """Positions of the years that have ranks."""
        return tuple(np.flatnonzero((self.rank > 0).any(axis=1)).tolist())

    @property
    def alike_rank(self) -> Ints:
        """Ranks in the two years of `span` by `alike`, of those who have one in both, shape (2, hub); 0 for none."""
        both = np.zeros(self.alike.shape[1], dtype=bool)
        if self.span is not None:
            both = np.all([self.rank[self.years.index(year)] > 0 for year in self.span], axis=0)
        found = [ranked(np.where(both, scores, np.nan), self.ranking.plan.span) for scores in self.alike]
        return np.array(found, dtype=np.int64)


class _Year(NamedTuple):
    """One year, as far as it is kept."""

    year: int
    scores: Floats
    rank: Ints
    figures: Ints
    carried: Ints
    scored: Bools


def trend(dataset: Dataset, scorecard: Scorecard, everyone: bool = False) -> Trend:
    """Score every year in which there is a reading, and the scorecard's own.

    A year is scored as the scorecard would be with that `as_of`: what is not read anew is carried
    forward as long as `max_age` allows. Ends that come from the data are those of all years; a node
    is scored by the scorecard's own rules of coverage. A year is kept where at least that share of
    the hubs that are scored in any year has a score which the index asks of its children
    (`min_coverage`), and has ranks where at least `FIELD` of them have.

    Parameters
    ----------
    dataset, scorecard, everyone
        As in `score`.

    Raises
    ------
    ScoringError
        Where no reading that counts has a year, or the figures do not allow a method.
    """
    plan = compiled(scorecard, dataset)
    with np.errstate(all="ignore"):  # what has no value is refused by name where it is scored
        ends = panel_ends(plan, dataset)
    years = _years(plan, dataset)
    every = []
    for year in years:
        last = _in_year(dataset, scorecard, year, ends, everyone)
        every.append(_kept(last, year))
    field = int(np.any([each.scored for each in every], axis=0).sum())
    asked = max(last.plan.inner[-1].min_coverage * field, 1)
    kept = [each for each in every if each.scored.sum() >= asked]
    ranks = [each.rank * (each.scored.sum() >= FIELD * field) for each in kept]
    ranked = [each.year for each, rank in zip(kept, ranks, strict=True) if rank.any()]
    span = (ranked[0], ranked[-1]) if len(ranked) > 1 else None
    shape = (len(kept), len(dataset.hubs))
    return Trend(
        ranking=last,
        years=tuple(each.year for each in kept),
        left_out=tuple((each.year, int(each.scored.sum())) for each in every if each.scored.sum() < asked),
        scores=np.array([each.scores for each in kept]).reshape(shape),
        rank=np.array(ranks, dtype=np.int64).reshape(shape),
        figures=np.array([each.figures for each in kept], dtype=np.int64).reshape(shape),
        carried=np.array([each.carried for each in kept], dtype=np.int64).reshape(shape),
        scored=tuple(int(each.scored.sum()) for each in kept),
        field=field,
        span=span,
        alike=_alike([_in_year(dataset, scorecard, year, ends, everyone) for year in span or ()], len(dataset.hubs)),
    )


def _years(plan: Plan, dataset: Dataset) -> list[int]:
    """The years with a reading that counts, up to the scorecard's own, and that one."""
    years = panel_years(plan, dataset)
    if plan.as_of is None or not years:
        hint = "readings that stand under a year, in profiles or by the `year` column of a table, would do"
        raise ScoringError(Problem("no-years", "there is no trend: no reading that counts has a year", hint=hint))
    return sorted({*(year for year in years if year <= plan.as_of), plan.as_of})


def _in_year(dataset: Dataset, scorecard: Scorecard, year: int, ends: PanelEnds, everyone: bool) -> Ranking:
    plan = holding(compiled(scorecard.model_copy(update={"as_of": year}), dataset), ends)
    return carried_out(replace(plan, panel=any(ends)), dataset, everyone)


def _kept(ranking: Ranking, year: int) -> _Year:
    has = ranking.grades >= 0
    figures, carried = has.sum(axis=0), (has & older(ranking, year)).sum(axis=0)
    return _Year(year, ranking.index, ranking.rank, figures, carried, ~np.isnan(ranking.index) & ranking.ranked)


def older(ranking: Ranking, year: int) -> Bools:
    """Which figures are not of the year: of an earlier one, or drawn between two, shape (leaf, hub)."""
    cells, dataset = ranking.cells, ranking.dataset
    result = np.zeros(ranking.grades.shape, dtype=bool)
    for row, leaf in enumerate(ranking.plan.leaves):
        if leaf.series >= 0:
            read = picked(dataset.year[:, leaf.series], cells.slot[row])
            result[row] = ((read != NO_YEAR) & (read < year)) | (cells.after[row] != NONE)
    counted: Bools = result & (np.array(cells.status) == why.HAS_VALUE)
    return counted


def _alike(rankings: Sequence[Ranking], hubs: int) -> Floats:
    """The index of each hub in two years on the indicators it has in both, whatever they cover, shape (2, hub)."""
    if not rankings:
        return np.full((2, hubs), np.nan)
    leaves = len(rankings[0].plan.leaves)
    both = np.all([(ranking.grades >= 0) & ~np.isnan(ranking.scores[:leaves]) for ranking in rankings], axis=0)
    found = np.array([_on(ranking, both) for ranking in rankings])
    scored = np.all([~np.isnan(ranking.index) for ranking in rankings], axis=0)
    return np.where(scored, found, np.nan)


def _on(ranking: Ranking, has: Bools) -> Floats:
    """The index on some figures of each hub, `has` of shape (leaf, hub)."""
    scores = ranking.scores.copy()
    scores[: len(has)][~has] = np.nan
    free: dict[str, Any] = {"min_coverage": 0.0, "max_missing": None, "missing": Choice("renormalise")}
    plan = replace(ranking.plan, inner=tuple(node._replace(**free) for node in ranking.plan.inner))
    aggregate(plan, scores)
    index: Floats = scores[-1]
    return index
