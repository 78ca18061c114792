from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hubscore.cli.checked import from_root
from hubscore.errors import Problem

Run = Callable[..., Any]
TRIPPED = ("--min-evidence-share", "0.6")


@pytest.fixture
def broken(folder: Path) -> Path:
    path = folder / "hubs" / "oslo.toml"
    path.write_text(path.read_text().replace("official", "offical"))
    return folder


@pytest.mark.parametrize(("name", "status"), [("table", 1), ("plain", 1), ("md", 1), ("github", 1)])
def test_what_people_read_is_said_once(run: Run, name: str, status: int) -> None:
    done = run("check", *TRIPPED, "-f", name)
    assert (done.status, done.err) == (status, "")
    assert "min_evidence_share" in done.out.replace("\\", "")


@pytest.mark.parametrize("name", ["json", "csv", "gitlab", "junit", "sarif"])
def test_beside_what_scripts_read_people_are_told(run: Run, name: str) -> None:
    done = run("check", *TRIPPED, "-f", name)
    assert done.status == 1
    assert done.err.count("error: ") == 1
    assert "--> hubs/turku.toml:" in done.err
    assert done.err.endswith("1 error in 1 file\n")  # something was ranked


@pytest.mark.parametrize("name", ["report.txt", "report.xml", "report.sarif", "report.json"])
def test_beside_a_file_people_are_told_too(run: Run, folder: Path, name: str) -> None:
    done = run("check", *TRIPPED, "-o", name)
    assert (done.status, done.out) == (1, "")
    assert "error: " in done.err
    assert "min_evidence_share" in (folder / name).read_text()


@pytest.mark.usefixtures("broken")
def test_github_carries_its_notes_and_prints_nothing_else(run: Run) -> None:
    done = run("check", "-f", "github")
    assert (done.status, done.err) == (2, "")
    assert "note: no gate is looked at before all files are valid" in done.out
    assert len(re.findall("^::error ", done.out, re.MULTILINE)) == 2


@pytest.mark.usefixtures("broken")
def test_invalid_files_keep_the_gates_waiting(run: Run) -> None:
    done = run("check", *TRIPPED)
    assert (done.status, done.out) == (2, "")
    assert done.err.endswith("nothing was ranked\nnote: no gate is looked at before all files are valid\n")
    assert "note:" not in run("check", "--no-gates").err
    assert "note:" not in run("check", "-q").err
    tables = json.loads(run("check", *TRIPPED, "-f", "json").out)
    assert tables["tables"]["gates"] == []
    assert tables["notes"] == ["no gate is looked at before all files are valid"]


def test_a_scenario_that_cannot_be_scored_keeps_them_waiting_too(run: Run, folder: Path) -> None:
    path = folder / "hubs" / "oslo.toml"
    path.write_text(path.read_text().replace("value = 9", "value = -9"))
    with (folder / "scorecard.toml").open("a") as file:
        file.write("[scenarios.log.indicators.banks]\ntransform = 'log1p'\nclip = false\n")
    done = run("check", *TRIPPED, "-f", "json")
    assert done.status == 2
    found = json.loads(done.out)
    assert [row["rule"] for row in found["tables"]["findings"]] == ["undefined", "implausible"]
    assert found["notes"] == ["no gate is looked at before all files are valid"]


def test_warnings_come_after_gates(run: Run, folder: Path) -> None:
    with (folder / "scorecard.toml").open("a") as file:
        file.write("[indicators.ports]\npillar = 'travel'\ndirection = 'higher'\ngoalposts = [0, 1]\n")
    done = run("check", "--min-coverage", "1", "-f", "json")
    assert [row["severity"] for row in json.loads(done.out)["tables"]["findings"]] == ["error", "error", "warning"]
    lead = run("check", "--min-coverage", "1").out
    assert "1 warning." in lead
    assert "2 of 2 gates do not hold." in lead


def test_forges_are_told_paths_from_the_root_of_the_repository(
    run: Run, broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (broken / ".git").mkdir()
    within = {"hubs/oslo.toml"}
    assert {issue["location"]["path"] for issue in json.loads(run("check", "-f", "gitlab").out)} == within
    monkeypatch.chdir(broken / "hubs")
    assert {issue["location"]["path"] for issue in json.loads(run("check", "-f", "gitlab").out)} == within
    assert "file=hubs/oslo.toml,line=" in run("check", "-f", "github").out
    shown = {row["file"] for row in json.loads(run("check", "-f", "json").out)["tables"]["findings"]}
    assert shown == {"oslo.toml"}  # people are told it from where they are


def test_a_problem_without_a_place_stays_without() -> None:
    assert from_root([Problem("odd", "odd")]) == [Problem("odd", "odd")]


@pytest.mark.parametrize("output", ["scorecard.toml", "hubs/oslo.toml", "x.toml"])
def test_no_answer_takes_the_place_of_a_broken_file(run: Run, broken: Path, output: str) -> None:
    before = {path: path.read_bytes() for path in broken.rglob("*") if path.is_file()}
    done = run("check", "-f", "json", "-o", output)
    assert (done.status, done.out) == (2, "")
    assert "is a file that answers are made of" in done.err
    assert {path: path.read_bytes() for path in broken.rglob("*") if path.is_file()} == before


def test_nor_that_of_the_table_or_the_baseline(run: Run, folder: Path) -> None:
    card = (
        (folder / "scorecard.toml").read_text().replace('hubs = "hubs/*.toml"', 'data = { csv = "d.csv", id = "id" }')
    )
    (folder / "scorecard.toml").write_text(card.replace('"higher"', '"up"', 1))
    (folder / "d.csv").write_text("id,banks,air\na,1,2\n")
    assert "is a file that answers are made of" in run("check", "-o", "d.csv").err
    (folder / "b.json").write_text("{}")
    assert "is a file that answers are made of" in run("check", "-o", "b.json", "--baseline", "b.json").err
    (folder / "scorecard.toml").write_text(card.replace("[indicators.banks]", "[indicators.banks"))
    assert "is a file that answers are made of" in run("check", "-o", "d.csv").err  # though it is no TOML
    assert (folder / "d.csv").read_text() == "id,banks,air\na,1,2\n"
    assert run("check", "-o", "other.csv").status == 2
    assert (folder / "other.csv").read_text().startswith("rule,")


@pytest.mark.parametrize(("old", "new"), [('"higher"', '"up"'), ("[indicators.banks]", "[indicators.banks")])
def test_an_answer_named_as_a_word_of_the_scorecard_is_written_anew(run: Run, folder: Path, old: str, new: str) -> None:
    card = (folder / "scorecard.toml").read_text().replace(old, new, 1)
    (folder / "scorecard.toml").write_text(f"{card}# as reported\n")
    for _ in range(2):
        assert run("check", "-f", "json", "-o", "report").err.startswith("error: ")
        assert json.loads((folder / "report").read_text())["tables"]["findings"]
        assert "is a file that answers are made of" not in run("check", "-f", "json", "-o", "report").err


@pytest.mark.usefixtures("broken")
def test_a_format_that_is_none_is_refused_before_anything_is_read(run: Run) -> None:
    done = run("check", "-f", "xml")
    assert (done.status, done.out) == (2, "")
    assert "unknown format `xml`" in done.err
    assert "offical" not in done.err
    assert "expected one of" in run("rank", "-f", "github").err


def test_without_a_scorecard_that_can_be_read_a_file_may_be_written(run: Run, folder: Path) -> None:
    (folder / "scorecard.toml").write_text("title = \n")
    assert run("check", "-o", "found.csv").status == 2
    assert "toml-syntax" in (folder / "found.csv").read_text()
