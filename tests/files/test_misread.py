"""What is said of a CSV file that is no table, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from hubscore.errors import InputError, Problem
from hubscore.files.grid import read_grid
from hubscore.files.misread import ragged


def refused(tmp_path: Path, text: str, separators: str = ",") -> list[Problem]:
    (tmp_path / "t.csv").write_bytes(text.encode())
    with pytest.raises(InputError) as caught:
        read_grid(tmp_path / "t.csv", "t.csv", separators=separators)
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ('id,x\na,"1\nb,2\n', "a quote is not closed", "t.csv:2:3"),
        ('id,x\n"a""b",1\n"b\n', "a quote is not closed", "t.csv:3:1"),
        ('id,x\r\na,1\r\nb,"', "a quote is not closed", "t.csv:3:3"),
        ('id,x\na,"\nb,' + "2" * 200_000, "a quote is not closed", "t.csv:2:3"),
        ('id,x\na,"\n\n"\nb,"2"3\n', "a cell goes on behind its closing quote", "t.csv:5:3"),
        ('"id" ,x\n', "a cell goes on behind its closing quote", "t.csv:1:1"),
    ],
)
def test_quotes_are_told_at_the_cell_that_they_open(tmp_path: Path, text: str, message: str, place: str) -> None:
    [problem] = refused(tmp_path, text)
    assert problem.message == f"not a CSV table: {message}"
    assert '`""`' in problem.hint
    assert str(problem.place) == place


def test_quotes_between_semicolons(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, 'id;x\na,b;"1\n', ",;")
    assert str(problem.place) == "t.csv:2:5"


def test_what_is_not_about_quotes_is_told_as_the_reader_says_it(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "id,x\na,1\nb," + "2" * 200_000 + "\n")
    assert problem.message == "not a CSV table: field larger than field limit (131072)"
    assert str(problem.place) == "t.csv:3"


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "=======", ">>>>>>> branch", "||||||| base"])
def test_a_merge_that_is_not_resolved(tmp_path: Path, mark: str) -> None:
    [problem] = refused(tmp_path, f"id,x\na,1\n{mark}\nb,2\n")
    assert (problem.message, str(problem.place)) == ("an unresolved git merge", "t.csv:3:1")
    assert "delete the markers" in problem.hint


NAMES = "the first line is to name every column, and nothing else"
COMMAS = "cells are to be separated by commas; `hubscore import` takes semicolons and tabs too"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("# from a yearbook\nid,x\na,1\n", "the header has 1 cell, every row 2", NAMES),
        ("sep=,\nid,x,y\na,1,2\n", "the header has 2 cells, every row 3", NAMES),
        ("id,x\na,1,\nb,2,\n", "the header has 2 cells, every row 3", NAMES),
        ("id;x\na;1,5\nb;2,5\n", "the header has 1 cell, every row 2", COMMAS),
    ],
)
def test_a_header_that_no_row_is_like(tmp_path: Path, text: str, message: str, hint: str) -> None:
    [problem] = refused(tmp_path, text)
    assert (problem.message, problem.hint, str(problem.place)) == (message, hint, "t.csv:1:1")


def test_one_row_that_is_not_like_the_header_is_to_blame_itself(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "id,x\na\n")
    assert (problem.message, str(problem.place)) == ("the row has 1 cell, the header 2", "t.csv:2:1")


def test_rows_are_told_one_by_one_as_a_file_may_have_a_million_of_them() -> None:
    found = ragged(["a", "b"], [["1"], ["1", "2", "3"]], ",")
    assert next(found) == (0, Problem("csv", "the row has 1 cell, the header 2"))
    assert [row for row, _ in found] == [1]
