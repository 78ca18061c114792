from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.model.ranking import Ranking
from hubscore.studies.importance import Importance, importance

Ranked = Callable[..., Ranking]
TREE: dict[str, Any] = {
    "pillars": {"p": {}, "q": {}, "r": {"parent": "q"}},
    "indicators": {name: {"pillar": home} for name, home in (("a", "p"), ("b", "p"), ("c", "q"), ("d", "r"))},
    "weights": {"p": 3, "q": 1, "a": 1, "b": 4},
    "method": {"min_coverage": 0.0},
}
PARENT = {"p": "index", "a": "p", "b": "p", "q": "index", "r": "q", "d": "r", "c": "q"}
LEAVES = ("a", "b", "c", "d")


def figures(hubs: int, seed: int = 1) -> dict[str, dict[str, Any]]:
    values = np.random.default_rng(seed).uniform(0, 10, (hubs, len(LEAVES)))
    return {f"h{at:02}": dict(zip(LEAVES, row.tolist(), strict=True)) for at, row in enumerate(values)}


def pearson(x: np.ndarray, y: np.ndarray) -> float:
    from scipy.stats import pearsonr

    return float(pearsonr(x, y).statistic)


def of(found: Importance, column: np.ndarray) -> dict[str, float]:
    return dict(zip(found.nodes, column.tolist(), strict=True))


def test_weights_and_their_shares(ranked: Ranked) -> None:
    found = importance(ranked(TREE, **figures(4)))
    assert dict(zip(found.nodes, found.parents, strict=True)) == PARENT
    assert list(found.nodes) == list(PARENT)
    nominal = {"p": 0.75, "a": 0.2, "b": 0.8, "q": 0.25, "c": 0.5, "r": 0.5, "d": 1.0}
    effective = {"p": 0.75, "a": 0.15, "b": 0.6, "q": 0.25, "c": 0.125, "r": 0.125, "d": 0.125}
    assert of(found, found.nominal) == pytest.approx(nominal)
    assert of(found, found.effective) == pytest.approx(effective)


def test_a_node_over_indicators_weighs_them_and_not_the_pillars_between(ranked: Ranked) -> None:
    card = TREE | {"index": {"over": "indicators"}, "weights": {"a": 1, "b": 4, "c": 2, "d": 3}}
    found = importance(ranked(card, **figures(4)))
    effective = {"p": 0.5, "a": 0.1, "b": 0.4, "q": 0.5, "c": 0.2, "r": 0.3, "d": 0.3}
    assert of(found, found.effective) == pytest.approx(effective)
    nominal = of(found, found.nominal)
    assert (nominal["p"], nominal["q"], nominal["a"], nominal["r"]) == pytest.approx((0.5, 0.5, 0.2, 0.6))


def test_few_hubs_share_the_variance_of_the_index(ranked: Ranked) -> None:
    ranking = ranked(TREE, **figures(7))
    found = importance(ranking)
    assert (found.way, found.hubs) == ("covariance share", 7)
    effective, index = of(found, found.effective), ranking.index
    for node, share in of(found, found.measured).items():
        expected = effective[node] * np.cov(ranking.score(node), index)[0, 1] / np.var(index, ddof=1)
        assert share == pytest.approx(expected, abs=1e-12)
    spread = {node: np.std(ranking.score(node), ddof=1) for node in PARENT}
    assert of(found, found.spread) == pytest.approx(spread)
    within = of(found, found.measured_in_parent)
    expected = 0.2 * np.cov(ranking.score("a"), ranking.score("p"))[0, 1] / np.var(ranking.score("p"), ddof=1)
    assert within["a"] == pytest.approx(expected)
    assert within["r"] + within["c"] == pytest.approx(1)
    assert within["d"] == pytest.approx(1)


def test_many_hubs_share_the_squared_correlations(ranked: Ranked) -> None:
    ranking = ranked(TREE, **figures(20))
    found = importance(ranking)
    assert (found.way, found.hubs) == ("squared correlation", 20)
    r = {node: pearson(ranking.score(node), ranking.index) for node in PARENT}
    assert of(found, found.correlation) == pytest.approx(r)
    up = {node: pearson(ranking.score(node), ranking.score(above)) for node, above in PARENT.items()}
    assert of(found, found.correlation_parent) == pytest.approx(up)
    measured, within = of(found, found.measured), of(found, found.measured_in_parent)
    total = sum(r[leaf] ** 2 for leaf in LEAVES)
    assert [measured[leaf] for leaf in LEAVES] == pytest.approx([r[leaf] ** 2 / total for leaf in LEAVES])
    assert measured["p"] == within["p"] == pytest.approx(r["p"] ** 2 / (r["p"] ** 2 + r["q"] ** 2))
    assert measured["r"] == pytest.approx(r["r"] ** 2 / sum(r[node] ** 2 for node in ("a", "b", "c", "r")))
    assert within["a"] == pytest.approx(up["a"] ** 2 / (up["a"] ** 2 + up["b"] ** 2))


@pytest.mark.parametrize("hubs", [7, 20])
def test_how_far_hubs_are_apart_is_of_no_matter(ranked: Ranked, hubs: int) -> None:
    wide = figures(hubs)
    close = {hub: {leaf: 5 + value / 10_000 for leaf, value in cells.items()} for hub, cells in wide.items()}
    one, other = importance(ranked(TREE, **wide)), importance(ranked(TREE, **close))
    for name in ("correlation", "correlation_parent", "measured", "measured_in_parent"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-6, abs=1e-7)
    assert one.spread == pytest.approx(10_000 * other.spread)


def scaled(hubs: dict[str, dict[str, Any]], size: float) -> dict[str, dict[str, Any]]:
    """The same hubs on scores of another size."""
    return {hub: {leaf: value * size for leaf, value in cells.items()} for hub, cells in hubs.items()}


@pytest.mark.parametrize("hubs", [7, 20])
@pytest.mark.parametrize("size", [1e-300, 1e-170, 1e-95, 1e12])
def test_size_of_scores_is_of_no_matter(ranked: Ranked, hubs: int, size: float) -> None:
    card = TREE | {"method": {"normalise": "none", "min_coverage": 0.0}}
    one, other = importance(ranked(card, **figures(hubs))), importance(ranked(card, **scaled(figures(hubs), size)))
    for name in ("correlation", "correlation_parent", "measured", "measured_in_parent"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-9, abs=1e-12)
    assert one.spread == pytest.approx(other.spread / size)


@pytest.mark.parametrize("hubs", [7, 20])
def test_an_index_that_varies_by_rounding_has_no_parts(ranked: Ranked, hubs: int) -> None:
    """The indicators of every hub add up to 15, the last digit apart."""
    a, b = np.random.default_rng(1).uniform(0, 5, (2, hubs)).round(3)
    cells = {f"h{at:02}": {"a": x, "b": y, "c": 15 - x - y} for at, (x, y) in enumerate(zip(a, b, strict=True))}
    ranking = ranked({"method": {"normalise": "none"}}, **cells)
    assert 0 < np.ptp(ranking.index) < 1e-12
    found = importance(ranking)
    for column in (found.correlation, found.measured, found.correlation_parent, found.measured_in_parent):
        assert np.isnan(column).all()


def test_gaps_leave_pairs_that_have_both(ranked: Ranked) -> None:
    hubs = figures(24)
    for hub in ("h03", "h17"):
        hubs[hub]["a"] = None
    ranking = ranked(TREE, **hubs)
    there = ~np.isnan(ranking.score("a"))
    found = importance(ranking)
    assert there.sum() == 22
    expected = pearson(ranking.score("a")[there], ranking.index[there])
    assert of(found, found.correlation)["a"] == pytest.approx(expected)


@pytest.mark.parametrize("same", [0.1, 3.37, 9.9])
def test_what_does_not_vary_has_no_correlation_and_no_share(ranked: Ranked, same: float) -> None:
    """To the last digit, though a mean of 30 equal figures may not be that figure."""
    found = importance(ranked(TREE, **{hub: cells | {"d": same} for hub, cells in figures(30).items()}))
    for column in (found.correlation, found.measured, found.correlation_parent, found.measured_in_parent):
        assert np.isnan(of(found, column)["d"])
    assert of(found, found.measured_in_parent)["c"] == pytest.approx(1)
    few = importance(ranked(TREE, **{hub: cells | {"d": same} for hub, cells in figures(5).items()}))
    assert of(few, few.measured)["d"] == pytest.approx(0, abs=1e-15)


def test_in_a_pillar_that_does_not_vary_nothing_has_a_share(ranked: Ranked) -> None:
    """Not even what weighs nothing, and so makes nothing of a pillar that varies."""
    card = TREE | {"weights": {"p": 3, "q": 1, "a": 1, "b": 0}}
    found = importance(ranked(card, **{hub: cells | {"a": 3.37} for hub, cells in figures(30).items()}))
    within = of(found, found.measured_in_parent)
    assert np.isnan([within["a"], within["b"]]).all()
    assert of(found, found.measured)["b"] == 0


def test_told_with_the_sign_of_what_goes_against_it(ranked: Ranked) -> None:
    """a counts for little and is the reverse of b, so that it goes against its pillar and the index."""
    reverse = {hub: cells | {"a": 10 - cells["b"]} for hub, cells in figures(20).items()}
    found = importance(ranked(TREE, **reverse))
    for r, measured, told in (
        (found.correlation, found.measured, found.told),
        (found.correlation_parent, found.measured_in_parent, found.told_in_parent),
    ):
        assert (of(found, r)["a"] < 0, of(found, r)["b"] > 0) == (True, True)
        assert told.tolist() == np.copysign(measured, r).tolist()
        assert (measured >= 0).all()
    few = importance(ranked(TREE, **dict(list(reverse.items())[:7])))
    assert of(few, few.measured)["a"] < 0  # a covariance has its sign
    assert few.told.tolist() == few.measured.tolist()
    assert few.told_in_parent.tolist() == few.measured_in_parent.tolist()


@pytest.mark.parametrize("seed", range(8))
def test_no_correlation_is_beyond_1(ranked: Ranked, seed: int) -> None:
    """Rounding would have it so where indicators are alike and their average is not, in its last digit."""
    values = np.random.default_rng(seed).uniform(0, 10, 30).tolist()
    hubs = {f"h{at:02}": {"a": x, "b": x, "c": 10 - x, "d": 10 - x} for at, x in enumerate(values)}
    found = importance(ranked(TREE | {"weights": {"p": 3, "q": 1, "a": 3, "b": 7}}, **hubs))
    for column in (found.correlation, found.correlation_parent):
        assert np.abs(column) == pytest.approx(1)
        assert (np.abs(column) <= 1).all()


@pytest.mark.parametrize(("hubs", "correlated"), [(0, False), (1, False), (2, False), (3, True)])
def test_almost_nobody(ranked: Ranked, hubs: int, correlated: bool) -> None:
    cells = figures(3)
    gone = {hub: dict.fromkeys(LEAVES) for hub in list(cells)[hubs:]}
    found = importance(ranked(TREE, **cells | gone))
    assert found.hubs == hubs
    assert np.isnan(found.correlation).all() != correlated
    assert np.isnan(found.measured).all() == (hubs < 2)


def test_hubs_that_are_all_alike(ranked: Ranked) -> None:
    found = importance(ranked(TREE, **{f"h{n}": dict.fromkeys(LEAVES, 3) for n in range(4)}))
    assert np.isnan(found.measured).all()
    assert np.isnan(found.measured_in_parent).all()


def test_benchmarks_count(ranked: Ranked) -> None:
    plain, marked = figures(6), figures(6)
    marked["h02"]["Role"] = "benchmark"
    one, other = importance(ranked(TREE, **plain)), importance(ranked(TREE, **marked))
    assert np.array_equal(one.measured, other.measured)
    assert one.hubs == other.hubs


MEANS: list[Any] = ["arithmetic", "geometric", "harmonic", {"power": 2}, "minimum", "median"]


@given(
    mean=st.sampled_from(MEANS),
    seed=st.integers(0, 99),
    gaps=st.sets(st.tuples(st.integers(0, 5), st.sampled_from(LEAVES)), max_size=6),
)
def test_shares_of_the_variance_add_up(ranked: Ranked, mean: Any, seed: int, gaps: set[tuple[int, str]]) -> None:
    hubs = figures(6, seed)
    for hub, leaf in gaps:
        hubs[f"h0{hub}"][leaf] = None
    found = importance(ranked(TREE | {"method": {"aggregate": mean, "min_coverage": 0.3}}, **hubs))
    measured, within = of(found, found.measured), of(found, found.measured_in_parent)
    assert sum(measured[leaf] for leaf in LEAVES) == pytest.approx(1)
    assert measured["a"] + measured["b"] == pytest.approx(measured["p"], abs=1e-9)
    for one, other in (("p", "q"), ("a", "b"), ("c", "r")):
        assert within[one] + within[other] == pytest.approx(1) or np.isnan(within[one])


def test_order_of_the_files_changes_nothing(ranked: Ranked) -> None:
    for hubs in (6, 25):
        cells = figures(hubs)
        turned = {hub: dict(reversed(cells[hub].items())) for hub in reversed(cells)}
        one, other = importance(ranked(TREE, **cells)), importance(ranked(TREE, **turned))
        assert of(one, one.measured) == of(other, other.measured)
        assert of(one, one.correlation_parent) == of(other, other.correlation_parent)


def test_arrays_cannot_be_changed(ranked: Ranked) -> None:
    with pytest.raises(ValueError, match="read-only"):
        importance(ranked(TREE, **figures(4))).measured[0] = 1


def test_what_weighs_nothing_makes_nothing(ranked: Ranked) -> None:
    """However well it goes with its pillar and the index."""
    card = {"pillars": {"p": {}}, "weights": {"a": 1, "b": 1, "c": 0}}
    card |= {"indicators": {name: {"pillar": "p"} for name in "abc"}}
    values = np.random.default_rng(5).uniform(1, 9, (2, 30))
    hubs = {f"h{at:02}": {"a": a, "b": b, "c": a} for at, (a, b) in enumerate(values.T.tolist())}
    found = importance(ranked(card, **hubs))
    assert found.way == "squared correlation"
    assert of(found, found.correlation_parent)["c"] > 0.3
    for shares in (found.measured, found.measured_in_parent):
        assert of(found, shares)["c"] == 0
        assert of(found, shares)["a"] + of(found, shares)["b"] == pytest.approx(1)
