"""Which reading counts, and what interval it makes: the rules of DESIGN 4.2 by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.model import ranking as why
from hubscore.model.ranking import Ranking

Ranked = Callable[..., Ranking]

PLAIN = {"x": {"direction": "higher", "goalposts": [0, 1000]}}
RATIO = {"x": {"direction": "higher", "goalposts": [0, 1000], "per": "m"}}


def point(ranked: Ranked, said: Any, measure: Any = None, **card: Any) -> float:
    """The value of one indicator of one hub."""
    return float(cell(ranked, said, measure, **card).cells.point[0][0])


def cell(ranked: Ranked, said: Any, measure: Any = None, **card: Any) -> Ranking:
    indicators = card.pop("indicators", PLAIN if measure is None else RATIO)
    tables = {"indicators": indicators, **({} if measure is None else {"measures": {"m": {"unit": "people"}}}), **card}
    return ranked(tables, {"a": {"x": said, "m": measure}})


def ends(ranking: Ranking) -> tuple[float, float]:
    return float(ranking.cells.low[0][0]), float(ranking.cells.high[0][0])


PART = {"value": 30, "covers": 0.5}


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"2022": 1, "2024": 3, "2023": 2}, 3),  # the newest
        ({"2022": 1, "2024": PART}, 1),  # a whole year two years older goes first
        ({"2021": 1, "2024": PART}, 48),  # three years older does not: 30 to 30 / 0.5 x 1.1, middle 48
        ({"2023": PART, "2024": {"value": 40, "covers": 0.8}}, 47.5),  # 40 to 55
        ({"2024": [PART, 7]}, 7),  # of one year the whole one
        ({"2024": [7, 8]}, 7),  # the first counts
        ({"2024": [{"value": 7, "evidence": "target"}, 8]}, 8),  # ... that is admitted
        ({"2023": 5, "2024": {"value": 7, "evidence": "announced"}}, 5),
    ],
)
def test_newest_admitted_reading_of_a_whole_year(ranked: Ranked, said: Any, wanted: float) -> None:
    assert point(ranked, said) == pytest.approx(wanted)


def test_of_equal_content_the_better_evidence(ranked: Ranked) -> None:
    said = [{"value": 7, "evidence": "secondary"}, {"value": 7, "evidence": "reported"}, 8]
    assert cell(ranked, {"2024": said}).cells.grade[0][0] == 1
    assert point(ranked, {"2024": said}) == 7


@pytest.mark.parametrize(
    ("card", "wanted", "status"),
    [
        ({}, 4, why.HAS_VALUE),
        ({"as_of": 2023}, 3, why.HAS_VALUE),
        ({"as_of": 2022, "evidence": {"admit": "official"}}, np.nan, why.OUT_OF_YEARS),
        ({"as_of": 2030, "max_age": 5}, np.nan, why.OUT_OF_YEARS),
        ({"as_of": 2029, "max_age": 5}, 4, why.HAS_VALUE),
        ({"evidence": {"admit": "official"}}, 4, why.HAS_VALUE),
    ],
)
def test_years_and_evidence(ranked: Ranked, card: dict[str, Any], wanted: float, status: int) -> None:
    ranking = cell(ranked, {"2023": 3, "2024": 4}, **card)
    assert ranking.cells.point[0][0] == pytest.approx(wanted, nan_ok=True)
    assert ranking.cells.status[0][0] == status


def test_why_there_is_no_value(ranked: Ranked) -> None:
    assert cell(ranked, None).cells.status[0][0] == why.NO_READING
    weak = {"value": 1, "evidence": "announced"}
    assert cell(ranked, weak).cells.status[0][0] == why.NOT_ADMITTED
    assert cell(ranked, weak, as_of=2000).cells.status[0][0] == why.NOT_ADMITTED
    assert cell(ranked, 1, as_of=2000).cells.status[0][0] == why.OUT_OF_YEARS


def test_age_counts_from_the_newest_reading_that_counts_where_the_file_is_silent(ranked: Ranked) -> None:
    indicators = PLAIN | {"y": {"direction": "higher", "goalposts": [0, 1000]}}
    goal = {"2020": 9, "2050": {"value": 99, "evidence": "target"}}
    ranking = ranked({"indicators": indicators, "max_age": 5}, {"a": {"x": {"2014": 1, "2015": 2}, "y": goal}})
    assert ranking.score("x")[0] == pytest.approx(0.2)
    ranking = ranked({"indicators": indicators, "max_age": 5}, {"a": {"x": {"2014": 1}, "y": goal}})
    assert np.isnan(ranking.score("x")[0])


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        (200, 200, 200),
        ({"at_least": 200}, 200, 250),  # 1 + open_bound
        ({"at_most": 200}, 150, 200),  # 1 - open_bound
        ({"at_least": 100, "at_most": 200}, 100, 200),
        ({"value": 90, "covers": 0.75}, 90, 132),  # 90 / 0.75 x 1.1
        ({"at_least": 90, "covers": 0.75}, 90, 132),
        ({"at_least": -200}, -200, -150),
        ({"at_most": -200}, -250, -200),
    ],
)
def test_open_ends(ranked: Ranked, said: Any, low: float, high: float) -> None:
    assert ends(cell(ranked, said)) == pytest.approx((low, high))


def test_open_end_of_the_scorecard_and_of_the_indicator(ranked: Ranked) -> None:
    assert ends(cell(ranked, {"at_least": 200}, uncertainty={"open_bound": 0.1})) == pytest.approx((200, 220))
    own = {"x": {**PLAIN["x"], "open_bound": 0.5}}
    assert ends(cell(ranked, {"at_least": 200}, indicators=own)) == pytest.approx((200, 300))


@pytest.mark.parametrize(
    ("said", "wanted"),
    [({"at_least": 90}, (90, 121)), ({"at_most": 10}, (1, 10)), ({"at_least": 130}, (130, 130)), (7, (7, 7))],
)
def test_open_end_of_a_rank_is_the_goalpost(ranked: Ranked, said: Any, wanted: tuple[float, float]) -> None:
    indicators = {"x": {"direction": "lower", "goalposts": [121, 1], "kind": "rank"}}
    assert ends(cell(ranked, said, indicators=indicators)) == pytest.approx(wanted)


def test_rank_without_goalposts_of_numbers_is_open_like_the_rest(ranked: Ranked) -> None:
    indicators = {"x": {"direction": "lower", "goalposts": ["max", 1], "kind": "rank"}}
    assert ends(cell(ranked, {"at_least": 100}, indicators=indicators)) == pytest.approx((100, 125))


@pytest.mark.parametrize(
    ("bounds", "direction", "wanted"),
    [
        ("middle", "higher", (225, 175, 150)),
        ("bound", "higher", (200, 200, 150)),
        ("cautious", "higher", (200, 150, 100)),
        ("cautious", "lower", (250, 200, 200)),
    ],
)
def test_point_value(ranked: Ranked, bounds: str, direction: str, wanted: tuple[float, ...]) -> None:
    posts = [0, 1000] if direction == "higher" else [1000, 0]
    indicators = {"x": {"direction": direction, "goalposts": posts}}
    forms = ({"at_least": 200}, {"at_most": 200}, {"at_least": 100, "at_most": 200})
    found = [point(ranked, said, indicators=indicators, method={"bounds": bounds}) for said in forms]
    assert found == pytest.approx(list(wanted))


@pytest.mark.parametrize(
    ("measure", "wanted"),
    [
        ({"2020": 4, "2019": 2}, 25),  # the same year
        ({"2019": 4, "2021": 2}, 25),  # on a tie the earlier
        ({"2018": 4, "2021": 2}, 50),  # the nearest
        ({"2017": 4}, 25),  # three years away
        ({"2016": 4}, np.nan),
        ({"2024": 4}, np.nan),
        (None, np.nan),
        ({"2020": {"value": 4, "evidence": "announced"}, "2021": 2}, 50),  # the same filters
        ({"2020": [{"value": 4, "covers": 0.5}], "2021": 2}, 50),  # a whole year first
        ({"2020": 0.5}, 200),
        ({"2020": 0}, np.nan),  # nothing is divided by 0, by what may be 0, or by less
        ({"2020": {"at_least": 0, "at_most": 4}}, np.nan),
        ({"2020": -4}, np.nan),
    ],
)
def test_denominator_of_the_nearest_year(ranked: Ranked, measure: Any, wanted: float) -> None:
    ranking = ranked(
        {"indicators": RATIO, "measures": {"m": {}}, "as_of": 2021}, {"a": {"x": {"2020": 100}, "m": measure}}
    )
    assert ranking.cells.point[0][0] == pytest.approx(wanted, nan_ok=True)
    assert ranking.cells.status[0][0] == (why.NO_DENOMINATOR if np.isnan(wanted) else why.HAS_VALUE)
    assert (ranking.cells.per_slot[0][0] >= 0) == (not np.isnan(wanted))


def test_denominator_is_held_to_the_same_years(ranked: Ranked) -> None:
    card = {"indicators": RATIO, "measures": {"m": {}}, "as_of": 2021, "max_age": 1}
    data = {"a": {"x": {"2020": 100}, "m": {"2019": 4, "2022": 2}}}
    assert np.isnan(ranked(card, data).cells.point[0][0])


def test_ratio_of_intervals_and_of_evidence(ranked: Ranked) -> None:
    said, measure = {"at_least": 100, "at_most": 200}, {"at_least": 4, "at_most": 5, "evidence": "secondary"}
    ranking = cell(ranked, said, measure)
    assert ends(ranking) == pytest.approx((20, 50))
    assert ranking.cells.grade[0][0] == 2
    assert point(ranked, said, measure) == pytest.approx(35)
    assert point(ranked, said, measure, method={"bounds": "bound"}) == pytest.approx(150 / 4.5)
    assert point(ranked, said, measure, method={"bounds": "cautious"}) == pytest.approx(20)


def test_per_amount(ranked: Ranked) -> None:
    indicators = {"x": {**RATIO["x"], "per_amount": 100}}
    assert point(ranked, 6, 4, indicators=indicators) == pytest.approx(150)


def test_measure_that_the_indicator_reads(ranked: Ranked) -> None:
    indicators = {"x": {**RATIO["x"], "from": "deposits"}, "y": {**PLAIN["x"], "from": "deposits"}}
    card = {"indicators": indicators, "measures": {"m": {}, "deposits": {}}}
    ranking = ranked(card, {"a": {"deposits": 30, "m": 10}})
    assert [float(row[0]) for row in ranking.cells.point] == [3, 30]


UNITS = {
    "indicators": {"x": {**RATIO["x"], "unit": "CNY"}, "y": {**PLAIN["x"], "unit": "CNY"}},
    "measures": {"m": {"unit": "CNY"}},
}
HKD = {"unit": "HKD"}


@pytest.mark.parametrize(
    ("said", "measure", "ok"),
    [
        (6, 3, True),
        ({"value": 6, **HKD}, {"value": 3, **HKD}, True),
        ({"value": 6, **HKD}, 3, False),
        (6, {"value": 3, **HKD}, False),
        ({"value": 6, "unit": "CNY"}, 3, True),
    ],
)
def test_other_unit_enters_ratios_against_its_like(ranked: Ranked, said: Any, measure: Any, ok: bool) -> None:
    ranking = ranked(UNITS, {"a": {"x": said, "m": measure, "y": 1}})
    assert ranking.cells.status[0][0] == (why.HAS_VALUE if ok else why.OTHER_UNIT)
    assert ranking.cells.point[0][0] == pytest.approx(2 if ok else np.nan, nan_ok=True)


@pytest.mark.parametrize(
    ("said", "measure", "ok"),
    [
        ({"value": 6, "unit": "CNY"}, 3, True),
        (6, {"value": 3, "unit": "people"}, True),
        ({"value": 6, "unit": "people"}, 3, True),  # both in one unit
        (6, {"value": 3, "unit": "CNY"}, True),
        ({"value": 6, **HKD}, 3, False),
        (6, {"value": 3, **HKD}, False),
    ],
)
def test_ratio_of_two_units(ranked: Ranked, said: Any, measure: Any, ok: bool) -> None:
    """The declared ones, though they differ, or one and the same."""
    found = ranked({**UNITS, "measures": {"m": {"unit": "people"}}}, {"a": {"x": said, "m": measure}})
    assert found.cells.status[0].tolist() == [why.HAS_VALUE if ok else why.OTHER_UNIT]
    assert found.cells.point[0].tolist() == pytest.approx([2 if ok else np.nan], nan_ok=True)


def test_other_unit_alone_is_missing(ranked: Ranked) -> None:
    ranking = ranked(UNITS, {"a": {"y": {"value": 6, **HKD}, "x": 1}, "b": {"y": {"value": 6, "unit": "CNY"}}})
    assert ranking.cells.status[1].tolist() == [why.OTHER_UNIT, why.HAS_VALUE]
    assert ranking.cells.grade[1].tolist() == [-1, 0]


def test_unit_of_a_reading_where_none_is_declared(ranked: Ranked) -> None:
    assert point(ranked, {"value": 6, "unit": "km"}) == 6


def test_where_the_indicator_does_not_apply(ranked: Ranked) -> None:
    indicators = {"x": {**PLAIN["x"], "applies_to": ["a"]}}
    ranking = ranked({"indicators": indicators}, {"a": {"x": 1}, "b": {"x": 1}})
    assert ranking.cells.status[0].tolist() == [why.HAS_VALUE, why.NOT_APPLICABLE]
    assert np.isnan(ranking.cells.point[0][1])


def test_the_denominator_in_the_unit_of_its_numerator_counts(ranked: Ranked) -> None:
    card = {
        "measures": {"gdp": {"unit": "cny"}},
        "indicators": {"x": {**PLAIN["x"], "unit": "cny", "per": "gdp", "goalposts": [0, 50]}},
    }
    gdp = {"2022": {"value": 10}, "2021": {"value": 4, "unit": "usd"}}
    ranking = ranked(card, {"a": {"x": {"2022": {"value": 100, "unit": "usd"}}, "gdp": gdp}})
    assert ranking.cells.point[0].tolist() == [25]


def test_an_older_reading_in_the_declared_unit_counts(ranked: Ranked) -> None:
    card = {"indicators": {"x": {**PLAIN["x"], "unit": "km"}}}
    ranking = ranked(card, {"a": {"x": {"2023": {"value": 9, "unit": "miles"}, "2022": {"value": 7}}}})
    assert ranking.cells.point[0].tolist() == [7]


@pytest.mark.parametrize("other", [{"unit": "miles"}, {"evidence": "announced"}, {"covers": 0.5}])
def test_what_does_not_count_fills_no_gap_in_time(ranked: Ranked, other: dict[str, Any]) -> None:
    card = {
        "indicators": {"x": {**PLAIN["x"], "unit": "km"}},
        "method": {"missing": {"latest": 5}},
        "as_of": 2024,
        "max_age": 1,
    }
    assert point(ranked, {"2022": {"value": 9, **other}, "2021": 7}, **card) == 7


def test_a_rank_does_not_grow_with_the_months_it_covers(ranked: Ranked) -> None:
    card = {"indicators": {"x": {**PLAIN["x"], "kind": "rank", "direction": "lower", "goalposts": [121, 1]}}}
    ranking = ranked(card, {"a": {"x": {"2023": {"at_least": 50, "covers": 0.5}}}})
    assert (ranking.cells.low[0][0], ranking.cells.high[0][0]) == (50, 121)
