from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.model.columns import from_profiles, from_values, hubs_of
from hubscore.model.dataset import COLUMNS
from hubscore.model.profile import Profile
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.promises import Promise, fates, refused, series_of, with_targets

INDICATORS: dict[str, dict[str, Any]] = {
    "labs": {"direction": "higher", "goalposts": [0, 10], "unit": "labs"},
    "loans": {"from": "lent", "per": "gdp", "direction": "higher", "goalposts": [0, 10]},
    "cars": {"from": "made", "direction": "higher", "goalposts": [0, 100]},
}
MEASURES = {"lent": {}, "gdp": {}, "made": {"unit": "cars"}, "idle": {}}
Met = Callable[..., tuple[Ranking, Scorecard, dict[str, Profile]]]


def reading(cell: Any) -> dict[str, Any]:
    return {"evidence": "official", "source": "s"} | (cell if isinstance(cell, dict) else {"value": cell})


@pytest.fixture
def met() -> Met:
    """The ranking with the targets of one hub met, beside another hub without any."""

    def ask(*targets: dict[str, Any], card: dict[str, Any] | None = None, **data: dict[str, Any]) -> Any:
        words = {"as_of": 2025, "evidence": {"admit": "target"}, **(card or {})}
        scorecard = Scorecard.model_validate({"hubs": "*", "indicators": INDICATORS, "measures": MEASURES, **words})
        read = {name: {year[1:]: reading(cell) for year, cell in years.items()} for name, years in data.items()}
        told = [{"source": "s"} | target for target in targets]
        source = {"sources": {"s": {"title": "A source"}, "t": {"title": "A plan"}}}
        profiles = {
            "x": Profile.model_validate({"name": "X", **source, "data": read, "targets": told}),
            "y": Profile.model_validate({"name": "Y", **source, "data": {"labs": {"2020": reading(1.0)}}}),
        }
        dataset = from_profiles(profiles, ["labs", "lent", "gdp", "made", "idle"])
        ranking = score(with_targets(dataset, scorecard, profiles, scorecard.as_of), scorecard)
        return ranking, scorecard, profiles

    return ask


def points(found: Any, name: str) -> list[float]:
    ranking = found[0]
    return [float(row) for row in ranking.cells.point[ranking.plan.row[name]]]


def fate(found: Any) -> list[str]:
    return [promise.fate for promise in fates(*found)]


def test_a_target_counts_as_a_reading_of_its_year(met: Met) -> None:
    found = met({"of": "labs", "year": 2025, "value": 7, "source": "t"}, labs={"y2022": 4.0})
    assert points(found, "labs") == [7.0, 1.0]
    assert fates(*found) == (Promise(0, found[2]["x"].targets[0], "counts"),)
    row = found[0].plan.row["labs"]
    assert found[0].grades[row].tolist() == [5, 0]
    slot = found[0].cells.slot[row][0]
    dataset = found[0].dataset
    assert dataset.sources[dataset.source[slot, dataset.row["labs"], 0]].title == "A plan"


def test_as_of_is_set_aside_for_what_is_promised_alone(met: Met) -> None:
    later = {"of": "labs", "year": 2030, "value": 7}
    assert points(met(later, labs={"y2022": 4.0}), "labs")[0] == 7.0
    assert points(met(later, labs={"y2025": 4.0}), "labs")[0] == 7.0
    assert points(met(labs={"y2022": 4.0, "y2026": 5.0}), "labs")[0] == 4.0  # a measured figure too new stays out
    said = {"value": 6.0, "evidence": "announced"}
    assert points(met(labs={"y2022": 4.0, "y2027": said}), "labs")[0] == 6.0
    assert points(met(later, labs={"y2022": 4.0}, card={"max_age": 1, "as_of": 2025}), "labs")[0] == 7.0


def test_without_as_of_the_newest_year_is_that_of_the_target(met: Met) -> None:
    found = met({"of": "labs", "year": 2030, "value": 7}, labs={"y2022": 4.0}, card={"as_of": None})
    assert (points(found, "labs")[0], found[0].plan.as_of) == (7.0, 2030)


@pytest.mark.parametrize("year", ["y2024", "y2025"])
def test_what_is_measured_goes_before_a_target_of_that_year_or_an_earlier_one(met: Met, year: str) -> None:
    found = met({"of": "labs", "year": 2024, "value": 7}, labs={year: 4.0})
    assert points(found, "labs")[0] == 4.0
    assert fate(found) == ["recorded"]


def test_of_two_targets_the_later_counts(met: Met) -> None:
    found = met({"of": "labs", "year": 2027, "value": 7}, {"of": "labs", "year": 2030, "at_least": 8, "at_most": 10})
    assert points(found, "labs")[0] == 9.0
    assert fate(found) == ["recorded", "counts"]


def test_the_target_of_a_measure_goes_into_its_ratio(met: Met) -> None:
    found = met({"of": "lent", "year": 2026, "value": 300}, lent={"y2024": 100.0}, gdp={"y2024": 100.0})
    assert points(found, "loans")[0] == 3.0
    assert fate(found) == ["counts"]
    divisor = met({"of": "gdp", "year": 2026, "value": 50}, lent={"y2024": 100.0})
    assert (points(divisor, "loans")[0], fate(divisor)) == (2.0, ["counts"])


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ({"of": "loans", "value": 3}, "ratio"),
        ({"of": "labs", "kind": "cumulative", "value": 3}, "cumulative"),
        ({"of": "labs", "value": 3, "unit": "rooms"}, "unit"),
        ({"of": "labs", "value": 3, "unit": "labs a year"}, "unit"),  # a level has no year in it
        ({"of": "idle", "value": 3}, "not scored"),
        ({"of": "lent", "value": 3}, "not scored"),  # nothing to divide it by
    ],
)
def test_targets_that_are_no_readings(met: Met, target: dict[str, Any], why: str) -> None:
    found = met({"year": 2025} | target, labs={"y2022": 4.0})
    assert fate(found) == [why]
    assert points(found, "labs") == [4.0, 1.0]


@pytest.mark.parametrize("unit", [None, "labs", "labs a year", "labs per year"])
def test_a_flow_may_say_that_it_is_one(met: Met, unit: str | None) -> None:
    target = {"of": "labs", "kind": "flow", "year": 2025, "value": 3} | ({"unit": unit} if unit else {})
    assert fate(met(target)) == ["counts"]


def test_the_target_of_an_indicator_is_one_of_what_it_reads(met: Met) -> None:
    found = met({"of": "cars", "year": 2025, "value": 30}, made={"y2020": 10.0})
    assert (points(found, "cars")[0], fate(found)) == (30.0, ["counts"])
    assert series_of(found[1], "cars") == series_of(found[1], "made") == "made"


def test_many_years_of_readings_and_many_targets(met: Met) -> None:
    years = {f"y{year}": float(year - 2010) for year in range(2010, 2020)}
    targets = [{"of": "labs", "year": year, "value": year - 2020} for year in range(2021, 2030)]
    found = met(*targets, labs=years)
    assert points(found, "labs") == [9.0, 1.0]
    assert fate(found) == ["recorded"] * 8 + ["counts"]
    dataset = found[0].dataset
    assert sorted(dataset.value[dataset.grade[:, 0, 0] >= 0, 0, 0].tolist()) == sorted([*range(10), *range(1, 10)])


def test_units_are_those_of_what_is_read(met: Met) -> None:
    _, card, profiles = met({"of": "cars", "year": 2025, "value": 3, "unit": "cars"})
    [target] = profiles["x"].targets
    assert refused(card, target) is None
    assert refused(card, target.model_copy(update={"of": "idle"})) is None  # where no unit is declared, any will do


def test_readings_without_a_target_stay_as_they_are(met: Met) -> None:
    found = met(labs={"y2022": 4.0, "y2020": 2.0}, made={"y2021": {"value": 5.0, "covers": 0.5}})
    assert points(found, "labs") == [4.0, 1.0]
    assert fates(*found) == ()


def test_a_wide_table_without_years_or_the_series() -> None:
    card = Scorecard.model_validate(
        {"hubs": "*", "indicators": {"labs": INDICATORS["labs"], "arts": INDICATORS["labs"]}}
    )
    dataset = from_values(hubs_of(["x"], ["X"], ["candidate"], [None]), ["labs"], np.array([[4.0]]))
    target = {"of": "arts", "year": 2030, "value": 8, "source": "s"}
    words = {"name": "X", "sources": {"s": {"title": "A"}}, "targets": [target]}
    profiles = {"x": Profile.model_validate(words)}
    given = with_targets(dataset, card, profiles, None)
    assert given.series == ("labs", "arts")
    assert (dataset.exact, given.exact) == (True, False)  # now there are years to choose from
    assert [getattr(given, name).dtype for name in COLUMNS] == [getattr(dataset, name).dtype for name in COLUMNS]
    ranking = score(given, card.model_copy(update={"evidence": card.evidence.model_copy(update={"admit": "target"})}))
    assert ranking.cells.point[ranking.plan.row["arts"]].tolist() == [8.0]
    assert ranking.cells.point[ranking.plan.row["labs"]].tolist() == [4.0]
