"""Whether what a hub bets on shows in its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.rank import TIE_TOLERANCE
from hubscore.model.profile import Profile
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.studies.statements import Backing, backings

Floats = NDArray[np.float64]
Verdict = Literal["shows", "does not show yet", "measured, not scored", "not measured"]


class Bet(NamedTuple):
    """One declared bet of the hub at a position.

    `indicators`: those behind it that score; `residual`: the mean of what they score beyond
    the hub's own level and their own, in points of the scale, NaN where none can be compared.
    """

    hub: int
    name: str
    indicators: tuple[str, ...]
    residual: float
    verdict: Verdict


def bets_of(
    ranking: Ranking, scorecard: Scorecard, profiles: Mapping[str, Profile], residuals: Floats
) -> tuple[Bet, ...]:
    """Every declared bet, in the order of the hubs' ids and of their profiles.

    Parameters
    ----------
    residuals
        Shape (indicator, hub), as `balance` finds them. A bet shows where the hub is better at
        it than at the rest, which a strong hub need not be and a weak one may.
    """
    found = []
    for hub, name in enumerate(ranking.dataset.hubs.ids):
        if name in profiles:
            behind = backings(ranking, scorecard, profiles[name], hub)
            found += [_judged(ranking, hub, bet, behind, residuals) for bet in _names(behind)]
    return tuple(found)


def _names(behind: Sequence[Backing]) -> list[str]:
    """The bets of one hub, each once."""
    return list(dict.fromkeys(backing.bet.name for backing in behind))


def _judged(ranking: Ranking, hub: int, bet: str, behind: Sequence[Backing], residuals: Floats) -> Bet:
    own = [backing for backing in behind if backing.bet.name == bet]
    scored = list(dict.fromkeys(backing.name for backing in own if backing.name and backing.score is not None))
    beyond = residuals[[ranking.plan.row[name] for name in scored], hub]
    known = beyond[~np.isnan(beyond)]
    residual = float(known.mean()) if known.size else np.nan
    return Bet(hub, bet, tuple(scored), residual, _verdict(own, residual, TIE_TOLERANCE * ranking.plan.span))


def _verdict(behind: Sequence[Backing], residual: float, tolerance: float) -> Verdict:
    if not np.isnan(residual):
        return "shows" if residual > tolerance else "does not show yet"
    read = any(backing.latest is not None for backing in behind)
    return "measured, not scored" if read else "not measured"
