"""The smallest change of weights that puts one hub above another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import Problem, UsageError
from hubscore.methods.rank import TIE_TOLERANCE
from hubscore.model.asked import position
from hubscore.model.ranking import Ranking
from hubscore.studies.nearest import nearest_linear, nearest_searched
from hubscore.studies.reweigh import Field, Level, Levers, levers

Floats = NDArray[np.float64]

CLEAR = 10 * TIE_TOLERANCE
"""By how much of the scale's span a hub has to be above another: ten times what would be a tie."""


@dataclass(frozen=True, eq=False)
class Overtaking:
    """How one hub gets above another.

    `above`, `below`: their positions; `nodes`: whose weights move; `before`, `after`: shape
    (lever,), shares of the index, sum 1; `after` is None where no weights do. `exact`: whether
    it is the answer of a linear programme (no weights are nearer; or there are none), not of a
    search (nearer ones may exist). `lead_before`, `lead_after`: the index of the one less that
    of the other.
    """

    ranking: Ranking
    above: int
    below: int
    level: Level
    nodes: tuple[str, ...]
    before: Floats
    after: Floats | None
    exact: bool
    lead_before: float
    lead_after: float

    def __post_init__(self) -> None:
        for array in (self.before, self.after):
            if array is not None:
                array.flags.writeable = False

    @property
    def moved(self) -> float:
        """Share of all weight that changes hands: half the sum of absolute changes; NaN where no weights do."""
        return np.nan if self.after is None else float(np.abs(self.after - self.before).sum() / 2)


def overtake(ranking: Ranking, above: int, below: int, level: Level = "pillar") -> Overtaking:
    """Find the weights nearest to the declared ones (in L1) under which one hub is above another.

    Exact for an index that is linear in its weights as far as these two hubs go: arithmetic
    means without rounding, and the same scored for both; then it is a linear programme. Missing
    scores that differ make the index a ratio of sums, other means bend it: then it is searched.
    What weighs 0 stays out, and both hubs keep an index.

    Parameters
    ----------
    above, below
        Positions of the hubs.
    level
        "pillar" moves the weights of what the index averages, "indicator" those of all
        indicators in the index.

    Raises
    ------
    UsageError
        The same hub twice, or one without an index; a hub or a level that does not exist.
    """
    above, below = (position(hub, ranking.dataset.hubs) for hub in (above, below))
    pair = np.array([above, below])
    _refuse(ranking, above, below)
    field, levels = Field(ranking, np.sort(pair)), levers(ranking, level)
    sign = 1.0 if above < below else -1.0

    def lead(v: Floats) -> Floats:
        index = levels.index(field, v)
        return np.asarray(sign * (index[:, 0] - index[:, 1]))

    before = levels.weights
    now = float(lead(before[None])[0])
    if now > TIE_TOLERANCE * ranking.plan.span:
        return Overtaking(ranking, above, below, level, levels.nodes, before, before, True, now, now)
    after, exact = _programmed(levels, pair)
    if after is not None and not lead(after[None])[0] > TIE_TOLERANCE * ranking.plan.span:
        after, exact = None, False  # on the edge of what can be scored
    if not exact:
        after = nearest_searched(before, lambda v: lead(v) / ranking.plan.span - CLEAR)
    then = np.nan if after is None else float(lead(after[None])[0])
    return Overtaking(ranking, above, below, level, levels.nodes, before, after, exact, now, then)


def _programmed(levels: Levers, pair: NDArray[np.intp]) -> tuple[Floats | None, bool]:
    """The answer of the linear programme, None where no weights do; and whether there is such a programme."""
    found = levels.linear(pair)
    if found is None:
        return None, False
    s, conditions = found
    apart = (s[:, 0] - s[:, 1]) / levels.ranking.plan.span - CLEAR
    rows = np.vstack([np.where(np.isnan(apart), 0.0, apart), conditions])
    return nearest_linear(levels.weights, rows, np.zeros(len(rows))), True


def _refuse(ranking: Ranking, above: int, below: int) -> None:
    names = ranking.dataset.hubs.names
    if above == below:
        hint = "name two different hubs, the one to be above first"
        raise UsageError(Problem("usage", f"{names[above]} cannot overtake itself", hint=hint))
    require_index(ranking, above)
    require_index(ranking, below)


def require_index(ranking: Ranking, hub: int) -> None:
    """Raise where a hub has no index, so that no weights of what is scored can move it."""
    if np.isnan(ranking.index[hub]):
        name = ranking.dataset.hubs.names[hub]
        hint = f"`hubscore explain {ranking.dataset.hubs.ids[hub]}` says what is lacking; --value tries a figure"
        raise UsageError(Problem("unscored", f"{name} has no index", expected="a hub that is scored", hint=hint))
