"""hubscore import: a report first, then files; nothing invented, nothing written over."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest


class Outcome(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Outcome]

TABLE = "city,gdp,rent,note\nOslo,100,7,nice\nRome,200,..,old\nBern,150,9,\n"


@pytest.fixture
def table(folder: Path) -> Path:
    (folder / "raw.csv").write_text(TABLE)
    return folder / "raw.csv"


def test_first_a_report_and_nothing_is_written(run: Run, folder: Path, table: Path) -> None:
    before = sorted(folder.rglob("*"))
    told = run("import", "raw.csv")
    assert (told.status, told.err) == (0, "")
    assert sorted(folder.rglob("*")) == before
    assert "3 hubs, 2 indicators and 5 readings, to become a data table. Nothing has been written yet." in told.out
    assert told.out.splitlines()[-1].startswith(" Next: the same command with --source TEXT and --evidence GRADE")
    assert table.read_text() == TABLE


@pytest.mark.parametrize("form", [(), ("--as", "profiles", "--year", "2020")])
def test_then_a_scorecard_that_is_valid_and_ranks(run: Run, table: Path, form: tuple[str, ...]) -> None:
    said = ("--source", "A yearbook", "--evidence", "reported", "--direction", "rent=lower", "-o", "new")
    made = run("import", table.name, *said, *form)
    assert made.status == 0
    assert "written to new." in made.out
    assert made.out.splitlines()[-1].startswith(" Next: cd new, look at scorecard.toml")
    assert run("check", "-c", "new").status == 0
    ranked = run("-c", "new", "-f", "csv", "-q", "--draws", "0")
    scores = {row["hub"]: float(row["score"]) for row in csv.DictReader(io.StringIO(ranked.out))}
    assert scores == {"oslo": 50, "rome": 100, "bern": 25}
    assert run("import", table.name, *said, *form).status == 2


def test_into_this_folder(run: Run, folder: Path, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "new").mkdir()
    monkeypatch.chdir(folder / "new")
    made = run("import", str(table), "--write", "--source", "S", "--evidence", "official")
    assert made.status == 0
    assert run("check").status == 0
    taken = run("import", str(table), "--write", "--source", "S", "--evidence", "official")
    assert taken.status == 2
    assert "this folder already has `scorecard.toml`, `raw.csv`" in taken.err


def test_what_figures_rest_on_is_not_invented(run: Run, folder: Path, table: Path) -> None:
    refused = run("import", table.name, "-o", "new")
    assert refused.status == 2
    assert "--source TEXT and --evidence GRADE are needed" in refused.err
    assert not (folder / "new").exists()


def test_the_report_for_scripts(run: Run, table: Path) -> None:
    report = json.loads(run("import", table.name, "-f", "json").out)
    rows = {row["column"]: row for row in report["tables"]["columns"]}
    assert rows["rent"] == {
        "table": "raw.csv",
        "column": "rent",
        "status": "doubtful",
        "becomes": "indicator rent",
        "direction": "higher?",
        "why": "`..` in 1 cell read as missing",
    }
    assert rows["note"]["becomes"] is None


HOSTILE = {
    "empty": ("", "the table is empty"),
    "one column": ("x\n1\n2\n", "no column names the hubs"),
    "ragged": ("id,x\na\nb,1,2\n", "the row has 1 cell, the header 2"),
    "strokes": ("id|x\na|1\n", "the cells are separated by `|`"),
    "nothing sure": ('id,x\na,"1,5"\n', "`x` is left out: decimals or thousands? --decimal says: `1,5` in line 2"),
    "twice": ("id,x\na,1\na,2\n", "the id `a` stands twice: in lines 2 and 3"),
    "control": ("id,name,x\na,\x1b[31mred,5\nb,B,7\n", "holds a character that cannot be shown"),
    "no letters": ("id,x\n東京,5\n上海,7\n", "an empty id"),
    "wide": (
        ",".join(["id", *(f"c{n}" for n in range(100_000))]) + "\n" + "1," * 100_000 + "1\n",
        "has 100,001 columns",
    ),
    "quote": ('id,x\na,"1\n', "not a CSV table"),
    "nul": ("id,x\n\0,1\n", ""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_tables(run: Run, folder: Path, name: str) -> None:
    text, message = HOSTILE[name]
    (folder / "t.csv").write_text(text)
    told = run("import", "t.csv")
    assert told.status == 2
    assert message in told.err
    assert "\x1b" not in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    ("data", "status"),
    [(b"\xef\xbb\xbf" + TABLE.encode(), 0), ("city,x\nMün,5\nB,6\n".encode("latin-1"), 2), (TABLE.encode("utf-16"), 2)],
)
def test_encodings(run: Run, folder: Path, data: bytes, status: int) -> None:
    (folder / "t.csv").write_bytes(data)
    told = run("import", "t.csv")
    assert told.status == status
    assert ("save the file as UTF-8" in told.err or "save it as UTF-8" in told.err) == bool(status)


def test_numbers_that_could_mean_two_things_are_left_out_until_it_is_said(run: Run, folder: Path) -> None:
    (folder / "t.csv").write_text('id,x,y\na,"1,234","2,5"\nb,"5,000","3,5"\n')
    told = run("import", "t.csv")
    assert told.status == 2
    assert "no column of figures" in told.err
    said = ("--source", "S", "--evidence", "official", "-o", "new")
    assert run("import", "t.csv", "--decimal", "point", *said).status == 0
    assert (folder / "new" / "raw.csv").read_text() == "hub,name,x\na,a,1234\nb,b,5000\n"


def test_a_missing_table(run: Run) -> None:
    told = run("import", "nowhere.csv")
    assert told.status == 2
    assert "there is no such file" in told.err


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("city;GDP, bn;rent\nOslo;3,5;20\nBergen;2,1;12,5\n", "semicolons"),
        ("city\tGDP, bn\trent\nOslo\t3,5\t20\nBergen\t2,1\t12,5\n", "tabs"),
        ('"city; town, or both","GDP, bn",rent\nOslo,"3,5",20\nBergen,"2,1","12,5"\n', None),
    ],
)
def test_what_separates_cells_is_found_and_said(run: Run, folder: Path, text: str, signs: str | None) -> None:
    (folder / "t.csv").write_text("\n" + text)
    told = run("import", "t.csv", "--decimal", "comma", "-o", "new", "--source", "S", "--evidence", "official")
    assert told.status == 0
    assert ("separated by" in told.out) == (signs is not None)
    assert f"a wide table · separated by {signs}" in told.out or signs is None
    [header, *rows] = (folder / "new" / "raw.csv").read_text().splitlines()
    assert header.endswith(",gdp_bn,rent")
    assert rows == ["bergen,Bergen,2.1,12.5", "oslo,Oslo,3.5,20"]


def test_faults_between_semicolons_are_placed(run: Run, folder: Path) -> None:
    (folder / "t.csv").write_text("id;x;y\na;1;2\nb;3\n")
    assert "t.csv:3:1" in run("import", "t.csv").err
    (folder / "t.csv").write_text("id;x\na;1\nb;2;3\n")
    assert "put text that holds `;` in quotes" in run("import", "t.csv").err
    (folder / "t.csv").write_text("id;x;y\na;1;2\nb;no;3\n")
    asked = run("import", "t.csv", "--column", "x=indicator")
    assert asked.status == 2
    assert "t.csv:3:3" in asked.err
    assert "mend the cell, or read it as missing with --missing no" in asked.err


def test_coinrs_tables_say_what_separates_each(run: Run, folder: Path) -> None:
    (folder / "d.csv").write_text("uName;uCode;x\nA;a;1\nB;b;2\n")
    (folder / "m.csv").write_text(
        "iCode,iName,Level,Parent,Direction,Weight,Type\nx,X,1,Index,1,1,Indicator\nIndex,I,2,,1,1,Aggregate\n"
    )
    told = run("import", "d.csv", "m.csv")
    assert (told.status, told.err) == (0, "")
    assert "separated by semicolons and commas" in told.out


@pytest.mark.parametrize(
    ("cells", "remedy", "options"),
    [
        (("about 20", "12", "13"), "read them as missing with --missing 'about 20'.", ["--missing", "about 20"]),
        (("1,5", "2", "3"), "--decimal comma (or point) brings it in.", ["--decimal", "comma"]),
        (
            ("1,5", "none yet", "3"),
            "--decimal comma (or point) --missing 'none yet' brings it in.",
            ["--decimal", "comma", "--missing", "none yet"],
        ),
        (("-x", "2", "3"), "read them as missing with --missing=-x.", ["--missing=-x"]),
        (("2001", "2002", "2003"), "--column x=indicator brings it in.", ["--column", "x=indicator"]),
        (
            ("~1", "~2", "3"),
            "read them as missing with --missing '~1' --missing '~2'.",
            ["--missing=~1", "--missing=~2"],
        ),
    ],
)
def test_what_is_told_of_a_column_left_out_brings_it_in(
    run: Run, folder: Path, cells: tuple[str, ...], remedy: str, options: list[str]
) -> None:
    rows = "".join(f'{name},"{cell}",{at}\n' for at, (name, cell) in enumerate(zip("abc", cells, strict=True), 5))
    (folder / "t.csv").write_text(f"id,x,y\n{rows}")
    told = run("import", "t.csv")
    assert remedy in told.out
    assert "left out" in told.out
    brought = json.loads(run("import", "t.csv", *options, "-f", "json").out)["tables"]["columns"]
    assert {row["column"]: row["becomes"] for row in brought}["x"] == "indicator x"


def test_cells_that_no_option_helps_have_to_be_mended(run: Run, folder: Path) -> None:
    (folder / "t.csv").write_text("id,x,y\na,one,5\nb,two,6\nc,three,7\nd,four,8\ne,5,9\n")
    assert "`x` is left out: mend its cells to bring it in." in run("import", "t.csv").out
