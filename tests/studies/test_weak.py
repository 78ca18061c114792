from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from scipy import stats

from hubscore.model.dataset import Dataset
from hubscore.model.scorecard import Scorecard
from hubscore.studies.draws import Sampler, sampler
from hubscore.studies.weak import possible, weak_figures

Made = Callable[..., tuple[Dataset, Scorecard]]


def source(made: Made, card: dict[str, Any], **hubs: Any) -> Sampler:
    return sampler(*made(card, **hubs), only=["data", "absent"])


def weak(found: Sampler, hub: int = 0) -> dict[str, bool]:
    flags = weak_figures(found.base, found.scorecard, found.readings(None).noise)
    return {leaf.id: bool(flags[row, hub]) for row, leaf in enumerate(found.base.plan.leaves)}


def span(found: Sampler, indicator: str, hub: int = 0) -> tuple[float, float]:
    noise = found.readings(None).noise
    assert noise is not None
    low, high = possible(noise)
    row = found.base.plan.row[indicator]
    return float(low[row, hub]), float(high[row, hub])


def test_bounds_parts_of_years_and_poor_or_old_evidence_are_weak(made: Made) -> None:
    cells = {
        "bound": {"at_least": 3.0},
        "part": {"value": 3.0, "covers": 0.75},
        "official": 3.0,
        "reported": {"value": 3.0, "evidence": "reported"},
        "secondary": {"value": 3.0, "evidence": "secondary"},
        "estimate": {"value": 3.0, "evidence": "estimate"},
        "old": {"2016": {"value": 3.0}},
        "ageing": {"2018": {"value": 3.0}},
        "gap": None,
        "place": {"value": 3, "evidence": "secondary"},
        "listed": 3,
        "none": 0,
    }
    kinds = {"place": {"kind": "rank"}, "listed": {"kind": "rank"}, "none": {"kind": "count"}}
    flags = weak(source(made, {"as_of": 2020, "indicators": kinds}, x=cells, y=dict.fromkeys(cells, 2.0)))
    assert {name for name, flag in flags.items() if flag} == {"bound", "part", "secondary", "estimate", "old", "place"}


@pytest.mark.parametrize(("drift", "flag"), [(0.49, False), (0.5, True)])
def test_age_counts_as_secondary_evidence_does(made: Made, drift: float, flag: bool) -> None:
    card = {"as_of": 2020, "uncertainty": {"data": {"official": 0.0, "secondary": 0.5}, "drift": drift}}
    found = source(made, card, x={"a": {"2019": {"value": 3.0}}}, y={"a": {"2020": {"value": 3.0}}})
    assert [weak(found, hub)["a"] for hub in (0, 1)] == [flag, False]


def test_a_ratio_is_as_weak_as_its_weaker_part(made: Made) -> None:
    card = {"measures": {"m": {}}, "indicators": {"a": {"per": "m"}, "b": {"per": "m"}}}
    flags = [
        weak(source(made, card, x={"a": 3.0, "m": m}, y={"a": 2.0, "m": 2.0}))
        for m in (2.0, {"value": 2.0, "evidence": "secondary"}, {"at_least": 2.0}, {"2012": {"value": 2.0}})
    ]
    assert [each["a"] for each in flags[:3]] == [False, True, True]


def test_an_old_denominator_makes_a_ratio_weak(made: Made) -> None:
    card = {"as_of": 2020, "measures": {"m": {}}, "indicators": {"a": {"per": "m"}}}
    old = {"a": {"2018": {"value": 3.0}}, "m": {"2016": {"value": 2.0}}}
    new = {"a": {"2019": {"value": 3.0}}, "m": {"2019": {"value": 2.0}}}
    assert weak(source(made, card, x=old, y=new)) == {"a": True}
    assert weak(source(made, card, x=old, y=new), 1) == {"a": False}


def test_what_no_noise_moves_is_not_weak(made: Made) -> None:
    card = {"uncertainty": {"data": {"secondary": 0.0}, "drift": 0.0}}
    assert weak(source(made, card, x={"a": {"value": 3.0, "evidence": "secondary"}}, y={"a": 2.0})) == {"a": False}


def test_without_noise_nothing_is_weak(made: Made) -> None:
    found = sampler(*made({}, x={"a": {"at_least": 3.0}}, y={"a": 2.0}), only=["absent"])
    assert weak_figures(found.base, found.scorecard, None).tolist() == [[False, False]]


def test_between_which_values_a_figure_is_drawn(made: Made) -> None:
    card = {
        "uncertainty": {"data": {"estimate": 0.2}, "open_bound": 0.5},
        "indicators": {
            "place": {"kind": "rank", "direction": "lower", "goalposts": [50, 1]},
            "listed": {"kind": "rank", "direction": "lower", "goalposts": [50, 1]},
            "top": {"kind": "rank", "direction": "lower", "goalposts": [50, 1]},
            "few": {"kind": "count"},
            "part": {"kind": "share", "unit": "%"},
        },
    }
    poor = {"evidence": "estimate"}
    cells = {
        "amount": {"value": 5.0} | poor,
        "open": {"at_least": 4.0},
        "place": {"value": 20} | poor,
        "top": {"value": 2} | poor,
        "listed": {"at_least": 21},
        "few": {"value": 4} | poor,
        "part": {"value": 95.0} | poor,
    }
    found = source(made, card, x=cells, y=cells)
    assert span(found, "amount") == pytest.approx((4, 6))
    assert span(found, "open") == pytest.approx((4, 6))
    assert span(found, "place") == (16, 24)
    assert span(found, "top") == (1, 6)
    assert span(found, "listed") == (21, 50)
    assert span(found, "part") == pytest.approx((76, 100))
    low, high = stats.gamma(4.5).ppf([0.0005, 0.9995])
    assert span(found, "few") == (pytest.approx(low, abs=0.06), pytest.approx(high, rel=0.01))


def test_draws_lie_between_the_ends_and_come_near_them(made: Made) -> None:
    card = {"measures": {"m": {}}, "indicators": {"a": {"per": "m", "per_amount": 2, "goalposts": [0, 50]}}}
    poor = {"evidence": "estimate"}
    found = source(made, card, x={"a": {"value": 30.0} | poor, "m": {"at_least": 2.0, "at_most": 3.0}}, y={"a": 1.0})
    drawn = found.values(found.keys(0, 4000))[:, 0, 0]
    low, high = span(found, "a")
    assert (low, high) == pytest.approx((2 * 25.5 / 3, 2 * 34.5 / 2))
    assert low < drawn.min() < low * 1.1
    assert high / 1.1 < drawn.max() < high


def test_a_denominator_that_may_vanish_leaves_the_ratio_an_end(made: Made) -> None:
    card = {
        "uncertainty": {"data": {"official": 0.0, "estimate": 1.0}},
        "measures": {"m": {}},
        "indicators": {"a": {"per": "m"}},
    }
    found = source(made, card, x={"a": 3.0, "m": {"value": 2.0, "evidence": "estimate"}}, y={"a": 1.0, "m": 1.0})
    assert span(found, "a") == pytest.approx((3 / 4, 3 / 0.02))  # by 4, and by a hundredth of 2
