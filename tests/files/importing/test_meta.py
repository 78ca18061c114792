"""iMeta: what it says, and every fault at its cell."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hubscore.errors import InputError
from hubscore.files.grid import Grid
from hubscore.files.importing.coinr import is_data
from hubscore.files.importing.meta import columns_of_meta, entries_of, is_meta
from hubscore.files.importing.wishes import Wishes

GridOf = Callable[..., Grid]

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


def test_recognised(grid_of: GridOf) -> None:
    meta, data = grid_of(META, "m.csv"), grid_of("uCode,A\nx,1\n", "d.csv")
    assert (is_meta(meta), is_data(meta), is_meta(data), is_data(data)) == (True, False, False, True)


def test_entries(grid_of: GridOf) -> None:
    entries = entries_of(grid_of(META), Wishes(columns={"Target": "ignore", "Type": "ignore"}))
    assert list(entries) == ["A", "B", "C", "P", "Q", "R", "I", "Reg", "GDP"]
    assert entries["C"]["type"] == "indicator"
    assert entries["C"]["denominator"] == "Spare"
    assert "target" not in entries["A"]


def test_columns(grid_of: GridOf) -> None:
    told = {
        each.name: (each.becomes, each.status)
        for each in columns_of_meta(grid_of(META), Wishes(columns={"Unit": "ignore"}))
    }
    assert told["iCode"] == ("code", "used")
    assert told["Parent"] == ("parent", "used")
    assert told["Unit"] == told["Level"] == told["More"] == ("", "ignored")


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("1,B,", "1,A,", "the code stands twice", 3),
        (",B,", ",,", "an empty code", 3),
        ("P,Indicator", "P,Indicater", "there is no such type", 2),
        ("Alpha,1,", "Alpha,0,", "the direction is neither 1 nor -1", 2),
        ("-1,0.5,", "-1,half,", "the weight is not a number", 3),
        ("km,5,", "km,five,", "the target is not a number", 2),
        (",Q,Indicator", ",W,Indicator", "the parent of `C` is no aggregate, or leads in a ring", 4),
        ("2,Q,Kuh,1,1,,,,I", "2,Q,Kuh,1,1,,,,Q", "the parent of `Q` is no aggregate, or leads in a ring", 6),
    ],
)
def test_what_is_wrong_in_the_meta_table_is_told_at_its_cell(
    grid_of: GridOf, old: str, new: str, message: str, line: int
) -> None:
    with pytest.raises(InputError) as caught:
        entries_of(grid_of(META.replace(old, new, 1)), Wishes())
    problems = caught.value.problems
    assert message in [problem.message for problem in problems]
    assert line in [problem.place.line for problem in problems if problem.place]
