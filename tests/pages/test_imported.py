"""The report of what became of every column and row."""

from __future__ import annotations

from typing import Any

from hubscore.files.importing.draft import Column, Draft, Hub, Observation, Pillar, Row, Series
from hubscore.files.starter import Written
from hubscore.pages.document import Document
from hubscore.pages.imported import FEW_ROWS, imported_page

COLUMNS = (
    Column("a/t.csv", "note", "", "ignored", "text"),
    Column("a/t.csv", "mix", "", "left out", "text among numbers", remedy="--missing x"),
    Column("a/t.csv", "x", "indicator x", "doubtful", "", "higher?"),
    Column("a/t.csv", "id", "id", "used"),
)
SERIES = (Series("x", "X"), Series("y", "Y", direction="lower"), Series("gdp", "GDP", measure=True))


def draft(**more: Any) -> Draft:
    readings = (Observation("a", "x", 2020, "1"), Observation("a", "y", 2021, "1"))
    words = {"columns": COLUMNS, "series": SERIES, "shape": "wide"} | more
    return Draft(title="T", hubs=(Hub("a", "A"),), observations=readings, **words)


def page(made: Draft, lacks: tuple[str, ...] = (), files: int = 0, verbose: bool = False) -> Document:
    written = {f"{number}": Written(b"", "") for number in range(files)}
    return imported_page(made, lacks, "profiles", written, "new", verbose)


def test_a_dry_run() -> None:
    found = page(draft(), ("--source TEXT", "--year YEAR"))
    assert found.aside == "a wide table · 2020–2021"
    parts = "1 hub, 2 indicators, 1 measure and 2 readings"
    assert found.lead == (f"{parts}, to become profiles, a file a hub. Nothing has been written yet.",)
    assert found.foot == (
        "higher?: nobody said which way is better for 1 indicator; --direction NAME=lower (or higher) does.",
        "`mix` is left out: mend its cells, or read them as missing with --missing x.",
        "Next: the same command with --source TEXT and --year YEAR, and -o FOLDER (or --write, into this folder).",
    )
    assert page(draft()).foot[-1].startswith("Next: the same command with -o FOLDER writes it there")


def test_rows_that_are_left_out_are_counted_with_what_brings_them_in() -> None:
    left = [Row(f"line {at}", "a.x", "left out", "why", "--decimal comma (or point)") for at in (2, 3)]
    foot = page(draft(rows=(*left, Row("line 4", "", "left out", "no hub"), Row("line 5", "", "ignored", "-")))).foot
    assert foot[2:4] == (
        "2 rows with figures are left out: --decimal comma (or point) brings them in.",
        "1 row with figures is left out: mend it to bring it in.",
    )


def test_what_was_written() -> None:
    found = page(draft(pillars=(Pillar("p", "P", None, None),), series=SERIES[1:]), files=3)
    parts = "1 hub, 1 indicator, 1 measure, 1 pillar and 2 readings"
    assert found.lead == (f"{parts}, as profiles, a file a hub: 3 files written to new.",)
    assert found.foot[-1].startswith("Next: cd new, look at scorecard.toml")
    assert not any(line.startswith("higher?") for line in found.foot)
    here = imported_page(draft(), (), "table", {"a": Written(b"", "")}, ".")
    assert "as a data table: 1 file written to this folder." in here.lead[0]


def test_what_is_used_comes_first() -> None:
    [table] = page(draft()).tables
    assert [row[1] for row in table.rows] == ["x", "id", "mix", "note"]
    assert table.rows[0] == ("t.csv", "x", "doubtful", "indicator x", "higher?", None, "indicator x, higher?", "")
    assert [column.key for column in table.columns] == [
        "table",
        "column",
        "status",
        "becomes",
        "direction",
        "why",
        "",
        "",
    ]


def test_tables_are_named_where_there_are_several_and_it_is_asked_for() -> None:
    several = draft(columns=(*COLUMNS, Column("b.csv", "z", "", "ignored", "empty")))
    shown = [
        page(made, verbose=verbose).tables[0].columns[0].show
        for made in (draft(), several)
        for verbose in (False, True)
    ]
    assert [show is not None for show in shown] == [False, False, False, True]


def test_every_direction_assumed_and_many_columns_left_out() -> None:
    columns = tuple(Column("t.csv", f"c{number}", "", "left out", "?") for number in range(8))
    foot = page(draft(series=SERIES[:1], columns=columns)).foot
    assert "for every indicator" in foot[0]
    assert foot[5] == "`c4` is left out: mend its cells to bring it in."
    assert foot[6] == "3 more columns are left out; the table says why."


def test_rows_are_shown_as_far_as_people_read_them() -> None:
    rows = tuple(
        Row(f"line {number}", "a.x" if number else "", "ignored", "no figure") for number in range(FEW_ROWS + 1)
    )
    few = page(draft(rows=rows[:2])).tables[1]
    assert few.rows == (("line 0", "", "ignored", "no figure"), ("line 1", "a.x", "ignored", "no figure"))
    assert few.shown
    _, whole, cut = page(draft(rows=rows)).tables
    assert (whole.shown, len(whole.rows), len(cut.rows)) == (False, FEW_ROWS + 1, FEW_ROWS)
    assert "the first 12 of 13 (-v for all)" in cut.title
    assert not any(column.key for column in cut.columns)
    assert len(page(draft(rows=rows), verbose=True).tables) == 2
