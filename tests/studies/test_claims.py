from __future__ import annotations

from math import inf
from typing import Any

import pytest

from hubscore.model.profile import Claim
from hubscore.studies.claims import Course, courses, interval, step, wider_first
from hubscore.studies.pace import OPEN, Range


def claim(name: str, *readings: tuple[int, Any], **words: Any) -> Claim:
    """A claim from years with a value, or with bounds."""
    told = [
        {"year": year, "source": "s"} | (figure if isinstance(figure, dict) else {"value": figure})
        for year, figure in readings
    ]
    return Claim.model_validate({"id": name, "statement": name, "status": "signed", **words, "readings": told})


def course(*readings: tuple[int, Any]) -> Course:
    [found] = courses(0, [claim("a", *readings)])
    return found


def near(found: Range) -> Any:
    return pytest.approx(tuple(found))


def test_increments_and_growth() -> None:
    found = course((2020, 100), (2022, 121), (2023, 110))  # 10 % a year, then down again
    first, second = found.steps
    assert (first.years, near(first.change)) == (2, (21, 21))
    assert (near(first.growth), near(first.a_year)) == ((0.21, 0.21), (0.1, 0.1))
    assert near(second.growth) == (-1 / 11, -1 / 11)
    assert found.whole is not None
    assert (found.whole.years, near(found.whole.growth)) == (3, (0.1, 0.1))
    assert found.plateau is None


def test_the_order_of_readings_does_not_matter_and_of_a_year_the_first_counts() -> None:
    found = course((2023, 3), (2021, 1), (2023, 9))
    assert [(reading.year, reading.value) for reading in found.readings] == [(2021, 1), (2023, 3)]


def test_a_single_reading_has_no_course() -> None:
    assert (course((2020, 1)).steps, course((2020, 1)).whole, course().whole) == ((), None, None)
    two = course((2020, 1), (2022, 2))
    assert two.steps == (two.whole,)


@pytest.mark.parametrize(
    ("start", "end", "change", "growth"),
    [
        (10, {"at_least": 12}, (2, inf), (0.2, inf)),
        (10, {"at_most": 12}, (-inf, 2), OPEN),  # nothing says that it did not fall
        ({"at_least": 10}, 15, (-inf, 5), (-inf, 0.5)),
        ({"at_least": 10, "at_most": 12}, {"at_least": 12, "at_most": 20}, (0, 10), (0.0, 1.0)),
        (0.25, 0.5, (0.25, 0.25), (1, 1)),
        (10, 0, (-10, -10), (-1, -1)),
        (0, 5, (5, 5), OPEN),
        (-5, 5, (10, 10), OPEN),
    ],
)
def test_of_a_bound_only_what_it_proves(start: Any, end: Any, change: Any, growth: Any) -> None:
    found = step(*claim("a", (2020, start), (2021, end)).readings)
    assert near(found.change) == tuple(change)
    assert near(found.growth) == tuple(growth) == near(found.a_year)


@pytest.mark.parametrize(
    ("start", "end", "growth", "a_year"),
    [
        (10, 14.4, (0.44, 0.44), (0.2, 0.2)),
        (10, {"at_least": 14.4}, (0.44, inf), (0.2, inf)),
        ({"at_least": 10}, 14.4, (-inf, 0.44), (-inf, 0.2)),
    ],
)
def test_growth_of_two_years_is_compounded(start: Any, end: Any, growth: Any, a_year: Any) -> None:
    found = step(*claim("a", (2020, start), (2022, end)).readings)
    assert (near(found.growth), near(found.a_year)) == (growth, a_year)


def test_intervals() -> None:
    readings = claim("a", (2020, 3), (2021, {"at_least": 3}), (2022, {"at_most": 3})).readings
    assert [interval(reading) for reading in readings] == [(3, 3), (3, inf), (-inf, 3)]


def test_a_plateau_is_slow_after_a_faster_time() -> None:
    """Projects of Chongqing with Singapore: 214, 250, 252.6, over 260."""
    found = course((2018, 214), (2021, 250), (2022, 252.6), (2025, {"at_least": 260}))
    assert found.plateau is not None
    before, after = found.plateau
    assert (before.start.year, before.end.year, after.start.year, after.end.year) == (2018, 2021, 2021, 2025)
    assert before.growth.low == pytest.approx(36 / 214)
    assert tuple(after.growth) == (pytest.approx(0.04), inf)


@pytest.mark.parametrize(
    ("readings", "since"),
    [
        ([(2018, 0.4), (2021, 0.6), (2023, 0.605)], 2021),  # two years are enough
        ([(2018, 262_144), (2019, 274_432), (2021, 283_075)], 2019),  # 3/64, then 1/64 a year: a third is enough
        ([(2018, 100), (2020, 150), (2021, 152), (2024, 153)], 2020),  # from the first such year
    ],
)
def test_since_when_it_has_hardly_moved(readings: list[tuple[int, Any]], since: int) -> None:
    found = course(*readings).plateau
    assert found is not None
    assert (found[0].start.year, found[0].end.year) == (2018, since)
    assert (found[1].start.year, found[1].end.year) == (since, readings[-1][0])


@pytest.mark.parametrize(
    "readings",
    [
        [(2018, 214), (2021, 250), (2022, 252.6)],  # one year is none
        [(2018, 100), (2021, 150), (2024, 180)],  # slower, but growing
        [(2018, 100), (2021, 101), (2024, 102)],  # as slow as before
        [(2018, 100), (2021, 90), (2024, 90)],  # it fell before
        [(2018, 100), (2021, 100), (2024, 100)],  # it never grew
        [(2018, 100), (2021, 150), (2024, 100)],  # it falls since
        [(2018, 0), (2021, 150), (2024, 150)],  # nothing to grow from
        [(2018, 100), (2024, 100)],
    ],
)
def test_no_plateau(readings: list[tuple[int, Any]]) -> None:
    assert course(*readings).plateau is None


def test_what_of_a_wider_claim_came_true() -> None:
    whole = claim("whole", (2021, 200), (2023, {"at_least": 300}), unit="m")
    part = claim("part", (2021, 50), (2022, 60), (2023, 150), unit="m", of="whole", status="funded")
    _, found = courses(3, [part, whole])
    assert (found.hub, found.claim.id, found.depth, found.realised) == (3, "part", 1, True)
    assert [(each.own.year, each.wider.value, tuple(each.share)) for each in found.parts] == [
        (2021, 200, (0.25, 0.25)),
        (2023, None, (-inf, 0.5)),
    ]


def test_another_unit_is_no_share_and_the_same_stage_is_not_realised() -> None:
    whole = claim("whole", (2021, 200), unit="m")
    part = claim("part", (2021, 50), unit="projects", of="whole")
    top, found = courses(0, [whole, part])
    assert (top.parts, top.realised) == ((), False)
    assert (found.parts, found.realised) == ((), False)


def test_what_related_claims_did_meanwhile() -> None:
    flat = [(2018, 100), (2020, 150), (2023, 151)]
    claims = [
        claim("whole", *flat),
        claim("part", (2020, 10), (2023, 20), of="whole"),
        claim("late", (2022, 10), (2023, 20), of="whole"),
        claim("other", (2020, 10), (2023, 20)),
    ]
    found = courses(0, claims)[0]
    assert [(each.id, tuple(grown.growth)) for each, grown in found.beside] == [("part", (1.0, 1.0))]
    siblings = [claim("top"), claim("a", *flat, of="top"), claim("b", (2020, 1), (2023, 2), of="top")]
    assert [each.id for each, _ in courses(0, siblings)[1].beside] == ["b"]


def test_parts_stand_below_what_they_are_part_of() -> None:
    claims = [claim("c", of="b"), claim("b", of="a"), claim("z"), claim("a")]
    assert [(depth, each.id) for depth, each in wider_first(claims)] == [(0, "z"), (0, "a"), (1, "b"), (2, "c")]


def test_as_of_an_earlier_year_later_statements_are_not_made_yet() -> None:
    whole = claim("whole", (2023, 9))
    part = claim("part", (2020, 1), (2022, 2), (2023, 3), of="whole")
    word = claim("word")
    found = courses(0, [whole, part, word], until=2022)
    assert [(each.claim.id, each.depth) for each in found] == [("part", 0), ("word", 0)]
    assert [reading.year for reading in found[0].claim.readings] == [2020, 2022]
    assert len(courses(0, [whole, part, word], until=2023)) == 3
