"""How sure the ranking is, and of what: all that is varied, figures alone, and any weights at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hubscore.errors import Problem, UsageError
from hubscore.model.asked import listed
from hubscore.model.dataset import Dataset
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.drawing import MOST_PAIRED, Progress
from hubscore.studies.levels import factors_in
from hubscore.studies.robustness import Interrupted, Robustness, robustness

FIGURES = ("data", "absent")
"""The families that better readings would settle."""


@dataclass(frozen=True, eq=False)
class Certainty:
    """Ranks over the draws, three times with the same seed.

    `whole`: with everything varied that was asked for. `figures`: with readings and gaps alone,
    what collecting can cure. `simplex`: as `whole`, but with weights from all there are
    (uniform over the top pillars) in place of their declared spread. Both None where only some
    factors were asked for. `stopped`: whether an interrupt came before all was drawn.
    """

    whole: Robustness
    figures: Robustness | None = None
    simplex: Robustness | None = None
    stopped: bool = False


def certainty(
    dataset: Dataset,
    scorecard: Scorecard,
    draws: int = 1_000,
    seed: int = 1,
    only: Sequence[str] = (),
    until: float | None = None,
    pairs: bool = False,
    base: Ranking | None = None,
    progress: Progress | None = None,
) -> Certainty:
    """Draw everything, then figures alone, then any weights; the parameters are those of `robustness`.

    Where there are too many hubs to count all `pairs`, only neighbours are counted.

    Raises
    ------
    UsageError
        As `robustness`, and where nothing of what was asked for is varied in this scorecard.
    ScoringError
        Where the figures do not allow a method that is to be varied.
    KeyboardInterrupt
        Before anything was drawn.
    """
    base, only = base or score(dataset, scorecard), listed(only, "`only`")
    if not factors_in(base, scorecard, only)[0]:
        problem = Problem("factor", "nothing of this is varied in this scorecard", found=", ".join(only))
        raise UsageError([problem._replace(hint="[uncertainty] lists the methods to vary")])
    pairs = pairs and int((base.rank > 0).sum()) <= MOST_PAIRED
    try:
        whole = robustness(
            dataset, scorecard, draws, seed, only, until=until, pairs=pairs, base=base, progress=progress
        )
    except Interrupted as interrupt:
        if interrupt.done is None:
            raise
        return Certainty(interrupt.done, stopped=True)
    if only:
        return Certainty(whole)
    figures = None
    wide = scorecard.model_copy(update={"uncertainty": scorecard.uncertainty.model_copy(update={"weights": "any"})})
    try:
        figures = robustness(dataset, scorecard, whole.draws, seed, FIGURES, base=base, progress=progress)
        simplex = robustness(dataset, wide, whole.draws, seed, base=base, progress=progress)
    except KeyboardInterrupt:
        return Certainty(whole, figures, stopped=True)
    return Certainty(whole, figures, simplex)
