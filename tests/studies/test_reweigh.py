from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubscore.model.checks import check_scorecard
from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.derive import with_weights
from hubscore.studies.reweigh import LEVELS, Field, Level, averagers, levers

GAP = np.nan
MEANS: list[Any] = ["arithmetic", "geometric", "harmonic", {"power": 2}, "minimum", "median", "copeland"]
MEANS += ["mazziotta_pareto_adjusted", {"mean_min": {"alpha": 0.8, "beta": 0.1}}]


def made(card: dict[str, Any], figures: dict[str, list[float]]) -> tuple[Ranking, Scorecard]:
    """A scored card whose figures are given by indicator, one a hub; goalposts are 0 and 10."""
    indicators = {
        name: {"direction": "higher", "goalposts": [0, 10]} | card.get("indicators", {}).get(name, {})
        for name in figures
    }
    scorecard = Scorecard.model_validate({"hubs": "*", **card, "indicators": indicators})
    assert check_scorecard(scorecard) == []
    values = np.array(list(figures.values()), dtype=float)
    ids = [f"hub{number}" for number in range(values.shape[1])]
    hubs = hubs_of(ids, ids, ["candidate"] * len(ids), [None] * len(ids))
    return score(from_values(hubs, list(figures), values), scorecard), scorecard


def scored_with(ranking: Ranking, scorecard: Scorecard, weights: dict[str, float]) -> Ranking:
    return score(ranking.dataset, with_weights(scorecard, weights))


@st.composite
def cards(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, list[float]]]:
    """Two levels of pillars with any methods, and figures of three hubs with gaps."""
    pillars = {name: {"aggregate": draw(st.sampled_from(MEANS))} for name in ("p", "q")}
    pillars["r"] = {"parent": "q"}
    homes = ["p", "p", "q", "r", "r", None]
    indicators: dict[str, dict[str, Any]] = {
        f"i{at}": {"pillar": home} if home else {} for at, home in enumerate(homes)
    }
    if draw(st.booleans()):
        indicators["i0"]["applies_to"] = ["hub0", "hub2"]
    figures = {
        name: draw(st.lists(st.sampled_from([GAP, 0.5, 1.0, 4.0, 7.5, 10.0]), min_size=3, max_size=3))
        for name in indicators
    }
    method = {
        "aggregate": draw(st.sampled_from(MEANS)),
        "missing": draw(st.sampled_from(["renormalise", "strict", "mean", "worst"])),
        "min_coverage": draw(st.sampled_from([0.0, 0.5, 1.0])),
    } | draw(st.sampled_from([{}, {"digits": 1}, {"max_missing": 1}]))
    weights = {name: draw(st.floats(0.1, 5)) for name in (*pillars, *indicators)}
    index = {"over": draw(st.sampled_from(["children", "children", "indicators"]))}
    return {"method": method, "pillars": pillars, "indicators": indicators, "weights": weights, "index": index}, figures


@settings(max_examples=120)
@given(cards(), st.sampled_from(LEVELS), st.integers(0, 2**32))
def test_the_index_is_what_scoring_with_these_weights_gives(
    case: tuple[dict[str, Any], dict[str, list[float]]], level: Level, seed: int
) -> None:
    ranking, scorecard = made(*case)
    moved = levers(ranking, level)
    v = np.random.default_rng(seed).dirichlet(np.ones(len(moved.nodes)), 3)
    for hubs in (np.arange(3), np.array([0, 2])):
        found = moved.index(Field(ranking, hubs), v)
        for draw in range(3):
            by_node = {node: w[draw] for node, w in moved.by_node(v).items()}
            members = {node.id: node.members for node in ranking.plan.inner}
            reached = {node.id for _, node in averagers(ranking.plan)}
            weights = {
                member: float(w)
                for node in by_node
                if node in reached
                for member, w in zip(members[node], by_node[node], strict=True)
            }
            expected = scored_with(ranking, scorecard, weights).index[hubs]
            np.testing.assert_allclose(found[draw], expected, atol=1e-6 if "digits" in case[0]["method"] else 1e-9)


def test_many_draws_are_worked_on_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    ranking, _ = made({"weights": {"a": 1, "b": 3}}, {"a": [1, 9, 4], "b": [5, 2, GAP]})
    moved, field = levers(ranking), Field(ranking, np.arange(3))
    v = np.random.default_rng(1).dirichlet([1, 1], 20)
    whole = moved.index(field, v)
    monkeypatch.setattr("hubscore.studies.reweigh.CELLS_AT_ONCE", 20)
    np.testing.assert_array_equal(moved.index(Field(ranking, np.arange(3)), v), whole)


def test_other_scores_of_an_indicator_go_up_the_tree() -> None:
    ranking, _ = made({"pillars": {"p": {}}, "indicators": {"a": {"pillar": "p"}}}, {"a": [1, 9], "b": [5, 2]})
    field = Field(ranking, np.arange(2))
    found = field.index({}, {ranking.plan.row["a"]: np.array([[30.0, 90.0], [10.0, GAP]])})
    np.testing.assert_allclose(found, [[40, 55], [30, 20]])


def test_an_index_that_does_not_ask_for_a_pillar_stays_as_it_is() -> None:
    card = {
        "index": {"over": "indicators"},
        "pillars": {"p": {}},
        "indicators": {name: {"pillar": "p"} for name in "ab"},
    }
    ranking, _ = made(card, {"a": [1, 9], "b": [5, 2], "c": [3, 4]})
    found = Field(ranking, np.arange(2)).index({"p": np.array([[0.9, 0.1], [0.2, 0.8]])})
    np.testing.assert_array_equal(found, [ranking.index, ranking.index])


def test_of_whom_nothing_is_known_has_no_index_however_gaps_are_filled() -> None:
    ranking, _ = made({"method": {"missing": "worst"}}, {"a": [1, GAP], "b": [5, GAP]})
    found = levers(ranking).index(Field(ranking, np.arange(2)), np.array([[0.25, 0.75]]))
    np.testing.assert_allclose(found, [[40, GAP]])


def test_who_has_no_index_is_met_in_a_pillar_all_the_same() -> None:
    card = {
        "method": {"missing": "worst"},
        "pillars": {"p": {"aggregate": "copeland"}},
        "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}},
    }
    ranking, _ = made(card, {"a": [1, 9, GAP], "b": [5, 2, GAP], "c": [3, 4, GAP]})
    # each wins one of two duels with the other, and all with the third: 1 of 2 as the scale runs from -2 to 2
    np.testing.assert_allclose(ranking.score("p"), [75, 75, 0])
    moved = levers(ranking, "indicator")
    found = moved.index(Field(ranking, np.arange(3)), np.array([moved.weights]))
    np.testing.assert_allclose(found, [[(75 + 30) / 2, (75 + 40) / 2, GAP]])


def test_no_minus_before_a_zero() -> None:
    ranking, _ = made({"method": {"clip": False}, "index": {"digits": 0}}, {"a": [-0.03, 4], "b": [-0.03, 4]})
    found = levers(ranking).index(Field(ranking, np.arange(2)), np.array([[0.25, 0.75]]))
    assert found.tolist() == [[0, 40]]
    assert not np.signbit(found).any()


def test_a_mean_that_a_zero_erases() -> None:
    ranking, _ = made({"method": {"aggregate": "geometric", "floor": 0}}, {"a": [0, 4], "b": [5, 4]})
    found = levers(ranking).index(Field(ranking, np.arange(2)), np.array([[0.25, 0.75], [0, 1]]))
    np.testing.assert_allclose(found, [[0, 40], [50, 40]])


def test_the_weights_of_each_node() -> None:
    card = {
        "pillars": {"p": {}, "q": {}},
        "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}},
    }
    ranking, _ = made(card, {name: [1, 2] for name in "abcd"})
    members = {node.id: node.members for node in ranking.plan.inner}
    by_lever = [{"a": 0.3, "b": 0.1, "c": 0.2, "d": 0.4}, {"a": 0, "b": 0, "c": 0.5, "d": 0.5}]
    moved = levers(ranking, "indicator")
    found = moved.by_node(np.array([[shares[lever] for lever in moved.nodes] for shares in by_lever]))
    told = {node: [dict(zip(members[node], row, strict=True)) for row in w.tolist()] for node, w in found.items()}
    assert told == {
        "p": [pytest.approx({"a": 0.75, "b": 0.25}), {"a": 0.5, "b": 0.5}],  # of nothing as declared
        "q": [{"c": 1}, {"c": 1}],
        "index": [pytest.approx({"p": 0.4, "q": 0.2, "d": 0.4}), {"p": 0, "q": 0.5, "d": 0.5}],
    }
    moved = levers(ranking)
    [(node, w)] = moved.by_node(np.array([0.5, 0.3, 0.2])).items()
    assert (node, moved.nodes, w.tolist()) == ("index", members["index"], [[0.5, 0.3, 0.2]])


def test_levers_are_what_weighs_something() -> None:
    card = {
        "weights": {"p": 3, "b": 1, "c": 0, "a": 1, "d": 0},
        "pillars": {"p": {}},
        "indicators": {"a": {"pillar": "p"}, "d": {"pillar": "p"}},
    }
    ranking, _ = made(card, {"a": [1, 9], "b": [5, 2], "c": [1, 1], "d": [2, 2]})
    for level, nodes in (("pillar", ("b", "p")), ("indicator", ("b", "a"))):
        found = levers(ranking, level)  # type: ignore[arg-type]
        assert (set(found.nodes), found.weights.tolist()) == (set(nodes), [0.25, 0.75])
        assert not found.weights.flags.writeable


def test_linear_where_the_hubs_lack_the_same() -> None:
    pillars = {"p": {}, "q": {}, "r": {}}
    homes = {"a": {"pillar": "p"}, "b": {"pillar": "q"}, "c": {"pillar": "r"}}
    card = {"pillars": pillars, "indicators": homes}
    ranking, _ = made(card, {"a": [1, 9, 3], "b": [5, 2, 4], "c": [GAP, GAP, 1]})
    found = levers(ranking).linear(np.array([0, 1]))
    assert found is not None
    s, rows = found
    np.testing.assert_array_equal(s, [[10, 90], [50, 20], [GAP, GAP]])
    np.testing.assert_allclose(rows, [[0.5, 0.5, -0.5]])  # at least half of the weight has to be scored
    assert levers(ranking).linear(np.array([0, 2])) is None
    assert levers(ranking, "indicator").linear(np.array([0, 1])) is None
    assert levers(made(card | {"index": {"max_missing": 1}}, {"a": [1, 9], "b": [5, 2], "c": [GAP, GAP]})[0]).linear(
        np.array([0, 1])
    )[1].tolist() == [[1 - 1e-6, 1 - 1e-6, -1e-6]]  # type: ignore[index]


def test_linear_in_all_indicators() -> None:
    card = {"pillars": {"p": {}}, "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}}}
    ranking, _ = made(card, {"a": [1, 9], "b": [5, 2], "c": [3, 4]})
    moved = levers(ranking, "indicator")
    found = moved.linear(np.arange(2))
    assert found is not None
    assert dict(zip(moved.nodes, found[0].tolist(), strict=True)) == {"a": [10, 90], "b": [50, 20], "c": [30, 40]}
    assert found[1].shape == (0, 3)


def test_what_does_not_apply_need_not_be_scored() -> None:
    ranking, _ = made({"indicators": {"c": {"applies_to": ["hub0"]}}}, {"a": [1, 9], "b": [5, 2], "c": [GAP, GAP]})
    found = levers(ranking).linear(np.arange(2))
    assert found is not None
    assert found[1].tolist() == [[0.5, 0.5, -0.5], [0.5, 0.5, 0]]


@pytest.mark.parametrize("change", [{"aggregate": "geometric"}, {"digits": 1}])
def test_linear_in_pillars_however_they_come_about(change: dict[str, Any]) -> None:
    card = {"pillars": {"p": change}, "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}}}
    ranking, _ = made(card, {"a": [1, 9], "b": [5, 2], "c": [3, 4]})
    found = levers(ranking).linear(np.arange(2))
    assert found is not None
    rows = [ranking.plan.row[lever] for lever in levers(ranking).nodes]
    np.testing.assert_array_equal(found[0], ranking.scores[rows])
    assert found[1].shape == (0, 2)
    assert levers(ranking, "indicator").linear(np.arange(2)) is None


@pytest.mark.parametrize("change", [{"aggregate": "geometric"}, {"digits": 1}])
def test_not_linear_under_other_means_or_rounding(change: dict[str, Any]) -> None:
    ranking, _ = made({"index": change}, {"a": [1, 9], "b": [5, 2]})
    assert levers(ranking).linear(np.arange(2)) is None
    assert levers(ranking, "indicator").linear(np.arange(2)) is None


def test_every_node_with_who_averages_it() -> None:
    card = {"index": {"over": "indicators"}, "pillars": {"p": {}}, "indicators": {"a": {"pillar": "p"}}}
    ranking, _ = made(card, {"a": [1, 9], "b": [5, 2]})
    assert {node: inner.id for node, inner in averagers(ranking.plan)} == {"a": "index", "b": "index"}
