"""What the columns of a wide table are taken for, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hubscore.errors import InputError, UsageError
from hubscore.files.grid import Grid
from hubscore.files.importing.columns import Found, columns_of
from hubscore.files.importing.wishes import Wishes

GridOf = Callable[..., Grid]


def told(grid: Grid, **wishes: Any) -> dict[str, tuple[str, str, str]]:
    return {each.name: (each.becomes, each.status, each.why) for each in columns_of(grid, Wishes(**wishes)).report}


def found(grid: Grid, **wishes: Any) -> Found:
    return columns_of(grid, Wishes(**wishes))


def test_every_kind_of_column(grid_of: GridOf) -> None:
    text = (
        "City,ISO3,Year,Region,Role,GDP (bn),Empty,Gone,Notes,Mix,Sign,Founded,Nr,Twin,Same,Marked,GDP (bn),\n"
        'Oslo,NOR,2020,north,candidate,100,,..,nice,5,"1,5",1048,1,100,7,3,9,4\n'
        "Rome,ITA,2020,south,,200,,-,old,about 5,2,1912,2,200,7,n/a,8,5\n"
        "Bern,CHE,2020,,benchmark,300,,-,,6,3,1950,3,300,7,1,7,6\n"
    )
    report = told(grid_of(text))
    assert report == {
        "City": ("name", "used", ""),
        "ISO3": ("id", "used", ""),
        "Year": ("year", "used", ""),
        "Region": ("group", "used", ""),
        "Role": ("role", "used", ""),
        "GDP (bn)": ("indicator gdp", "doubtful", ""),
        "Empty": ("", "ignored", "empty"),
        "Gone": ("", "ignored", "no figures, only `-` in 2 cells, `..` in 1 cell"),
        "Notes": ("", "ignored", "text, as `nice` in line 2"),
        "Mix": ("", "left out", "text among numbers: `about 5` in line 3"),
        "Sign": ("", "left out", "decimals or thousands? --decimal says: `1,5` in line 2"),
        "Founded": ("indicator founded", "doubtful", ""),
        "Nr": ("", "left out", "looks like an id: it numbers the rows"),
        "Twin": ("indicator twin", "doubtful", "the same figures as GDP (bn)"),
        "Same": ("indicator same", "doubtful", "the same figure everywhere"),
        "Marked": ("indicator marked", "doubtful", "`n/a` in 1 cell read as missing"),
        "GDP (bn) #2": ("indicator gdp_bn_2", "doubtful", "the same header as GDP (bn)"),
        "column 18": ("indicator column_18", "doubtful", ""),
    }


def test_directions_that_were_said_are_no_doubt(grid_of: GridOf) -> None:
    grid = grid_of("id,a,b\nx,1,2\ny,2,3\n")
    report = found(grid, directions={"a": "lower"}, direction="higher").report
    assert [(each.direction, each.status) for each in report] == [("", "used"), ("lower", "used"), ("higher", "used")]
    assert [each.direction for each in found(grid).report] == ["", "higher?", "higher?"]


def test_years_are_left_out_unless_they_are_asked_for(grid_of: GridOf) -> None:
    grid = grid_of("id,founded,2020,2021\na,1950,1,2\nb,1999,3,4\n")
    assert told(grid)["founded"] == ("", "left out", "looks like a year")
    assert told(grid)["2020"][2].startswith("a column of one year: make the table long")
    assert told(grid, columns={"founded": "indicator"})["founded"][0] == "indicator founded"
    assert told(grid, columns={"founded": "measure"})["founded"] == ("measure founded", "used", "")
    assert told(grid, columns={"founded": "ignore"})["founded"] == ("", "ignored", "as you said")


@pytest.mark.parametrize("text", ["rank\n1\n2\n4\n", "rank\n1\n2\n", "rank\n2\n1\n3\n", "rank\n1\n2\n\n"])
def test_not_every_whole_number_is_an_id(grid_of: GridOf, text: str) -> None:
    rows = text.splitlines()
    grid = grid_of("\n".join(f"{name},{cell}" for name, cell in zip(["id", "a", "b", "c"], rows, strict=False)) + "\n")
    assert told(grid)["rank"][0] == "indicator rank"


def test_a_column_that_was_asked_for_has_to_be_numbers(grid_of: GridOf) -> None:
    grid = grid_of("id,x\na,1\nb,about 5\n")
    with pytest.raises(InputError, match="`x` has a cell that is no number: text among numbers") as caught:
        found(grid, columns={"x": "indicator"})
    place = caught.value.problems[0].place
    assert place is not None
    assert (place.line, place.column) == (3, 3)


@pytest.mark.parametrize(
    ("text", "columns", "role"),
    [
        ("city,x\na,1\n", {}, {"id": "city"}),
        ("x,where\n1,a\n2,b\n", {}, {"id": "where"}),
        ("city,code,x\na,b,1\n", {"city": "id"}, {"id": "city"}),
        ("what,code,x\na,b,1\n", {"what": "name"}, {"id": "code", "name": "what"}),
        ("what,x\na,1\n", {"what": "name"}, {"id": "what", "name": "what"}),
        ("id,year,x\na,early,1\n", {}, {"id": "id"}),
        ("id,role,x\na,boss,1\n", {}, {"id": "id"}),
        ("id,when,x\na,2020,1\n", {"when": "year"}, {"id": "id", "year": "when"}),
    ],
)
def test_who_and_when(grid_of: GridOf, text: str, columns: dict[str, str], role: dict[str, str]) -> None:
    roles = dict(found(grid_of(text), columns=columns).roles)
    assert {key: value for key, value in roles.items() if key != "name" or "name" in role} == role


def test_a_guess_is_told(grid_of: GridOf) -> None:
    assert told(grid_of("x,where\n1,a\n2,b\n"))["where"] == (
        "id",
        "used",
        "taken for the hubs' names; --column says otherwise",
    )
    assert told(grid_of("city,x\na,1\n"))["city"] == ("id", "used", "also the hubs' names")


def test_nobody_is_named(grid_of: GridOf) -> None:
    with pytest.raises(InputError, match="no column names the hubs"):
        found(grid_of("x,y\n1,2\n2,3\n"))


def test_one_column_for_one_role(grid_of: GridOf) -> None:
    with pytest.raises(UsageError, match="two columns cannot be the id: `a` and `b`"):
        found(grid_of("a,b\nx,y\n"), columns={"a": "id", "b": "id"})


@pytest.mark.parametrize("wishes", [{"columns": {"gpd": "ignore"}}, {"directions": {"gpd": "lower"}}])
def test_columns_that_are_not_there(grid_of: GridOf, wishes: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="names `gpd`, which is no column"):
        found(grid_of("id,gdp\na,1\n"), **wishes)


def test_a_hundred_thousand_columns(grid_of: GridOf) -> None:
    header = ",".join(f"c{number}" for number in range(100_000))
    with pytest.raises(InputError, match="the table has 100,000 columns"):
        found(grid_of(f"{header}\n{header}\n"))


def test_a_header_that_cannot_be_shown(grid_of: GridOf) -> None:
    report = told(grid_of('id,"x\u202e\x1b[2J"\na,1\nb,2\n'))
    assert list(report.values())[1] == ("indicator x_2j", "doubtful", "its header cannot be shown as a name")
