"""What the factors `evidence` and `missing` choose from in a ranking: levels that do something."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hubscore.errors import Problem, UsageError
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.absent import lacks
from hubscore.studies.factors import ADMITTED, Options, factors_of, options_of, wanted
from hubscore.studies.variants import admitting

FEWEST = 2
"""Ranked hubs that a level of evidence must score: of fewer there is no order to speak of."""


def options_in(ranking: Ranking, scorecard: Scorecard, only: Sequence[str]) -> Options:
    """What each categorical factor chooses from in this ranking, without those that would change nothing.

    `evidence`: levels that admit the same of the ranked hubs are one, and those that score fewer
    than two of them are none. `missing`: only where gaps are drawn. Both are looked at where
    `only` names them, since otherwise they are not varied.
    """
    options = dict(options_of(scorecard))
    if "evidence" in only:
        options["evidence"] = _admitted(ranking, scorecard)
    levels = [_at(ranking, scorecard, str(level)) for level in options["evidence"]] if "evidence" in only else []
    if "missing" in only and not ("absent" in only and any(map(lacks, [ranking, *levels]))):
        del options["missing"]
    return {name: some for name, some in options.items() if name != "evidence" or len(some) > 1}


def factors_in(ranking: Ranking, scorecard: Scorecard, only: Sequence[str]) -> tuple[tuple[str, ...], Options]:
    """The factors to vary, and what those among them that are categorical choose from.

    Raises
    ------
    UsageError
        A factor that does not exist, or that would change nothing in this ranking.
    """
    options = options_in(ranking, scorecard, only)
    for name, expected in NOTHING.items():
        if name in only and name not in options:
            raise UsageError([Problem("factor", f"`{name}` changes nothing here", expected=expected, hint=HINTS[name])])
    factors = wanted(factors_of(ranking.plan, options), only)
    return factors, {name: some for name, some in options.items() if name in factors}


def usual(ranking: Ranking, scorecard: Scorecard, families: Sequence[str]) -> tuple[str, ...]:
    """Those of the families that change something in this ranking."""
    options = options_in(ranking, scorecard, families)
    return tuple(name for name in families if name not in NOTHING or name in options)


def _admitted(ranking: Ranking, scorecard: Scorecard) -> tuple[str, ...]:
    """One level of evidence for each set of readings; of equals the scorecard's own, else the strictest."""
    own = scorecard.evidence.admit
    found: list[tuple[str, Ranking]] = []
    for level in sorted(ADMITTED, key=lambda name: (name != own, ADMITTED.index(name))):
        other = _at(ranking, scorecard, level)
        enough = np.count_nonzero(~np.isnan(other.index) & (ranking.rank > 0)) >= FEWEST
        if enough and not any(_alike(ranking, one, other) for _, one in found):
            found.append((level, other))
    names = {name for name, _ in found}
    return tuple(name for name in ADMITTED if name in names)


def _at(ranking: Ranking, scorecard: Scorecard, level: str) -> Ranking:
    if level == scorecard.evidence.admit:
        return ranking
    return score(ranking.dataset, admitting(scorecard, level))


def _alike(ranking: Ranking, one: Ranking, other: Ranking) -> bool:
    """Whether the ranked hubs have the same readings, of the same age, and the same scores."""
    hubs = ranking.rank > 0
    same = all(
        np.array_equal(mine[hubs], yours[hubs])
        for name in ("slot", "after", "per_slot")
        for mine, yours in zip(getattr(one.cells, name), getattr(other.cells, name), strict=True)
    )
    scores = np.array_equal(one.scores[:, hubs], other.scores[:, hubs], equal_nan=True)
    return same and scores and one.plan.as_of == other.plan.as_of


NOTHING = {
    "evidence": "two levels of evidence that admit different readings, each scoring two ranked hubs or more",
    "missing": "gaps that are drawn: `absent` varied as well, and something absent that no policy fills in",
}
"""What a factor wants in order to change anything."""

HINTS = {
    "evidence": "`hubscore evidence` shows the ranking at each level",
    "missing": "name both, as in --only absent --only missing",
}
