"""What moves the ranks: Sobol indices in words and tables."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from hubscore.model.ranking import Ranking
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.frame import counted, listed
from hubscore.studies.leave_out import Omission
from hubscore.studies.sensitivity import Output, Sensitivity

TEXT = Show()
SHARE = Show("percent")

FAMILIES = {
    "weights": "weights of {}",
    "data": "figures of {}",
    "absent": "absent values",
    "evidence": "evidence admitted",
    "missing": "how absent values are drawn",
    "normalise": "normalisation",
    "aggregate": "aggregation",
}
"""Families of factors as people read them."""

NAMED = 3
"""How many factors a sentence names."""


HOW_TO_READ = (
    "Alone: share of the variance that goes if the factor is known. Total: share that stays if all others are "
    "known (Sobol; Saltelli 2010, Jansen 1999); totals add up to more than 100 % where factors act together."
)


def factor_label(ranking: Ranking, factor: str) -> str:
    """A factor as people read it."""
    family, _, node = factor.partition(":")
    if family == "data" and not node:
        return "figures that pillars share"
    label = dict(zip(ranking.plan.ids, ranking.plan.labels, strict=True)).get(node, node)
    return FAMILIES[family].format(label)


def with_sensitivity(document: Document, found: Sensitivity, omissions: Sequence[Omission]) -> Document:
    """A document of `robust` with what moves the ranks: table `sensitivity`, and those for people."""
    return document._replace(
        lead=(*document.lead, *sensitivity_lead(found)),
        tables=(*document.tables, *sensitivity_tables(found, omissions)),
        foot=(*document.foot, *sensitivity_foot(found)),
    )


def sensitivity_lead(found: Sensitivity) -> list[str]:
    """What moves the ranks most, in a sentence or two."""
    if found.flat[0]:
        return ["No rank moves in any draw: nothing that is varied matters for the order."]
    order = _by_total(found, 0)[:NAMED]
    words = [f"{factor_label(found.base, found.factors[at])} ({found.total[0, at]:.0%})" for at in order]
    lines = [f"What moves the ranks most: {listed(words)}, each with all that goes with it."]
    if found.needed is not None:
        lines.append(
            f"{counted(found.draws, 'draw')} are too few for narrow intervals; {found.needed:,} would do "
            f"(--draws {found.needed})."
        )
    return lines


def sensitivity_tables(found: Sensitivity, omissions: Sequence[Omission]) -> list[Table]:
    """For people the indices of the mean rank shift and what drives each lead; for scripts all of them."""
    return [_shift(found, omissions), _leads(found), _all(found)]


def sensitivity_foot(found: Sensitivity) -> list[str]:
    """How to read the indices."""
    made = f"90 % intervals from resampling; {counted(found.evaluations, 'ranking')}, seed {found.seed}."
    lines = [HOW_TO_READ, f"{made} ≈ 0: not distinguishable from zero."]
    names = found.base.dataset.hubs.names
    still = [
        names[each.hub] for each, flat in zip(found.outputs, found.flat, strict=True) if flat and each.kind == "rank"
    ]
    if still:
        lines.append(f"Ranks that do not vary, and so have no indices: {listed(still)}.")
    lost = [
        names[each.hub]
        for each, gone in zip(found.outputs, found.unscored, strict=True)
        if gone and each.kind == "score"
    ]
    if lost:
        lines.append(f"Without a score in some draws, and so without indices of it: {listed(lost)}.")
    return lines


def _by_total(found: Sensitivity, output: int) -> list[int]:
    totals = found.total[output]
    return sorted(range(len(found.factors)), key=lambda at: (-totals[at], found.factors[at]))


def _shift(found: Sensitivity, omissions: Sequence[Omission]) -> Table:
    """Factors by what they do to the mean absolute rank shift, with leave-one-out beside the pillars'."""
    left_out = {each.node: each.shift for each in omissions}
    rows: list[tuple[Cell, ...]] = []
    for at in _by_total(found, 0) if not found.flat[0] else []:
        node = found.factors[at].partition(":")[2]
        shift = left_out.get(node, math.nan) if found.factors[at].startswith("weights:") else math.nan
        rows.append(
            (
                factor_label(found.base, found.factors[at]),
                _alone(found, at),
                float(found.total[0, at]),
                _interval(found.total_low[0, at], found.total_high[0, at]),
                float(found.total[0, at]),
                None if math.isnan(shift) else f"{shift:.2f}",
            )
        )
    columns = (
        Column(label="What moves the ranks", show=TEXT),
        Column(label="Alone", show=TEXT),
        Column(label="Total", show=SHARE),
        Column(label="90 %", show=TEXT, yields=1),
        Column(label="", show=Show("bar"), yields=9),
        Column(label="Shift without it", show=TEXT, short="Without", yields=2),
    )
    return Table("drivers", columns, tuple(rows), shown=bool(rows))


def _alone(found: Sensitivity, at: int) -> str:
    return "≈ 0" if found.vague[0, at] else f"{found.first[0, at]:.0%}".replace("%", " %")


def _interval(low: float, high: float) -> str:
    return f"{low * 100:.0f}–{high * 100:.0f}"


def _leads(found: Sensitivity) -> Table:
    """What the lead of each hub over the next depends on most."""
    names = found.base.dataset.hubs.names
    rows: list[tuple[Cell, ...]] = []
    for number, output in enumerate(found.outputs):
        if output.kind != "gap" or found.flat[number] or found.unscored[number]:
            continue
        words = [
            f"{factor_label(found.base, found.factors[at])} {found.total[number, at] * 100:.0f} %"
            for at in _by_total(found, number)[:NAMED]
        ]
        rows.append((f"{names[output.hub]} – {names[output.other]}", " · ".join(words)))
    columns = (Column(label="Lead of", show=TEXT), Column(label="hangs most on (total)", show=TEXT))
    return Table("leads", columns, tuple(rows), shown=bool(rows))


def _all(found: Sensitivity) -> Table:
    """For scripts: every index of every output, null where an output does not vary."""
    ids = found.base.dataset.hubs.ids
    arrays = (found.first, found.first_low, found.first_high, found.total, found.total_low, found.total_high)
    rows = tuple(
        (_name(output, ids), factor, *(_number(array[at, place]) for array in arrays))
        for at, output in enumerate(found.outputs)
        for place, factor in enumerate(found.factors)
    )
    keys = ("output", "factor", "first", "first_low", "first_high", "total", "total_low", "total_high")
    return Table("sensitivity", tuple(Column(key) for key in keys), rows, shown=False)


def _name(output: Output, ids: Sequence[str]) -> str:
    """An output for scripts, as `rank:oslo` or `gap:oslo:turku`."""
    hubs = [ids[hub] for hub in (output.hub, output.other) if hub >= 0]
    return ":".join([output.kind, *hubs])


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
