"""A look at the cells of a sheet before they are read.

What reads them gives an empty cell for a formula without a value and for `#N/A`, puts cells
that lie far apart into one huge table, and repeats a long text as often as a cell names it. So
all this is found here first, in one pass that keeps nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple, NoReturn

from hubscore.files.xlsx.package import local, refuse, refuse_declarations

MOST_CELLS = 200_000
"""Rows x columns from the first to the last cell of a sheet."""

MOST_ROWS, MOST_COLUMNS = 100_000, 2_000

MOST_ELEMENTS = 800_000
"""Of all parts together: what takes the time."""

LONGEST_TEXT = 32_767
"""Characters in a cell, as spreadsheet programs have it."""

MOST_TEXT = 16_000_000
"""Characters in all cells together."""

MOST_MERGED = 200

_PIECE = 1 << 16
_CELL = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")

Cell = tuple[int, int]
Area = tuple[Cell, Cell]


class Look(NamedTuple):
    """What was seen: the errors that cells hold, "" for a formula without a value; areas of merged cells."""

    errors: Mapping[Cell, str]
    merged: tuple[Area, ...]


def name_of(cell: Cell) -> str:
    """What people call a cell: `(6, 2)` is `C7`."""
    row, column = cell
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row + 1}"


def cell_of(name: str) -> Cell | None:
    """Row and column, counted from 0, of a cell as people call it."""
    match = _CELL.fullmatch(name)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


class Strings:
    """Measures the texts that cells share."""

    def __init__(self, shown: str, sheet: str) -> None:
        self.shown, self.sheet = shown, sheet
        self.lengths: list[int] = []
        self.elements = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002 - the parser gives both
        """An element begins."""
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            refuse(self.shown, f"it has more than {MOST_ELEMENTS:,} elements", hint="save the sheet as CSV")
        if local(tag) == "si":
            self.lengths.append(0)

    def data(self, text: str) -> None:
        """Characters of the text that began last."""
        if self.lengths:
            self.lengths[-1] += len(text)
            if self.lengths[-1] > LONGEST_TEXT:
                refuse(self.shown, f"a text is longer than {LONGEST_TEXT:,} characters")

    def close(self) -> None:
        """The part ends."""


class Cells:
    """Goes through the cells of a sheet."""

    def __init__(self, strings: Strings) -> None:
        self.shown, self.sheet, self.lengths = strings.shown, strings.sheet, strings.lengths
        self.elements, self.text, self.inside = strings.elements, 0, ""
        self.at: Cell = (-1, -1)
        self.kind, self.formula = "", False
        self.least, self.most = [1 << 30, 1 << 30], [-1, -1]
        self.errors: dict[Cell, str] = {}
        self.merged: list[Area] = []
        self.index = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            self.refuse(f"it has more than {MOST_ELEMENTS:,} elements", hint="save the sheet as CSV")
        self.inside = name = local(tag)
        if name == "c":
            self.done()
            self.cell(attributes)
        elif name == "row":
            self.done()
            row = attributes.get("r", "")
            at = int(row) - 1 if row.isascii() and row.isdigit() and len(row) < 8 else self.at[0] + 1
            self.at = (at, -1)
        elif name == "f":
            self.formula = True
        elif name == "mergeCell":
            self.area(attributes.get("ref", ""))

    def data(self, text: str) -> None:
        """Characters of a value, or of a text that stands in the cell itself."""
        if self.inside == "v":
            self.index += text
            if len(self.index) > LONGEST_TEXT:
                self.refuse(f"a value is longer than {LONGEST_TEXT:,} characters")
        elif self.inside == "t":
            self.grow(len(text))
            self.index += " "

    def close(self) -> None:
        """The part ends."""
        self.done()

    def cell(self, attributes: Mapping[str, str]) -> None:
        """A cell begins: where it lies, and how far apart all cells are by now."""
        at = cell_of(attributes["r"]) if "r" in attributes else (self.at[0], self.at[1] + 1)
        if at is None:
            self.refuse("the cell after this one has no place")
        self.at = at
        self.kind = attributes.get("t", "n")
        self.least = [min(pair) for pair in zip(self.least, at, strict=True)]
        self.most = [max(pair) for pair in zip(self.most, at, strict=True)]
        rows, columns = (most - least + 1 for most, least in zip(self.most, self.least, strict=True))
        if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
            reason = f"its cells spread over {rows:,} rows and {columns:,} columns"
            limit = f"at most {MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns and {MOST_CELLS:,} cells"
            self.refuse(reason, expected=limit, hint="delete stray cells far from the table, or save the sheet as CSV")

    def done(self) -> None:
        """The cell that began last is complete."""
        value, self.index, formula, self.formula = self.index.strip(), "", self.formula, False
        if self.kind == "e":
            self.errors[self.at] = value[:20] or "#?"
        elif formula and not value and self.kind != "str":
            self.errors[self.at] = ""
        elif self.kind == "s" and value:
            known = value.isascii() and value.isdigit() and len(value) < 10 and int(value) < len(self.lengths)
            if not known:
                self.refuse("the cell names a text that is not there")
            self.grow(self.lengths[int(value)])
        elif self.kind == "str":
            self.grow(len(value))
        self.kind = ""

    def grow(self, letters: int) -> None:
        """So many characters more are in cells."""
        self.text += letters
        if self.text > MOST_TEXT:
            self.refuse(f"its cells hold more than {MOST_TEXT:,} characters", hint="save the sheet as CSV")

    def area(self, text: str) -> None:
        """Cells that are merged."""
        first, _, last = text.partition(":")
        ends = cell_of(first), cell_of(last)
        if ends[0] is None or ends[1] is None or len(self.merged) == MOST_MERGED:
            refuse(self.shown, f"it has more than {MOST_MERGED:,} areas of merged cells, or one that is nowhere")
        self.merged.append((ends[0], ends[1]))

    def refuse(self, reason: str, *, expected: str = "", hint: str = "") -> NoReturn:
        """Refuse the workbook at this cell."""
        cell = f"{self.sheet}!{name_of(self.at)}" if min(self.at) >= 0 else self.sheet
        refuse(self.shown, reason, expected=expected, hint=hint, cell=cell)


def look(shown: str, sheet: str, strings: bytes | None, cells: bytes) -> Look:
    """Go through the cells of a sheet.

    Parameters
    ----------
    sheet
        Its name, for messages.
    strings, cells
        The texts that cells share, and the sheet itself, as XML.

    Raises
    ------
    InputError
        Where there is too much in it, or something that no workbook needs.
    """
    texts = Strings(shown, sheet)
    if strings is not None:
        _through(strings, texts, shown, "of shared texts")
    seen = Cells(texts)
    _through(cells, seen, shown, f"of the sheet `{sheet}`")
    return Look(seen.errors, tuple(seen.merged))


def _through(data: bytes, target: Strings | Cells, shown: str, part: str) -> None:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    from hubscore.errors import InputError

    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    try:
        for start in range(0, len(data), _PIECE):
            parser.feed(data[start : start + _PIECE])
        parser.close()
    except InputError:
        raise
    except DefusedXmlException:
        refuse_declarations(shown, part)
    except Exception as error:  # noqa: BLE001 - whatever the parser raises is the file's fault
        refuse(shown, f"its part {part} is damaged: {error}")
