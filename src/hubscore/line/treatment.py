"""Treat: which values are outliers, and what is done about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from hubscore.line.leaves import fixed_ends
from hubscore.methods.curve import Curve, bent, winsorised
from hubscore.methods.treat import MIN_HUBS, TREATMENTS, Treated
from hubscore.model.plan import Leaf, Plan
from hubscore.model.ranking import Cells, Remark, Treatment

Floats = NDArray[np.float64]

POWERS = {"winsorise": "log", "boxcox": "boxcox"}
"""What a power is called, by the treatment that takes it."""


def treated(plan: Plan, cells: Cells) -> Cells:
    """The cells with the treatment of every indicator; as they are where none asks for one."""
    if all(leaf.treat.name == "none" for leaf in plan.leaves):
        return cells
    return replace(cells, treatments=tuple(map(_treatment, plan.leaves, cells.filled)))


def treatable(leaf: Leaf, x: Floats) -> bool:
    """Whether a treatment is asked for, and there are hubs enough; then each hub has a say in it."""
    return leaf.treat.name != "none" and _known(x) >= MIN_HUBS


def curve_of(leaf: Leaf, x: Floats) -> Curve | None:
    """What the values of an indicator, shape (..., hub), go through, found anew in every row; None for no treatment."""
    return None if leaf.treat.name == "none" else _found(leaf, _inside(leaf, x, *fixed_ends(leaf))).curve


def treatment_remarks(plan: Plan, cells: Cells) -> Iterator[Remark]:
    """What was treated, and what was not although it was asked for."""
    found = [(leaf.id, treatment) for leaf, treatment in zip(plan.leaves, cells.treatments, strict=True) if treatment]
    drawn = {name: int(np.count_nonzero(treatment.changed)) for name, treatment in found}
    some = tuple(name for name, number in drawn.items() if number)
    if some:
        yield Remark("winsorised", some, sum(drawn.values()))
    for power in ("log", "boxcox"):
        bent_so = tuple(name for name, treatment in found if treatment.kind.endswith(power))
        if bent_so:
            yield Remark(power, bent_so)
    failing = tuple(name for name, treatment in found if treatment.fails)
    if failing:
        yield Remark("still skewed", failing)
    asking = [(leaf, x) for leaf, x in zip(plan.leaves, cells.filled, strict=True) if leaf.treat.name != "none"]
    few = tuple(leaf.id for leaf, x in asking if 0 < _known(x) < MIN_HUBS)
    if few:
        yield Remark("too few to treat", few, MIN_HUBS)


def _treatment(leaf: Leaf, x: Floats) -> Treatment | None:
    """What is done to one indicator, None where that is nothing."""
    if not treatable(leaf, x):
        return None
    inside = _inside(leaf, x, *fixed_ends(leaf))
    found = _found(leaf, inside)
    curve = found.curve
    changed = np.subtract(inside > curve.high, inside < curve.low, dtype=np.int8)
    powered = not np.isnan(curve.power).any()
    if not powered and not changed.any():
        return None
    kind = ", ".join([*(["winsorised"] if changed.any() else []), *([POWERS[leaf.treat.name]] if powered else [])])
    after = np.where(powered | (changed != 0), bent(curve, winsorised(curve, inside)), x)
    looked = zip(found.stages, found.skewness.tolist(), found.kurtosis.tolist(), strict=True)
    steps = tuple(step for step in looked if step[0] == "raw" or not np.isnan(step[1]))
    return Treatment(kind, x, after, changed, steps, curve, bool(found.fails))


def _found(leaf: Leaf, inside: Floats) -> Treated:
    """What the rule comes to for values held between the goalposts, shape (..., hub)."""
    numbers = [end for end in fixed_ends(leaf) if not np.isnan(end)]
    result: Treated = TREATMENTS[leaf.treat.name].function(inside, numbers, leaf.treat.parameter)
    return result


def _inside(leaf: Leaf, x: Floats, worst: float, best: float) -> Floats:
    """Values held between the goalposts that are numbers, if the indicator clips: no outlier lies beyond them."""
    if not leaf.clip:
        return x
    low, high = (worst, best) if leaf.higher else (best, worst)
    return np.clip(x, -np.inf if np.isnan(low) else low, np.inf if np.isnan(high) else high)


def _known(x: Floats) -> int:
    return int(np.count_nonzero(~np.isnan(x)))
