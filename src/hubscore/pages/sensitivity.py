"""What moves the ranks: Sobol indices in words and tables."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from hubscore.model.ranking import Ranking
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.frame import counted, listed, number, some
from hubscore.pages.intervals import percent_text
from hubscore.pages.leave_out import leave_one_out_table
from hubscore.studies.leave_out import Omission
from hubscore.studies.sensitivity import Kind, Output, Sensitivity

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


STILL: dict[Kind, str] = {"score": "score", "gap": "lead", "rank": "rank"}
"""Outputs of which it is said where they do not vary."""

ZERO = "≈ 0"
"""An index whose interval holds zero."""

UNDONE = "stopped: what moves the ranks was not worked out"
"""What is said after an interrupt."""

WITHOUT = "Shift without it: by how many places ranks move, on average, if the pillar is left out."

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
    words = [f"{factor_label(found.base, found.factors[at])} ({_share(found.total[0, at])})" for at in order]
    how = ", each with all that goes with it" if len(words) > 1 else ""
    lines = [f"What moves the ranks most: {listed(words)}{how}."]
    if found.needed is not None:
        how = f"--draws {found.needed}" if found.needed <= found.most else f"there is memory for {found.most:,}"
        lines.append(
            f"{counted(found.draws, 'draw')} are too few for narrow intervals; {found.needed:,} would do ({how})."
        )
    return lines


def sensitivity_tables(found: Sensitivity, omissions: Sequence[Omission]) -> list[Table]:
    """For people the indices of the mean rank shift and what drives each lead; for scripts all, and `leave_one_out`."""
    left_out = leave_one_out_table(found.base, omissions, shown=False)
    return [_shift(found, omissions), _leads(found), _all(found), left_out]


def sensitivity_foot(found: Sensitivity) -> list[str]:
    """How to read the indices."""
    made = f"90 % intervals from resampling; {counted(found.evaluations, 'ranking')}, seed {found.seed}."
    lines = [HOW_TO_READ, f"{made} {ZERO}: not distinguishable from zero."]
    if _varies_weights(found) and not found.flat[0]:
        lines.append(WITHOUT)
    if found.draws & (found.draws - 1):
        lines.append("Draws are made at random: their number need not be a power of two.")
    names = found.base.dataset.hubs.names
    told = list(zip(found.outputs, found.flat, strict=True))
    for kind, noun in STILL.items():
        still = [_of(each, names) for each, flat in told if flat and each.kind == kind]
        if still:
            lines.append(f"{noun.capitalize()}s that do not vary, and so have no indices: {some(still, noun)}.")
    lost = [
        names[each.hub]
        for each, gone in zip(found.outputs, found.unscored, strict=True)
        if gone and each.kind == "score"
    ]
    if lost:
        lines.append(f"Without a score in some draws, and so without indices of it: {listed(lost)}.")
    return lines


def _varies_weights(found: Sensitivity) -> bool:
    return any(factor.startswith("weights:") for factor in found.factors)


def _of(output: Output, names: Sequence[str]) -> str:
    """Whose score or rank, or which lead."""
    return " – ".join(names[hub] for hub in (output.hub, output.other) if hub >= 0)


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
                _total(found, at),
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
        Column(label="Shift without it", show=TEXT if _varies_weights(found) else None, short="Without", yields=2),
    )
    return Table("drivers", columns, tuple(rows), shown=bool(rows))


def _alone(found: Sensitivity, at: int) -> str:
    return ZERO if found.vague[0, at] else _share(found.first[0, at])


def _total(found: Sensitivity, at: int) -> str:
    return _share(found.total[0, at]) if found.total_low[0, at] > 0 else ZERO


def _share(index: float) -> str:
    """An index as people read it: no estimate of a share is above 1."""
    return percent_text(min(float(index), 1.0))


def _interval(low: float, high: float) -> str:
    return f"{low * 100:.0f}–{high * 100:.0f}"


def _leads(found: Sensitivity) -> Table:
    """What the lead of each hub over the next depends on most."""
    names = found.base.dataset.hubs.names
    rows: list[tuple[Cell, ...]] = []
    for place, output in enumerate(found.outputs):
        if output.kind != "gap" or found.flat[place] or found.unscored[place]:
            continue
        words = [
            f"{factor_label(found.base, found.factors[at])} {_share(found.total[place, at])}"
            for at in _by_total(found, place)[:NAMED]
        ]
        rows.append((f"{names[output.hub]} – {names[output.other]}", " · ".join(words)))
    columns = (Column(label="Lead of", show=TEXT), Column(label="hangs most on (total)", show=TEXT))
    return Table("leads", columns, tuple(rows), shown=bool(rows))


def _all(found: Sensitivity) -> Table:
    """For scripts: every index of every output, null where an output does not vary.

    No estimate of a share is below 0: it says 0 there, and the lower end of its interval says how far from certain.
    """
    ids = found.base.dataset.hubs.ids
    arrays = (
        np.maximum(found.first, 0.0),
        found.first_low,
        found.first_high,
        found.total,
        found.total_low,
        found.total_high,
    )
    rows = tuple(
        (_name(output, ids), factor, *(number(array[at, place]) for array in arrays))
        for at, output in enumerate(found.outputs)
        for place, factor in enumerate(found.factors)
    )
    keys = ("output", "factor", "first", "first_low", "first_high", "total", "total_low", "total_high")
    return Table("sensitivity", tuple(Column(key) for key in keys), rows, shown=False)


def _name(output: Output, ids: Sequence[str]) -> str:
    """An output for scripts, as `rank:oslo` or `gap:oslo:turku`."""
    hubs = [ids[hub] for hub in (output.hub, output.other) if hub >= 0]
    return ":".join([output.kind, *hubs])
