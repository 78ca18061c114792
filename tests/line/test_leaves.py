"""From values to scores: goalposts from numbers and from the data, transforms, clipping, by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import log
from typing import Any

import numpy as np
import pytest

from hubscore.line.leaves import extreme, fixed_ends, is_relative, leaf_scores
from hubscore.model.ranking import Ranking

Ranked = Callable[..., Ranking]

VALUES = {"a": 2, "b": 4, "c": 10, "d": None}
BENCHMARK = {"b": {"role": "benchmark"}, "a": {"role": "benchmark"}}


def scores(ranked: Ranked, indicator: Mapping[str, Any], values: Mapping[str, Any] = VALUES, **method: Any) -> Any:
    card = {"indicators": {"x": {"direction": "higher", **indicator}}, "method": method}
    return ranked(card, {hub: {"x": value} for hub, value in values.items()}, BENCHMARK).score("x")


NAN = np.nan


@pytest.mark.parametrize(
    ("indicator", "wanted"),
    [
        ({"goalposts": [0, 8]}, [25, 50, 100, NAN]),  # clipped
        ({"goalposts": [0, 8], "clip": False}, [25, 50, 125, NAN]),
        ({"goalposts": [4, 8], "clip": False}, [-50, 0, 150, NAN]),
        ({"goalposts": [10, 0], "direction": "lower"}, [80, 60, 0, NAN]),
        ({"goalposts": ["min", "max"]}, [0, 25, 100, NAN]),
        ({"goalposts": ["max", "min"], "direction": "lower"}, [100, 75, 0, NAN]),
        ({"goalposts": [0, "max"]}, [20, 40, 100, NAN]),
        ({"goalposts": ["min", 12]}, [0, 20, 80, NAN]),
        ({"goalposts": [0, "benchmark"]}, [50, 100, 100, NAN]),
        ({"goalposts": [0, "benchmark"], "clip": False}, [50, 100, 250, NAN]),
        ({"goalposts": [12, "benchmark"], "direction": "lower"}, [100, 80, 20, NAN]),
        ({"normalise": "minmax"}, [0, 25, 100, NAN]),
        ({"normalise": "minmax", "direction": "lower"}, [100, 75, 0, NAN]),
        ({"normalise": "minmax", "goalposts": [0, 1]}, [0, 25, 100, NAN]),  # goalposts are not asked
        ({"normalise": {"distance_to_reference": "b"}}, [0, 100, 100, NAN]),
        ({"normalise": {"distance_to_reference": "b"}, "clip": False}, [0, 100, 400, NAN]),
        ({"normalise": {"distance_to_reference": "b"}, "goalposts": [0, 9]}, [50, 100, 100, NAN]),
        ({"normalise": {"distance_to_reference": "b"}, "direction": "lower"}, [100, 100, 0, NAN]),
        ({"normalise": {"distance_to_reference": "a"}, "direction": "lower"}, [100, 75, 0, NAN]),
        ({"normalise": "distance_to_target", "target": 6}, [0, 50, 100, NAN]),
        ({"normalise": "distance_to_target", "target": 6, "goalposts": [-2, 9], "clip": False}, [50, 75, 150, NAN]),
        ({"normalise": "distance_to_target", "target": 4, "direction": "lower"}, [100, 100, 0, NAN]),
        ({"normalise": "distance_to_target", "target": 1}, [100, 100, 100, NAN]),  # met by the worst too
        ({"normalise": "distance_to_target", "target": 1, "goalposts": ["min", 9]}, [100, 100, 100, NAN]),
        ({"normalise": "fraction_of_max"}, [20, 40, 100, NAN]),
        ({"normalise": "fraction_of_max", "direction": "lower"}, [100, 50, 20, NAN]),
        ({"normalise": "rank"}, [0, 50, 100, NAN]),
        ({"normalise": "rank", "direction": "lower"}, [100, 50, 0, NAN]),
        ({"normalise": "percent_rank"}, [0, 50, 100, NAN]),
        ({"normalise": "none"}, [2, 4, 10, NAN]),
        ({"normalise": "none", "direction": "lower"}, [98, 96, 90, NAN]),
    ],
)  # fmt: skip
def test_normalisation(ranked: Ranked, indicator: dict[str, Any], wanted: list[float]) -> None:
    np.testing.assert_allclose(scores(ranked, indicator), wanted, rtol=1e-14)


def test_spread_around_the_middle(ranked: Ranked) -> None:
    sd = (((2 - 16 / 3) ** 2 + (4 - 16 / 3) ** 2 + (10 - 16 / 3) ** 2) / 2) ** 0.5
    wanted = [50 + 10 * (x - 16 / 3) / sd for x in (2, 4, 10)]
    np.testing.assert_allclose(scores(ranked, {"normalise": "zscore"})[:3], wanted)
    np.testing.assert_allclose(
        scores(ranked, {"normalise": "zscore", "direction": "lower"})[:3], [100 - z for z in wanted]
    )
    np.testing.assert_allclose(
        scores(ranked, {"normalise": "zscore"}, scale=[-1, 1])[:3], [(z - 50) / 50 for z in wanted]
    )
    robust = [50 + 10 * (x - 4) / (4 / 1.349) for x in (2, 4, 10)]  # quartiles 3 and 7
    np.testing.assert_allclose(scores(ranked, {"normalise": "robust"})[:3], robust)


def test_any_scale(ranked: Ranked) -> None:
    np.testing.assert_allclose(scores(ranked, {"goalposts": [0, 8]}, scale=[1, 5]), [2, 3, 5, NAN])
    np.testing.assert_allclose(
        scores(ranked, {"normalise": "none", "direction": "lower"}, scale=[1, 12]), [11, 9, 3, NAN]
    )


@pytest.mark.parametrize("normalise", ["goalposts", "none"])
def test_no_minus_before_a_zero(ranked: Ranked, normalise: str) -> None:
    found = scores(ranked, {"direction": "lower", "goalposts": [10, 0], "normalise": normalise}, {"a": 10, "b": 100})
    assert not np.signbit(found).any()


@pytest.mark.parametrize(
    ("indicator", "function"),
    [
        ({"goalposts": [1, 8], "transform": "log"}, log),
        ({"goalposts": [0, 8], "transform": "log1p"}, lambda x: log(1 + x)),
        ({"goalposts": [0, 8], "transform": {"log": 0.5}}, lambda x: log(x + 0.5)),
        ({"goalposts": [1, 8], "transform": "sqrt"}, lambda x: x**0.5),
    ],
)
def test_transform_of_value_and_goalposts_after_clipping(
    ranked: Ranked, indicator: dict[str, Any], function: Callable[[float], float]
) -> None:
    worst, best = (function(end) for end in indicator["goalposts"])
    wanted = [100 * (function(x) - worst) / (best - worst) for x in (2, 4, 8)]
    np.testing.assert_allclose(scores(ranked, indicator)[:3], wanted)


def test_clipping_goes_before_the_transform(ranked: Ranked) -> None:
    found = scores(ranked, {"goalposts": [1, 8], "transform": "log"}, {"a": -5, "b": 0, "c": 8})
    np.testing.assert_allclose(found, [0, 0, 100])


def test_transform_of_goalposts_from_the_data(ranked: Ranked) -> None:
    found = scores(ranked, {"normalise": "minmax", "transform": "log"})
    np.testing.assert_allclose(found[:3], [0, 100 * log(2) / log(5), 100])


@pytest.mark.parametrize("normalise", ["minmax", "zscore", "robust", "rank", "percent_rank"])
def test_constant_scores_the_middle(ranked: Ranked, normalise: str) -> None:
    found = scores(ranked, {"normalise": normalise}, {"a": 3, "b": 3, "c": 3, "d": None}, scale=[1, 5])
    np.testing.assert_allclose(found, [3, 3, 3, NAN])


@pytest.mark.parametrize("goalposts", [["min", "max"], [3, "max"], ["min", 3]])
def test_constant_between_goalposts_of_the_data(ranked: Ranked, goalposts: list[Any]) -> None:
    np.testing.assert_allclose(scores(ranked, {"goalposts": goalposts}, {"a": 3, "b": 3}), [50, 50])


def test_no_benchmark_no_reference_value(ranked: Ranked) -> None:
    card = {"indicators": {"x": {"direction": "higher", "goalposts": [0, "benchmark"]}}}
    assert np.isnan(ranked(card, {"a": {"x": 1}, "b": {"x": 2}}).score("x")).all()
    found = scores(ranked, {"normalise": {"distance_to_reference": "d"}})
    assert np.isnan(found).all()


def test_a_reference_that_is_not_among_the_hubs_has_no_value(ranked: Ranked) -> None:
    card = {"indicators": {"x": {"direction": "higher", "normalise": {"distance_to_reference": "b"}}}}
    ranking = ranked(card, {"a": {"x": 1}, "b": {"x": 2}})
    found = leaf_scores(
        ranking.plan, ranking.dataset, ranking.plan.leaves[0]._replace(reference=-1), np.array([[1.0, 2], [3, 4]])
    )
    np.testing.assert_array_equal(found, np.full((2, 2), np.nan))


def test_goalposts_of_numbers_do_not_look_at_the_other_hubs(ranked: Ranked) -> None:
    few = {hub: VALUES[hub] for hub in "ad"}
    assert scores(ranked, {"goalposts": [0, 8]}, few)[0] == scores(ranked, {"goalposts": [0, 8]})[0]


def test_draws_lead_and_find_their_own_ends(ranked: Ranked) -> None:
    card = {"indicators": {"x": {"direction": "higher", "normalise": "minmax"}}}
    ranking = ranked(card, {"a": {"x": 0}, "b": {"x": 1}, "c": {"x": 2}})
    draws = np.array([[0.0, 1, 2], [1, 1, 3], [5, 4, 0]])
    found = leaf_scores(ranking.plan, ranking.dataset, ranking.plan.leaves[0], draws)
    np.testing.assert_allclose(found, [[0, 50, 100], [0, 0, 100], [100, 80, 0]])
    held = leaf_scores(ranking.plan, ranking.dataset, ranking.plan.leaves[0], draws[1], ends=(0.0, 2.0))
    np.testing.assert_allclose(held, [50, 50, 100])


@pytest.mark.parametrize(
    ("indicator", "ends", "relative"),
    [
        ({"goalposts": [0, 8]}, (0, 8), False),
        ({"goalposts": ["min", 8]}, (NAN, 8), True),
        ({"goalposts": [0, "max"]}, (0, NAN), True),
        ({"goalposts": [0, "benchmark"]}, (0, NAN), True),
        ({"normalise": "minmax", "goalposts": [0, 8]}, (NAN, NAN), True),
        ({"normalise": "rank", "goalposts": [0, 8]}, (NAN, NAN), True),
        ({"normalise": "none", "goalposts": [0, 8]}, (NAN, NAN), False),
        ({"normalise": "distance_to_target", "target": 6}, (NAN, 6), True),
        ({"normalise": "distance_to_target", "target": 6, "goalposts": [0, "max"]}, (0, 6), False),
        ({"normalise": {"distance_to_reference": "b"}, "goalposts": [0, 8]}, (0, NAN), True),
        ({"normalise": {"distance_to_reference": "b"}, "target": 6}, (NAN, NAN), True),
    ],
)
def test_ends_that_stay_and_scores_that_hang_together(
    ranked: Ranked, indicator: dict[str, Any], ends: tuple[float, float], relative: bool
) -> None:
    card = {"indicators": {"x": {"direction": "higher", **indicator}}}
    leaf = ranked(card, {hub: {"x": value} for hub, value in VALUES.items()}, BENCHMARK).plan.leaves[0]
    np.testing.assert_array_equal(fixed_ends(leaf), ends)
    assert is_relative(leaf) is relative


def test_of_no_hubs_none_is_best() -> None:
    found = extreme(np.empty((3, 0)), best=True, higher=True)
    assert found.shape == (3, 1)
    assert np.isnan(found).all()
