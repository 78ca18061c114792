from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_a_report_stands_beside_the_data(run: Run, folder: Path) -> None:
    status, out, _ = run("report", "-q", "--draws", "50")
    assert (status, out) == (0, "")
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "hubscore report --draws 50 --seed 1" in page
    assert run("report", "-q", "--draws", "50")[0] == 0
    assert (folder / "report.html").read_text(encoding="utf-8") == page


def test_where_it_went_is_told_unless_an_option_says(run: Run) -> None:
    assert run("report", "--draws", "50")[2].endswith("written: report.html\n")
    assert "written" not in run("report", "--draws", "50", "-o", "x.html")[2]
    assert run("report", "--draws", "50", "-q")[2] == ""


def test_a_place_of_its_own_and_every_option_that_counts(run: Run, folder: Path) -> None:
    words = ("--all", "--seed", "7", "--draws", "50", "--as-of", "2024", "--admit", "reported")
    assert run("report", "-q", "-o", "x.html", *words)[0] == 0
    assert not (folder / "report.html").exists()
    page = (folder / "x.html").read_text(encoding="utf-8")
    assert "hubscore report --as-of 2024 --admit reported --draws 50 --seed 7 --all" in page


def test_other_formats_have_its_tables(run: Run) -> None:
    told = json.loads(run("report", "-q", "--draws", "50", "-f", "json")[1])
    assert told["page"] == "report"
    assert {"ranking", "contributions", "codebook"} <= told["tables"].keys()
    assert re.match(r"<!doctype html>", run("report", "-q", "--draws", "50", "-f", "html")[1])


def test_one_table_of_it(run: Run, folder: Path) -> None:
    assert run("report", "-q", "--draws", "50", "--table", "settings", "-o", "x.html")[0] == 0
    page = (folder / "x.html").read_text(encoding="utf-8")
    assert page.count("<table") == 1
    assert "method.aggregate" in page
    assert "<script" not in page


@pytest.mark.parametrize("words", [("report",), ("rank", "-f", "html")])
def test_a_missing_package_is_told_before_anything_is_worked_out(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    monkeypatch.setattr("hubscore.cli.ask.load", None)  # not even read
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert "writing HTML needs the package Jinja2" in err
    assert "pip install 'hubscore[report]'" in err


def test_nothing_that_answers_are_made_of_is_overwritten(run: Run, folder: Path) -> None:
    before = (folder / "scorecard.toml").read_bytes()
    status, _, err = run("report", "-q", "-f", "html", "-o", "scorecard.toml")
    assert status == 2
    assert "`scorecard.toml` is a file that answers are made of" in err
    assert (folder / "scorecard.toml").read_bytes() == before
