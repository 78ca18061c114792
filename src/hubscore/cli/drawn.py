"""Draw: how sure a ranking is, found beside every answer that ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubscore.cli.options import Shared
from hubscore.errors import ScoringError
from hubscore.model.ranking import Ranking

if TYPE_CHECKING:
    from hubscore.studies.diff import Version
    from hubscore.studies.robustness import Robustness

USUAL = 1_000
"""Draws where nobody says how many."""

FEWEST = 200
"""An interval of fewer draws would be a guess: rather none."""

UNFELT = 25_000_000
"""Cells (hub x indicator x draw) that can be drawn without being felt: a fifth of a second."""


def usual_draws(cells: int) -> int:
    """Draws behind a table of so many cells: 1,000, of larger ones fewer, at last 0. By size, not by the clock."""
    draws = min(USUAL, UNFELT // max(cells, 1))
    return draws if draws >= FEWEST else 0


def sureness(version: Version, ranking: Ranking, shared: Shared, whole: bool = True) -> tuple[Robustness | None, str]:
    """Ranks over as many draws as asked for, or as are not felt; else None, and what is to be said of that.

    `whole`: whether the ranks are those of the index among all; of others there are no draws.
    """
    draws = shared.draws
    if draws == 0 or not (ranking.rank > 0).any():
        return None, ""
    if not whole:
        from hubscore.pages.intervals import only_of_the_index

        return None, only_of_the_index()
    if draws is None:
        draws = usual_draws(len(ranking.plan.leaves) * len(ranking.dataset.hubs))
        if draws == 0:
            from hubscore.pages.intervals import too_large

            return None, too_large(ranking)
    from hubscore.studies.robustness import robustness

    try:
        return robustness(version.dataset, version.scorecard, draws, shared.seed, base=ranking), ""
    except ScoringError as error:
        from hubscore.pages.intervals import impossible

        return None, impossible(error.problems[0].message)
