from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import stats

from hubscore.errors import UsageError
from hubscore.model.dataset import NO_YEAR
from hubscore.studies.draws import Sampler, sampler
from hubscore.studies.noise import data_factors

DRAWS = 20_000
FIT = 1e-3
Made = Callable[..., Any]


def values(made: Made, card: dict[str, Any], only: tuple[str, ...] = ("data",), **hubs: Any) -> dict[str, np.ndarray]:
    """The drawn values of each indicator, shape (draw, hub)."""
    return of(sampler(*made(card, **hubs), only=only))


def of(source: Sampler) -> dict[str, np.ndarray]:
    x = source.values(source.keys(0, DRAWS))
    return {leaf.id: x[:, row] for row, leaf in enumerate(source.base.plan.leaves)}


def follows(drawn: np.ndarray, low: float, mode: float, high: float) -> bool:
    law = stats.triang((mode - low) / (high - low), low, high - low)
    return bool(stats.kstest(drawn, law.cdf).pvalue > FIT)


@pytest.mark.parametrize(
    ("evidence", "half"),
    [
        ("official", 0.01),
        ("reported", 0.03),
        ("secondary", 0.06),
        ("estimate", 0.15),
        ("announced", 0.15),
        ("target", 0.15),
    ],
)
def test_an_amount_is_triangular_by_its_grade(made: Made, evidence: str, half: float) -> None:
    card = {"evidence": {"admit": "target"}}
    drawn = values(made, card, x={"a": {"value": 400, "evidence": evidence}}, y={"a": 7})["a"]
    assert follows(drawn[:, 0], 400 * (1 - half), 400, 400 * (1 + half))


def test_age_adds_noise_and_a_reading_without_grade_of_its_own_takes_the_file_s(made: Made) -> None:
    card = {"as_of": 2024, "uncertainty": {"drift": 0.02, "data": {"official": 0.06}}}
    drawn = values(made, card, x={"a": 100})["a"]  # read in 2020: sqrt(0.06^2 + 0.08^2)
    assert follows(drawn[:, 0], 90, 100, 110)


@pytest.mark.parametrize("card", [{}, {"as_of": 2024}])
def test_a_reading_without_a_year_has_no_age(made: Made, card: dict[str, Any]) -> None:
    dataset, scorecard = made(card, x={"a": 100})
    timeless = replace(dataset, year=np.full_like(dataset.year, NO_YEAR))
    assert follows(of(sampler(timeless, scorecard, only=["data"]))["a"][:, 0], 99, 100, 101)


def test_readings_that_do_not_count_add_no_noise(made: Made) -> None:
    """A target stands before the figure, an estimate behind it."""
    target, estimate = {"value": 300, "evidence": "target"}, {"value": 50, "evidence": "estimate"}
    drawn = values(made, {}, x={"a": {"2030": target, "2020": 100, "2010": estimate}})["a"]
    assert follows(drawn[:, 0], 99, 100, 101)


def test_what_is_drawn_of_a_reading_is_the_same_whatever_else_is_read(made: Made) -> None:
    hubs = {"x": {"b": 5.0}, "y": {"b": 6.0}}
    alone = values(made, {}, **hubs)["b"]
    beside = values(made, {}, **{hub: {"a": 1.0, **cells} for hub, cells in hubs.items()})
    assert np.array_equal(alone, beside["b"])
    relative = np.column_stack([alone / [5, 6], beside["a"]])
    assert np.corrcoef(relative.T) == pytest.approx(np.eye(4), abs=0.03)


def test_a_negative_amount_stays_around_itself(made: Made) -> None:
    drawn = values(made, {"uncertainty": {"data": {"official": 0.5}}}, x={"a": -10})["a"]
    assert follows(drawn[:, 0], -15, -10, -5)


def test_bounds_and_part_years_are_uniform(made: Made) -> None:
    reading = {"a": {"at_least": 4, "at_most": 9}, "b": {"at_least": 100}, "c": {"at_least": 30, "covers": 0.75}}
    drawn = values(made, {}, x=reading)
    assert stats.kstest(drawn["a"][:, 0], stats.uniform(4, 5).cdf).pvalue > FIT
    assert stats.kstest(drawn["b"][:, 0], stats.uniform(100, 25).cdf).pvalue > FIT
    assert stats.kstest(drawn["c"][:, 0], stats.uniform(30, 14).cdf).pvalue > FIT


def test_small_counts_are_gamma_and_large_ones_triangular(made: Made) -> None:
    card = {"indicators": {"a": {"kind": "count"}}, "uncertainty": {"data": {"official": 0.1}}}
    drawn = values(made, card, x={"a": 0}, y={"a": 29}, z={"a": 30})["a"]
    assert stats.kstest(drawn[:, 0], stats.gamma(0.5).cdf).pvalue > FIT
    assert stats.kstest(drawn[:, 1], stats.gamma(29.5).cdf).pvalue > FIT
    assert follows(drawn[:, 2], 27, 30, 33)


@pytest.mark.parametrize(("evidence", "steps"), [("official", 1), ("reported", 1), ("secondary", 2), ("estimate", 4)])
def test_ranks_move_by_whole_places(made: Made, evidence: str, steps: int) -> None:
    card = {"indicators": {"a": {"kind": "rank", "direction": "lower", "goalposts": [121, 1]}}}
    hubs = {"x": {"a": {"value": 20, "evidence": evidence}}, "y": {"a": {"value": 1, "evidence": evidence}}}
    drawn = values(made, card, **hubs)["a"]
    assert np.unique(drawn[:, 0]).tolist() == list(range(20 - steps, 21 + steps))
    assert drawn[:, 1].min() == 1


def test_a_rank_between_bounds_that_are_not_whole_stays_within(made: Made) -> None:
    card = {"indicators": {"a": {"kind": "rank", "direction": "lower", "goalposts": [121, 1]}}}
    x, y = {"at_least": 80.5, "at_most": 83.4}, {"at_least": 80.2, "at_most": 80.8}  # no place lies within the second
    drawn = values(made, card, x={"a": x}, y={"a": y}, z={"a": {"at_least": 80.2, "at_most": 81.8}})["a"]
    assert set(drawn[:, 0]) == {81.0, 82.0, 83.0}
    assert set(drawn[:, 2]) == {81.0}
    assert 80.2 <= drawn[:, 1].min() < drawn[:, 1].max() <= 80.8


def test_a_bounded_rank_is_any_whole_place_within(made: Made) -> None:
    card = {"indicators": {"a": {"kind": "rank", "direction": "lower", "goalposts": [121, 1]}}}
    drawn = values(made, card, x={"a": {"at_least": 118}})["a"]
    found, times = np.unique(drawn[:, 0], return_counts=True)
    assert found.tolist() == [118, 119, 120, 121]
    assert stats.chisquare(times).pvalue > FIT


@pytest.mark.parametrize(
    ("value", "more", "most"),
    [
        (0.99, {}, 1.0),
        (98.0, {}, 100.0),
        (0.9, {"unit": "%"}, np.inf),
        (99.5, {"unit": "%"}, 100.0),
        (100.5, {}, np.inf),
    ],
)
def test_a_share_never_exceeds_its_whole(made: Made, value: float, more: dict[str, Any], most: float) -> None:
    goalposts = [0, 1] if value < 1 and not more else [0, 100]
    card = {
        "indicators": {"a": {"kind": "share", "goalposts": goalposts, **more}},
        "uncertainty": {"data": {"official": 0.1}},
    }
    drawn = values(made, card, x={"a": value})["a"]
    assert drawn.max() <= most
    assert (drawn.max() > value * 1.05) == (most == np.inf)


@pytest.mark.parametrize(
    ("more", "other", "percent"),
    [
        ({}, 0.5, False),
        ({"unit": "share"}, 0.5, False),
        ({"unit": "%"}, 0.5, True),
        ({"unit": "% of GDP"}, 0.5, True),
        ({"unit": "percent"}, 0.5, True),
        ({"unit": "per cent of all"}, 0.5, True),
        ({"goalposts": [0, 100]}, 0.5, True),
        ({"goalposts": [0, "max"]}, 0.5, False),
        ({}, 1.5, True),
    ],
)
def test_a_small_share_exceeds_1_only_where_it_is_in_percent(
    made: Made, more: dict[str, Any], other: float, percent: bool
) -> None:
    """As its unit, its goalposts or another hub tells."""
    card = {"indicators": {"a": {"kind": "share", "goalposts": [0, 1]} | more}}
    drawn = values(made, card | {"uncertainty": {"data": {"official": 0.1}}}, x={"a": 0.99}, y={"a": other})["a"][:, 0]
    assert (drawn.max() > 1.05) == percent
    assert percent or drawn.max() == 1


def test_a_ratio_has_no_whole(made: Made) -> None:
    card = {"measures": {"m": {}}, "indicators": {"a": {"kind": "share", "per": "m", "goalposts": [0, 1]}}}
    drawn = values(made, card | {"uncertainty": {"data": {"official": 0.1}}}, x={"a": 0.99, "m": 1})["a"]
    assert drawn.max() > 1.1


RATIO = {
    "measures": {"pop": {}, "deposits": {}},
    "indicators": {
        "a": {"from": "deposits", "per": "pop", "per_amount": 100},
        "b": {"per": "pop", "goalposts": [0, 9]},
        "deposits_total": {"from": "deposits"},
    },
    "uncertainty": {"data": {"official": 0.2}},
}


def ratios(made: Made, only: tuple[str, ...] = ("data",)) -> Sampler:
    dataset, card = made(
        {key: value for key, value in RATIO.items() if key != "indicators"}
        | {"indicators": {"b": RATIO["indicators"]["b"]}},
        x={"b": 30, "pop": 10, "deposits": 50},
        y={"b": 30, "pop": {"at_least": 10, "at_most": 30}, "deposits": 50},
        z={"b": 1, "deposits": 5, "pop": None},
    )
    more = {name: {"direction": "higher", "goalposts": [0, 9], **entry} for name, entry in RATIO["indicators"].items()}
    card = type(card).model_validate(
        {"hubs": "*", "measures": RATIO["measures"], "indicators": more, "uncertainty": RATIO["uncertainty"]}
    )
    return sampler(dataset, card, only=only)


def test_a_measure_is_drawn_once_for_all_that_read_it(made: Made) -> None:
    drawn = of(ratios(made))
    population = 30 * (drawn["deposits_total"] / 50) / (drawn["a"] / 100) * (50 / 30)
    assert follows(population[:, 0], 8, 10, 12)
    numerator = drawn["b"] * population
    assert follows(numerator[:, 0], 24, 30, 36)
    assert np.corrcoef(numerator[:, 0], population[:, 0])[0, 1] == pytest.approx(0, abs=0.03)
    assert stats.kstest(population[:, 1], stats.uniform(10, 20).cdf).pvalue > FIT
    assert np.isnan(drawn["b"][:, 2]).all()


def test_readings_of_factors_that_are_not_varied_stay(made: Made) -> None:
    with pytest.raises(UsageError, match="there is no factor"):
        ratios(made, ("data:deposits_total",))  # another indicator reads them too
    drawn = of(ratios(made, ("data:b",)))
    assert np.ptp(drawn["a"][:, 0]) == 0
    assert np.ptp(drawn["a"][:, 1]) == 0
    assert drawn["a"][0, :2] == pytest.approx([500, 100 * (50 / 10 + 50 / 30) / 2])  # as they score, undrawn
    assert follows(drawn["b"][:, 0], 2.4, 3, 3.6)
    assert follows(drawn["b"][:, 1], 24 / 20, 30 / 20, 36 / 20)


def per_head(made: Made, deposits: Any, pop: Any, card: dict[str, Any], **more: Any) -> np.ndarray:
    """What is drawn of `a`, deposits by population, while deposits stay: another pillar reads them too."""
    a = {"pillar": "p", "from": "deposits", "per": "pop", **more}
    whole = {
        "pillars": {"p": {}, "q": {}},
        "measures": {"pop": {}, "deposits": {}},
        "indicators": {"a": a, "c": {"pillar": "q", "from": "deposits"}},
        "uncertainty": {"data": {"official": 0.2}},
        **card,
    }
    return values(made, whole, ("data:p",), x={"a": None, "c": None, "deposits": deposits, "pop": pop})["a"][:, 0]


@pytest.mark.parametrize(
    ("bounds", "direction", "deposits"),
    [("middle", "higher", 22.5), ("bound", "higher", 20), ("cautious", "higher", 20), ("cautious", "lower", 25)],
)
def test_a_bounded_numerator_that_is_not_varied_is_its_point(
    made: Made, bounds: str, direction: str, deposits: float
) -> None:
    posts = [0, 9] if direction == "higher" else [9, 0]
    card = {"method": {"bounds": bounds}}
    drawn = per_head(made, {"at_least": 20}, 10, card, direction=direction, goalposts=posts)
    assert follows(deposits / drawn, 8, 10, 12)


@pytest.mark.parametrize(
    ("bounds", "direction", "size", "pop"),
    [
        ("middle", "higher", 1, 22.5),
        ("bound", "higher", 1, 20),
        ("cautious", "higher", 1, 25),
        ("cautious", "lower", 1, 20),
        ("cautious", "higher", -1, 20),
        ("cautious", "lower", -1, 25),
        ("cautious", "higher", 0.01, 25),
    ],
)
def test_a_bounded_denominator_that_is_not_varied_is_its_point(
    made: Made, bounds: str, direction: str, size: float, pop: float
) -> None:
    """Another pillar reads it as well, for the opposite direction; what is cautious is what scores least."""
    posts = {"higher": [-9, 9], "lower": [9, -9]}
    other = "lower" if direction == "higher" else "higher"
    indicators = {
        "a": {"pillar": "p", "per": "pop", "direction": direction, "goalposts": posts[direction]},
        "b": {"pillar": "q", "per": "pop", "direction": other, "goalposts": posts[other]},
    }
    card = {"pillars": {"p": {}, "q": {}}, "measures": {"pop": {}}, "indicators": indicators}
    card |= {"method": {"bounds": bounds}, "uncertainty": {"data": {"official": 0.2}}}
    drawn = values(made, card, ("data:p",), x={"a": size * 50, "b": 50, "pop": {"at_least": 20}})["a"][:, 0]
    assert follows(drawn / size * pop, 40, 50, 60)


def test_a_numerator_that_does_not_count_is_not_drawn_from(made: Made) -> None:
    target = {"value": 300, "evidence": "target"}
    card = {"as_of": 2022, "uncertainty": {"data": {"official": 0.2}, "drift": 0}}
    assert follows(50 / per_head(made, {"2030": target, "2020": 50}, 10, card), 8, 10, 12)


def test_a_ratio_is_drawn_by_the_denominator_of_its_year(made: Made) -> None:
    drawn = per_head(made, {"2020": 50}, {"2023": 90, "2020": 10, "2017": 70}, {})
    assert follows(50 / drawn, 8, 10, 12)


def test_a_denominator_is_the_less_sure_the_older_it_is(made: Made) -> None:
    card = {"as_of": 2024, "uncertainty": {"drift": 0.02, "data": {"official": 0.06}}}
    drawn = per_head(made, {"2020": 50}, {"2020": 10}, card)
    assert follows(50 / drawn, 9, 10, 11)


def test_each_ratio_is_drawn_by_its_own_denominator(made: Made) -> None:
    """Of another measure, or of another year; those that share one move together."""
    indicators = {"a": {"per": "m"}, "b": {"per": "n"}, "c": {"per": "m"}, "d": {"per": "m", "per_amount": 2}}
    card: dict[str, Any] = {"measures": {"m": {}, "n": {}}, "indicators": indicators}
    card["uncertainty"] = {"data": {"official": 0.2, "estimate": 0}, "drift": 0}
    now, then = ({year: {"value": 60, "evidence": "estimate"}} for year in ("2024", "2020"))
    measured = {"m": {"2024": 10, "2020": 20}, "n": {"2024": 30}}
    drawn = values(made, card, x={"a": now, "b": now, "c": then, "d": now, **measured})
    for name, below in (("a", 10), ("b", 30), ("c", 20)):
        assert follows(60 / drawn[name][:, 0], 0.8 * below, below, 1.2 * below)
    apart = np.corrcoef([drawn[name][:, 0] for name in "ab"])
    assert apart == pytest.approx(np.eye(2), abs=0.03)
    assert np.array_equal(2 * drawn["a"], drawn["d"])


def test_a_ratio_between_two_years_is_drawn_around_itself(made: Made) -> None:
    years = {"as_of": 2022, "max_age": 1, "method": {"missing": "linear"}}
    unsure = {"data": {"official": 0, "estimate": 0.1}, "drift": 0}
    card = {"measures": {"pop": {}}, "indicators": {"a": {"per": "pop"}}, "uncertainty": unsure, **years}
    estimate = {"value": 30, "evidence": "estimate"}
    drawn = values(made, card, x={"a": {"2020": 10, "2024": estimate}, "pop": {"2022": 4}})["a"]
    assert follows(drawn[:, 0], 4.5, 5, 5.5)


@pytest.mark.parametrize(
    ("kind", "deposits", "places"),
    [
        ("amount", {"at_least": 3, "at_most": 9}, None),
        ("rank", 5, [4, 5, 6]),
        ("rank", {"at_least": 118}, [118, 119, 120, 121]),
        ("count", 5, None),
    ],
)
def test_a_ratio_moves_with_its_numerator_however_that_is_noisy(
    made: Made, kind: str, deposits: Any, places: list[int] | None
) -> None:
    sure = {"measures": {"pop": {}}, "uncertainty": {"data": {"official": 0}, "drift": 0}}
    posts = {"direction": "lower", "goalposts": [121, 1]} if kind == "rank" else {}
    card = sure | {"indicators": {"a": {"kind": kind, "per": "pop", **posts}}}
    drawn = 10 * values(made, card, x={"pop": 10, "a": deposits}, y={"pop": None, "a": 5})["a"][:, 0]
    if places:
        assert np.unique(np.round(drawn, 9)).tolist() == places
    else:
        law = stats.uniform(3, 6) if kind == "amount" else stats.gamma(5.5)
        assert stats.kstest(drawn, law.cdf).pvalue > FIT


def test_factors_of_readings_are_the_pillars_that_read_them(made: Made) -> None:
    card = {
        "pillars": {"p": {}, "q": {"parent": "p"}, "r": {}},
        "measures": {"pop": {}},
        "indicators": {
            "a": {"pillar": "q", "per": "pop"},
            "b": {"pillar": "r", "per": "pop"},
            "c": {"pillar": "r"},
            "d": {},
        },
    }
    source = sampler(*made(card, x={"a": 1, "b": 1, "c": 1, "d": 1, "pop": 1}))
    plan, series = source.base.plan, source.dataset.row
    factors = data_factors(plan)
    assert {name: factors[row] for name, row in series.items()} == {
        "a": "data:p",
        "b": "data:r",
        "c": "data:r",
        "d": "data:d",
        "pop": "data",
    }


def test_an_indicator_that_nobody_reads_has_no_values(made: Made) -> None:
    dataset, card = made({}, x={"a": 1})
    card = type(card).model_validate(
        {
            "hubs": "*",
            "indicators": {
                "a": {"direction": "higher", "goalposts": [0, 9]},
                "b": {"direction": "higher", "goalposts": [0, 9], "per": "c"},
            },
            "measures": {"c": {}},
        }
    )
    drawn = of(sampler(dataset, card, only=["data"]))
    assert np.isnan(drawn["b"]).all()


def test_a_value_between_two_years_is_drawn_around_itself(made: Made) -> None:
    card = {
        "as_of": 2022,
        "max_age": 1,
        "method": {"missing": "linear"},
        "uncertainty": {"data": {"estimate": 0.1}, "drift": 0},
    }
    estimate = {"value": 30, "evidence": "estimate"}
    drawn = values(made, card, x={"a": {"2020": 10, "2024": estimate}})["a"]
    assert follows(drawn[:, 0], 18, 20, 22)
