"""The part of an audit that is about indicators: their statistics, and what in them stands out."""

from __future__ import annotations

import math

import numpy as np

from hubscore.methods.statistics import FENCE
from hubscore.pages.audit_data import hub_id, hub_name, label
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.figures import figure_text, share_text
from hubscore.pages.frame import counted, listed, number
from hubscore.studies import indicators as of
from hubscore.studies.audit import Audit
from hubscore.studies.indicators import Distribution, Flag
from hubscore.workspace import Workspace

TEXT, RIGHT, WHOLE, PERCENT = Show(), Show("number"), Show("whole"), Show("percent")

SIGNIFICANT = 3
"""Figures of the standard deviation that are shown."""

MOST_NAMED = 3
"""How many outlying hubs of an indicator are named; more are counted."""


def statistics_tables(workspace: Workspace, audit: Audit, full: bool) -> tuple[Table, Table]:
    """Table `statistics`, each indicator as measured, and for people what stands out."""
    rows = tuple(_statistics_row(workspace, audit, found) for found in audit.distributions)
    shape = Show("number", 1) if any(found.assessed for found in audit.distributions) else None
    keys = ("min", "max", "mean", "median", "sd")
    columns = (
        Column("indicator"),
        Column(label="Indicator", show=TEXT),
        Column("n", "n", WHOLE),
        Column("share", "Figures", PERCENT, yields=2),
        *map(Column, keys),
        *(Column(label=key.capitalize() if key != "sd" else "SD", show=RIGHT, yields=-1) for key in keys),
        Column("skewness", "Skew", shape, yields=-1),
        Column("kurtosis", "Kurt.", shape, yields=-1),
        Column("skewness_scored"),
        Column("kurtosis_scored"),
        Column("zeros", "Zeros", WHOLE, yields=4),
        Column("zeros_share"),
        Column("unique", "Unique", WHOLE, yields=4),
        Column("unique_share"),
        Column("same"),
        Column("outliers"),
        Column("flags"),
    )
    left_out = len(audit.ranking.left_out)
    but = f" but the {left_out:,} left out" if left_out else ""
    return (
        Table("statistics", columns, rows, f"Indicators, as measured, over all hubs{but}", full),
        _remarks(audit, full),
    )


def _remarks(audit: Audit, full: bool) -> Table:
    """For people: the outliers of each indicator, and what else stands out."""
    rows: list[tuple[Cell, ...]] = []
    for found in (found for found in audit.distributions if found.flags):
        outliers = outliers_text(audit, found.outliers) if found.outliers else ""
        others = "; ".join(remark(found, flag) for flag in found.flags if flag != "outliers")
        rows.append((label(audit, audit.ranking.plan.ids[found.row]), outliers, others))
    columns = (
        Column(label="Indicator", show=TEXT),
        Column(label=f"Outliers, beyond {FENCE:g} IQR", show=TEXT if any(row[1] for row in rows) else None),
        Column(label="Shape and gaps", show=TEXT if any(row[2] for row in rows) else None),
    )
    return Table("remarks", columns, tuple(rows), "Figures that stand out", full and bool(rows))


def _statistics_row(workspace: Workspace, audit: Audit, found: Distribution) -> tuple[Cell, ...]:
    name = audit.ranking.plan.ids[found.row]
    values = [number(x) for x in (found.least, found.greatest, found.mean, found.median, found.deviation)]
    decimals = workspace.scorecard.indicators[name].decimals
    decimals = _decimals(found) if decimals is None else decimals
    shape = (found.skewness, found.kurtosis, found.skewness_scored, found.kurtosis_scored)
    parts = ((found.zeros, _part(found, found.zeros)), (found.unique, _part(found, found.unique)))
    return (
        name,
        label(audit, name),
        found.figures,
        number(found.share),
        *values,
        *(figure_text(value, None, None, decimals=decimals) for value in values),
        *map(number, shape),
        *(cell for part in parts for cell in part),
        found.same,
        ", ".join(hub_id(audit, hub) for hub in found.outliers) if found.assessed else None,
        ", ".join(found.flags),
    )


def _decimals(found: Distribution) -> int:
    """As many for the whole row as leave three figures of the standard deviation."""
    if found.deviation > 0:
        return max(0, SIGNIFICANT - 1 - math.floor(math.log10(found.deviation)))
    return 0 if found.figures == 0 or found.least == round(found.least) else SIGNIFICANT


def _part(found: Distribution, count: int) -> float | None:
    return count / found.figures if found.figures else None


def remark(found: Distribution, flag: Flag) -> str:
    """A flag with what was found and what is asked for."""
    if flag == "skewed":
        skew, kurtosis = found.skewness_scored, found.kurtosis_scored
        return f"skewness {abs(skew):.1f} (≥ {of.SKEWNESS:g}) and kurtosis {kurtosis:.1f} (≥ {of.KURTOSIS:g})"
    return {
        "no data": "no figure",
        "constant": "all score the same",
        "few figures": f"figures for {_share(found.competing)} of those that compete (< {share_text(of.LEAST_SHARE)})",
        "many zeros": f"zeros {_share(_part(found, found.zeros))} (> {share_text(of.MOST_ZEROS)})",
        "few values": f"different values {_share(_part(found, found.unique))} (< {share_text(of.LEAST_UNIQUE)})",
    }[flag]


def _share(share: float | None) -> str:
    return "" if share is None or np.isnan(share) else share_text(share)


def outliers_text(audit: Audit, hubs: tuple[int, ...]) -> str:
    """Outlying hubs by name, or how many."""
    return listed([hub_name(audit, hub) for hub in hubs]) if len(hubs) <= MOST_NAMED else counted(len(hubs), "hub")
