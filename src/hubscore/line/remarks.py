"""What scoring finds worth saying, and what it refuses."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import Problem, ScoringError
from hubscore.line.leaves import ends_of
from hubscore.methods.normalise import constant
from hubscore.methods.transform import TRANSFORMS
from hubscore.model import ranking as why
from hubscore.model.dataset import Dataset
from hubscore.model.plan import Leaf, Plan, fills
from hubscore.model.ranking import Cells, Remark

Floats = NDArray[np.float64]


def remarks(plan: Plan, dataset: Dataset, cells: Cells, scores: Floats) -> tuple[Remark, ...]:
    """What a reader of the scores should know, in a fixed order."""
    said: list[Remark] = []
    relative = []
    for position, (leaf, x) in enumerate(zip(plan.leaves, cells.filled, strict=True)):
        if cells.status[position].min(initial=why.NO_READING) and np.isnan(x).all():
            said.append(Remark("no data", (leaf.id,)))
            continue
        if _relative(leaf):
            relative.append(leaf.id)
            if constant(x)[0] and leaf.method.name != "fraction_of_max":
                said.append(Remark("constant", (leaf.id,)))
            elif np.isnan(scores[position]).all():
                said.append(Remark("no goalpost", (leaf.id,)))
    if relative or any(fills(leaf.missing) == "hubs" for leaf in plan.leaves):
        said.append(Remark("relative", tuple(relative)))
    said.extend(Remark("mixed families", (node,)) for node in mixed(plan))
    return tuple(said)


def _relative(leaf: Leaf) -> bool:
    """Whether the scores of one hub depend on the other hubs."""
    if leaf.method.ends in ("goalposts", "target"):
        return leaf.goalposts is None or any(isinstance(end, str) for end in leaf.goalposts)
    return leaf.method.relative


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


def refuse_undefined(plan: Plan, dataset: Dataset, cells: Cells, scores: Floats) -> None:
    """Raise where a transform or a normalisation has no value for a figure.

    Parameters
    ----------
    scores
        Shape (node, hub), the leaves filled in.
    """
    problems: list[Problem] = []
    for position, leaf in enumerate(plan.leaves):
        x = cells.filled[position]
        if leaf.method.positive:
            wrong = x < 0 if leaf.higher and not (x <= 0).all() else x <= 0
            if wrong.any():
                problems.append(_problem(plan, dataset, leaf, x, wrong, leaf.method.name, "values above 0"))
        if leaf.transform.name != "none":
            problems += _untransformed(plan, dataset, leaf, x, scores[position])
        if leaf.method.shape == "share" and leaf.goalposts and any(isinstance(end, str) for end in leaf.goalposts):
            problems += _crossed(plan, dataset, leaf, x)
    if problems:
        raise ScoringError(problems)


def _untransformed(plan: Plan, dataset: Dataset, leaf: Leaf, x: Floats, scores: Floats) -> list[Problem]:
    function = TRANSFORMS[leaf.transform.name].function
    assert function is not None
    clipped = leaf.clip and leaf.method.ends != "none"
    if clipped:
        worst, best = ends_of(leaf, dataset, x)
        x = np.clip(x, np.minimum(worst, best), np.maximum(worst, best))
    undefined = ~np.isnan(x) & np.isnan(function(x, leaf.transform.number))
    if not undefined.any():
        return []
    least = "at least 0" if leaf.transform.name == "sqrt" else "values above 0"
    if leaf.transform.name != "sqrt" and (leaf.transform.name == "log1p" or leaf.transform.number):
        least = f"values above {-(leaf.transform.number or 1.0):g}"
    return [_problem(plan, dataset, leaf, x, undefined, leaf.transform.name, least)]


def _crossed(plan: Plan, dataset: Dataset, leaf: Leaf, x: Floats) -> list[Problem]:
    worst, best = (float(np.ravel(end)[0]) for end in ends_of(leaf, dataset, x))
    if np.isnan(worst) or np.isnan(best) or worst == best or (best > worst) == leaf.higher:
        return []
    message = f"the goalposts of `{leaf.id}` come out in the wrong order: worst {worst:g}, best {best:g}"
    path = ("indicators", leaf.id, "goalposts")
    return [Problem("goalposts", message, path, "value", hint="give both as numbers, or both from the data")]


def _problem(
    plan: Plan, dataset: Dataset, leaf: Leaf, x: Floats, wrong: NDArray[np.bool_], method: str, expected: str
) -> Problem:
    hub = int(np.argmax(wrong & ~np.isnan(x)))
    name, found = dataset.hubs.names[hub], f"{x[hub]:g} for {dataset.hubs.ids[hub]}"
    message = f"`{method}` has no value for {plan.labels[plan.row[leaf.id]]} of {name}"
    hint = "give a shift, as in { log = 1 }" if method == "log" else "choose another method for this indicator"
    return Problem("undefined", message, ("indicators", leaf.id), "key", found, expected, hint)


def refuse_negative(plan: Plan, dataset: Dataset, scores: Floats) -> None:
    """Raise where a geometric, harmonic or power mean meets a negative score."""
    low, high = plan.scale
    for node in plan.inner:
        if not node.aggregate.positive:
            continue
        s = scores[node.children]
        if node.aggregate.floored(node.parameter) and node.floor:
            s = low + node.floor * (high - low) + (1 - node.floor) * (s - low)
        wrong = (s < 0) & (node.weights > 0)[:, None]
        if wrong.any():
            child, hub = np.argwhere(wrong)[0]
            label, member = plan.labels[plan.row[node.id]], plan.labels[plan.row[node.members[child]]]
            message = f"the {node.aggregate.name} mean of {label} meets a negative score"
            found = f"{scores[plan.row[node.members[child]], hub]:g} in {member} of {dataset.hubs.names[hub]}"
            hint = "clip, choose a normalisation that stays on the scale, or the arithmetic mean"
            path = ("index",) if node.id == "index" else ("pillars", node.id)
            raise ScoringError(Problem("undefined", message, path, "key", found, "scores of 0 or more", hint))
