"""The result of scoring: read-only columns over nodes and hubs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.curve import Curve
from hubscore.model.dataset import Dataset
from hubscore.model.evidence import GRADES
from hubscore.model.plan import Plan

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]

HAS_VALUE, NO_READING, NOT_ADMITTED, OUT_OF_YEARS, NO_DENOMINATOR, OTHER_UNIT, NOT_APPLICABLE, NO_GOALPOST = range(8)
IMPUTED, LEFT_OUT = 8, 9
"""Why a cell has a value or has none."""


class Treatment(NamedTuple):
    """What was done to the outliers of one indicator.

    `kind`: "winsorised", "log", "winsorised, log" or "boxcox"; `before`, `after`: shape (hub,),
    the same where a value was left as it is; `changed`: shape (hub,), -1 where a value was
    brought in from the low end, 1 from the high end, else 0; `steps`: (name, skewness, excess
    kurtosis) of each stage, the raw values first; `curve`: what values go through; `fails`:
    whether the rule is still not met.
    """

    kind: str
    before: Floats
    after: Floats
    changed: Ints
    steps: tuple[tuple[str, float, float], ...]
    curve: Curve
    fails: bool


@dataclass(frozen=True, eq=False)
class Cells:
    """What stands behind each indicator of each hub, one row (shape (hub,)) an indicator.

    `low`, `high`: the interval the value lies in; `point`: the value that scores, NaN where
    there is none; `status`: one of the constants above; `slot`, `per_slot`: which reading of
    the dataset (-1 none; `after` the second one where a value lies between two years);
    `grade`: position in `GRADES` of the weaker of the two, -1 for none; `filled`: what
    scores after imputation. Of a hub that is left out, slots and grade tell what there is.
    `treatments`: one an indicator, None where nothing was treated.
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
    treatments: tuple[Treatment | None, ...] = ()

    def __post_init__(self) -> None:
        for each in fields(self)[:-1]:
            for row in getattr(self, each.name):
                row.flags.writeable = False
        for treatment in filter(None, self.treatments):
            for array in (treatment.before, treatment.after, treatment.changed):
                array.flags.writeable = False

    @cached_property
    def curves(self) -> tuple[Curve | None, ...]:
        """What the values of each indicator go through, None where they stay as they are."""
        return tuple(None if treatment is None else treatment.curve for treatment in self.treatments)


class Remark(NamedTuple):
    """Something a reader should know: a stable kind, the nodes and the hubs it is about."""

    kind: str
    about: tuple[str, ...] = ()
    number: float | None = None
    hubs: tuple[str, ...] = ()


class LeftOut(NamedTuple):
    """A hub that a rule of [screening] leaves out.

    `hub`: its position; `rule`: the key that says so; `node`: the pillar that lacks most, None
    for the index; `coverage`: the share it has, where `least` is asked for.
    """

    hub: int
    rule: str
    node: str | None
    coverage: float
    least: float


@dataclass(frozen=True, eq=False)
class Ranking:
    """Scores and ranks.

    `scores`: shape (node, hub) in the order of `plan.ids`, NaN where not scored;
    `coverage_by_node`: the same shape for inner nodes, the weight of the scored children
    over the weight of those that apply; `rank`: shape (hub,), 1 is best, 0 for unranked;
    `ranked`: who competes; `left_out`: who is not scored whatever is known of them, by
    position.
    """

    dataset: Dataset
    plan: Plan
    cells: Cells
    scores: Floats
    coverage_by_node: Floats
    rank: Ints
    ranked: NDArray[np.bool_]
    remarks: tuple[Remark, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

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

    @property
    def everyone(self) -> bool:
        """Whether benchmarks are ranked together with the candidates."""
        return bool((self.ranked & self.dataset.hubs.benchmark).any())

    @cached_property
    def screened(self) -> NDArray[np.bool_]:
        """Which hubs are left out, shape (hub,)."""
        return np.zeros(len(self.rank), dtype=bool) if self.plan.gone is None else self.plan.gone

    @cached_property
    def listing(self) -> tuple[int, ...]:
        """Hubs as they are listed: by rank and id, the unscored, the yardsticks, those left out."""
        place = np.where(self.rank > 0, self.rank, np.where(np.isnan(self.index), np.inf, -self.index))
        ids = np.arange(len(self.index))  # hubs are sorted by id
        tier = np.add(~self.ranked, self.screened, dtype=np.int8)  # who is left out does not compete either
        order = np.lexsort((ids, place, np.isnan(self.index), tier))
        return tuple(order.tolist())
