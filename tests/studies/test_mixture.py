"""Half old, half new: what each mixture takes from which side."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

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


def test_a_wide_table_without_a_column(made: Any) -> None:
    """A series that the scorecard knows and the readings have no row for."""
    dataset, card = made({}, x={"a": 2, "b": 4})
    short, _ = made({}, x={"b": 6})
    old, new = Side(dataset, card), Side(short, card)
    assert parts(old, new)["data"] == 30
    assert parts(new, old)["data"] == -30
