"""What an audit comes to in at most ten sentences, the worst first, each to be acted on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import numpy as np

from hubscore.pages.audit_data import hub_id, hub_name, label
from hubscore.pages.audit_sentences import SENTENCES, labels
from hubscore.pages.audit_structure import moved_text
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.frame import counted, listed
from hubscore.studies.audit import Audit
from hubscore.studies.bets import Verdict
from hubscore.studies.findings import findings
from hubscore.studies.leave_out import Omission

TEXT, TWO = Show(), Show("number", 2)

MOST = 10
"""Sentences in all."""

PAIRS = 3
"""How many open pairs are named."""


def findings_table(audit: Audit, full: bool) -> Table:
    """Table `findings`: every finding with what was found and what is asked for."""
    rows: list[tuple[Cell, ...]] = []
    for found in findings(audit):
        ids = (", ".join(found.nodes), ", ".join(hub_id(audit, hub) for hub in found.hubs))
        names = [*labels(audit, found), *(hub_name(audit, hub) for hub in found.hubs)]
        rows.append((found.kind, *ids, listed(names), found.rule, found.number, found.limit))
    columns = (
        Column("kind", "All findings", TEXT),
        Column("nodes"),
        Column("hubs"),
        Column(label="About", show=TEXT),
        Column("rule", "", TEXT),
        Column("number", "Found", TWO),
        Column("limit", "Asked", TWO),
    )
    return Table("findings", columns, tuple(rows), shown=full and bool(rows))


def summary(audit: Audit) -> tuple[str, ...]:
    """Findings by kind, then what the ranking hangs on; what does not fit is counted."""
    kinds = [(kind, list(group)) for kind, group in groupby(findings(audit), key=lambda found: found.kind)]
    said = [SENTENCES[kind](audit, group) for kind, group in kinds]
    always = [*_influence(audit), *_orders(audit), *_bets(audit)]
    room = MOST - len(always)
    if len(said) > room:
        rest = sum(len(group) for _, group in kinds[room - 1 :])
        said = [*said[: room - 1], f"And {counted(rest, 'lesser finding')}: see --full."]
    if not said:
        said = ["Nothing in figures, correlations and weights calls for a second look."]
    return tuple(f"· {sentence}" for sentence in (*said, *always))


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
    moved = moved_text(audit, omission)
    return f"{label(audit, omission.node)}: without it they move by {omission.shift:.2f} on average ({moved})"


def _orders(audit: Audit) -> Iterator[str]:
    """How many pairs keep their order whatever is missing."""
    orders = audit.orders
    if not orders.pairs:
        return
    pairs = counted(orders.pairs, "pair")
    if orders.proven == orders.pairs:
        yield f"The data prove the order of {'the pair' if orders.pairs == 1 else f'all {pairs}'}, whatever is missing."
        return
    left = orders.pairs - orders.proven
    names = [f"{hub_name(audit, one)} – {hub_name(audit, other)}" for one, other in orders.open]
    open_pairs = f"; open: {listed(names)}" if left <= PAIRS else f"; {left:,} are open"
    yield f"The data prove the order of {orders.proven:,} of {pairs}, whatever is missing{open_pairs}."


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
