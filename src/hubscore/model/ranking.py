"""The result of scoring: read-only columns over nodes and hubs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.model.dataset import Dataset
from hubscore.model.evidence import GRADES
from hubscore.model.plan import Plan

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]

HAS_VALUE, NO_READING, NOT_ADMITTED, OUT_OF_YEARS, NO_DENOMINATOR, OTHER_UNIT, NOT_APPLICABLE, NO_GOALPOST, IMPUTED = (
    range(9)
)
"""Why a cell has a value or has none."""


@dataclass(frozen=True, eq=False)
class Cells:
    """What stands behind each indicator of each hub, one row (shape (hub,)) an indicator.

    `low`, `high`: the interval the value lies in; `point`: the value that scores, NaN where
    there is none; `status`: one of the constants above; `slot`, `per_slot`: which reading of
    the dataset (-1 none; `after` the second one where a value lies between two years);
    `grade`: position in `GRADES` of the weaker of the two, -1 for none; `filled`: what
    scores after imputation.
    """

    low: tuple[Floats, ...]
    high: tuple[Floats, ...]
    point: tuple[Floats, ...]
    filled: tuple[Floats, ...]
    status: tuple[Ints, ...]
    slot: tuple[Ints, ...]
    after: tuple[Ints, ...]
    per_slot: tuple[Ints, ...]
    grade: tuple[Ints, ...]

    def __post_init__(self) -> None:
        for each in fields(self):
            for row in getattr(self, each.name):
                row.flags.writeable = False


class Remark(NamedTuple):
    """Something a reader should know: a stable kind, and whom or what it is about."""

    kind: str
    about: tuple[str, ...] = ()
    number: float | None = None


@dataclass(frozen=True, eq=False)
class Ranking:
    """Scores and ranks.

    `scores`: shape (node, hub) in the order of `plan.ids`, NaN where not scored;
    `coverage_by_node`: the same shape for inner nodes, the weight of the scored children
    over the weight of those that apply; `rank`: shape (hub,), 1 is best, 0 for unranked;
    `ranked`: who competes.
    """

    dataset: Dataset
    plan: Plan
    cells: Cells
    scores: Floats
    coverage_by_node: Floats
    rank: Ints
    ranked: NDArray[np.bool_]
    remarks: tuple[Remark, ...] = ()

    def __post_init__(self) -> None:
        for array in (self.scores, self.coverage_by_node, self.rank, self.ranked):
            array.flags.writeable = False

    @property
    def index(self) -> Floats:
        """The index of each hub, shape (hub,)."""
        index: Floats = self.scores[-1]
        return index

    def score(self, node: str) -> Floats:
        """The scores of one node, shape (hub,)."""
        row: Floats = self.scores[self.plan.row[node]]
        return row

    @cached_property
    def grades(self) -> Ints:
        """Evidence of the figure behind each leaf, shape (leaf, hub), -1 for none."""
        return np.array(self.cells.grade)

    @cached_property
    def coverage(self) -> Floats:
        """Share of the hub's leaf weight that has a value, shape (hub,)."""
        have, due = self._weight_of(self.grades >= 0), self._weight_of(np.ones_like(self.grades, dtype=bool))
        return np.divide(have, due, out=np.zeros_like(due), where=due > 0)

    @cached_property
    def evidence(self) -> Floats:
        """Share of the weight that has a value by grade, shape (grade, hub)."""
        mix: Floats = np.array([self._weight_of(self.grades == grade) for grade in range(len(GRADES))])
        total = mix.sum(axis=0)
        return mix / np.where(total > 0, total, 1.0)

    def _weight_of(self, counted: NDArray[np.bool_]) -> Floats:
        """The weight of some figures of each hub, shape (hub,)."""
        weights = self.plan.weights_by_hub
        if weights.shape[1] == 1:
            alike: Floats = weights[:, 0] @ counted
            return alike
        total: Floats = (weights * counted).sum(axis=0)
        return total

    @cached_property
    def listing(self) -> tuple[int, ...]:
        """Hubs as they are listed: by rank and id, then the unscored, then the yardsticks."""
        place = np.where(self.rank > 0, self.rank, np.where(np.isnan(self.index), np.inf, -self.index))
        ids = np.arange(len(self.index))  # hubs are sorted by id
        order = np.lexsort((ids, place, np.isnan(self.index), ~self.ranked))
        return tuple(order.tolist())
