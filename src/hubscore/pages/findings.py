"""Problems as a table that people and scripts read, and that is the same from run to run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hubscore.errors import Problem
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.gates import Gated
from hubscore.pages.rules import meaning

TEXT = Show()


def findings_table(problems: Sequence[Problem]) -> Table:
    """Table `findings`: errors, then warnings, each kind in the order given."""
    columns = (
        Column("rule"),
        Column(label="Place", show=TEXT),
        Column("severity", "Severity", TEXT),
        Column("file"),
        Column("line"),
        Column("column"),
        Column("key"),
        Column("message", "Finding", TEXT),
        Column("hub"),
        Column("fingerprint"),
    )
    worst_first = sorted(problems, key=lambda problem: problem.severity != "error")
    rows = tuple(map(_row, worst_first, fingerprints(worst_first)))
    return Table("findings", columns, rows, shown=bool(problems))


def rules_table(problems: Sequence[Problem], gated: Gated | None = None) -> Table:
    """For scripts: table `rules`, what those rules ask for that something was found by or looked at for."""
    looked_at = [held.rule for held in gated.held] if gated else []
    rules = sorted({problem.rule for problem in problems}.union(looked_at))
    return Table(
        "rules", (Column("rule"), Column("meaning")), tuple((rule, meaning(rule)) for rule in rules), shown=False
    )


def shortened(document: Document, most: int) -> Document:
    """The same document with the first findings alone, and a line on how many are left out."""
    tables = tuple(
        table._replace(rows=table.rows[:most]) if table.name == "findings" else table for table in document.tables
    )
    left = sum(len(table.rows) - most for table in document.tables if table.name == "findings")
    words = f"{left:,} more findings are left out" if left > 1 else "1 more finding is left out"
    return document._replace(
        tables=tables, foot=(*document.foot, f"{words}, the least severe ones: no more would fit.")
    )


def fingerprints(problems: Sequence[Problem]) -> list[str]:
    """What each finding is remembered by: its rule, the name of its file, its key and its hub.

    Lines, texts and figures do not count, so that a finding stays the same one while the file
    around it changes; of several that are alike the first, the second and so on are told apart.
    """
    from hashlib import sha256

    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for problem in problems:
        name = problem.place.file.replace("\\", "/").rpartition("/")[2] if problem.place else ""
        meant = (problem.rule, name, problem.key, problem.hub)
        seen[meant] += 1
        text = "\0".join((*meant, str(seen[meant])))
        found.append(sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return found


def _row(problem: Problem, fingerprint: str) -> tuple[Cell, ...]:
    place = problem.place
    where = (place.file, place.line, place.column) if place else (None, None, None)
    told = (problem.key or None, _sentence(problem), problem.hub or None, fingerprint)
    return (problem.rule, str(place or ""), problem.severity, *where, *told)


def _sentence(problem: Problem) -> str:
    """The message with what it leaves unsaid: found, expected, hint."""
    facts = [("found ", problem.found), ("expected ", problem.expected), ("", problem.hint)]
    return "; ".join([problem.message, *(word + fact for word, fact in facts if fact and fact not in problem.message)])
