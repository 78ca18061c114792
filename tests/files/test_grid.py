"""CSV files as columns of text: what is read, and where a fault stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from hubscore.errors import InputError, Place, Problem
from hubscore.files.grid import MOST_FAULTS, Faults, Grid, read_grid


def grid_of(tmp_path: Path, text: str) -> Grid:
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode())
    return read_grid(path, "t.csv")


def refused(tmp_path: Path, text: str) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        grid_of(tmp_path, text)
    return list(caught.value.problems)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end(tmp_path: Path, end: str) -> None:
    grid = grid_of(tmp_path, end.join(["id,x", "a,1", "b,2"]))
    assert grid.columns == {"id": ("a", "b"), "x": ("1", "2")}
    assert grid.rows == 2
    assert [grid.line(row) for row in (-1, 0, 1)] == [1, 2, 3]


def test_blank_lines_do_not_count_as_rows_but_as_lines(tmp_path: Path) -> None:
    grid = grid_of(tmp_path, "\n\nid,x\n\na,1\n\n\nb,2\n\n")
    assert grid.columns == {"id": ("a", "b"), "x": ("1", "2")}
    assert [grid.line(row) for row in (-1, 0, 1)] == [3, 5, 8]


def test_cells_in_quotes(tmp_path: Path) -> None:
    text = 'id,name,x\n"a","A, ""the"" first\nand only",1\nb,B,2\n'
    grid = grid_of(tmp_path, text)
    assert grid.columns["name"] == ('A, "the" first\nand only', "B")
    assert grid.place(0, "id") == Place("t.csv", 2, 1, 3, '"a","A, ""the"" first')
    assert grid.place(0, "name") == Place("t.csv", 2, 5, 17, '"a","A, ""the"" first')
    assert grid.place(0, "x") == Place("t.csv", 3, 11, 1, 'and only",1')
    assert grid.place(1, "x") == Place("t.csv", 4, 5, 1, "b,B,2")


def test_byte_order_mark_is_no_part_of_a_name(tmp_path: Path) -> None:
    assert list(grid_of(tmp_path, "\ufeffid,x\na,1\n").columns) == ["id", "x"]


def test_place_of_an_empty_and_of_a_last_cell(tmp_path: Path) -> None:
    grid = grid_of(tmp_path, "id,x,y\na,,3")
    assert grid.place(0, "x") == Place("t.csv", 2, 3, 1, "a,,3")
    assert grid.place(0, "y") == Place("t.csv", 2, 4, 1, "a,,3")
    assert grid.place(-1, "y") == Place("t.csv", 1, 6, 1, "id,x,y")
    assert grid.place(-1, "nowhere") == Place("t.csv", 1, 1, 2, "id,x,y")


def test_line_too_long_to_show(tmp_path: Path) -> None:
    grid = grid_of(tmp_path, f"id,x\n{'a' * 3000},1\n")
    assert grid.place(0, "x") == Place("t.csv", 2, 3002, 1, "")


def test_ragged_rows_are_all_told(tmp_path: Path) -> None:
    problems = refused(tmp_path, "id,x\na,1\nb\nc,3,4\n")
    assert [(p.message, p.place and p.place.line) for p in problems] == [
        ("the row has 1 cell, the header 2", 3),
        ("the row has 3 cells, the header 2", 4),
    ]
    assert "quotes" in problems[1].hint


def test_column_twice(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "id,x,y,x\na,1,2,3\n")
    assert problem.message == "the column `x` stands twice"
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (1, 4)


def test_columns_without_a_name(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "id,,\na,1,2\n")
    assert problem.message == "two columns have no name"
    assert problem.place == Place("t.csv", 1, 4, 1, "id,,")


def test_names_of_their_own_where_a_reader_gives_them(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,,\na,1,2\n")
    grid = read_grid(tmp_path / "t.csv", "t.csv", lambda header: [f"{at}{name}" for at, name in enumerate(header)])
    assert grid.columns == {"0id": ("a",), "1": ("1",), "2": ("2",)}
    assert list(grid.unusable(grid.columns)) == []


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_empty(tmp_path: Path, text: str) -> None:
    [problem] = refused(tmp_path, text)
    assert problem.message == "the table is empty"
    assert problem.expected == "a header row"


def test_open_quote(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, 'id,x\na,"1\nb,2\n')
    assert "not a CSV table" in problem.message
    assert problem.place is not None
    assert problem.place.file == "t.csv"


def test_text_behind_a_quote(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, 'id,x\na,1\nb,"2"3\n')
    assert problem.place is not None
    assert problem.place.line == 3


def test_faults_of_a_column_are_counted_after_the_first(tmp_path: Path) -> None:
    grid = grid_of(tmp_path, "id,x\n" + "a,z\n" * 1234)
    faults = Faults(grid)
    for row in range(1234):
        faults.add(row, "x", Problem("bad-value", "no"))
    faults.add(3, "id", Problem("bad-value", "no"))
    with pytest.raises(InputError) as caught:
        faults.refuse()
    problems = caught.value.problems
    assert len(problems) == MOST_FAULTS + 2
    assert problems[-1].message == f"{1234 - MOST_FAULTS:,} more problems in the column `x`"
    assert problems[0].place == Place("t.csv", 2, 3, 1, "a,z")
    assert problems[0].path == ("x",)


def test_nothing_wrong_is_not_refused(tmp_path: Path) -> None:
    Faults(grid_of(tmp_path, "id\na\n")).refuse()


def test_of_a_table_full_of_faults_only_the_first_are_placed() -> None:
    names = [f"c{number}" for number in range(300)]
    grid = Grid("raw.csv", ",".join(names) + "\n" + ",".join("x" * 300) + "\n", dict.fromkeys(names, ("x",)), 1)
    faults = Faults(grid)
    for name in names:
        faults.add(0, name, Problem("csv", "not a number"))
    with pytest.raises(InputError) as caught:
        faults.refuse()
    placed = [problem for problem in caught.value.problems if problem.place and problem.place.line]
    assert (len(placed), len(caught.value.problems)) == (200, 300)


@pytest.mark.parametrize(
    ("limit", "text", "told"),
    [
        ("MOST_LINES", "id,x\na,1\nb,2\nc,3\n", "3 lines"),
        ("MOST_LINES", "id,x\ra,1\rb,2\rc,3\r", "3 lines"),
        ("MOST_CELLS", "id,x\na,1\n", "3 cells"),
        ("MOST_COLUMNS", "\n\na,b,c,d,e\n", "3 columns"),
    ],
)
def test_a_table_that_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, text: str, told: str
) -> None:
    monkeypatch.setattr(f"hubscore.files.grid.{limit}", 3)
    [problem] = refused(tmp_path, text)
    assert problem.message == f"the table has more than {told}"
    assert problem.hint == "leave out empty lines and columns, and what no indicator reads"
    monkeypatch.setattr(f"hubscore.files.grid.{limit}", 4)
    assert grid_of(tmp_path, text).shown == "t.csv"
