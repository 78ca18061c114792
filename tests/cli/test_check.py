from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hubscore.cli.app import main

CARD = """\
title = "Nordic hubs"
hubs = "hubs/*.toml"
as_of = 2024
[indicators.trains]
direction = "higher"
goalposts = [0, 10]
[indicators.fairs]
direction = "higher"
goalposts = [0, 10]
"""
OSLO = """\
name = "Oslo"
[sources.office]
title = "Office"
[data.trains]
2024 = { value = 3, evidence = "official", source = "office" }
[data.fairs]
2024 = { value = 3, evidence = "official", source = "office" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "hubs").mkdir()
    (tmp_path / "scorecard.toml").write_text(CARD)
    (tmp_path / "hubs" / "oslo.toml").write_text(OSLO)
    return tmp_path


def asked(monkeypatch: pytest.MonkeyPatch, folder: Path, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["hubscore", "check", "-c", str(folder), *words])
    return main()


def spoil(folder: Path) -> None:
    """One fault in each file."""
    (folder / "scorecard.toml").write_text(CARD.replace('"higher"', '"up"', 1))
    (folder / "hubs" / "oslo.toml").write_text(OSLO.replace('"official"', '"offical"', 1))


def test_valid_files_are_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert asked(monkeypatch, folder) == 0
    out, err = capfd.readouterr()
    assert f"{folder}/scorecard.toml is valid: 2 files, 1 hub, 2 indicators, 2 readings and 1 source." in out
    assert len(out.splitlines()) == 3
    assert err == ""


def test_for_people_errors_are_on_stderr_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    spoil(folder)
    assert asked(monkeypatch, folder) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert f"--> {folder}/scorecard.toml:5:13" in err
    assert f"--> {folder}/hubs/oslo.toml:5:32" in err
    assert "2 errors in 2 files" in err


@pytest.mark.parametrize("name", ["json", "csv", "md", "plain"])
def test_for_scripts_they_are_findings_too_and_once_on_stderr(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    spoil(folder)
    assert asked(monkeypatch, folder, "-f", name) == 2
    out, err = capfd.readouterr()
    assert err.count(f"--> {folder}/scorecard.toml:5:13") == 1
    assert err.count("2 errors in 2 files") == 1
    assert "offical" in out


def test_findings_can_be_parsed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    spoil(folder)
    assert asked(monkeypatch, folder, "-f", "json") == 2
    first, second = json.loads(capfd.readouterr().out)["tables"]["findings"]
    promised = ["rule", "severity", "file", "line", "column", "key", "message"]
    assert list(first) == [*promised, "hub", "fingerprint"]
    assert (first["line"], first["column"], first["key"]) == (5, 13, "indicators.trains.direction")
    assert (second["line"], second["key"]) == (5, "data.trains.2024.evidence")
    assert asked(monkeypatch, folder, "-f", "csv") == 2
    rows = list(csv.DictReader(capfd.readouterr().out.splitlines()))
    assert [row["severity"] for row in rows] == ["error", "error"]


def test_warnings_are_told_and_do_not_fail(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with (folder / "scorecard.toml").open("a") as file:
        file.write("[indicators.ports]\ndirection = 'higher'\ngoalposts = [0, 1]\n")
    assert asked(monkeypatch, folder) == 0
    out, err = capfd.readouterr()
    assert "is valid" in out
    assert "1 warning." in out
    assert f"{folder}/scorecard.toml:10:13" in out
    assert err == ""


def test_a_scenario_that_cannot_be_scored_fails(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "hubs" / "oslo.toml").write_text(OSLO.replace("value = 3", "value = -3", 1))
    with (folder / "scorecard.toml").open("a") as file:
        file.write("[scenarios.log.indicators.trains]\ntransform = 'log1p'\nclip = false\n")
    assert asked(monkeypatch, folder) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert "(scenario `log`)" in err
    assert "scorecard.toml:10:" in err
    assert asked(monkeypatch, folder, "-f", "json") == 2
    out, err = capfd.readouterr()
    assert [finding["rule"] for finding in json.loads(out)["tables"]["findings"]] == ["undefined", "implausible"]
    assert err.count("(scenario `log`)") == 1


def test_a_named_scenario_is_checked_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with (folder / "scorecard.toml").open("a") as file:
        file.write(
            "[scenarios.past]\nas_of = 1999\n[scenarios.wide]\nscenarios = {}\n".replace(
                "scenarios = {}", "max_age = 9"
            )
        )
    assert asked(monkeypatch, folder, "--scenario", "wide", "-f", "csv") == 0
    assert len(capfd.readouterr().out.splitlines()) == 1
    assert asked(monkeypatch, folder, "--scenario", "past", "-f", "csv") == 0
    assert "unscored" in capfd.readouterr().out


def test_a_missing_scorecard_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert asked(monkeypatch, tmp_path / "nowhere.toml", "-f", "json") == 2
    [finding] = json.loads(capfd.readouterr().out)["tables"]["findings"]
    assert finding["rule"] == "file-missing"


def test_the_bundled_scorecard_passes(
    root: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert asked(monkeypatch, root / "configs", "-f", "csv") == 0
    assert len(capfd.readouterr().out.splitlines()) == 1


@pytest.mark.parametrize("words", [("-f", "json"), ("-f", "junit"), ("--require", "chongqing"), ()])
def test_the_bundled_scorecard_is_not_checked_for_one_that_is_not_found(
    run: Run, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("away"))
    status, out, err = run("check", *words)
    assert status == 2
    assert "there is no scorecard.toml here or above" in out + err


Run = Callable[..., Any]


def tabled(folder: Path, name: str) -> None:
    """The scorecard reads a table instead of profiles."""
    card = (folder / "scorecard.toml").read_text()
    table = f'data = {{ csv = "{name}", id = "id" }}'
    (folder / "scorecard.toml").write_text(card.replace('hubs = "hubs/*.toml"', table))


def test_an_indicator_that_no_column_is_named_after(run: Run, folder: Path) -> None:
    tabled(folder, "d.csv")
    (folder / "d.csv").write_text("id,train,fairs\na,1,2\nb,2,3\n")
    status, out, _ = run("check", "-f", "json")
    findings = json.loads(out)["tables"]["findings"]
    said = [each["message"] for each in findings if each["rule"] == "no-data"]
    assert status == 0
    assert any(message.endswith("of the table's columns, did you mean `train`?") for message in said), findings


def test_a_table_that_is_not_there_is_told_where_it_is_named(run: Run, folder: Path) -> None:
    tabled(folder, "no.csv")
    status, _, err = run("rank")
    assert status == 2
    assert "cannot read no.csv: there is no such file\n --> scorecard.toml:2:16" in err


def test_a_missing_word_is_told_with_what_it_may_be(run: Run, folder: Path) -> None:
    card = (folder / "scorecard.toml").read_text().replace('direction = "higher"\n', "", 1)
    (folder / "scorecard.toml").write_text(card)
    assert 'expected `direction = "higher" or "lower"`' in run("rank").err
