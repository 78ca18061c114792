"""What the columns of a wide table are: found by header and content, or as somebody says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from shlex import quote
from typing import NamedTuple

from hubscore.errors import InputError, Place, Problem, UsageError
from hubscore.files.grid import Faults, Grid
from hubscore.files.importing.draft import DECIMAL, Column, Series, Status
from hubscore.files.importing.headers import WIDE, labelled, new_id, plain, recognised, with_unit
from hubscore.files.importing.numbers import AMBIGUOUS, TEXT, Figures, figures_of
from hubscore.files.importing.wishes import ONCE, Wishes, columns_meant, refuse_unknown
from hubscore.files.labels import ROLES
from hubscore.model.found import describe

MOST_COLUMNS = 1_000

WANTED = ("indicator", "measure")
"""What a column may be said to be although it looks like something else."""

FEW_MARKS = 3
"""How many different cells that are no numbers could be marks for missing figures."""

FEW_ROWS = 3
"""From how many rows on 1, 2, 3 ... is taken for the numbers of the rows."""


class Verdict(NamedTuple):
    """Whether a column is kept, what is to be said of it, and the option that would bring it in."""

    kept: bool
    status: Status = "used"
    why: str = ""
    remedy: str = ""


class Found(NamedTuple):
    """Columns of a wide table.

    `roles`: by role the column that has it; `series`: each with its column and figures.
    """

    roles: Mapping[str, str]
    series: tuple[tuple[str, Series, Figures], ...]
    report: tuple[Column, ...]


def columns_of(grid: Grid, wishes: Wishes) -> Found:
    """Find out what the columns are.

    Raises
    ------
    InputError
        Where there are too many, none that names the hubs, or a cell of a column that was asked
        for is no number.
    UsageError
        Where options name columns that are not there, or two for one role.
    """
    refuse_too_wide(grid)
    names = list(grid.columns)
    refuse_unknown(wishes.columns, names, "--column")
    wishes = replace(wishes, directions=columns_meant(wishes.directions, names, "--direction"))
    roles = _roles(grid, wishes)
    by_column = {column: role for role, column in roles.items()}
    broken = unusable_in(grid, names)
    seen: dict[tuple[str, ...], str] = {}
    series: list[tuple[str, Series, Figures]] = []
    report = []
    for name in names:
        if name in by_column:
            report.append(
                Column(grid.shown, name, by_column[name], "used", _doubt_of(by_column[name], name, roles, wishes))
            )
            continue
        figures = figures_of(grid.columns[name], wishes.decimal, wishes.missing, broken.get(name, {}))
        wish = wishes.columns.get(name, "")
        if wish in WANTED and figures.odd:
            refuse_odd(grid, name, figures)
        verdict = judged(grid, name, figures, wish, seen)
        if not verdict.kept:
            report.append(Column(grid.shown, name, "", verdict.status, verdict.why, remedy=verdict.remedy))
            continue
        seen.setdefault(figures.texts, name)
        made, lost = _made(name, {each.id for _, each, _ in series}, f"column_{names.index(name) + 1}", wishes)
        series.append((name, made, figures))
        why = "; ".join(filter(None, (lost, verdict.why)))
        report.append(reported(grid.shown, name, made, "doubtful" if lost else verdict.status, why))
    return Found(roles, tuple(series), tuple(report))


def _made(name: str, taken: Collection[str], otherwise: str, wishes: Wishes) -> tuple[Series, str]:
    """The series of a column, and what of its header is lost."""
    label, unit = with_unit(name)
    made = new_id(label, taken, otherwise)
    label, unit, lost = labelled(made, label, unit)
    measure = wishes.columns.get(name) == "measure"
    direction = None if measure else wishes.directions.get(name, wishes.direction)
    return Series(made, label, unit, direction, measure), lost


def reported(table: str, name: str, series: Series, status: Status, why: str) -> Column:
    """What became of a column that is a series."""
    if series.measure:
        return Column(table, name, f"measure {series.id}", status, why)
    doubtful: Status = "doubtful" if series.direction is None else status
    return Column(table, name, f"indicator {series.id}", doubtful, why, series.direction or "higher?")


def refuse_too_wide(grid: Grid) -> None:
    """Refuse a table with more columns than anybody can judge."""
    if len(grid.columns) > MOST_COLUMNS:
        message = f"the table has {len(grid.columns):,} columns"
        hint = "leave out what is not needed; with one row an indicator, turn it, or make it long"
        raise InputError(
            Problem("csv", message, expected=f"at most {MOST_COLUMNS:,}", hint=hint, place=Place(grid.shown))
        )


def unusable_in(grid: Grid, names: Collection[str]) -> dict[str, dict[int, str]]:
    """By column and row: what is wrong with cells that only seem to be empty."""
    broken: dict[str, dict[int, str]] = {}
    for row, column, problem in grid.unusable(names):
        broken.setdefault(column, {})[row] = problem.found or problem.message
    return broken


def judged(grid: Grid, name: str, figures: Figures, wish: str, seen: Mapping[tuple[str, ...], str]) -> Verdict:
    """Whether a column is kept, and what is to be said of it; `seen` are columns before it by their figures."""
    if wish == "ignore":
        return Verdict(False, "ignored", "as you said")
    if not figures.known and not figures.odd:
        why = "empty" if not figures.marks else f"no figures, only {_marks(figures.marks)}"
        return Verdict(False, "ignored", why)
    if figures.odd:
        return _odd(grid, name, figures)
    texts = [text for text in figures.texts if text]
    if wish not in WANTED and (looks := _looks_like(name, texts, figures.known == grid.rows)):
        return Verdict(False, "left out", looks, f"--column {quote(f'{name}=indicator')}")
    if name.rpartition(" #")[0] in grid.columns:
        return Verdict(True, "doubtful", f"the same header as {name.rpartition(' #')[0]}")
    if figures.texts in seen and len(texts) > 1:
        return Verdict(True, "doubtful", f"the same figures as {seen[figures.texts]}")
    if figures.marks:
        return Verdict(True, "doubtful", f"{_marks(figures.marks)} read as missing")
    if len(set(texts)) == 1 and len(texts) > 1:
        return Verdict(True, "doubtful", "the same figure everywhere")
    return Verdict(True)


def _odd(grid: Grid, name: str, figures: Figures) -> Verdict:
    row = min(figures.odd)
    cell = grid.columns[name][row].strip()[:30]
    shown = f": `{cell}`" if cell else ""
    if not figures.known and all(why == TEXT for why in figures.odd.values()):
        return Verdict(False, "ignored", f"text, as `{cell}` in {where(grid, row, name)}")
    others = len(figures.odd) - 1
    more = f", and {others:,} more" if others else ""
    return Verdict(
        False, "left out", f"{figures.odd[row]}{shown} in {where(grid, row, name)}{more}", _remedy(grid, name, figures)
    )


def _remedy(grid: Grid, name: str, figures: Figures) -> str:
    """The option that would make all cells of a column numbers or gaps; empty where only mending them would."""
    decimal = [DECIMAL] if AMBIGUOUS in figures.odd.values() else []
    odd = (row for row, why in figures.odd.items() if why != AMBIGUOUS)
    cells = list(dict.fromkeys(grid.columns[name][row].strip() for row in odd))
    if not all(cells) or len(cells) > FEW_MARKS:
        return ""
    return " ".join([*decimal, *(f"--missing{'=' if cell.startswith('-') else ' '}{quote(cell)}" for cell in cells)])


def where(grid: Grid, row: int, name: str) -> str:
    """A cell, as people find it: `C7`, or `line 7`."""
    place = grid.place(row, name)
    return place.cell.rpartition("!")[2] or f"line {place.line}"


def _looks_like(name: str, texts: Sequence[str], full: bool) -> str:
    if re.fullmatch(r"(19|20)\d\d", name.strip(), re.ASCII):
        return "a column of one year: make the table long, with hub, indicator, year and value"
    whole = [int(text) for text in texts if text.isdigit() and len(text) < 10]
    if len(whole) < len(texts):
        return ""
    if all(1900 <= number <= 2100 for number in whole):
        return "looks like a year"
    counting = full and len(whole) >= FEW_ROWS and whole in (list(range(len(whole))), list(range(1, len(whole) + 1)))
    return "looks like an id: it numbers the rows" if counting else ""


def _marks(marks: Counter[str]) -> str:
    return ", ".join(f"`{mark}` in {count} cell{'s' if count > 1 else ''}" for mark, count in sorted(marks.items()))


def _roles(grid: Grid, wishes: Wishes) -> dict[str, str]:
    """The columns that are no figures, by role; `id` always."""
    said: dict[str, str] = {}
    for column, role in wishes.columns.items():
        if role in ONCE and role in said:
            raise UsageError(Problem("usage", f"two columns cannot be the {role}: `{said[role]}` and `{column}`"))
        if role in ONCE:
            said[role] = column
    free = [name for name in grid.columns if name not in wishes.columns]
    guessed = {role: column for role, column in recognised(free, WIDE).items() if _fits(grid, role, column)}
    roles = guessed | said
    if "id" not in roles and "name" in roles:
        roles["id"] = roles["name"] if "name" in said else roles.pop("name")
    if "id" not in roles:
        roles["id"] = _first_text(grid, [name for name in free if name not in roles.values()])
    return roles


def _fits(grid: Grid, role: str, column: str) -> bool:
    """Whether what the header says fits the cells."""
    cells = {cell.strip() for cell in grid.columns[column]} - {""}
    if role == "year":
        return all(cell.isdigit() and len(cell) == 4 and "1800" <= cell < "2200" for cell in cells)
    return cells <= set(ROLES) if role == "role" else bool(cells)


def _first_text(grid: Grid, free: Sequence[str]) -> str:
    """The first column of texts that are all different."""
    for name in free:
        cells = [cell.strip() for cell in grid.columns[name] if cell.strip()]
        if cells and not figures_of(cells, "point").known and len(set(cells)) == len(cells):
            return name
    message = "no column names the hubs"
    hint = "say which one does: --column 'NAME=id'"
    raise InputError(
        Problem(
            "csv",
            message,
            expected="a column such as id, code, hub, city or country",
            hint=hint,
            place=Place(grid.shown),
        )
    )


def _doubt_of(role: str, name: str, roles: Mapping[str, str], wishes: Wishes) -> str:
    known = (*WIDE[role], *WIDE["name"]) if role == "id" else WIDE[role]
    if wishes.columns.get(name) == role or plain(name) in known:
        return "also the hubs' names" if role == "id" and "name" not in roles else ""
    return "taken for the hubs' names; --column says otherwise"


def refuse_odd(grid: Grid, name: str, figures: Figures) -> None:
    """Refuse a column that was asked for and is not all numbers."""
    faults, remedy = Faults(grid), _remedy(grid, name, figures)
    hint = f"mend the cell, or read it as missing with {remedy}" if remedy.startswith("--missing") else ""
    for row, why in figures.odd.items():
        found = describe(grid.columns[name][row])
        message = f"`{name}` has a cell that is no number: {why}"
        faults.add(row, name, Problem("bad-value", message, found=found, expected="a number", hint=hint))
    faults.refuse()
