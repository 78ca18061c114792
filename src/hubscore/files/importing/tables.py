"""Which tables these are: wide, long, or COINr's two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from hubscore.errors import InputError, Place, Problem, UsageError
from hubscore.files.grid import Grid
from hubscore.files.importing.coinr import coinr, is_data
from hubscore.files.importing.draft import Column, Draft
from hubscore.files.importing.headers import numbered
from hubscore.files.importing.long import is_long, long
from hubscore.files.importing.meta import is_meta
from hubscore.files.importing.wide import wide
from hubscore.files.importing.wishes import Wishes
from hubscore.files.suffix import read_any

MOST_SHEETS = 12
"""How many sheets of a workbook are looked into."""

SEPARATORS = ",;\t"
"""What may separate the cells of a CSV file: where commas are decimal signs, programs write semicolons."""

MOST_CELLS = 100_000
"""After how many cells no further sheet is looked into."""


def understood(paths: Sequence[tuple[Path, str]], wishes: Wishes) -> Draft:
    """Read one table, or COINr's two, and find out what is in them.

    Parameters
    ----------
    paths
        Files, each with how messages name it.

    Raises
    ------
    InputError, UsageError
        Where the tables cannot be read or understood.
    """
    if len(paths) > 2:
        raise UsageError(Problem("usage", f"there are {len(paths)} tables", expected="one, or COINr's iData and iMeta"))
    if len(paths) == 2:
        grids = [_read(path, shown) for path, shown in paths]
        return replace(_pair(grids, wishes), separators=tuple(dict.fromkeys(grid.separator for grid in grids)))
    [(path, shown)] = paths
    if path.suffix.lower() == ".xlsx" and wishes.sheet is None:
        return _workbook(path, shown, wishes)
    grid = _read(path, shown, wishes.sheet)
    return replace(_one(grid, wishes), separators=(grid.separator,))


def _read(path: Path, shown: str, sheet: str | None = None) -> Grid:
    return read_any(path, shown, sheet, partial(_named, shown), SEPARATORS)


def _named(shown: str, header: Sequence[str]) -> list[str]:
    """Names for the columns; refuses a file of which the header shows that it is separated otherwise."""
    if len(header) == 1 and "|" in header[0]:
        hint = "save the table as CSV with commas, or as .xlsx"
        raise InputError(Problem("csv", "the cells are separated by `|`", hint=hint, place=Place(shown)))
    return numbered(header)


def _one(grid: Grid, wishes: Wishes) -> Draft:
    if is_meta(grid):
        message = f"{grid.shown} is COINr's iMeta, which says what is in an iData"
        raise UsageError(Problem("usage", message, hint="name both tables: hubscore import iData.csv iMeta.csv"))
    if not grid.rows:
        raise InputError(Problem("csv", "the table has no rows", place=grid.place(-1, "")))
    return long(grid, wishes) if is_long(grid, wishes) else wide(grid, wishes)


def _pair(grids: Sequence[Grid], wishes: Wishes) -> Draft:
    metas = [grid for grid in grids if is_meta(grid)]
    datas = [grid for grid in grids if not is_meta(grid) and is_data(grid)]
    if len(metas) != 1 or len(datas) != 1:
        expected = "an iData with a column uCode, and an iMeta with columns iCode, Type, Parent and Direction"
        message = "two tables are brought in together only where they are COINr's iData and iMeta"
        raise UsageError(Problem("usage", message, expected=expected, hint="bring other tables in one by one"))
    return coinr(datas[0], metas[0], wishes)


def _workbook(path: Path, shown: str, wishes: Wishes) -> Draft:
    """Of several sheets COINr's two, or the first long table, or the first table."""
    from hubscore.files.xlsx.sheet import sheet_names  # not every table is a workbook

    names = sheet_names(path, shown)[:MOST_SHEETS]
    if len(names) < 2:
        return _one(_read(path, shown), wishes)
    grids = _looked_into(path, shown, names)
    metas = [name for name, grid in grids.items() if is_meta(grid)]
    datas = [name for name, grid in grids.items() if is_data(grid) and name not in metas]
    if len(metas) == len(datas) == 1:
        return _told(coinr(grids[datas[0]], grids[metas[0]], wishes), shown, names, [metas[0], datas[0]])
    tables = [name for name, grid in grids.items() if grid.rows and len(grid.columns) > 1]
    chosen = next((name for name in tables if is_long(grids[name], wishes)), [*tables, *names][0])
    grid = grids[chosen] if chosen in grids else _read(path, shown, chosen)
    return _told(_one(grid, wishes), shown, names, [chosen])


def _looked_into(path: Path, shown: str, names: Sequence[str]) -> dict[str, Grid]:
    """The sheets that are tables, as far as looking for them takes no time."""
    grids: dict[str, Grid] = {}
    cells = 0
    for name in names:
        if cells > MOST_CELLS:
            break
        try:
            grids[name] = grid = _read(path, shown, name)
            cells += grid.rows * len(grid.columns)
        except InputError as error:
            if any(problem.rule == "xlsx" for problem in error.problems):
                break  # more of it may be like that; reading the sheet by its name will tell
    return grids


def _told(draft: Draft, shown: str, names: Sequence[str], chosen: Sequence[str]) -> Draft:
    """A draft that says which sheets it is made of."""
    said = tuple(
        Column(shown, f"sheet {name}", "the table", "used")
        if name in chosen
        else Column(shown, f"sheet {name}", "", "ignored", "another sheet; --sheet reads it")
        for name in names
    )
    return replace(draft, columns=said + draft.columns)
