"""The part of an audit that is about hubs: balance, residuals, bets, and what the data prove."""

from __future__ import annotations

import numpy as np

from hubscore.pages.audit_data import breaks, hub_id, hub_name, label
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.frame import index_show, number
from hubscore.studies.audit import Audit

TEXT, WHOLE = Show(), Show("whole")


def hub_tables(audit: Audit, full: bool) -> tuple[Table, ...]:
    """Tables `balance`, `residuals`, `bets`, `proven` and `open_pairs`."""
    return (_balance(audit, full), _residuals(audit, full), _bets(audit, full), *_proven(audit, full))


def _balance(audit: Audit, full: bool) -> Table:
    found, show = audit.balance, index_show(audit.ranking.plan)
    rows: list[tuple[Cell, ...]] = []
    for hub in audit.ranking.listing:
        count = int((~np.isnan(audit.ranking.scores[list(found.pillars), hub])).sum())
        spread = (number(found.spread[hub]), number(found.width[hub]))
        rows.append((hub_id(audit, hub), hub_name(audit, hub), count, *spread, *_extremes(audit, hub)))
    columns = (
        Column("hub"),
        Column("name", "Hub", TEXT),
        Column("pillars", "Pillars", WHOLE, yields=1),
        Column("spread", "SD", show),
        Column("range", "Range", show),
        Column("best"),
        Column(label="Relatively best at", show=TEXT),
        Column("best_residual", "by", show._replace(signed=True)),
        Column("worst"),
        Column(label="Relatively worst at", show=TEXT),
        Column("worst_residual", "by", show._replace(signed=True)),
    )
    return Table("balance", columns, tuple(rows), "Balance over the pillars", full)


def _extremes(audit: Audit, hub: int) -> tuple[Cell, ...]:
    """Best and worst pillar: id, label and residual of each."""
    found = audit.balance
    cells: list[Cell] = []
    for place in (int(found.best[hub]), int(found.worst[hub])):
        if place < 0:
            cells += [None, "", None]
        else:
            node = audit.ranking.plan.ids[found.pillars[place]]
            cells += [node, label(audit, node), number(found.pillar_residuals[place, hub])]
    return tuple(cells)


def _residuals(audit: Audit, full: bool) -> Table:
    ranking, found = audit.ranking, audit.balance
    tops = dict(zip(found.pillars, found.pillar_residuals, strict=True))
    cells = {
        "pillar": [(row, tops[row]) for row in ranking.plan.order if row in tops],
        "indicator": [
            (row, found.indicator_residuals[row]) for row in ranking.plan.order if row < len(ranking.plan.leaves)
        ],
    }
    rows: list[tuple[Cell, ...]] = []
    for hub in ranking.listing:
        for level, table in cells.items():
            for row, residuals in table:
                if not np.isnan(residuals[hub]):
                    node, score = ranking.plan.ids[row], float(ranking.scores[row, hub])
                    shown = (hub_name(audit, hub), label(audit, node))
                    rows.append((hub_id(audit, hub), level, node, *shown, score, float(residuals[hub])))
    show = index_show(ranking.plan)
    columns = (
        Column("hub"),
        Column("level"),
        Column("node"),
        Column(label="Hub", show=TEXT),
        Column(label="Pillar, then indicator", show=TEXT),
        Column("score", "Score", show),
        Column("residual", "Beyond its level", show._replace(signed=True), "Beyond"),
    )
    title = "What each hub is good and bad at, its own level and the node's taken off"
    return Table("residuals", columns, tuple(rows), title, full and bool(rows), breaks(row[:2] for row in rows))


def _bets(audit: Audit, full: bool) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for bet in audit.bets:
        shown = (hub_name(audit, bet.hub), bet.name, len(bet.indicators), number(bet.residual), bet.verdict)
        rows.append((hub_id(audit, bet.hub), *shown))
    columns = (
        Column("hub"),
        Column(label="Hub", show=TEXT),
        Column("bet", "Bet", TEXT),
        Column("indicators", "Indicators", WHOLE, "Ind.", yields=1),
        Column("residual", "Beyond its level", index_show(audit.ranking.plan)._replace(signed=True), "Beyond"),
        Column("verdict", "", TEXT),
    )
    return Table("bets", columns, tuple(rows), "Declared bets", full and bool(rows), breaks(row[0] for row in rows))


def _proven(audit: Audit, full: bool) -> tuple[Table, Table]:
    ranking, orders, show = audit.ranking, audit.orders, index_show(audit.ranking.plan)
    others = int((ranking.rank > 0).sum()) - 1
    rows: list[tuple[Cell, ...]] = []
    for hub in ranking.listing:
        above, below = int(orders.above[hub]), int(orders.below[hub])
        counts = (above, below, others - above - below) if ranking.rank[hub] else (None, None, None)
        ends = (number(audit.proof.low[hub]), number(ranking.index[hub]), number(audit.proof.high[hub]))
        rows.append((hub_id(audit, hub), hub_name(audit, hub), *ends, *counts))
    columns = (
        Column("hub"),
        Column("name", "Hub", TEXT),
        Column("low", "At worst", show),
        Column("score", "Score", show),
        Column("high", "At best", show),
        Column("above", "Surely above", WHOLE, "Above"),
        Column("below", "Surely below", WHOLE, "Below"),
        Column("open", "Open", WHOLE),
    )
    title = "What the data prove whatever is missing"
    pairs = tuple((hub_id(audit, one), hub_id(audit, other)) for one, other in orders.open)
    return (
        Table("proven", columns, tuple(rows), title, full),
        Table("open_pairs", (Column("hub"), Column("other")), pairs, shown=False),
    )
