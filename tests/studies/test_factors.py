from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hubscore.errors import UsageError
from hubscore.model.compile import compiled
from hubscore.studies.factors import factors_of, options_of, wanted

Made = Callable[..., Any]
KNOWN = ("weights:p", "weights:q", "data:p", "data", "absent", "evidence", "missing", "normalise")


def test_factors_are_named_as_in_the_file(made: Made) -> None:
    card = {
        "pillars": {"p": {}, "q": {"parent": "p"}},
        "indicators": {"a": {"pillar": "q"}, "b": {}},
        "uncertainty": {"normalise": ["goalposts", "minmax"], "aggregate": ["arithmetic"]},
    }
    dataset, card = made(card, x={"a": 1, "b": 2})
    factors = factors_of(compiled(card, dataset), options_of(card))
    assert factors == ("weights:b", "weights:p", "data:b", "data:p", "absent", "evidence", "missing", "normalise")


def test_a_list_of_one_other_method_is_what_is_drawn(made: Made) -> None:
    _, card = made({"uncertainty": {"aggregate": ["geometric"], "normalise": []}}, x={"a": 1})
    assert [str(option) for option in options_of(card)["aggregate"]] == ["geometric"]
    assert "normalise" not in options_of(card)


def test_families_and_factors_can_be_asked_for() -> None:
    assert wanted(KNOWN, ()) == ("weights:p", "weights:q", "data:p", "data", "absent", "normalise")
    assert wanted(KNOWN, ("weights",)) == ("weights:p", "weights:q")
    assert wanted(KNOWN, ("weights:q", "evidence")) == ("weights:q", "evidence")
    assert wanted(KNOWN, ("aggregate",)) == ()


def test_an_unknown_factor_is_refused_with_a_suggestion() -> None:
    with pytest.raises(UsageError) as caught:
        wanted(KNOWN, ("weight",))
    [problem] = caught.value.problems
    assert (problem.rule, problem.message) == ("factor", "there is no factor `weight`")
    assert problem.hint == "did you mean `weights`?"
    names = "weights, data, absent, normalise, aggregate, evidence, missing"
    assert problem.expected == f"one of {names}, or with a pillar behind it as in weights:PILLAR"
