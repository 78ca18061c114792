"""What differs, and of which kind it is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from hubscore.model.choice import Choice
from hubscore.model.columns import from_profiles
from hubscore.model.profile import Profile
from hubscore.scoring import score
from hubscore.studies.mixture import Side
from hubscore.studies.variations import Figure, variations

READING = {"evidence": "official", "source": "s"}


def between(old: tuple[Any, Any], new: tuple[Any, Any]) -> list[tuple[Any, ...]]:
    sides = Side(*old), Side(*new)
    return [tuple(each) for each in variations(*sides, *(score(*side).plan for side in sides))]


def value(number: float | None = None, low: float | None = None, high: float | None = None) -> Figure:
    return Figure(number, low, high, 1.0, "official")


def test_readings_by_cell_and_year(made: Any) -> None:
    old = made({}, y={"a": 1}, x={"a": {"2020": 4, "2019": 3, "2018": 2}, "b": {"at_least": 1}})
    new = made({}, y={"a": 1}, x={"a": {"2021": 9, "2020": 5, "2019": 3}, "b": {"at_least": 1, "at_most": 2}})
    assert between(old, new) == [
        ("data", "as_of", 2020, 2021),
        ("data", "x.a.2021", None, value(9)),
        ("data", "x.a.2020", value(4), value(5)),
        ("data", "x.a.2018", value(2), None),
        ("data", "x.b.2020", value(low=1), value(low=1, high=2)),
    ]


@pytest.mark.parametrize("more", [{"evidence": "estimate"}, {"covers": 0.5}, {"unit": "mi"}])
def test_what_else_a_reading_says(made: Any, more: dict[str, Any]) -> None:
    old, new = made({}, x={"a": {"value": 1}, "b": 1}), made({}, x={"a": {"value": 1, **more}, "b": 1})
    assert [key for _, key, _, _ in between(old, new)] == ["x.a.2020"]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"value": 1, "unit": "km"}, {"value": 1, "unit": "mi"}),
        ({"at_least": 1}, {"at_least": 2}),
        ({"at_most": 1}, {"at_most": 2}),
        ({"at_least": 1, "at_most": 5}, {"at_least": 1}),
        ({"at_least": 1, "at_most": 5, "evidence": "estimate"}, {"at_least": 1, "at_most": 5}),
    ],
)
def test_any_part_of_any_reading(made: Any, before: dict[str, Any], now: dict[str, Any]) -> None:
    cells = {"v": {"a": 1, "b": 1}, "w": {"a": 1, "b": 1}}
    old, new = (made({}, **cells, x={"a": 1, "b": cell}) for cell in (before, now))
    [(kind, key, one, other)] = between(old, new)
    assert (kind, key) == ("data", "x.b.2020")
    for told, cell in ((one, before), (other, now)):
        ends = [cell.get(name) for name in ("value", "at_least", "at_most")]
        assert told == Figure(*ends, 1.0, cell.get("evidence", "official"))


def test_a_reading_of_which_nothing_is_as_it_was(made: Any) -> None:
    before = {"2020": {"value": 2, "covers": 0.5, "unit": "km", "evidence": "estimate"}}
    now = {"2021": {"at_least": 4, "at_most": 6, "covers": 0.6, "unit": "mi", "evidence": "reported"}}
    old, new = (made({"as_of": 2022}, x={"a": cell}) for cell in (before, now))
    assert between(old, new) == [
        ("data", "x.a.2021", None, Figure(None, 4, 6, 0.6, "reported")),
        ("data", "x.a.2020", Figure(2, None, None, 0.5, "estimate"), None),
    ]


def test_the_same_unit_under_another_number_is_the_same(made: Any) -> None:
    old = made({}, w={"a": {"value": 1, "unit": "ft"}, "b": 1}, x={"a": {"value": 1, "unit": "mi"}, "b": 1})
    new = made({}, w={"a": 1, "b": 1}, x={"a": {"value": 1, "unit": "mi"}, "b": 1})
    assert [key for _, key, _, _ in between(old, new)] == ["w.a.2020"]


def test_cells_come_by_hub_and_as_the_scorecard_names_them(made: Any) -> None:
    old, new = ({hub: {"b": figure, "a": figure} for hub in ("x", "y")} for figure in (1, 2))
    keys = [key for _, key, _, _ in between(made({}, **old), made({}, **new))]
    assert keys == ["x.b.2020", "x.a.2020", "y.b.2020", "y.a.2020"]


def test_of_several_readings_of_a_year_the_first_is_told(made: Any) -> None:
    _, card = made({}, x={"a": 1})
    sides = []
    for second in (5, 6):
        readings = [READING | {"value": 4}, READING | {"value": second, "evidence": "estimate"}]
        profile = {"name": "X", "sources": {"s": {"title": "S"}}, "data": {"a": {"2020": readings}}}
        sides.append((from_profiles({"x": Profile.model_validate(profile)}, ["a"]), card))
    assert between(*sides) == [("data", "x.a.2020", value(4), value(4))]


def test_readings_without_a_year(made: Any) -> None:
    from hubscore.model.columns import from_values
    from hubscore.model.dataset import hubs_of

    _, card = made({}, x={"a": 1})
    sides = [
        (from_values(hubs_of(["x"], ["X"], ["candidate"], [None]), ["a"], np.array([[number]])), card)
        for number in (1.0, 2.0)
    ]
    figures = [Figure(number, None, None, 1.0, "reported") for number in (1, 2)]
    assert between(*sides) == [("data", "x.a", *figures)]


def test_shares_by_their_proportions(made: Any) -> None:
    cells = {"a": 1, "b": 1, "c": 1}
    old = made({"weights": {"a": 1, "b": 1, "c": 2}}, x=cells)
    assert between(old, made({"weights": {"a": 10, "b": 10, "c": 20}}, x=cells)) == []
    assert between(old, made({"weights": {"a": 1, "b": 2, "c": 1}}, x=cells)) == [
        ("weights", "b", 0.25, 0.5),
        ("weights", "c", 0.5, 0.25),
    ]
    heavier = made({"weights": {"a": 2, "c": 2}}, x={"a": 1, "c": 1})
    assert between(old, heavier)[:2] == [
        ("weights", "a", pytest.approx(1 / 3), 0.5),
        ("weights", "c", pytest.approx(2 / 3), 0.5),
    ]
    fewer = made({"weights": {"a": 1, "c": 2}}, x={"a": 1, "c": 1})
    assert between(old, fewer) == [("framework", "indicators.b", True, None)]
    assert between(fewer, old) == [("framework", "indicators.b", None, True)]


def test_shares_beside_pillars_that_are_new(made: Any) -> None:
    homes = {"a": {"pillar": "q"}, "b": {"pillar": "q"}}
    cells = dict.fromkeys("abcd", 1)
    old = made({"pillars": {"q": {}}, "indicators": homes}, x=cells)
    more = {"p": {}, "q": {}, "r": {}}, homes | {"c": {"pillar": "p"}, "d": {"pillar": "r"}}
    new = made({"pillars": more[0], "indicators": more[1], "weights": {"a": 1, "b": 3}}, x=cells)
    weights = [each for each in between(old, new) if each[0] == "weights"]
    assert weights == [("weights", "a", 0.5, 0.25), ("weights", "b", 0.5, 0.75)]


def test_nodes_that_average_others(made: Any) -> None:
    cells = {"a": 1, "b": 1}
    old = made({"pillars": {"p": {}}, "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}}}, x=cells)
    new = made({"pillars": {"q": {}}, "indicators": {"a": {"pillar": "q"}, "b": {"pillar": "q"}}}, x=cells)
    assert between(old, new) == [
        ("framework", "indicators.a.pillar", "p", "q"),
        ("framework", "indicators.b.pillar", "p", "q"),
        ("framework", "pillars.p", True, None),
        ("framework", "pillars.q", None, True),
    ]


def test_what_nodes_say_of_their_own(made: Any) -> None:
    indicators = {"a": {"pillar": "p"}, "b": {"pillar": "q"}}
    cells = {"a": 1, "b": 1}
    old = made({"pillars": {"p": {}, "q": {}}, "indicators": indicators}, x=cells)
    pillars = {"p": {"aggregate": "geometric", "digits": 1}, "q": {"parent": "p"}}
    new = made({"pillars": pillars, "indicators": indicators | {"a": {"pillar": "p", "clip": False}}}, x=cells)
    assert between(old, new) == [
        ("method", "indicators.a.clip", None, False),
        ("method", "pillars.p.aggregate", None, Choice("geometric")),
        ("method", "pillars.p.digits", None, 1),
        ("framework", "pillars.q.parent", None, "p"),
    ]


def test_method_and_framework_by_key(made: Any) -> None:
    old = made({"measures": {"m": {}}}, x={"a": 1, "b": 1, "m": 1})
    card = {
        "measures": {"m": {"unit": "km"}},
        "max_age": 3,
        "method": {"bounds": "bound"},
        "evidence": {"admit": "reported"},
        "screening": {"min_coverage": 0.1},
        "uncertainty": {"open_bound": 0.5, "drift": 0.1},
        "index": {"aggregate": "geometric", "over": "indicators", "label": "All"},
        "indicators": {"a": {"goalposts": [0, 5], "label": "A"}, "b": {"per": "m", "goalposts": [0, 2], "from": "m"}},
        "gates": {"min_coverage": 0.5},
        "title": "Other",
    }
    assert between(old, made(card, x={"a": 1, "b": 1, "m": 1})) == [
        ("method", "max_age", None, 3),
        ("method", "method.bounds", Choice("middle"), Choice("bound")),
        ("method", "evidence.admit", "estimate", "reported"),
        ("method", "screening.min_coverage", None, 0.1),
        ("method", "uncertainty.open_bound", 0.25, 0.5),
        ("method", "index.aggregate", None, Choice("geometric")),
        ("method", "indicators.a.goalposts", (0, 10), (0, 5)),
        ("framework", "indicators.b.from", None, "m"),
        ("framework", "indicators.b.per", None, "m"),
        ("framework", "measures.m.unit", None, "km"),
        ("framework", "index.over", "children", "indicators"),
        ("framework", "indicators.b.goalposts", (0, 10), (0, 2)),
    ]


def test_hubs_roles_and_groups(made: Any) -> None:
    old = made({}, x={"a": 1}, y={"a": 1, "Group": "g"})
    new = made({}, v={"a": 2}, x={"a": 1, "Role": "benchmark"}, y={"a": 1, "Group": "h"}, z={"a": 2})
    assert between(old, new) == [
        ("framework", "hubs.v", None, True),
        ("framework", "hubs.x.role", "candidate", "benchmark"),
        ("framework", "hubs.y.group", "g", "h"),
        ("framework", "hubs.z", None, True),
    ]
    assert ("framework", "hubs.z", True, None) in between(new, old)
