from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pytest
import tomli_w

import hubscore
from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of
from hubscore.model.scorecard import Scorecard
from hubscore.studies.show import Shown, show

SOURCES = {"office": {"title": "Statistical office"}, "press": {"publisher": "The press"}}
INDICATORS: dict[str, Any] = {
    "fairs": {"unit": "fairs", "direction": "higher", "goalposts": [0, 100]},
    "trade": {"unit": "m EUR", "per": "gdp", "direction": "higher", "goalposts": [0, 1]},
}
CARD: dict[str, Any] = {
    "hubs": "hubs/*.toml",
    "as_of": 2024,
    "max_age": 5,
    "evidence": {"admit": "reported"},
    "measures": {"gdp": {"unit": "m EUR"}, "area": {"unit": "km2"}},
    "indicators": INDICATORS,
}


class Ask(Protocol):
    def __call__(
        self, name: str, data: dict[str, Any], card: dict[str, Any] | None = None, **others: dict[str, Any]
    ) -> Shown: ...


def reading(value: float | None, evidence: str = "official", source: str = "office", **more: Any) -> dict[str, Any]:
    return {"evidence": evidence, "source": source, **({} if value is None else {"value": value}), **more}


@pytest.fixture
def shown(tmp_path: Path) -> Ask:
    """What is shown of a cell of Oslo, given its data and those of other hubs."""

    def ask(name: str, data: dict[str, Any], card: dict[str, Any] | None = None, **others: dict[str, Any]) -> Shown:
        (tmp_path / "hubs").mkdir(exist_ok=True)
        (tmp_path / "scorecard.toml").write_text(tomli_w.dumps(CARD | (card or {})))
        for hub, figures in {"oslo": data, **others}.items():
            profile = {"name": hub.title(), "sources": SOURCES, "data": figures}
            (tmp_path / "hubs" / f"{hub}.toml").write_text(tomli_w.dumps(profile))
        workspace = hubscore.open(tmp_path)
        ranking = hubscore.score(workspace.dataset, workspace.scorecard)
        return show(ranking, workspace.scorecard, workspace.dataset.hubs.ids.index("oslo"), name)

    return ask


def fates(found: Shown) -> list[tuple[int | None, str]]:
    return [(observation.year, observation.why_not) for observation in found.readings]


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        (
            {
                "2025": reading(9),
                "2024": reading(8, "estimate"),
                "2023": reading(7),
                "2022": reading(6),
                "2018": reading(5),
            },
            [(2025, "later"), (2024, "evidence"), (2023, ""), (2022, "older"), (2018, "too old")],
        ),
        (
            {"2024": reading(9, covers=0.5), "2022": reading(7), "2021": reading(3, covers=0.9)},
            [(2024, "part year"), (2022, ""), (2021, "older")],
        ),
        ({"2024": reading(9, covers=0.5), "2021": reading(7)}, [(2024, ""), (2021, "older")]),
        ({"2023": [reading(7), reading(3, covers=0.5)]}, [(2023, ""), (2023, "part year")]),
        (
            {"2023": [reading(3, "target"), reading(7), reading(7, source="press"), reading(8)]},
            [(2023, "evidence"), (2023, ""), (2023, "same"), (2023, "conflict")],
        ),
        (
            {"2023": [reading(7), reading(8, source="press"), reading(7, "reported", "press"), reading(3, "target")]},
            [(2023, ""), (2023, "same"), (2023, "conflict"), (2023, "evidence")],
        ),
        (
            {"2024": reading(9), "2023": [reading(1), reading(2)]},
            [(2024, ""), (2023, "older"), (2023, "conflict")],
        ),
        ({"2024": reading(9, unit="exhibitors"), "2023": reading(7)}, [(2024, "unit"), (2023, "")]),
        ({"2024": reading(9, "estimate")}, [(2024, "evidence")]),
        ({}, []),
    ],
)
def test_why_a_reading_counts_or_not(shown: Ask, years: dict[str, Any], expected: list[tuple[int, str]]) -> None:
    found = shown("fairs", {"fairs": years})
    assert fates(found) == expected
    assert (found.hub, found.name, found.row) == (0, "fairs", found.ranking.plan.row["fairs"])
    assert (found.denominators, found.readers) == ((), ())


def test_what_a_reading_says(shown: Ask) -> None:
    bounded = reading(
        None, "reported", "press", at_least=5, at_most=6, covers=0.75, unit="exhibitors", note="to September"
    )
    first, second = shown("fairs", {"fairs": {"2024": bounded, "2023": reading(7)}}).readings
    assert (first.value, first.at_least, first.at_most, first.covers) == (None, 5.0, 6.0, 0.75)
    assert (first.unit, first.grade, first.note) == ("exhibitors", "reported", "to September")
    assert first.source is not None
    assert first.source.publisher == "The press"
    assert (second.value, second.at_least, second.at_most, second.covers) == (7.0, None, None, 1.0)
    assert (second.unit, second.note) == ("fairs", None)


def test_a_ratio_has_the_denominator_of_the_same_or_nearest_year(shown: Ask) -> None:
    gdp = {
        "2024": reading(99, "target"),
        "2022": [reading(50), reading(51, source="press")],
        "2021": reading(40, covers=0.5),
        "2020": reading(45),
        "2019": reading(30),
    }
    found = shown("trade", {"trade": {"2023": reading(10)}, "gdp": gdp})
    assert fates(found) == [(2023, "")]
    assert (found.hub, found.name, found.row) == (0, "trade", found.ranking.plan.row["trade"])
    assert [(divisor.year, divisor.why_not) for divisor in found.denominators] == [
        (2024, "evidence"),
        (2022, ""),
        (2022, "conflict"),
        (2021, "part year"),
        (2020, "farther"),
        (2019, "distance"),
    ]
    assert {divisor.unit for divisor in found.denominators} == {"m EUR"}


@pytest.mark.parametrize(
    ("data", "numerator", "denominator"),
    [
        ({"trade": {"2024": reading(10)}}, ["denominator"], []),
        ({"trade": {"2024": reading(10)}, "gdp": {"2020": reading(45)}}, ["denominator"], ["distance"]),
        ({"gdp": {"2024": reading(45)}}, [], ["numerator"]),
        ({"trade": {"2024": reading(10, "target")}, "gdp": {"2024": reading(45)}}, ["evidence"], ["numerator"]),
        ({"trade": {"2024": reading(10, unit="m NOK")}, "gdp": {"2024": reading(45)}}, ["unit"], ["unit"]),
        ({"trade": {"2024": reading(10, unit="m NOK")}, "gdp": {"2024": reading(45, unit="m NOK")}}, [""], [""]),
    ],
)
def test_a_ratio_needs_both(shown: Ask, data: dict[str, Any], numerator: list[str], denominator: list[str]) -> None:
    found = shown("trade", data)
    assert [observation.why_not for observation in found.readings] == numerator
    assert [observation.why_not for observation in found.denominators] == denominator


def test_a_denominator_in_another_unit_than_the_reading_that_counts(shown: Ask) -> None:
    data = {
        "trade": {"2024": reading(10), "2023": reading(9, unit="m NOK")},
        "gdp": {"2024": reading(45, unit="m NOK"), "2023": reading(40)},
    }
    found = shown("trade", data)
    assert fates(found) == [(2024, ""), (2023, "older")]
    assert [divisor.why_not for divisor in found.denominators] == ["unit", ""]


def test_between_two_years_the_distance_is_from_the_year_between(shown: Ask) -> None:
    data = {"trade": {"2027": reading(10), "2017": reading(9)}, "gdp": {"2021": reading(45), "2020": reading(40)}}
    found = shown("trade", data, {"method": {"missing": {"linear": 10}}})
    assert fates(found) == [(2027, ""), (2017, "")]
    assert [divisor.why_not for divisor in found.denominators] == ["", "distance"]


def test_what_does_not_apply_does_not_count(shown: Ask) -> None:
    indicators = INDICATORS | {"trade": INDICATORS["trade"] | {"applies_to": ["bergen"]}}
    data = {"trade": {"2024": reading(1), "2012": reading(2)}, "gdp": {"2024": reading(4)}}
    for others in (data, {}):
        found = shown("trade", data, {"indicators": indicators}, bergen=others)
        assert [observation.why_not for observation in found.readings] == ["not applicable", "not applicable"]
        assert [observation.why_not for observation in found.denominators] == ["not applicable"]


@pytest.mark.parametrize(
    ("data", "why_not"), [({"2024": reading(1, "target")}, "evidence"), ({"2024": reading(1, unit="x")}, "unit")]
)
def test_what_is_filled_in_makes_no_reading_count(shown: Ask, data: dict[str, Any], why_not: str) -> None:
    found = shown("fairs", {"fairs": data}, {"method": {"missing": "mean"}}, bergen={"fairs": {"2024": reading(8)}})
    assert [observation.why_not for observation in found.readings] == [why_not]


def test_an_older_reading_counts_where_the_policy_reaches_for_it(shown: Ask) -> None:
    years = {"2017": reading(7), "2015": reading(6)}
    found = shown("fairs", {"fairs": years}, {"method": {"missing": {"latest": 10}}})
    assert fates(found) == [(2017, ""), (2015, "too old")]


def test_a_line_between_two_years_has_two_readings_that_count(shown: Ask) -> None:
    years = {"2026": reading(9), "2017": reading(7), "2015": reading(6)}
    found = shown("fairs", {"fairs": years}, {"method": {"missing": {"linear": 10}}})
    assert fates(found) == [(2026, ""), (2017, ""), (2015, "too old")]


def test_a_measure_names_the_indicators_that_need_it(shown: Ask) -> None:
    gdp = {"2025": reading(60), "2023": reading(50), "2022": reading(45)}
    data = {"trade": {"2023": reading(10)}, "gdp": gdp, "area": {"2023": reading(480)}}
    found = shown("gdp", data)
    assert fates(found) == [(2025, "later"), (2023, ""), (2022, "unread")]
    assert (found.readers, found.denominators) == (("trade",), ())
    assert (found.hub, found.name, found.row) == (0, "gdp", None)
    assert found.ranking.dataset.hubs.ids == ("oslo",)
    assert {observation.unit for observation in found.readings} == {"m EUR"}
    area = shown("area", data)
    assert fates(area) == [(2023, "unread")]
    assert area.readers == ()


def test_a_measure_may_be_read_as_it_is_and_be_divided_by(shown: Ask) -> None:
    size = {"from": "gdp", "direction": "higher", "goalposts": [0, 100]}
    data = {"trade": {"2022": reading(10)}, "gdp": {"2023": reading(50), "2022": reading(45), "2021": reading(40)}}
    found = shown("gdp", data, {"indicators": INDICATORS | {"size": size}})
    assert fates(found) == [(2023, ""), (2022, ""), (2021, "unread")]
    assert found.readers == ("size", "trade")


def test_of_a_column_that_a_table_lacks_there_is_nothing_to_show() -> None:
    scorecard = Scorecard.model_validate({"indicators": dict.fromkeys(("fairs", "other"), INDICATORS["fairs"])})
    dataset = from_values(hubs_of(["oslo"], ["Oslo"], ["candidate"], [None]), ["fairs"], np.array([[7.0]]))
    assert show(hubscore.score(dataset, scorecard), scorecard, 0, "other").readings == ()


def test_readings_of_a_table_without_years_count(tmp_path: Path) -> None:
    card = {"data": {"csv": "raw.csv", "id": "id"}, "indicators": {"fairs": INDICATORS["fairs"]}}
    (tmp_path / "scorecard.toml").write_text(tomli_w.dumps(card))
    (tmp_path / "raw.csv").write_text("id,fairs\nbergen,\noslo,7\n")
    workspace = hubscore.open(tmp_path)
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    [only] = show(ranking, workspace.scorecard, 1, "fairs").readings
    assert (only.year, only.value, only.used) == (None, 7.0, True)
    assert show(ranking, workspace.scorecard, 0, "fairs").readings == ()


def test_no_reading_of_a_hub_that_is_left_out_counts(shown: Ask) -> None:
    data = {"trade": {"2023": reading(5.0), "2022": reading(4.0)}, "gdp": {"2023": reading(9.0)}}
    found = shown("trade", data, {"screening": {"min_coverage": 0.9}})
    assert fates(found) == [(2023, "left out"), (2022, "older")]
    assert [divisor.why_not for divisor in found.denominators] == ["left out"]
    assert shown("gdp", data, {"screening": {"min_coverage": 0.9}}).readers == ()
