from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hubscore.model.columns import from_values
from hubscore.model.ranking import Ranking
from hubscore.scoring import carried_out
from hubscore.studies.absent import Absent, Gap, gaps_of
from hubscore.studies.blocks import fill_in, filled, members, node_scores, scores_of_leaves

Made = Callable[..., Any]
Ranked = Callable[..., Ranking]

WAYS: dict[str, Any] = {
    "plain": {"a": {}, "b": {"goalposts": [9, 2], "direction": "lower"}},
    "from the data": {
        "a": {"normalise": "minmax"},
        "b": {"normalise": "minmax", "goalposts": [9, 2], "direction": "lower"},
    },
    "of both kinds": {"a": {"normalise": "minmax"}, "b": {}},
    "unclipped": {"a": {"clip": False, "goalposts": [2, 3]}, "b": {"goalposts": [2, 3]}},
    "none plain": {"a": {"transform": "sqrt"}, "b": {"normalise": "rank"}},
    "some plain": {"a": {"normalise": "zscore"}, "b": {}},
    "open ends": {"a": {"goalposts": ["min", "benchmark"]}, "b": {"goalposts": [0, "max"]}},
    "treated": {"a": {"treat": "winsorise", "normalise": "minmax"}, "b": {}},
}


def by_the_line(ranking: Ranking, x: np.ndarray) -> np.ndarray:
    """Scores of indicators, shape (leaf, draw, hub): every draw is the figures of a ranking of its own."""
    drawn = [from_values(ranking.dataset.hubs, ranking.dataset.series, values) for values in np.moveaxis(x, 1, 0)]
    plan = replace(ranking.plan, panel=False)  # the goalposts of all years are held already
    return np.stack([carried_out(plan, each).scores[: len(x)] for each in drawn], axis=1)


@pytest.mark.parametrize(
    ("way", "more"),
    [
        *((way, {}) for way in WAYS),
        *((way, {"index": {"digits": 3}}) for way in WAYS),
        *((way, {"method": {"scale": [-20, 40], "panel": True}}) for way in ("plain", "of both kinds", "open ends")),
    ],
)
def test_indicators_score_as_in_the_line(ranked: Ranked, way: str, more: dict[str, Any]) -> None:
    years = {"2019": {"value": 1}, "2020": {"value": 7}}
    hubs = {f"h{number:02}": {"a": years, "b": years} for number in range(24)}
    hubs["h23"] |= {"Role": "benchmark"}
    ranking = ranked({"indicators": WAYS[way], "method": {"scale": [-20, 40]}, "as_of": 2020, **more}, **hubs)
    x = np.random.default_rng(1).lognormal(1, 1, (2, 12, 24))
    x[0, 3, 1] = np.nan
    x[1, 4] = 5.0  # constant
    expected, found = by_the_line(ranking, x), scores_of_leaves(ranking.plan, ranking.dataset, x.copy())
    assert found == pytest.approx(expected, nan_ok=True)
    if "index" in more:  # what is rounded later is the same to the last bit
        assert np.array_equal(found, expected, equal_nan=True)


@pytest.mark.parametrize(
    ("way", "alone"),
    [
        ("plain", []),
        ("from the data", []),
        ("of both kinds", []),
        ("unclipped", []),
        ("none plain", ["a", "b"]),
        ("some plain", ["a"]),
        ("open ends", ["a", "b"]),
        ("treated", ["a"]),
    ],
)
def test_straight_indicators_are_done_together(
    ranked: Ranked, way: str, alone: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr("hubscore.studies.blocks.leaf_scores", lambda *given, **_: done.append(given[2].id))
    for more, wanted in (({}, alone), ({"index": {"digits": 3}}, ["a", "b"])):
        ranking = ranked({"indicators": WAYS[way], **more}, x={"a": 1, "b": 2}, y={"a": 2, "b": 3, "Role": "benchmark"})
        scores_of_leaves(ranking.plan, ranking.dataset, np.ones((2, 4, 2)))
        assert sorted(done) == wanted
        done.clear()


def test_what_has_no_value_in_a_draw_has_no_score(ranked: Ranked) -> None:
    ranking = ranked({"indicators": {"a": {"transform": "sqrt", "clip": False}}}, x={"a": 1}, y={"a": 4})
    x = np.array([[[-1.0, 10], [10, 0]]])
    assert scores_of_leaves(ranking.plan, ranking.dataset, x) == pytest.approx(
        np.array([[[np.nan, 100], [100, 0]]]), nan_ok=True
    )


def test_what_overflows_in_a_draw_is_no_warning(ranked: Ranked) -> None:
    method = {"normalise": "minmax", "aggregate": "mazziotta_pareto"}
    ranking = ranked({"method": method}, x={"a": 1, "b": 4}, y={"a": 4, "b": 1})
    far = np.array([[[-1e308, 1e308]], [[1e308, -1e308]]])
    assert not np.isinf(scores_of_leaves(ranking.plan, ranking.dataset, far.copy())).any()
    assert not np.isfinite(node_scores(ranking.plan, ranking.plan.inner[0], None, far, np.array([0.5, 0.5]))).any()


def test_gaps_are_filled_from_the_other_hubs_of_a_draw(ranked: Ranked) -> None:
    card = {"method": {"missing": "mean"}, "screening": {"min_coverage": 0.5}}
    ranking = ranked(card, x={"a": 1, "b": 2}, y={"a": 1, "b": 4}, z={"a": 1, "b": None}, out={"a": None, "b": None})
    assert ranking.dataset.hubs.ids == ("out", "x", "y", "z")
    nan = np.nan
    x = np.array([[[nan, 3, 5, nan], [nan, 1, 1, 1]], [[nan, 3, 5, nan], [nan, nan, 6, 8]]])
    fill_in(ranking.plan, ranking.dataset, x)
    assert x[0] == pytest.approx(np.array([[nan, 3, 5, 4], [nan, 1, 1, 1]]), nan_ok=True)
    assert x[1] == pytest.approx(np.array([[nan, 3, 5, 4], [nan, 7, 6, 8]]), nan_ok=True)


def test_gaps_at_the_worst_are_at_the_end_of_the_scale_where_figures_are_on_it(ranked: Ranked) -> None:
    method = {"missing": "worst", "normalise": "none", "scale": [-20, 40]}
    falling = {"direction": "lower", "goalposts": None}
    card = {"method": method, "indicators": {"a": {"goalposts": None}, "b": falling}}
    ranking = ranked(card, x={"a": 1, "b": 2}, y={"a": 3, "b": 4})
    x = np.array([[[np.nan, 3.0]], [[7, np.nan]]])
    fill_in(ranking.plan, ranking.dataset, x)
    assert x.tolist() == [[[-20, 3]], [[7, 40]]]


LEAVES, INNER = np.array([[0.0, 1], [2, 3], [4, 5]]), np.arange(10.0, 26).reshape(2, 4, 2)


@pytest.mark.parametrize(
    ("children", "shape", "first"),
    [
        (slice(0, 2), (2, 2), [[0, 1], [2, 3]]),
        (np.array([0, 2]), (2, 2), [[0, 1], [4, 5]]),
        (slice(3, 5), (2, 4, 2), [[10, 11], [18, 19]]),
        (slice(3, 4), (1, 4, 2), [[10, 11]]),
        (np.array([3, 4]), (2, 4, 2), [[10, 11], [18, 19]]),
        (slice(2, 4), (2, 4, 2), [[4, 5], [10, 11]]),
        (slice(1, 5), (4, 4, 2), [[2, 3], [4, 5], [10, 11], [18, 19]]),
        (np.array([0, 1, 4]), (3, 4, 2), [[0, 1], [2, 3], [18, 19]]),
    ],
)
def test_members_stand_together_or_are_gathered(
    ranked: Ranked, children: Any, shape: tuple[int, ...], first: list[list[float]]
) -> None:
    plan = ranked({}, x={"a": 1, "b": 2, "c": 3}).plan
    found = members(plan, plan.inner[0]._replace(children=children), LEAVES, INNER)
    assert found.shape == shape
    assert (found if found.ndim == 2 else found[:, 0]).tolist() == first
    drawn = np.stack([LEAVES, LEAVES + 100, LEAVES, LEAVES], axis=1)
    found = members(plan, plan.inner[0]._replace(children=children), drawn, INNER)
    assert (found.shape, found[:, 0].tolist()) == ((len(first), 4, 2), first)
    assert found[:, 1].tolist() == (np.array(first) + [[100] if row < 10 else [2] for row, _ in first]).tolist()


def test_a_node_averages_in_every_draw_by_its_weights(ranked: Ranked) -> None:
    ranking = ranked({"method": {"scale": [-50, 50]}}, x={"a": 1, "b": 2}, y={"a": 1, "b": 2})
    plan, [node] = ranking.plan, ranking.plan.inner
    s = np.array([[[10.0, 20], [30, 40]], [[-10, 0], [-30, 20]]])
    w = np.array([[0.5, 0.5], [0.25, 0.75]])
    assert node_scores(plan, node, None, s, w).tolist() == [[0, 10], [-15, 25]]
    assert node_scores(plan, node, None, s[:, 0], w[1]).tolist() == [-5, 5]
    lacking = gap_of(ranking)._replace(unscored=np.array([1]))
    assert node_scores(plan, node, lacking, s, w) == pytest.approx(np.array([[0, np.nan], [-15, np.nan]]), nan_ok=True)
    assert node_scores(plan, node, gap_of(ranking), s, w).tolist() == [[0, 10], [-15, 25]]


def test_a_node_averages_as_it_says(ranked: Ranked) -> None:
    plan = ranked({"method": {"aggregate": {"power": 2}}}, x={"a": 1, "b": 2}).plan
    found = node_scores(plan, plan.inner[0], None, np.array([[10.0], [70]]), np.array([0.5, 0.5]))
    assert found == pytest.approx([50])
    method = {"scale": [100, 200], "aggregate": "geometric", "floor": 0.5}
    plan = ranked({"method": method}, x={"a": 1, "b": 2}).plan
    # 100 and 128 are read as 150 and 164, and their geometric mean is mapped back
    found = node_scores(plan, plan.inner[0], None, np.array([[100.0], [128]]), np.array([0.5, 0.5]))
    assert found == pytest.approx([100 + ((150 * 164) ** 0.5 - 150) / 0.5])


@pytest.mark.parametrize(("digits", "expected"), [(0, 12), (1, 11.6)])
def test_a_node_rounds_as_it_says(ranked: Ranked, digits: int, expected: float) -> None:
    plan = ranked({"index": {"digits": digits}}, x={"a": 1, "b": 2}).plan
    found = node_scores(plan, plan.inner[0], None, np.array([[10.0, -0.04], [13.1, 0]]), plan.inner[0].weights)
    assert found.tolist() == [expected, 0]
    assert not np.signbit(found[1])


def gap_of(ranking: Ranking) -> Gap:
    """What the index lacks, or nothing, as a gap."""
    nodes, hubs = np.arange(len(ranking.plan.ids), dtype=np.uint64), np.array([100, 200, 300, 400], dtype=np.uint64)
    gap = gaps_of(ranking, True, nodes, hubs[: len(ranking.rank)])[-1]
    none, some = np.zeros(0, dtype=np.intp), np.zeros(0, dtype=bool)
    return gap or Gap(False, none, none, hubs[:0], some, none, none, np.zeros((2, 0), bool), (none, none), none)


GAPPY: dict[str, Any] = {
    "x": {"a": 4, "b": 6, "c": None, "d": None},
    "y": {"a": 5, "b": 7, "c": 6, "d": 1},
    "z": {"a": None, "b": 1, "c": 2, "d": 3},
    "zz": {"a": 1, "b": 1, "c": 1, "d": 1},
}
KEYS = np.array([7, 8, 9], dtype=np.uint64)
PLAIN = Absent(np.zeros(1), np.zeros(1), 0.0, 100.0)
"""Residuals of nothing: what is drawn is the mean of the siblings."""


def test_what_counts_as_worst_is_there_and_the_rest_stays_open(ranked: Ranked) -> None:
    card = {"index": {"missing": "worst"}, "indicators": {"d": {"applies_to": ["y", "z", "zz"]}}}
    ranking = ranked(card | {"method": {"scale": [-50, 50]}}, **GAPPY)
    s = ranking.scores[:4].copy()
    for keys in (None, KEYS):
        found = filled(ranking.plan, PLAIN, gap_of(ranking), s, ranking.plan.inner[0].weights, keys, "siblings")
        worst = [[-10, 0, -50, -40], [10, 20, -40, -40], [-50, 10, -30, -40], [np.nan, -40, -20, -40]]
        assert found == pytest.approx(np.array(worst), nan_ok=True)
    assert np.array_equal(s, ranking.scores[:4], equal_nan=True)


def test_where_gaps_are_not_varied_they_are_at_the_lower_end(ranked: Ranked) -> None:
    ranking = ranked({}, **GAPPY)
    found = filled(ranking.plan, PLAIN, gap_of(ranking), ranking.scores[:4], np.full(4, 0.25), None, "siblings")
    assert found.tolist() == [[40, 50, 0, 10], [60, 70, 10, 10], [0, 60, 20, 10], [0, 10, 30, 10]]


def test_what_is_absent_is_drawn_around_the_weighted_mean_of_its_siblings(ranked: Ranked) -> None:
    ranking = ranked({}, **GAPPY)
    gap = gap_of(ranking)
    s = np.repeat(ranking.scores[:4, None], 3, axis=1)
    s[1, 1] += 30
    s[2, 2] += 60
    w = np.array([[0.25, 0.25, 0.25, 0.25], [0.1, 0.2, 0.3, 0.4], [0.4, 0.3, 0.2, 0.1]])
    found = filled(ranking.plan, PLAIN, gap, s, w, KEYS, "siblings")
    # x knows 40 and 60, in the second draw 40 and 90; z knows 10, 20 and 30, then 40, 20, 30, then 10, 80, 30
    of_x = [50, (0.1 * 40 + 0.2 * 90) / 0.3, (0.4 * 40 + 0.3 * 60) / 0.7]
    of_z = [20, (0.2 * 40 + 0.3 * 20 + 0.4 * 30) / 0.9, (0.3 * 10 + 0.2 * 80 + 0.1 * 30) / 0.6]
    assert found[2, :, 0] == pytest.approx(of_x)
    assert found[3, :, 0] == pytest.approx(of_x)
    assert found[0, :, 2] == pytest.approx(of_z)
    known = ~np.isnan(s)
    assert np.array_equal(found[known], s[known])


def test_what_is_absent_is_drawn_from_the_range(ranked: Ranked) -> None:
    ranking = ranked({"method": {"scale": [-50, 50]}}, **GAPPY)
    gap = gap_of(ranking)
    s, drawn = ranking.scores[:4], PLAIN.by_range(gap, KEYS, (-50, 50))
    assert (drawn.min() < 0, drawn.max() > 0, drawn.shape) == (True, True, (3, 3))
    for values in (s, np.repeat(s[:, None], 3, axis=1)):
        found = filled(ranking.plan, PLAIN, gap, values, ranking.plan.inner[0].weights, KEYS, "range")
        assert np.array_equal(found[gap.child, :, gap.hub], drawn)
        assert found[~np.isnan(found)].size == found.size
        assert np.array_equal(found[:, 1, 1], s[:, 1])


def test_who_has_no_score_of_the_node_gets_none_by_drawing(ranked: Ranked) -> None:
    ranking = ranked({"method": {"min_coverage": 0.7}}, **GAPPY)
    s = np.repeat(ranking.scores[:4, None], 3, axis=1)
    found = filled(ranking.plan, PLAIN, gap_of(ranking), s, ranking.plan.inner[0].weights, KEYS, "siblings")
    assert np.isnan(found[..., 0]).all()
    assert found[:, 2, 2].tolist() == [20, 10, 20, 30]
