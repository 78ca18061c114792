from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.model.columns import from_values, hubs_of
from hubscore.model.profile import Profile
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.statements import Backing, Latest, Progress, backings, progress, readings_of

Ranked = Callable[..., Ranking]
Told = Callable[..., Progress]

INDICATORS: dict[str, dict[str, Any]] = {
    "rd": {"direction": "higher", "goalposts": [0, 10]},
    "rank": {"direction": "lower", "goalposts": [100, 1], "kind": "rank"},
    "loans": {"from": "lent", "per": "gdp", "direction": "higher", "goalposts": [0, 10]},
    "traffic": {"from": "cars", "direction": "higher", "goalposts": [0, 10]},
}
CARD: dict[str, Any] = {"indicators": INDICATORS, "measures": {"lent": {}, "gdp": {}, "cars": {}}}


def asked(ranked: Ranked, statements: dict[str, Any], cells: dict[str, Any], **card: Any) -> tuple[Any, ...]:
    """What the studies of statements take, for one hub."""
    given = CARD | card
    scorecard = Scorecard.model_validate({"hubs": "*", **given})
    profile = Profile.model_validate({"name": "x", "sources": {"s": {"title": "A source"}}, **statements})
    blank = dict.fromkeys(["rd", "rank", "lent", "gdp", "cars"])
    ranking = ranked(
        {**given, "indicators": INDICATORS}, x={**blank, "loans": None, "traffic": None, **cells}, y={"rd": 1.0}
    )
    return ranking, scorecard, profile, 0


@pytest.fixture
def told(ranked: Ranked) -> Told:
    """How a target stands, given the readings of what it is about."""

    def ask(target: dict[str, Any], *, of: str = "rd", **cells: Any) -> Progress:
        card = cells.pop("card", {})
        statements = {"targets": [{"of": of, "source": "s", "year": 2025} | target]}
        given = asked(ranked, statements, cells, **card)
        [found] = progress(*given)
        assert (found.target,) == given[2].targets
        assert (found.now is None) == (found.verdict == "not measured")
        return found

    return ask


def test_a_target_needs_so_much_a_year_and_had_so_much(told: Told) -> None:
    """Research of Chongqing: 2.36 in 2022 after 2.23 in 2021, and 2.6 is the goal for 2025."""
    found = told({"value": 2.6}, rd={"2022": 2.36, "2021": 2.23, "2020": 2.11})
    assert found.now is not None
    assert (found.now.year, found.now.value) == (2022, 2.36)
    assert found.needed == pytest.approx(0.08)  # 0.24 in three years
    assert found.had == pytest.approx(0.13)
    assert found.verdict == "on course"


def test_a_gap_between_readings_is_spread_over_its_years(told: Told) -> None:
    found = told({"value": 9.0}, rd={"2019": 1.0, "2023": 3.0})
    assert (found.needed, found.had, found.verdict) == (3.0, 0.5, "behind")


@pytest.mark.parametrize(
    ("target", "readings", "verdict"),
    [
        ({"value": 2.0}, {"2025": 2.0}, "met"),
        ({"value": 2.0}, {"2025": 1.9}, "not met"),
        ({"value": 2.0}, {"2023": 2.5}, "on course"),
        ({"value": 2.0}, {"2023": 1.0}, "open"),  # one reading has no pace
        ({"value": 2.0}, {"2026": 9.0}, "not measured"),  # measured after the year
        ({"value": 2.0}, None, "not measured"),
        ({"value": 2.0, "kind": "flow"}, {"2021": 1.0, "2023": 1.5}, "open"),  # no flow is owed before its year
        ({"value": 2.0, "kind": "cumulative"}, {"2025": 1.0}, "not met"),
        ({"value": 3.0}, {"2021": 1.0, "2023": 2.0}, "on course"),  # half a point a year, and half is needed
        ({"at_least": 1.0, "at_most": 3.0}, {"2025": 1.0}, "met"),
        ({"at_least": 1.0, "at_most": 3.0}, {"2025": 0.5}, "not met"),
        ({"at_least": 2.0}, {"2025": 3.0}, "met"),
        ({"at_least": 2.0}, {"2025": 1.0}, "not met"),
        ({"at_most": 3.0}, {"2025": 2.0}, "met"),
        ({"at_most": 3.0}, {"2025": 3.0}, "met"),
        ({"at_most": 3.0}, {"2025": 4.0}, "not met"),
        ({"at_most": 3.0}, {"2022": 6.0, "2023": 5.0}, "on course"),
        ({"at_most": 3.0}, {"2022": 5.5, "2023": 5.0}, "behind"),
        ({"value": 2.0}, {"2025": {"at_least": 2.5}}, "met"),
        ({"value": 2.0}, {"2025": {"at_most": 2.5}}, "not met"),  # not for sure
        ({"at_most": 2.0}, {"2025": {"at_least": 1.5}}, "not met"),
        ({"at_most": 2.0}, {"2025": {"at_most": 1.5}}, "met"),
    ],
)
def test_verdicts(told: Told, target: dict[str, Any], readings: dict[str, Any] | None, verdict: str) -> None:
    assert told(target, rd=readings).verdict == verdict


@pytest.mark.parametrize(
    ("target", "readings", "verdict"),
    [
        ({"value": 20}, {"2025": 15}, "met"),
        ({"value": 20}, {"2025": 20}, "met"),
        ({"value": 20}, {"2021": 40, "2023": 30}, "on course"),  # -5 a year, as needed
        ({"value": 20}, {"2025": 25}, "not met"),
        ({"value": 20}, {"2021": 50, "2023": 30}, "on course"),  # -10 a year, -5 needed
        ({"value": 20}, {"2021": 34, "2023": 30}, "behind"),
        ({"at_least": 10, "at_most": 20}, {"2025": 18}, "met"),  # the end that is reached first
        ({"at_least": 10, "at_most": 20}, {"2025": 25}, "not met"),
        ({"value": 20}, {"2025": {"at_least": 21}}, "not met"),
    ],
)
def test_where_lower_is_better_a_goal_is_reached_from_above(
    told: Told, target: dict[str, Any], readings: dict[str, Any], verdict: str
) -> None:
    assert told(target, of="rank", rank=readings).verdict == verdict


@pytest.mark.parametrize("evidence", ["announced", "target"])
def test_a_goal_is_no_measurement_whatever_is_admitted(told: Told, evidence: str) -> None:
    readings = {"2025": {"value": 9.0, "evidence": evidence}, "2023": 1.0}
    found = told({"value": 2.0}, rd=readings, card={"evidence": {"admit": "target"}})
    assert found.now is not None
    assert found.now.year == 2023


def test_an_estimate_is_a_measurement(told: Told) -> None:
    assert told({"value": 2.0}, rd={"2025": {"value": 9.0, "evidence": "estimate"}}).verdict == "met"


def test_readings_without_a_year_are_of_no_use_for_a_target() -> None:
    card = Scorecard.model_validate({"hubs": "*", "indicators": {"rd": INDICATORS["rd"]}})
    dataset = from_values(hubs_of(["x"], ["X"], ["candidate"], [None]), ["rd"], np.array([[4.0]]))
    assert readings_of(dataset, "rd", 0) == [Latest(None, 4.0, None, None)]
    target = {"of": "rd", "year": 2025, "value": 2.0, "source": "s"}
    profile = Profile.model_validate({"name": "x", "sources": {"s": {"title": "A"}}, "targets": [target]})
    assert [found.verdict for found in progress(score(dataset, card), card, profile, 0)] == ["not measured"]


def test_a_target_as_of_an_earlier_year(told: Told) -> None:
    found = told({"value": 2.0}, rd={"2025": 2.5, "2023": 1.5, "2022": 1.0}, card={"as_of": 2024})
    assert (found.verdict, found.needed, found.had) == ("on course", 0.25, 0.5)


def test_a_target_for_a_measure_is_read_as_it_is(told: Told) -> None:
    found = told({"value": 140.0, "year": 2026}, of="cars", cars={"2023": 79.0})
    assert found.needed == pytest.approx(20.333, abs=1e-3)
    assert (found.had, found.verdict) == (None, "open")


def test_a_target_for_an_indicator_is_held_against_what_it_reads(told: Told) -> None:
    found = told({"value": 9.0}, of="traffic", cars={"2021": 3.0, "2023": 5.0})
    assert (found.needed, found.had, found.verdict) == (2.0, 1.0, "behind")


def test_a_target_for_a_ratio_is_held_against_the_ratio(told: Told) -> None:
    cells = {"lent": {"2023": 300.0, "2022": 1.0}, "gdp": {"2023": 100.0}}
    found = told({"value": 4.0}, of="loans", **cells)
    assert found.now is not None
    assert (found.now.year, found.now.value, found.needed, found.had) == (2023, 3.0, 0.5, None)
    assert told({"value": 4.0}, of="loans", lent={"2023": 300.0}).verdict == "not measured"
    assert told({"value": 4.0, "year": 2022}, of="loans", **cells).verdict == "not measured"


def test_part_of_a_year_is_a_lower_bound(told: Told) -> None:
    assert told({"at_most": 9.0}, rd={"2025": {"value": 8.0, "covers": 0.5}}).verdict == "not met"
    assert told({"value": 8.0}, rd={"2025": {"value": 8.0, "covers": 0.5}}).verdict == "met"


def test_what_stands_behind_bets(ranked: Ranked) -> None:
    bets = [
        {"name": "research", "indicators": ["rd", "rank", "cars"]},
        {"name": "lending", "indicators": ["loans"]},
        {"name": "the moon"},
    ]
    cells = {"rd": 4.0, "cars": {"2023": 7.0, "2024": {"at_least": 9.0}}, "lent": 3.0}
    found = backings(*asked(ranked, {"bets": bets}, cells))

    def said(backing: Backing) -> tuple[Any, ...]:
        latest = backing.latest
        return backing.bet.name, backing.name, backing.score, backing.scored, latest and (latest.year, latest.value)

    assert [said(backing) for backing in found] == [
        ("research", "rd", 40.0, True, (2020, 4.0)),
        ("research", "rank", None, True, None),
        ("research", "cars", None, False, (2024, 9.0)),
        ("lending", "loans", None, True, (2020, 3.0)),  # read, but nothing to divide it by
        ("the moon", None, None, False, None),
    ]


def test_behind_a_bet_stands_what_was_measured_up_to_as_of(ranked: Ranked) -> None:
    given = asked(
        ranked, {"bets": [{"name": "research", "indicators": ["rd"]}]}, {"rd": {"2020": 4, "2023": 9}}, as_of=2021
    )
    [found] = backings(*given)
    assert (found.score, found.latest) == (40.0, Latest(2020, 4.0, None, None))


def test_readings_oldest_first_the_first_of_each_year(ranked: Ranked) -> None:
    ranking, *_ = asked(ranked, {}, {"rd": {"2022": 5.0, "2020": {"at_least": 3.0, "at_most": 4.0}, "2023": 6.0}})
    found = readings_of(ranking.dataset, "rd", 0, until=2022)
    assert [(reading.year, reading.value, reading.at_least, reading.at_most) for reading in found] == [
        (2020, 3.0, 3.0, 4.0),
        (2022, 5.0, None, None),
    ]
    assert readings_of(ranking.dataset, "unknown", 0) == []
