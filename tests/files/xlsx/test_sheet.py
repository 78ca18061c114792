"""A sheet as a grid: what its cells become, and every fault at its cell."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hubscore.errors import InputError, Place, Problem
from hubscore.files.grid import read_grid
from hubscore.files.tables import read_wide
from hubscore.files.xlsx.sheet import SheetGrid, read_sheet, sheet_names
from hubscore.model.scorecard import WideTable

Book = Callable[..., Path]


def written(path: Path, *rows: tuple[Any, ...], name: str = "Sheet1", top: int = 0, left: int = 0) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet(name)
        for at, row in enumerate(rows):
            page.write_row(top + at, left, row)
    return path


def text(words: str) -> str:
    """A cell that holds a text."""
    return f'<c t="str"><v>{words}</v></c>'


def refused(work: Callable[[], object]) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        work()
    return list(caught.value.problems)


def places(problems: list[Problem]) -> list[str]:
    return [str(problem.place) for problem in problems]


def test_the_same_grid_as_a_csv_file(tmp_path: Path) -> None:
    rows = [("id", "gdp", "näme"), ("a", 1, "Á"), ("b", 2.5, ""), ("c", -1e-300, "x, y"), ("d", 12345678901.25, "")]
    grid = read_sheet(written(tmp_path / "t.xlsx", *rows), "t.xlsx")
    (tmp_path / "t.csv").write_text(
        'id,gdp,näme\na,1,Á\nb,2.5,\nc,-1e-300,"x, y"\nd,12345678901.25,\n', encoding="utf-8"
    )
    assert grid.columns == read_grid(tmp_path / "t.csv", "t.csv").columns
    assert grid.rows == 4


def test_places_are_cells_wherever_the_table_begins(tmp_path: Path) -> None:
    path = written(tmp_path / "t.xlsx", ("id", "x"), ("a", 1), (), ("b", 2), name="My data", top=2, left=1)
    grid = read_sheet(path, "t.xlsx")
    assert grid.columns == {"id": ("a", "b"), "x": ("1", "2")}
    assert [grid.line(row) for row in (-1, 0, 1)] == [3, 4, 6]
    assert str(grid.place(1, "x")) == "t.xlsx!My data!C6"
    assert str(grid.place(-1, "nowhere")) == "t.xlsx!My data!B3"
    assert grid.lines == "rows"


def test_the_first_sheet_that_is_not_hidden_or_the_one_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for name in ("notes", "data", "more"):
            workbook.add_worksheet(name).write(0, 0, f"id of {name}")
        workbook.worksheets()[1].activate()
        workbook.worksheets()[0].hide()
        workbook.add_chartsheet("picture")
    assert list(read_sheet(path, "t.xlsx").columns) == ["id of data"]
    assert list(read_sheet(path, "t.xlsx", "notes").columns) == ["id of notes"]
    [problem] = refused(lambda: read_sheet(path, "t.xlsx", "mor"))
    assert "no sheet `mor`" in problem.message
    assert problem.expected == "one of `notes`, `data`, `more`"
    assert problem.hint == "did you mean `more`?"
    assert sheet_names(path, "t.xlsx") == ["data", "more"]


def test_kinds_of_cells_become_text(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet()
        form = {name: workbook.add_format({"num_format": name}) for name in ("yyyy-mm-dd", "hh:mm", "[h]:mm", "0.0%")}
        page.write_row(0, 0, ["truth", "date", "moment", "time", "span", "share", "text"])
        page.write_boolean(1, 0, True)
        page.write_boolean(2, 0, False)
        page.write_datetime(1, 1, dt.datetime(2024, 5, 1), form["yyyy-mm-dd"])  # noqa: DTZ001
        page.write_datetime(1, 2, dt.datetime(2024, 5, 1, 12, 30), form["yyyy-mm-dd"])  # noqa: DTZ001
        page.write_number(1, 3, 0.25, form["hh:mm"])
        page.write_number(1, 4, 5, form["[h]:mm"])
        page.write_number(1, 5, 0.45, form["0.0%"])
        page.write_string(1, 6, "007")
    columns = read_sheet(path, "t.xlsx").columns
    assert columns["truth"] == ("TRUE", "FALSE")
    assert columns["date"][0] == "2024-05-01"
    assert columns["moment"][0] == "2024-05-01T12:30:00"
    assert columns["time"][0] == "06:00:00"
    assert columns["span"][0] == "5 days, 0:00:00"
    assert columns["share"][0] == "0.45"
    assert columns["text"][0] == "007"


def test_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as workbook:
        page = workbook.add_worksheet()
        page.write(0, 0, "date")
        page.write_datetime(1, 0, dt.datetime(2024, 5, 1), workbook.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
    assert read_sheet(path, "t.xlsx").columns["date"] == ("2024-05-01",)


def wide(path: Path, **table: Any) -> Any:
    card = WideTable.model_validate({"csv": "raw.xlsx", "id": "id"} | table)
    return read_wide(path, "raw.xlsx", card, ("gdp", "banks"), {"gdp"})


def test_a_wide_table(tmp_path: Path) -> None:
    path = written(tmp_path / "t.xlsx", ("id", "gdp", "year", "note"), ("b", 2, 2020, "x"), ("a", 1.5, 2021, "y"))
    dataset, ignored = wide(path, year="year")
    assert dataset.hubs.ids == ("a", "b")
    np.testing.assert_array_equal(dataset.value, [[[1.5, 2]]])
    np.testing.assert_array_equal(dataset.year, [[[2021, 2020]]])
    assert ignored == ("note",)


def test_what_is_no_number_is_told_with_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "raw.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, ["id", "gdp", "banks"])
        page.write_column(1, 0, ["a", "b", "c"])
        page.write_boolean(1, 1, True)
        page.write_datetime(2, 1, dt.datetime(2024, 5, 1), workbook.add_format({"num_format": "d mmm"}))  # noqa: DTZ001
        page.write_string(3, 2, "1,5")
    problems = refused(lambda: wide(path))
    assert places(problems) == ["raw.xlsx!Sheet1!B2", "raw.xlsx!Sheet1!B3", "raw.xlsx!Sheet1!C4"]
    assert [problem.found for problem in problems] == ['"TRUE"', '"2024-05-01"', '"1,5"']


def test_cells_without_a_value_are_no_gaps(book: Book) -> None:
    """Also where nothing else stands in the row."""
    rows = (
        f"<row>{text('id')}{text('gdp')}{text('banks')}{text('note')}</row>"
        f"<row>{text('a')}<c><f>A1</f></c>"
        '<c t="e"><v>#N/A</v></c><c t="e"><v>#REF!</v></c></row>'
        '<row r="4"><c r="B4"><f>1+1</f><v></v></c></row>'
    )
    problems = refused(lambda: wide(book(rows)))
    assert places(problems) == ["raw.xlsx!Sheet1!B2", "raw.xlsx!Sheet1!C2", "raw.xlsx!Sheet1!B4"]
    assert [problem.message for problem in problems] == [
        "the cell holds a formula without a value",
        "the cell holds an error",
        "the cell holds a formula without a value",
    ]
    assert problems[1].found == "#N/A"


def test_a_formula_with_its_value_is_read(book: Book) -> None:
    rows = f"<row>{text('id')}{text('gdp')}</row><row>{text('a')}<c><f>2*3</f><v>6</v></c></row>"
    np.testing.assert_array_equal(wide(book(rows))[0].value, [[[6]]])


def test_merged_cells_are_refused_in_columns_that_are_read(tmp_path: Path) -> None:
    path = tmp_path / "raw.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, ["id", "gdp", "note"])
        page.write_column(1, 0, ["a", "b", "c"])
        page.write_column(1, 1, [1, 2, 3])
        page.merge_range("C2:C3", "both")
    assert wide(path)[0].value.shape == (1, 1, 3)
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, ["id", "gdp", "note"])
        page.write_column(1, 0, ["a", "b", "c"])
        page.merge_range("B2:B3", 5)
    [problem] = refused(lambda: wide(path))
    assert problem.message == "the cells B2:B3 are merged: which of them has the value?"
    assert places([problem]) == ["raw.xlsx!Sheet1!B2"]


def test_two_rows_with_one_id_are_named_by_row(tmp_path: Path) -> None:
    path = written(tmp_path / "t.xlsx", ("id", "gdp"), ("a", 1), (), ("a", 2))
    [problem] = refused(lambda: wide(path))
    assert problem.message == "the id `a` stands twice: in rows 2 and 4"
    assert places([problem]) == ["raw.xlsx!Sheet1!A4"]


def test_a_column_that_stands_twice(tmp_path: Path) -> None:
    path = written(tmp_path / "t.xlsx", ("id", "x", "x"), ("a", 1, 2))
    [problem] = refused(lambda: read_sheet(path, "t.xlsx"))
    assert problem.message == "the column `x` stands twice"
    assert problem.place == Place("t.xlsx", cell="Sheet1!B1")
    grid = read_sheet(path, "t.xlsx", named=lambda header: [f"{at}" for at, _ in enumerate(header)])
    assert grid.columns == {"0": ("a",), "1": ("1",), "2": ("2",)}


def test_nothing_in_it(tmp_path: Path, book: Book) -> None:
    [problem] = refused(lambda: read_sheet(written(tmp_path / "t.xlsx"), "t.xlsx"))
    assert problem.message == "the table is empty"
    [problem] = refused(lambda: read_sheet(book("", parts={"xl/workbook.xml": "<workbook/>"}), "raw.xlsx"))
    assert "no sheet to read" in problem.message
    [problem] = refused(lambda: read_sheet(book("", parts={"_rels/.rels": "<x/>", "xl/workbook.xml": "<"}), "raw.xlsx"))
    assert "damaged" in problem.message


def test_a_header_alone(tmp_path: Path) -> None:
    grid = read_sheet(written(tmp_path / "t.xlsx", ("id", "x")), "t.xlsx")
    assert (grid.columns, grid.rows) == ({"id": (), "x": ()}, 0)


def test_parts_that_are_not_there(tmp_path: Path, book: Book) -> None:
    from zipfile import ZipFile

    path = tmp_path / "raw.xlsx"
    with ZipFile(path, "w") as archive:
        archive.writestr("note", "x")
    [problem] = refused(lambda: read_sheet(path, "raw.xlsx"))
    assert "holds no workbook" in problem.message
    lost = '<Relationships><Relationship Id="r0" Type="x/worksheet" Target="lost.xml"/></Relationships>'
    [problem] = refused(lambda: read_sheet(book("", parts={"xl/_rels/workbook.xml.rels": lost}), "raw.xlsx"))
    assert "`Sheet1` is not there" in problem.message


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "t.xlsx", ("id", "x"))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "python_calamine" else object())
    [problem] = refused(lambda: read_sheet(path, "t.xlsx"))
    assert "packages that are not installed" in problem.message
    assert 'pip install "hubscore[xlsx]"' in problem.hint


@pytest.mark.parametrize("seed", range(40))
def test_damage_to_the_sheet_is_refused_or_harmless(book: Book, seed: int) -> None:
    source = random.Random(seed)
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row><row><c r="A2" t="b"><v>1</v></c></row>'
    for _ in range(2):
        at = source.randrange(len(rows))
        rows = rows[:at] + source.choice(["", "9", "<", "s", '"', "e", "<c/>"]) + rows[at + 1 :]
    with suppress(InputError):
        assert isinstance(read_sheet(book(rows, shared="<sst><si><t>a</t></si></sst>"), "raw.xlsx"), SheetGrid)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.floats(-1e15, 1e15), min_size=1, max_size=20))
def test_numbers_come_back_to_the_last_bit(book: Book, figures: list[float]) -> None:
    rows = "".join(f"<row><c><v>{figure!r}</v></c></row>" for figure in figures)
    grid = read_sheet(book('<row><c t="str"><v>x</v></c></row>' + rows), "raw.xlsx")
    assert [float(text) for text in grid.columns["x"]] == figures
