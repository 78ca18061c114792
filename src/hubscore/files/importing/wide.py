"""A wide table: one row a hub (and year), one column an indicator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from hubscore.errors import InputError, Place, Problem
from hubscore.files.grid import Faults, Grid
from hubscore.files.importing.columns import Found, columns_of
from hubscore.files.importing.draft import MOST_FIGURES, Column, Draft, Hub, Observation, Row
from hubscore.files.importing.part import part_of
from hubscore.files.importing.wishes import Wishes
from hubscore.files.labels import ids_of, names_of, roles_of, years_of

SUMS = ("total", "sum", "average", "mean", "median", "all", "world", "overall")
"""Names of rows that sum up others."""


FEW_ROWS = 5
"""How many rows are told where none can be brought in."""


def wide(grid: Grid, wishes: Wishes) -> Draft:
    """Understand a wide table.

    Raises
    ------
    InputError
        As `columns.columns_of`; where ids are lacking, stand twice, or hold what cannot be shown.
    """
    return drafted(grid, columns_of(grid, wishes), wishes)


def drafted(grid: Grid, found: Found, wishes: Wishes) -> Draft:
    """A table of which the columns are known; errors as `wide`."""
    rows, kept = _rows(grid, found)
    part = part_of(grid, kept)
    faults = Faults(part)
    for row, column, problem in part.unusable(found.roles.values()):
        faults.add(row, column, problem)
    faults.refuse()
    years = years_of(faults, found.roles.get("year"))
    ids = ids_of(faults, found.roles["id"], years)
    names = names_of(faults, found.roles.get("name", found.roles["id"]), needed="name" in found.roles)
    groups = names_of(faults, found.roles["group"], needed=False) if "group" in found.roles else [""] * len(kept)
    roles = roles_of(faults, found.roles.get("role"))
    faults.refuse()
    refuse_nothing(grid.shown, len(found.series), len(kept), found.report)
    people = {ids[at]: Hub(ids[at], names[at], roles[at], groups[at]) for at in _oldest_first(ids, years)}
    readings = tuple(_readings(found, kept, ids, years))
    series = tuple(each for _, each, _ in found.series)
    return Draft(
        "wide",
        wishes.title or title_of(grid.shown),
        tuple(people.values()),
        series,
        readings,
        found.report,
        tuple(rows),
    )


def title_of(shown: str) -> str:
    """A title, made of a file's name."""
    words = PurePath(shown).stem.replace("_", " ").replace("-", " ").strip()
    return (words[:1].upper() + words[1:])[:100] or "Scorecard"


def refuse_nothing(shown: str, series: int, rows: int, report: Sequence[Column] = (), left: Sequence[Row] = ()) -> None:
    """Refuse a table of which nothing could be scored, or too much; what is in doubt is told with it."""
    if not series or not rows:
        message = f"the table has no {'column of figures' if not series else 'row with figures'} that can be brought in"
        doubts = [f"`{told.name}` is left out: {told.why}" for told in report if told.why and not told.becomes]
        doubts += [f"{told.place} is left out: {told.why}" for told in left[:FEW_ROWS] if told.status == "left out"]
        hint = "the headers must be in the first line" if any(map(_is_unnamed, report)) else ""
        first = Problem("csv", message, hint=hint, place=Place(shown))
        raise InputError([first, *(Problem("csv", text, place=Place(shown)) for text in doubts)])
    if series * rows > MOST_FIGURES:
        message = f"the table has {series * rows:,} cells of figures"
        hint = "write `data = { csv = ... }` in a scorecard of your own: such a table is read where it lies"
        raise InputError(Problem("csv", message, expected=f"at most {MOST_FIGURES:,}", hint=hint, place=Place(shown)))


def _is_unnamed(told: Column) -> bool:
    """Whether a column has cells, but no header: a title stands above the table."""
    return told.status == "left out" and re.fullmatch(r"column \d+", told.name) is not None


def _rows(grid: Grid, found: Found) -> tuple[list[Row], list[int]]:
    """What is to be said of rows, and those that are kept."""
    names = grid.columns[found.roles["id"]]
    told, kept = [], []
    for row, text in enumerate(names):
        name = text.strip()
        figures = any(figures.texts[row] for _, _, figures in found.series)
        where = f"{grid.lines[:-1]} {grid.line(row)}"
        if name and figures:
            kept.append(row)
            if name.lower().rstrip(":") in SUMS:
                told.append(Row(where, name, "doubtful", "looks like a sum of others, not a hub; taken as one"))
        elif figures:
            told.append(Row(where, "", "left out", "figures without an id"))
        elif name:
            told.append(Row(where, name[:40], "ignored", "no figures"))
    return told, kept


def _oldest_first(ids: Sequence[str], years: Sequence[int] | None) -> list[int]:
    """Rows by hub and year: of a hub with several the newest says name, group and role."""
    return sorted(range(len(ids)), key=lambda at: (ids[at], years[at] if years else 0))


def _readings(
    found: Found, kept: Sequence[int], ids: Sequence[str], years: Sequence[int] | None
) -> Iterator[Observation]:
    for _, series, figures in found.series:
        for at, row in enumerate(kept):
            if figures.texts[row]:
                yield Observation(ids[at], series.id, years[at] if years else None, figures.texts[row])
