"""Filling what is missing: the policies of DESIGN 4.3 by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.model import ranking as why
from hubscore.model.columns import Entry, from_entries, from_panel, from_values
from hubscore.model.dataset import NO_YEAR, hubs_of
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score

Ranked = Callable[..., Ranking]

X = {"direction": "higher", "goalposts": [0, 100]}
GROUPS = {"a": {"group": "g"}, "b": {"group": "g"}, "c": {"group": "h"}, "d": {"group": "h"}}
DATA = {"a": {"x": 10}, "b": {"x": 20}, "c": {"x": 60}, "d": {"y": 1}, "e": {"y": 1}}


def filled(ranked: Ranked, missing: Any, indicator: dict[str, Any] = X, **card: Any) -> Ranking:
    indicators = {"x": indicator, "y": {"direction": "higher", "goalposts": [0, 1]}}
    return ranked({"indicators": indicators, "method": {"missing": missing}, **card}, DATA, GROUPS)


@pytest.mark.parametrize(
    ("missing", "d", "e"),
    [
        ("renormalise", np.nan, np.nan),
        ("strict", np.nan, np.nan),
        ("mean", 30, 30),
        ("median", 20, 20),
        ("group_mean", 60, np.nan),
        ("group_median", 60, np.nan),
        ("worst", 0, 0),
        ("latest", np.nan, np.nan),
    ],
)
def test_policy(ranked: Ranked, missing: str, d: float, e: float) -> None:
    ranking = filled(ranked, missing)
    np.testing.assert_allclose(ranking.cells.filled[0], [10, 20, 60, d, e])
    np.testing.assert_allclose(ranking.cells.point[0], [10, 20, 60, np.nan, np.nan])
    status = [why.HAS_VALUE] * 3 + [why.NO_READING if np.isnan(value) else why.IMPUTED for value in (d, e)]
    assert ranking.cells.status[0].tolist() == status


def test_group_without_a_value_stays_missing(ranked: Ranked) -> None:
    ranking = ranked(
        {"indicators": {"x": X}, "method": {"missing": "group_mean"}}, {hub: DATA[hub] for hub in "abd"}, GROUPS
    )
    assert np.isnan(ranking.cells.filled[0][2])


@pytest.mark.parametrize(
    ("indicator", "wanted"),
    [
        ({"direction": "lower", "goalposts": [100, 0]}, 100),
        ({"direction": "higher", "goalposts": ["min", 100]}, 10),
        ({"direction": "higher", "goalposts": [5, "max"]}, 5),
        ({"direction": "higher", "goalposts": [5, "benchmark"]}, 5),
        ({"direction": "higher", "normalise": "minmax"}, 10),
        ({"direction": "lower", "normalise": "zscore"}, 60),
        ({"direction": "higher", "normalise": "zscore", "goalposts": [5, 70]}, 10),  # goalposts are not asked
        ({"direction": "higher", "normalise": "none"}, 0),
        ({"direction": "lower", "normalise": "none"}, 100),
        ({"direction": "higher", "normalise": "distance_to_target", "target": 50, "goalposts": [5, 70]}, 5),
    ],
)
def test_worst_goalpost(ranked: Ranked, indicator: dict[str, Any], wanted: float) -> None:
    assert filled(ranked, "worst", indicator).cells.filled[0][3] == wanted


def test_policy_of_the_indicators_own_pillar(ranked: Ranked) -> None:
    card = {
        "pillars": {"p": {"missing": "median"}, "q": {}},
        "index": {"missing": "worst"},
        "indicators": {"x": {**X, "pillar": "p"}, "y": {**X, "pillar": "q"}, "z": X},
        "method": {"missing": "mean"},
    }
    data = {
        "a": {"x": 10, "y": 10, "z": 10},
        "b": {"x": 20, "y": 20, "z": 20},
        "c": {"x": 60, "y": 60, "z": 60},
        "d": {},
    }
    ranking = ranked(card, {**data, "d": {"w": 1}})
    found = {leaf.id: float(row[3]) for leaf, row in zip(ranking.plan.leaves, ranking.cells.filled, strict=True)}
    assert found == {"x": 20, "y": 30, "z": 0}


def test_of_what_nobody_has_a_reading_only_a_goalpost_of_numbers_is_filled_in(ranked: Ranked) -> None:
    for goalposts, wanted in (([5, "max"], np.nan), ([5, 70], 5)):
        indicators = {"x": {"direction": "higher", "goalposts": goalposts}, "y": X}
        ranking = ranked({"indicators": indicators, "method": {"missing": "worst"}}, {"a": {"y": 1}, "b": {"y": 2}})
        np.testing.assert_array_equal(ranking.cells.filled[0], [wanted, wanted])


def test_what_does_not_apply_is_not_filled_and_fills_nothing(ranked: Ranked) -> None:
    indicator = {**X, "applies_to": ["a", "b", "d"]}
    ranking = filled(ranked, "mean", indicator)
    np.testing.assert_allclose(ranking.cells.filled[0], [10, 20, np.nan, 15, np.nan])


def test_imputed_is_scored_but_not_covered(ranked: Ranked) -> None:
    ranking = filled(ranked, "mean")
    np.testing.assert_allclose(ranking.score("x"), [10, 20, 60, 30, 30])
    np.testing.assert_allclose(ranking.coverage, [0.5] * 5)
    assert ranking.coverage_by_node[-1].tolist() == [1.0] * 5


def test_hub_of_which_nothing_is_known_has_no_index(ranked: Ranked) -> None:
    ranking = ranked({"indicators": {"x": X}, "method": {"missing": "mean"}}, {"a": {"x": 1}, "b": {"w": 1}})
    assert np.isnan(ranking.index[1])
    assert ranking.rank.tolist() == [1, 0]


IN_TIME = {"2015": 10, "2019": 20, "2023": 40}


@pytest.mark.parametrize(
    ("missing", "as_of", "max_age", "wanted"),
    [
        ("latest", 2020, 0, 20),
        ("latest", 2019, 0, 20),
        ({"latest": 2}, 2021, 0, 20),
        ({"latest": 1}, 2021, 0, np.nan),
        ("linear", 2020, 0, 25),  # a quarter of the way from 20 to 40
        ({"linear": 3}, 2022, 0, 35),
        ({"linear": 2}, 2022, 0, np.nan),  # 2019 is three years away
        ("linear", 2024, 0, np.nan),  # nothing is carried on
        ("linear", 2019, 0, 20),
        ("latest", 2014, 0, np.nan),
        ("linear", 2020, 5, 20),  # within max_age nothing is filled
        ("renormalise", 2020, 0, np.nan),
    ],
)
def test_in_time(ranked: Ranked, missing: Any, as_of: int, max_age: int, wanted: float) -> None:
    card = {"indicators": {"x": X}, "method": {"missing": missing}, "as_of": as_of, "max_age": max_age}
    ranking = ranked(card, {"a": {"x": IN_TIME}})
    assert ranking.cells.point[0][0] == pytest.approx(wanted, nan_ok=True)
    assert (ranking.cells.status[0][0] == why.HAS_VALUE) == (not np.isnan(wanted))


def test_between_two_years_both_readings_are_named(ranked: Ranked) -> None:
    weak = {"value": 40, "evidence": "secondary"}
    card = {"indicators": {"x": X}, "method": {"missing": "linear"}, "as_of": 2020, "max_age": 0}
    cells = ranked(card, {"a": {"x": IN_TIME | {"2023": weak}}, "b": {"x": {"2020": 3}}}).cells
    assert (cells.slot[0].tolist(), cells.after[0].tolist()) == ([1, 0], [0, -1])
    assert cells.grade[0].tolist() == [2, 0]


def test_ratio_in_time_is_divided_by_its_like(ranked: Ranked) -> None:
    card = {
        "indicators": {"x": {**X, "per": "m"}},
        "measures": {"m": {}},
        "method": {"missing": "latest"},
        "as_of": 2022,
        "max_age": 1,
    }
    ranking = ranked(card, {"a": {"x": {"2015": 10}, "m": {"2015": 5, "2021": 2}}})
    assert ranking.cells.point[0][0] == 2


def test_ratio_between_two_years_is_divided_by_that_of_the_year_between(ranked: Ranked) -> None:
    card = {
        "indicators": {"x": {**X, "per": "m"}},
        "measures": {"m": {}},
        "method": {"missing": "linear"},
        "as_of": 2020,
        "max_age": 0,
    }
    ranking = ranked(card, {"a": {"x": IN_TIME, "m": {"2017": 1, "2020": 5, "2023": 1}}})
    assert ranking.cells.point[0][0] == 25 / 5
    assert np.isnan(ranked(card, {"a": {"x": IN_TIME, "m": {"2016": 5}}}).cells.point[0][0]), "too far away"


@pytest.mark.parametrize("bounds", ["middle", "bound", "cautious"])
def test_ratio_per_amount_however_bounds_are_read(ranked: Ranked, bounds: str) -> None:
    card = {
        "indicators": {"x": {**X, "per": "m", "per_amount": 100}},
        "measures": {"m": {}},
        "method": {"bounds": bounds},
    }
    assert ranked(card, {"a": {"x": 3, "m": 12}}).cells.point[0][0] == 25


@pytest.mark.parametrize(
    ("year", "measure", "status"),
    [
        ("2024", {"unit": "HKD"}, why.OTHER_UNIT),
        ("2024", {"unit": "HKD", "evidence": "announced"}, why.NO_DENOMINATOR),
        ("2021", {"unit": "HKD"}, why.NO_DENOMINATOR),  # too old
        ("2025", {"unit": "HKD"}, why.NO_DENOMINATOR),  # not yet
        ("2024", {"value": 0, "unit": "CNY"}, why.NO_DENOMINATOR),
    ],
)
def test_why_nothing_divides(ranked: Ranked, year: str, measure: dict[str, Any], status: int) -> None:
    """What would not count in its own unit either is not in another one: it is not there."""
    card = {
        "indicators": {"x": {**X, "unit": "CNY", "per": "m"}},
        "measures": {"m": {"unit": "CNY"}},
        "as_of": 2024,
        "max_age": 2,
    }
    data = {"a": {"x": 6, "m": {year: {"value": 3, **measure}}}, "b": {"x": 6, "m": 3}, "c": {"x": 6}}
    found = ranked(card, data)
    assert found.cells.status[0].tolist() == [status, why.HAS_VALUE, why.NO_DENOMINATOR]


def test_where_nothing_is_read_no_place_and_no_grade_is_named(ranked: Ranked) -> None:
    card = {"indicators": {"x": {**X, "per": "m"}, "y": X}, "measures": {"m": {}}, "method": {"min_coverage": 0}}
    cells = ranked(card, {"a": {"x": 3, "m": 12, "y": 1}, "b": {"m": 12, "y": 1}, "c": {"x": 3, "y": 1}}).cells
    assert cells.per_slot[0].tolist() == [0, -1, -1]
    assert cells.per_slot[1].tolist() == [-1, -1, -1]
    assert cells.grade[0].tolist() == [0, -1, -1]
    assert cells.status[0].tolist() == [why.HAS_VALUE, why.NO_READING, why.NO_DENOMINATOR]


def test_in_time_from_the_newest_year_where_the_file_is_silent(ranked: Ranked) -> None:
    card = {"indicators": {"x": X, "y": X}, "method": {"missing": {"latest": 3}}, "max_age": 0}
    ranking = ranked(card, {"a": {"x": {"2020": 5}, "y": {"2017": 7}}, "b": {"x": {"2016": 5}, "y": {"2020": 1}}})
    np.testing.assert_allclose([row[0] for row in ranking.cells.point], [5, 7])
    np.testing.assert_allclose([row[1] for row in ranking.cells.point], [np.nan, 1])


def test_indicator_without_any_data(ranked: Ranked) -> None:
    ranking = ranked({"indicators": {"x": X, "y": X}, "method": {"missing": "worst"}}, {"a": {"x": 1}})
    assert ranking.cells.filled[1].tolist() == [0]
    ranking = ranked({"indicators": {"x": X, "y": X}}, {"a": {"x": 1}})
    assert ranking.cells.status[1].tolist() == [why.NO_READING]


def wide(card: dict[str, Any], series: str = "x") -> Ranking:
    """Scores from a table whose columns are the series."""
    hubs = hubs_of("ab", "ab", ["candidate"] * 2, [None] * 2)
    values = np.arange(1.0, 2 * len(series) + 1).reshape(len(series), 2)
    return score(from_values(hubs, series, values), Scorecard.model_validate(card))


def test_table_without_the_column() -> None:
    card = {"indicators": {"x": X, "y": X, "z": {**X, "applies_to": ["a"]}}, "method": {"min_coverage": 0.0}}
    ranking = wide(card)
    assert ranking.cells.status[1].tolist() == [why.NO_READING] * 2
    assert ranking.cells.status[2].tolist() == [why.NO_READING, why.NOT_APPLICABLE]
    np.testing.assert_allclose(ranking.index, [1, 2])
    np.testing.assert_allclose(ranking.coverage, [1 / 3, 1 / 2])


def test_table_without_the_denominator() -> None:
    ranking = wide({"indicators": {"x": {**X, "per": "m"}}, "measures": {"m": {}}})
    assert ranking.cells.status[0].tolist() == [why.NO_DENOMINATOR] * 2
    ranking = wide({"indicators": {"x": {**X, "per": "m"}}, "measures": {"m": {}}}, series="xm")
    np.testing.assert_allclose(ranking.cells.point[0], [1 / 3, 2 / 4])


def test_table_of_what_does_not_apply() -> None:
    ranking = wide({"indicators": {"x": {**X, "applies_to": ["b"]}}})
    assert ranking.cells.status[0].tolist() == [why.NOT_APPLICABLE, why.HAS_VALUE]
    np.testing.assert_array_equal(ranking.cells.point[0], [np.nan, 2])


def test_table_with_years() -> None:
    hubs = hubs_of("ab", "ab", ["candidate"] * 2, [None] * 2)
    dataset = from_panel(hubs, "x", np.array([[7.0], [9.0]]), np.arange(2), np.array([2020, 2024]), "official")
    cells = score(dataset, Scorecard.model_validate({"indicators": {"x": X}, "as_of": 2022})).cells
    assert cells.status[0].tolist() == [why.HAS_VALUE, why.OUT_OF_YEARS]


def test_bounds_without_a_year() -> None:
    hubs = hubs_of("a", "a", ["candidate"], [None])
    reading = Entry(0, 0, 0, None, 10, 30, None, NO_YEAR, 0, -1, -1, -1)
    cells = score(from_entries([reading], hubs, ("x",)), Scorecard.model_validate({"indicators": {"x": X}})).cells
    assert (cells.low[0][0], cells.point[0][0], cells.high[0][0]) == (10, 20, 30)


def test_table_of_weak_evidence() -> None:
    card = {"indicators": {"x": X}, "evidence": {"admit": "official"}}
    assert wide(card).cells.status[0].tolist() == [why.NOT_ADMITTED] * 2


def test_table_of_official_figures() -> None:
    hubs = hubs_of("abc", "abc", ["candidate"] * 3, [None] * 3)
    dataset = from_values(hubs, "x", np.array([[7.0, np.nan, 9]]), "official")
    cells = score(dataset, Scorecard.model_validate({"indicators": {"x": X}})).cells
    assert cells.status[0].tolist() == [why.HAS_VALUE, why.NO_READING, why.HAS_VALUE]
    assert cells.slot[0].tolist() == [0, -1, 0]
    assert cells.after[0].tolist() == cells.per_slot[0].tolist() == [-1, -1, -1]
    assert cells.grade[0].tolist() == [0, -1, 0]


def test_arrays_are_read_only(ranked: Ranked) -> None:
    ranking = filled(ranked, "mean")
    with pytest.raises(ValueError, match="read-only"):
        ranking.cells.filled[0][0] = 1
