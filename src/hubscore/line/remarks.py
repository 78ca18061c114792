"""What scoring finds worth saying."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from hubscore.line.leaves import already_met, drawn_in, ends_of, is_relative, transformed
from hubscore.line.panel import panel_years
from hubscore.line.treatment import treatable, treatment_remarks
from hubscore.methods.aggregate import GOALPOSTS, Z
from hubscore.methods.curve import Curve
from hubscore.methods.rank import TIE_TOLERANCE
from hubscore.model import ranking as why
from hubscore.model.dataset import Dataset
from hubscore.model.plan import Leaf, Plan
from hubscore.model.ranking import Cells, Remark

Floats = NDArray[np.float64]


def remarks(plan: Plan, dataset: Dataset, cells: Cells, scores: Floats) -> tuple[Remark, ...]:
    """What a reader of the scores should know, in a fixed order."""
    said: list[Remark] = []
    relative = []
    if plan.gone is not None and plan.gone.all():
        return (Remark("all left out"),)  # of no indicator there is more to say
    for position, (leaf, x, curve) in enumerate(zip(plan.leaves, cells.filled, cells.curves, strict=True)):
        if cells.status[position].min() and np.isnan(x).all():
            said.append(Remark("no data", (leaf.id,)))
        elif is_relative(leaf):
            relative.append(leaf.id)
            if np.isnan(scores[position]).all():
                said.append(Remark("no goalpost", (leaf.id,)))
            elif _flat(leaf, dataset, x, curve):
                said.append(Remark("constant", (leaf.id,)))
        elif treatable(leaf, x):
            relative.append(leaf.id)
    relative += [node.id for node in plan.inner if node.aggregate.relative]
    if relative or any(_fills_from_others(leaf) for leaf in plan.leaves):
        said.append(Remark("relative", tuple(relative)))
    said.extend(_off_the_scale(plan, scores))
    said.extend(Remark("mixed families", (node,)) for node in mixed(plan))
    said.extend(_misread(plan))
    said.extend(_nobody_to_fill_from(plan, dataset, cells))
    said.extend(_panel(plan, dataset))
    said.extend(treatment_remarks(plan, cells))
    return tuple(said)


def _off_the_scale(plan: Plan, scores: Floats) -> Iterator[Remark]:
    """Indicators that are said to be on the scale as they are, and are not; without `clip` that is meant."""
    (low, high), tolerance = plan.scale, TIE_TOLERANCE * plan.span  # mirrored figures are rounded
    beyond = (scores[: len(plan.leaves)] < low - tolerance) | (scores[: len(plan.leaves)] > high + tolerance)
    found = [leaf.id for leaf, off in zip(plan.leaves, beyond, strict=True) if _as_it_is(leaf) and off.any()]
    if found:
        yield Remark("off the scale", tuple(found))


def _as_it_is(leaf: Leaf) -> bool:
    return leaf.method.shape == "as it is" and leaf.clip


def _panel(plan: Plan, dataset: Dataset) -> Iterator[Remark]:
    """Which years set the goalposts, where all of them do; or that none does."""
    if plan.panel and any(leaf.held for leaf in plan.leaves):
        years = panel_years(plan, dataset)
        yield Remark("panel", (str(years[0]), str(years[-1])))
    elif plan.panel:
        yield Remark("idle panel")


def _nobody_to_fill_from(plan: Plan, dataset: Dataset, cells: Cells) -> Iterator[Remark]:
    """Gaps that a mean or median of the hub's group does not fill: it has no group, or nobody in it a figure."""
    for leaf, x, status in zip(plan.leaves, cells.filled, cells.status, strict=True):
        if leaf.missing.name in ("group_mean", "group_median") and not np.isnan(x).all():
            gap = np.isnan(x) & (status != why.NOT_APPLICABLE)
            gap = gap if plan.gone is None else gap & ~plan.gone
            if gap.any():
                hubs = tuple(dataset.hubs.ids[hub] for hub in np.flatnonzero(gap))
                yield Remark("nobody to fill from", (leaf.id,), hubs=hubs)


def _fills_from_others(leaf: Leaf) -> bool:
    """Whether gaps are filled with what other hubs have; of the worst, where it is such, the ends tell it already."""
    return leaf.fills == "hubs" and leaf.missing.name != "worst"


def _flat(leaf: Leaf, dataset: Dataset, x: Floats, curve: Curve | None) -> bool:
    """Whether a range that comes from the data is none, so that all score the middle."""
    x = drawn_in(x, curve)
    if leaf.method.ends == "none":
        starts_at_zero = leaf.method.positive
        return not starts_at_zero and bool(leaf.method.flat(x).all())
    ends = ends_of(leaf, dataset, x)
    worst, best = (transformed(leaf, end, curve) for end in ends)
    return bool(np.all(worst == best)) and not already_met(leaf, *ends).all()


def mixed(plan: Plan) -> list[str]:
    """Nodes that average scores of which some spread over the scale and some around its middle."""
    found, families = [], _families(plan)
    for node in plan.inner:
        below = [families[member] for member in node.members]
        alike = node.aggregate.relative or len(set().union(*below)) == 1  # a duel asks for no distance
        if not alike and all(len(family) == 1 for family in below):
            found.append(node.id)
    return found


def _misread(plan: Plan) -> Iterator[Remark]:
    """Nodes whose formula is for z-scores and that average others, or the reverse."""
    families = _families(plan)
    for reads, wanted, kind in ((Z, "spread", "no z-scores"), (GOALPOSTS, "range", "z-scores")):
        readers = [node for node in plan.inner if node.aggregate.reads == reads]
        nodes = [node.id for node in readers if set().union(*(families[member] for member in node.members)) - {wanted}]
        if nodes:
            yield Remark(kind, tuple(nodes))


def _families(plan: Plan) -> dict[str, set[str]]:
    """Of every node how the scores below it spread; duels spread over the whole scale again."""
    families: dict[str, set[str]] = {leaf.id: {_family(leaf)} for leaf in plan.leaves}
    for node in plan.inner:
        below = set().union(*(families[member] for member in node.members))
        families[node.id] = {"range"} if node.aggregate.relative else below
    return families


def _family(leaf: Leaf) -> str:
    return "spread" if leaf.method.shape == "spread" else "range"
