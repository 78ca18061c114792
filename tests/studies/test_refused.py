"""What the questions refuse, word for word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import hubscore
from hubscore.errors import Problem, UsageError
from hubscore.studies.changes import Figure

CONFIGS = Path(__file__).parents[2] / "configs"

ONE = hubscore.open(CONFIGS)
RANKING = hubscore.score(ONE.dataset, ONE.scorecard)

Question = Callable[..., Any]


def of_data(question: Question) -> Question:
    return lambda **asked: question(ONE.dataset, ONE.scorecard, **asked)


def of_ranking(question: Question, *first: Any) -> Question:
    return lambda **asked: question(RANKING, *first, **asked)


def derived(**asked: Any) -> Any:
    return hubscore.derived(RANKING, ONE.scorecard, "bod", **asked)


QUESTIONS: dict[str, Question] = {
    "certainty": of_data(hubscore.certainty),
    "collect": of_data(hubscore.collect),
    "pace": of_data(hubscore.pace),
    "robustness": of_data(hubscore.robustness),
    "sensitivity": of_data(hubscore.sensitivity),
    "whatif": of_data(hubscore.whatif),
    "compare": of_ranking(hubscore.compare),
    "reach": of_ranking(hubscore.reach, 2),
    "overtake": of_ranking(hubscore.overtake, 2, 0),
    "derived": derived,
}

LEVELS = Problem("usage", "there is no level `pilar`", expected="one of pillar, indicator")


def whole(what: str) -> Problem:
    return Problem("usage", f"{what} must be a whole number", found="0.5")


def listed(what: str) -> Problem:
    return Problem("usage", f"{what} must be a list of names", found="'gdp'", hint="['gdp']")


def figure(what: str) -> Problem:
    return Problem("usage", f"`hefei.gdp` is given {what}", expected="a value, or one or two bounds")


def share(name: str, found: str) -> Problem:
    return Problem("derive", f"`--{name}` is no share", found=found, expected="a number from 0 to 1")


@pytest.mark.parametrize(
    ("question", "asked", "told"),
    [
        ("certainty", {"only": "gdp"}, listed("`only`")),
        ("sensitivity", {"only": "gdp"}, listed("`only`")),
        ("robustness", {"only": "gdp"}, listed("`only`")),
        ("pace", {"series": "gdp"}, listed("`series`")),
        ("whatif", {"drop": "gdp"}, listed("`drop`")),
        ("robustness", {"threads": 0.5}, whole("the number of threads")),
        ("robustness", {"draws": 0.5}, whole("the number of draws")),
        ("collect", {"draws": 0.5}, whole("the number of draws")),
        ("sensitivity", {"draws": 0.5}, whole("the number of draws")),
        ("robustness", {"seed": 0.5}, whole("the seed")),
        ("compare", {"hubs": []}, Problem("usage", "no hub to compare", expected="one or more")),
        ("overtake", {"level": "pilar"}, LEVELS),
        ("reach", {"level": "pilar"}, LEVELS),
        ("reach", {"end": "top"}, Problem("usage", "no rank is called `top`", expected="best or worst")),
        ("whatif", {"values": {"hefei.gdp": Figure()}}, figure("no figure")),
        ("whatif", {"values": {"hefei.gdp": Figure(1, at_least=1)}}, figure("a value and bounds")),
        ("whatif", {"values": {"hefei.gdp": Figure(1, at_most=1)}}, figure("a value and bounds")),
        ("derived", {"least": -0.5}, share("least", "-0.5")),
        ("derived", {"most": 1.5}, share("most", "1.5")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_told(question: str, asked: dict[str, Any], told: Problem) -> None:
    with pytest.raises(UsageError) as caught:
        QUESTIONS[question](**asked)
    assert caught.value.problems == (told,)


def test_a_series_is_an_id_or_a_label() -> None:
    with pytest.raises(UsageError, match=r"^there is no indicator or measure `x`"):
        QUESTIONS["pace"](series=["x"])
    assert {found.series for found in QUESTIONS["pace"](series=["R&D share"])} == {"rd_intensity"}


def test_all_and_nothing_are_shares() -> None:
    bounded = derived(least=0.0, most=1.0)
    assert (bounded.weights >= 0).all()
    assert bounded.weights.sum() == pytest.approx(1)
