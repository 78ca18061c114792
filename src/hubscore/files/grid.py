"""CSV files as columns of text, with every fault at its cell."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from io import StringIO
from pathlib import Path

from hubscore.errors import InputError, Place, Problem
from hubscore.files.reader import TABLE_LIMIT, read_text

MOST_PLACED = 200
"""How many faults of a table are placed in all: a place costs a walk to its line."""

MOST_FAULTS = 50
"""How many faults of one column are told one by one; the rest is counted."""

LONGEST_LINE = 2_000

MOST_LINES = 1 << 20
"""Of one table: as many as a spreadsheet has."""

MOST_COLUMNS = 100_000
"""Of one table."""

MOST_CELLS = 10_000_000
"""Of one table: each is dear in memory."""

LONGEST_HEADER = 1_000_000
"""Characters of a header that are looked at for what separates its cells."""

Naming = Callable[[Sequence[str]], Sequence[str]]
"""Gives the columns of a header names that are all different."""


def is_plain(text: str) -> bool:
    """Whether a text is ASCII without underscores, which `float` would read over."""
    return text.isascii() and "_" not in text


@dataclass(frozen=True)
class Grid:
    """A table as text: `columns` by name, all of length `rows`; blank lines do not count.

    This is the grid of a CSV file; that of a sheet knows other places.
    """

    shown: str
    text: str
    columns: Mapping[str, tuple[str, ...]]
    rows: int
    separator: str = field(default=",", kw_only=True)

    @cached_property
    def is_plain(self) -> bool:
        """Whether the whole text is."""
        return is_plain(self.text)

    @cached_property
    def _lines(self) -> list[str]:
        return list(StringIO(self.text, newline=""))

    @cached_property
    def _begins(self) -> list[int]:
        """The line that each row begins on, the header first, and the line behind all."""
        reader = csv.reader(self._lines, delimiter=self.separator)
        begins, last = [], 0
        for row in reader:
            if row:
                begins.append(last + 1)
            last = reader.line_num
        return [*begins, last + 1]

    @property
    def lines(self) -> str:
        """What its rows are counted in."""
        return "lines"

    def unusable(self, columns: Iterable[str]) -> Iterator[tuple[int, str, Problem]]:  # noqa: ARG002 - a sheet's has some
        """Row, column and fault of cells that hold no value that could be read, though they look like it."""
        yield from ()

    def line(self, row: int) -> int:
        """The line that a row begins on, counted from 1; row -1 is the header."""
        return self._begins[row + 1]

    def place(self, row: int, column: str) -> Place:
        """Where a cell stands; row -1 is the header."""
        begin, end = self.line(row), self._begins[row + 2]
        cells = _cells(self._lines[begin - 1 : end - 1], self.separator)
        position = list(self.columns).index(column) if column in self.columns else 0
        for at, (line, start, length) in enumerate(cells):
            if at == position:
                text = self._lines[begin - 1 + line].rstrip("\r\n")
                shown = text if len(text) <= LONGEST_LINE else ""
                return Place(self.shown, begin + line, start + 1, max(1, length), shown)
        return Place(self.shown, begin)


def _cells(lines: list[str], separator: str) -> Iterator[tuple[int, int, int]]:
    """Line, start and length of each cell of the row that begins here; of a cell over lines the first part."""
    quoted, line, start, end = False, 0, 0, 0
    for number, text in enumerate(lines):
        if not quoted:
            line, start = number, 0
        for position, char in enumerate(text):
            if char == '"':
                quoted = not quoted
            elif not quoted and char in (separator, "\r", "\n"):
                yield line, start, (position if line == number else end) - start
                if char != separator:
                    return
                line, start = number, position + 1
        if line == number:
            end = len(text.rstrip("\r\n"))
    yield line, start, end - start


@dataclass(frozen=True)
class Faults:
    """What is wrong in a table: of each column the first faults, and how many more."""

    grid: Grid
    told: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, row: int, column: str, problem: Problem) -> None:
        """Note a problem of the cell in this row and column."""
        self.counts[column] += 1
        if self.counts[column] <= MOST_FAULTS and len(self.told) < MOST_PLACED:
            self.told.append(problem._replace(path=(column,), at="value", place=self.grid.place(row, column)))

    def refuse(self) -> None:
        """Raise if anything was noted."""
        problems = list(self.told)
        for column, more in (self.counts - Counter(str(problem.path[0]) for problem in self.told)).items():
            message = f"{more:,} more problems in the column `{column}`"
            problems.append(Problem("csv", message, (column,), place=Place(self.grid.shown)))
        if problems:
            raise InputError(problems)


def read_grid(path: Path, shown: str, named: Naming | None = None, separators: str = ",") -> Grid:
    """Read a CSV file with a header row.

    Parameters
    ----------
    named
        Where a column may stand twice, or lack a name: how they are told apart.
    separators
        What may separate cells: that which stands most often in the header, outside of quotes.

    Raises
    ------
    InputError
        As `reader.read_text`; where the file is no table, where rows differ in length, where
        a column stands twice.
    """
    text = read_text(path, TABLE_LIMIT, shown)
    separator = _separator(text, separators)
    _refuse_large(text, shown, separator)
    reader = csv.reader(StringIO(text, newline=""), strict=True, delimiter=separator)
    try:
        rows = [row for row in reader if row]
    except csv.Error as error:
        from hubscore.files.misread import broken

        raise InputError(broken(text, shown, separator, str(error), reader.line_num)) from None
    if not rows:
        raise InputError(Problem("csv", "the table is empty", place=Place(shown), expected="a header row"))
    header, body = list(named(rows[0]) if named else rows[0]), rows[1:]
    width = len(header)
    if any(len(row) != width for row in body):
        _refuse_ragged(Grid(shown, text, dict.fromkeys(header, ()), len(body), separator=separator), header, body)
    if len(set(header)) < width:
        refuse_twice(Grid(shown, text, dict.fromkeys(header, ()), len(body), separator=separator), header)
    columns = zip(*body, strict=True) if body else (() for _ in header)
    return Grid(shown, text, dict(zip(header, columns, strict=True)), len(body), separator=separator)


def _separator(text: str, separators: str) -> str:
    """What separates the cells; the first of those that stand equally often in the header, which is a comma if any."""
    if len(separators) == 1:
        return separators
    header = next((line for line in StringIO(text) if line.strip()), "")
    bare = re.sub('"[^"]*"?', "", header[:LONGEST_HEADER])
    return max(separators, key=bare.count)


def _refuse_large(text: str, shown: str, separator: str) -> None:
    """Before all cells are made objects; what stands in quotes counts, too."""
    lines, marks = max(text.count("\n"), text.count("\r")), text.count(separator)
    header = re.match(r"[\r\n]*[^\r\n]*", text)
    faults = {
        f"{MOST_LINES:,} lines": lines > MOST_LINES,
        f"{MOST_CELLS:,} cells": lines + marks > MOST_CELLS,
        f"{MOST_COLUMNS:,} columns": header is not None and header[0].count(separator) > MOST_COLUMNS,
    }
    for most, holds in faults.items():
        if holds:
            hint = "leave out empty lines and columns, and what no indicator reads"
            raise InputError(Problem("csv", f"the table has more than {most}", hint=hint, place=Place(shown)))


def _refuse_ragged(grid: Grid, header: list[str], body: list[list[str]]) -> None:
    from hubscore.files.misread import ragged

    faults = Faults(grid)
    for row, problem in ragged(header, body, grid.separator):
        faults.add(row, header[0], problem)
    faults.refuse()


def refuse_twice(grid: Grid, header: Sequence[str]) -> None:
    """Refuse a header that names a column twice."""
    name = Counter(header).most_common(1)[0][0]
    message = f"the column `{name}` stands twice" if name else "two columns have no name"
    faults = Faults(grid)
    faults.add(-1, name, Problem("csv", message, hint="each column needs a name of its own"))
    faults.refuse()
