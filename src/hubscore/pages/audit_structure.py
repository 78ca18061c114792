"""The part of an audit that is about the structure: correlations, reliability, components, weights, leave-one-out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from hubscore.pages.audit_correlations import correlations_tables
from hubscore.pages.audit_data import breaks, label
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.frame import number
from hubscore.pages.leave_out import leave_one_out_table
from hubscore.studies.audit import Audit
from hubscore.studies.size import HUBS_PER_SERIES, MIN_HUBS
from hubscore.studies.unity import KAISER, LEAST_FIRST, Unity

TEXT, WHOLE, PERCENT, R = Show(), Show("whole"), Show("percent"), Show("number", 2)

NEEDED = f"at least {MIN_HUBS}, and {HUBS_PER_SERIES} an indicator, are needed"


def structure_tables(audit: Audit, full: bool) -> tuple[Table, ...]:
    """What the scorecard's structure comes to, and why some tables are empty.

    Tables `correlations`, `reliability`, `components`, `loadings`, `importance`, `leave_one_out`.
    """
    return (
        *_not_assessed(audit, full),
        *correlations_tables(audit, full),
        _reliability(audit, full),
        _components(audit, full),
        *_loadings(audit, full),
        _importance(audit, full),
        leave_one_out_table(audit.ranking, audit.omissions, full),
    )


def _not_assessed(audit: Audit, full: bool) -> tuple[Table, ...]:
    """For people, in place of the tables that are empty."""
    if audit.short is None or audit.forced:
        return ()
    hubs = audit.short.hubs
    words = f"Statistical coherence cannot be assessed with {hubs} hub{'' if hubs == 1 else 's'}: {NEEDED}."
    column = Column(label="Correlations, reliability, components", show=TEXT)
    return (Table("coherence", (column,), ((words,),), shown=full),)


def _reliability(audit: Audit, full: bool) -> Table:
    """Alpha of each node, and below it what alpha would be without each member, or with it turned."""
    found = [each for each in audit.unities if each.short is None]
    rows = tuple(row for each in found for row in _alpha_rows(audit, each))
    columns = (
        Column("node"),
        Column("member"),
        Column("members"),
        Column("hubs"),
        Column("alpha"),
        Column("alpha_without"),
        Column("alpha_turned"),
        Column("flag"),
        Column(label="Node", show=TEXT),
        Column(label="Members", show=WHOLE, yields=-1),
        Column(label="Hubs", show=WHOLE),
        Column(label="Alpha", show=R),
        Column(label="Without it", show=R),
        Column(label="Turned", show=R),
        Column(label="", show=TEXT),
    )
    title = f"Reliability: Cronbach's alpha, low below {audit.limits.alpha:g}, and what it would be without each member"
    indents = tuple(0 if row[1] is None else 1 for row in rows)
    return Table("reliability", columns, rows, title, full and bool(rows), indents=indents)


def _alpha_rows(audit: Audit, found: Unity) -> Iterator[tuple[Cell, ...]]:
    flag, alpha = "low" if "low alpha" in found.flags else "", number(found.alpha)
    size = (len(found.members), found.hubs)
    yield (found.node, None, *size, alpha, None, None, flag, label(audit, found.node), *size, alpha, "", "", flag)
    for member, without, turned in zip(found.members, found.without, found.turned, strict=True):
        known = (number(without), number(turned))
        yield (found.node, member, *size, alpha, *known, flag, label(audit, member), "", "", "", *known, "")


def _components(audit: Audit, full: bool) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for found in audit.unities:
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
        Column("share", "Share", PERCENT, yields=-1),
        Column("cumulative", "Together", PERCENT, yields=-1),
        Column("flag", "", TEXT),
    )
    title = (
        "Principal components: more than one eigenvalue above 1, or a first share below "
        f"{LEAST_FIRST * 100:.0f} %, speaks of more than one thing"
    )
    return Table("components", columns, tuple(rows), title, full and bool(rows), breaks(row[0] for row in rows))


def _loadings(audit: Audit, full: bool) -> tuple[Table, Table]:
    """Table `loadings`, of each member on each component that is kept; for people a column a component."""
    scripts: list[tuple[Cell, ...]] = []
    people: list[tuple[Cell, ...]] = []
    most = max((len(row) for found in audit.unities for row in found.loadings), default=0)
    for found in audit.unities:
        for place, (member, loadings) in enumerate(zip(found.varying, found.loadings, strict=True)):
            scripts += [(found.node, at, member, loading) for at, loading in enumerate(loadings, start=1)]
            node = label(audit, found.node) if place == 0 else ""
            people.append((found.node, node, label(audit, member), *loadings, *[""] * (most - len(loadings))))
    keys = ("node", "component", "member", "loading")
    columns = (
        Column(),
        Column(label="Node", show=TEXT),
        Column(label="Member", show=TEXT),
        *(Column(label=f"{at}.", show=R) for at in range(1, most + 1)),
    )
    title = f"Loadings on the components that are kept (eigenvalue of {KAISER:g} or more), not rotated"
    return (
        Table("loadings", tuple(map(Column, keys)), tuple(scripts), shown=False),
        Table("loadings_shown", columns, tuple(people), title, full and bool(people), breaks(row[0] for row in people)),
    )


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
