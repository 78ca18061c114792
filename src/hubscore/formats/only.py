"""One table of a document, for people who name it."""

from __future__ import annotations

from hubscore.formats.csv import chosen
from hubscore.pages.document import Document, Show, Table

DECIMALS = 3
"""Of numbers in tables that are made for scripts, and have no rule for people."""


def narrowed(document: Document, name: str) -> Document:
    """The document with nothing but that table, as people see it where it has a form for them.

    Raises
    ------
    UsageError
        The page has no such table.
    """
    table = chosen(document, name)
    for_people = any(column.show for column in table.columns)
    found = table._replace(shown=True) if for_people else _laid_open(table)
    return document._replace(lead=(), tables=(found,), foot=(), sections=(), live=None)


def _laid_open(table: Table) -> Table:
    """A table for scripts with its keys as labels."""
    columns = [
        column._replace(label=column.key, show=_show(table, place) if column.key else None)
        for place, column in enumerate(table.columns)
    ]
    return table._replace(columns=tuple(columns), shown=True)


def _show(table: Table, place: int) -> Show:
    kinds = {type(row[place]) for row in table.rows} - {type(None)}
    if float in kinds:
        return Show("number", DECIMALS)
    return Show("whole") if kinds == {int} else Show()
