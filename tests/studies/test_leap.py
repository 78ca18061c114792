"""Readings that can hardly follow the one before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import hubscore
from hubscore.model.dataset import Dataset
from hubscore.model.scorecard import Scorecard
from hubscore.studies.leap import Leap, leaps

Made = Callable[..., tuple[Dataset, Scorecard]]


def told(made: Made, admit: str = "estimate", **readings: Any) -> list[tuple[int, int, float, bool]]:
    """What is told of a hub with these readings, and of another one beside it."""
    years = {year.removeprefix("y"): reading for year, reading in readings.items()}
    dataset, _ = made({}, oslo={"a": years}, turku={"a": {"2020": 1e9, "2021": 2e9}})
    found = leaps(dataset, admit)
    assert {(each.hub, each.series) for each in found} <= {("oslo", "a")}
    return [tuple(each)[2:] for each in found]


@pytest.mark.parametrize(("before", "after", "factor"), [(500, 5, 100), (499, 5, None), (13500, 13.5, 1000)])
def test_a_hundredth_of_the_one_before(made: Made, before: float, after: float, factor: float | None) -> None:
    assert told(made, y2020=before, y2021=after) == ([] if factor is None else [(2021, 2020, factor, False)])


@pytest.mark.parametrize(("after", "factor"), [(600, 100), (599, None)])
def test_a_hundred_times_what_had_stood(made: Made, after: float, factor: float | None) -> None:
    assert told(made, y2019=5, y2020=6, y2021=after) == ([] if factor is None else [(2021, 2020, factor, True)])


@pytest.mark.parametrize("earlier", [{}, {"y2019": 0}, {"y2019": 0.01}, {"y2010": 1}])
def test_from_a_small_beginning_things_grow(made: Made, earlier: dict[str, float]) -> None:
    assert told(made, **earlier, y2020=1, y2021=500) == []


def test_small_figures_leap_as_large_ones_do(made: Made) -> None:
    assert told(made, y2020=100, y2021=0.5) == [(2021, 2020, 200, False)]
    assert told(made, y2019=0.5, y2020=0.5, y2021=100) == [(2021, 2020, 200, True)]


def test_a_factor_beyond_all_numbers_is_told_as_one_that_is_none(made: Made) -> None:
    assert told(made, y2020=1e15, y2021=1e-300) == [(2021, 2020, 1e300, False)]
    assert told(made, y2019=1e-300, y2020=1e-300, y2021=1e15) == [(2021, 2020, 1e300, True)]


def test_from_zero_everything_is_far(made: Made) -> None:
    assert told(made, y2019=5, y2020=0, y2021=700) == []


@pytest.mark.parametrize(("stood", "found"), [({"at_least": 5}, True), ({"at_most": 5}, False)])
def test_what_is_bounded_from_below_had_stood(made: Made, stood: Any, found: bool) -> None:
    assert bool(told(made, y2019=stood, y2020=6, y2021=700)) == found


def test_the_hub_the_series_and_both_years_are_named(made: Made) -> None:
    dataset, _ = made({}, oslo={"a": 1.0, "b": {"2019": 600.0, "2022": 3.0}})
    assert leaps(dataset, "estimate") == (Leap("oslo", "b", 2022, 2019, 200.0, False),)


def test_of_a_slip_between_two_that_are_right_only_it_is_told(made: Made) -> None:
    down = told(made, y2019=9000, y2020=9100, y2021=9.2, y2022=9300, y2023=9400)
    assert down == [(2021, 2020, pytest.approx(989.13, 1e-4), False)]
    assert told(made, y2020=9, y2021=9000, y2022=9, y2023=9) == [(2021, 2020, 1000, True)]


@pytest.mark.parametrize(("year", "found"), [("y2025", True), ("y2026", False)])
def test_in_many_years_much_can_happen(made: Made, year: str, found: bool) -> None:
    assert bool(told(made, y2020=500, **{year: 1})) == found


@pytest.mark.parametrize(("before", "after"), [(0, 500), (500, 0), (-500, -1), (-1, 500), (0.0, 0.0)])
def test_from_or_to_zero_and_below_no_number_of_times_leads(made: Made, before: float, after: float) -> None:
    assert told(made, y2020=before, y2021=after) == []


@pytest.mark.parametrize(
    ("before", "after", "factor"),
    [
        (500, {"at_most": 5}, 100),
        (500, {"at_least": 5}, None),
        ({"at_least": 500}, 5, 100),
        ({"at_most": 500}, 5, None),
        ({"at_least": 500, "at_most": 600}, {"at_least": 4, "at_most": 5}, 100),
        ({"at_least": 500, "at_most": 600}, {"at_least": 4, "at_most": 6}, None),
    ],
)
def test_bounds_leap_where_all_that_they_leave_open_does(made: Made, before: Any, after: Any, factor: float) -> None:
    assert [each[2] for each in told(made, y2020=before, y2021=after)] == ([] if factor is None else [factor])


def test_only_evidence_that_counts_and_readings_in_one_unit_are_looked_at(made: Made) -> None:
    promised = {"value": 1, "evidence": "announced"}
    assert told(made, y2020=500, y2021=promised) == []
    assert told(made, "announced", y2020=500, y2021=promised) == [(2021, 2020, 500, False)]
    assert told(made, y2020=500, y2021={"value": 1, "unit": "other"}) == []
    assert told(made, y2020={"value": 500, "unit": "same"}, y2021={"value": 1, "unit": "same"}) != []


def test_two_sources_of_one_year(made: Made) -> None:
    assert told(made, y2020=[5, 500], y2021=5.1) == [(2020, 2020, 100, False)]


def test_one_reading_a_hub_follows_none(made: Made) -> None:
    dataset, _ = made({}, oslo={"a": 1.0}, turku={"a": 1000.0})
    assert leaps(dataset, "target") == ()


def test_the_bundled_readings_follow_each_other(root: Path) -> None:
    assert leaps(hubscore.open(root / "configs").dataset, "target") == ()
