"""What a ranking hangs on, and what the data prove of it: what every audit says last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from hubscore.pages.audit_data import hub_name, label
from hubscore.pages.frame import counted, index_show, listed
from hubscore.pages.leave_out import moved_text
from hubscore.studies.audit import Audit
from hubscore.studies.bets import Verdict
from hubscore.studies.leave_out import Omission

PAIRS = 3
"""How many open pairs are named."""

UNEVEN = 3
"""So many unbalanced hubs are named, but no more than a third of all."""

ALIKE = 3
"""How many nodes are named on which the ranks hang alike."""

LEVEL = 1e-9
"""Mean shifts that differ by less are the same."""


class Said(NamedTuple):
    """A sentence, and the same in brief, empty where that is no shorter."""

    whole: str
    brief: str = ""


def hangs_on(audit: Audit) -> tuple[Said, ...]:
    """The weightiest node, orders that stand, the least balanced hubs, and bets: a sentence each."""
    return (*_influence(audit), *_orders(audit), *_balance(audit), *_bets(audit))


def _influence(audit: Audit) -> Iterator[Said]:
    """Without which node the ranks move most."""
    known = [omission for omission in audit.omissions if not np.isnan(omission.shift)]
    if not known or int((audit.ranking.rank > 0).sum()) < 2:
        return
    most = max(omission.shift for omission in known)
    if most == 0:
        yield Said("No rank hangs on any one indicator or pillar.")
        return
    plan = audit.ranking.plan
    equal = [omission for omission in known if omission.shift > most - LEVEL]
    alone = {plan.ids[row] for row in range(len(plan.ids)) if plan.parent[row] in {each.node for each in equal}}
    equal = [omission for omission in equal if omission.node not in alone]
    equal.sort(key=lambda omission: (plan.depth[plan.row[omission.node]], omission.node))
    indicators = {leaf.id for leaf in plan.leaves}
    moved = any(omission.shift > 0 for omission in known if omission.node in indicators)
    rest = "" if moved else " No rank hangs on any one indicator."
    whole, brief = (f"Ranks hang most on {_moved(audit, equal, named)}." for named in (True, False))
    yield Said(whole + rest, brief)


def _moved(audit: Audit, equal: Sequence[Omission], named: bool) -> str:
    """The nodes without which ranks move most, alike where they are several, and who then moves."""
    names = [label(audit, omission.node) for omission in equal]
    names = names if len(names) <= ALIKE else [*names[:ALIKE], f"{len(names) - ALIKE} more"]
    which = {1: "it", 2: "either"}.get(len(equal), "any of them")
    moved = {moved_text(audit.ranking, omission) for omission in equal}
    who = f" ({moved.pop()})" if named and len(moved) == 1 else ""
    return f"{listed(names)}: without {which} they move by {equal[0].shift:.2f} on average{who}"


def _orders(audit: Audit) -> Iterator[Said]:
    """How many pairs keep their order wherever the gaps lie."""
    orders = audit.orders
    if not orders.pairs:
        return
    if not orders.gaps:
        yield Said("Nothing is missing: no order of ranked hubs hangs on a gap or a bound.")
        return
    pairs, left = counted(orders.pairs, "pair"), orders.pairs - orders.proven
    gaps = f"With {counted(orders.gaps, 'gap or bound', 'gaps and bounds')} anywhere"
    if left:
        keep = f"{orders.proven:,} of {pairs} {'keeps' if orders.proven == 1 else 'keep'}"
    else:
        keep = "the pair keeps" if orders.pairs == 1 else f"all {pairs} keep"
    names = [f"{hub_name(audit, one)} – {hub_name(audit, other)}" for one, other in orders.open]
    open_pairs = f"; open: {listed(names)}" if left <= PAIRS else f"; {left:,} are open"
    whole = f"{gaps} on the scale, {keep} the order, weights and methods as they are{open_pairs if left else ''}."
    yield Said(whole, f"{gaps}, {keep} the order.")


def _balance(audit: Audit) -> Iterator[Said]:
    """Whose pillars differ most."""
    ranking, spread = audit.ranking, audit.balance.spread
    known = [hub for hub in ranking.listing if ranking.rank[hub] and spread[hub] > 0]
    known.sort(key=lambda hub: -round(float(spread[hub]), 9))
    decimals = index_show(ranking.plan, less=1).decimals
    named = [
        f"{hub_name(audit, hub)} ({spread[hub]:,.{decimals}f})" for hub in known[: min(UNEVEN, len(known) // UNEVEN)]
    ]
    if named:
        start = "Least balanced, by standard deviation over the pillars:"
        yield Said(f"{start} {listed(named)}.", f"{start} {named[0]}.")


def _bets(audit: Audit) -> Iterator[Said]:
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
    shows = {0: "none shows", 1: "1 shows"}.get(counts[0][0], f"{counts[0][0]} show")
    brief = f"Of {counted(len(audit.bets), 'declared bet')}, {shows}."
    yield Said(f"Of {counted(len(audit.bets), 'declared bet')}, {listed(parts)}.", brief)
