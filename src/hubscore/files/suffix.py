"""Any table as a grid: what its suffix says it is."""

from __future__ import annotations

from pathlib import Path

from hubscore.errors import InputError, Place, Problem
from hubscore.files.grid import Grid, Naming, read_grid

OTHERS = (".xls", ".xlsm", ".xlsb", ".ods", ".numbers")
"""Workbooks that are not read."""


def read_any(
    path: Path, shown: str, sheet: str | None = None, named: Naming | None = None, separators: str = ","
) -> Grid:
    """Read a table: an .xlsx workbook, or else a CSV file.

    Parameters
    ----------
    sheet
        Of a workbook: which sheet; the first that is not hidden if left out.
    named, separators
        As `grid.read_grid`.

    Raises
    ------
    InputError
        As `grid.read_grid` and `xlsx.sheet.read_sheet`; where the file is another workbook, or a
        sheet of a CSV file is asked for.
    """
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        from hubscore.files.xlsx.sheet import read_sheet  # not every table is a workbook

        return read_sheet(path, shown, sheet, named)
    if suffix in OTHERS:
        message = f"cannot read {shown}: tables are read from .csv and .xlsx"
        raise InputError(Problem("file-kind", message, hint="save it as .xlsx or CSV", place=Place(shown)))
    if sheet is not None:
        message = f"{shown} has no sheet `{sheet}`: it is no .xlsx workbook"
        raise InputError(Problem("file-kind", message, place=Place(shown)))
    return read_grid(path, shown, named, separators)
