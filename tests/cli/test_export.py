from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from hubscore.pages.export import MEANINGS

Run = Callable[..., Any]
NAMES = [*MEANINGS, "tables"]


def test_a_workbook_with_one_sheet_a_table(run: Run, folder: Path) -> None:
    assert run("export", "-o", "x.xlsx") == (0, "", "")
    book = CalamineWorkbook.from_path(folder / "x.xlsx")
    assert book.sheet_names == [*NAMES, "notes"]
    head, *rows = book.get_sheet_by_name("observations").to_python()
    assert [dict(zip(head, row, strict=True))["value"] for row in rows] == [
        9.0,
        1.0,
        2.0,
        5.0,
        1.0,
        5.0,
        10.0,
        1.0,
        9.0,
    ]
    before = (folder / "x.xlsx").read_bytes()
    assert run("export", "-o", "x.xlsx")[0] == 0
    assert (folder / "x.xlsx").read_bytes() == before


@pytest.mark.parametrize("words", [("-o", "out"), ("-o", "out/"), ("-f", "csv", "-o", "out")])
def test_a_folder_of_csv_files(run: Run, folder: Path, words: tuple[str, ...]) -> None:
    assert run("export", *words) == (0, "", "")
    files = {path.name: path.read_text(encoding="utf-8") for path in (folder / "out").iterdir()}
    assert set(files) == {f"{name}.csv" for name in NAMES}
    assert [row["hub"] for row in csv.DictReader(files["hubs.csv"].splitlines())] == ["oslo", "turku", "york"]


def test_a_folder_that_is_there_may_have_a_dot(run: Run, folder: Path) -> None:
    (folder / "out.d").mkdir()
    assert run("export", "-o", "out.d", "--table", "hubs") == (0, "", "")
    assert [path.name for path in (folder / "out.d").iterdir()] == ["hubs.csv"]


def test_one_table(run: Run) -> None:
    status, out, err = run("export", "-f", "csv", "--table", "values", "-q")
    assert (status, err) == (0, "")
    assert out.splitlines()[:2] == ["hub,name,role,group,banks,air", "oslo,Oslo,candidate,west,9.0,2.0"]
    assert run("export", "-f", "csv", "-q")[1].startswith("hub,indicator,year,")
    assert [*json.loads(run("export", "-f", "json")[1])["tables"]] == NAMES


def test_the_scenario_decides_what_weighs_what(run: Run) -> None:
    def weights(*words: str) -> list[str]:
        rows = csv.DictReader(run("export", "-f", "csv", "--table", "weights", "-q", *words)[1].splitlines())
        return [row["nominal"] for row in rows]

    assert weights() == ["0.5", "1.0", "0.5", "1.0"]
    assert weights("--scenario", "flights") == ["0.1", "1.0", "0.9", "1.0"]


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        ((), 2, "`export` needs a place or a format"),
        (("-o", "x.pdf"), 2, "no format for a file that ends in `.pdf`"),
        (("-o", "out", "--table", "figures"), 2, "has no table `figures`"),
        (("-o", "hubs/x.toml"), 2, "no format for a file that ends in `.toml`"),
        (("-o", "nowhere/out"), 3, "cannot make the folder nowhere/out"),
        (("-f", "xlsx"), 2, "cannot go to standard output"),
    ],
)
def test_what_cannot_be(run: Run, folder: Path, words: tuple[str, ...], status: int, message: str) -> None:
    before = sorted(folder.rglob("*"))
    found = run("export", *words)
    assert (found[0], found[1]) == (status, "")
    assert message in found[2]
    assert sorted(folder.rglob("*")) == before


def test_the_table_that_figures_come_from_is_not_replaced(run: Run, folder: Path) -> None:
    (folder / "values.csv").write_text("id,banks,air\nbergen,1,2\n")
    card = folder / "scorecard.toml"
    card.write_text('data = { csv = "values.csv", id = "id" }\n' + card.read_text())
    status, _, err = run("export", "-o", ".")
    assert status == 2
    assert "`values.csv` is a file that answers are made of" in err
    assert (folder / "values.csv").read_text() == "id,banks,air\nbergen,1,2\n"
    assert not (folder / "hubs.csv").exists()


def test_hostile_names_stay_text_in_every_table(run: Run, folder: Path) -> None:
    """What a stranger writes is read back by plain readers as the text it is, and figures as the numbers they are."""
    names = ["=cmd()", "+1", "-2", "@x", "::error::x", "a|b ]]> </t>", "<b>&amp;"]
    hub = (folder / "hubs/oslo.toml").read_text()
    for place, name in enumerate(names):
        text = hub.replace('name = "Oslo"', f'name = "{name}"\nnote = "=1\\n\\t+2\\u0001]]>"')
        (folder / f"hubs/h{place}.toml").write_text(text)
    assert run("export", "-o", "x.xlsx")[0] == run("export", "-o", "out")[0] == 0
    sheet = CalamineWorkbook.from_path(folder / "x.xlsx").get_sheet_by_name("hubs").to_python()
    assert [row[1] for row in sheet if str(row[0]).startswith("h") and row[0] != "hub"] == names
    assert {row[5] for row in sheet if str(row[0]).startswith("h") and row[0] != "hub"} == {"=1\n\t+2<U+0001>]]>"}
    rows = [*csv.DictReader((folder / "out/hubs.csv").read_text().splitlines())]
    plain = [row["name"] for row in rows if row["hub"].startswith("h")]
    assert plain == ["'=cmd()", "'+1", "'-2", "'@x", *names[4:]]
    for row in csv.DictReader((folder / "out/observations.csv").read_text().splitlines()):
        assert float(row["value"]) >= 1
