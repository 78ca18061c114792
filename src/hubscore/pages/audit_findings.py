"""What an audit comes to in at most ten sentences, the worst first, each to be acted on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import numpy as np

from hubscore.pages.audit_data import hub_id, hub_name, label
from hubscore.pages.audit_sentences import SENTENCES, labels
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.frame import counted, index_show, listed
from hubscore.pages.leave_out import moved_text
from hubscore.studies.audit import Audit
from hubscore.studies.bets import Verdict
from hubscore.studies.findings import Severity, findings
from hubscore.studies.leave_out import Omission

TEXT, TWO = Show(), Show("number", 2)

MOST = 10
"""Sentences in all."""

PAIRS = 3
"""How many open pairs are named."""

UNEVEN = 3
"""So many unbalanced hubs are named, but no more than a third of all."""

MARKS: dict[Severity, str] = {"fault": "!", "information": "·"}


def findings_table(audit: Audit, full: bool) -> Table:
    """Table `findings`: every finding with what was found and what is asked for."""
    rows: list[tuple[Cell, ...]] = []
    for found in findings(audit):
        ids = (", ".join(found.nodes), ", ".join(hub_id(audit, hub) for hub in found.hubs))
        names = [*labels(audit, found), *(hub_name(audit, hub) for hub in found.hubs)]
        text = SENTENCES[found.kind](audit, [found])
        figures = (found.rule, found.number, found.limit)
        rows.append((MARKS[found.severity], found.kind, *ids, listed(names), *figures, found.severity, text))
    columns = (
        Column(label="", show=TEXT),
        Column("kind", "Finding", TEXT),
        Column("nodes"),
        Column("hubs"),
        Column(label="About", show=TEXT),
        Column("rule", "", TEXT),
        Column("number", "Found", TWO),
        Column("limit", "Limit", TWO),
        Column("severity"),
        Column("text"),
    )
    title = "All findings: ! is a fault, · a fact to know"
    return Table("findings", columns, tuple(rows), title, full and bool(rows))


def summary(audit: Audit) -> tuple[str, ...]:
    """Faults by kind, then facts, then what the ranking hangs on; the faults that do not fit are counted."""
    kinds = [(kind, list(group)) for kind, group in groupby(findings(audit), key=lambda found: found.kind)]
    faults = [(kind, group) for kind, group in kinds if group[0].severity == "fault"]
    facts = [SENTENCES[kind](audit, group) for kind, group in kinds if group[0].severity != "fault"]
    if not kinds:
        facts = ["Nothing in figures, correlations and weights calls for a second look."]
    facts += [*_influence(audit), *_orders(audit), *_balance(audit), *_bets(audit)]
    said = [SENTENCES[kind](audit, group) for kind, group in faults]
    room = MOST - len(facts)
    if len(said) > room:
        rest = sum(len(group) for _, group in faults[room - 1 :])
        said = [*said[: room - 1], f"And {counted(rest, 'lesser fault')}: see --full."]
    return (*(f"{MARKS['fault']} {each}" for each in said), *(f"{MARKS['information']} {each}" for each in facts))


def _influence(audit: Audit) -> Iterator[str]:
    """Without which node the ranks move most."""
    known = [omission for omission in audit.omissions if not np.isnan(omission.shift)]
    if not known or int((audit.ranking.rank > 0).sum()) < 2:
        return
    plan = audit.ranking.plan
    most = min(known, key=lambda omission: (-omission.shift, plan.depth[plan.row[omission.node]], omission.node))
    if most.shift == 0:
        yield "No rank hangs on any one indicator or pillar."
        return
    indicators = {leaf.id for leaf in plan.leaves}
    if any(omission.shift > 0 for omission in known if omission.node in indicators):
        rest = ""
    else:
        rest = " No rank hangs on any one indicator."
    yield f"Ranks hang most on {_moved(audit, most)}.{rest}"


def _moved(audit: Audit, omission: Omission) -> str:
    moved = moved_text(audit.ranking, omission)
    return f"{label(audit, omission.node)}: without it they move by {omission.shift:.2f} on average ({moved})"


def _orders(audit: Audit) -> Iterator[str]:
    """How many pairs keep their order wherever the gaps lie."""
    orders = audit.orders
    if not orders.pairs:
        return
    if not orders.gaps:
        yield "Nothing is missing: no order of ranked hubs hangs on a gap or a bound."
        return
    pairs, left = counted(orders.pairs, "pair"), orders.pairs - orders.proven
    gaps = f"With {counted(orders.gaps, 'gap or bound', 'gaps and bounds')} anywhere on the scale"
    if not left:
        keep = "the pair keeps" if orders.pairs == 1 else f"all {pairs} keep"
        yield f"{gaps}, {keep} the order, weights and methods as they are."
        return
    names = [f"{hub_name(audit, one)} – {hub_name(audit, other)}" for one, other in orders.open]
    open_pairs = f"open: {listed(names)}" if left <= PAIRS else f"{left:,} are open"
    keep = "keeps" if orders.proven == 1 else "keep"
    yield f"{gaps}, {orders.proven:,} of {pairs} {keep} the order, weights and methods as they are; {open_pairs}."


def _balance(audit: Audit) -> Iterator[str]:
    """Whose pillars differ most."""
    ranking, spread = audit.ranking, audit.balance.spread
    known = [hub for hub in ranking.listing if ranking.rank[hub] and spread[hub] > 0]
    known.sort(key=lambda hub: -round(float(spread[hub]), 9))
    decimals = index_show(ranking.plan, less=1).decimals
    named = [
        f"{hub_name(audit, hub)} ({spread[hub]:,.{decimals}f})" for hub in known[: min(UNEVEN, len(known) // UNEVEN)]
    ]
    if named:
        yield f"Least balanced, by standard deviation over the pillars: {listed(named)}."


def _bets(audit: Audit) -> Iterator[str]:
    """How many declared bets show in the figures."""
    if not audit.bets:
        return
    verdicts: tuple[tuple[Verdict, str], ...] = (
        ("shows", "show"),
        ("does not show yet", "do not show yet"),
        ("measured, not scored", "are measured but not scored"),
        ("not measured", "are not measured"),
    )
    counts = [(sum(bet.verdict == verdict for bet in audit.bets), verdict, words) for verdict, words in verdicts]
    one = {"show": "shows", "do not show yet": "does not show yet"}
    parts = [f"{n} {one.get(words, words.replace('are', 'is', 1)) if n == 1 else words}" for n, _, words in counts if n]
    yield f"Of {counted(len(audit.bets), 'declared bet')}, {listed(parts)}."
