"""What scoring refuses, since the figures do not allow the method."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import Problem, ScoringError
from hubscore.line.leaves import already_met, clipped, drawn_in, ends_of, transformed
from hubscore.line.nodes import allowed, children_of
from hubscore.methods.aggregate import averaged
from hubscore.methods.curve import Curve
from hubscore.methods.means import arithmetic
from hubscore.model.dataset import Dataset
from hubscore.model.plan import Inner, Leaf, Plan
from hubscore.model.ranking import Cells

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

GREATEST = 1e30
"""The greatest ratio or unclipped score. What is asked of scores multiplies up to eight of them, as correlations and
kurtosis do, and that must not leave the range of numbers."""


def refuse_undefined(plan: Plan, dataset: Dataset, cells: Cells, scores: Floats) -> None:
    """Raise where a ratio, a transform or a normalisation has no value for a figure.

    Parameters
    ----------
    scores
        Shape (node, hub), the leaves filled in.
    """
    problems: list[Problem] = []
    for row, (leaf, curve) in enumerate(zip(plan.leaves, cells.curves, strict=True)):
        x = drawn_in(cells.filled[row], curve)
        problems += _infinite(plan, dataset, cells, scores, row)
        problems += _unheld(plan, leaf)
        if leaf.method.positive:
            problems += _not_positive(plan, dataset, leaf, x, curve)
        if leaf.transform.name != "none":
            problems += _untransformed(plan, dataset, leaf, x, curve)
        if leaf.method.ends in ("goalposts", "reference", "target"):
            problems += _crossed(dataset, leaf, x)
    if problems:
        raise ScoringError(problems)


def _infinite(plan: Plan, dataset: Dataset, cells: Cells, scores: Floats, row: int) -> Iterator[Problem]:
    """Where a division by next to nothing leaves the range of numbers."""
    leaf, found = plan.leaves[row], []
    if cells.high[row] is not cells.point[row]:  # plain figures are finite
        found.append((_beyond(cells.low[row]) | _beyond(cells.high[row]), "is a denominator next to 0?"))
    if not leaf.clip or leaf.method.ends == "none":
        found.append((_beyond(scores[row]), "are the goalposts, or most figures, next to each other?"))
    for beyond, hint in found:
        if beyond.any():
            hub = int(np.argmax(beyond))
            message = f"{_label(plan, leaf.id)} of {dataset.hubs.names[hub]} is too large to be computed"
            yield Problem("undefined", message, ("indicators", leaf.id), "key", dataset.hubs.ids[hub], hint=hint)
            return


def _beyond(x: Floats) -> Bools:
    return np.abs(x) > GREATEST


def _unheld(plan: Plan, leaf: Leaf) -> Iterator[Problem]:
    """A goalpost of all years, of a year that is not scored here, that has no number or no transform."""
    for end in leaf.held or ():
        beyond = abs(end) > GREATEST
        if beyond or (np.isnan(transformed(leaf, end)) and not np.isnan(end)):
            message = f"a goalpost of {_label(plan, leaf.id)} over all years cannot be computed"
            hint = "is a denominator next to 0?" if beyond else "choose another transform for this indicator"
            yield Problem("undefined", message, ("indicators", leaf.id), "key", f"{end:g}", hint=hint)
            return


def _not_positive(plan: Plan, dataset: Dataset, leaf: Leaf, x: Floats, curve: Curve | None) -> Iterator[Problem]:
    figures = transformed(leaf, x, curve)
    wrong = figures < 0 if leaf.higher and (figures > 0).any() else figures <= 0
    if wrong.any():
        yield _valueless(plan, dataset, leaf, x, wrong, leaf.method.name, "values above 0")


def _untransformed(plan: Plan, dataset: Dataset, leaf: Leaf, x: Floats, curve: Curve | None) -> Iterator[Problem]:
    if leaf.method.ends != "none":
        x = clipped(leaf, x, *ends_of(leaf, dataset, x))
    undefined = ~np.isnan(x) & np.isnan(transformed(leaf, x, curve))
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
    """Raise where a mean that is computed has no value, since scores, or their mean, are too low."""
    for node in plan.inner:
        if (node.aggregate.positive and node.parameter != 1) or node.aggregate.positive_mean:
            s, applies = children_of(plan, node, scores)
            enough, _ = allowed(node, s, applies)
            problem = _too_low if node.aggregate.positive_mean else _below_zero
            for found in problem(plan, dataset, node, np.where(enough, s, np.nan)):
                raise ScoringError(found)


def _below_zero(plan: Plan, dataset: Dataset, node: Inner, s: Floats) -> Iterator[Problem]:
    """Of a geometric, harmonic or power mean: a child with a weight is negative."""
    wrong = (_lifted(plan, node, s) < 0) & (node.weights > 0)[:, None]
    if wrong.any():
        child, hub = (int(position) for position in np.argwhere(wrong)[0])
        yield _negative(plan, dataset, node, node.members[child], hub, s[child, hub])


def _too_low(plan: Plan, dataset: Dataset, node: Inner, s: Floats) -> Iterator[Problem]:
    """Of a mean with a penalty: what the penalty is divided by is not above 0."""
    [low, high] = node.aggregate.reads or plan.scale
    least = plan.scale[0] - low * plan.span / (high - low)
    mean = arithmetic(s, node.weights)
    result = averaged(node.aggregate, s, node.weights, node.parameter, plan.scale, node.floor)
    wrong = np.isnan(result) & ~np.isnan(mean)
    if wrong.any():
        hub = int(np.argmax(wrong))
        message = f"`{node.aggregate.name}` has no value for {_label(plan, node.id)} of {dataset.hubs.names[hub]}"
        found, expected = f"a mean of {mean[hub]:g}", f"children whose mean is above {least:g}"
        hint = "clip, choose a normalisation that stays near the scale, or `mean_min`"
        yield Problem("undefined", message, _path(plan, node), "key", found, expected, hint)


def _lifted(plan: Plan, node: Inner, s: Floats) -> Floats:
    if not node.aggregate.floored(node.parameter):
        return s
    return plan.scale[0] + node.floor * plan.span + (1 - node.floor) * (s - plan.scale[0])


def _negative(plan: Plan, dataset: Dataset, node: Inner, member: str, hub: int, score: float) -> Problem:
    message = f"the {node.aggregate.name} mean of {_label(plan, node.id)} meets a negative score"
    found = f"{score:g} in {_label(plan, member)} of {dataset.hubs.names[hub]}"
    hint = "clip, choose a normalisation that stays on the scale, or the arithmetic mean"
    return Problem("undefined", message, _path(plan, node), "key", found, "scores of 0 or more", hint)


def _path(plan: Plan, node: Inner) -> tuple[str, ...]:
    return (node.id,) if node is plan.inner[-1] else ("pillars", node.id)


def _label(plan: Plan, node: str) -> str:
    return plan.labels[plan.row[node]]
