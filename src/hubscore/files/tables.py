"""Wide tables: one row a hub (and year), one column an indicator or measure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import InputError, Problem
from hubscore.files.grid import Faults, Grid, is_plain
from hubscore.files.labels import ids_of, names_of, roles_of, years_of
from hubscore.files.suffix import read_any
from hubscore.model.columns import from_panel, from_values
from hubscore.model.dataset import Dataset, Hubs, hubs_of
from hubscore.model.fields import LARGEST
from hubscore.model.found import describe
from hubscore.model.possible import LEAST, impossible
from hubscore.model.profile import Source
from hubscore.model.scorecard import WideTable
from hubscore.model.suggest import did_you_mean

Floats = NDArray[np.float64]

SPECIAL = ("id", "name", "year", "group", "role")
"""The keys of [data] that name columns."""

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def read_wide(
    path: Path,
    shown: str,
    table: WideTable,
    series: Collection[str],
    divisors: Collection[str] = (),
    kinds: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Dataset, tuple[str, ...]]:
    """Read a wide table.

    Parameters
    ----------
    series
        Indicators and measures: columns with these names are read.
    divisors
        Those of them that something is divided by: they must be above 0.
    kinds
        Those of them that are places of a ranking or counts.

    Returns
    -------
    The dataset, and the names of the columns that were not read.

    Raises
    ------
    InputError
        All that is wrong in the table, with line and column.
    """
    grid = read_any(path, shown, table.sheet)
    special = {key: str(getattr(table, key)) for key in SPECIAL if getattr(table, key)}
    _refuse_lacking(grid, special)
    known = set(series)
    read = [name for name in grid.columns if name in known]
    ignored = tuple(name for name in grid.columns if name not in known and name not in special.values())
    faults = Faults(grid)
    for row, column, problem in grid.unusable([*special.values(), *read]):
        faults.add(row, column, problem)
    faults.refuse()
    years = years_of(faults, table.year)
    ids = ids_of(faults, table.id, years)
    order = sorted(range(grid.rows), key=ids.__getitem__ if years is None else lambda row: (ids[row], -years[row]))
    hubs = _hubs(faults, table, ids, order)
    figures = np.empty((len(read), grid.rows))
    for position, name in enumerate(read):
        figures[position] = _numbers(faults, name, name in divisors)
        _refuse_impossible(faults, name, figures[position], kinds.get(name))
    faults.refuse()
    source = Source(title=table.source) if table.source else None
    if years is None:
        values = figures if order == list(range(len(order))) else figures[:, order]
        return from_values(hubs, read, values, table.evidence, source), ignored
    place = {name: position for position, name in enumerate(hubs.ids)}
    hub = np.array([place[name] for name in ids], dtype=np.int64)
    return from_panel(hubs, read, figures.T, hub, np.array(years), table.evidence, source), ignored


def _refuse_lacking(grid: Grid, special: dict[str, str]) -> None:
    problems = []
    for key, column in special.items():
        if column not in grid.columns:
            from hubscore.files.misread import header_hint

            message = f"the table has no column `{column}`, which `data.{key}` names"
            close = did_you_mean(column, grid.columns) if len(grid.columns) > 1 else ""
            hint = close or header_hint(list(grid.columns), special.values())
            problems.append(Problem("csv", message, (column,), hint=hint, place=grid.place(-1, "")))
    if not grid.rows and not problems:
        problems.append(Problem("csv", "the table has no rows", place=grid.place(-1, "")))
    if problems:
        raise InputError(problems)


def _hubs(faults: Faults, table: WideTable, ids: Sequence[str], order: Sequence[int]) -> Hubs:
    """Who is ranked; of a hub with several rows the newest says name, group and role."""
    grid = faults.grid
    names = names_of(faults, table.name or table.id, needed=table.name is not None)
    groups = ("",) * grid.rows if table.group is None else names_of(faults, table.group, needed=False)
    roles = roles_of(faults, table.role)
    newest = [row for at, row in enumerate(order) if at == 0 or ids[order[at - 1]] != ids[row]]
    columns = [[column[row] for row in newest] for column in (ids, names, roles, groups)]
    return hubs_of(columns[0], columns[1], columns[2], columns[3])


def _numbers(faults: Faults, column: str, above_zero: bool) -> Floats:
    """The figures of a column, NaN where a cell is empty."""
    cells = faults.grid.columns[column]
    figures = _quick(cells) if faults.grid.is_plain or is_plain("".join(cells)) else None
    # What float() takes and a table should not hold: nan, inf, 1_000, digits of other scripts.
    if figures is None or not np.fmax.reduce(np.abs(figures), initial=0.0) <= LARGEST:
        figures = _slow(faults, column)
    if above_zero:
        for row in np.flatnonzero(figures <= 0):
            message, found = f"`{column}` is a denominator and not above 0", describe(cells[row])
            faults.add(int(row), column, Problem("denominator", message, found=found, expected="a number above 0"))
    return figures


def _refuse_impossible(faults: Faults, column: str, figures: Floats, kind: str | None) -> None:
    """Places of a ranking begin at 1, counts at 0."""
    if kind is None:
        return
    for row in np.flatnonzero(figures < LEAST[kind]):
        wrong = impossible(kind, float(figures[row]), None, None)
        if wrong is not None:
            found = describe(faults.grid.columns[column][row])
            problem = Problem("impossible", f"`{column}` {wrong.what}", found=found, expected=wrong.expected)
            faults.add(int(row), column, problem)


def _quick(cells: tuple[str, ...]) -> Floats | None:
    """The figures, None where some need a closer look."""
    try:
        figures = np.fromiter(map(float, cells), np.float64, len(cells))
        return None if np.isnan(figures).any() else figures
    except ValueError:
        pass
    try:
        figures = np.array([float(cell) if cell else np.nan for cell in cells])
    except ValueError:
        return None
    return figures if int(np.isnan(figures).sum()) == cells.count("") else None


def _slow(faults: Faults, column: str) -> Floats:
    figures = np.full(faults.grid.rows, np.nan)
    for row, cell in enumerate(faults.grid.columns[column]):
        text = cell.strip()
        plain = NUMBER.fullmatch(text) is not None
        if plain and abs(float(text)) <= LARGEST:
            figures[row] = float(text)
        elif text:
            message = f"`{column}` is out of range" if plain else f"`{column}` is not a number"
            expected = "a number up to 1e15, with a point for the decimals, or an empty cell"
            faults.add(row, column, Problem("bad-value", message, found=describe(text), expected=expected))
    return figures
