"""The part of an audit that is about correlations."""

from __future__ import annotations

import numpy as np

from hubscore.pages.audit_data import breaks, label
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.frame import number
from hubscore.studies.audit import Audit
from hubscore.studies.coherence import Pair

TEXT, WHOLE, R = Show(), Show("whole"), Show("number", 2)

LEAST_P = 0.001
"""What is less likely is not told apart."""

PAIR_KEYS = (
    "kind",
    "node",
    "one",
    "other",
    "hubs",
    "pearson.r",
    "pearson.p",
    "spearman.r",
    "spearman.p",
    "kendall.r",
    "kendall.p",
    "flag",
    "filled",
)


def correlations_tables(audit: Audit, full: bool) -> tuple[Table, Table]:
    """Table `correlations`, every pair; people see of those across pillars what is flagged."""
    seen = [*audit.pairs, *(pair for pair in audit.across if pair.flag)]
    rows = tuple(_seen_pair(audit, pair) for pair in seen)
    columns = (
        Column(label="One", show=TEXT),
        Column(label="Other", show=TEXT),
        Column(label="n", show=WHOLE, yields=1),
        Column(label="filled in", show=WHOLE if any(pair.filled for pair in seen) else None, short="filled", yields=2),
        Column(label="r", show=R),
        Column(label="p", show=R, yields=3),
        Column(label="rho", show=R, yields=1),
        Column(label="p(rho)", show=R, yields=4),
        Column(label="tau", show=R, yields=5),
        Column(label="p(tau)", show=R, yields=6),
        Column(label="", show=TEXT),
    )
    filled = ", filled-in figures included" if any(pair.filled for pair in seen) else ""
    title = (
        f"Correlations of scores{filled} (r Pearson, rho Spearman, tau Kendall): in each node, with it, with the index"
    )
    rules = breaks((pair.kind, pair.node) for pair in seen)
    pairs = tuple(_pair_row(audit, pair) for pair in (*audit.pairs, *audit.across))
    return (
        Table("correlations", tuple(map(Column, PAIR_KEYS)), pairs, shown=False),
        Table("correlations_shown", columns, rows, title, full and bool(rows), rules),
    )


def _pair_row(audit: Audit, pair: Pair) -> tuple[Cell, ...]:
    ids = audit.ranking.plan.ids
    figures = [number(figure) for coefficient in (pair.pearson, pair.spearman, pair.kendall) for figure in coefficient]
    return (pair.kind, pair.node, ids[pair.one], ids[pair.other], pair.hubs, *figures, pair.flag or "", pair.filled)


def _seen_pair(audit: Audit, pair: Pair) -> tuple[Cell, ...]:
    ids = audit.ranking.plan.ids
    names = (label(audit, ids[pair.one]), label(audit, ids[pair.other]))
    figures = [
        cell for each in (pair.pearson, pair.spearman, pair.kendall) for cell in (number(each.r), p_text(each.p))
    ]
    return (*names, pair.hubs, pair.filled, *figures, pair.flag or "")


def p_text(p: float) -> str:
    """A p-value as papers print it: without a leading zero, and never as nothing."""
    if np.isnan(p):
        return "–"
    return "< .001" if p < LEAST_P else f"{p:.3f}".removeprefix("0")
