"""The assembly line: select, denominate, impute, treat, normalise, weigh, aggregate, rank."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hubscore.line.cells import gather
from hubscore.line.leaves import normalise
from hubscore.line.nodes import aggregate, gaps
from hubscore.line.refusals import refuse_negative, refuse_undefined
from hubscore.line.remarks import remarks
from hubscore.methods.rank import ranks
from hubscore.model.compile import compiled
from hubscore.model.dataset import Dataset
from hubscore.model.plan import Plan
from hubscore.model.ranking import Cells, Ranking
from hubscore.model.scorecard import Scorecard


def score(dataset: Dataset, scorecard: Scorecard, everyone: bool = False) -> Ranking:
    """Score and rank all hubs.

    Parameters
    ----------
    dataset, scorecard
        As `hubscore.open` gives them; the scorecard is taken as checked.
    everyone
        Rank benchmarks together with the candidates.

    Raises
    ------
    ScoringError
        Where the figures do not allow a method: a logarithm of 0, a ratio to the greatest
        of values that are not positive, a geometric mean of negative scores.
    """
    plan = compiled(scorecard, dataset)
    scores = np.empty((len(plan.ids), len(dataset.hubs)))
    with np.errstate(all="ignore"):  # what overflows or has no value is refused by name
        cells = gather(plan, dataset)
        normalise(plan, dataset, cells.filled, scores)
        refuse_undefined(plan, dataset, cells, scores)
    covered = aggregate(plan, scores, gaps(cells, scores))
    refuse_negative(plan, dataset, scores)
    _unrank_unknown(plan, cells, scores)
    ranked = np.ones(len(dataset.hubs), dtype=bool) if everyone else ~dataset.hubs.benchmark
    rank = ranks(np.where(ranked, scores[-1], np.nan), plan.span, plan.ties)
    return Ranking(dataset, plan, cells, scores, covered, rank, ranked, remarks(plan, dataset, cells, scores))


def _unrank_unknown(plan: Plan, cells: Cells, scores: NDArray[np.float64]) -> None:
    """A hub of which nothing that weighs is known has no index, however its gaps are filled."""
    unknown = np.ones(scores.shape[-1], dtype=bool)
    for grade, weight in zip(cells.grade, plan.weights, strict=True):
        if weight > 0:
            unknown &= grade < 0
    scores[-1, unknown] = np.nan
