"""Figures that are less than sure: bounds, parts of a year, poor or old evidence; and how far they may lie off."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hubscore.model import ranking as why
from hubscore.model.evidence import GRADES
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.studies.noise import Noise, widths

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SECONDARY = GRADES.index("secondary")

TAIL = 3.29
"""Standard deviations that leave out 1 in 1,000: where the range of a count is taken to end."""

LEAST_SHARE = 0.01
"""A denominator lies no further down than this share of its value, so that a ratio has an end."""


def weak_figures(ranking: Ranking, scorecard: Scorecard, noise: Noise | None) -> Bools:
    """Which figures are weak, shape (leaf, hub).

    One that is a bound or part of a year; one whose evidence is secondary or poorer; one that
    is, at its age, as unsure as secondary evidence. A ratio is as weak as the weaker of its parts.
    """
    there = np.array(ranking.cells.status) == why.HAS_VALUE
    if noise is None:
        return np.zeros_like(there)
    rows = (noise.half > 0) & (noise.half >= widths(scorecard.uncertainty)[SECONDARY] * np.abs(noise.centre))
    for cells in (noise.bounded, noise.whole):
        rows[cells.row, cells.hub] = True
    per = np.array(noise.per)
    weak = rows[: per.size] | (rows[per] & (per >= 0)[:, None]) | (ranking.grades >= SECONDARY)
    low, high = possible(noise)
    return np.asarray(weak & there & (low < high))


def possible(noise: Noise) -> tuple[Floats, Floats]:
    """Between which values each indicator is drawn, shape (leaf, hub) each; of a count nearly all of them."""
    low, high = noise.centre - noise.half, noise.centre + noise.half
    for cells in (noise.bounded, noise.whole):
        low[cells.row, cells.hub], high[cells.row, cells.hub] = cells.first, cells.first + cells.size
    row, hub, rank, steps = noise.ranks
    low[row, hub], high[row, hub] = np.maximum(rank - steps, 1.0), rank + steps
    row, hub, count, _ = noise.counts
    low[row, hub], high[row, hub] = _gamma_end(count + 0.5, -TAIL), _gamma_end(count + 0.5, TAIL)
    np.minimum(high, noise.most[:, None], out=high)
    for leaf, (per, amount) in enumerate(zip(noise.per, noise.amount, strict=True)):
        if per >= 0:
            least = np.maximum(low[per], LEAST_SHARE * noise.centre[per])
            ratios = np.array([end / by for end in (low[leaf], high[leaf]) for by in (least, high[per])])
            low[leaf], high[leaf] = amount * ratios.min(axis=0), amount * ratios.max(axis=0)
    leaves = len(noise.per)
    return low[:leaves], high[:leaves]


def _gamma_end(shape: Floats, deviations: float) -> Floats:
    """Where a gamma number ends that lies so many standard deviations off (Wilson and Hilferty 1931)."""
    root = 1 - 1 / (9 * shape) + deviations / (3 * np.sqrt(shape))
    return np.asarray(shape * np.maximum(root, 0.0) ** 3)
