"""The findings of a check, as the formats read them that forges understand.

Those formats are of one page: what they need stands in its tables `findings`, `rules` and `gates`.
"""

from __future__ import annotations

from typing import NamedTuple

from hubscore.formats.safe import clean
from hubscore.pages.document import Cell, Document

LONGEST_TEXT = 1_000
"""Characters of a message; forges cut longer ones, or refuse them."""

NO_FILE = "scorecard.toml"
"""What a finding is put down to that is of no file, where a forge wants one."""


class Finding(NamedTuple):
    """One row of `findings`, its texts fit to be shown; `line` and `column` count from 1."""

    rule: str
    severity: str
    file: str | None
    line: int | None
    column: int | None
    message: str
    hub: str | None
    fingerprint: str


def findings_of(document: Document, encoding: str = "utf-8") -> list[Finding]:
    """All findings, in the order of the table; `encoding` is that of the stream that shows them as they are."""
    return [
        Finding(
            rule=text(row["rule"], encoding),
            severity=text(row["severity"], encoding),
            file=None if row["file"] is None else text(row["file"], encoding),
            line=_whole(row["line"]),
            column=_whole(row["column"]),
            message=text(row["message"], encoding),
            hub=None if row["hub"] is None else text(row["hub"], encoding),
            fingerprint=text(row["fingerprint"], encoding),
        )
        for row in rows_of(document, "findings")
    ]


def rows_of(document: Document, name: str) -> list[dict[str, Cell]]:
    """The rows of a table by key; none where there is no such table."""
    return [
        {column.key: cell for column, cell in zip(table.columns, row, strict=True) if column.key}
        for table in document.tables
        if table.name == name
        for row in table.rows
    ]


def text(value: Cell, encoding: str = "utf-8") -> str:
    """A text as one harmless line, not too long."""
    whole = str(value)
    return clean(whole if len(whole) <= LONGEST_TEXT else whole[: LONGEST_TEXT - 1] + "…", encoding)


def _whole(value: Cell) -> int | None:
    return value if isinstance(value, int) else None
