"""Long tables: one reading a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hubscore.errors import InputError, UsageError
from hubscore.files.grid import Grid
from hubscore.files.importing.draft import Draft, Hub, Observation, Series
from hubscore.files.importing.long import is_long, long
from hubscore.files.importing.wishes import Wishes
from hubscore.files.xlsx.look import Look
from hubscore.files.xlsx.sheet import SheetGrid
from hubscore.model.evidence import GRADES

GridOf = Callable[..., Grid]


def drafted(grid: Grid, **wishes: Any) -> Draft:
    return long(grid, Wishes(**wishes))


@pytest.mark.parametrize(
    ("header", "columns", "yes"),
    [
        ("hub,indicator,value", {}, True),
        ("City,Variable,Min,Max", {}, True),
        ("geo,series,OBS_VALUE", {}, True),
        ("hub,indicator,note", {}, False),
        ("hub,value", {}, False),
        ("where,what,value", {}, False),
        ("where,what,value", {"where": "hub", "what": "indicator"}, True),
        ("hub,indicator,value", {"value": "ignore"}, False),
    ],
)
def test_is_long(grid_of: GridOf, header: str, columns: dict[str, str], yes: bool) -> None:
    assert is_long(grid_of(header + "\n" + header + "\n"), Wishes(columns=columns)) == yes


def test_readings_with_all_they_say(grid_of: GridOf) -> None:
    text = (
        "hub,name,role,group,indicator,label,direction,year,value,at_least,at_most,covers,unit,evidence,source,publisher,url,note,x\n"
        "OSL,Oslo,benchmark,north,gdp,GDP,1,2020,1.5,,,,bn,Official,Yearbook,Office,http://a,n,\n"
        "OSL,,,,visits,,,2021,,355.26,400,0.75,m,,,,,,\n"
        "ROM,Rome,,,gdp,,,2020,2,,,,bn,reported,,,,,\n"
    )
    draft = drafted(grid_of(text))
    assert draft.hubs == (Hub("osl", "Oslo", "benchmark", "north"), Hub("rom", "Rome"))
    assert draft.series == (Series("gdp", "GDP", "bn", "higher"), Series("visits", "visits", "m", None))
    assert draft.observations == (
        Observation(
            "osl", "gdp", 2020, "1.5", None, None, None, None, "official", "Yearbook", "Office", "http://a", "n"
        ),
        Observation("osl", "visits", 2021, None, "355.26", "400", "0.75"),
        Observation("rom", "gdp", 2020, "2", evidence="reported"),
    )
    report = {each.name: (each.becomes, each.status, each.why) for each in draft.columns}
    assert report["hub"] == ("hub", "used", "")
    assert report["x"] == ("", "ignored", "empty")
    assert report["gdp"] == ("indicator gdp", "used", "")
    assert report["visits"] == ("indicator visits", "doubtful", "")


def test_rows_that_are_left_out_are_told(grid_of: GridOf) -> None:
    rows = {
        "a,x,2020,about 5,,,,,": "value `about 5`: text among numbers",
        'a,x,2020,"1,5",,,,,': "value `1,5`: decimals or thousands? --decimal says",
        ",x,2020,1,,,,,": "no hub",
        "a,,2020,1,,,,,": "no indicator",
        "a,x,2020,1,2,,,,": "a value and bounds",
        "a,x,2020,,2,1,,,": "its bounds are crossed",
        "a,x,2020,1,,,75,,": "covers is no share of 1",
        "a,x,soon,1,,,,,": "`soon` is not a year",
        "a,x,2020,1,,,,good,": f"`good` is no evidence grade ({', '.join(GRADES)})",
        "a,x,2020,1,,,,,\u202e": "its unit cannot be shown",
        "a,x,2020,..,,,,,": "no figure",
    }
    head = "hub,indicator,year,value,at_least,at_most,covers,evidence,unit\na,x,2020,1,,,,,\n,,,,,,,,\n"
    draft = drafted(grid_of(head + "\n".join(rows) + "\n"))
    assert [row.why for row in draft.rows] == list(rows.values())
    assert [row.place for row in draft.rows] == [f"line {line}" for line in range(4, 4 + len(rows))]
    assert {row.status for row in draft.rows[:-1]} == {"left out"}
    assert [row.remedy for row in draft.rows[:3]] == ["", "--decimal comma (or point)", ""]
    assert draft.unsure
    assert draft.rows[-1].status == "ignored"
    assert draft.rows[0].what == "a.x"
    assert len(draft.observations) == 1


def test_where_no_row_is_sure_it_is_said_why(grid_of: GridOf) -> None:
    with pytest.raises(InputError) as caught:
        drafted(grid_of('hub,indicator,value\na,x,"3,141"\nb,x,"2,555"\n'))
    assert [problem.message for problem in caught.value.problems] == [
        "the table has no row with figures that can be brought in",
        "line 2 is left out: value `3,141`: decimals or thousands? --decimal says",
        "line 3 is left out: value `2,555`: decimals or thousands? --decimal says",
    ]


def test_readings_twice(grid_of: GridOf) -> None:
    draft = drafted(grid_of("hub,indicator,year,value\na,x,2020,1\na,x,2020,1\na,x,2020,2\nb,x,2020,1\n"))
    assert [(row.place, row.status, row.why) for row in draft.rows] == [
        ("line 3", "ignored", "the same as line 2"),
        ("line 4", "doubtful", "another reading of the same year: the first one counts"),
    ]
    assert [reading.value for reading in draft.observations] == ["1", "2", "1"]


def test_the_unit_of_most_readings_is_the_indicators(grid_of: GridOf) -> None:
    draft = drafted(grid_of("hub,indicator,value,unit\na,x,1,EUR\nb,x,2,USD\nc,x,3,EUR\n"))
    assert draft.series[0].unit == "EUR"
    assert [reading.unit for reading in draft.observations] == [None, "USD", None]
    assert draft.columns[-1].why == "its unit is `EUR`; some readings are in `USD`"


def test_what_is_not_scored_is_a_measure_as_long_as_something_is(grid_of: GridOf) -> None:
    text = "hub,indicator,value,scored\na,gdp,1,no\na,x,2,yes\na,z,3,\nb,gdp,1,\n"
    assert {each.id: each.measure for each in drafted(grid_of(text)).series} == {"gdp": True, "x": False, "z": False}
    said = drafted(grid_of(text), columns={"gdp": "indicator"}).series
    assert not any(each.measure for each in said)
    assert [each.measure for each in drafted(grid_of("hub,indicator,value,scored\na,gdp,1,no\n")).series] == [False]


def test_series_may_be_measures_or_ignored(grid_of: GridOf) -> None:
    grid = grid_of("hub,indicator,value\na,gdp,1\na,x,2\na,z,3\n")
    draft = drafted(grid, columns={"gdp": "measure", "z": "ignore"}, directions={"x": "lower"}, decimal="comma")
    assert [(series.id, series.measure, series.direction) for series in draft.series] == [
        ("gdp", True, None),
        ("x", False, "lower"),
    ]
    assert [reading.series for reading in draft.observations] == ["gdp", "x"]
    assert draft.columns[-1].why == "as you said"
    with pytest.raises(UsageError, match="names `y`"):
        drafted(grid, columns={"y": "measure"})
    with pytest.raises(UsageError, match="names `y`"):
        drafted(grid, directions={"y": "lower"})


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("東京,x,1,A,", "an empty id"),
        ("Á,x,1,A,", "`Á` and `A` make the same id `a`"),
        ("b,x,1,A,boss", "there is no such role"),
        ("b,x,1,\x1b[2J,", "the hub's name or group holds what cannot be shown, or is too long"),
    ],
)
def test_hubs_that_cannot_be_told_apart_or_shown(grid_of: GridOf, row: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        drafted(grid_of(f"hub,indicator,value,name,role\nA,x,1,A,\n{row}\n"))
    [problem] = caught.value.problems
    assert problem.message == message
    assert problem.place is not None
    assert problem.place.line == 3


def test_nothing_in_it(grid_of: GridOf) -> None:
    with pytest.raises(InputError, match="no row with figures"):
        drafted(grid_of("hub,indicator,value\n"))


def test_cells_of_a_sheet_without_a_value() -> None:
    columns = {"hub": ("a", "a"), "indicator": ("x", "y"), "value": ("1", "")}
    grid = SheetGrid("t.xlsx", "", columns, 2, "S", (0, 1, 2), 0, Look({(2, 2): ""}, ()))
    draft = drafted(grid)
    assert [(row.place, row.why) for row in draft.rows] == [("row 3", "the cell holds a formula without a value")]


def test_more_indicators_than_anybody_can_judge(grid_of: GridOf) -> None:
    rows = "".join(f"a,x{number},1\n" for number in range(1001))
    with pytest.raises(InputError, match="the table names 1,001 indicators"):
        drafted(grid_of("hub,indicator,value\n" + rows))
