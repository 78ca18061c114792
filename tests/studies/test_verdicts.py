from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.studies.audit import Audit, audit
from hubscore.studies.verdicts import spare, verdicts

Ranked = Callable[..., Ranking]


@pytest.fixture(scope="module")
def result(ranked: Ranked) -> Audit:
    """A redundant pair (a, b), a contrary one (d), an outlier (e), and one without figures (g)."""
    rng = np.random.default_rng(4)
    common = rng.normal(size=50)
    x = {name: 5 + common + 0.7 * rng.normal(size=50) for name in "abcdef"}
    x["b"] = x["a"] + 0.05 * rng.normal(size=50)
    x["d"] = 10 - 2 * x["d"]
    x["e"][3] = 90.0
    hubs = {f"h{at:02}": {name: float(column[at]) for name, column in x.items()} | {"g": None} for at in range(50)}
    card: dict[str, Any] = {"hubs": "*", "method": {"normalise": "minmax"}}
    posts = {name: {"goalposts": None} for name in "abcdefg"}
    scorecard = Scorecard.model_validate(
        card | {"indicators": {name: {"direction": "higher"} for name in "abcdefg"}},
    )
    return audit(ranked(card | {"indicators": posts}, **hubs), scorecard, {})


def test_each_indicator_has_one(result: Audit) -> None:
    found = {each.node: each for each in verdicts(result)}
    assert list(found) == list("abcdefg")
    assert found["d"].suggestion == "turn or drop"
    assert found["e"].suggestion == "treat"
    assert found["g"].suggestion == "find figures or drop"
    assert found["e"].problems[0] == "skewed"
    assert sorted(found[name].suggestion == "drop" for name in "ab") == [False, True]
    assert ["redundant" in found[name].problems for name in "abcdefg"] == [True, True, *[False] * 5]
    assert ["negative" in found[name].problems for name in "abcdefg"] == [False, False, False, True, *[False] * 3]
    assert (found["f"].problems, found["f"].suggestion) in {((), "keep"), (("importance",), "look closer")}


def test_alpha_and_shift_without_it(result: Audit) -> None:
    found = {each.node: each for each in verdicts(result)}
    [index] = result.unities
    assert found["d"].alpha == index.alpha
    assert found["d"].alpha_without == index.without[index.members.index("d")] > index.alpha
    assert found["a"].shift == next(each.shift for each in result.omissions if each.node == "a")
    assert np.isnan(found["g"].alpha)


def shifted(result: Audit, a: float, b: float) -> Audit:
    shifts = {"a": a, "b": b}
    return replace(
        result, omissions=tuple(each._replace(shift=shifts.get(each.node, each.shift)) for each in result.omissions)
    )


def with_alphas(result: Audit, a: float, b: float) -> Audit:
    [index] = result.unities
    return replace(result, unities=(index._replace(without=(a, b, *index.without[2:])),))


def test_of_two_that_say_the_same_the_one_goes_that_moves_ranks_less(result: Audit) -> None:
    assert spare(shifted(result, 1.0, 2.0), "a", "b") == ("a", "b", "shift", (1.0, 2.0))
    assert spare(shifted(result, 2.0, 1.0), "a", "b") == ("b", "a", "shift", (1.0, 2.0))
    assert spare(shifted(result, np.nan, 1.0), "a", "b") == ("b", "a", "shift", (1.0, np.inf))
    assert spare(shifted(result, 1.0, np.nan), "a", "b") == ("a", "b", "shift", (1.0, np.inf))
    assert spare(shifted(result, 0.005, 0.0), "a", "b") == ("b", "a", "shift", (0.0, 0.005))


@pytest.mark.parametrize(("shifts", "dropped"), [((1.0, 2.0), [True, False]), ((2.0, 1.0), [False, True])])
def test_what_can_be_spared_is_to_be_dropped(result: Audit, shifts: tuple[float, float], dropped: list[bool]) -> None:
    found = {each.node: each.suggestion for each in verdicts(shifted(result, *shifts))}
    assert [found[name] == "drop" for name in "ab"] == dropped


def test_else_the_one_without_which_alpha_is_greater(result: Audit) -> None:
    level = shifted(result, 0.0, 0.004)
    assert spare(with_alphas(level, 0.8, 0.7), "a", "b") == ("a", "b", "alpha", (0.8, 0.7))
    assert spare(with_alphas(level, 0.7, 0.8), "a", "b") == ("b", "a", "alpha", (0.8, 0.7))
    assert spare(with_alphas(level, 0.005, 0.0), "a", "b") == ("a", "b", "alpha", (0.005, 0.0))


def test_else_the_order_of_their_ids(result: Audit) -> None:
    level = with_alphas(shifted(result, np.nan, np.nan), 0.7, 0.704)
    for pair in (("a", "b"), ("b", "a")):
        assert spare(level, *pair)[:3] == ("b", "a", "order")
