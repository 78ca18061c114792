"""What an audit comes to in at most ten lines, the worst first, each to be acted on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import wrap
from typing import NamedTuple

import numpy as np

from hubscore.pages.audit_data import hub_id, hub_name, label
from hubscore.pages.audit_sentences import NOUNS, SENTENCES, labels, two
from hubscore.pages.audit_structure import moved_text
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.frame import counted, index_show, listed
from hubscore.studies.audit import Audit
from hubscore.studies.bets import Verdict
from hubscore.studies.findings import Finding, Severity, findings
from hubscore.studies.leave_out import Omission

TEXT, RIGHT = Show(), Show("number")

MOST, LINE = 10, 79
"""Lines in all, of a terminal with 80 columns."""

ALIKE = 3
"""How many nodes are named on which the ranks hang alike."""

LEVEL = 1e-9
"""Mean shifts that differ by less are the same."""

PAIRS = 3
"""How many open pairs are named."""

UNEVEN = 3
"""So many unbalanced hubs are named, but no more than a third of all."""

MARKS: dict[Severity, str] = {"fault": "!", "information": "·"}


Group = tuple[str, Sequence[Finding]]
"""All findings of one kind."""


def findings_table(audit: Audit, full: bool) -> Table:
    """Table `findings`: every finding with what was found and what is asked for."""
    rows: list[tuple[Cell, ...]] = []
    for found in findings(audit):
        ids = (", ".join(found.nodes), ", ".join(hub_id(audit, hub) for hub in found.hubs))
        names = [*labels(audit, found), *(hub_name(audit, hub) for hub in found.hubs)]
        text = SENTENCES[found.kind](audit, [found])
        figures = (found.rule, found.number, found.limit)
        shown = (_figure(found.number), _figure(found.limit))
        rows.append((MARKS[found.severity], found.kind, *ids, listed(names), *figures, *shown, found.severity, text))
    columns = (
        Column(label="", show=TEXT),
        Column("kind", "Finding", TEXT),
        Column("nodes"),
        Column("hubs"),
        Column(label="About", show=TEXT),
        Column("rule", "", TEXT),
        Column("number"),
        Column("limit"),
        Column(label="Found", show=RIGHT),
        Column(label="Limit", show=RIGHT),
        Column("severity"),
        Column("text"),
    )
    title = "All findings: ! is a fault, · a fact to know"
    return Table("findings", columns, tuple(rows), title, full and bool(rows))


def _figure(value: float | None) -> str:
    """Two decimals; of what is counted none."""
    return "" if value is None else two(value) if value != round(value) or abs(value) <= 1 else f"{value:,.0f}"


def summary(audit: Audit, full: bool = False) -> tuple[str, ...]:
    """Faults by kind, the worst first, then facts, then what the ranking hangs on, in ten lines of 80 columns.

    What is too long is said in brief; the faults for which there is still no room are counted,
    and stand in the table of findings, which `full` shows.
    """
    groups = [(kind, list(group)) for kind, group in groupby(findings(audit), key=lambda found: found.kind)]
    faults = [(kind, group) for kind, group in groups if group[0].severity == "fault"]
    facts = [Said(SENTENCES[kind](audit, group)) for kind, group in groups if group[0].severity != "fault"]
    if not groups:
        facts = [Said("Nothing in figures, correlations and weights calls for a second look.")]
    facts += [*_influence(audit), *_orders(audit), *_balance(audit), *_bets(audit)]
    found = [Said(SENTENCES[kind](audit, group), _brief(audit, kind, group)) for kind, group in faults]
    lines: tuple[str, ...] = ()
    for lines in _ever_briefer(faults, found, facts, "below" if full else "--full"):
        if _lines(lines) <= MOST:
            break
    return lines


class Said(NamedTuple):
    """A sentence, and the same in brief, empty where that is no shorter."""

    whole: str
    brief: str = ""


def _ever_briefer(
    faults: Sequence[Group], found: Sequence[Said], facts: Sequence[Said], where: str
) -> Iterator[tuple[str, ...]]:
    """The summary in full; then one sentence after the other in brief, from the last one up; then ever fewer.

    The worst fault is named as long as there is a fact to give up for it.
    """
    told, size = [*found, *facts], len(found)
    for whole in range(len(told), -1, -1):
        words = [*(said.whole for said in told[:whole]), *(said.brief or said.whole for said in told[whole:])]
        yield _marked(words[:size], words[size:])
    for kept in range(size - 1, 0, -1):
        yield _marked([*words[:kept], *_lesser(faults[kept:], where)], words[size:])
    for kept in range(len(facts) - 1, 0, -1):
        yield _marked([*words[: min(size, 1)], *_lesser(faults[1:], where)], words[size : size + kept])
    yield _marked(_lesser(faults, where), words[size : size + 1])


def _brief(audit: Audit, kind: str, group: Sequence[Finding]) -> str:
    """The worst of a kind, the others counted."""
    more = f" And {len(group) - 1:,} more." if len(group) > 1 else ""
    return SENTENCES[kind](audit, group[:1]) + more


def _lesser(faults: Sequence[Group], where: str) -> list[str]:
    """The faults for which there is no room, counted by kind."""
    words = [counted(len(group), *NOUNS[kind]) for kind, group in faults]
    return [f"Besides {listed(words)}: see {where}."] if words else []


def _marked(faults: Sequence[str], facts: Sequence[str]) -> tuple[str, ...]:
    return (*(f"{MARKS['fault']} {each}" for each in faults), *(f"{MARKS['information']} {each}" for each in facts))


def _lines(sentences: Sequence[str]) -> int:
    """How many lines of a terminal they take."""
    return sum(len(wrap(sentence, LINE, subsequent_indent="  ")) for sentence in sentences)


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
    moved = {moved_text(audit, omission) for omission in equal}
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
