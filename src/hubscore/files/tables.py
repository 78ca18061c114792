"""Wide tables: one row a hub (and year), one column an indicator or measure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic_core import PydanticCustomError

from hubscore.errors import InputError, Place, Problem
from hubscore.files.reader import TABLE_LIMIT, read_text
from hubscore.model.dataset import Dataset, from_panel, from_values, hubs_of
from hubscore.model.fields import LARGEST, check_name
from hubscore.model.found import describe
from hubscore.model.profile import Source
from hubscore.model.scorecard import WideTable
from hubscore.model.suggest import did_you_mean

Floats = NDArray[np.float64]
ID_LENGTH = 64
ROLES = ("candidate", "benchmark")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as text: `columns` by name, all of one length, and how to find a row's line."""

    shown: str
    text: str
    columns: dict[str, tuple[str, ...]]
    rows: int

    def problem(self, rule: str, message: str, row: int | None, column: str, **more: str) -> Problem:
        """A finding at a row (counted from 0, without the header) and column."""
        line = 1 if row is None else self.line(row)
        place = Place(self.shown, line, text=self.text.splitlines()[line - 1][:200] if self.text else "")
        return Problem(rule, message, (column,), "value", place=place, **more)

    def line(self, row: int) -> int:
        """The line a row begins on; rows may run over several lines."""
        import csv

        reader = csv.reader(self.text.splitlines(keepends=True))
        begins, seen = 1, -1
        for cells in reader:
            if cells:
                if seen == row:
                    return begins
                seen += 1
            begins = reader.line_num + 1
        return begins


def read_wide(path: Path, shown: str, table: WideTable, series: Collection[str]) -> tuple[Dataset, tuple[str, ...]]:
    """Read a wide table.

    Parameters
    ----------
    series
        Indicators and measures: columns with these names are read.

    Returns
    -------
    The dataset, and the names of the columns that were not read.
    """
    grid = read_grid(path, shown)
    special = {key: getattr(table, key) for key in ("id", "name", "year", "group", "role") if getattr(table, key)}
    problems = _lacking(grid, special)
    if problems:
        raise InputError(problems)
    read = [name for name in grid.columns if name in set(series)]
    ignored = tuple(name for name in grid.columns if name not in read and name not in special.values())
    years = None if table.year is None else _years(grid, table.year, problems)
    ids = _ids(grid, table.id, years, problems)
    roles = _roles(grid, table.role, problems)
    names = _names(grid, table.name or table.id, problems)
    figures = np.empty((len(read), grid.rows))
    for position, name in enumerate(read):
        figures[position] = _numbers(grid, name, problems)
    if problems:
        raise InputError(problems)
    source = Source(title=table.source) if table.source else None
    order = _order(ids, years)
    unique = [row for at, row in enumerate(order) if at == 0 or ids[order[at - 1]] != ids[row]]
    groups = grid.columns[table.group] if table.group else ("",) * grid.rows
    hubs = hubs_of(*([column[row] for row in unique] for column in (ids, names, roles)), [groups[r] or None for r in unique])
    if years is None:
        values = figures if order == list(range(len(order))) else figures[:, order]
        return from_values(hubs, read, values, table.evidence, source), ignored
    place = {name: position for position, name in enumerate(hubs.ids)}
    hub = np.array([place[name] for name in ids], dtype=np.int64)
    return from_panel(hubs, read, figures.T, hub, np.array(years), table.evidence, source), ignored


def read_grid(path: Path, shown: str) -> Grid:
    """Read a CSV file with a header row; blank lines are skipped."""
    import csv

    text = read_text(path, TABLE_LIMIT, shown)
    lines = text.splitlines(keepends=True) if "\r" in text.replace("\r\n", "") else text.split("\n")
    try:
        rows = [row for row in csv.reader(lines if len(lines) > 1 else [text], strict=True) if row]
    except csv.Error as error:
        raise InputError(Problem("csv", f"not a CSV table: {error}", place=Place(shown))) from error
    if not rows:
        raise InputError(Problem("csv", "the table is empty", place=Place(shown), expected="a header row"))
    header, body = rows[0], rows[1:]
    twice = {name for name in header if header.count(name) > 1} if len(set(header)) < len(header) else set()
    if twice:
        message = f"the column `{sorted(twice)[0]}` stands twice"
        raise InputError(Problem("csv", message, (sorted(twice)[0],), place=Place(shown, 1)))
    grid = Grid(shown, text, {}, len(body))
    for position, row in enumerate(body):
        if len(row) != len(header):
            found, expected = f"{len(row)} cells", f"{len(header)}, as in the header"
            raise InputError(grid.problem("csv", "a row of another length", position, header[0], found=found, expected=expected))
    columns = zip(*body, strict=True) if body else (() for _ in header)
    return Grid(shown, text, dict(zip(header, columns, strict=True)), len(body))


def _lacking(grid: Grid, special: dict[str, str]) -> list[Problem]:
    problems = []
    for key, column in special.items():
        if column not in grid.columns:
            message = f"the table has no column `{column}`, which `data.{key}` names"
            problems.append(grid.problem("csv", message, None, column, hint=did_you_mean(column, grid.columns)))
    if not grid.rows:
        problems.append(grid.problem("csv", "the table has no rows", None, special["id"]))
    return problems


def identifier(text: str) -> str:
    """The id that a text makes: NFKD, lower case, other characters `-`."""
    if not (text.isascii() and text.isalnum()):
        from unicodedata import combining, normalize

        plain = "".join(letter for letter in normalize("NFKD", text.strip()) if not combining(letter))
        text = re.sub(r"[^a-z0-9_-]", "-", plain.lower()).lstrip("-_")
    return text.lower()[:ID_LENGTH]


def _ids(grid: Grid, column: str, years: list[int] | None, problems: list[Problem]) -> list[str]:
    ids = [identifier(text) for text in grid.columns[column]]
    seen: dict[object, int] = {}
    keys: Iterable[object] = ids if years is None else zip(ids, years, strict=True)
    if "" not in ids and years is None and len(set(ids)) == len(ids):
        return ids
    for row, (name, key) in enumerate(zip(ids, keys, strict=True)):
        if not name:
            found = describe(grid.columns[column][row])
            problems.append(grid.problem("csv", "an empty id", row, column, found=found, expected="letters or digits"))
        elif seen.setdefault(key, row) != row:
            again = "the id" if years is None else "the id and year"
            message = f"{again} `{name}` stands twice: in lines {grid.line(seen[key])} and {grid.line(row)}"
            problems.append(grid.problem("csv", message, row, column, found=describe(grid.columns[column][row])))
    return ids


def _names(grid: Grid, column: str, problems: list[Problem]) -> tuple[str, ...]:
    return _checked(grid, column, check_name, problems)


def _checked(grid: Grid, column: str, check: Callable[[str], str], problems: list[Problem]) -> tuple[str, ...]:
    names = grid.columns[column]
    for row, name in enumerate(names):
        try:
            check(name)
        except PydanticCustomError as error:
            context = error.context or {}
            message = f"`{column}` {error.message()}"
            found, expected = str(context.get("found", "")), str(context.get("expected", ""))
            problems.append(grid.problem("name", message, row, column, found=found, expected=expected))
    return names


def _roles(grid: Grid, column: str | None, problems: list[Problem]) -> Sequence[str]:
    if column is None:
        return ("candidate",) * grid.rows
    roles = [role.strip() or "candidate" for role in grid.columns[column]]
    for row, role in enumerate(roles):
        if role not in ROLES:
            found, expected = describe(role), " or ".join(ROLES)
            problems.append(grid.problem("bad-value", f"`{column}` is no role", row, column, found=found, expected=expected))
    return roles


def _years(grid: Grid, column: str, problems: list[Problem]) -> list[int]:
    years = []
    for row, text in enumerate(grid.columns[column]):
        good = len(text.strip()) == 4 and text.strip().isascii() and text.strip().isdigit() and 1800 <= int(text) <= 2199
        years.append(int(text) if good else 0)
        if not good:
            expected = "a year from 1800 to 2199"
            problems.append(grid.problem("bad-key", f"`{column}` is not a year", row, column, found=describe(text), expected=expected))
    return years


def _order(ids: Sequence[str], years: list[int] | None) -> list[int]:
    """Rows by id, of one hub the newest first."""
    if years is None:
        return sorted(range(len(ids)), key=ids.__getitem__)
    return sorted(range(len(ids)), key=lambda row: (ids[row], -years[row]))


def _numbers(grid: Grid, column: str, problems: list[Problem]) -> Floats:
    """The figures of a column, NaN where a cell is empty."""
    cells = grid.columns[column]
    text = "".join(cells)
    try:
        figures = np.fromiter(map(float, cells), np.float64, len(cells))
        gaps = 0
    except ValueError:
        try:
            figures = np.fromiter((float(cell) if cell and not cell.isspace() else np.nan for cell in cells), np.float64)
        except ValueError:
            return _blamed(grid, column, problems)
        gaps = sum(not cell or cell.isspace() for cell in cells)
    strange = "_" in text or not text.isascii() or int(np.isnan(figures).sum()) != gaps
    if strange or np.fmax.reduce(np.abs(figures), initial=0.0) > LARGEST:
        return _blamed(grid, column, problems)
    return figures


def _blamed(grid: Grid, column: str, problems: list[Problem]) -> Floats:
    for row, cell in enumerate(grid.columns[column]):
        if cell.strip() and not (_plain(cell) and abs(float(cell)) <= LARGEST):
            expected = "a finite number up to 1e15, or an empty cell"
            message = f"`{column}` is not a number" if not _plain(cell) else f"`{column}` is out of range"
            problems.append(grid.problem("bad-value", message, row, column, found=describe(cell), expected=expected))
    return np.full(grid.rows, np.nan)


def _plain(cell: str) -> bool:
    return re.fullmatch(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", cell, re.ASCII) is not None
