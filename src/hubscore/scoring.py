"""The assembly line: select, denominate, screen, impute, treat, normalise, weigh, aggregate, rank."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from hubscore.line.cells import gather
from hubscore.line.leaves import normalise
from hubscore.line.nodes import aggregate, gaps
from hubscore.line.panel import with_panel_ends
from hubscore.line.refusals import refuse_negative, refuse_undefined
from hubscore.line.remarks import remarks
from hubscore.line.screening import gone
from hubscore.line.treatment import treated
from hubscore.methods.rank import ranks
from hubscore.model.compile import compiled
from hubscore.model.dataset import Dataset
from hubscore.model.plan import Plan
from hubscore.model.ranking import Cells, Ranking
from hubscore.model.scorecard import Scorecard

Floats = NDArray[np.float64]

METHOD = 1
"""The version of the method: one more whenever the same files may give another score or rank.

CHANGELOG says under **Moves scores** what changed and by how much. Snapshots carry it, so that
what the program itself moved is told from what its user changed.
"""


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
        Where there is no hub, or the figures do not allow a method: a logarithm of 0, a ratio to the greatest
        of values that are not positive, a geometric mean of negative scores.
    """
    return planned(compiled(scorecard, dataset), dataset, everyone)


def planned(plan: Plan, dataset: Dataset, everyone: bool = False) -> Ranking:
    """Score and rank by a plan; parameters and errors as `score`."""
    if plan.panel:
        with np.errstate(all="ignore"):  # as below
            plan = with_panel_ends(plan, dataset)
    return carried_out(plan, dataset, everyone)


def carried_out(plan: Plan, dataset: Dataset, everyone: bool = False) -> Ranking:
    """Score and rank by a plan whose goalposts are settled; parameters and errors as `score`."""
    with np.errstate(all="ignore"):  # as in `from_cells`
        cells, left_out = gather(plan, dataset)
        if left_out:
            plan = replace(plan, gone=gone(left_out, len(dataset.hubs)))
        cells = treated(plan, cells)
    scores, covered = from_cells(plan, dataset, cells)
    ranked = np.ones(len(dataset.hubs), dtype=bool) if everyone else ~dataset.hubs.benchmark
    if plan.gone is not None:
        ranked &= ~plan.gone
    rank = ranks(np.where(ranked, scores[-1], np.nan), plan.span, plan.ties)
    said = remarks(plan, dataset, cells, scores)
    return Ranking(dataset, plan, cells, scores, covered, rank, ranked, said, left_out)


def from_cells(plan: Plan, dataset: Dataset, cells: Cells) -> tuple[Floats, Floats]:
    """Normalise, weigh and aggregate figures that are settled; errors as `score`.

    Returns
    -------
    Scores of all nodes, shape (node, hub), and the coverage of inner nodes, shape (inner node, hub).
    """
    scores = np.empty((len(plan.ids), len(dataset.hubs)))
    with np.errstate(all="ignore"):  # what overflows or has no value is refused by name
        normalise(plan, dataset, cells.filled, scores, cells.curves)
        refuse_undefined(plan, dataset, cells, scores)
    covered = aggregate(plan, scores, gaps(cells, scores), _known(plan, cells, len(dataset.hubs)))
    refuse_negative(plan, dataset, scores)
    return scores, covered


def _known(plan: Plan, cells: Cells, hubs: int) -> NDArray[np.bool_] | None:
    """Hubs of which something that weighs is known, None if all are.

    The others have no index, however their gaps are filled.
    """
    known = np.zeros(hubs, dtype=bool)
    for grade, weight in zip(cells.grade, plan.weights, strict=True):
        if weight > 0:
            known |= grade >= 0
    return None if known.all() else known
