"""The ranking under every other aggregation and normalisation."""

from __future__ import annotations

from typing import Any

import numpy as np

from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.model.checks import check_scorecard
from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.by_method import Tried, by_method

# Means of x, y, z: 50, 45, 40. Least: 0, 30, 40. Medians: 50, 50, 40.
FIGURES = {"a": [0.0, 3.0, 4.0], "b": [5.0, 5.0, 4.0], "c": [10.0, 5.5, 4.0]}


def ask(
    card: dict[str, Any] | None = None,
    figures: dict[str, list[float]] | None = None,
    everyone: bool = False,
    roles: tuple[str, ...] = ("candidate", "candidate", "candidate"),
) -> dict[str, Tried]:
    figures = figures or FIGURES
    given = card or {}
    indicators = {
        name: {"direction": "higher", "goalposts": [0, 10]} | given.get("indicators", {}).get(name, {})
        for name in figures
    }
    scorecard = Scorecard.model_validate({"hubs": "*", **given, "indicators": indicators})
    assert check_scorecard(scorecard) == []
    hubs = hubs_of(["x", "y", "z"], ["x", "y", "z"], list(roles), [None] * 3)
    dataset = from_values(hubs, list(figures), np.array(list(figures.values())))
    found = by_method(score(dataset, scorecard, everyone), scorecard)
    return {f"{each.step} {each.name}": each for each in found}


def ranks(each: Tried) -> list[int]:
    assert each.rank is not None
    return [int(rank) for rank in each.rank]


def test_the_declared_method_is_the_ranking_itself() -> None:
    found = ask()
    assert [name for name, each in found.items() if each.declared] == ["aggregate arithmetic", "normalise goalposts"]
    assert ranks(found["aggregate arithmetic"]) == ranks(found["normalise goalposts"]) == [1, 2, 3]
    declared = found["aggregate arithmetic"]
    assert declared.score is not None
    np.testing.assert_allclose(declared.score, [50, 45, 40])
    assert (declared.moved, declared.furthest, declared.why_not) == (0, 0, "")


def test_what_is_told_of_a_method() -> None:
    found = ask()["aggregate minimum"]
    assert (found.step, found.name, found.declared, found.why_not) == ("aggregate", "minimum", False, "")
    assert found.score is not None
    np.testing.assert_allclose(found.score, [0, 30, 40])
    assert all((each.moved, each.furthest) == (0, 0) for each in ask({}, {"a": [9.0, 5.0, 1.0]}).values())


def test_places_are_counted_of_who_is_ranked_both_times() -> None:
    """Only a has a target, so that by it x has no score: before it is third, and z jumps from second to first."""
    card = {"indicators": {"a": {"target": 10}}}
    figures = {"a": [np.nan, 8.0, 9.0], "b": [1.0, 8.0, 2.0]}
    found = ask(card, figures)["normalise distance_to_target"]
    assert ranks(found) == [0, 2, 1]
    assert (found.moved, found.furthest) == (3, 1)
    # x lacks a, so that beside x nobody has a score in a: y none at all, which then is third; z and x change places
    beside = {"method": {"normalise": {"distance_to_reference": "x"}}}
    found = ask(beside, {"a": [np.nan, 1.0, 9.0], "b": [5.0, np.nan, 4.0]})["normalise goalposts"]
    assert ranks(found) == [2, 3, 1]
    assert (found.moved, found.furthest) == (3, 1)


def test_who_falls_furthest_may_have_led() -> None:
    found = ask(figures={"a": [0.0, 5.0, 4.0], "b": [10.0, 5.0, 4.0], "c": [10.0, 5.0, 4.0]})["aggregate minimum"]
    assert (ranks(found), found.moved, found.furthest) == ([3, 1, 2], 3, 2)


def test_a_candidate_alone_is_ranked() -> None:
    assert ranks(ask(roles=("candidate", "benchmark", "benchmark"))["aggregate minimum"]) == [1, 0, 0]


def test_nobody_may_be_ranked_at_all() -> None:
    found = ask(roles=("benchmark",) * 3)["aggregate minimum"]
    assert (ranks(found), found.moved, found.furthest) == ([0, 0, 0], 0, 0)


def test_what_another_method_makes_of_the_ranks() -> None:
    found = ask()
    told = {name: (ranks(found[name]), found[name].moved, found[name].furthest) for name in found if found[name].moved}
    assert told["aggregate minimum"] == ([3, 2, 1], 2, 2)
    assert told["aggregate median"] == ([1, 1, 3], 1, 1)
    assert told["aggregate copeland"] == ([1, 1, 3], 1, 1)  # x and y have one indicator each, and one alike
    assert told["normalise minmax"] == ([1, 1, 3], 1, 1)  # 0 + 1 + 1 and 3/4 + 1 + 1/4


def test_every_method_that_needs_no_setting_is_tried() -> None:
    found = ask()
    assert {name for name in AGGREGATIONS if name != "owa"} == {
        each.name for each in found.values() if each.step == "aggregate"
    }
    owa = ask({"method": {"aggregate": {"owa": [1, 1, 2]}}})
    assert owa["aggregate owa"].declared
    assert "normalise none" not in found
    assert "normalise distance_to_reference" not in found


def test_why_a_method_is_not_possible() -> None:
    found = ask(figures={"a": [-1.0, 3.0, 4.0], "b": [5.0, 5.0, 4.0]})["normalise fraction_of_max"]
    assert "`fraction_of_max` has no value for a of x" in found.why_not
    assert found == Tried("normalise", "fraction_of_max", False, why_not=found.why_not)
    lacks = "nobody is ranked: it needs settings that the scorecard lacks"
    expected = Tried("normalise", "distance_to_target", False, why_not=lacks)
    for roles in (("candidate",) * 3, ("candidate", "benchmark", "benchmark")):
        assert ask(roles=roles)["normalise distance_to_target"] == expected


def test_what_says_its_own_method_keeps_it() -> None:
    own = ask(
        {"index": {"aggregate": "arithmetic"}, "indicators": {name: {"normalise": "goalposts"} for name in "abc"}}
    )
    assert all(ranks(each) == [1, 2, 3] for each in own.values())


def test_benchmarks_are_ranked_on_demand() -> None:
    roles = ("benchmark", "candidate", "candidate")
    assert ranks(ask(roles=roles)["aggregate minimum"]) == [0, 2, 1]
    assert ranks(ask(roles=roles, everyone=True)["aggregate minimum"]) == [3, 2, 1]


def test_figures_as_they_are_stand_in_the_table_where_they_are_declared() -> None:
    assert "normalise none" not in ask()
    found = ask({"method": {"normalise": "none"}})
    assert [name for name, each in found.items() if each.declared] == ["aggregate arithmetic", "normalise none"]
    assert ranks(found["normalise none"]) == ranks(found["normalise goalposts"]) == [1, 2, 3]
