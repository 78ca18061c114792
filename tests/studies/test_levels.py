from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.errors import UsageError
from hubscore.scoring import score
from hubscore.studies.draws import sampler
from hubscore.studies.levels import factors_in, options_in, usual
from hubscore.studies.sensitivity import accepted

Made = Callable[..., Any]
ALL = ("weights", "absent", "missing", "evidence")


def reading(value: float, evidence: str) -> dict[str, Any]:
    return {"value": value, "evidence": evidence}


def found(made: Made, card: dict[str, Any], **hubs: Any) -> dict[str, tuple[str, ...]]:
    dataset, scorecard = made(card, **hubs)
    return dict(options_in(score(dataset, scorecard), scorecard, ALL))


def test_levels_that_score_nobody_are_left_out(made: Made) -> None:
    hubs = {
        "x": {"a": reading(1, "secondary")},
        "y": {"a": reading(2, "secondary")},
        "z": {"a": reading(3, "estimate")},
    }
    assert found(made, {}, **hubs)["evidence"] == ("secondary", "estimate")
    dataset, card = made({}, **hubs)
    source = sampler(dataset, card, only=["evidence"])
    levels = source.chosen(source.keys(0, 2_000))["evidence"]
    assert np.bincount(levels) == pytest.approx([1_000, 1_000], abs=120)


def test_one_ranked_hub_makes_no_order(made: Made) -> None:
    yardstick = {"Role": "benchmark", "a": reading(4, "reported")}
    hubs = {"x": {"a": reading(1, "reported")}, "y": {"a": reading(2, "secondary")}, "z": {"a": reading(3, "estimate")}}
    assert found(made, {}, **hubs, zz=yardstick)["evidence"] == ("secondary", "estimate")


def test_levels_that_admit_the_same_are_one(made: Made) -> None:
    hubs = {"x": {"a": reading(1, "reported")}, "y": {"a": reading(2, "official")}, "z": {"a": reading(3, "estimate")}}
    assert found(made, {}, **hubs)["evidence"] == ("reported", "estimate")
    hubs["z"] = {"a": {"2019": reading(3, "official"), "2020": reading(4, "estimate")}}
    assert found(made, {"evidence": {"admit": "secondary"}}, **hubs)["evidence"] == ("secondary", "estimate")


def test_what_moves_no_ranked_hub_makes_no_level(made: Made) -> None:
    hubs = {"x": {"a": 1}, "y": {"a": 2}, "z": {"a": reading(3, "estimate"), "Role": "benchmark"}}
    assert "evidence" not in found(made, {}, **hubs)
    assert found(made, {"method": {"normalise": "minmax"}}, **hubs)["evidence"] == ("reported", "estimate")


def test_the_same_score_of_another_reading_is_another_level(made: Made) -> None:
    years = {"2019": reading(12, "official"), "2020": reading(13, "estimate")}  # both beyond the best goalpost
    assert found(made, {}, x={"a": years}, y={"a": 2})["evidence"] == ("reported", "estimate")


def test_ways_to_fill_are_a_choice_where_gaps_are_drawn(made: Made) -> None:
    gappy = {"x": {"a": 1, "b": None}, "y": {"a": 2, "b": 3}}
    assert "missing" in found(made, {}, **gappy)
    assert "missing" not in found(made, {"method": {"missing": "mean"}}, **gappy)
    assert "missing" not in found(made, {}, y={"a": 2, "b": 3})
    weak = {"x": {"a": 1, "b": reading(3, "estimate")}, "y": {"a": 2, "b": 3}}
    assert "missing" in found(made, {}, **weak)  # where estimates are not admitted
    dataset, card = made({}, **weak)
    assert "missing" not in options_in(score(dataset, card), card, ("absent", "missing"))  # and they are here


@pytest.mark.parametrize(
    ("name", "expected", "hint"),
    [
        ("evidence", "two levels of evidence that admit different readings", "hubscore evidence"),
        ("missing", "gaps that are drawn", "--only absent --only missing"),
    ],
)
def test_a_factor_that_changes_nothing_is_refused(made: Made, name: str, expected: str, hint: str) -> None:
    dataset, card = made({}, x={"a": 1, "b": None}, y={"a": 2, "b": 3})
    with pytest.raises(UsageError) as caught:
        sampler(dataset, card, only=[name])
    [problem] = caught.value.problems
    assert (problem.rule, problem.message) == ("factor", f"`{name}` changes nothing here")
    assert problem.expected.startswith(expected)
    assert hint in problem.hint


def test_unless_it_is_asked_for_it_is_left_out(made: Made) -> None:
    dataset, card = made({}, x={"a": 1}, y={"a": 2})
    ranking = score(dataset, card)
    assert usual(ranking, card, ALL) == ("weights", "absent")
    source = accepted(dataset, card, 64, 1, (), everyone=False, base=None)
    assert source.factors == ("weights:a", "data:a", "absent")
    factors, options = factors_in(ranking, card, ())
    assert (factors, options) == (("weights:a", "data:a", "absent"), {})
