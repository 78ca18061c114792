"""The part of an audit that is about the structure: correlations, reliability, components, weights, leave-one-out."""

from __future__ import annotations

from itertools import accumulate

import numpy as np

from hubscore.pages.audit_data import breaks, hub_id, hub_name, label
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.frame import number
from hubscore.studies.audit import Audit
from hubscore.studies.coherence import Pair
from hubscore.studies.dimensions import LEAST_FIRST, Dimension
from hubscore.studies.leave_out import Omission
from hubscore.studies.size import HUBS_PER_SERIES, MIN_HUBS

TEXT, WHOLE, PERCENT, R, P = Show(), Show("whole"), Show("percent"), Show("number", 2), Show("number", 3)

NEEDED = f"at least {MIN_HUBS}, and {HUBS_PER_SERIES} an indicator, are needed"


def structure_tables(audit: Audit, full: bool) -> tuple[Table, ...]:
    """Tables `correlations`, `reliability`, `components`, `importance`, `leave_one_out`, and why some are empty."""
    return (
        *_not_assessed(audit, full),
        _correlations(audit, full),
        _reliability(audit, full),
        _components(audit, full),
        _importance(audit, full),
        _leave_one_out(audit, full),
    )


def _not_assessed(audit: Audit, full: bool) -> tuple[Table, ...]:
    """For people, in place of the tables that are empty."""
    if audit.short is None or audit.forced:
        return ()
    hubs = audit.short.hubs
    words = f"Statistical coherence cannot be assessed with {hubs} hub{'' if hubs == 1 else 's'}: {NEEDED}."
    column = Column(label="Correlations, reliability, components", show=TEXT)
    return (Table("coherence", (column,), ((words,),), shown=full),)


def _correlations(audit: Audit, full: bool) -> Table:
    rows = tuple(_pair_row(audit, pair) for pair in audit.pairs)
    columns = (
        Column("kind"),
        Column("node"),
        Column("one"),
        Column("other"),
        Column(label="One", show=TEXT),
        Column(label="Other", show=TEXT),
        Column("hubs", "Hubs", WHOLE, yields=4),
        Column("pearson.r", "r", R),
        Column("pearson.p", "p", P),
        Column("spearman.r", "rho", R, yields=2),
        Column("spearman.p", "p(rho)", P, yields=3),
        Column("kendall.r", "tau", R, yields=2),
        Column("kendall.p", "p(tau)", P, yields=3),
        Column("flag", "", TEXT),
    )
    title = "Correlations of scores (Pearson, Spearman, Kendall) with p-values: in each node, with it, with the index"
    return Table("correlations", columns, rows, title, full and bool(rows), breaks((row[0], row[1]) for row in rows))


def _pair_row(audit: Audit, pair: Pair) -> tuple[Cell, ...]:
    ids = audit.ranking.plan.ids
    names = (label(audit, ids[pair.one]), label(audit, ids[pair.other]))
    coefficients = (pair.pearson, pair.spearman, pair.kendall)
    figures = [number(figure) for coefficient in coefficients for figure in coefficient]
    return (pair.kind, pair.node, ids[pair.one], ids[pair.other], *names, pair.hubs, *figures, pair.flag or "")


def _reliability(audit: Audit, full: bool) -> Table:
    found = [each for each in audit.dimensions if each.short is None]
    rows = tuple(_alpha_row(audit, each) for each in found)
    columns = (
        Column("node"),
        Column(label="Node", show=TEXT),
        Column("members", "Members", WHOLE),
        Column("hubs", "Hubs", WHOLE),
        Column("alpha", "Alpha", R),
        Column("flag", "", TEXT),
    )
    title = f"Reliability: Cronbach's alpha, low below {audit.limits.alpha:g}"
    return Table("reliability", columns, rows, title, full and bool(rows))


def _alpha_row(audit: Audit, found: Dimension) -> tuple[Cell, ...]:
    flag = "low" if "low alpha" in found.flags else ""
    return (found.node, label(audit, found.node), len(found.members), found.hubs, number(found.alpha), flag)


def _components(audit: Audit, full: bool) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for found in audit.dimensions:
        together = accumulate(found.shares)
        figures = zip(found.eigenvalues, found.shares, together, strict=True)
        for place, (value, share, total) in enumerate(figures, start=1):
            flags = ", ".join(flag for flag in found.flags if flag != "low alpha") if place == 1 else ""
            shown = label(audit, found.node) if place == 1 else ""
            rows.append((found.node, shown, place, found.hubs, value, share, min(total, 1.0), flags))
    columns = (
        Column("node"),
        Column(label="Node", show=TEXT),
        Column("component", "Component", WHOLE),
        Column("hubs", "Hubs", WHOLE, yields=1),
        Column("eigenvalue", "Eigenvalue", R),
        Column("share", "Share", PERCENT),
        Column("cumulative", "Together", PERCENT),
        Column("flag", "", TEXT),
    )
    title = (
        "Principal components: more than one eigenvalue above 1, or a first share below "
        f"{LEAST_FIRST * 100:.0f} %, speaks of several dimensions"
    )
    return Table("components", columns, tuple(rows), title, full and bool(rows), breaks(row[0] for row in rows))


def _importance(audit: Audit, full: bool) -> Table:
    found, plan = audit.importance, audit.ranking.plan
    chance = audit.short is not None and not audit.forced
    rows: list[tuple[Cell, ...]] = []
    for at, node in enumerate(found.nodes):
        shares = (found.nominal, found.effective, found.measured_in_parent, found.measured)
        r = (None, None) if chance else (number(found.correlation_parent[at]), number(found.correlation[at]))
        shown = (label(audit, node), found.parents[at])
        rows.append((node, *shown, *(number(share[at]) for share in shares), *r, found.way, found.hubs))
    seen = None if chance else R
    columns = (
        Column("node"),
        Column(label="Node", show=TEXT),
        Column("parent"),
        Column("nominal", "Weight", PERCENT),
        Column("index", "Of index", PERCENT, yields=1),
        Column("importance_in_parent", "Importance", PERCENT, "Import."),
        Column("importance", "Of index", PERCENT, yields=1),
        Column("correlation_parent", "r parent", seen, yields=2),
        Column("correlation_index", "r index", seen, yields=2),
        Column("way"),
        Column("hubs"),
    )
    indents = tuple(plan.depth[plan.row[node]] - 1 for node in found.nodes)
    what = {"squared correlation": "squared correlation", "covariance share": "exact covariance share"}[found.way]
    title = f"Weight against importance ({what}), in the pillar and in the index"
    return Table("importance", columns, tuple(rows), title, full, indents=indents)


def _leave_one_out(audit: Audit, full: bool) -> Table:
    plan = audit.ranking.plan
    rows = tuple(_omission_row(audit, omission) for omission in audit.omissions)
    columns = (
        Column("node"),
        Column(label="Without", show=TEXT),
        Column("shift", "Mean shift", R),
        Column("hubs"),
        Column("lost"),
        Column("hub"),
        Column("rank_before"),
        Column("rank_after"),
        Column(label="Moves most", show=TEXT),
    )
    indents = tuple(plan.depth[plan.row[omission.node]] - 1 for omission in audit.omissions)
    return Table("leave_one_out", columns, rows, "Ranks without one indicator or pillar", full, indents=indents)


def _omission_row(audit: Audit, omission: Omission) -> tuple[Cell, ...]:
    moved = omission.hub is not None
    ends = (omission.before, omission.after) if moved else (None, None)
    hub = None if omission.hub is None else hub_id(audit, omission.hub)
    known = (omission.node, label(audit, omission.node), number(omission.shift), omission.hubs, omission.lost)
    return (*known, hub, *ends, moved_text(audit, omission))


def moved_text(audit: Audit, omission: Omission) -> str:
    """Who moves most, and how many are no longer ranked."""
    parts = []
    if omission.hub is not None:
        parts.append(f"{hub_name(audit, omission.hub)} {omission.before} → {omission.after}")
    if omission.lost:
        parts.append("nobody is ranked" if np.isnan(omission.shift) else f"{omission.lost:,} not ranked")
    return ", ".join(parts)
