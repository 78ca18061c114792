"""What scoring refuses, since the figures do not allow the method."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import Problem, ScoringError
from hubscore.line.leaves import already_met, clipped, ends_of, transformed
from hubscore.line.nodes import allowed
from hubscore.model.dataset import Dataset
from hubscore.model.plan import Inner, Leaf, Plan
from hubscore.model.ranking import Cells

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def refuse_undefined(plan: Plan, dataset: Dataset, cells: Cells, scores: Floats) -> None:
    """Raise where a ratio, a transform or a normalisation has no value for a figure.

    Parameters
    ----------
    scores
        Shape (node, hub), the leaves filled in.
    """
    problems: list[Problem] = []
    for row, leaf in enumerate(plan.leaves):
        problems += _infinite(plan, dataset, cells, scores, row)
        if leaf.method.positive:
            problems += _not_positive(plan, dataset, leaf, cells.filled[row])
        if leaf.transform.name != "none":
            problems += _untransformed(plan, dataset, leaf, cells.filled[row])
        if leaf.method.ends in ("goalposts", "reference", "target"):
            problems += _crossed(dataset, leaf, cells.filled[row])
    if problems:
        raise ScoringError(problems)


def _infinite(plan: Plan, dataset: Dataset, cells: Cells, scores: Floats, row: int) -> Iterator[Problem]:
    """Where a division by next to nothing leaves the range of numbers."""
    leaf, found = plan.leaves[row], []
    if cells.high[row] is not cells.point[row]:  # plain figures are finite
        found.append((np.isinf(cells.low[row]) | np.isinf(cells.high[row]), "is a denominator next to 0?"))
    if not leaf.clip or leaf.method.ends == "none":
        found.append((np.isinf(scores[row]), "are the goalposts, or most figures, next to each other?"))
    for beyond, hint in found:
        if beyond.any():
            hub = int(np.argmax(beyond))
            message = f"{_label(plan, leaf.id)} of {dataset.hubs.names[hub]} is too large to be computed"
            yield Problem("undefined", message, ("indicators", leaf.id), "key", dataset.hubs.ids[hub], hint=hint)
            return


def _not_positive(plan: Plan, dataset: Dataset, leaf: Leaf, x: Floats) -> Iterator[Problem]:
    figures = transformed(leaf, x)
    wrong = figures < 0 if leaf.higher and (figures > 0).any() else figures <= 0
    if wrong.any():
        yield _valueless(plan, dataset, leaf, x, wrong, leaf.method.name, "values above 0")


def _untransformed(plan: Plan, dataset: Dataset, leaf: Leaf, x: Floats) -> Iterator[Problem]:
    if leaf.method.ends != "none":
        x = clipped(leaf, x, *ends_of(leaf, dataset, x))
    undefined = ~np.isnan(x) & np.isnan(transformed(leaf, x))
    if undefined.any():
        shift = {"log": leaf.transform.number or 0.0, "log1p": 1.0}.get(leaf.transform.name)
        expected = "values of at least 0" if shift is None else f"values above {0.0 - shift:g}"
        yield _valueless(plan, dataset, leaf, x, undefined, leaf.transform.name, expected)


def _crossed(dataset: Dataset, leaf: Leaf, x: Floats) -> Iterator[Problem]:
    worst, best = (float(np.ravel(end)[0]) for end in ends_of(leaf, dataset, x))
    if (
        already_met(leaf, worst, best)
        or worst == best
        or np.isnan(worst)
        or np.isnan(best)
        or (best > worst) == leaf.higher
    ):
        return
    word = "reference" if leaf.method.ends == "reference" else "best"
    message = f"the goalposts of `{leaf.id}` come out in the wrong order: worst {worst:g}, {word} {best:g}"
    hint = f"give goalposts whose worst is worse than the {word}"
    yield Problem("goalposts", message, ("indicators", leaf.id, "goalposts"), "value", hint=hint)


def _valueless(
    plan: Plan, dataset: Dataset, leaf: Leaf, x: Floats, wrong: Bools, method: str, expected: str
) -> Problem:
    hub = int(np.argmax(wrong))
    message = f"`{method}` has no value for {_label(plan, leaf.id)} of {dataset.hubs.names[hub]}"
    hint = "give a shift, as in { log = 1 }" if method == "log" else "choose another method for this indicator"
    found = f"{x[hub]:g} for {dataset.hubs.ids[hub]}"
    return Problem("undefined", message, ("indicators", leaf.id), "key", found, expected, hint)


def refuse_negative(plan: Plan, dataset: Dataset, scores: Floats) -> None:
    """Raise where a geometric, harmonic or power mean that is computed meets a negative score."""
    applies = plan.applies_by_node
    for node in plan.inner:
        if not node.aggregate.positive or node.parameter == 1:
            continue
        wrong = (_lifted(plan, node, scores[node.children]) < 0) & (node.weights > 0)[:, None]
        enough, _ = allowed(node, scores[node.children], None if applies is None else applies[node.children])
        wrong &= enough
        if wrong.any():
            child, hub = (int(position) for position in np.argwhere(wrong)[0])
            raise ScoringError(_negative(plan, dataset, node, node.members[child], hub, scores))


def _lifted(plan: Plan, node: Inner, s: Floats) -> Floats:
    if not node.aggregate.floored(node.parameter):
        return s
    return plan.scale[0] + node.floor * plan.span + (1 - node.floor) * (s - plan.scale[0])


def _negative(plan: Plan, dataset: Dataset, node: Inner, member: str, hub: int, scores: Floats) -> Problem:
    message = f"the {node.aggregate.name} mean of {_label(plan, node.id)} meets a negative score"
    found = f"{scores[plan.row[member], hub]:g} in {_label(plan, member)} of {dataset.hubs.names[hub]}"
    hint = "clip, choose a normalisation that stays on the scale, or the arithmetic mean"
    path = (node.id,) if node is plan.inner[-1] else ("pillars", node.id)
    return Problem("undefined", message, path, "key", found, "scores of 0 or more", hint)


def _label(plan: Plan, node: str) -> str:
    return plan.labels[plan.row[node]]
