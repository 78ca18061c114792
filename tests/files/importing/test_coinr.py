"""COINr's two tables; the golden ones are tested in tests/golden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hubscore.errors import InputError, Problem, UsageError
from hubscore.files.grid import Grid
from hubscore.files.importing.coinr import coinr
from hubscore.files.importing.draft import Draft, Hub, Pillar, Series
from hubscore.files.importing.wishes import Wishes

GridOf = Callable[..., Grid]

DATA = "uName,uCode,Time,Reg,GDP,A,B,C,Extra,Spare\nOslo,OSL,2020,n,10,1,2,NA,x,1\nRome,ROM,2020,s,20,3,4,7,y,2\n"
META = """\
Level,iCode,iName,Direction,Weight,Unit,Target,Denominator,Parent,Type,More
1,A,Alpha,1,1,km,5,GDP,P,Indicator,
1,B,Beta,-1,0.5,,,,P,Indicator,
1,C,Gamma,1,1,,NA,Spare,Q,Indicator,
2,P,Pi,1,2,,,,I,Aggregate,
2,Q,Kuh,1,1,,,,I,Aggregate,
2,R,Empty,1,1,,,,I,Aggregate,
3,I,The index,1,1,,,,,Aggregate,
,Reg,Region,,,,,,,Group,
,GDP,Product,,,bn,,,,Denominator,
,,,,,,,,,,
"""


def drafted(grid_of: GridOf, data: str = DATA, meta: str = META, **wishes: Any) -> Draft:
    return coinr(grid_of(data, "iData.csv"), grid_of(meta, "iMeta.csv"), Wishes(**wishes))


def refused(grid_of: GridOf, data: str = DATA, meta: str = META) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        drafted(grid_of, data, meta)
    return list(caught.value.problems)


def test_all_that_the_tables_say(grid_of: GridOf) -> None:
    draft = drafted(grid_of)
    assert (draft.shape, draft.title, draft.label) == ("COINr", "The index", "The index")
    assert draft.hubs == (Hub("osl", "Oslo", "candidate", "n"), Hub("rom", "Rome", "candidate", "s"))
    assert draft.pillars == (Pillar("p", "Pi", None, 2.0), Pillar("q", "Kuh", None, 1.0))
    assert draft.series == (
        Series("a", "Alpha", "km", "higher", False, "p", "gdp", 1.0, 5.0),
        Series("b", "Beta", None, "lower", False, "p", None, 0.5),
        Series("c", "Gamma", None, "higher", False, "q", "spare", 1.0),
        Series("gdp", "Product", "bn", measure=True),
        Series("spare", "Spare", measure=True),
    )
    assert [(r.hub, r.value) for r in draft.observations if r.series == "c"] == [("rom", "7")]
    assert draft.years == [2020]
    assert draft.method == {"min_coverage": 0.0}
    report = {each.name: (each.becomes, each.status) for each in draft.columns}
    assert report["Extra"] == ("", "ignored")
    assert report["A"] == ("indicator a", "used")
    assert report["C"] == ("indicator c", "doubtful")
    assert report["Level"] == report["More"] == ("", "ignored")
    assert report["iName"] == ("name", "used")


def test_columns_may_be_ignored_and_groups_chosen(grid_of: GridOf) -> None:
    draft = drafted(
        grid_of,
        columns={"Denominator": "ignore", "Time": "ignore", "Extra": "group", "B": "ignore", "Type": "ignore"},
        directions={"A": "lower"},
        title="Mine",
    )
    assert [(series.id, series.per, series.direction) for series in draft.series] == [
        ("a", None, "lower"),
        ("c", None, "higher"),
    ]
    assert [hub.group for hub in draft.hubs] == ["x", "y"]
    assert draft.years == []
    assert draft.title == "Mine"
    assert draft.label == "The index"
    told = {each.name: each.why for each in draft.columns}
    assert told["Reg"] == "another group; --column takes it"
    assert told["GDP"] == "no indicator is divided by it"
    assert told["B"] == told["Time"] == told["Denominator"] == "as you said"


def test_a_denominator_that_no_row_does_not_name_is_a_measure_all_the_same(grid_of: GridOf) -> None:
    draft = drafted(grid_of)
    [spare] = [series for series in draft.series if series.id == "spare"]
    assert spare.measure
    assert next(series.per for series in draft.series if series.id == "c") == "spare"


def test_an_indicator_without_a_column_is_told(grid_of: GridOf) -> None:
    draft = drafted(grid_of, DATA.replace(",C,", ",Z,"))
    told = {each.name: (each.status, each.why) for each in draft.columns}
    assert told["C"] == ("left out", "no such column in iData")
    assert told["Z"] == ("ignored", "not in iMeta")
    assert [pillar.id for pillar in draft.pillars] == ["p"]


def test_several_tops_hang_on_the_root(grid_of: GridOf) -> None:
    meta = META.replace(",I,Aggregate", ",,Aggregate").replace("3,I,The index,1,1,,,,,Aggregate,\n", "")
    draft = drafted(grid_of, meta=meta)
    assert [(pillar.id, pillar.parent) for pillar in draft.pillars] == [("p", None), ("q", None)]
    assert (draft.label, draft.title) == (None, "Scorecard")


def test_of_siblings_all_have_a_weight_or_none(grid_of: GridOf) -> None:
    draft = drafted(grid_of, meta=META.replace("-1,0.5,", "-1,,"))
    weights = {each.id: each.weight for each in draft.series}
    assert (weights["a"], weights["b"], weights["c"]) == (None, None, 1.0)


def test_figures_that_are_none(grid_of: GridOf) -> None:
    [problem] = refused(grid_of, DATA.replace("10,1,", "10,about 1,"))
    assert problem.message == "`A` has a cell that is no number: text among numbers"
    [problem] = refused(grid_of, DATA.replace(",10,", ",0,"))
    assert problem.message == "`GDP` is a denominator and not above 0"


@pytest.mark.parametrize("wishes", [{"columns": {"W": "ignore"}}, {"directions": {"GDP": "lower"}}])
def test_columns_that_are_not_there(grid_of: GridOf, wishes: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="which is no column"):
        drafted(grid_of, **wishes)


def test_an_empty_column_is_no_indicator(grid_of: GridOf) -> None:
    draft = drafted(grid_of, "uCode,A,B,C\nx,1,,3\ny,2,,4\n")
    assert [series.id for series in draft.series] == ["a", "c"]
    assert [hub.name for hub in draft.hubs] == ["x", "y"]
