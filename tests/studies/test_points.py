from __future__ import annotations

from math import log
from typing import Any

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from hubscore.errors import ScoringError
from hubscore.model.checks import check_scorecard
from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.points import Points, points_of

GAP = np.nan
MEANS: list[Any] = ["arithmetic", "geometric", "harmonic", {"power": 2}, {"power": -3}, "minimum", "median"]
MEANS += ["copeland", "mazziotta_pareto", "mazziotta_pareto_adjusted", {"mean_min": {"alpha": 0.8, "beta": 0.1}}]


def ranked(card: dict[str, Any], figures: dict[str, list[float]]) -> Ranking:
    """Score a card whose figures are given by indicator, one a hub; goalposts are 0 and 10."""
    indicators = {
        name: {"direction": "higher", "goalposts": [0, 10]} | card.get("indicators", {}).get(name, {})
        for name in figures
    }
    scorecard = Scorecard.model_validate({"hubs": "*", **card, "indicators": indicators})
    assert check_scorecard(scorecard) == []
    values = np.array(list(figures.values()), dtype=float)
    ids = [f"hub{number}" for number in range(values.shape[1])]
    hubs = hubs_of(ids, ids, ["candidate"] * len(ids), [None] * len(ids))
    return score(from_values(hubs, list(figures), values), scorecard)


def of(ranking: Ranking, found: Points, node: str) -> tuple[float, float]:
    """Weight and points of a node."""
    row = ranking.plan.row[node]
    assert not found.weight.flags.writeable
    assert not found.points.flags.writeable
    return float(found.weight[row]), float(found.points[row])


@st.composite
def cards(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, list[float]]]:
    """A tree of up to five pillars with any methods, and figures of three hubs with gaps."""
    pillars: dict[str, dict[str, Any]] = {}
    for number in range(draw(st.integers(0, 5))):
        parent = draw(st.sampled_from([None, *pillars]))
        pillars[f"p{number}"] = {"aggregate": draw(st.sampled_from(MEANS))} | ({"parent": parent} if parent else {})
        if draw(st.integers(0, 5)) == 0:
            pillars[f"p{number}"]["over"] = "indicators"
    homes = [*pillars, *draw(st.lists(st.sampled_from([None, *pillars]), min_size=1, max_size=4))]
    indicators = {f"i{at}": {"pillar": home} if home else {} for at, home in enumerate(homes)}
    figures = {
        name: draw(st.lists(st.sampled_from([GAP, 0.0, 1.0, 4.0, 7.5, 10.0]), min_size=3, max_size=3))
        for name in indicators
    }
    method = {
        "scale": draw(st.sampled_from([[0, 100], [0, 1], [1, 7]])),
        "aggregate": draw(st.sampled_from(MEANS)),
        "missing": draw(st.sampled_from(["renormalise", "strict", "mean", "worst"])),
        "floor": draw(st.sampled_from([0.0, 0.01, 0.3])),
        "min_coverage": draw(st.sampled_from([0.0, 0.5, 1.0])),
    } | draw(st.sampled_from([{}, {"digits": 1}, {"level_digits": 2}]))
    weights = {name: draw(st.floats(0.1, 5)) for name in (*pillars, *indicators)}
    index = {"over": draw(st.sampled_from(["children", "children", "indicators"]))}
    return {"method": method, "pillars": pillars, "indicators": indicators, "weights": weights, "index": index}, figures


@settings(max_examples=150)
@given(cards())
def test_indicators_add_up_to_the_index_and_members_to_their_node(
    case: tuple[dict[str, Any], dict[str, list[float]]],
) -> None:
    try:
        ranking = ranked(*case)
    except ScoringError:  # a penalty may leave less than 0, of which there is no geometric mean
        reject()
    slack = 1e-9 * ranking.plan.span
    for hub in range(3):
        found = points_of(ranking, hub)
        leaves = found.points[: len(ranking.plan.leaves)]
        if np.isnan(ranking.index[hub]):
            assert np.isnan(found.points).all()
            continue
        assert np.nansum(leaves) == pytest.approx(ranking.index[hub], abs=slack)
        assert found.points[-1] == ranking.index[hub]
        for node in ranking.plan.inner:
            row = ranking.plan.row[node.id]
            members = [ranking.plan.row[member] for member in node.members]
            if not np.isnan(ranking.scores[row, hub]) and not np.isnan(found.points[members]).all():
                assert np.nansum(found.points[members]) == pytest.approx(found.points[row], abs=slack)


def test_an_arithmetic_point_is_weight_times_score_all_the_way_down() -> None:
    card = {
        "weights": {"money": 3, "people": 1, "banks": 1, "funds": 3, "jobs": 1},
        "pillars": {"money": {}, "people": {}},
        "indicators": {"banks": {"pillar": "money"}, "funds": {"pillar": "money"}, "jobs": {"pillar": "people"}},
    }
    ranking = ranked(card, {"banks": [2], "funds": [6], "jobs": [8]})
    found = points_of(ranking, 0)
    assert of(ranking, found, "money") == pytest.approx((0.75, 37.5))  # 0.75 x (0.25 x 20 + 0.75 x 60)
    assert of(ranking, found, "people") == pytest.approx((0.25, 20.0))
    assert of(ranking, found, "banks") == pytest.approx((0.25, 3.75))
    assert of(ranking, found, "funds") == pytest.approx((0.75, 33.75))
    assert of(ranking, found, "index") == pytest.approx((1.0, 57.5))
    assert set(found.ways) == {"weight x score"}


def test_a_gap_gives_its_weight_to_its_siblings() -> None:
    ranking = ranked({"weights": {"a": 2, "b": 1, "c": 1}}, {"a": [GAP], "b": [4], "c": [8]})
    found = points_of(ranking, 0)
    assert of(ranking, found, "b") == pytest.approx((0.5, 20.0))
    assert np.isnan(of(ranking, found, "a")).all()


def test_geometric_nodes_pass_points_down_in_proportion() -> None:
    """Without a floor against a hundredth of the scale, L(G, 1) w ln(s) and w of that 1, at every level."""
    card = {
        "method": {"aggregate": "geometric", "floor": 0},
        "pillars": {"p": {}},
        "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {}},
    }
    ranking = ranked(card, {"a": [2], "b": [8], "c": [9]})  # p = 40, the index sqrt(40 x 90) = 60
    found = points_of(ranking, 0)
    p, a = (59 / log(60) * log(40) + 1) / 2, (39 / log(40) * log(20) + 1) / 2
    assert [of(ranking, found, node)[1] for node in ("p", "a", "b", "c")] == pytest.approx(
        [p, p * a / 40, p * (40 - a) / 40, 60 - p]
    )
    assert set(found.ways) == {"LMDI"}


def test_a_floor_is_what_geometric_points_are_counted_from() -> None:
    """Read as 10 + 0.9 s, 20 and 80 are 28 and 82: each has its share of the logarithms of these over 10."""
    ranking = ranked({"method": {"aggregate": "geometric", "floor": 0.1}}, {"a": [2], "b": [8]})
    found = points_of(ranking, 0)
    index = ((28 * 82) ** 0.5 - 10) / 0.9
    assert of(ranking, found, "index")[1] == pytest.approx(index)
    assert [of(ranking, found, node)[1] for node in "ab"] == pytest.approx(
        [index * log(2.8) / log(2.8 * 8.2), index * log(8.2) / log(2.8 * 8.2)]
    )


def test_over_indicators_skips_the_pillars_between_and_tells_their_sums() -> None:
    card = {
        "index": {"over": "indicators"},
        "pillars": {"p": {"min_coverage": 1.0}, "q": {}},
        "weights": {"a": 1, "b": 1, "c": 2, "p": 1, "q": 99},
        "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}},
    }
    ranking = ranked(card, {"a": [4], "b": [GAP], "c": [7]})
    assert np.isnan(ranking.score("p")).all()
    found = points_of(ranking, 0)
    assert of(ranking, found, "a") == pytest.approx((1 / 3, 40 / 3))
    assert of(ranking, found, "c") == pytest.approx((2 / 3, 140 / 3))
    assert of(ranking, found, "p") == pytest.approx((1 / 3, 40 / 3))
    assert of(ranking, found, "q") == pytest.approx((2 / 3, 140 / 3))


def test_rounding_is_shared_in_proportion() -> None:
    ranking = ranked({"method": {"digits": 0}}, {"a": [1.2], "b": [3.9]})  # 6 + 19.5 = 25.5, printed 26
    found = points_of(ranking, 0)
    assert [of(ranking, found, node)[1] for node in "ab"] == pytest.approx([6 * 26 / 25.5, 19.5 * 26 / 25.5])


def test_rounding_moves_no_point_far_where_gains_and_losses_cancel() -> None:
    card = {
        "method": {"normalise": "zscore", "scale": [-5, 5], "digits": 0},
        "indicators": {"a": {"goalposts": None}, "b": {"direction": "lower", "goalposts": None}},
    }
    ranking = ranked(card, {"a": [1, 2, 3], "b": [1, 2, 2.9]})
    found = points_of(ranking, 2)  # 0.5 and -0.486...: 0.01 in all, printed 0
    assert ranking.index[2] == 0
    assert found.points[:2].sum() == pytest.approx(0, abs=1e-12)
    assert of(ranking, found, "a")[1] == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize(
    ("figures", "points"),
    [
        ([9, 3, 7], [10, -5, 10]),  # 40 and -20 are 10, which is 5 of the 15 of the index
        ([7, 3, 7], [5, -5, 10]),  # 20 and -20 are nothing
    ],
)
def test_gains_and_losses_below_a_pillar_count_in_full(figures: list[float], points: list[float]) -> None:
    card = {
        "method": {"scale": [-50, 50]},
        "pillars": {"p": {}},
        "indicators": {name: {"pillar": "p"} for name in "ab"},
    }
    ranking = ranked(card, {name: [figure] for name, figure in zip("abc", figures, strict=True)})
    found = points_of(ranking, 0)
    assert [of(ranking, found, node)[1] for node in "abc"] == pytest.approx(points)
    assert of(ranking, found, "p")[1] == pytest.approx(points[0] + points[1])


@pytest.mark.parametrize(("power", "way"), [(1, "weight x score"), (0, "LMDI"), (2, "Aumann-Shapley")])
def test_how_points_are_split_is_told(power: float, way: str) -> None:
    assert points_of(ranked({"method": {"aggregate": {"power": power}}}, {"a": [2], "b": [8]}), 0).ways == (way,)


def test_an_unscored_hub_has_no_points() -> None:
    ranking = ranked({"method": {"missing": "strict"}}, {"a": [0, 5], "b": [GAP, 5]})
    assert np.isnan(points_of(ranking, 0).points).all()
    assert np.isnan(points_of(ranking, 0).weight).all()


def test_a_pillar_counted_at_the_worst_keeps_its_weight() -> None:
    """`missing = "worst"` at the index only: the pillar without a score counts as the scale's low end."""
    card = {
        "method": {"scale": [1, 7]},
        "index": {"missing": "worst"},
        "pillars": {"p": {}, "q": {}},
        "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "q"}},
    }
    ranking = ranked(card, {"a": [GAP, 5], "b": [10, 5]})
    assert ranking.index[0] == pytest.approx(4.0)
    found = points_of(ranking, 0)
    assert of(ranking, found, "q") == pytest.approx((0.5, 3.5))
    assert of(ranking, found, "p") == pytest.approx((0.5, 0.5))
    assert np.isnan(of(ranking, found, "a")[1])


def test_what_does_not_apply_has_no_points() -> None:
    card = {"indicators": {"a": {"applies_to": ["hub1"]}}}
    ranking = ranked(card, {"a": [10, 10], "b": [4, 6]})
    assert of(ranking, points_of(ranking, 0), "b") == pytest.approx((1.0, 40.0))
    assert np.isnan(of(ranking, points_of(ranking, 0), "a")[1])


def test_an_ordered_average_gives_points_by_place() -> None:
    ranking = ranked({"method": {"aggregate": {"owa": [0, 1, 3]}}}, {"a": [8], "b": [4], "c": [1]})
    found = points_of(ranking, 0)
    assert [of(ranking, found, node)[1] for node in "abc"] == pytest.approx([0, 10, 7.5])
    assert set(found.ways) == {"Aumann-Shapley (places)"}


def test_duels_are_against_the_hubs_that_are_scored() -> None:
    """Hub 2 lacks too much to be scored, so that hub 0 has one duel: two of three children voted for it."""
    card = {"method": {"aggregate": "copeland"}, "weights": {"a": 1, "b": 1, "c": 2}}
    ranking = ranked(card, {"a": [8, 4, 1], "b": [4, 6, GAP], "c": [5, 1, GAP]})
    assert ranking.index.tolist() == pytest.approx([100, 0, GAP], nan_ok=True)
    found = points_of(ranking, 0)
    assert [of(ranking, found, node)[1] for node in "abc"] == pytest.approx([100 / 3, 0, 200 / 3])
    assert [of(ranking, points_of(ranking, 1), node)[1] for node in "abc"] == pytest.approx([0, 0, 0])
