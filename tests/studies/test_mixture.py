"""Half old, half new: what each mixture takes from which side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hubscore.model.compile import compiled
from hubscore.model.plan import Plan
from hubscore.scoring import planned, score
from hubscore.studies.diff import diff
from hubscore.studies.mixture import Mixture, Side, mixed, same_indicators, same_series

OLD, NEW = Mixture(0, 0, 0, 0), Mixture(1, 1, 1, 1)


def weights(plan: Plan, node: str = "index") -> dict[str, float]:
    inner = plan.inner[plan.row[node] - len(plan.leaves)]
    return dict(zip(inner.members, inner.weights.tolist(), strict=True))


def parts(old: Side, new: Side, hub: str = "x") -> dict[str, float | None]:
    [cause] = [cause for cause in diff(old, new).causes if cause.hub == hub]
    return {kind: None if part is None else round(part, 9) for kind, part in list(cause._asdict().items())[1:]}


def test_all_of_one_side_is_that_side(made: Any) -> None:
    sides = (Side(*made({}, x={"a": 2, "b": 4})), Side(*made({"weights": {"a": 3, "b": 1}}, x={"a": 4, "b": 1})))
    for mixture, side in ((OLD, sides[0]), (NEW, sides[1])):
        np.testing.assert_array_equal(planned(*mixed(sides, mixture)).scores, score(*side).scores)


PLAIN: dict[str, Any] = {
    "measures": {"m": {}},
    "pillars": {"p": {}, "q": {}},
    "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}, "d": {"pillar": "q"}},
    "weights": {"p": 1, "q": 1},
}
CELLS: dict[str, dict[str, Any]] = {
    "x": {"a": {"2020": 2, "2021": 4}, "b": 4, "c": 5, "d": 1, "m": 3},
    "y": {"a": 5, "b": {"2019": 6}, "c": 7, "d": 2, "m": 2},
}
OTHER: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "data": (
        {"as_of": 2023},
        {"x": {"a": {"2020": {"value": 1, "unit": "km"}}, "b": 9, "c": None, "d": {"2023": {"at_least": 3}}, "m": 3}},
    ),
    "weights": ({"weights": {"p": 3, "q": 1, "a": 1, "b": 2, "c": 0.1, "d": 0.7}}, {}),
    "method": (
        {
            "method": {
                "aggregate": "geometric",
                "missing": "mean",
                "normalise": "minmax",
                "scale": [1, 10],
                "bounds": "cautious",
                "clip": False,
                "floor": 0.2,
                "ties": "dense",
                "min_coverage": 0.1,
                "level_digits": 3,
                "treat": "boxcox",
            },
            "evidence": {"admit": "reported"},
            "screening": {"min_coverage": 0.2},
            "max_age": 1,
            "uncertainty": {"open_bound": 0.5},
            "index": {"aggregate": {"power": 2}, "missing": "worst", "min_coverage": 0.3, "digits": 1},
            "pillars": {"p": {"max_missing": 1, "floor": 0.3}, "q": {"aggregate": "median"}},
            "indicators": {
                "a": {"pillar": "p", "goalposts": [1, 9], "normalise": "goalposts", "clip": True},
                "b": {"pillar": "p", "target": 8, "normalise": "distance_to_target", "goalposts": None},
                "c": {"pillar": "q", "transform": "log1p", "open_bound": 0.1, "normalise": "goalposts"},
                "d": {"pillar": "q", "treat": "none", "normalise": {"distance_to_reference": "y"}, "goalposts": None},
            },
        },
        {},
    ),
    "framework": (
        {
            "pillars": {"p": {}, "r": {"parent": "p", "over": "children"}},
            "indicators": {
                "a": {"pillar": "p", "per": "m"},
                "b": {"pillar": "r"},
                "c": {"direction": "lower", "goalposts": [10, 0]},
            },
            "weights": {},
        },
        {"z": {"a": 1, "c": 2, "Role": "benchmark"}},
    ),
}
"""What one kind of change may make of a plain scorecard and its figures."""

PANEL: tuple[dict[str, Any], dict[str, Any]] = ({"method": {"panel": True, "normalise": "minmax"}}, {})
"""Which goes with no treatment."""


def assert_same(plan: Plan, other: Plan) -> None:
    """Two plans that score alike."""
    for one, two in (
        (plan, other),
        *zip(plan.leaves, other.leaves, strict=True),
        *zip(plan.inner, other.inner, strict=True),
    ):
        fields = [vars(each) if isinstance(each, Plan) else each._asdict() for each in (one, two)]
        for name in fields[0].keys() & fields[1].keys() - {"leaves", "inner"}:
            if isinstance(fields[0][name], np.ndarray):
                np.testing.assert_allclose(fields[0][name], fields[1][name], rtol=1e-12, err_msg=name)
            else:
                assert (name, fields[0][name]) == (name, fields[1][name])


@pytest.mark.parametrize(("kind", "change"), [*OTHER.items(), ("method", PANEL)])
def test_where_one_kind_alone_differs_it_makes_the_other_side(
    made: Any, kind: str, change: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    card, cells = change
    old, new = Side(*made(PLAIN, **CELLS)), Side(*made(PLAIN | card, **CELLS | cells))
    alone = OLD._replace(**{kind: 1})
    rest = NEW._replace(**{kind: 0})
    for mixture, side in ((OLD, old), (alone, new), (rest, old), (NEW, new)):
        plan, dataset = mixed((old, new), mixture)
        assert_same(plan, compiled(side.scorecard, side.dataset))
        assert (dataset.hubs.ids, set(dataset.series)) == (side.dataset.hubs.ids, set(side.dataset.series))
        rows = [dataset.row[name] for name in side.dataset.series]
        for name in ("value", "low", "high", "covers", "year", "grade"):
            found, given = getattr(dataset, name)[:, rows], getattr(side.dataset, name)
            assert found.dtype == given.dtype
            np.testing.assert_array_equal(found[: len(given)], given)
        assert (dataset.grade[len(side.dataset.grade) :] == -1).all()


def test_each_kind_alone(made: Any) -> None:
    old = Side(*made({}, x={"a": 2, "b": 4}, y={"a": 5}))
    data = Side(*made({}, x={"a": 6, "b": 4}, y={"a": 5}))
    assert parts(old, data) == {"data": 20, "weights": 0, "method": 0, "framework": 0, "total": 20}
    weighed = Side(*made({"weights": {"a": 1, "b": 3}}, x={"a": 2, "b": 4}, y={"a": 5}))
    assert parts(old, weighed) == {"data": 0, "weights": 5, "method": 0, "framework": 0, "total": 5}
    scaled = Side(*made({"indicators": {"a": {"goalposts": [0, 4]}}}, x={"a": 2, "b": 4}, y={"a": 5}))
    assert parts(old, scaled) == {"data": 0, "weights": 0, "method": 15, "framework": 0, "total": 15}
    turned = Side(
        *made({"indicators": {"a": {"direction": "lower", "goalposts": [10, 0]}}}, x={"a": 2, "b": 4}, y={"a": 5})
    )
    assert parts(old, turned) == {"data": 0, "weights": 0, "method": 0, "framework": 30, "total": 30}


def test_rounding_is_part_of_the_method(made: Any) -> None:
    old = Side(*made({}, x={"a": 2.04, "b": 4}))
    new = Side(*made({"index": {"digits": 0}}, x={"a": 3.04, "b": 4}))
    # 30.2 by data 35.2, by method 30, by both 35
    assert parts(old, new) == {"data": 5, "weights": 0, "method": -0.2, "framework": 0, "total": 4.8}


def test_two_kinds_share_what_they_do_together(made: Any) -> None:
    old = Side(*made({"weights": {"a": 1, "b": 1}}, x={"a": 2, "b": 4}))
    new = Side(*made({"weights": {"a": 3, "b": 1}}, x={"a": 6, "b": 4}))
    # data alone +20, weights alone -5, together 55 - 30 = 25: the 10 beyond their sum are split
    assert parts(old, new) == {"data": 25, "weights": 0, "method": 0, "framework": 0, "total": 25}


def test_as_of_goes_with_the_readings(made: Any) -> None:
    years = {"2020": 2, "2022": 8}
    old, new = (Side(*made({"as_of": year}, x={"a": years})) for year in (2020, 2022))
    assert parts(old, new)["data"] == 60
    silent = Side(*made({}, x={"a": years}))
    assert parts(old, silent)["data"] == 60
    later = Side(*made({"as_of": 2023, "max_age": 0}, x={"a": {**years, "2023": 9}}))
    plan, _ = mixed((old, later), Mixture(0, 0, 1, 0))
    assert (plan.as_of, plan.oldest) == (2020, 2020)
    plan, _ = mixed((old, later), Mixture(1, 0, 0, 0))
    assert (plan.as_of, plan.oldest) == (2023, None)


def test_a_new_indicator_brings_its_readings_weight_and_method(made: Any) -> None:
    old = Side(*made({"weights": {"a": 3, "b": 1}}, x={"a": 4, "b": 8}))
    card = {"weights": {"a": 1, "b": 1, "c": 2}, "method": {"normalise": "minmax"}}
    card["indicators"] = {name: {"normalise": "goalposts"} for name in "abc"}
    new = Side(*made(card, x={"a": 4, "b": 8, "c": 10}))
    plan, dataset = mixed((old, new), Mixture(0, 0, 0, 1))
    assert dataset.value[0, dataset.row["c"], 0] == 10
    assert weights(plan) == pytest.approx({"a": 0.375, "b": 0.125, "c": 0.5})
    assert weights(mixed((old, new), Mixture(0, 1, 0, 0))[0]) == {"a": 0.5, "b": 0.5}
    assert parts(old, new)["data"] == 0


def test_shares_that_say_nothing_of_what_is_there(made: Any) -> None:
    old = Side(*made({"weights": {"a": 0, "b": 0, "c": 1}}, x={"a": 4, "b": 8, "c": 2}))
    new = Side(*made({"weights": {"a": 1, "b": 3}}, x={"a": 4, "b": 8}))
    assert weights(mixed((old, new), Mixture(0, 0, 0, 1))[0]) == {"a": 0.25, "b": 0.75}
    other = Side(*made({"weights": {"a": 0, "d": 1}}, x={"a": 4, "d": 8}))
    assert weights(mixed((new, other), Mixture(0, 0, 0, 1))[0]) == {"a": 0, "d": 1}


def test_an_indicator_of_another_quantity_keeps_its_goalposts(made: Any) -> None:
    hubs = {"x": {"a": 40, "m": 10}}
    old = Side(*made({"measures": {"m": {}}, "indicators": {"a": {"goalposts": [0, 100]}}}, **hubs))
    per = {"measures": {"m": {}}, "indicators": {"a": {"per": "m", "goalposts": [0, 5]}}}
    new = Side(*made(per, **hubs))
    assert same_indicators(old.scorecard, new.scorecard) == set()
    assert parts(old, new) == {"data": 0, "weights": 0, "method": 0, "framework": 40, "total": 40}
    for method in (0, 1):
        plan, _ = mixed((old, new), Mixture(0, 0, method, 1))
        assert plan.leaves[0].goalposts == (0, 5)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [({}, {"unit": "km"}, True), ({"unit": "mi"}, {"unit": "km"}, False), ({"unit": "km"}, {"unit": "km"}, True)],
)
def test_series_in_another_unit_are_others(made: Any, one: Any, other: Any, same: bool) -> None:
    old, new = (Side(*made({"indicators": {"a": unit}}, x={"a": value})) for unit, value in ((one, 2), (other, 6)))
    assert (same_series(old.scorecard, new.scorecard) == ["a"]) == same
    assert (same_indicators(old.scorecard, new.scorecard) == {"a"}) == same
    kind = "data" if same else "framework"
    assert parts(old, new)[kind] == 40


def test_a_denominator_in_another_unit_makes_another_quantity(made: Any) -> None:
    sides = [
        made({"measures": {"m": {"unit": unit}}, "indicators": {"a": {"per": "m"}}}, x={"a": 4, "m": 2})[1]
        for unit in ("km", "mi")
    ]
    assert same_indicators(*sides) == set()
    assert same_indicators(sides[0], sides[0]) == {"a"}


def test_hubs_that_come_bring_their_readings(made: Any) -> None:
    card = {"indicators": {"a": {"goalposts": ["min", "max"]}}}
    old = Side(*made(card, x={"a": 4}, y={"a": 0}, z={"a": 5}))
    new = Side(*made(card, x={"a": 4}, y={"a": 0}, w={"a": 8, "Role": "benchmark", "Group": "g"}))
    plan, dataset = mixed((old, new), Mixture(0, 0, 0, 1))
    assert dataset.hubs.ids == ("w", "x", "y")
    np.testing.assert_array_equal(planned(plan, dataset).index, [100, 50, 0])
    assert parts(old, new) == {"data": 0, "weights": 0, "method": 0, "framework": -30, "total": -30}


def test_readings_with_units_of_their_own_are_carried_over(made: Any) -> None:
    old = Side(*made({}, x={"a": {"value": 1, "unit": "yd"}, "b": 1}))
    new = Side(*made({}, x={"a": {"value": 2, "unit": "mi"}, "b": 1, "c": {"value": 3, "unit": "ft"}}))
    _, dataset = mixed((old, new), Mixture(0, 0, 0, 1))
    at = (0, dataset.row["a"], 0)
    assert (dataset.value[at], dataset.units[dataset.unit[at]]) == (1, "yd")
    at = (0, dataset.row["c"], 0)
    assert (dataset.value[at], dataset.units[dataset.unit[at]]) == (3, "ft")


def test_readings_that_are_gone_are_gone(made: Any) -> None:
    old = Side(*made({}, x={"a": {"2020": 1, "2019": 5}, "b": 2}, y={"a": 1, "b": 1}))
    new = Side(*made({}, x={"b": 2}, y={"a": 1, "b": 1}))
    _, dataset = mixed((old, new), Mixture(1, 0, 0, 0))
    assert (dataset.grade[:, dataset.row["a"], 0] == -1).all()


def test_weights_by_place_stay_where_there_are_other_places(made: Any) -> None:
    old = Side(*made({"method": {"aggregate": {"owa": [1, 0]}}}, x={"a": 2, "b": 8}))
    new = Side(*made({"method": {"aggregate": {"owa": [0, 0, 1]}}}, x={"a": 2, "b": 8, "c": 5}))
    plan, _ = mixed((old, new), Mixture(0, 0, 1, 0))
    assert plan.inner[-1].parameter == (1, 0)
    same = Side(*made({"method": {"aggregate": {"owa": [0, 1]}}}, x={"a": 2, "b": 8}))
    assert mixed((old, same), Mixture(0, 0, 1, 0))[0].inner[-1].parameter == (0, 1)
    assert parts(old, same)["method"] == -60


def test_filling_gaps_follows_the_node_that_has_them(made: Any) -> None:
    card = {"pillars": {"p": {"missing": "worst"}, "q": {}}}
    old = Side(
        *made({**card, "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "q"}}}, x={"b": 5}, y={"a": 1, "b": 2})
    )
    card = {"pillars": {"p": {}, "q": {"missing": "mean"}}}
    new = Side(
        *made({**card, "indicators": {"a": {"pillar": "q"}, "b": {"pillar": "p"}}}, x={"b": 5}, y={"a": 1, "b": 2})
    )
    plan, _ = mixed((old, new), Mixture(0, 0, 0, 1))
    missing = {leaf.id: leaf.missing.name for leaf in plan.leaves}
    assert missing == {"a": "renormalise", "b": "worst"}


def test_an_indicator_that_reads_another_measure_is_another(made: Any) -> None:
    cards = {
        name: made({"measures": {"m": {"unit": unit}, "n": {}}, "indicators": {"a": {"from": source}}}, x={"a": None})[
            1
        ]
        for name, source, unit in (("one", "m", "km"), ("another", "n", None), ("in miles", "m", "mi"))
    }
    assert same_indicators(cards["one"], cards["one"]) == {"a"}
    assert same_indicators(cards["one"], cards["another"]) == set()
    assert same_indicators(cards["one"], cards["in miles"]) == set()


def test_whole_years_of_single_readings_need_both_sides(made: Any) -> None:
    """What lets a dataset be read without a look at ends and slots."""
    dataset, card = made({}, x={"a": 2})
    sides = [Side(replace(dataset, exact=exact), card) for exact in (True, True, False)]
    assert mixed(sides[:2], Mixture(1, 0, 0, 0))[1].exact
    for pair in (sides[1:], sides[:0:-1]):
        assert not mixed(pair, Mixture(1, 0, 0, 0))[1].exact


def test_all_shares_of_a_node_are_taken_to_the_last_bit(made: Any) -> None:
    """Rounding makes a whole digit of what differs in its last bit; these sixths do not add up to 1."""
    cells = {"x": dict.fromkeys("abc", 5.0)}
    old, new = Side(*made({}, **cells)), Side(*made({"weights": {"a": 2, "b": 3, "c": 1}}, **cells))
    assert compiled(*reversed(new)).inner[-1].weights.sum() != 1
    plan, _ = mixed((old, new), Mixture(0, 1, 0, 0))
    np.testing.assert_array_equal(plan.inner[-1].weights, compiled(*reversed(new)).inner[-1].weights)
    assert not plan.weights.flags.writeable
    assert not plan.inner[-1].weights.flags.writeable


def test_a_wide_table_without_a_column(made: Any) -> None:
    """A series that the scorecard knows and the readings have no row for."""
    dataset, card = made({}, x={"a": 2, "b": 4})
    short, _ = made({}, x={"b": 6})
    old, new = Side(dataset, card), Side(short, card)
    assert parts(old, new)["data"] == 30
    assert parts(new, old)["data"] == -30
    _, found = mixed((new, old), Mixture(1, 0, 0, 0))  # what the framework has no row for is read all the same
    assert found.value[0, found.row["a"]].tolist() == [2]
    _, found = mixed((new, old), Mixture(0, 0, 0, 1))
    assert np.isnan(found.value[0, found.row["a"]]).all()
