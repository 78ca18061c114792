from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.model.ranking import Ranking
from hubscore.pages.screening import left_out_line, left_out_sentence, left_out_table
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]

CARD: dict[str, Any] = {
    "pillars": {"money": {"label": "Money"}, "travel": {"label": "Travel"}},
    "indicators": {"banks": {"pillar": "money"}, "funds": {"pillar": "money"}, "air": {"pillar": "travel"}},
}
HUBS: dict[str, dict[str, Any]] = {
    "oslo": {"banks": 8.0, "funds": 4.0, "air": 2.0},
    "turku": {"banks": None, "funds": None, "air": 1.0},
    "paris": {"banks": 9.0, "funds": None, "air": 5.0, "Role": "benchmark"},
}


@pytest.fixture
def ranking(made: Made) -> Callable[..., Ranking]:
    def score(rules: dict[str, Any], hubs: dict[str, dict[str, Any]] = HUBS) -> Ranking:
        workspace = made({**CARD, "screening": rules}, **hubs)
        return hubscore.score(workspace.dataset, workspace.scorecard)

    return score


def test_who_and_why(ranking: Callable[..., Ranking]) -> None:
    found = ranking({"min_coverage": 0.7, "by": "indicators"})
    assert left_out_line(found) == (
        "Left out for want of readings: Paris (67 % of its indicators; at least 70 %) "
        "and Turku (33 % of its indicators; at least 70 %)."
    )
    found = ranking({"min_pillar_coverage": 0.5})
    assert left_out_line(found) == "Left out for want of readings: Turku (0 % of its weight in Money; at least 50 %)."


def test_nobody(ranking: Callable[..., Ranking]) -> None:
    for rules in ({}, {"min_coverage": 0.1}):
        found = ranking(rules)
        assert left_out_line(found) == ""
        assert left_out_sentence(found, 0) == ""


@pytest.mark.parametrize(
    ("rules", "asked"),
    [
        ({"min_coverage": 0.7}, "at least 70 % of the weight"),
        ({"min_coverage": 0.7, "by": "indicators"}, "at least 70 % of the indicators"),
        ({"min_pillar_coverage": 0.7}, "at least 70 % of the weight of every pillar"),
        (
            {"min_coverage": 0.7, "min_pillar_coverage": 0.4},
            "at least 70 % of the weight and 40 % of that of every pillar",
        ),
        (
            {"min_coverage": 0.7, "min_pillar_coverage": 0.4, "by": "indicators"},
            "at least 70 % of the indicators and 40 % of those of every pillar",
        ),
    ],
)
def test_many_are_counted(ranking: Callable[..., Ranking], rules: dict[str, Any], asked: str) -> None:
    many = {f"h{at}": {"banks": None, "funds": 1.0, "air": None} for at in range(6)}
    found = ranking(rules, {"oslo": HUBS["oslo"], "turku": HUBS["turku"], **many})
    assert len(found.left_out) == 7
    assert left_out_line(found) == f"Left out for want of readings: 7 of 8 hubs. [screening] asks for {asked}."


def test_all(ranking: Callable[..., Ranking]) -> None:
    found = ranking({"min_coverage": 0.7}, {"turku": HUBS["turku"]})
    assert left_out_line(found) == (
        "Left out for want of readings: every hub. [screening] asks for at least 70 % of the weight."
    )


def test_one_hub_in_a_sentence(ranking: Callable[..., Ranking]) -> None:
    found = ranking({"min_coverage": 0.6, "min_pillar_coverage": 0.6, "by": "indicators"})
    assert left_out_sentence(found, 2) == (
        "Turku is left out: it has readings for 33 % of its indicators, and [screening] asks for at least 60 %."
    )
    assert left_out_sentence(found, 1) == (
        "Paris is left out: it has readings for 50 % of its indicators in Money, "
        "and [screening] asks for at least 60 % of every pillar."
    )


def test_shares_that_round_to_the_same_are_told_apart(ranking: Callable[..., Ranking]) -> None:
    for least, text in ((0.67, "66.7 %"), (0.6668, "66.67 %"), (2 / 3 + 1e-11, "66.666666667 %")):
        found = ranking({"min_coverage": least, "by": "indicators"}, {"oslo": HUBS["oslo"], "paris": HUBS["paris"]})
        assert left_out_line(found) == (
            f"Left out for want of readings: Paris ({text} of its indicators; at least 67 %)."
        )


def test_scripts_get_the_rule_and_the_figures(ranking: Callable[..., Ranking]) -> None:
    table = left_out_table(ranking({"min_coverage": 0.6, "min_pillar_coverage": 0.6, "by": "indicators"}))
    assert (table.name, table.shown) == ("left_out", False)
    assert [column.key for column in table.columns] == ["hub", "rule", "node", "coverage", "least"]
    assert table.rows == (
        ("paris", "min_pillar_coverage", "money", 0.5, 0.6),
        ("turku", "min_coverage", None, pytest.approx(1 / 3), 0.6),
    )
