"""The part of an audit that is about indicators: their statistics, and what in them deserves a second look."""

from __future__ import annotations

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

MOST_NAMED = 3
"""How many outlying hubs of an indicator are named; more are counted."""


def statistics_tables(workspace: Workspace, audit: Audit, full: bool) -> tuple[Table, Table]:
    """Table `statistics`, each indicator as measured, and for people what deserves a second look."""
    rows = tuple(_statistics_row(workspace, audit, found) for found in audit.distributions)
    shape = Show("number", 1) if any(found.assessed for found in audit.distributions) else None
    keys = ("min", "max", "mean", "median", "sd")
    columns = (
        Column("indicator"),
        Column(label="Indicator", show=TEXT),
        Column("n", "n", WHOLE),
        Column("share", "Figures", PERCENT, yields=2),
        *map(Column, keys),
        *(Column(label=key.capitalize() if key != "sd" else "SD", show=RIGHT) for key in keys),
        Column("skewness", "Skew", shape),
        Column("kurtosis", "Kurt.", shape),
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
    remarks = tuple(
        (label(audit, audit.ranking.plan.ids[found.row]), "; ".join(remark(audit, found, flag) for flag in found.flags))
        for found in audit.distributions
        if found.flags
    )
    looked = (Column(label="Second look", show=TEXT), Column(label="", show=TEXT))
    return (
        Table("statistics", columns, rows, "Indicators, as measured, over all hubs", full),
        Table("remarks", looked, remarks, shown=full and bool(remarks)),
    )


def _statistics_row(workspace: Workspace, audit: Audit, found: Distribution) -> tuple[Cell, ...]:
    name = audit.ranking.plan.ids[found.row]
    decimals = workspace.scorecard.indicators[name].decimals
    values = [number(x) for x in (found.least, found.greatest, found.mean, found.median, found.deviation)]
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


def _part(found: Distribution, count: int) -> float | None:
    return count / found.figures if found.figures else None


def remark(audit: Audit, found: Distribution, flag: Flag) -> str:
    """A flag with what was found and what is asked for."""
    if flag == "skewed":
        skew, kurtosis = found.skewness_scored, found.kurtosis_scored
        return f"skewness {abs(skew):.1f} (≥ {of.SKEWNESS:g}) and kurtosis {kurtosis:.1f} (≥ {of.KURTOSIS:g})"
    if flag == "outliers":
        return f"outlying by {FENCE:g} IQR: {outliers_text(audit, found.outliers)}"
    return {
        "no data": "no figure",
        "constant": "all score the same",
        "few figures": f"figures {_share(found.share)} (< {share_text(of.LEAST_SHARE)})",
        "many zeros": f"zeros {_share(_part(found, found.zeros))} (> {share_text(of.MOST_ZEROS)})",
        "few values": f"different values {_share(_part(found, found.unique))} (< {share_text(of.LEAST_UNIQUE)})",
    }[flag]


def _share(share: float | None) -> str:
    return "" if share is None or np.isnan(share) else share_text(share)


def outliers_text(audit: Audit, hubs: tuple[int, ...]) -> str:
    """Outlying hubs by name, or how many."""
    return listed([hub_name(audit, hub) for hub in hubs]) if len(hubs) <= MOST_NAMED else counted(len(hubs), "hub")
