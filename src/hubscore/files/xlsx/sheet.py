"""A sheet of an .xlsx workbook as a grid of text, as a CSV file would give it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hubscore.errors import InputError, Place, Problem
from hubscore.files.grid import Grid, Naming, refuse_twice
from hubscore.files.xlsx.look import Cell, Look, look, name_of
from hubscore.files.xlsx.package import Package, links_of, local, open_package, refuse, xml
from hubscore.files.xlsx.values import plain_book, values_of
from hubscore.model.suggest import did_you_mean

NEEDED = 'pip install "hubscore[xlsx]"'


@dataclass(frozen=True)
class SheetGrid(Grid):
    """The grid of a sheet: its places are cells.

    `at` are the sheet's rows of the header and of each row of the grid, counted from 0; `first`
    is the sheet's column of the first one; `seen` what the look at the cells found.
    """

    sheet: str
    at: tuple[int, ...]
    first: int
    seen: Look

    @property
    def is_plain(self) -> bool:
        """Unknown before a look at the cells."""
        return False

    @property
    def lines(self) -> str:
        """What its rows are counted in."""
        return "rows"

    def line(self, row: int) -> int:
        """The row of the sheet, counted from 1; row -1 is the header."""
        return self.at[row + 1] + 1

    def place(self, row: int, column: str) -> Place:
        """The cell; row -1 is the header."""
        position = list(self.columns).index(column) if column in self.columns else 0
        return Place(self.shown, cell=f"{self.sheet}!{name_of((self.at[row + 1], self.first + position))}")

    def unusable(self, columns: Iterable[str]) -> Iterator[tuple[int, str, Problem]]:
        """Cells of these columns with a formula without a value, an error, or merged with others."""
        places = {name: self.first + position for position, name in enumerate(self.columns)}
        rows = {place: row for row, place in enumerate(self.at, -1)}
        wanted = {places[name]: name for name in columns}
        for (line, column), error in sorted(self.seen.errors.items()):
            if column in wanted and line in rows:
                yield rows[line], wanted[column], _WITHOUT if not error else _ERROR._replace(found=error)
        for first, last in self.seen.merged:
            at = bisect_left(self.at, first[0])  # areas may be many and the sheet long
            if first == last or at == len(self.at) or self.at[at] > last[0]:
                continue
            for column, name in wanted.items():
                if first[1] <= column <= last[1]:
                    message = f"the cells {name_of(first)}:{name_of(last)} are merged: which of them has the value?"
                    yield at - 1, name, Problem("xlsx", message, hint="split them, and fill each cell")


_WITHOUT = Problem(
    "xlsx",
    "the cell holds a formula without a value",
    hint="open and save the file in a spreadsheet program, or put the value in its place",
)
_ERROR = Problem("xlsx", "the cell holds an error", hint="mend the formula, or leave the cell empty")


def read_sheet(path: Path, shown: str, wanted: str | None = None, named: Naming | None = None) -> SheetGrid:
    """Read a sheet with a header row.

    Parameters
    ----------
    wanted
        The sheet's name; the first that is not hidden if left out.
    named
        As `grid.read_grid`.

    Raises
    ------
    InputError
        As `package.open_package` and `look.look`; where the extra is not installed, where there
        is no such sheet, or nothing in it.
    """
    _refuse_without_extra(shown)
    package = open_package(path, shown)
    [name, book, links] = _chosen(package, wanted)
    cells, strings, styles = (_linked(package, links, kind) for kind in ("worksheet", "sharedStrings", "styles"))
    if cells is None:
        refuse(shown, f"its sheet `{name}` is not there")
    package.archive.close()
    seen = look(shown, name, strings, cells)
    rows, (top, left) = _padded(*values_of(plain_book(cells, strings, styles, book), shown, name), seen)
    return _grid(rows, SheetGrid(shown, "", {}, 0, name, (), left, seen), top, named)


def sheet_names(path: Path, shown: str) -> list[str]:
    """The names of the sheets that are not hidden."""
    _refuse_without_extra(shown)
    return [name for name, _, hidden in _sheets(open_package(path, shown))[0] if not hidden]


def _refuse_without_extra(shown: str) -> None:
    from importlib.util import find_spec

    lacking = [name for name in ("python_calamine", "defusedxml") if find_spec(name) is None]
    if lacking:
        refuse(shown, "reading workbooks needs packages that are not installed", hint=f"install them: {NEEDED}")


def _sheets(package: Package) -> tuple[list[tuple[str, str, bool]], Any, list[Any]]:
    """Name, link and whether it is hidden, of all sheets with cells; the workbook, and its links."""
    offices = [link.part for link in links_of(package, "_rels/.rels", "") if link.kind == "officeDocument"]
    book = offices[0] if offices else "xl/workbook.xml"
    data = package.part(book)
    if data is None:
        refuse(package.shown, "it is no .xlsx file: it holds no workbook")
    folder, _, name = book.rpartition("/")
    links = links_of(package, f"{folder}/_rels/{name}.rels".lstrip("/"), book)
    tables = {link.id for link in links if link.kind == "worksheet"}
    tree = xml(data, package.shown, book)
    sheets = [
        {local(key): value for key, value in element.attrib.items()}
        for element in tree.iter()
        if local(element.tag) == "sheet"
    ]
    found = [
        (s.get("name", ""), s["id"], s.get("state", "visible") != "visible") for s in sheets if s.get("id") in tables
    ]
    return found, tree, links


def _chosen(package: Package, wanted: str | None) -> tuple[str, Any, list[Any]]:
    """The sheet's name, the workbook, and links of which only the chosen one is to a sheet."""
    sheets, book, links = _sheets(package)
    names = [name for name, _, _ in sheets]
    fit = [(name, link) for name, link, hidden in sheets if (not hidden if wanted is None else name == wanted)]
    if not fit:
        expected = "one of " + ", ".join(f"`{name}`" for name in names[:12]) if names else ""
        what = "it has no sheet to read a table from" if wanted is None else f"it has no sheet `{wanted}`"
        refuse(package.shown, what, expected=expected, hint=did_you_mean(wanted or "", names))
    [(name, chosen), *_] = fit
    return name, book, [link for link in links if link.kind != "worksheet" or link.id == chosen]


def _linked(package: Package, links: Sequence[Any], kind: str) -> bytes | None:
    for link in links:
        if link.kind == kind:
            return package.part(link.part)
    return None


def _padded(rows: list[list[Any]], start: Cell, seen: Look) -> tuple[list[list[Any]], Cell]:
    """The cells with those around them that only seem to be empty."""
    lines = [line for line, _ in seen.errors] + ([start[0], start[0] + len(rows) - 1] if rows else [])
    columns = [column for _, column in seen.errors] + ([start[1], start[1] + len(rows[0]) - 1] if rows else [])
    if not lines:
        return rows, start
    top, left, width = min(lines), min(columns), max(columns) - min(columns) + 1
    padded = [[""] * width for _ in range(max(lines) - top + 1)]
    for line, row in enumerate(rows, start[0] - top):
        padded[line][start[1] - left : start[1] - left + len(row)] = row
    return padded, (top, left)


def _grid(rows: list[list[Any]], empty: SheetGrid, top: int, named: Naming | None) -> SheetGrid:
    texts = [(top + line, [_text(value) for value in row]) for line, row in enumerate(rows)]
    # A cell without a usable value is not an empty one: its row stays.
    faulty = {line for line, _ in empty.seen.errors}
    full = [(line, row) for line, row in texts if line in faulty or any(row)]
    if not full:
        expected = "a header row"
        problem = Problem("csv", "the table is empty", place=Place(empty.shown, cell=empty.sheet), expected=expected)
        raise InputError(problem)
    (_, header), *body = full
    names = list(named(header) if named else header)
    at = tuple(line for line, _ in full)
    made: Mapping[str, tuple[str, ...]] = dict.fromkeys(names, ())
    if len(made) == len(names):
        columns = zip(*(row for _, row in body), strict=True) if body else (() for _ in names)
        made = dict(zip(names, columns, strict=True))
    grid = SheetGrid(empty.shown, "", made, len(body), empty.sheet, at, empty.first, empty.seen)
    if len(made) < len(names):
        refuse_twice(grid, names)
    return grid


def _text(value: Any) -> str:
    """A value as a CSV file would have it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    moment = getattr(value, "isoformat", None)
    return value if isinstance(value, str) else str(value) if moment is None else str(moment())
