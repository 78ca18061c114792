"""The part of an audit that says of each indicator what all findings come to."""

from __future__ import annotations

from hubscore.pages.audit_data import label
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.frame import number
from hubscore.studies.audit import Audit
from hubscore.studies.verdicts import verdicts

TEXT, TWO = Show(), Show("number", 2)


def verdicts_table(audit: Audit, full: bool) -> Table:
    """Table `verdicts`: problems of each indicator, what its loss would do, and a suggestion."""
    rows: list[tuple[Cell, ...]] = []
    for each in verdicts(audit):
        figures = (number(each.shift), number(each.alpha), number(each.alpha_without))
        rows.append((each.node, label(audit, each.node), ", ".join(each.problems), *figures, each.suggestion))
    alphas = any(row[4] is not None for row in rows)
    columns = (
        Column("indicator"),
        Column(label="Indicator", show=TEXT),
        Column("problems", "Problems", TEXT),
        Column("shift", "Shift without it", TWO, "Shift"),
        Column("alpha"),
        Column("alpha_without", "Alpha without it", TWO if alphas else None, "Alpha"),
        Column("suggestion", "Suggestion", TEXT),
    )
    alpha = " and the pillar's alpha" if alphas else ""
    title = f"Verdict on each indicator, with the mean change of rank{alpha} without it"
    return Table("verdicts", columns, tuple(rows), title, full)
