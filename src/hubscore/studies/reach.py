"""The best and the worst rank that a hub can reach by other weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import Problem, UsageError
from hubscore.methods.rank import TIE_TOLERANCE, ranks
from hubscore.model.asked import position
from hubscore.model.ranking import Ranking
from hubscore.studies.nearest import SEED, nearest_linear
from hubscore.studies.overtake import CLEAR, require_index
from hubscore.studies.reweigh import Field, Level, Levers, levers
from hubscore.studies.ways import RANDOM, scattered, without_some

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]

End = Literal["best", "worst"]

MOST_RIVALS = 200
"""Of more rivals whose order is open the programme would take too long; it is searched."""

SECONDS = 20.0
"""How long the programme may take before it is searched."""

MOST_CUTS = 20
"""How often the programme is solved anew where it promised what is only so by its own slack."""

NEARNESS = 0.4
"""What the weight moved counts beside a rank: at most 0.8, so that no rank is given up for it."""

ROUNDS, KEPT = 12, 24
"""How often the best weights of a search are mixed with others, and how many of them."""


@dataclass(frozen=True, eq=False)
class Reach:
    """The best or worst rank of a hub, and weights that bring it there.

    `within`: the greatest change of a weight, relative, before all are rescaled; None for any.
    `rank`: the rank reached; `after`: shape (lever,), shares of the index, near the declared
    ones; `exact`: whether no other weights reach further; else it was searched.
    """

    ranking: Ranking
    hub: int
    end: End
    level: Level
    within: float | None
    nodes: tuple[str, ...]
    before: Floats
    after: Floats
    rank: int
    exact: bool

    def __post_init__(self) -> None:
        self.before.flags.writeable = self.after.flags.writeable = False

    @property
    def moved(self) -> float:
        """Share of all weight that changes hands."""
        return float(np.abs(self.after - self.before).sum() / 2)


class _Room(NamedTuple):
    """Where weights may lie: between bounds, shape (lever,), and whether they add up to 1 or are rescaled."""

    least: Floats
    most: Floats
    adding_up: bool

    def ends(self, rows: Floats) -> tuple[Floats, Floats]:
        """The least and the greatest of rows times weights, shape (row,) each."""
        if self.adding_up:
            return rows.min(axis=1), rows.max(axis=1)
        low, high = rows * self.least, rows * self.most
        return np.minimum(low, high).sum(axis=1), np.maximum(low, high).sum(axis=1)


def reach(ranking: Ranking, hub: int, end: End = "best", level: Level = "pillar", within: float | None = None) -> Reach:
    """Find the best or the worst rank of a hub under any weights, or within a spread.

    Exact for an index that is linear in its weights as far as the ranked hubs go (see
    `overtake`): a mixed-integer programme that counts who is above. Else it is searched.

    Parameters
    ----------
    hub
        Its position; it must be ranked.
    level
        "pillar" moves the weights of what the index averages, "indicator" those of all
        indicators in the index.
    within
        Each weight stays within this share of itself, then all are rescaled to 1; None for any
        weights at all. What weighs 0 stays out.

    Raises
    ------
    UsageError
        A hub that is not ranked, a spread that is not between 0 and 1; a hub, an end or a level that does not exist.
    """
    hub = position(hub, ranking.dataset.hubs)
    if end not in get_args(End):
        raise UsageError(Problem("usage", f"no rank is called `{end}`", expected="best or worst"))
    require_index(ranking, hub)
    if not ranking.rank[hub]:
        hint = "benchmarks are yardsticks; --all ranks everyone"
        raise UsageError(Problem("unscored", f"{ranking.dataset.hubs.names[hub]} is not ranked", hint=hint))
    if within is not None and not 0 < within < 1:
        expected, hint = "a number between 0 and 1, as in 0.25", "leave it out for any weights"
        raise UsageError(Problem("usage", f"weights cannot vary within {within:g}", expected=expected, hint=hint))
    levels, rivals = levers(ranking, level), np.flatnonzero(ranking.ranked)
    case = _Case(levels, Field(ranking, rivals), int(np.searchsorted(rivals, hub)), 1 if end == "best" else -1)
    weights = levels.weights
    room = _Room(np.zeros_like(weights), np.ones_like(weights), True)
    if within is not None:
        room = _Room(weights * (1 - within), weights * (1 + within), False)
    found = _programmed(case, room)
    exact = found is not None
    after = _searched(case, room) if found is None else found
    rank = int(case.rank(after[None])[0])
    return Reach(ranking, hub, end, level, within, levels.nodes, weights, after, rank, exact)


class _Case(NamedTuple):
    """One hub among those that are ranked; `sign`: 1 for the best rank, -1 for the worst."""

    levels: Levers
    field: Field
    hub: int
    sign: int

    def rank(self, v: Floats) -> Ints:
        """The hub's rank under weights of shape (draw, lever), 0 where it has none."""
        plan = self.levels.ranking.plan
        return ranks(self.levels.index(self.field, v), plan.span, plan.ties)[:, self.hub]

    def worth(self, v: Floats) -> Floats:
        """What a search looks for, shape (draw,): the rank, and of equal ones the least gap to the next."""
        plan = self.levels.ranking.plan
        index = self.levels.index(self.field, v)
        rank = ranks(index, plan.span, plan.ties)[:, self.hub]
        apart = self.sign * (index - index[:, self.hub : self.hub + 1]) / plan.span
        gap = np.fmin.reduce(np.where(apart > 0, apart, np.nan), axis=1)
        worth = -self.sign * rank - np.minimum(np.where(np.isnan(gap), 0.0, gap), 1) / 2
        return np.where(rank > 0, worth, -np.inf)


def _programmed(case: _Case, room: _Room) -> Floats | None:
    """The answer of the programme; None where there is no such programme, or it takes too long."""
    ranking, weights = case.levels.ranking, case.levels.weights
    others = np.delete(np.arange(len(case.field.hubs)), case.hub)
    tops = [ranking.plan.row[member] for member in ranking.plan.inner[-1].members]
    scored = np.asarray(~np.isnan(ranking.scores[tops]).all(axis=0))
    others = others[scored[case.field.hubs[others]]]  # who has nothing gets no index by any weights
    found = case.levels.linear(case.field.hubs[np.append(others, case.hub)])
    if found is None or ranking.plan.ties != "competition":
        return None
    s, conditions = found
    ahead = case.sign * np.nan_to_num((s[:, :-1] - s[:, -1:]).T) / ranking.plan.span  # (rival, lever)
    if case.sign < 0:
        ahead += CLEAR  # who is to be above must be so by more than a tie
    lowest, highest = room.ends(ahead)
    hopeless, unsettled = int((lowest > 0).sum()), ahead[(lowest <= 0) & (highest > 0)]
    if len(unsettled) > MOST_RIVALS:
        return None
    cuts: list[NDArray[np.bool_]] = []  # sets of rivals that cannot all be settled, though the solver's slack lets them
    for _ in range(MOST_CUTS):
        lost = _solved(weights, unsettled, conditions, room, cuts)
        if lost is None:
            return None
        for slack in (CLEAR, 0.0):  # clearly, where that can be; or just so
            rows = np.vstack([-unsettled[~lost] - slack, conditions])
            v = nearest_linear(weights, rows, np.zeros(len(rows)), room.least, room.most, room.adding_up)
            if v is not None and _is_promised(case, v, int(lost.sum()) + hopeless, len(ahead)):
                return v
        cuts.append(~lost)
    return None


def _is_promised(case: _Case, v: Floats, lost: int, rivals: int) -> bool:
    """Whether scoring agrees with the programme on how many are above."""
    index = case.levels.index(case.field, v[None])[0]
    tie = TIE_TOLERANCE * case.levels.ranking.plan.span
    above = int((index - index[case.hub] > tie).sum())
    return above <= lost if case.sign > 0 else above >= rivals - lost


def _solved(
    weights: Floats, ahead: Floats, conditions: Floats, room: _Room, cuts: list[NDArray[np.bool_]]
) -> NDArray[np.bool_] | None:
    """Which of the rivals stay ahead (of the worst rank: behind), shape (rival,), as few as can be.

    The unknowns are the weights, how far each is from the declared one, and for each rival
    whether it stays there; of each cut at least one does.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    size, rivals = weights.size, len(ahead)
    if not rivals:
        return np.zeros(0, dtype=bool)
    eye, nothing = np.eye(size), np.zeros((size, rivals))
    most = room.ends(ahead)[1]
    rows = [
        LinearConstraint(np.hstack([eye, -eye, nothing]), ub=weights),
        LinearConstraint(np.hstack([-eye, -eye, nothing]), ub=-weights),
        LinearConstraint(np.hstack([ahead, np.zeros((rivals, size)), -np.diag(most)]), ub=np.zeros(rivals)),
    ]
    if len(conditions):
        rows.append(LinearConstraint(np.hstack([conditions, np.zeros((len(conditions), size + rivals))]), lb=0.0))
    rows += [LinearConstraint(np.concatenate([np.zeros(2 * size), cut])[None], lb=1.0) for cut in cuts]
    if room.adding_up:
        total = np.concatenate([np.ones(size), np.zeros(size + rivals)])
        rows.append(LinearConstraint(total[None], lb=1.0, ub=1.0))
    result = milp(
        np.concatenate([np.zeros(size), np.full(size, NEARNESS), np.ones(rivals)]),
        constraints=rows,
        integrality=np.concatenate([np.zeros(2 * size), np.ones(rivals)]),
        bounds=Bounds(
            np.concatenate([room.least, np.zeros(size + rivals)]),
            np.concatenate([room.most, np.full(size, 2.0), np.ones(rivals)]),
        ),
        options={"time_limit": SECONDS, "mip_rel_gap": 0.0},
    )
    return np.asarray(result.x[2 * size :] > 0.5) if result.status == 0 else None


def _searched(case: _Case, room: _Room) -> Floats:
    """Weights of the best or worst rank found: ends and random ones, the best of them mixed with others."""
    generator, weights = np.random.Generator(np.random.SFC64(SEED)), case.levels.weights
    pool = np.vstack([weights[None], _random(room, generator)])
    if room.adding_up:
        pool = np.vstack([pool, without_some(weights, generator)])
    worth = case.worth(pool)
    for step in 0.5 ** np.arange(1, ROUNDS + 1):
        order = np.argsort(-worth, kind="stable")[:KEPT]
        best = np.repeat(pool[order], RANDOM // KEPT, axis=0)
        towards = _random(room, generator)
        mixed = (1 - step) * best + step * towards[generator.integers(len(towards), size=len(best))]
        pool = np.vstack([pool[order], mixed / mixed.sum(axis=1, keepdims=True)])
        worth = np.concatenate([worth[order], case.worth(pool[len(order) :])])
    end = pool[int(np.argmax(worth))]
    return _nearer(case, end)


def _random(room: _Room, generator: np.random.Generator) -> Floats:
    """Ends of what is allowed, and weights drawn from it, shape (draw, lever), sum 1."""
    size = room.least.size
    if room.adding_up:
        return np.vstack([np.eye(size), scattered(size, generator)])
    at = np.vstack([np.eye(size), 1 - np.eye(size), generator.integers(2, size=(RANDOM, size))])
    v = room.least + at * (room.most - room.least)
    return np.asarray(v / v.sum(axis=1, keepdims=True))


def _nearer(case: _Case, end: Floats) -> Floats:
    """The weights of the same rank that lie nearest on the way from the declared ones, as far as that is a way."""
    weights, rank = case.levels.weights, int(case.rank(end[None])[0])
    low, high = 0.0, 1.0
    if case.rank(weights[None])[0] == rank:
        return weights
    for _ in range(40):
        middle = (low + high) / 2
        same = case.rank(((1 - middle) * weights + middle * end)[None])[0] == rank
        low, high = (low, middle) if same else (middle, high)
    return (1 - high) * weights + high * end
