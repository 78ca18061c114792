"""The audit of a scorecard: a summary, two short tables, and with --full all detail."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hubscore.pages.audit_data import (
    coverage_tables,
    gates_tables,
    hub_name,
    label,
    treated_tables,
)
from hubscore.pages.audit_findings import findings_table, summary
from hubscore.pages.audit_hubs import hub_tables
from hubscore.pages.audit_indicators import statistics_tables
from hubscore.pages.audit_structure import structure_tables
from hubscore.pages.audit_verdicts import verdicts_table
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.frame import Facts, aside_of, index_show, number, remark_notes, short_labels, title_of
from hubscore.pages.leave_out import moved_text
from hubscore.pages.screening import left_out_table
from hubscore.studies.audit import Audit
from hubscore.workspace import Workspace

TEXT, WHOLE, PERCENT = Show(), Show("whole"), Show("percent")

TOLD = ("no data", "constant")
"""Remarks of scoring that are findings here."""

MOST_ROWS = 12
"""Tables of hubs and of nested pillars are shown without --full where they are no longer."""


def audit_page(workspace: Workspace, audit: Audit, full: bool = False) -> Document:
    """An audit as a document; people see the tables of DESIGN 5 with `full`, scripts always."""
    return Document(
        page="audit",
        title=f"Audit · {title_of(workspace)}",
        aside=aside_of(workspace),
        lead=summary(audit, full),
        tables=(
            _pillars(audit),
            _hubs(audit),
            findings_table(audit, full),
            verdicts_table(audit, full),
            *coverage_tables(audit, full),
            *gates_tables(audit, full),
            left_out_table(audit.ranking),
            *statistics_tables(workspace, audit, full),
            *treated_tables(audit, full),
            *structure_tables(audit, full),
            *hub_tables(audit, full),
        ),
        foot=tuple(_foot(audit, full)),
        notes=tuple(_notes(audit)),
        scorecard=Facts(workspace),
    )


def _pillars(audit: Audit) -> Table:
    """For people: what each pillar weighs, does, knows and holds together."""
    plan, found = audit.ranking.plan, audit.importance
    at = {node: place for place, node in enumerate(found.nodes)}
    omissions = {omission.node: omission for omission in audit.omissions}
    shares = {covered.name: covered.share for covered in audit.coverage if covered.by in ("pillar", "indicator")}
    alphas = {each.node: each.alpha for each in audit.unities}
    rows: list[tuple[Cell, ...]] = []
    shown = _shown_nodes(audit)
    for node in (plan.ids[row] for row in shown):
        weights = (number(found.nominal[at[node]]), number(found.measured_in_parent[at[node]]))
        alpha = number(alphas.get(node, np.nan))
        omission = omissions[node]
        moved = (number(omission.shift), moved_text(audit.ranking, omission))
        rows.append((label(audit, node), number(shares[node]), *weights, alpha, *moved))
    columns = (
        Column(label="Pillar", show=TEXT),
        Column(label="Figures", show=PERCENT),
        Column(label="Weight", show=PERCENT),
        Column(label="Importance", show=PERCENT, short="Import."),
        Column(label="Alpha", show=Show("number", 2) if any(row[4] is not None for row in rows) else None),
        Column(label="Shift", show=Show("number", 2), yields=-1),
        Column(label="Without it", show=TEXT, yields=1),
    )
    return Table("pillars", columns, tuple(rows), indents=tuple(plan.depth[row] - 1 for row in shown))


def _shown_nodes(audit: Audit) -> list[int]:
    """All pillars if they are few, else what hangs on the index, as where there are no pillars."""
    plan = audit.ranking.plan
    pillars = [row for row in plan.order if row >= len(plan.leaves) and plan.parent[row] is not None]
    tops = [row for row in plan.order if plan.depth[row] == 1]
    return pillars if set(tops) <= set(pillars) and len(pillars) <= MOST_ROWS else tops


def _hubs(audit: Audit) -> Table:
    """For people: how even each hub is, and what it is relatively good and bad at."""
    ranking, found = audit.ranking, audit.balance
    places = [found.pillars.index(row) for row in ranking.plan.order if row in found.pillars]
    rows: list[tuple[Cell, ...]] = []
    for hub in ranking.listing:
        shows = [bet.verdict == "shows" for bet in audit.bets if bet.hub == hub]
        bets = f"{sum(shows)} of {len(shows)}" if shows else ""
        residuals = (number(found.pillar_residuals[place, hub]) for place in places)
        rows.append((hub_name(audit, hub), number(found.spread[hub]), *residuals, bets))
    labels = [ranking.plan.labels[found.pillars[place]] for place in places]
    points = index_show(ranking.plan, less=1)._replace(signed=True)
    columns = (
        Column(label="Hub", show=TEXT),
        Column(label="Spread", show=index_show(ranking.plan)),
        *(
            Column(label=name, show=points, short=short, yields=2)
            for name, short in zip(labels, short_labels(labels), strict=True)
        ),
        Column(label="Bets shown", short="Bets", show=TEXT if any(row[-1] for row in rows) else None),
    )
    first = next((at for at, hub in enumerate(ranking.listing) if at and not ranking.ranked[hub]), None)
    rules = () if first is None else (first,)
    title = "Relatively good and bad at: points beyond the hub's own level and the pillar's"
    return Table("hubs", columns, tuple(rows), title, len(rows) <= MOST_ROWS, rules)


def _notes(audit: Audit) -> list[str]:
    """What scoring remarked on and is no finding."""
    rest = tuple(remark for remark in audit.ranking.remarks if remark.kind not in TOLD)
    return remark_notes(replace(audit.ranking, remarks=rest))


def _foot(audit: Audit, full: bool) -> list[str]:
    """How to read the columns, and what is not there."""
    importance = {
        "squared correlation": "share of squared correlations with the index",
        "covariance share": "exact share of the differences in the index",
    }[audit.importance.way]
    lines = [f"Importance: {importance}. Shift: mean change of rank without the pillar."]
    if len(audit.ranking.listing) <= MOST_ROWS:
        lines.append("Spread: standard deviation over the pillars.")
    if audit.short and not audit.forced:
        lines.append("Not computed: correlations, reliability, components, skewness, outliers (--force prints them).")
    if not full:
        lines.append(
            "Detail of all this: --full, or -f json; one table of it: --table findings, --table correlations ..."
        )
    return lines
