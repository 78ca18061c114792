"""What an audit comes to in at most ten lines, the worst first, each to be acted on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import wrap

from hubscore.pages.audit_data import hub_id, label
from hubscore.pages.audit_facts import Said, hangs_on
from hubscore.pages.audit_indicators import outliers_text
from hubscore.pages.audit_sentences import NOUNS, SENTENCES
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.frame import counted, listed, some
from hubscore.studies.audit import Audit
from hubscore.studies.findings import Finding, Severity, findings

TEXT = Show()

MOST, LINE = 10, 79
"""Lines in all, of a terminal with 80 columns."""

MARKS: dict[Severity, str] = {"fault": "!", "information": "·"}


Group = tuple[str, Sequence[Finding]]
"""All findings of one kind."""


def findings_table(audit: Audit, full: bool) -> Table:
    """Table `findings`: every finding as one sentence, for scripts with what was found and what is asked for."""
    rows: list[tuple[Cell, ...]] = []
    for found in findings(audit):
        ids = (", ".join(found.nodes), ", ".join(hub_id(audit, hub) for hub in found.hubs))
        figures = (found.rule, found.number, found.limit)
        rows.append(
            (MARKS[found.severity], found.kind, *ids, *figures, found.severity, SENTENCES[found.kind](audit, [found]))
        )
    columns = (
        Column(label="", show=TEXT),
        Column("kind", "Finding", TEXT),
        Column("nodes"),
        Column("hubs"),
        Column("rule"),
        Column("number"),
        Column("limit"),
        Column("severity"),
        Column("text", "What and where", TEXT),
    )
    title = "All findings: ! is a fault, · a fact to know"
    return Table("findings", columns, tuple(rows), title, full and bool(rows))


def summary(audit: Audit, full: bool = False) -> tuple[str, ...]:
    """Faults by kind, the worst first, then facts, then what the ranking hangs on, in ten lines of 80 columns.

    What is too long is said in brief; the faults for which there is still no room are counted,
    and stand in the table of findings, which `full` shows.
    """
    groups = [(kind, list(group)) for kind, group in groupby(findings(audit), key=lambda found: found.kind)]
    faults = [(kind, group) for kind, group in groups if group[0].severity == "fault"]
    facts = [Said(SENTENCES[kind](audit, group)) for kind, group in groups if group[0].severity != "fault"]
    if not groups:
        facts = [Said(_clean(audit))]
    facts += hangs_on(audit)
    found = [Said(SENTENCES[kind](audit, group), _brief(audit, kind, group)) for kind, group in faults]
    lines: tuple[str, ...] = ()
    for lines in _ever_briefer(faults, found, facts, "below" if full else "--full"):
        if _lines(lines) <= MOST:
            break
    return lines


def _clean(audit: Audit) -> str:
    """That there is no finding, with the outliers that are none since they skew nothing."""
    nothing = "Nothing in figures, correlations and weights calls for a second look"
    known = [
        f"{label(audit, audit.ranking.plan.ids[found.row])} ({outliers_text(audit, found.outliers)})"
        for found in audit.distributions
        if found.outliers
    ]
    return f"{nothing}; outliers that skew nothing: {some(known, 'indicator')}." if known else f"{nothing}."


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
    words = [counted(len(group), *NOUNS[kind]) for kind, group in faults]  # names would need more lines than there are
    return [f"Besides {listed(words)}: see {where}."] if words else []


def _marked(faults: Sequence[str], facts: Sequence[str]) -> tuple[str, ...]:
    return (*(f"{MARKS['fault']} {each}" for each in faults), *(f"{MARKS['information']} {each}" for each in facts))


def _lines(sentences: Sequence[str]) -> int:
    """How many lines of a terminal they take."""
    return sum(len(wrap(sentence, LINE, subsequent_indent="  ")) for sentence in sentences)
