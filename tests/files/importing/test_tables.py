"""Which tables these are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from hubscore.errors import InputError, UsageError
from hubscore.files.importing.draft import Draft
from hubscore.files.importing.tables import understood
from hubscore.files.importing.wishes import Wishes

WIDE = "id,x\na,1\nb,3\n"
LONG = "hub,indicator,value\na,x,1\n"
DATA = "uCode,A\nx,1\ny,3\n"
META = "iCode,Type,Parent,Direction,Weight\nA,Indicator,,1,1\n"


def drafted(folder: Path, *texts: str, **wishes: Any) -> Draft:
    paths = []
    for number, text in enumerate(texts):
        (folder / f"{number}.csv").write_text(text)
        paths.append((folder / f"{number}.csv", f"{number}.csv"))
    return understood(paths, Wishes(**wishes))


@pytest.mark.parametrize(
    ("texts", "shape"),
    [([WIDE], "wide"), ([LONG], "long"), ([DATA], "wide"), ([DATA, META], "COINr"), ([META, DATA], "COINr")],
)
def test_shapes(tmp_path: Path, texts: list[str], shape: str) -> None:
    assert drafted(tmp_path, *texts).shape == shape


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ([WIDE, LONG], "only where they are COINr's iData and iMeta"),
        ([META, META], "only where they are COINr's iData and iMeta"),
        ([WIDE, WIDE, WIDE], "there are 3 tables"),
        ([META], r"0\.csv is COINr's iMeta"),
    ],
)
def test_what_does_not_go_together(tmp_path: Path, texts: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        drafted(tmp_path, *texts)


def workbook(path: Path, **sheets: str) -> Path:
    with xlsxwriter.Workbook(path, {"strings_to_numbers": True}) as made:
        for name, text in sheets.items():
            page = made.add_worksheet(name)
            for row, line in enumerate(text.splitlines()):
                page.write_row(row, 0, line.split(","))
    return path


def test_the_sheets_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    one = [(workbook(path, only=WIDE), "t.xlsx")]
    assert understood(one, Wishes()).shape == "wide"
    assert [each.name for each in understood(one, Wishes()).columns] == ["id", "x"]
    two = [(workbook(path, about="words\nand more\n", empty="", readings=LONG, table=WIDE), "t.xlsx")]
    draft = understood(two, Wishes())
    assert draft.shape == "long"
    assert [(each.name, each.becomes) for each in draft.columns[:4]] == [
        ("sheet about", ""),
        ("sheet empty", ""),
        ("sheet readings", "the table"),
        ("sheet table", ""),
    ]
    assert understood(two, Wishes(sheet="table")).shape == "wide"
    assert understood([(workbook(path, iData=DATA, iMeta=META), "t.xlsx")], Wishes()).shape == "COINr"
    assert understood([(workbook(path, first=WIDE, second=WIDE), "t.xlsx")], Wishes()).shape == "wide"


@pytest.mark.parametrize("first", ["", "Notes", "Notes\nmore", "a,b"])
def test_a_first_sheet_that_is_no_table(tmp_path: Path, first: str) -> None:
    draft = understood([(workbook(tmp_path / "t.xlsx", first=first, second=WIDE), "t.xlsx")], Wishes())
    assert [(each.name, each.status) for each in draft.columns[:2]] == [
        ("sheet first", "ignored"),
        ("sheet second", "used"),
    ]


def test_no_sheet_that_is_a_table(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the table is empty"):
        understood([(workbook(tmp_path / "t.xlsx", first="", second=""), "t.xlsx")], Wishes())


def test_a_workbook_whose_sheet_is_a_meta_table_of_another_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is COINr's iMeta"):
        understood([(workbook(tmp_path / "t.xlsx", only=META), "t.xlsx")], Wishes())


def test_looking_for_a_long_table_ends_somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "t.xlsx", first=WIDE, second=WIDE, third=LONG)
    assert understood([(path, "t.xlsx")], Wishes()).shape == "long"
    monkeypatch.setattr("hubscore.files.importing.tables.MOST_CELLS", 3)
    assert understood([(path, "t.xlsx")], Wishes()).shape == "wide"


def test_behind_a_sheet_that_is_refused_nothing_is_looked_for(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet("first").write_row(0, 0, ["id", "x"])
        page = made.add_worksheet("far")
        page.write(0, 0, 1)
        page.write(1_000_000, 0, 1)
        made.add_worksheet("long").write_row(0, 0, ["hub", "indicator", "value"])
    with pytest.raises(InputError, match="the table has no rows"):
        understood([(path, "t.xlsx")], Wishes())
    with pytest.raises(InputError, match="spread over"):
        understood([(path, "t.xlsx")], Wishes(sheet="far"))
