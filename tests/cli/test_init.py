"""hubscore init: a folder that is valid at once."""

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


@pytest.mark.parametrize("words", [("cities",), ("cities", "--from", "bundled"), ("cities", "--from", ".", "--bare")])
def test_what_is_written_passes_the_check_and_ranks(run: Run, folder: Path, words: tuple[str, ...]) -> None:
    made = run("init", *words)
    assert (made.status, made.err) == (0, "")
    assert made.out.splitlines()[-1].startswith(" Next: cd cities, ")
    assert run("check", "-c", "cities").status == 0
    ranked = run("-c", "cities", "-f", "csv", "-q")
    assert ranked.status == 0
    assert [row["rank"] for row in csv.DictReader(io.StringIO(ranked.out))][:2] == ["1", "2"]
    assert (folder / "cities" / ".pre-commit-config.yaml").is_file() == ("--bare" not in words)


def test_here(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    made = run("init", "-f", "json")
    files = json.loads(made.out)["tables"]["files"]
    there = [path for path in (tmp_path / "empty").rglob("*") if path.is_file()]
    assert {row["file"] for row in files} == {path.relative_to(tmp_path / "empty").as_posix() for path in there}
    assert run("check").status == 0


def test_nothing_is_written_over(run: Run, folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    refused = run("init")
    assert refused.status == 2
    assert "this folder already has `scorecard.toml`" in refused.err
    assert "--bare" in refused.err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_broken_scorecard_is_not_copied(run: Run, folder: Path) -> None:
    (folder / "hubs" / "oslo.toml").write_text("name = 1\n")
    refused = run("init", "copy", "--from", ".")
    assert refused.status == 2
    assert "hubs/oslo.toml:1" in refused.err
    assert not (folder / "copy").exists()


def test_a_folder_that_cannot_be_written(run: Run) -> None:
    refused = run("init", "/proc/nowhere")
    assert refused.status == 3
    assert "cannot write" in refused.err
