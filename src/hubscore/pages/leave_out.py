"""Leave-one-out: what the ranks would be without each indicator and pillar."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hubscore.model.ranking import Ranking
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.frame import number
from hubscore.studies.leave_out import Omission

TEXT, PERCENT, R = Show(), Show("percent"), Show("number", 2)


def leave_one_out_table(ranking: Ranking, omissions: Sequence[Omission], shown: bool) -> Table:
    """Table `leave_one_out`, one row a node; `shown`: whether people see it."""
    plan = ranking.plan
    rows = tuple(_row(ranking, omission) for omission in omissions)
    columns = (
        Column("node"),
        Column(label="Without", show=TEXT),
        Column("shift", "Mean shift", R),
        Column("hubs"),
        Column("lost"),
        Column("gained"),
        Column("hub"),
        Column("rank_before"),
        Column("rank_after"),
        Column("far", "Move 3 or more", PERCENT, "3 or more"),
        Column("greatest"),
        Column("enters_top"),
        Column("leaves_top"),
        Column(label="Moves most", show=TEXT),
        Column(label="Into and out of the top 10", show=TEXT, short="In, out of top 10", yields=1),
    )
    indents = tuple(plan.depth[plan.row[omission.node]] - 1 for omission in omissions)
    return Table("leave_one_out", columns, rows, "Ranks without one indicator or pillar", shown, indents=indents)


def _row(ranking: Ranking, omission: Omission) -> tuple[Cell, ...]:
    ids, plan, moved = ranking.dataset.hubs.ids, ranking.plan, omission.hub is not None
    ends = (omission.before, omission.after) if moved else (None, None)
    hub = None if omission.hub is None else ids[omission.hub]
    counts = (omission.hubs, omission.lost, omission.gained)
    known = (omission.node, plan.labels[plan.row[omission.node]], number(omission.shift), *counts)
    top = [", ".join(ids[hub] for hub in hubs) for hubs in (omission.enters, omission.leaves)]
    far = (number(omission.far), omission.greatest if moved else None)
    return (*known, hub, *ends, *far, *top, moved_text(ranking, omission), _top_text(ranking, omission))


def _top_text(ranking: Ranking, omission: Omission) -> str:
    """`+ Oslo, - York`."""
    names = ranking.dataset.hubs.names
    enters, leaves = ([names[hub] for hub in hubs] for hubs in (omission.enters, omission.leaves))
    return ", ".join([*(f"+ {name}" for name in enters), *(f"- {name}" for name in leaves)])


def moved_text(ranking: Ranking, omission: Omission) -> str:
    """Who moves most, and how many are no longer ranked, or only then."""
    parts = []
    if omission.hub is not None:
        parts.append(f"{ranking.dataset.hubs.names[omission.hub]} {omission.before} → {omission.after}")
    if omission.lost:
        parts.append("nobody is ranked" if np.isnan(omission.shift) else f"{omission.lost:,} not ranked")
    if omission.gained:
        parts.append(f"{omission.gained:,} newly ranked")
    return ", ".join(parts)
