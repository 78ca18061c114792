"""Wide tables as a whole: hubs, rows and readings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hubscore.errors import InputError, Problem
from hubscore.files.grid import Grid
from hubscore.files.importing import wide as module
from hubscore.files.importing.draft import Draft, Hub, Observation, Row
from hubscore.files.importing.wide import title_of, wide
from hubscore.files.importing.wishes import Wishes
from hubscore.files.xlsx.look import Look
from hubscore.files.xlsx.sheet import SheetGrid

GridOf = Callable[..., Grid]


def drafted(grid: Grid, **wishes: Any) -> Draft:
    return wide(grid, Wishes(**wishes))


def refused(grid: Grid, **wishes: Any) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        drafted(grid, **wishes)
    return list(caught.value.problems)


def test_hubs_and_readings(grid_of: GridOf) -> None:
    text = (
        "code,city,year,group,role,gdp,rent\n"
        "OSL,Christiania,2020,west,candidate,1.5,\n"
        "OSL,Oslo,2021,north,benchmark,2,7\n"
        "ROM,Rome,2021,,,3,..\n"
    )
    draft = drafted(grid_of(text, "my_cities-2021.csv"))
    assert draft.shape == "wide"
    assert draft.title == "My cities 2021"
    assert draft.hubs == (Hub("osl", "Oslo", "benchmark", "north"), Hub("rom", "Rome", "candidate", ""))
    assert draft.observations == (
        Observation("osl", "gdp", 2020, "1.5"),
        Observation("osl", "gdp", 2021, "2"),
        Observation("rom", "gdp", 2021, "3"),
        Observation("osl", "rent", 2021, "7"),
    )
    assert [(series.id, series.label, series.direction) for series in draft.series] == [
        ("gdp", "gdp", None),
        ("rent", "rent", None),
    ]
    assert draft.rows == ()


def test_rows_that_are_no_hubs(grid_of: GridOf) -> None:
    text = "city,year,x\nOslo,2020,1\n,2020,5\n,,\nTotal,2020,6\nSource: a yearbook,,\n東京,,\n"
    draft = drafted(grid_of(text))
    assert [hub.id for hub in draft.hubs] == ["oslo", "total"]
    assert draft.rows == (
        Row("line 3", "", "left out", "figures without an id"),
        Row("line 5", "Total", "doubtful", "looks like a sum of others, not a hub; taken as one"),
        Row("line 6", "Source: a yearbook", "ignored", "no figures"),
        Row("line 7", "東京", "ignored", "no figures"),
    )


def test_what_is_wrong_with_hubs_is_told_at_its_cell(grid_of: GridOf) -> None:
    text = "code,name,year,role,x\na,A,2020,,9\nA,B,2020,,2\n東,C,2020,,3\nd,\x07,2020,,4\n"
    problems = refused(grid_of(text))
    assert [(problem.message, problem.place and problem.place.line) for problem in problems] == [
        ("the id `a` of the year 2020 stands twice: in lines 2 and 3", 3),
        ("an empty id", 4),
        ("`name` holds a character that cannot be shown", 5),
    ]


def test_a_year_that_is_none(grid_of: GridOf) -> None:
    [problem] = refused(grid_of("id,when,x\na,20,1\n"), columns={"when": "year"})
    assert problem.message == "`when` is not a year"


def test_nothing_to_score(grid_of: GridOf) -> None:
    assert "no column of figures" in refused(grid_of("id,x\na,b\n"))[0].message
    assert "no row with figures" in refused(grid_of("id,x\na,\n,1\n"))[0].message
    assert "no column names the hubs" in refused(grid_of("x\n1\n"))[0].message
    assert "no column of figures" in refused(grid_of("id\na\n"))[0].message


def test_a_title_above_the_table(grid_of: GridOf) -> None:
    problems = refused(grid_of("Ports,column 2\nCity,GDP\na,1\n"))
    assert problems[0].hint == "the headers must be in the first line"
    assert refused(grid_of("id,x\na,b\nc,1\n"))[0].hint == ""


def test_too_much(grid_of: GridOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FIGURES", 3)
    assert "4 cells of figures" in refused(grid_of("id,x,y\na,1,2\nb,3,5\n"))[0].message


def test_a_cell_of_a_sheet_that_holds_no_name() -> None:
    columns = {"id": ("a", ""), "name": ("A", "B"), "x": ("1", "2")}
    grid = SheetGrid(
        "t.xlsx", "", {**columns, "id": ("a", "b"), "name": ("A", "")}, 2, "S", (0, 1, 2), 0, Look({(2, 1): "#N/A"}, ())
    )
    [problem] = refused(grid)
    assert str(problem.place) == "t.xlsx!S!B3"
    assert problem.found == "#N/A"


def test_a_cell_of_a_sheet_that_holds_no_figure() -> None:
    columns = {"id": ("a", "b"), "x": ("1", ""), "y": ("1", "2")}
    grid = SheetGrid("t.xlsx", "", columns, 2, "S", (0, 1, 2), 0, Look({(2, 1): "#N/A"}, ()))
    draft = drafted(grid)
    assert [series.id for series in draft.series] == ["y"]
    assert draft.columns[1].why == "#N/A in B3"
    assert [series.id for series in drafted(grid, missing=("#N/A",)).series] == ["x", "y"]


@pytest.mark.parametrize(("shown", "title"), [("a/b_c.csv", "B c"), ("-.csv", "Scorecard"), ("ünï.xlsx", "Ünï")])
def test_titles(shown: str, title: str) -> None:
    assert title_of(shown) == title
