"""Wide tables: ids, roles, years and figures, and every fault at its cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hubscore.errors import InputError, Problem
from hubscore.files.tables import read_wide
from hubscore.model.dataset import Dataset
from hubscore.model.scorecard import WideTable

SERIES = ("gdp", "banks", "crime", "fame")
KINDS = {"fame": "rank"}


def read(tmp_path: Path, text: str, **table: Any) -> tuple[Dataset, tuple[str, ...]]:
    path = tmp_path / "raw.csv"
    path.write_text(text, encoding="utf-8")
    return read_wide(
        path, "raw.csv", WideTable.model_validate({"csv": "raw.csv", "id": "code"} | table), SERIES, {"gdp"}, KINDS
    )


def refused(tmp_path: Path, text: str, **table: Any) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text, **table)
    return list(caught.value.problems)


def test_columns_named_like_series_are_read_and_the_rest_is_listed(tmp_path: Path) -> None:
    text = "code,country,banks,note,crime\nB2,Bee,4,x,\nA1,Ay,5.5,y,-1e3\n"
    dataset, ignored = read(tmp_path, text, name="country", evidence="official", source="A yearbook")
    assert dataset.hubs.ids == ("a1", "b2")
    assert dataset.hubs.names == ("Ay", "Bee")
    assert dataset.series == ("banks", "crime")
    np.testing.assert_array_equal(dataset.value, [[[5.5, 4], [-1000, np.nan]]])
    np.testing.assert_array_equal(dataset.grade, [[[0, 0], [0, -1]]])
    assert dataset.newest_year is None
    assert [source.text for source in dataset.sources] == ["A yearbook"]
    assert ignored == ("note",)


def test_name_is_the_id_as_written_where_no_column_names_it(tmp_path: Path) -> None:
    dataset, _ = read(tmp_path, "code,banks\n007,1\nCôte d'Or,2\n")
    assert dataset.hubs.ids == ("007", "cote-d-or")
    assert dataset.hubs.names == ("007", "Côte d'Or")


def test_role_and_group(tmp_path: Path) -> None:
    text = "code,role,region,banks\nc,benchmark,,1\na,,south,2\nb,candidate,north,3\n"
    hubs = read(tmp_path, text, role="role", group="region")[0].hubs
    assert hubs.benchmark.tolist() == [False, False, True]
    assert hubs.groups == ("north", "south")
    assert hubs.group.tolist() == [1, 0, -1]


def test_years_make_slots_newest_first(tmp_path: Path) -> None:
    text = "code,y,name,banks,crime\na,2020,Old,1,2\nb,2021,B,3,\na,2022,New,,5\n"
    dataset, _ = read(tmp_path, text, year="y", name="name")
    assert dataset.hubs.names == ("New", "B")
    np.testing.assert_array_equal(dataset.value[:, 0], [[np.nan, 3], [1, np.nan]])
    np.testing.assert_array_equal(dataset.value[:, 1], [[5, np.nan], [2, np.nan]])
    np.testing.assert_array_equal(dataset.year[:, 1], [[2022, 0], [2020, 0]])
    np.testing.assert_array_equal(dataset.grade[:, 0], [[-1, 1], [1, -1]])


def test_spaces_are_an_empty_cell_in_any_script(tmp_path: Path) -> None:
    dataset, _ = read(tmp_path, "code,banks,crime\na, ,\u00a0\nb, 2 ,\u00a03\n")
    np.testing.assert_array_equal(dataset.value[0], [[np.nan, 2], [np.nan, 3]])


CELLS = {
    "text": ("many", "is not a number"),
    "nan": ("nan", "is not a number"),
    "inf": ("-inf", "is not a number"),
    "underscore": ("1_000", "is not a number"),
    "comma": ('"1,5"', "is not a number"),
    "thousands": ('"1,500.0"', "is not a number"),
    "arabic": ("١٢", "is not a number"),
    "full width": ("１２", "is not a number"),
    "hexadecimal": ("0x10", "is not a number"),
    "percent": ("5%", "is not a number"),
    "large": ("1e16", "is out of range"),
    "very large": ("-1e999", "is out of range"),
    "n/a": ("n/a", "is not a number"),
}


@pytest.mark.parametrize(("cell", "words"), CELLS.values(), ids=CELLS)
def test_cell_that_is_no_figure(tmp_path: Path, cell: str, words: str) -> None:
    [problem] = refused(tmp_path, f"code,crime,banks\na,1,2\nbee,,{cell}\n")
    assert problem.message == f"`banks` {words}"
    assert problem.found == f'"{cell.strip(chr(34))}"'
    assert "1e15" in problem.expected
    assert problem.place is not None
    assert (problem.place.line, problem.place.column, problem.place.length) == (3, 6, len(cell))
    assert problem.key == "banks"


def test_denominator_that_is_not_above_0(tmp_path: Path) -> None:
    problems = refused(tmp_path, "code,gdp,crime\na,1,0\nb,0,-1\nc,,0\nd,-2.5,0\n")
    assert [(p.message, p.found, p.place and (p.place.line, p.place.column)) for p in problems] == [
        ("`gdp` is a denominator and not above 0", '"0"', (3, 3)),
        ("`gdp` is a denominator and not above 0", '"-2.5"', (5, 3)),
    ]


def test_places_begin_at_1(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "code,fame,banks\na,1,-3\nb,0.5,2\nc,,1\n")
    assert problem.message == "`fame` is a place in a ranking and below 1"
    assert (problem.found, problem.expected) == ('"0.5"', "a number at least 1")
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (3, 3)


def test_two_rows_with_one_id(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "code,banks\nA,1\nb,2\na,3\n")
    assert problem.message == "the id `a` stands twice: in lines 2 and 4"
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (4, 1)


def test_two_rows_with_one_id_and_year(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "code,y,banks\na,2020,1\na,2021,2\na,2020,3\n", year="y")
    assert problem.message == "the id `a` of the year 2020 stands twice: in lines 2 and 4"


def test_empty_id(tmp_path: Path) -> None:
    problems = refused(tmp_path, "banks,code\n1,a\n2,\n3,東京\n")
    assert [(p.message, p.found, p.place and (p.place.line, p.place.column)) for p in problems] == [
        ("an empty id", '""', (3, 3)),
        ("an empty id", '"東京"', (4, 3)),
    ]


@pytest.mark.parametrize("key", ["id", "name", "year", "group", "role"])
def test_column_that_is_not_there(tmp_path: Path, key: str) -> None:
    [problem] = refused(tmp_path, "code,banks,cnty\na,1,x\n", **{key: "county"})
    assert problem.message == f"the table has no column `county`, which `data.{key}` names"
    assert problem.hint == "did you mean `cnty`?"
    assert problem.place is not None
    assert problem.place.line == 1


def test_semicolons(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "code;banks\na;1\n")
    assert problem.hint == "cells are to be separated by commas; `hubscore import` takes semicolons and tabs too"


def test_a_table_without_a_header(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "a,1\nb,2\n")
    assert problem.message == "the table has no column `code`, which `data.id` names"
    assert problem.hint == "the first line is to name every column, and nothing else"


def test_no_rows(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "code,banks\n")
    assert problem.message == "the table has no rows"


def test_bad_role(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "code,r,banks\na,Benchmark,1\n", role="r")
    assert (problem.found, problem.expected) == ('"Benchmark"', "candidate or benchmark")
    assert problem.hint == "did you mean `benchmark`?"
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (2, 3)


@pytest.mark.parametrize("year", ["", "20", "2020.0", "1799", "2200", "٢٠٢٠", "x"])
def test_bad_year(tmp_path: Path, year: str) -> None:
    [problem] = refused(tmp_path, f"code,y,banks\na,{year},1\n", year="y")
    assert problem.message == "`y` is not a year"
    assert problem.expected == "a year from 1800 to 2199"
    assert problem.hint == ("write `2020`" if year == "2020.0" else "")


def test_name_that_cannot_be_shown(tmp_path: Path) -> None:
    problems = refused(tmp_path, 'code,n,g,banks\na,,,1\nb,"B\nC",g\u202e,2\n', name="n", group="g")
    assert [(p.message, p.found) for p in problems] == [
        ("`n` is blank", ""),
        ("`n` holds a character that cannot be shown", "<U+000A>"),
        ("`g` holds a character that cannot be shown", "<U+202E>"),
    ]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    problems = refused(tmp_path, "code,y,banks,gdp\na,x,z,0\n,2020,1,1\n", year="y")
    assert [problem.key for problem in problems] == ["y", "code", "banks", "gdp"]


def test_thousands_of_faults_are_counted_quickly(tmp_path: Path) -> None:
    problems = refused(tmp_path, "code,banks\n" + "".join(f"h{row},z\n" for row in range(20_000)))
    assert len(problems) < 100
    assert problems[-1].message.startswith("19,9")
