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
    assert "\n Next: cd cities, " in made.out
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


def test_in_a_repository_commands_start_at_its_root(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work/.git").mkdir(parents=True)
    (tmp_path / "work/data").mkdir()
    monkeypatch.chdir(tmp_path / "work/data")
    said = " ".join(run("init", "cities").out.split())
    assert "read at the root of a repository only, so move both to " in said
    assert "-c data/cities -f github" in (tmp_path / "work/data/cities/.github/workflows/scorecard.yml").read_text()
    assert (
        "entry: hubscore check -c data/cities\n" in (tmp_path / "work/data/cities/.pre-commit-config.yaml").read_text()
    )
    monkeypatch.chdir(tmp_path / "work")
    assert run("check", "-c", "data/cities").status == 0


def test_where_the_repository_begins_nothing_has_to_be_moved(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new/.git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "new")
    assert "so move both" not in run("init").out
    assert "check -c . -f github" in (tmp_path / "new/.github/workflows/scorecard.yml").read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_what_is_written_is_said_also_where_the_answer_is_lost(run: Run, folder: Path) -> None:
    status, _, err = run("init", "new", "-f", "json", "-o", "/dev/full")
    assert status == 3
    assert "no space left" in err
    assert "only this answer is lost: the scorecard is written to new" in err
    assert (folder / "new/scorecard.toml").is_file()


def test_what_cannot_be_answered_is_not_done(run: Run, folder: Path) -> None:
    assert run("init", "new", "-o", "answer.doc").status == 2
    assert run("init", "new", "-f", "xlsx").status == 2
    assert not (folder / "new").exists()
