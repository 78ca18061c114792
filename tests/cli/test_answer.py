from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from hubscore.cli.answer import Answer, give
from hubscore.cli.options import Shared
from hubscore.errors import Problem, UsageError
from hubscore.formats.registry import FORMATS
from hubscore.pages.document import Column, Document, Show, Table

Run = Callable[..., Any]
SUFFIXES = {row.suffix: row.name for row in FORMATS.values() if row.suffix and not row.binary}


def document(**more: Any) -> Document:
    columns = (Column("port", "Port", Show()), Column("gain", "Gain", Show("number", signed=True)))
    table = Table("ports", columns, (("Åbo", 2.0),))
    return Document("ports", "Ports", tables=(table,), notes=("mind the [red]gap[/red]\x1b[31m",), **more)


def test_the_answer_goes_to_stdout_and_notes_to_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    assert give(Answer(document(), Shared())) == 0
    out, err = capfd.readouterr()
    assert "Åbo" in out
    assert "note" not in out
    assert err == "note: mind the [red]gap[/red]<U+001B>[31m\n"


@pytest.mark.parametrize(
    ("shared", "noted"),
    [
        (Shared(), True),
        (Shared(format="plain"), True),
        (Shared(format="json"), False),
        (Shared(format="csv"), True),
        (Shared(quiet=True), False),
    ],
)
def test_notes_stand_beside_what_lacks_them(shared: Shared, noted: bool, capfd: pytest.CaptureFixture[str]) -> None:
    give(Answer(document(), shared))
    assert bool(capfd.readouterr().err) is noted


def test_problems_are_told_beside_the_answer(capfd: pytest.CaptureFixture[str]) -> None:
    assert give(Answer(document(), Shared(format="csv"), 2, [Problem("rule", "this is wrong")])) == 2
    out, err = capfd.readouterr()
    assert out.startswith("port,gain")
    assert err.startswith("error: this is wrong\n")


@pytest.mark.parametrize(("choice", "coloured"), [("always", True), ("never", False), ("auto", False)])
def test_colour(choice: str, coloured: bool, capfd: pytest.CaptureFixture[str]) -> None:
    give(Answer(document(), Shared(color=choice)))
    assert ("\x1b[32m" in capfd.readouterr().out) is coloured


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".JSON"])
def test_the_suffix_of_a_file_implies_the_format(
    suffix: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"ports{suffix}"
    assert give(Answer(document(), Shared(output=file, color="always"))) == 0
    out, _ = capfd.readouterr()
    assert out == ""
    give(Answer(document(), Shared(format=SUFFIXES[suffix.lower()])))
    assert file.read_text(encoding="utf-8") == capfd.readouterr().out


def test_a_format_wins_over_the_suffix(tmp_path: Path) -> None:
    give(Answer(document(), Shared(output=tmp_path / "ports.data", format="csv")))
    assert (tmp_path / "ports.data").read_text(encoding="utf-8") == "port,gain\nÅbo,2.0\n"


def test_a_workbook_goes_to_a_file_whole_and_carries_its_notes(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ports.xlsx"
    assert give(Answer(document(), Shared(output=file))) == 0
    assert capfd.readouterr() == ("", "")
    book = CalamineWorkbook.from_path(file)
    assert book.get_sheet_by_name("ports").to_python() == [["port", "gain"], ["Åbo", 2.0]]
    assert ["note", "mind the [red]gap[/red]<U+001B>[31m"] in book.get_sheet_by_name("notes").to_python()


@pytest.mark.parametrize("words", [("-f", "xlsx"), ("robust", "-f", "xlsx"), ("methods", "-f", "xlsx")])
def test_a_workbook_does_not_go_to_stdout(run: Run, words: Sequence[str]) -> None:
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert "error: `xlsx` is no text: it cannot go to standard output" in err
    assert "as in -o answer.xlsx" in err


def test_a_file_without_a_format_is_refused_before_anything_is_read(run: Run, folder: Path) -> None:
    (folder / "scorecard.toml").write_text("broken")
    assert "no format for a file that ends in `.pdf`" in run("-o", "x.pdf")[2]


@pytest.mark.parametrize("full", ["/dev/full", "nowhere/x.xlsx"])
def test_a_workbook_that_cannot_be_written(run: Run, full: str) -> None:
    status, out, err = run("-f", "xlsx", "-o", full)
    assert (status, out) == (3, "")
    assert f"error: cannot write {full}" in err


def test_a_workbook_has_what_json_has(run: Run, folder: Path) -> None:
    assert run("-o", "x.xlsx")[0] == 0
    tables = json.loads(run("-f", "json")[1])["tables"]
    book = CalamineWorkbook.from_path(folder / "x.xlsx")
    assert book.sheet_names == [*tables, "notes"]
    assert [len(book.get_sheet_by_name(name).to_python()) - 1 for name in tables] == [*map(len, tables.values())]


def test_an_unknown_colour_is_bad_usage_wherever_the_answer_goes(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no colour mode `mauve`"):
        give(Answer(document(), Shared(output=tmp_path / "ports.csv", color="mauve")))


@pytest.mark.parametrize("name", ["x.pdf", "x", "x.json.gz"])
def test_an_unknown_suffix_is_bad_usage(run: Run, name: str) -> None:
    status, out, err = run("-o", name)
    assert (status, out) == (2, "")
    assert "no format for a file" in err
    assert "one of `.txt`, `.json`, `.csv`, `.md`, `.html`, `.xlsx`" in err
    assert not Path(name).exists()


@pytest.mark.parametrize("name", ["nowhere/x.json", "hubs"])
def test_where_nothing_can_be_written_the_status_is_3(run: Run, name: str) -> None:
    status, out, err = run("-f", "json", "-o", name)
    assert (status, out) == (3, "")
    assert f"error: cannot write {name}" in err


def test_a_file_is_written_whole(run: Run, folder: Path) -> None:
    (folder / "ranking.csv").write_text("something longer that was there before" * 100)
    assert run("-o", "ranking.csv") == (0, "", "")
    rows = list(csv.DictReader(io.StringIO((folder / "ranking.csv").read_text())))
    assert [row["hub"] for row in rows] == ["oslo", "turku", "york"]


@pytest.mark.parametrize(("words", "first"), [((), "hub,name,role"), (("--table", "nodes"), "hub,node,parent")])
def test_csv_prints_one_table(run: Run, words: Sequence[str], first: str) -> None:
    assert run("-f", "csv", *words)[1].startswith(first)


def test_json_says_what_was_asked(run: Run) -> None:
    found = json.loads(run("--scenario", "flights", "-f", "json")[1])
    assert list(found) == ["schema_version", "hubscore", "page", "scorecard", "tables", "notes"]
    assert found["scorecard"]["scenario"] == "flights"
    assert found["scorecard"]["title"] == "Nordic hubs"
    assert len(found["scorecard"]["digest"]) == 64


def test_verbose_shows_more_columns(run: Run) -> None:
    assert "Coverage" not in run()[1]
    assert "Coverage" in run("-v")[1]
