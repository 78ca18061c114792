from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hubscore.model.columns import from_profiles
from hubscore.model.profile import Profile
from hubscore.model.scorecard import Scorecard
from hubscore.studies.conflicts import Conflict, conflicts

Asked = Callable[..., tuple[Conflict, ...]]


@pytest.fixture
def asked() -> Asked:
    """Conflicts of one hub, given the readings of an indicator by year."""
    indicators = {"labs": {"direction": "higher", "goalposts": [0, 10], "from": "rooms"}}
    card = Scorecard.model_validate({"hubs": "*", "indicators": indicators, "measures": {"rooms": {"unit": "labs"}}})

    def ask(**years: list[dict[str, Any]]) -> tuple[Conflict, ...]:
        usual = {"evidence": "official", "source": "s"}
        data = {year[1:]: [usual | reading for reading in readings] for year, readings in years.items()}
        words = {"name": "X", "sources": {"s": {"title": "A source"}}, "data": {"rooms": data}}
        return conflicts(from_profiles({"x": Profile.model_validate(words)}, ["rooms"]), card)

    return ask


def test_readings_of_one_year_that_differ(asked: Asked) -> None:
    [found] = asked(y2020=[{"value": 8.0}, {"value": 10.0, "evidence": "reported"}], y2021=[{"value": 9.0}])
    assert (found.hub, found.series, found.year) == (0, "rooms", 2020)
    assert [(each.value, each.grade, each.why_not) for each in found.readings] == [
        (8.0, "official", ""),
        (10.0, "reported", "conflict"),
    ]
    assert found.apart == pytest.approx(0.25)
    assert found.excluded
    [small] = asked(y2020=[{"value": 0.6}, {"value": 0.4}])
    assert small.apart == pytest.approx(0.5)


def test_equal_content_is_no_conflict(asked: Asked) -> None:
    assert asked(y2020=[{"value": 8.0}, {"value": 8.0, "evidence": "reported"}]) == ()
    assert asked(y2020=[{"value": 8.0}]) == ()
    assert asked(y2020=[{"value": 8.0}], y2021=[{"value": 9.0}]) == ()


@pytest.mark.parametrize(
    ("first", "second", "excluded"),
    [
        ({"value": 8.0}, {"at_least": 7.0}, False),
        ({"value": 8.0}, {"at_least": 9.0}, True),
        ({"at_most": 5.0}, {"at_least": 6.0, "at_most": 9.0}, True),
        ({"at_most": 5.0}, {"at_least": 5.0}, False),
        ({"at_most": 5.0}, {"at_most": 9.0}, False),
        ({"at_least": 5.0}, {"at_least": 9.0}, False),
        ({"value": 5.0, "covers": 0.5}, {"value": 9.0}, False),  # half a year does not speak against the whole
        ({"value": 5.0, "covers": 0.5}, {"value": 4.0}, True),
        ({"value": 5.0, "unit": "rooms"}, {"value": 9.0}, False),  # another unit does not either
    ],
)
def test_bounds_may_agree(asked: Asked, first: dict[str, Any], second: dict[str, Any], excluded: bool) -> None:
    [found] = asked(y2020=[first, second])
    assert (found.apart, found.excluded) == (None, excluded)


def test_of_several_years_the_newest_comes_first(asked: Asked) -> None:
    pair = [{"value": 0.0}, {"value": 2.0}]
    found = asked(y2019=pair, y2021=pair, y2020=[{"value": 1.0}])
    assert [each.year for each in found] == [2021, 2019]
    assert found[0].apart is None  # nothing is so many times 0


def test_an_indicator_with_readings_of_its_own() -> None:
    card = Scorecard.model_validate(
        {"hubs": "*", "indicators": {"labs": {"direction": "higher", "goalposts": [0, 10], "unit": "labs"}}}
    )
    readings = [{"value": value, "evidence": "official", "source": "s"} for value in (1.0, 2.0)]
    words = {"name": "X", "sources": {"s": {"title": "A"}}, "data": {"labs": {"2020": readings}}}
    [found] = conflicts(from_profiles({"x": Profile.model_validate(words)}, ["labs"]), card)
    assert [each.unit for each in found.readings] == ["labs", "labs"]
