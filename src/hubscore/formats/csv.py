"""Format `csv`: one table, RFC 4180 with plain newlines; nothing in it is a formula, no line a command."""

from __future__ import annotations

import csv
from io import StringIO
from math import isfinite

from hubscore.errors import Problem, UsageError
from hubscore.formats.commands import apart, is_command
from hubscore.formats.safe import clean
from hubscore.formats.style import Style
from hubscore.model.suggest import did_you_mean
from hubscore.pages.document import Cell, Document, Table

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # noqa: RUF001
"""How a cell begins that a spreadsheet would run; the wide forms count in East Asian versions."""


def render(document: Document, style: Style) -> str:
    """The first table of the page, or the one that the style names.

    Raises
    ------
    UsageError
        The page has no such table, or none at all.
    """
    table = chosen(document, style.table)
    places = [place for place, column in enumerate(table.columns) if column.key]
    out = StringIO()
    plain, quoted = (csv.writer(out, lineterminator="\n", quoting=kind) for kind in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    plain.writerow([_text(table.columns[place].key, style.encoding) for place in places])
    for row in table.rows:
        cells = [_cell(row[place], style.encoding) for place in places]
        (quoted if is_command(cells[0]) else plain).writerow(cells)
    return out.getvalue()


def chosen(document: Document, name: str | None) -> Table:
    """The table of that name; without one the first that scripts see; errors as `render`."""
    tables = [table for table in document.tables if any(column.key for column in table.columns)]
    names = [table.name for table in tables]
    if name is None and names:
        return tables[0]
    if name in names:
        return tables[names.index(name)]
    expected = f"one of {', '.join(f'`{known}`' for known in names)}" if names else "a page with tables"
    message = f"the page `{document.page}` has no table" + (f" `{name}`" if name is not None else "")
    hint = did_you_mean(name or "", names)
    raise UsageError(Problem("unknown-table", message, expected=expected, hint=hint))


def _cell(value: Cell, encoding: str) -> str:
    if isinstance(value, float):
        return float.__repr__(value) if isfinite(value) else ""
    if isinstance(value, str):
        return _text(value, encoding)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(int(value))


def _text(text: str, encoding: str) -> str:
    """Harmless for a spreadsheet, before and after characters were replaced, for a terminal and a pipeline."""
    shown = apart(clean(text, encoding))
    return f"'{shown}" if text.startswith(FORMULA) or shown.startswith(FORMULA) else shown
