from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.cli.summary import MOST_BYTES, fitted, summarise
from hubscore.errors import Place, Problem
from hubscore.formats.registry import render
from hubscore.formats.style import Style
from hubscore.pages.check import invalid_page

Run = Callable[..., Any]


def page(number: int, words: str = "fault") -> Any:
    return invalid_page([Problem("share", f"{words} {n}", place=Place("x.toml", n + 1)) for n in range(number)])


def test_a_summary_is_appended_on_demand(run: Run, folder: Path) -> None:
    done = run("check", "--min-evidence-share", "0.6", "--summary", "summary.md")
    assert done.status == 1
    text = (folder / "summary.md").read_text()
    assert text.startswith("# Nordic hubs\n")
    assert "| hubs/turku.toml:" in text
    run("check", "--summary", "summary.md")
    more = (folder / "summary.md").read_text()
    assert more.startswith(f"{text}\n# Nordic hubs\n")
    assert [path.name for path in folder.iterdir()].count("summary.md") == 1


def test_one_is_written_of_broken_files_too(run: Run, folder: Path) -> None:
    (folder / "hubs" / "oslo.toml").write_text("name = 1\n")
    assert run("check", "--summary", "summary").status == 2
    assert "# Not valid" in (folder / "summary").read_text()


@pytest.mark.parametrize("name", ["hubs/oslo.toml", "raw.csv", "report.json", "x.xlsx"])
def test_other_files_are_no_place_for_it(run: Run, folder: Path, name: str) -> None:
    done = run("check", "--summary", name)
    assert done.status == 2
    assert f"`--summary {name}` is no place for a summary" in done.err
    assert not (folder / "raw.csv").exists()


def test_nor_is_the_answer_s_own(run: Run) -> None:
    assert "name the same file" in run("check", "--summary", "a.md", "-o", "a.md").err
    Path("b.md").symlink_to("a.md")
    assert "name the same file" in run("check", "--summary", "b.md", "-o", "a.md").err


def test_a_summary_that_cannot_be_written_is_an_error(run: Run) -> None:
    done = run("check", "--summary", "no/folder.md")
    assert done.status == 3
    assert "cannot write no/folder.md: no such file or directory" in done.err


def test_what_fits_is_not_cut() -> None:
    document = page(5)
    assert fitted(document, MOST_BYTES) == render(document, "md", Style(None, colour=False))


@given(st.integers(0, 4000), st.sampled_from(["fault", "重庆", "|`*"]))
def test_it_is_cut_behind_a_row_and_says_what_is_missing(room: int, words: str) -> None:
    document = page(30, words)
    text = fitted(document, room)
    assert len(text.encode()) <= room
    rows = [line for line in text.splitlines() if line.startswith("| x.toml:")]
    assert all(line.endswith(" |") for line in rows)
    if len(rows) < 30 and text:
        left = 30 - len(rows)
        assert text.endswith(
            f"{left} more finding{'s are' if left > 1 else ' is'} left out, the least severe ones: no more would fit.\n"
        )
        assert len(fitted(document, room + 80).encode()) > len(text.encode())


def test_a_summary_of_300_findings_is_cut_to_what_a_forge_takes(tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    path.write_bytes(b"x" * (MOST_BYTES - 9_000) + b"\n")
    summarise(path, page(300), quiet=False)
    assert MOST_BYTES - 100 < path.stat().st_size <= MOST_BYTES
    assert b"\n\n# Not valid\n" in path.read_bytes()


def test_a_file_that_is_full_stays_as_it_is(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "\x1b[31msummary.md"
    path.write_bytes(b"x" * (MOST_BYTES - 10))
    summarise(path, page(2), quiet=False)
    assert path.stat().st_size == MOST_BYTES - 10
    assert "<U+001B>[31msummary.md has no room for a summary" in capfd.readouterr().err
    summarise(path, page(2), quiet=True)
    assert capfd.readouterr().err == ""
