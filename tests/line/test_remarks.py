"""What scoring finds worth saying."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hubscore.methods.rank import TIE_TOLERANCE
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


@pytest.mark.parametrize("direction", ["higher", "lower"])
def test_figures_beyond_the_scale_that_are_scored_as_they_are(ranked: Ranked, direction: str) -> None:
    x = {"normalise": "none", "direction": direction}
    assert said(ranked, x, method={"scale": [1, 4]}) == []
    for scale in ([2, 4], [1, 3]):
        assert said(ranked, x, method={"scale": scale}) == [Remark("off the scale", ("x",))]
        assert said(ranked, x | {"clip": False}, method={"scale": scale}) == []
    assert said(ranked, {"goalposts": [2, 3]}, method={"scale": [2, 3]}) == []


def test_a_figure_at_an_end_of_the_scale_is_not_beyond_it_once_mirrored(ranked: Ranked) -> None:
    x = {"normalise": "none", "direction": "lower"}
    data = {"a": {"x": 0.1, "y": 1}, "b": {"x": 0.3, "y": 0.2}}
    assert said(ranked, x, method={"scale": [0.1, 0.3]}, data=data) == []


@pytest.mark.parametrize(("far", "found"), [(1.0, []), (1.01, [Remark("off the scale", ("x",))])])
@pytest.mark.parametrize("end", [0, 1000])
def test_what_would_be_a_tie_with_an_end_is_at_it(ranked: Ranked, end: float, far: float, found: list[Remark]) -> None:
    beyond = far * TIE_TOLERANCE * 1000
    data = {"a": {"x": end + beyond if end else -beyond, "y": 1}, "b": {"x": 500, "y": 2}}
    assert said(ranked, {"normalise": "none"}, method={"scale": [0, 1000]}, data=data) == found


def test_imputation_over_hubs_is_relative(ranked: Ranked) -> None:
    assert said(ranked, NUMBERS, method={"missing": "mean"}) == [Remark("relative")]
    assert said(ranked, NUMBERS, method={"missing": "latest"}) == []
    assert said(ranked, NUMBERS, {"normalise": "none"}, method={"missing": "worst"}) == []
    assert said(ranked, NUMBERS, {"goalposts": ["min", 9]}, {"a": {"x": 1}}, method={"missing": "worst"}) == [
        Remark("no data", ("y",))
    ], "nobody has a worst value"


@pytest.mark.parametrize("normalise", ["minmax", "zscore", "robust", "rank", "percent_rank"])
def test_constant(ranked: Ranked, normalise: str) -> None:
    wanted = [Remark("constant", ("y",)), Remark("relative", ("x", "y"))]
    assert said(ranked, {"normalise": normalise}, {"normalise": normalise}) == wanted


def test_constant_goalposts(ranked: Ranked) -> None:
    assert Remark("constant", ("y",)) in said(ranked, NUMBERS, {"goalposts": ["min", "max"]})
    assert Remark("constant", ("y",)) in said(ranked, NUMBERS, {"goalposts": [1, "max"]})
    assert said(ranked, NUMBERS, {"goalposts": [0, "max"]}) == [Remark("relative", ("y",))], "all are at the best"
    assert said(ranked, NUMBERS, {"normalise": "fraction_of_max"}) == [Remark("relative", ("y",))]


def test_constant_under_a_treatment(ranked: Ranked) -> None:
    """The power reads the least as 1 above its start, so that there is a root where the raw figure has none."""
    data = {f"h{at:02}": {"x": -5, "y": 1} for at in range(20)}
    x = {"normalise": "minmax", "treat": {"boxcox": 1}, "transform": "sqrt"}
    assert Remark("constant", ("x",)) in said(ranked, x, data=data)


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
    assert said(ranked, NUMBERS, data=data, method={"missing": "worst"}) == [], "the goalpost is filled in"


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


GROUPED = {"a": {"group": "g"}, "b": {"group": "g"}, "c": {"group": "h"}}


@pytest.mark.parametrize("policy", ["group_mean", "group_median"])
def test_gaps_that_nobody_in_the_group_can_fill(ranked: Ranked, policy: str) -> None:
    """A hub alone in its group, and one in no group; others are filled, and what does not apply is no gap."""
    data = {"a": {"x": 1}, "b": {"x": 3, "y": 1}, "c": {"y": 1}, "d": {"y": 1}}
    indicators = {"x": {**NUMBERS, "applies_to": ["a", "b", "c"]}, "y": NUMBERS}
    found = ranked({"indicators": indicators, "method": {"missing": policy}}, data, GROUPED)
    alone = [remark for remark in found.remarks if remark.kind == "nobody to fill from"]
    assert alone == [Remark("nobody to fill from", ("x",), hubs=("c",))]
    found = ranked({"indicators": {"x": NUMBERS, "y": NUMBERS}, "method": {"missing": policy}}, data, GROUPED)
    assert Remark("nobody to fill from", ("x",), hubs=("c", "d")) in found.remarks


def test_what_nobody_has_or_is_left_out_is_not_for_want_of_a_group(ranked: Ranked) -> None:
    kind = "nobody to fill from"
    data = {hub: {"x": row["x"]} for hub, row in DATA.items()}
    assert kind not in {remark.kind for remark in said(ranked, NUMBERS, data=data, method={"missing": "group_mean"})}
    data = {"a": {"x": 1, "y": 1}, "b": {"y": 1}}
    for rules, told in (({}, True), ({"min_coverage": 0.9}, False)):
        found = said(ranked, NUMBERS, data=data, method={"missing": "group_mean"}, screening=rules)
        assert (kind in {remark.kind for remark in found}) == told


def test_the_years_that_set_goalposts(ranked: Ranked) -> None:
    data = {"a": {"x": {"2019": 1, "2022": 5}, "y": {"2021": 1}}, "b": {"x": {"2020": 2}, "y": {"2021": 1}}}
    found = said(ranked, {"goalposts": ["min", 9]}, data=data, method={"panel": True})
    assert Remark("panel", ("2019", "2022")) in found
    assert said(ranked, NUMBERS, data=data, method={"panel": True}) == [Remark("idle panel")]


def test_everybody_left_out_is_all_there_is_to_say(ranked: Ranked) -> None:
    data = {"a": {"x": 1}, "b": {"x": 3}}
    assert said(ranked, {"normalise": "rank"}, data=data, screening={"min_coverage": 1.0}) == [Remark("all left out")]


Z: dict[str, Any] = {"normalise": "zscore"}


def test_duels_are_relative_and_mix_no_families(ranked: Ranked) -> None:
    assert said(ranked, NUMBERS, method={"aggregate": "copeland"}) == [Remark("relative", ("index",))]
    varied = {"a": {"x": 1, "y": 5}, "b": {"x": 3, "y": 2}}
    found = said(ranked, Z, data=varied, index={"aggregate": "copeland"})
    assert found == [Remark("relative", ("x", "index"))]
    assert Remark("mixed families", ("index",)) in said(ranked, Z, data=varied)


def test_duels_spread_over_the_whole_scale_again(ranked: Ranked) -> None:
    card = {"pillars": {"p": {"aggregate": "copeland"}}}
    found = said(ranked, {**Z, "pillar": "p"}, **card)
    assert not [remark for remark in found if remark.kind == "mixed families"]


def test_a_formula_for_z_scores_that_gets_others(ranked: Ranked) -> None:
    pareto = {"pillars": {"p": {"aggregate": "mazziotta_pareto"}, "q": {"aggregate": "mazziotta_pareto_adjusted"}}}
    x, y = {**NUMBERS, "pillar": "p"}, {**NUMBERS, "pillar": "q"}
    assert said(ranked, x, y, **pareto) == [Remark("no z-scores", ("p",))]
    kinds = {remark.kind: remark.about for remark in said(ranked, {**Z, "pillar": "p"}, {**Z, "pillar": "q"}, **pareto)}
    assert kinds["z-scores"] == ("q",)
    assert "no z-scores" not in kinds
    everywhere = said(ranked, x, y, method={"aggregate": "mazziotta_pareto"}, pillars={"p": {}, "q": {}})
    assert everywhere == [Remark("no z-scores", ("p", "q", "index"))]
