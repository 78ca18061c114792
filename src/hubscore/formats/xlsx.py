"""Format `xlsx`: a workbook with one sheet a table, and the notes on a sheet of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from itertools import islice
from typing import Any

from hubscore.errors import Problem, UsageError
from hubscore.formats.cells import width
from hubscore.formats.csv import chosen
from hubscore.formats.extras import XLSXWRITER
from hubscore.formats.safe import named
from hubscore.formats.style import Style
from hubscore.pages.document import Cell, Column, Document, Show, Table

Workbook = Any
Worksheet = Any
"""Of a package that comes without types."""

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""What a sheet holds."""

LONGEST_TEXT = 32_767
"""What a cell holds, in UTF-16 units."""

LONGEST_NAME = 31
"""What the name of a sheet holds."""

MANY_CELLS = 200_000
"""From here on rows go to disk as they are written, and every text is written where it stands."""

MEASURED_ROWS = 500
NARROWEST, WIDEST, NOTE_WIDTH = 6, 60, 110
"""Of how many rows the width of a column is taken, and between what it lies, in characters."""

NOTES = "notes"

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
# What XML has no place for, and what reorders a line. Line ends stay: a cell may have several lines.
_NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


class _Exact(float):
    """A number that is written with all its digits: the library would write 16."""

    def __format__(self, _: str) -> str:
        return float.__repr__(self)


def render(document: Document, style: Style) -> bytes:
    """All tables that scripts see, or the one that the style names; the same document gives the same bytes.

    Raises
    ------
    UsageError
        The package that writes workbooks is missing, there is no such table, or one is too wide.
    """
    tables = [chosen(document, style.table)] if style.table is not None else document.tables
    book = _Book(_opened(out := BytesIO(), sum(len(table.rows) * len(table.columns) for table in tables)))
    for table in tables:
        book.add_table(table)
    book.add_notes(document)
    book.file.close()
    return out.getvalue()


def _opened(out: BytesIO, cells: int) -> Workbook:
    try:
        import xlsxwriter
    except ImportError:
        raise XLSXWRITER.missing() from None
    literal = {f"strings_to_{kind}": False for kind in ("formulas", "urls", "numbers")}
    file: Workbook = xlsxwriter.Workbook(
        out, {**literal, "constant_memory": cells > MANY_CELLS, "in_memory": cells <= MANY_CELLS}
    )
    file.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a fixed date, of no zone
    return file


class _Book:
    """A workbook that is being written: its formats, the names of its sheets, and how many texts were cut."""

    def __init__(self, file: Workbook) -> None:
        self.file = file
        self._formats: dict[str, Any] = {}
        self._names: set[str] = {NOTES}
        self._cut = 0

    def add_table(self, table: Table) -> None:
        """A sheet for a table, and further ones where it has more rows than a sheet."""
        places = [place for place, column in enumerate(table.columns) if column.key]
        if len(places) > MOST_COLUMNS:
            message = f"the table `{table.name}` has {len(places):,} columns, a sheet {MOST_COLUMNS:,}"
            raise UsageError(Problem("too-much", message, hint="csv and json hold it"))
        if not places:
            return
        columns = [table.columns[place] for place in places]
        for start in range(0, max(1, len(table.rows)), MOST_ROWS - 1):
            rows = islice(table.rows, start, start + MOST_ROWS - 1)
            self._fill(table.name, columns, [tuple(row[place] for place in places) for row in rows])

    def add_notes(self, document: Document) -> None:
        """What is said around the tables, and what the answer is made of."""
        sheet = self.file.add_worksheet(NOTES)
        wrapped = self.file.add_format({"text_wrap": True, "valign": "top"})
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 1, NOTE_WIDTH, wrapped)
        for row, (kind, text) in enumerate(_said(document)):
            self._write(sheet, row, 0, kind, Column())
            self._write(sheet, row, 1, text, Column(), wrapped)
        if self._cut:
            text = f"texts of more than {LONGEST_TEXT:,} characters are cut, and end in `…`: {self._cut:,} of them"
            sheet.write_string(row + 1, 0, "note")
            sheet.write_string(row + 1, 1, text, wrapped)

    def _fill(self, name: str, columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]]) -> None:
        sheet = self.file.add_worksheet(self._free(name))
        sheet.freeze_panes(1, 0)
        bold = self._format("bold")
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _width(column, [row[place] for row in rows[:MEASURED_ROWS]]))
            self._write(sheet, 0, place, column.key, column, bold)
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                self._write(sheet, number, place, value, columns[place])

    def _write(self, sheet: Worksheet, row: int, place: int, value: Cell, column: Column, style: Any = None) -> None:
        """One cell: a text is never a formula or an address, a number stays one, what is missing stays empty."""
        if isinstance(value, str):
            sheet.write_string(row, place, self._text(value), style)
        elif isinstance(value, bool):
            sheet.write_boolean(row, place, value)
        elif value is not None and value - value == 0:  # finite
            sheet.write_number(row, place, _Exact(value), style or self._format(_number_format(column.show)))

    def _text(self, text: str) -> str:
        plain = text.isascii() and text.isprintable()
        shown = text if plain else _UNFIT.sub(lambda found: named(found[0]), text)
        if len(shown) * 2 > LONGEST_TEXT and len(units := shown.encode("utf-16-le")) > LONGEST_TEXT * 2:
            shown = units[: (LONGEST_TEXT - 1) * 2].decode("utf-16-le", "ignore") + "…"
            self._cut += 1
        return shown

    def _format(self, shape: str) -> Any:
        if shape not in self._formats:
            says = {"bold": True, "bottom": 1} if shape == "bold" else {"num_format": shape}
            self._formats[shape] = self.file.add_format(says)
        return self._formats[shape]

    def _free(self, name: str) -> str:
        """A name that a sheet may have and no other has: case does not tell sheets apart."""
        plain = _NO_NAME.sub("-", _UNFIT.sub("-", name)).strip("' ") or "table"
        plain = "table" if plain.casefold() == "history" else plain  # kept for itself
        number, free = 1, plain[:LONGEST_NAME]
        while free.casefold() in self._names:
            number += 1
            free = f"{plain[: LONGEST_NAME - 6]} {number}"
        self._names.add(free.casefold())
        return free


def _said(document: Document) -> Iterator[tuple[str, Cell]]:
    """What the sheet of notes says: a word for what it is, and the text."""
    from hubscore import __version__

    yield "title", document.title
    for text in (document.aside, *document.lead):
        yield from [("", text)] if text else []
    for text in document.foot:
        yield "", text
    for text in document.notes:
        yield "note", text
    for key, value in document.scorecard.items():
        if value is not None and value != document.title:
            yield key if key != "title" else "scorecard", value
    yield "hubscore", __version__


def _number_format(show: Show | None) -> str:
    """How a spreadsheet is told to show a number; the number itself stays whole."""
    if show is None or show.kind == "text" or show.is_picture:
        return "General"
    if show.kind == "percent":
        shape = "0%"
    elif show.kind == "whole":
        shape = "0"
    else:
        shape = "#,##0" + ("." + "0" * show.decimals if show.decimals else "")
    return f"+{shape};-{shape};{shape}" if show.signed else shape


def _width(column: Column, values: Sequence[Cell]) -> int:
    """A width that shows most of a column: texts are as long as they are, numbers as they are shown."""
    longest = max((_length(value, column.show) for value in values), default=0)
    return max(NARROWEST, min(WIDEST, max(longest, width(column.key)) + 2))


def _length(value: Cell, show: Show | None) -> int:
    if isinstance(value, str):
        return max(map(width, value[: 2 * WIDEST].split("\n")))
    if value is None or isinstance(value, bool):
        return 5
    shown = f"{value:,.{show.decimals}f}" if show is not None and show.kind == "number" else f"{value:.10g}"
    return len(shown)
