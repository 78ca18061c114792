"""How even a hub is over its pillars, and what it is good at beyond how good it is as a whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.rank import TIE_TOLERANCE
from hubscore.methods.statistics import count, deviation, greatest, least
from hubscore.model.plan import Plan
from hubscore.model.ranking import Ranking

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class Balance:
    """The profile of every hub.

    `pillars`: rows of the nodes right below the index; `spread`, `width`: standard deviation
    (n - 1) and range of a hub's scores over them, shape (hub,), NaN below two;
    `pillar_residuals`, `indicator_residuals`: what is left of each score when the hub's level
    and the node's are taken off, shape (pillar, hub) and (indicator, hub), in points of the
    scale; `best`, `worst`: the place in `pillars` of the greatest and the least residual, shape
    (hub,), of equals the first, -1 where nothing can be compared.
    """

    pillars: tuple[int, ...]
    spread: Floats
    width: Floats
    pillar_residuals: Floats
    indicator_residuals: Floats
    best: Ints
    worst: Ints

    def __post_init__(self) -> None:
        for value in vars(self).values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False


def balance(ranking: Ranking) -> Balance:
    """Take apart the two-way tables of hubs by pillars and hubs by indicators.

    All hubs count alike, benchmarks too; pillars and indicators with their share of the index.
    """
    plan = ranking.plan
    pillars = tuple(row for row, depth in enumerate(plan.depth) if depth == 1)
    tops, leaves = ranking.scores[list(pillars)], ranking.scores[: len(plan.leaves)]
    by_pillar = residuals(tops, np.array([_share(plan, row) for row in pillars]))
    tolerance = TIE_TOLERANCE * plan.span
    return Balance(
        pillars,
        deviation(tops.T),
        np.where(count(tops.T) > 1, greatest(tops.T) - least(tops.T), np.nan),
        by_pillar,
        residuals(leaves, plan.weights),
        _first_greatest(by_pillar, tolerance),
        _first_greatest(-by_pillar, tolerance),
    )


def _first_greatest(x: Floats, tolerance: float) -> Ints:
    """The first place of the greatest value in each column, shape (hub,), -1 for none; what is near counts as equal."""
    near = x >= np.fmax.reduce(x, axis=0) - tolerance
    return np.where(near.any(axis=0), near.argmax(axis=0), -1)


def _share(plan: Plan, row: int) -> float:
    """The share of an indicator or pillar in the index."""
    leaves = len(plan.leaves)
    return float(plan.weights[row] if row < leaves else plan.weights[plan.inside[row - leaves]].sum())


def residuals(scores: Floats, weights: Floats) -> Floats:
    """What a table of scores holds beyond the effects of its hubs and its columns.

    The effects are the least-squares fit of score = hub + column on the cells that are there, a
    column counting with its weight (Tukey, Exploratory Data Analysis, 1977, fits the same table
    by medians). On a full table with equal weights this is double centring.

    Parameters
    ----------
    scores
        Shape (column, hub), NaN for gaps.
    weights
        Shape (column,), none negative. A column of weight 0 moves no hub's effect.

    Returns
    -------
    Shape (column, hub); NaN for gaps and for cells whose hub or column has no other cell, which
    their own effect explains whatever they are.
    """
    there = _compared(~np.isnan(scores), weights > 0)
    s, m = np.where(there, scores, 0.0), there.astype(float)
    by_hub = weights[:, None] * m
    by_hub = by_hub / np.where(there.any(axis=0), by_hub.sum(axis=0), 1.0)  # shares of the hub's own cells
    columns = _column_effects(s, m, by_hub)
    hubs = (by_hub * (s - columns[:, None])).sum(axis=0)
    return np.where(there, scores - hubs - columns[:, None], np.nan)


def _compared(there: Bools, weighs: Bools) -> Bools:
    """The cells with another cell in their hub, one that weighs, and another in their column."""
    while True:
        several = (there.sum(axis=0) > 1) & (there & weighs[:, None]).any(axis=0)
        kept: Bools = there & several & (there.sum(axis=1) > 1)[:, None]
        if (kept == there).all():
            return kept
        there = kept


def _column_effects(s: Floats, m: Floats, by_hub: Floats) -> Floats:
    """The columns' effects once the hubs' are eliminated, shape (column,).

    One of them is free for each part of the table that shares no cell with the rest; the
    smallest are taken.
    """
    own = (by_hub * s).sum(axis=0)
    system = np.diag(m.sum(axis=1)) - m @ by_hub.T
    wanted = (m * (s - own)).sum(axis=1)
    effects: Floats = np.linalg.lstsq(system, wanted)[0]
    return effects
