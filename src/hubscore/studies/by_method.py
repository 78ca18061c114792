"""The ranking under every other aggregation and normalisation: whether that choice matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import ScoringError
from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.method import Method
from hubscore.methods.normalise import NORMALISATIONS
from hubscore.model.choice import Choice
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Step = Literal["aggregate", "normalise"]

STEPS: Mapping[Step, Mapping[str, Method]] = {"aggregate": AGGREGATIONS, "normalise": NORMALISATIONS}

UNTRIED = "none"
"""The figures as they are, which only some scorecards mean to be scores: tried where that is declared alone."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One method in the place of what [method] says.

    `declared`: whether it is that itself. `rank`, `score`: shape (hub,), 0 and NaN for none; None
    where the figures do not allow the method, and `why_not` says so. `moved`: how many hubs have
    another rank than as declared, `furthest`: by how many places at most.
    """

    step: Step
    name: str
    declared: bool
    rank: Ints | None = None
    score: Floats | None = None
    why_not: str = ""
    moved: int = 0
    furthest: int = 0


def by_method(ranking: Ranking, scorecard: Scorecard) -> tuple[Tried, ...]:
    """Score the same figures by every method of a step, everything else as declared.

    Pillars and indicators that say their own method keep it. Methods that need a parameter which
    has no default are left out.

    Parameters
    ----------
    ranking
        That of the scorecard as it is, of candidates or of everyone.
    """
    return tuple(
        _tried(ranking, scorecard, step, name)
        for step, rows in STEPS.items()
        for name, row in rows.items()
        if (row.bare and name != UNTRIED) or name == getattr(scorecard.method, step).name
    )


def _tried(ranking: Ranking, scorecard: Scorecard, step: Step, name: str) -> Tried:
    own = getattr(scorecard.method, step)
    if name == own.name:
        return Tried(step, name, True, ranking.rank, ranking.index)
    method = scorecard.method.model_copy(update={step: Choice(name, STEPS[step][name].default)})
    card = scorecard.model_copy(update={"method": method})
    try:
        found = score(ranking.dataset, card, ranking.everyone)
    except ScoringError as error:
        return Tried(step, name, False, why_not=error.problems[0].message)
    if not (found.rank > 0).any() and (ranking.rank > 0).any():
        return Tried(step, name, False, why_not="nobody is ranked: it needs settings that the scorecard lacks")
    shifts = np.abs(found.rank - ranking.rank)[(found.rank > 0) & (ranking.rank > 0)]
    moved = int((found.rank != ranking.rank).sum())
    return Tried(step, name, False, found.rank, found.index, "", moved, int(shifts.max(initial=0)))
