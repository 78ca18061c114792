"""What scorecards and hubs must agree on. Messages and places: tests/test_broken.py."""

from __future__ import annotations

from typing import Any

from hubscore.model.agreement import check_hubs, check_profile, divisors_of, known_of, series_of
from hubscore.model.profile import Profile
from hubscore.model.scorecard import Scorecard

LEAF: dict[str, Any] = {"direction": "higher", "goalposts": [0, 1]}
BASE = Scorecard.model_validate(
    {"measures": {"m": {}, "n": {}}, "indicators": {"x": {**LEAF, "from": "m"}, "y": {**LEAF, "per": "n"}}}
)
OTHER = Scorecard.model_validate({"measures": {"o": {}}, "indicators": {"x": LEAF, "z": {**LEAF, "per": "o"}}})
READING = {"value": 1, "evidence": "official", "source": "s"}


def keys(scorecards: list[Scorecard], data: dict[str, Any], **more: Any) -> list[str]:
    profile = Profile.model_validate({"name": "A", "sources": {"s": {"title": "S"}}, "data": data, **more})
    return [problem.key for problem in check_profile(profile, known_of(scorecards))]


def test_series_and_divisors_of_a_scorecard_and_its_scenarios() -> None:
    assert series_of([BASE]) == ["m", "n", "y"]
    assert series_of([BASE, OTHER]) == ["m", "n", "y", "o", "x", "z"]
    assert divisors_of([BASE, OTHER]) == {"n", "o"}


def test_readings_stand_under_what_reads_them() -> None:
    year = {"2024": READING}
    assert keys([BASE], {"m": year, "n": year, "y": year}) == []
    assert keys([BASE], {"x": year, "zz": year}) == ["data.x", "data.zz"]
    assert keys([BASE, OTHER], {"x": year, "z": year}) == []


def test_divisors_are_above_0() -> None:
    for said in ({"value": 0}, {"value": -1}, {"at_least": 0}, {"at_least": -1, "at_most": 2}, {"at_most": 0}):
        reading = {**said, "evidence": "target", "source": "s"}
        assert len(keys([BASE], {"n": {"2024": reading}})) == 1, said
        assert keys([BASE], {"m": {"2024": reading}}) == []
    assert keys([BASE], {"n": {"2024": READING, "2023": {**READING, "value": 1e-9}}}) == []


def test_places_begin_at_1_and_counts_at_0() -> None:
    card = Scorecard.model_validate({"indicators": {"r": LEAF | {"kind": "rank"}, "c": LEAF | {"kind": "count"}}})
    for name, said in (("r", {"value": 0}), ("r", {"at_least": 2.1, "at_most": 2.9}), ("c", {"at_most": -1})):
        reading = {**said, "evidence": "official", "source": "s"}
        assert keys([BASE, card], {name: {"2024": reading}}) == [f"data.{name}.2024[0]"], said
        assert keys([BASE], {"m": {"2024": reading}}) == []
    assert keys([card], {"r": {"2024": READING}, "c": {"2024": {**READING, "value": 0}}}) == []


def test_sources_are_defined() -> None:
    other = {**READING, "source": "t"}
    assert keys([BASE], {"m": {"2024": [READING, other]}}) == ["data.m.2024[1].source"]
    claims = [
        {"id": "c", "statement": "-", "status": "signed", "readings": [{"year": 2024, "value": 1, "source": "t"}]}
    ]
    targets = [{"of": "m", "year": 2030, "value": 1, "source": ""}]
    found = keys([BASE], {}, claims=claims, targets=targets)
    assert found == ["claims[0].readings[0].source", "targets[0].source"]


def test_statements_name_what_is_there() -> None:
    bets = [{"name": "b", "indicators": ["x", "m", "zz"]}]
    assert keys([BASE], {}, bets=bets) == ["bets[0].indicators[2]"]
    claim = {"statement": "-", "status": "signed"}
    claims = [
        {**claim, "id": "c"},
        {**claim, "id": "d", "of": "c"},
        {**claim, "id": "c"},
        {**claim, "id": "e", "of": "f"},
    ]
    assert keys([BASE], {}, claims=claims) == ["claims[2].id", "claims[3].of"]


def test_claims_are_no_rings() -> None:
    of = {"a": "b", "b": "c", "c": "b", "d": "d", "e": None}
    claims = [
        {"id": name, "statement": "-", "status": "signed", **({"of": up} if up else {})} for name, up in of.items()
    ]
    assert keys([BASE], {}, claims=claims) == ["claims[1].of", "claims[2].of", "claims[3].of"]


def test_hubs_that_the_scorecard_names() -> None:
    card = Scorecard.model_validate(
        {
            "method": {"normalise": {"distance_to_reference": "a"}},
            "uncertainty": {"normalise": ["minmax", {"distance_to_reference": "c"}]},
            "indicators": {"x": {**LEAF, "applies_to": ["a", "d"], "normalise": {"distance_to_reference": "b"}}},
        }
    )
    assert check_hubs(card, ["a", "b", "c", "d"]) == []
    found = [problem.key for problem in check_hubs(card, ["x"])]
    assert found == [
        "indicators.x.applies_to[0]",
        "indicators.x.applies_to[1]",
        "method.normalise",
        "uncertainty.normalise[1]",
        "indicators.x.normalise",
    ]


def test_what_a_profile_says_of_itself_is_looked_at_where_nothing_else_is_known() -> None:
    raw = {
        "name": "A",
        "sources": {"s": {"title": "S"}},
        "data": {"anything": {"2024": READING, "2023": {**READING, "source": "t", "value": -5}}},
        "bets": [{"name": "b", "indicators": ["nothing"]}],
        "claims": [{"id": "c", "statement": "-", "status": "signed", "of": "d", "readings": []}],
        "targets": [{"of": "nothing", "year": 2030, "value": 1, "source": "u"}],
    }
    found = check_profile(Profile.model_validate(raw), None)
    assert [problem.key for problem in found] == ["data.anything.2023[0].source", "claims[0].of", "targets[0].source"]
