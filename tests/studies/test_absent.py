from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from hubscore.model.ranking import Ranking
from hubscore.studies.absent import absent_of, lacks, read_of, residuals
from hubscore.studies.draws import sampler

DRAWS = 4000
Made = Callable[..., Any]
Ranked = Callable[..., Ranking]

PILLARS = {
    "pillars": {"p": {}, "q": {}},
    "indicators": {name: {"pillar": pillar} for name, pillar in zip("abcdef", "pppqqq", strict=True)},
}


def row(*cells: float | None) -> dict[str, float | None]:
    return dict(zip("abcdef", cells, strict=True))


def test_residuals_are_distances_to_the_mean_of_the_others(ranked: Ranked) -> None:
    card = {"weights": {"a": 1, "b": 3, "c": 2}, "indicators": {name: {} for name in "abc"}}
    ranking = ranked(card, x={"a": 10, "b": 4, "c": 1}, y={"a": 2, "b": 8, "c": None})
    leaves, pillars = residuals(ranking.plan, ranking.scores, read_of(ranking))
    distances = np.array([100 - (120 + 20) / 5, 40 - (100 + 20) / 3, 10 - (100 + 120) / 4, 20 - 80, 80 - 20])
    assert leaves == pytest.approx(np.sort(distances - distances.mean()))
    assert np.array_equal(pillars, leaves)  # there are none: those of indicators stand in


def test_pillars_have_residuals_of_their_own(ranked: Ranked) -> None:
    ranking = ranked(PILLARS, x=row(9, 9, 9, 5, 5, 5), y=row(2, 2, 2, 4, 4, 4))
    _, pillars = residuals(ranking.plan, ranking.scores, read_of(ranking))
    assert pillars == pytest.approx([-40, -20, 20, 40])


def test_indicators_and_pillars_side_by_side_are_held_apart(ranked: Ranked) -> None:
    """p is 60, a 30 and b 90 in it; beside it in the index hangs c, three times as heavy."""
    card = {"pillars": {"p": {}}, "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}}}
    ranking = ranked(card | {"weights": {"c": 3, "p": 1}}, x={"a": 3, "b": 9, "c": 2}, y={"a": 5, "b": 5, "c": 9})
    leaves, pillars = residuals(ranking.plan, ranking.scores, read_of(ranking))
    away = np.array([30 - 90, 90 - 30, 20 - 60, 0, 0, 90 - 50])
    assert leaves == pytest.approx(np.sort(away - away.mean()))
    assert pillars == pytest.approx([-40, 40])  # 60 - 20 and 50 - 90, of mean 0


def test_residuals_of_pillars_favour_nobody_either(ranked: Ranked) -> None:
    """Distances of three pillars to the mean of the others, by weights of 2, 1 and 1; their mean is not 0."""
    card: dict[str, Any] = {"pillars": {"p": {}, "q": {}, "r": {}}, "weights": {"p": 2, "q": 1, "r": 1}}
    card["indicators"] = {name: {"pillar": pillar} for name, pillar in zip("abc", "pqr", strict=True)}
    ranking = ranked(card, x={"a": 9, "b": 3, "c": 0})
    away = np.array([90 - 15, 30 - 60, 0 - 70])
    _, pillars = residuals(ranking.plan, ranking.scores, read_of(ranking))
    assert pillars == pytest.approx(np.sort(away + 25 / 3))


def test_only_what_is_read_is_held_against_its_siblings(ranked: Ranked) -> None:
    """What a policy has filled in is no reading; a pillar is one where it is scored."""
    card: dict[str, Any] = {"pillars": {"p": {"missing": "mean"}, "q": {}}, "method": {"min_coverage": 0}}
    card["indicators"] = {"a": {"pillar": "p"}, "b": {"pillar": "q"}}
    ranking = ranked(card, x={"a": None, "b": 4}, y={"a": 5, "b": None}, z={"a": 6, "b": 2})
    assert ranking.score("a")[0] == pytest.approx(55)
    rows = {name: read_of(ranking)[row].tolist() for name, row in ranking.plan.row.items()}
    all_but_y = [True, False, True]
    assert rows == {"a": [False, True, True], "p": [True] * 3, "b": all_but_y, "q": all_but_y, "index": [True] * 3}


GAP = {"x": {"a": 4, "b": 3}, "y": {"a": 5, "b": None}}


@pytest.mark.parametrize(
    ("card", "hubs", "lacking"),
    [
        ({}, GAP, True),
        ({}, {"x": {"a": 4, "b": 3}, "y": {"a": 5, "b": 6}}, False),
        ({"method": {"missing": "mean"}}, GAP, False),
        ({"index": {"missing": "worst"}}, GAP, False),
        ({"weights": {"a": 1, "b": 0}}, GAP, False),
        ({"indicators": {"b": {"applies_to": ["x"]}}}, GAP, False),
        ({"method": {"min_coverage": 0.6}}, GAP, False),
    ],
)
def test_what_is_lacking_that_could_be_drawn(
    ranked: Ranked, card: dict[str, Any], hubs: dict[str, Any], lacking: bool
) -> None:
    assert lacks(ranked(card, **hubs)) == lacking


def test_without_siblings_anything_within_half_the_scale_is_drawn(ranked: Ranked) -> None:
    ranking = ranked({}, x={"a": 3})
    absent = absent_of(ranking.plan, ranking.scores, read_of(ranking))
    assert absent.of_leaves == pytest.approx(np.arange(-50, 51))
    assert (absent.low, absent.high) == (0, 100)


def drawn(made: Made, card: dict[str, Any], only: tuple[str, ...] = ("absent",), **hubs: Any) -> dict[str, np.ndarray]:
    source = sampler(*made(card, **hubs), only=only)
    nodes = source.nodes(source.keys(0, DRAWS))
    return {name: nodes[:, at] for name, at in source.base.plan.row.items()}


def test_an_absent_indicator_is_its_siblings_mean_and_a_residual(made: Made) -> None:
    nodes = drawn(made, {}, x={"a": 4, "b": 6, "c": None}, y={"a": 5, "b": 7, "c": 6}, z={"a": 5, "b": 6, "c": 4})
    # index of x: the mean of 40, 60 and 50 + residual
    filled = 3 * nodes["index"][:, 0] - 100
    pool = {round(50 + each, 6) for each in (-10 * 2, 10 * 2, -15, 15, 0, 0, 15, -15)}
    residual = np.unique(np.round(filled, 6))
    assert residual.min() >= 30 - 1e-6
    assert residual.max() <= 70 + 1e-6
    assert filled.mean() == pytest.approx(50, abs=0.7)
    assert pool & set(residual.tolist())
    assert np.ptp(nodes["index"][:, 1]) == 0


def test_an_absent_indicator_and_an_absent_pillar_are_drawn_from_their_own_kind(made: Made) -> None:
    card = {"pillars": {"p": {}}, "indicators": {name: {"pillar": "p"} for name in "ab"}, "method": {"min_coverage": 0}}
    x, y = {"a": 4, "b": 6, "c": 5, "d": None}, {"a": None, "b": None, "c": 4, "d": 6}
    z, zz = {"a": 3, "b": 7, "c": 6, "d": 4}, {"a": 6, "b": 6.2, "c": 7, "d": 5}
    nodes = drawn(made, card, x=x, y=y, z=z, zz=zz)
    ranking = sampler(*made(card, x=x, y=y, z=z, zz=zz)).base
    of_leaves, of_pillars = residuals(ranking.plan, ranking.scores, read_of(ranking))
    # both means of the node are 50: p, 50, and c, 50, of x; c, 40, and d, 60, of y
    filled = 3 * nodes["index"] - 100
    assert np.unique(np.round(filled[:, 0], 6)) == pytest.approx(np.unique(np.round(50 + of_leaves, 6)))
    assert np.unique(np.round(filled[:, 1], 6)) == pytest.approx(np.unique(np.round(50 + of_pillars, 6)))
    assert len(of_pillars) == 3


def test_range_is_uniform_between_the_goalposts(made: Made) -> None:
    card = {"uncertainty": {"missing": "range"}, "method": {"scale": [20, 120]}}
    nodes = drawn(made, card, x={"a": 4, "b": None}, y={"a": 5, "b": 7})
    filled = 2 * nodes["index"][:, 0] - 60
    assert stats.kstest(filled, stats.uniform(20, 100).cdf).pvalue > 1e-3


def test_drawn_scores_stay_on_the_scale(made: Made) -> None:
    hubs = {"x": row(10, 10, None, 0, 0, None), "y": row(0, 10, 0, 10, 0, 10), "z": row(10, 0, 10, 0, 10, 0)}
    nodes = drawn(made, PILLARS, **hubs)
    assert nodes["p"][:, 0].max() <= 100
    assert nodes["q"][:, 0].min() >= 0
    assert nodes["p"][:, 0].min() < 95


@pytest.mark.parametrize("only", [("absent",), ("absent", "weights"), ("absent", "data")])
def test_a_node_without_enough_is_not_scored_by_drawing(made: Made, only: tuple[str, ...]) -> None:
    hubs = {"x": row(4, None, None, 3, 4, 5), "y": row(1, 2, 3, 4, 5, 6), "z": row(3, 2, 3, 1, 5, 6)}
    nodes = drawn(made, PILLARS, only, **hubs)
    assert np.isnan(nodes["p"][:, 0]).all()
    assert np.isfinite(nodes["q"]).all()
    # the pillar counts as absent in the index, which is scored
    assert nodes["index"][:, 0].mean() == pytest.approx(40, abs=1)
    assert np.ptp(nodes["index"][:, 0]) > 1


def test_drawn_weights_move_no_coverage(made: Made) -> None:
    hubs = {"x": {"a": 4, "b": None}, "y": {"a": 5, "b": 7}}
    nodes = drawn(made, {"method": {"min_coverage": 0.5}}, ("weights",), **hubs)
    assert nodes["index"][:, 0] == pytest.approx(40)


def test_what_does_not_apply_is_never_drawn(made: Made) -> None:
    card = {"indicators": {"b": {"applies_to": ["y", "z"]}}}
    nodes = drawn(made, card, x={"a": 4, "b": None}, y={"a": 5, "b": 7}, z={"a": 6, "b": 2})
    assert (nodes["index"][:, 0] == 40).all()
    assert np.isnan(nodes["b"][:, 0]).all()


def test_what_weighs_nothing_is_never_drawn(made: Made) -> None:
    card = {"weights": {"a": 1, "b": 1, "c": 0}}
    nodes = drawn(made, card, x={"a": 4, "b": 5, "c": None}, y={"a": 5, "b": 7, "c": 1})
    assert (nodes["index"][:, 0] == 45).all()


@pytest.mark.parametrize("only", [("absent",), ("weights",), ("data",), ("weights", "data", "absent")])
def test_what_a_policy_filled_is_filled_in_every_draw(made: Made, only: tuple[str, ...]) -> None:
    card = {"method": {"missing": "mean"}, "uncertainty": {"data": {"official": 0.3}}}
    nodes = drawn(made, card, only, x={"a": 8, "b": None}, y={"a": 5, "b": 1}, z={"a": 6, "b": 3})
    assert nodes["b"][:, 0] == pytest.approx(nodes["b"][:, 1:].mean(axis=1))
    assert (np.ptp(nodes["b"][:, 0]) > 0) == ("data" in only)


@pytest.mark.parametrize("only", [("absent",), ("weights",), ("data",), ("weights", "data", "absent")])
def test_a_gap_that_counts_as_worst_is_the_worst_in_every_draw(made: Made, only: tuple[str, ...]) -> None:
    card = {"pillars": {"p": {}}, "indicators": {"b": {"pillar": "p"}}, "index": {"missing": "worst"}}
    hubs = {"x": {"a": 8, "b": None}, "y": {"a": 5, "b": 1}, "z": {"a": 6, "b": 3}}
    source = sampler(*made(card | {"weights": {"a": 1, "p": 1}}, **hubs), only=only)
    at = source.keys(0, 200)
    nodes, weights = source.nodes(at), source.weights(at)["index"]
    assert nodes[:, -1, 0] == pytest.approx(nodes[:, source.base.plan.row["a"], 0] * weights[:, 0])
    assert source.base.index[0] == pytest.approx(40)


def test_a_gap_that_a_policy_cannot_fill_is_absent(made: Made) -> None:
    card = {"method": {"missing": "group_mean", "min_coverage": 0}}
    hubs = {"x": {"a": 8, "b": None}, "y": {"a": 5, "b": 1, "Group": "g"}, "z": {"a": 6, "b": None, "Group": "g"}}
    nodes = drawn(made, card, **hubs)
    assert np.ptp(nodes["index"][:, 0]) > 10  # of no group
    assert np.ptp(nodes["index"][:, 2]) == 0


def test_the_intervals_of_absent_scores_hold_what_was_hidden(made: Made) -> None:
    random = np.random.default_rng(4)
    names = [f"i{number}" for number in range(8)]
    level = random.uniform(3, 7, 60)
    truth = np.clip(level[:, None] + random.normal(0, 1, (60, 8)), 0, 10)
    hidden = random.integers(0, 8, 60)
    hubs = {
        f"h{hub:02}": {name: None if at == hidden[hub] else truth[hub, at] for at, name in enumerate(names)}
        for hub in range(60)
    }
    source = sampler(*made({}, **hubs), only=["absent"])
    index = source.scores(source.keys(0, 1000))
    low, high = np.quantile(index, [0.05, 0.95], axis=0)
    held = (low <= truth.mean(axis=1) * 10) & (truth.mean(axis=1) * 10 <= high)
    assert 0.8 <= held.mean() <= 0.98  # 90 % of 60, give or take
