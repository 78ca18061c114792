"""What is in tables from elsewhere, and what became of it: every column, and the rows that are not simply used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from hubscore.files.importing.draft import Column as Told
from hubscore.files.importing.draft import Draft, Row
from hubscore.files.starter import Written
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.frame import counted, listed
from hubscore.pages.started import NOTHING, next_step

FEW_LEFT = 5
"""How many columns that are left out are told one by one."""

FEW_ROWS = 12
"""How many rows are shown; -v shows all."""

ORDER = ("used", "doubtful", "left out", "ignored")


def imported_page(
    draft: Draft, lacks: Sequence[str], form: str, written: Mapping[str, Written], folder: str, verbose: bool = False
) -> Document:
    """Tables `columns` and `rows`; the last line says what to do next.

    Parameters
    ----------
    lacks
        Options without which nothing can be written.
    written
        The files, empty if this is a dry run; `folder` is where.
    """
    return Document(
        page="import",
        title=draft.title,
        aside=_aside(draft),
        lead=tuple(_lead(draft, form, len(written), folder)),
        tables=tuple(_tables(draft, verbose)),
        foot=(*_doubts(draft), next_step(folder, "look at scorecard.toml") if written else _next(lacks)),
        scorecard=NOTHING,
    )


def _aside(draft: Draft) -> str:
    years = draft.years
    span = [] if not years else [f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])]
    shapes = {"wide": "a wide table", "long": "a long table", "COINr": "COINr's tables"}
    signs = {";": "semicolons", "\t": "tabs"}
    between = [f"separated by {listed([signs.get(sign, 'commas') for sign in draft.separators])}"]
    return " · ".join([shapes[draft.shape], *(between if draft.separators != (",",) else []), *span])


def _lead(draft: Draft, form: str, files: int, folder: str) -> list[str]:
    scored = sum(not each.measure for each in draft.series)
    measures, pillars = len(draft.series) - scored, len(draft.pillars)
    parts = [counted(len(draft.hubs), "hub"), counted(scored, "indicator")]
    parts += [counted(measures, "measure")] if measures else []
    parts += [counted(pillars, "pillar")] if pillars else []
    parts.append(counted(len(draft.observations), "reading"))
    where = "this folder" if folder == "." else folder
    as_what = "profiles, a file a hub" if form == "profiles" else "a data table"
    if files:
        return [f"{listed(parts)}, as {as_what}: {counted(files, 'file')} written to {where}."]
    return [f"{listed(parts)}, to become {as_what}. Nothing has been written yet."]


def _tables(draft: Draft, verbose: bool) -> list[Table]:
    several = verbose and len({told.table for told in draft.columns}) > 1
    columns = (
        Column("table", "Table", Show() if several else None, yields=2),
        Column("column", "Column", Show()),
        Column("status", "", Show()),
        Column("becomes"),
        Column("direction"),
        Column("why"),
        Column(label="Becomes", show=Show()),
        Column(label="Look at", show=Show()),
    )
    shown = sorted(draft.columns, key=lambda told: ORDER.index(_kept(told)))
    tables = [Table("columns", columns, tuple(map(_row, shown)))]
    if draft.rows:
        tables += _rows(draft.rows, verbose)
    return tables


def _kept(told: Told) -> str:
    """What comes first is used, doubtful or not; then what is left out, then what is ignored."""
    return "used" if told.becomes else told.status


def _row(told: Told) -> tuple[Cell, ...]:
    scripts = (told.becomes or None, told.direction or None, told.why or None)
    becomes = ", ".join(filter(None, (told.becomes, told.direction)))
    return PurePath(told.table).name, told.name, told.status, *scripts, becomes, told.why


def _rows(rows: Sequence[Row], verbose: bool) -> list[Table]:
    columns = (
        Column("place", "Row", Show()),
        Column("what", "Of", Show()),
        Column("status", "", Show()),
        Column("why", "Look at", Show()),
    )
    cells: tuple[tuple[Cell, ...], ...] = tuple((row.place, row.what, row.status, row.why) for row in rows)
    title = "Rows that are not simply used"
    cut = len(rows) > FEW_ROWS and not verbose
    tables = [Table("rows", columns, cells, title=title, shown=not cut)]
    if cut:
        bare = tuple(column._replace(key="") for column in columns)
        title = f"{title}: the first {FEW_ROWS} of {len(rows):,} (-v for all)"
        tables.append(Table("few", bare, cells[:FEW_ROWS], title=title))
    return tables


def _doubts(draft: Draft) -> list[str]:
    """What has to be looked at, in sentences."""
    lines = []
    assumed, scored = len(draft.assumed), sum(not each.measure for each in draft.series)
    if assumed:
        many = "every indicator" if assumed == scored else counted(assumed, "indicator")
        lines.append(f"higher?: nobody said which way is better for {many}; --direction NAME=lower (or higher) does.")
    left = [told for told in draft.columns if told.status == "left out"]
    lines += [f"`{told.name}` is left out: {_remedied(told)}." for told in left[:FEW_LEFT]]
    if len(left) > FEW_LEFT:
        lines.append(f"{len(left) - FEW_LEFT} more columns are left out; the table says why.")
    rows = Counter(row.remedy for row in draft.rows if row.status == "left out")
    return [*lines, *(_rows_left(count, remedy) for remedy, count in rows.items())]


def _remedied(told: Told) -> str:
    """What would bring a column in."""
    if not told.remedy:
        return "mend its cells to bring it in"
    if told.remedy.startswith("--missing"):
        return f"mend its cells, or read them as missing with {told.remedy}"
    return f"{told.remedy} brings it in"


def _rows_left(count: int, remedy: str) -> str:
    """How many rows are left out, and what would bring them in."""
    are, them = ("is", "it") if count == 1 else ("are", "them")
    how = f"{remedy} brings {them} in" if remedy else f"mend {them} to bring {them} in"
    return f"{counted(count, 'row')} with figures {are} left out: {how}."


def _next(lacks: Sequence[str]) -> str:
    if not lacks:
        return "Next: the same command with -o FOLDER writes it there, with --write into this folder."
    return f"Next: the same command with {listed(lacks)}, and -o FOLDER (or --write, into this folder)."
