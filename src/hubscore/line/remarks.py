"""What scoring finds worth saying."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hubscore.line.leaves import already_met, ends_of, transformed
from hubscore.model import ranking as why
from hubscore.model.dataset import Dataset
from hubscore.model.plan import Leaf, Plan
from hubscore.model.ranking import Cells, Remark

Floats = NDArray[np.float64]


def remarks(plan: Plan, dataset: Dataset, cells: Cells, scores: Floats) -> tuple[Remark, ...]:
    """What a reader of the scores should know, in a fixed order."""
    said: list[Remark] = []
    relative = []
    for position, (leaf, x) in enumerate(zip(plan.leaves, cells.filled, strict=True)):
        if cells.status[position].min(initial=why.NO_READING) and np.isnan(x).all():
            said.append(Remark("no data", (leaf.id,)))
        elif is_relative(leaf):
            relative.append(leaf.id)
            if np.isnan(scores[position]).all():
                said.append(Remark("no goalpost", (leaf.id,)))
            elif _flat(leaf, dataset, x):
                said.append(Remark("constant", (leaf.id,)))
    if relative or any(_fills_from_others(leaf) for leaf in plan.leaves):
        said.append(Remark("relative", tuple(relative)))
    said.extend(Remark("mixed families", (node,)) for node in mixed(plan))
    return tuple(said)


def _fills_from_others(leaf: Leaf) -> bool:
    """Whether gaps are filled with what other hubs have; a goalpost that is a number is no such thing."""
    number = leaf.goalposts is not None and not isinstance(leaf.goalposts[0], str) and leaf.method.ends != "none"
    fixed = number or leaf.method.shape == "as it is"
    return leaf.fills == "hubs" and not (leaf.missing.name == "worst" and fixed)


def is_relative(leaf: Leaf) -> bool:
    """Whether the scores of one hub depend on the other hubs."""
    if leaf.method.ends not in ("goalposts", "target"):
        return leaf.method.relative
    ends = leaf.goalposts or ("min", "max")
    return any(isinstance(end, str) for end in (ends if leaf.method.ends == "goalposts" else ends[:1]))


def _flat(leaf: Leaf, dataset: Dataset, x: Floats) -> bool:
    """Whether a range that comes from the data is none, so that all score the middle."""
    if leaf.method.ends == "none":
        starts_at_zero = leaf.method.positive
        return not starts_at_zero and bool(leaf.method.flat(x).all())
    ends = ends_of(leaf, dataset, x)
    worst, best = (transformed(leaf, end) for end in ends)
    return bool(np.all(worst == best)) and not already_met(leaf, *ends)


def mixed(plan: Plan) -> list[str]:
    """Nodes that average scores of which some spread over the scale and some around its middle."""
    families: dict[str, set[str]] = {leaf.id: {_family(leaf)} for leaf in plan.leaves}
    found = []
    for node in plan.inner:
        below = [families[member] for member in node.members]
        families[node.id] = set().union(*below)
        if len(families[node.id]) > 1 and all(len(family) == 1 for family in below):
            found.append(node.id)
    return found


def _family(leaf: Leaf) -> str:
    return "spread" if leaf.method.shape == "spread" else "range"
