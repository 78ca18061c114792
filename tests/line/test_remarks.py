"""What scoring finds worth saying."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hubscore.model.ranking import Ranking, Remark

Ranked = Callable[..., Ranking]

NUMBERS = {"direction": "higher", "goalposts": [0, 100]}
DATA = {"a": {"x": 1, "y": 1}, "b": {"x": 3, "y": 1}, "c": {"x": 4, "y": 1}}


def said(ranked: Ranked, x: dict[str, Any], y: dict[str, Any] = NUMBERS, data: Any = DATA, **card: Any) -> list[Remark]:
    indicators = {"x": {"direction": "higher", **x}, "y": {"direction": "higher", **y}}
    return list(ranked({"indicators": indicators, **card}, data).remarks)


def test_goalposts_of_numbers_need_no_word(ranked: Ranked) -> None:
    assert said(ranked, NUMBERS) == []


@pytest.mark.parametrize(
    "x",
    [
        {"goalposts": [0, "max"]},
        {"goalposts": ["min", 9]},
        {"normalise": "minmax", "goalposts": [0, 9]},
        {"normalise": {"distance_to_reference": "c"}, "goalposts": [0, 9]},
        {"normalise": "distance_to_target", "target": 9},
        {"normalise": "fraction_of_max"},
        {"normalise": "rank"},
        {"normalise": "percent_rank"},
    ],
)
def test_scores_relative_to_the_group(ranked: Ranked, x: dict[str, Any]) -> None:
    assert said(ranked, x) == [Remark("relative", ("x",))]


@pytest.mark.parametrize(
    "x",
    [
        {"normalise": "distance_to_target", "target": 9, "goalposts": [0, "max"]},
        {"normalise": "none", "goalposts": ["min", "max"]},
    ],
)
def test_goalposts_that_are_not_asked_make_nothing_relative(ranked: Ranked, x: dict[str, Any]) -> None:
    assert said(ranked, x) == []


def test_imputation_over_hubs_is_relative(ranked: Ranked) -> None:
    assert said(ranked, NUMBERS, method={"missing": "mean"}) == [Remark("relative")]
    assert said(ranked, NUMBERS, method={"missing": "latest"}) == []
    assert said(ranked, NUMBERS, {"normalise": "none"}, method={"missing": "worst"}) == []


@pytest.mark.parametrize("normalise", ["minmax", "zscore", "robust", "rank", "percent_rank"])
def test_constant(ranked: Ranked, normalise: str) -> None:
    wanted = [Remark("constant", ("y",)), Remark("relative", ("x", "y"))]
    assert said(ranked, {"normalise": normalise}, {"normalise": normalise}) == wanted


def test_constant_goalposts(ranked: Ranked) -> None:
    assert Remark("constant", ("y",)) in said(ranked, NUMBERS, {"goalposts": ["min", "max"]})
    assert Remark("constant", ("y",)) in said(ranked, NUMBERS, {"goalposts": [1, "max"]})
    assert said(ranked, NUMBERS, {"goalposts": [0, "max"]}) == [Remark("relative", ("y",))], "all are at the best"
    assert said(ranked, NUMBERS, {"normalise": "fraction_of_max"}) == [Remark("relative", ("y",))]


def test_quartiles_that_are_equal(ranked: Ranked) -> None:
    data = {hub: {"x": 1, "y": 1} for hub in "abcdefgh"} | {"i": {"x": 9, "y": 1}}
    assert Remark("constant", ("x",)) in said(ranked, {"normalise": "robust"}, data=data)


def test_reference_that_is_the_worst(ranked: Ranked) -> None:
    assert Remark("constant", ("x",)) in said(ranked, {"normalise": {"distance_to_reference": "a"}})


def test_no_data(ranked: Ranked) -> None:
    data = {hub: {"x": row["x"]} for hub, row in DATA.items()}
    assert said(ranked, NUMBERS, data=data) == [Remark("no data", ("y",))]
    assert Remark("no data", ("y",)) in said(ranked, NUMBERS, {"normalise": "minmax"}, data)
    assert Remark("no data", ("y",)) in said(ranked, NUMBERS, NUMBERS | {"from": "m"}, measures={"m": {}})


def test_no_goalpost(ranked: Ranked) -> None:
    assert Remark("no goalpost", ("x",)) in said(ranked, {"goalposts": [0, "benchmark"]})
    data = {**DATA, "c": {"y": 1}}
    assert Remark("no goalpost", ("x",)) in said(ranked, {"normalise": {"distance_to_reference": "c"}}, data=data)


def test_mixed_families_at_the_node_where_they_meet(ranked: Ranked) -> None:
    pillars = {"p": {}, "q": {}}
    indicators = {
        "x": {**NUMBERS, "pillar": "p"},
        "y": {**NUMBERS, "pillar": "p", "normalise": "zscore"},
        "z": {**NUMBERS, "pillar": "q"},
    }
    data = {hub: {**row, "z": 1} for hub, row in DATA.items()}
    found = ranked({"indicators": indicators, "pillars": pillars}, data).remarks
    assert Remark("mixed families", ("p",)) in found
    assert Remark("mixed families", ("index",)) not in found
    indicators["y"]["pillar"] = "q"
    indicators["z"] |= {"normalise": "robust"}
    found = ranked({"indicators": indicators, "pillars": pillars}, data).remarks
    assert [remark for remark in found if remark.kind == "mixed families"] == [Remark("mixed families", ("index",))]
