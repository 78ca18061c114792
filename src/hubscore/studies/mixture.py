"""Half old, half new: a scorecard and its figures with some kinds of change made and others not.

What belongs to which kind:

- **data**: readings (values, bounds, years, evidence, units), and `as_of`, the year they stand
  for, which follows them where the file is silent;
- **weights**: the shares of nodes among those they are averaged with;
- **method**: [method], [evidence], [screening], `max_age`, `open_bound`, and what nodes say of
  their own: aggregate, missing, min_coverage, max_missing, floor, digits, and of indicators
  goalposts, target, transform, normalise, treat, clip;
- **framework**: which indicators, pillars and hubs there are, who hangs on whom, `over`,
  `applies_to`, `kind`, what an indicator is (from, per, per_amount, direction, unit), roles and
  groups.

The framework decides what there is; the other kinds speak of it. So that every mixture makes
sense, a kind speaks only of what both sides have, and the side of the framework of the rest:

- readings of a hub or series that one side lacks come from the side that has it, and so do
  those of a series in another unit, which is another series;
- an indicator that measures another quantity on the two sides (another denominator, unit,
  direction) keeps its goalposts and all that scales it: they are of no use for the other. So
  does a node that one side lacks, and so do `owa` weights for another number of children;
- nodes that both sides average below the same node share, in the proportions of the side of
  the weights, what that side of the framework leaves them beside the others.

With all kinds of one side a mixture is that side, and exchanging the sides exchanges the
mixtures: attributions from old to new and back differ in sign only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from hubscore.model.agreement import series_of
from hubscore.model.columns import EMPTY, KINDS
from hubscore.model.compile import compiled, reading_unit
from hubscore.model.dataset import COLUMNS, Dataset
from hubscore.model.plan import Inner, Leaf, Plan, passed_down
from hubscore.model.scorecard import Scorecard


class Side(NamedTuple):
    """Figures, and the scorecard by which they are scored."""

    dataset: Dataset
    scorecard: Scorecard


class Mixture(NamedTuple):
    """From which side (0 old, 1 new) each kind comes."""

    data: int
    weights: int
    method: int
    framework: int


def mixed(sides: Sequence[Side], mixture: Mixture) -> tuple[Plan, Dataset]:
    """What is scored, and by which plan."""
    framework, data = sides[mixture.framework], sides[mixture.data]
    dataset = framework.dataset if framework is data else _readings(framework, data)
    as_of = compiled(data.scorecard, data.dataset).as_of
    plans = [compiled(side.scorecard, dataset) for side in sides]
    plan = plans[mixture.framework]
    if mixture.method != mixture.framework:
        alike = same_indicators(*(side.scorecard for side in sides))
        plan = _by_method(plan, plans[mixture.method], alike)
    if mixture.weights != mixture.framework:
        plan = _by_weights(plan, plans[mixture.weights])
    age = sides[mixture.method].scorecard.max_age
    return replace(plan, as_of=as_of, oldest=None if as_of is None or age is None else as_of - age), dataset


def same_series(one: Scorecard, other: Scorecard) -> list[str]:
    """The series that both know in the same unit; where one is silent, the other's holds."""
    theirs = set(series_of([other]))
    return [name for name in series_of([one]) if name in theirs and _agree(_unit(one, name), _unit(other, name))]


def _unit(scorecard: Scorecard, series: str) -> str | None:
    return (scorecard.measures.get(series) or scorecard.indicators[series]).unit


def _agree(one: str | None, other: str | None) -> bool:
    return one == other or one is None or other is None


def same_indicators(one: Scorecard, other: Scorecard) -> set[str]:
    """The indicators that measure the same quantity on both sides."""
    return {name for name in one.indicators.keys() & other.indicators.keys() if _same(one, other, name)}


def _same(one: Scorecard, other: Scorecard, name: str) -> bool:
    mine, theirs = one.indicators[name], other.indicators[name]
    read = ((entry.from_ or name, entry.per, entry.per_amount, entry.direction) for entry in (mine, theirs))
    if len(set(read)) > 1 or not _agree(reading_unit(one, mine), reading_unit(other, theirs)):
        return False
    return mine.per is None or _agree(_unit(one, mine.per), _unit(other, mine.per))


def _readings(framework: Side, data: Side) -> Dataset:
    """The readings of the second side, as far as both know hub and series; of the rest those of the first."""
    own, theirs = framework.dataset, data.dataset
    shared = same_series(framework.scorecard, data.scorecard)
    series = tuple(dict.fromkeys((*own.series, *(name for name in shared if name in theirs.row))))
    place = {name: at for at, name in enumerate(series)}
    hubs = [hub for hub in own.hubs.ids if hub in theirs.column]
    columns = [own.column[hub] for hub in hubs]
    read = [name for name in shared if name in theirs.row]
    shape = (max(len(own.value), len(theirs.value)), len(series), len(own.hubs))
    block = np.ix_(range(len(theirs.value)), [theirs.row[name] for name in read], [theirs.column[hub] for hub in hubs])
    result: dict[str, Any] = {}
    for name in COLUMNS:
        array = np.full(shape, EMPTY[name], dtype=KINDS[name])
        array[: len(own.value), : len(own.series)] = getattr(own, name)
        array[np.ix_(range(len(array)), [place[each] for each in shared if each in place], columns)] = EMPTY[name]
        taken = getattr(theirs, name)[block]
        if name == "unit":
            taken = np.where(taken >= 0, taken + len(own.units), taken)
        array[np.ix_(range(len(theirs.value)), [place[each] for each in read], columns)] = taken
        result[name] = array
    for name in ("source", "note"):  # which no score depends on
        result[name][:] = EMPTY[name]
    units = (*own.units, *theirs.units)
    return Dataset(hubs=own.hubs, series=series, units=units, exact=own.exact and theirs.exact, **result)


def _by_method(plan: Plan, other: Plan, alike: set[str]) -> Plan:
    """The plan by the other's method, where the two speak of the same."""
    nodes, leaves = {node.id: node for node in other.inner}, {leaf.id: leaf for leaf in other.leaves}
    inner = tuple(_averaged(node, nodes[node.id]) if node.id in nodes else node for node in plan.inner)
    missing = {node.id: node.missing for node in inner}
    scaled = [_scaled(leaf, leaves[leaf.id]) if leaf.id in alike else leaf for leaf in plan.leaves]
    return replace(
        plan,
        leaves=tuple(
            leaf._replace(missing=missing[parent] if parent else leaf.missing)
            for leaf, parent in zip(scaled, plan.parent, strict=False)
        ),
        inner=inner,
        scale=other.scale,
        bounds=other.bounds,
        open_bound=other.open_bound,
        ties=other.ties,
        admit=other.admit,
        screening=other.screening,
        panel=other.panel,
    )


def _averaged(node: Inner, other: Inner) -> Inner:
    """A node averaged as the other is; weights by place stay where there are other numbers of places."""
    fits = other.aggregate.name != "owa" or len(node.members) == len(other.members)
    how = other if fits else node
    return node._replace(
        aggregate=how.aggregate,
        parameter=how.parameter,
        floor=other.floor,
        missing=other.missing,
        min_coverage=other.min_coverage,
        max_missing=other.max_missing,
        digits=other.digits,
    )


def _scaled(leaf: Leaf, other: Leaf) -> Leaf:
    """An indicator scaled as the other is."""
    return leaf._replace(
        goalposts=other.goalposts,
        target=other.target,
        transform=other.transform,
        method=other.method,
        reference=other.reference,
        clip=other.clip,
        open_bound=other.open_bound,
        treat=other.treat,
    )


def _by_weights(plan: Plan, other: Plan) -> Plan:
    """The plan by the other's shares, among those that both average below the same node."""
    nodes = {node.id: node for node in other.inner}
    inner = tuple(_shared(node, nodes[node.id]) if node.id in nodes else node for node in plan.inner)
    weights = passed_down(inner, len(plan.leaves))
    weights.flags.writeable = False
    return replace(plan, inner=inner, weights=weights)


def _shared(node: Inner, other: Inner) -> Inner:
    known = dict(zip(other.members, other.weights, strict=True))
    both = np.array([member in known for member in node.members])
    theirs = np.array([known.get(member, 0.0) for member in node.members])
    if not theirs.sum() > 0:
        return node
    whole = bool(both.all()) and len(other.members) == len(node.members)
    left = max(0.0, 1.0 - float(node.weights[~both].sum()))
    weights = theirs if whole else np.where(both, left * theirs / theirs.sum(), node.weights)
    weights.flags.writeable = False
    return node._replace(weights=weights)
