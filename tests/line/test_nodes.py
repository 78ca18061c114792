"""From scores of indicators to the index: coverage, limits, floors and rounding of DESIGN 4.3 and 4.6 by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hubscore.line.nodes import aggregate
from hubscore.model.ranking import Ranking

Ranked = Callable[..., Ranking]

PLAIN = {"direction": "higher", "goalposts": [0, 100]}


def scored(
    ranked: Ranked, values: dict[str, float | None], applies: dict[str, list[str]] | None = None, **card: Any
) -> Ranking:
    """Indicators x, y, ... of hub a; hub b has all of them."""
    indicators = {
        name: {**PLAIN, **({"applies_to": applies[name]} if applies and name in applies else {})} for name in values
    }
    return ranked({"indicators": indicators, **card}, {"a": values, "b": dict.fromkeys(values, 50)})


def index(*arguments: Any, **card: Any) -> float:
    return float(scored(*arguments, **card).index[0])


FULL: dict[str, float | None] = {"w": 10, "x": 20, "y": 30, "z": 40}
HALF = FULL | {"y": None, "z": None}
QUARTER = HALF | {"x": None}


@pytest.mark.parametrize(
    ("values", "method", "wanted"),
    [
        (FULL, {}, 25),
        (HALF, {}, 15),  # half is enough
        (QUARTER, {}, np.nan),
        (QUARTER, {"min_coverage": 0.25}, 10),
        (QUARTER, {"min_coverage": 0.0}, 10),
        (dict.fromkeys(FULL), {"min_coverage": 0.0}, np.nan),  # nothing is not zero
        (HALF, {"min_coverage": 0.51}, np.nan),
        (HALF, {"missing": "strict"}, np.nan),
        (FULL, {"missing": "strict"}, 25),
        (HALF, {"max_missing": 2}, 15),
        (HALF, {"max_missing": 1}, np.nan),
        (QUARTER, {"max_missing": 3}, 10),  # replaces min_coverage
        (QUARTER, {"max_missing": 3, "min_coverage": 1.0}, 10),
        (HALF, {"max_missing": 0}, np.nan),
        (HALF, {"missing": "strict", "max_missing": 2}, 15),
        (HALF, {"missing": "worst"}, 7.5),
    ],
)
def test_limits(ranked: Ranked, values: dict[str, float | None], method: dict[str, Any], wanted: float) -> None:
    assert index(ranked, values, method=method) == pytest.approx(wanted, nan_ok=True)


@pytest.mark.parametrize(
    ("method", "node", "wanted"),
    [
        ({"missing": "strict"}, {"missing": "renormalise"}, 15),
        ({"missing": "strict"}, {"min_coverage": 0.5}, 15),
        ({"missing": "strict"}, {"min_coverage": 0.6}, np.nan),
        ({"missing": "strict"}, {"max_missing": 2}, 15),
        ({"max_missing": 0}, {"min_coverage": 0.2}, 15),
        ({"max_missing": 0}, {"max_missing": 2}, 15),
        ({"max_missing": 4}, {"missing": "strict"}, np.nan),
        ({"min_coverage": 0.1}, {"missing": "strict"}, np.nan),
        ({"min_coverage": 0.9}, {"min_coverage": 0.1}, 15),
        ({"max_missing": 0}, {"missing": "renormalise"}, np.nan),
        ({}, {"missing": "worst"}, 7.5),
    ],
)
def test_what_stands_nearest_to_the_node_wins(
    ranked: Ranked, method: dict[str, Any], node: dict[str, Any], wanted: float
) -> None:
    assert index(ranked, HALF, method=method, index=node) == pytest.approx(wanted, nan_ok=True)


def test_of_each_hub_its_own_gaps_are_counted(ranked: Ranked) -> None:
    card = {"indicators": {"x": PLAIN, "y": PLAIN, "z": PLAIN}, "method": {"max_missing": 1}}
    data = {"a": {"x": 10, "y": 20}, "b": {"y": 30, "z": 40}, "c": {"z": 50}}
    np.testing.assert_allclose(ranked(card, data).index, [15, 35, np.nan])


def test_coverage_is_of_weight(ranked: Ranked) -> None:
    card = {"weights": {"w": 3, "x": 1, "y": 1, "z": 1}}
    ranking = scored(ranked, QUARTER, **card)
    assert ranking.coverage_by_node[-1].tolist() == [0.5, 1.0]
    assert ranking.index[0] == pytest.approx(10)
    assert ranking.coverage.tolist() == [0.5, 1.0]


def test_weight_0_neither_scores_nor_is_missing(ranked: Ranked) -> None:
    weights = {"w": 1, "x": 1, "y": 0, "z": 0}
    for method in ({"missing": "strict"}, {"max_missing": 0}, {"min_coverage": 1.0}):
        ranking = scored(ranked, HALF, weights=weights, method=method)
        assert ranking.index[0] == pytest.approx(15)
        assert ranking.coverage[0] == 1.0


def test_tenths_cover_all(ranked: Ranked) -> None:
    weights = {"w": 0.1, "x": 0.2, "y": 0.3, "z": 0.4}
    assert index(ranked, FULL | {"w": None}, weights=weights, method={"min_coverage": 0.9}) == pytest.approx(
        (4 + 9 + 16) / 0.9
    )


NOT_A = {"y": ["b"], "z": ["b"]}


def test_not_applicable_is_not_missing(ranked: Ranked) -> None:
    for method in ({"missing": "strict"}, {"max_missing": 0}, {"min_coverage": 1.0}, {"missing": "worst"}):
        ranking = scored(ranked, HALF, NOT_A, method=method)
        assert ranking.index[0] == pytest.approx(15)
        assert ranking.coverage_by_node[-1].tolist() == [1.0, 1.0]
        assert ranking.coverage.tolist() == [1.0, 1.0]


def test_missing_beside_not_applicable(ranked: Ranked) -> None:
    ranking = scored(ranked, FULL | {"w": None, "y": None}, NOT_A | {"y": ["a", "b"]})
    assert ranking.coverage_by_node[-1][0] == pytest.approx(1 / 3)
    assert np.isnan(ranking.index[0])


TREE: dict[str, Any] = {
    "pillars": {"p": {}, "q": {}},
    "indicators": {
        "x": {**PLAIN, "pillar": "p"},
        "y": {**PLAIN, "pillar": "p"},
        "z": {**PLAIN, "pillar": "q"},
    },
}


def tree(applies: dict[str, list[str]] | None = None, **card: Any) -> dict[str, Any]:
    indicators = {
        name: {**entry, **({"applies_to": applies[name]} if applies and name in applies else {})}
        for name, entry in TREE["indicators"].items()
    }
    return {**TREE, "indicators": indicators, **card}


def test_pillar_in_which_nothing_applies_does_not_apply(ranked: Ranked) -> None:
    ranking = ranked(
        tree({"z": ["b"]}, method={"missing": "strict"}), {"a": {"x": 10, "y": 30}, "b": {"x": 1, "y": 1, "z": 1}}
    )
    assert ranking.index[0] == pytest.approx(20)
    assert np.isnan(ranking.score("q")[0])
    assert ranking.coverage.tolist() == [1.0, 1.0]


def test_pillar_where_only_weight_0_applies_does_not_apply(ranked: Ranked) -> None:
    card = tree({"x": ["b"]}, weights={"x": 1, "y": 0}, method={"missing": "strict"})
    ranking = ranked(card, {"a": {"y": 30, "z": 40}, "b": {"x": 1, "y": 1, "z": 1}})
    assert ranking.index[0] == pytest.approx(40)


def test_coverage_of_a_hub_is_by_its_own_weights(ranked: Ranked) -> None:
    """Where x does not apply y has all of the pillar's half; z is missing."""
    card = tree({"x": ["b"]}, method={"min_coverage": 0.0})
    ranking = ranked(card, {"a": {"y": 30}, "b": {"x": 1, "y": 1}})
    assert ranking.coverage.tolist() == [0.5, 0.5]
    assert ranking.coverage_by_node[-1].tolist() == [0.5, 0.5]
    np.testing.assert_allclose(ranking.evidence[0], [1, 1])


def test_pillar_that_is_not_scored_gives_its_weight_to_the_others(ranked: Ranked) -> None:
    card = tree(weights={"p": 3, "q": 1}, method={"min_coverage": 0.25})
    ranking = ranked(card, {"a": {"z": 40}, "b": {"x": 1, "y": 1, "z": 1}})
    assert ranking.index[0] == pytest.approx(40)
    assert ranking.coverage_by_node[:, 0].tolist() == [0.0, 1.0, 0.25]


def test_worst_stands_in_for_a_pillar_too(ranked: Ranked) -> None:
    card = tree(index={"missing": "worst"})
    assert ranked(card, {"a": {"z": 40}, "b": {"x": 1, "y": 1, "z": 1}}).index[0] == pytest.approx(20)


@pytest.mark.parametrize(
    ("aggregate", "wanted"),
    [
        ("arithmetic", 50),
        ("geometric", 40),
        ("harmonic", 32),
        ({"power": 2}, (20**2 / 2 + 80**2 / 2) ** 0.5),
        ({"power": 1}, 50),
        ({"power": 0}, 40),
        ({"power": -1}, 32),
        ("minimum", 20),
        ("median", 50),
    ],
)
def test_aggregations_without_a_floor(ranked: Ranked, aggregate: Any, wanted: float) -> None:
    assert index(ranked, {"x": 20, "y": 80}, method={"aggregate": aggregate, "floor": 0}) == pytest.approx(wanted)


def test_aggregation_of_the_node_wins(ranked: Ranked) -> None:
    card = {**TREE, "pillars": {"p": {"aggregate": "minimum"}, "q": {}}, "index": {"aggregate": "harmonic", "floor": 0}}
    ranking = ranked(card, {"a": {"x": 20, "y": 90, "z": 80}})
    assert ranking.score("p")[0] == pytest.approx(20)
    assert ranking.index[0] == pytest.approx(32)


@pytest.mark.parametrize("aggregate", ["geometric", "harmonic", {"power": -1}, {"power": 0}])
def test_floor_keeps_the_ends_and_a_zero_does_not_erase(ranked: Ranked, aggregate: Any) -> None:
    method = {"aggregate": aggregate, "floor": 0.1}
    assert index(ranked, {"x": 0, "y": 0}, method=method) == 0
    assert index(ranked, {"x": 100, "y": 100}, method=method) == 100
    assert 0 < index(ranked, {"x": 0, "y": 100}, method=method) < 50
    assert index(ranked, {"x": 0, "y": 100}, method=method | {"floor": 0}) == 0


def test_floor_by_hand(ranked: Ranked) -> None:
    """Children 10 and 100 in place of 0 and 100: their geometric mean mapped back."""
    mean = (10 * 100) ** 0.5
    assert index(ranked, {"x": 0, "y": 100}, method={"aggregate": "geometric", "floor": 0.1}) == pytest.approx(
        (mean - 10) / 0.9
    )


def test_floor_on_another_scale(ranked: Ranked) -> None:
    """On 1 to 5 a floor of 1/4 reads 1 as 2 and 5 as 5."""
    mean = (2 * 5) ** 0.5
    wanted = 1 + (mean - 2) / 0.75
    method = {"aggregate": "geometric", "floor": 0.25, "scale": [1, 5]}
    assert index(ranked, {"x": 0, "y": 100}, method=method) == pytest.approx(wanted)


def test_floor_of_the_node_wins(ranked: Ranked) -> None:
    card = {"method": {"aggregate": "geometric", "floor": 0.5}, "index": {"floor": 0}}
    assert index(ranked, {"x": 0, "y": 100}, **card) == 0


OVER = {
    "pillars": {"top": {"over": "indicators"}, "p": {"parent": "top"}, "q": {"parent": "top"}, "deep": {"parent": "q"}},
    "indicators": {
        "x": {**PLAIN, "pillar": "p"},
        "y": {**PLAIN, "pillar": "q"},
        "z": {**PLAIN, "pillar": "deep"},
        "w": PLAIN,
    },
}
FIGURES = {"a": {"x": 10, "y": 20, "z": 60, "w": 50}}


def test_over_indicators_skips_the_pillars_between(ranked: Ranked) -> None:
    ranking = ranked(OVER, FIGURES)
    assert ranking.score("top")[0] == pytest.approx(30)  # not (10 + (20 + 60) / 2) / 2
    assert ranking.score("q")[0] == pytest.approx(40)
    assert ranking.index[0] == pytest.approx(40)
    weights = dict(zip(ranking.plan.ids, ranking.plan.weights, strict=False))
    assert weights == pytest.approx({"w": 1 / 2, "x": 1 / 6, "y": 1 / 6, "z": 1 / 6})


def test_over_indicators_with_weights_of_their_own(ranked: Ranked) -> None:
    weights = {"x": 1, "y": 2, "z": 5}
    ranking = ranked({**OVER, "weights": weights}, FIGURES)
    assert ranking.score("top")[0] == pytest.approx((10 + 40 + 300) / 8)
    assert ranking.score("p")[0] == pytest.approx(10)
    assert ranking.score("q")[0] == pytest.approx((40 + 300) / 7), "a skipped pillar weighs what it holds"
    ranking = ranked({**OVER, "weights": {**weights, "p": 1, "q": 7, "deep": 2}}, FIGURES)
    assert ranking.score("top")[0] == pytest.approx((10 + 40 + 300) / 8), "what is skipped has no say"
    assert ranking.score("q")[0] == pytest.approx((40 + 120) / 4)


def test_over_indicators_at_the_root(ranked: Ranked) -> None:
    ranking = ranked({**OVER, "index": {"over": "indicators"}}, FIGURES)
    assert ranking.index[0] == pytest.approx((10 + 20 + 60 + 50) / 4)


def test_limits_count_the_indicators_that_are_averaged(ranked: Ranked) -> None:
    pillars = {**OVER["pillars"], "top": {"over": "indicators", "max_missing": 1}}
    card = {**OVER, "pillars": pillars, "method": {"missing": "strict"}}
    ranking = ranked(card, {"a": {**FIGURES["a"], "z": None}})
    assert ranking.score("top")[0] == pytest.approx(15)
    assert np.isnan(ranking.score("q")[0])


@pytest.mark.parametrize(
    ("method", "p", "wanted"),
    [
        ({}, 200 / 3, (200 / 3 + 25.55) / 2),
        ({"digits": 1}, 200 / 3, 46.1),
        ({"level_digits": 1}, 66.7, 46.2),  # (66.7 + 25.6) / 2 = 46.15: 461.5 tenths, to the even
        ({"level_digits": 0}, 67, 46),  # (67 + 26) / 2 = 46.5, to the even
        ({"level_digits": 0, "digits": 2}, 67, 46.5),
    ],
)
def test_rounding_at_levels(ranked: Ranked, method: dict[str, Any], p: float, wanted: float) -> None:
    card = {
        "pillars": {"p": {}, "q": {}},
        "indicators": {name: {**PLAIN, "pillar": pillar} for name, pillar in zip("xyzw", "pppq", strict=True)},
        "method": method,
    }
    ranking = ranked(card, {"a": {"x": 50, "y": 50, "z": 100, "w": 25.55}})
    assert ranking.score("p")[0] == pytest.approx(p, abs=1e-12)
    assert ranking.index[0] == pytest.approx(wanted, abs=1e-12)
    assert ranking.score("w")[0] == pytest.approx(25.55), "indicators are not rounded"


def test_rounding_of_one_node(ranked: Ranked) -> None:
    card = {
        **TREE,
        "pillars": {"p": {"digits": 0}, "q": {}},
        "method": {"level_digits": 2, "digits": 1},
        "index": {"digits": 3},
    }
    ranking = ranked(card, {"a": {"x": 10, "y": 11.01, "z": 20.123}})
    assert ranking.score("p")[0] == 11
    assert ranking.score("q")[0] == 20.12
    assert ranking.index[0] == 15.56


def test_no_minus_before_a_rounded_zero(ranked: Ranked) -> None:
    card = {"indicators": {"x": {**PLAIN, "clip": False}}, "method": {"digits": 1}}
    assert str(float(ranked(card, {"a": {"x": -0.001}}).index[0])) == "0.0"


def test_scores_of_an_indicator_without_a_goalpost_are_gaps(ranked: Ranked) -> None:
    """No benchmark hub: x has values and no scores, and coverage says so."""
    card = {"indicators": {"x": {**PLAIN, "goalposts": [0, "benchmark"]}, "y": PLAIN, "z": PLAIN}}
    ranking = ranked(card, {"a": {"x": 1, "y": 20, "z": 40}})
    assert ranking.coverage_by_node[-1][0] == pytest.approx(2 / 3)
    assert ranking.index[0] == pytest.approx(30)
    assert np.isnan(ranked({**card, "method": {"missing": "strict"}}, {"a": {"x": 1, "y": 20, "z": 40}}).index[0])


def test_draws_lead(ranked: Ranked) -> None:
    ranking = ranked(tree(), {"a": {"x": 10, "y": 30, "z": 40}, "b": {"x": 0, "y": 0, "z": 80}})
    draws = np.stack([ranking.scores, ranking.scores * 2, np.where(ranking.scores == 10, np.nan, ranking.scores)])
    covered = aggregate(ranking.plan, draws)
    np.testing.assert_allclose(draws[:, -1], [[30, 40], [60, 80], [35, 40]])
    np.testing.assert_allclose(covered[2], [[0.5, 1], [1, 1], [1, 1]])


def test_who_is_not_scored_meets_nobody(ranked: Ranked) -> None:
    """Hub c would lose to both with the little it has; it has too little, so that a and b have one duel."""
    card = {"indicators": {"x": PLAIN, "y": PLAIN, "z": PLAIN}, "method": {"aggregate": "copeland"}}
    data = {"a": {"x": 9, "y": 2, "z": 5}, "b": {"x": 8, "y": 1, "z": 6}, "c": {"x": 1}}
    assert ranked(card, data).index.tolist() == pytest.approx([100, 0, np.nan], nan_ok=True)
    enough = ranked(card | {"method": {"aggregate": "copeland", "min_coverage": 0.0}}, data)
    assert enough.index.tolist() == pytest.approx([100, 50, 0])


def test_who_has_nothing_but_what_was_filled_in_meets_nobody_for_the_index(ranked: Ranked) -> None:
    card = {
        "indicators": {"x": {**PLAIN, "pillar": "p"}},
        "pillars": {"p": {}},
        "method": {"missing": "mean"},
        "index": {"aggregate": "copeland"},
    }
    ranking = ranked(card, {"a": {"x": 9}, "b": {"x": 1}, "c": {}})
    assert ranking.score("p").tolist() == pytest.approx([9, 1, 5])
    assert ranking.index.tolist() == pytest.approx([100, 0, np.nan], nan_ok=True)


def test_who_has_nothing_but_what_was_filled_in_has_no_index_beside_a_gap(ranked: Ranked) -> None:
    card = {
        "indicators": {"x": {**PLAIN, "pillar": "p"}, "y": PLAIN},
        "pillars": {"p": {"missing": "mean"}},
    }
    ranking = ranked(card, {"a": {"x": 10, "y": 20}, "b": {"y": 30}, "c": {}})
    assert ranking.score("p").tolist() == [10, 10, 10]
    np.testing.assert_allclose(ranking.index, [15, 20, np.nan])


def test_a_lone_hub_has_the_middle(ranked: Ranked) -> None:
    card = {"indicators": {"x": PLAIN}, "method": {"aggregate": "copeland", "scale": [1, 7]}}
    assert ranked(card, {"a": {"x": 90}}).index.tolist() == [4]


@pytest.mark.parametrize(
    ("aggregate", "wanted"),
    [
        ({"mean_min": {"alpha": 1}}, 10),
        ({"mean_min": {"alpha": 0.5}}, 17.5),
        ("mean_min", 17.5),
        ({"owa": [1, 0, 0, 0]}, 40),
        ({"owa": [1, 1, 1, 1]}, 25),
        ({"owa": [0, 3, 1, 0]}, 27.5),
        ("mazziotta_pareto", 75 - 125 / 75 - 50),  # read as 60 to 90
        ({"mazziotta_pareto": "positive"}, 75 + 125 / 75 - 50),
        ("mazziotta_pareto_adjusted", (85 - 45 / 85 - 70) / 0.6),  # read as 76 to 94
    ],
)
def test_other_means_in_a_scorecard(ranked: Ranked, aggregate: Any, wanted: float) -> None:
    assert index(ranked, FULL, method={"aggregate": aggregate}) == pytest.approx(wanted)


CELL = st.sampled_from([None, 0.0, 20.0, 35.0, 60.0, 100.0])
OTHERS: list[Any] = ["copeland", "mazziotta_pareto", "mazziotta_pareto_adjusted", "mean_min", {"owa": [2, 1]}]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    methods=st.tuples(*[st.sampled_from(OTHERS)] * 3),
    rows=st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=5),
    data=st.data(),
)
def test_names_and_order_of_hubs_and_indicators_change_nothing(
    ranked: Ranked, methods: tuple[Any, ...], rows: list[list[float | None]], data: st.DataObject
) -> None:
    def scores(hubs: Sequence[int], names: Sequence[int]) -> list[float]:
        """Indices in the order of the rows, hubs and indicators named by place."""
        pillars = {"p": {"aggregate": methods[0]}, "q": {"aggregate": methods[1]}}
        indicators = {f"i{name}": {**PLAIN, "pillar": "pq"[at // 2]} for at, name in enumerate(names)}
        values = {
            f"h{hub}": {f"i{name}": cell for name, cell in zip(names, row, strict=True)}
            for hub, row in zip(hubs, rows, strict=True)
        }
        card = {"pillars": pillars, "indicators": indicators, "index": {"aggregate": methods[2]}}
        found = ranked({**card, "method": {"min_coverage": 0.6}}, values)
        return [float(found.index[found.dataset.column[f"h{hub}"]]) for hub in hubs]

    hubs, names = (data.draw(st.permutations(range(count))) for count in (len(rows), 4))
    before = scores(range(len(rows)), range(4))
    assert scores(hubs, names) == pytest.approx(before, abs=1e-9, nan_ok=True)
