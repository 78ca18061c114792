"""Format `plain`: no colour, no box, no columns; every value stands beside its name."""

from __future__ import annotations

from collections.abc import Iterator

from hubscore.formats.commands import inert
from hubscore.formats.figures import shown
from hubscore.formats.layout import leading
from hubscore.formats.safe import clean
from hubscore.formats.style import Style
from hubscore.pages.document import Cell, Column, Document, Table

SIGNS = {"#": "rank"}
"""What signs above a column are called."""


def render(document: Document, style: Style) -> str:
    """One line a sentence and one line a row, with a blank line between the parts."""
    tables = [table for table in document.tables if table.shown and not table.drawn]
    blocks = [
        [document.title, document.aside],
        [*document.lead],
        *([_heading(table) if len(tables) > 1 else table.title, *_rows(table)] for table in tables),
        [*document.foot],
    ]
    cleaned = ([inert(clean(line, style.encoding)) for line in block if line] for block in blocks)
    return "\n\n".join("\n".join(block) for block in cleaned if block) + "\n"


def _heading(table: Table) -> str:
    """What tells a table from others: its title, or what heads its leading column."""
    lead = leading(table.columns)
    return table.title or ("" if lead is None else table.columns[lead].label)


def _rows(table: Table) -> Iterator[str]:
    lead = leading(table.columns)
    values = [
        (place, _word(column))
        for place, column in enumerate(table.columns)
        if column.show and not column.show.is_picture and place != lead
    ]
    for row in table.rows:
        said = ", ".join(filter(None, (_said(row[place], table.columns[place], word) for place, word in values)))
        name = "" if lead is None else _value(row[lead], table.columns[lead])
        yield ": ".join(filter(None, (name, said)))


def _word(column: Column) -> str:
    """What a value is called: its label, but `rank` for `#` and `score` for `Score`, as scripts say."""
    if column.key and (column.label.lower() == column.key or not any(map(str.isalnum, column.label))):
        return column.key.rpartition(".")[2].replace("_", " ")
    return SIGNS.get(column.label, column.label)


def _said(value: Cell, column: Column, word: str) -> str:
    text = _value(value, column)
    return f"{word} {text}".strip() if text else ""


def _value(value: Cell, column: Column) -> str:
    return "" if column.show is None else shown(value, column.show, missing="not available")
