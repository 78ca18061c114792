"""The part of an audit that is about hubs: balance, residuals, bets, and what the data prove."""

from __future__ import annotations

import numpy as np

from hubscore.pages.audit_data import breaks, hub_id, hub_name, label
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.frame import index_show, number
from hubscore.studies.audit import Audit

TEXT, WHOLE = Show(), Show("whole")

ENDS = 2
"""So many indicators that a hub is best at are named, and as many that it is worst at."""


def hub_tables(audit: Audit, full: bool) -> tuple[Table, ...]:
    """Tables `balance`, `residuals`, `bets`, `proven` and `open_pairs`."""
    return (_balance(audit, full), *_residuals(audit, full), _bets(audit, full), *_proven(audit, full))


def _balance(audit: Audit, full: bool) -> Table:
    found, show = audit.balance, index_show(audit.ranking.plan)
    rows: list[tuple[Cell, ...]] = []
    for hub in _by_spread(audit):
        count = int((~np.isnan(audit.ranking.scores[list(found.pillars), hub])).sum())
        spread = (number(found.spread[hub]), number(found.width[hub]))
        rows.append((hub_id(audit, hub), hub_name(audit, hub), count, *spread, *_extremes(audit, hub)))
    columns = (
        Column("hub"),
        Column("name", "Hub", TEXT),
        Column("pillars", "Pillars", WHOLE, yields=1),
        Column("spread", "SD", show, yields=-1),
        Column("range", "Range", show, yields=-1),
        Column("best"),
        Column(label="Relatively best at", show=TEXT),
        Column("best_residual", "by", show._replace(signed=True)),
        Column("worst"),
        Column(label="Relatively worst at", show=TEXT),
        Column("worst_residual", "by", show._replace(signed=True)),
    )
    return Table("balance", columns, tuple(rows), "Balance over the pillars, the least balanced first", full)


def _by_spread(audit: Audit) -> list[int]:
    """The hubs whose pillars differ most first; of equals as they are listed, those without a spread last."""
    spread = np.nan_to_num(audit.balance.spread, nan=-1.0).round(9)
    return sorted(audit.ranking.listing, key=lambda hub: -float(spread[hub]))


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


def _residuals(audit: Audit, full: bool) -> tuple[Table, Table]:
    """Every residual for scripts; for people the two best and the two worst indicators of each hub."""
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
    keys = ("hub", "level", "node", "", "", "score", "residual")
    scripts = Table("residuals", tuple(map(Column, keys)), tuple(rows), shown=False)
    return scripts, _extreme_residuals(audit, full)


def _extreme_residuals(audit: Audit, full: bool) -> Table:
    plan, residuals = audit.ranking.plan, audit.balance.indicator_residuals
    decimals = index_show(plan, less=1).decimals
    rows: list[tuple[Cell, ...]] = []
    for hub in audit.ranking.listing:
        known = [row for row in plan.order if row < len(plan.leaves) and not np.isnan(residuals[row, hub])]
        known.sort(key=lambda row: -float(residuals[row, hub].round(9)))
        ends = min(ENDS, len(known) // 2)
        for_each = [f"{plan.labels[row]} {residuals[row, hub]:+,.{decimals}f}" for row in known]
        if ends:
            best, worst = for_each[:ends], for_each[: -ends - 1 : -1]
            rows.append((hub_name(audit, hub), ", ".join(best), ", ".join(worst)))
    columns = (
        Column(label="Hub", show=TEXT),
        Column(label="Relatively best at", show=TEXT),
        Column(label="Relatively worst at", show=TEXT),
    )
    title = "Indicators that each hub is best and worst at: points beyond its own level and the indicator's"
    return Table("residuals_shown", columns, tuple(rows), title, full and bool(rows))


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
        Column("above", "Surely above", WHOLE, "Above", yields=-1),
        Column("below", "Surely below", WHOLE, "Below", yields=-1),
        Column("open", "Open", WHOLE),
    )
    title = "Least and greatest index wherever gaps and bounds lie, weights and methods as they are"
    pairs = tuple((hub_id(audit, one), hub_id(audit, other)) for one, other in orders.open)
    return (
        Table("proven", columns, tuple(rows), title, full),
        Table("open_pairs", (Column("hub"), Column("other")), pairs, shown=False),
    )
