"""What may be collected: every figure that is missing or weak and counts for the order of the ranked hubs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.model.plan import Plan
from hubscore.model.ranking import Ranking
from hubscore.studies.absent import rows_of
from hubscore.studies.draws import Sampler
from hubscore.studies.weak import weak_figures

Bools = NDArray[np.bool_]


class Candidate(NamedTuple):
    """A node of a hub that may be collected.

    `figures`: how many figures are behind it; `drawn`: what it is in a draw: a raw "value", the
    score of an "absent" child, or the "score" of a pillar of which several figures are missing or
    weak.
    """

    hub: int
    node: int
    figures: int
    drawn: Literal["value", "absent", "score"]


def candidates(source: Sampler) -> tuple[list[Candidate], Bools]:
    """All candidates in the order of hubs, pillars last; and the figures behind them, shape (leaf, hub).

    Figures of hubs that are not ranked are among them where they may change the scores of others.
    """
    ranking, readings = source.base, source.readings(None)
    plan, ranked = ranking.plan, ranking.rank > 0
    matters = np.ones_like(ranked) if is_relative(ranking) else ranked
    due = (plan.weights_by_hub > 0) & matters
    figures = weak_figures(ranking, source.scorecard, readings.noise) & due
    found = [Candidate(int(hub), int(row), 1, "value") for row, hub in np.argwhere(figures)]
    lacking, absent = due & np.isnan(ranking.scores[: len(plan.leaves)]), set()
    for node, gap in zip(plan.inner, readings.gaps, strict=True):
        if gap is not None and gap.drawn:
            for row, hub in zip(rows_of(node)[gap.child].tolist(), gap.hub.tolist(), strict=True):
                behind = lacking[:, hub] & below(plan, row)
                figures[behind, hub] = True
                absent.add(Candidate(hub, row, int(behind.sum()), "absent"))
    return [*sorted([*found, *(each for each in absent if each.figures)]), *_together(ranking, figures)], figures


def below(plan: Plan, row: int) -> Bools:
    """The indicators at or below a node, shape (leaf,)."""
    leaves = len(plan.leaves)
    return np.asarray(np.arange(leaves) == row if row < leaves else plan.inside[row - leaves])


def is_relative(ranking: Ranking) -> bool:
    """Whether a figure of one hub may change the score of another."""
    return any(remark.kind == "relative" for remark in ranking.remarks)


def _together(ranking: Ranking, figures: Bools) -> Iterator[Candidate]:
    """Of every hub the scored pillars right below the index with several figures that are missing or weak."""
    plan = ranking.plan
    for row in (row for row, depth in enumerate(plan.depth) if depth == 1):
        count = figures[below(plan, row)].sum(axis=0)
        for hub in np.flatnonzero((count > 1) & ~np.isnan(ranking.scores[row])).tolist():
            yield Candidate(hub, row, int(count[hub]), "score")
