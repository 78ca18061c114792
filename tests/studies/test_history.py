"""What is proven of every series in every year."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, nan
from typing import Any

import numpy as np
import pytest

from hubscore.studies.history import History, histories

Made = Callable[..., Any]
Read = Callable[..., History]


@pytest.fixture
def read(made: Made) -> Read:
    """The history of one series `x` of hubs, by default an indicator."""

    def ask(card: dict[str, Any], name: str = "x", **hubs: Any) -> History:
        [found] = histories(*made(card, **hubs), [name])
        return found

    return ask


@pytest.mark.parametrize(
    ("reading", "ends"),
    [
        (5.0, (5, 5)),
        ({"at_least": 3}, (3, inf)),
        ({"at_most": 4}, (-inf, 4)),
        ({"at_least": 3, "at_most": 4}, (3, 4)),
        ({"value": 5.0, "covers": 0.5}, (5, inf)),
        ({"at_least": 3, "covers": 0.5}, (3, inf)),
    ],
)
def test_a_reading_proves_its_ends_and_no_more(read: Read, reading: Any, ends: tuple[float, float]) -> None:
    found = read({}, a={"x": {"2021": reading}}, b={"x": {"2020": 1}})
    assert found.years == (2020, 2021)
    assert (found.low[1, 0], found.high[1, 0]) == ends
    np.testing.assert_array_equal(found.low[:, 1], [1, nan])  # nothing is carried forward


def test_of_two_readings_of_a_year_the_whole_one_counts(read: Read) -> None:
    found = read({}, a={"x": {"2020": [{"value": 3, "covers": 0.5}, 8]}}, b={"x": {"2020": [7, 2]}})
    assert found.low.tolist() == found.high.tolist() == [[8, 7]]
    part = read({}, a={"x": {"2020": {"at_least": 3, "covers": 0.5}}}, b={"x": {"2020": 2}})
    assert part.low.tolist() == [[3, 2]]


def test_only_evidence_that_is_admitted_counts(read: Read) -> None:
    card = {"evidence": {"admit": "reported"}}
    cells: dict[str, Any] = {
        "2019": {"value": 1, "evidence": "secondary"},
        "2020": [{"value": 2, "evidence": "secondary"}, {"value": 3, "evidence": "reported"}],
    }
    found = read(card, a={"x": cells})
    assert found.years == (2020,)
    assert found.low.tolist() == [[3]]


def test_results_are_read_only(read: Read) -> None:
    found = read({}, a={"x": 1})
    for array in (found.low, found.high, found.half):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1


def test_later_years_do_not_count(read: Read) -> None:
    assert read({"as_of": 2020}, a={"x": {"2020": 1, "2021": 2}}).years == (2020,)


def test_a_ratio_is_of_one_year(read: Read) -> None:
    """A score would take the denominator of the year before; growth of such a ratio would be that of another thing."""
    card = {"measures": {"m": {}}, "indicators": {"x": {"per": "m", "per_amount": 10}}}
    a, b = {"x": {"2020": 6, "2021": 8}, "m": {"2020": 3}}, {"x": {"2020": {"at_least": 6}}, "m": 2}
    for hubs in ({"a": a, "b": b}, {"a": dict(reversed(a.items())), "b": b}):
        found = read(card, **hubs)
        np.testing.assert_array_equal(found.low, [[20, 30], [nan, nan]])
        np.testing.assert_array_equal(found.high, [[20, inf], [nan, nan]])


@pytest.mark.parametrize(
    ("per", "ends"),
    [
        ({"at_least": 2}, (0, 3)),
        ({"at_least": 0.5}, (0, 12)),
        ({"at_least": -1, "at_most": 2}, (3, inf)),
        ({"at_most": 2}, (3, inf)),
        ({"at_least": 2, "at_most": 3}, (2, 3)),
        ({"value": 0}, (nan, nan)),
        ({"value": 0.5}, (12, 12)),
        ({"at_most": 0.5}, (12, inf)),
    ],
)
def test_a_denominator_with_bounds(read: Read, per: Any, ends: tuple[float, float]) -> None:
    card = {"measures": {"m": {}}, "indicators": {"x": {"per": "m"}}}
    found = read(card, a={"x": 6, "m": per}, b={"x": 1, "m": 1})
    np.testing.assert_array_equal((found.low[0, 0], found.high[0, 0]), ends)


def test_a_denominator_in_another_unit_is_none(read: Read) -> None:
    card = {"measures": {"m": {"unit": "km"}}, "indicators": {"x": {"unit": "EUR", "per": "m"}}}
    found = read(card, a={"x": 6, "m": {"value": 3, "unit": "mi"}}, b={"x": 6, "m": {"value": 3, "unit": "km"}})
    np.testing.assert_array_equal(found.low, [[nan, 2]])
    mixed = {"2020": {"value": 6, "unit": "EUR"}, "2021": {"value": 6, "unit": "USD"}}
    found = read(card, a={"x": mixed, "m": {"2020": 3, "2021": 3}})
    np.testing.assert_array_equal(found.low, [[2], [nan]])


def test_no_denominator_at_all(read: Read) -> None:
    card = {"measures": {"m": {}}, "indicators": {"x": {"per": "m"}}}
    assert np.isnan(read(card, a={"x": 6}).low).all()


def test_readings_of_another_unit_do_not_count(read: Read) -> None:
    card = {"measures": {"m": {"unit": "EUR"}}}
    found = read(card, "m", a={"x": 1, "m": {"2020": {"value": 1, "unit": "SGD"}}}, b={"m": 3})
    np.testing.assert_array_equal(found.low, [[nan, 3]])
    assert (found.kind, found.higher) == ("amount", True)


def test_a_measure_is_read_as_it_stands_whatever_indicators_make_of_it(read: Read) -> None:
    entry = {"per": "m", "applies_to": ["a"], "direction": "lower", "goalposts": [10, 0]}
    found = read({"measures": {"m": {}}, "indicators": {"x": entry}}, "m", a={"x": 6, "m": 4}, b={"m": 5})
    assert found.low.tolist() == found.high.tolist() == [[4, 5]]
    assert found.half.tolist() == [[0.01, 0.01]]
    assert found.higher


def test_where_it_does_not_apply(read: Read) -> None:
    found = read({"indicators": {"x": {"applies_to": ["a"]}}}, a={"x": 1}, b={"x": 2})
    np.testing.assert_array_equal(found.low, [[1, nan]])


def test_what_nobody_was_read_in_is_not_listed(made: Made) -> None:
    dataset, card = made({"measures": {"m": {}, "k": {}}}, a={"z": 1, "x": 2, "m": 3})
    assert [found.series for found in histories(dataset, card)] == ["x", "z", "m"]


@pytest.mark.parametrize(
    ("entry", "reading", "half"),
    [
        ({}, {"value": 5}, 0.01),
        ({}, {"value": 5, "evidence": "secondary"}, 0.06),
        ({"kind": "rank"}, {"value": 5}, 1),
        ({"kind": "rank"}, {"value": 5, "evidence": "secondary"}, 2),
        ({"kind": "count"}, {"value": 0}, 2**0.5),
        ({"kind": "count"}, {"value": 3.5}, 0.5),
        ({"kind": "count"}, {"value": 29.5}, 30**-0.5),
        ({"kind": "count"}, {"value": 30}, 0.01),
        ({"per": "m"}, {"value": 5}, np.hypot(0.01, 0.01)),
    ],
)
def test_what_the_evidence_leaves_open(read: Read, entry: Any, reading: Any, half: float) -> None:
    found = read({"measures": {"m": {}}, "indicators": {"x": entry}}, a={"x": {"2020": reading}, "m": 1})
    assert found.half[0, 0] == pytest.approx(half)
