"""Words for a CSV file that cannot be read as a table. Read on errors only."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from hubscore.errors import Place, Problem
from hubscore.files.locate import place_at
from hubscore.files.syntax.explain import MARKERS, MERGE, UNMERGED

CELL = r'(?:"(?:[^"]|"")*+"|(?!")[^{0}\r\n]*+)'
"""A cell, in quotes or not; {0} separates cells."""


def broken(text: str, shown: str, separator: str, said: str, line: int) -> Problem:
    """Point to the cell whose quote is not closed, or closed before its end.

    Parameters
    ----------
    said, line
        What the reader said and where, for what has nothing to do with quotes.
    """
    cell, sign = CELL.format(re.escape(separator)), re.escape(separator)
    start = _end(rf"(?:{cell}(?:[{sign}\r\n]|$))*+", text, 0)
    if not text.startswith('"', start):
        return Problem("csv", f"not a CSV table: {said}", place=Place(shown, line))
    end = _end(cell, text, start)
    if end == start:
        what, hint = "a quote is not closed", 'add the closing `"`, or write a quote inside of a cell twice: `""`'
    else:
        what, hint = "a cell goes on behind its closing quote", 'a quote inside of a cell is written twice: `""`'
    return Problem(
        "csv", f"not a CSV table: {what}", hint=hint, place=place_at(shown, text, start, max(end, start + 1))
    )


def _end(pattern: str, text: str, start: int) -> int:
    match = re.compile(pattern).match(text, start)
    return match.end() if match else start


def ragged(header: Sequence[str], rows: Sequence[Sequence[str]], separator: str) -> Iterator[tuple[int, Problem]]:
    """Where rows differ in length from the header: the fault of each by its row, -1 for the header."""
    marked = next((at for at, row in enumerate(rows) if row[0].startswith(MARKERS)), None)
    if marked is not None:
        yield marked, Problem("csv", UNMERGED, hint=MERGE)
        return
    width, widths = len(header), {len(row) for row in rows}
    if len(widths) == 1 < len(rows):
        message = f"the header has {_cells(width)}, every row {max(widths)}"
        yield -1, Problem("csv", message, hint=header_hint(header))
        return
    sign = {",": "a comma", "\t": "a tab"}.get(separator, f"`{separator}`")
    hints = {True: f"put text that holds {sign} in quotes", False: ""}
    for at, row in enumerate(rows):
        if len(row) != width:
            message = f"the row has {_cells(len(row))}, the header {width}"
            yield at, Problem("csv", message, hint=hints[len(row) > width])


def _cells(count: int) -> str:
    return f"{count} cell" if count == 1 else f"{count} cells"


def header_hint(header: Sequence[str], wanted: Collection[str] = ()) -> str:
    """What to do about a header that is none; empty where it names some of the columns that are wanted."""
    if len(header) == 1 and re.search("[;\t|]", header[0]):
        return "cells are to be separated by commas; `hubscore import` takes semicolons and tabs too"
    return "" if set(header) & set(wanted) else "the first line is to name every column, and nothing else"
