from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.errors import Problem, UsageError
from hubscore.line.leaves import normalise
from hubscore.line.nodes import aggregate
from hubscore.scoring import score
from hubscore.studies import draws as module
from hubscore.studies.draws import Sampler, sampler
from hubscore.studies.variants import admitting

Made = Callable[..., Any]

CARD: dict[str, Any] = {
    "weights": {"p": 3, "q": 1, "e": 2},
    "pillars": {"p": {}, "q": {"aggregate": "geometric", "digits": 3}},
    "indicators": {
        "a": {"pillar": "p"},
        "b": {"pillar": "p", "goalposts": ["min", "max"]},
        "c": {"pillar": "q", "normalise": "minmax"},
        "d": {"pillar": "q", "normalise": "percent_rank", "direction": "lower", "goalposts": [10, 0]},
        "e": {"goalposts": [9, 1], "direction": "lower", "clip": False, "transform": "log1p"},
    },
    "uncertainty": {"weights": 0.4, "data": {"official": 0.3}},
}


OVER = {"index": {"over": "indicators"}, "weights": {"a": 1, "b": 2, "c": 3, "d": 1, "e": 2}}


def hubs(count: int = 7, seed: int = 1) -> dict[str, Any]:
    random = np.random.default_rng(seed)
    return {
        f"h{number}": dict(zip("abcde", random.uniform(1, 9, 5).round(3).tolist(), strict=True))
        for number in range(count)
    }


def by_the_line(source: Sampler, draws: int) -> np.ndarray:
    """The scores of all nodes from drawn values and weights, by the same steps as a ranking."""
    at = source.keys(0, draws)
    values, shares, plan = source.values(at), source.weights(at), source.base.plan
    result = np.empty((draws, len(plan.ids), values.shape[-1]))
    for draw in range(draws):
        inner = tuple(node._replace(weights=shares[node.id][draw]) for node in plan.inner)
        drawn = replace(plan, inner=inner)
        normalise(drawn, source.dataset, list(values[draw]), result[draw], [None] * len(values[draw]))
        aggregate(drawn, result[draw])
    return result


OTHERS = {
    "indicators": CARD["indicators"]
    | {
        "b": {"pillar": "p", "goalposts": ["min", "benchmark"]},
        "c": {"pillar": "q", "normalise": {"distance_to_reference": "h1"}},
    }
}


@pytest.mark.parametrize("more", [{}, OVER, {"index": {"aggregate": "copeland"}}, OTHERS])
@pytest.mark.parametrize("only", [("weights", "data"), ("weights",), ("data",)])
def test_a_draw_scores_as_the_line_does(made: Made, more: dict[str, Any], only: tuple[str, ...]) -> None:
    source = sampler(*made({**CARD, **more}, **hubs() | {"h7": {"Role": "benchmark"} | hubs()["h1"]}), only=only)
    nodes = source.nodes(source.keys(0, 12))
    assert nodes == pytest.approx(by_the_line(source, 12), nan_ok=True)
    assert np.array_equal(source.scores(source.keys(0, 12)), nodes[:, -1])


def test_plain_indicators_alone_score_as_the_line_does(made: Made) -> None:
    indicators = {
        "a": {},
        "b": {"goalposts": [8, 2], "direction": "lower"},
        "c": {"clip": False, "goalposts": [3, 5]},
        "d": {"normalise": "minmax"},
        "e": {"normalise": "minmax", "direction": "lower", "goalposts": [10, 0]},
    }
    source = sampler(*made({"indicators": indicators, "method": {"scale": [10, 60]}}, **hubs()), only=["data"])
    assert source.nodes(source.keys(0, 9)) == pytest.approx(by_the_line(source, 9))


def test_an_indicator_that_is_the_same_for_all_scores_the_middle(made: Made) -> None:
    card = {"method": {"normalise": "minmax"}, "uncertainty": {"data": {"official": 0}}}
    source = sampler(*made(card, x={"a": 3, "b": 1}, y={"a": 3, "b": 4}), only=["data"])
    nodes = source.nodes(source.keys(0, 3))
    assert (nodes[:, source.base.plan.row["a"]] == 50).all()
    assert (nodes[:, source.base.plan.row["b"]] == [0, 100]).all()


def test_nothing_varied_is_the_ranking(made: Made) -> None:
    source = sampler(*made(CARD, **hubs()), only=["aggregate"])
    nodes = source.nodes(source.keys(0, 3))
    assert nodes == pytest.approx(np.broadcast_to(source.base.scores, nodes.shape))
    assert source.values(source.keys(0, 2))[0] == pytest.approx(np.array(source.base.cells.filled))


def test_methods_have_equal_odds_and_score_as_scorecards_that_say_so(made: Made) -> None:
    lists = {"normalise": ["goalposts", "minmax", "zscore"], "aggregate": ["arithmetic", "median"]}
    dataset, card = made({**CARD, "uncertainty": lists}, **hubs())
    source = sampler(dataset, card, only=["normalise", "aggregate"])
    at = source.keys(0, 3000)
    chosen, scores = source.chosen(at), source.scores(at)
    times = np.bincount(chosen["normalise"] * 2 + chosen["aggregate"])
    assert times == pytest.approx(np.full(6, 500), abs=90)
    for first, normal in enumerate(lists["normalise"]):
        for second, mean in enumerate(lists["aggregate"]):
            _, other = made({**CARD, "method": {"normalise": normal, "aggregate": mean}}, **hubs())
            same = scores[(chosen["normalise"] == first) & (chosen["aggregate"] == second)]
            expected = score(dataset, other).index
            assert same == pytest.approx(np.broadcast_to(expected, same.shape))


def test_drawn_readings_are_scored_by_the_method_that_is_drawn(made: Made) -> None:
    varied = sampler(*made({"uncertainty": {"normalise": ["minmax"]}}, **hubs()), only=["data", "normalise"])
    declared = sampler(*made({"method": {"normalise": "minmax"}}, **hubs()), only=["data"])
    nodes, expected = (source.nodes(source.keys(0, 9)) for source in (varied, declared))
    assert nodes == pytest.approx(expected)


def test_as_many_draws_of_a_method_as_there_are_hubs(made: Made) -> None:
    card = {"uncertainty": {"aggregate": ["arithmetic", "geometric"]}}
    source = sampler(*made(card, **hubs(7)), only=["data", "aggregate"])
    at = source.keys(0, 60)
    first, second = (np.flatnonzero(source.chosen(at)["aggregate"] == number) for number in (0, 1))
    some = np.concatenate([first[:7], second[:5]])
    assert source.scores(at[:, some]) == pytest.approx(source.scores(at)[some], rel=1e-12)


def test_levels_of_evidence_score_as_scorecards_that_admit_them(made: Made) -> None:
    weak = {"value": 9, "evidence": "estimate"}
    cells = {"x": {"a": weak, "b": 6}, "y": {"a": 5, "b": weak}, "z": {"a": 1, "b": 2}}
    dataset, card = made({"method": {"normalise": "minmax"}}, **cells)
    source = sampler(dataset, card, only=["evidence"])
    at = source.keys(0, 60)
    chosen, nodes = source.chosen(at)["evidence"], source.nodes(at)
    for number, level in enumerate(("reported", "estimate")):
        expected = score(dataset, admitting(card, level)).scores
        same = nodes[chosen == number]
        assert same == pytest.approx(np.broadcast_to(expected, same.shape), nan_ok=True)


def test_an_aggregation_that_is_not_drawn_is_not_asked(made: Made) -> None:
    """Geometric means are declared, and cannot be taken of the negative scores that are drawn."""
    cells = {"x": {"a": -3, "b": 6}, "y": {"a": 5, "b": 7}}
    varied = {"uncertainty": {"normalise": ["none"], "aggregate": ["arithmetic"]}}
    source = sampler(*made({"method": {"aggregate": "geometric"}, **varied}, **cells), only=["normalise", "aggregate"])
    assert source.scores(source.keys(0, 2)) == pytest.approx(np.array([[1.5, 6.0]] * 2))


def test_what_a_policy_fills_follows_what_is_drawn(made: Made) -> None:
    cells = {"x": {"a": 8, "b": None}, "y": {"a": 5, "b": 1}, "z": {"a": 6, "b": 3}}
    source = sampler(*made({"method": {"missing": "mean"}}, **cells), only=["data"])
    at, row = source.keys(0, 20), source.base.plan.row["b"]
    for drawn in (source.values(at), source.nodes(at)):
        assert drawn[:, row, 0] == pytest.approx(drawn[:, row, 1:].mean(axis=1))
        assert (np.ptp(drawn[:, row], axis=0) > 0).all()


def test_evidence_and_the_way_to_fill_are_factors_too(made: Made) -> None:
    cells = {"x": {"a": {"value": 4, "evidence": "estimate"}, "b": 6}, "y": {"a": 5, "b": 7}, "z": {"a": 1, "b": 2}}
    source = sampler(*made({}, **cells), only=["evidence", "missing", "absent"])
    at = source.keys(0, 600)
    chosen, scores = source.chosen(at), source.scores(at)
    assert source.options["evidence"] == ("reported", "estimate")  # nothing is secondary
    assert (scores[chosen["evidence"] == 1, 0] == 50).all()
    weaker = scores[(chosen["evidence"] < 1) & (chosen["missing"] == 1), 0]
    assert weaker.min() < 35
    assert weaker.max() > 75
    assert np.isnan(source.values(at)[chosen["evidence"] < 1, 0, 0]).all()


def test_one_factor_can_be_drawn_anew_while_the_others_stay(made: Made) -> None:
    source = sampler(*made(CARD, **hubs()))
    first, second = source.keys(0, 50), source.keys(50, 50)
    mixed = first.copy()
    mixed[source.factors.index("weights:q")] = second[source.factors.index("weights:q")]
    assert np.array_equal(source.values(mixed), source.values(first))
    before, after = source.weights(first), source.weights(mixed)
    assert np.array_equal(before["p"], after["p"])
    assert not np.allclose(before["q"], after["q"])


def test_readings_of_one_pillar_can_be_drawn_anew_alone(made: Made) -> None:
    for source in (sampler(*made(CARD, **hubs())), sampler(*made(CARD, **hubs()), only=["data:p", "data:q"])):
        mixed, second = source.keys(0, 50), source.keys(50, 50)
        before = source.values(mixed)
        mixed[source.factors.index("data:q")] = second[source.factors.index("data:q")]
        rows = source.base.plan.row
        changed = {name for name in "abcde" if (source.values(mixed) != before)[:, rows[name]].any()}
        assert changed == {"c", "d"}
        assert np.ptp(before[:, rows["e"]], axis=0).any() == ("data:e" in source.factors)


def test_draws_depend_on_nothing_that_is_evaluated_beside_them(made: Made) -> None:
    source = sampler(*made({**CARD, "uncertainty": {"aggregate": ["arithmetic", "geometric"]}}, **hubs()))
    at = source.keys(0, 40)
    whole = source.scores(at)
    assert np.array_equal(whole[17:19], source.scores(at[:, 17:19]))
    assert np.array_equal(whole[::-1], source.scores(at[:, ::-1]))


@pytest.mark.parametrize(
    "only",
    [(), ("weights",), ("absent",), ("weights", "absent"), ("weights", "aggregate"), ("data", "absent", "missing")],
)
@pytest.mark.parametrize("together", [1, 2, 7])
def test_a_few_draws_are_as_among_many(made: Made, only: tuple[str, ...], together: int) -> None:
    cells = hubs()
    cells["h3"]["a"] = None
    source = sampler(*made({**CARD, "uncertainty": {"aggregate": ["arithmetic", "geometric"]}}, **cells), only=only)
    at = source.keys(0, 42)
    whole = source.scores(at)
    assert np.ptp(whole, axis=0).max() > 0
    parts = [source.scores(at[:, first : first + together]) for first in range(0, 42, together)]
    assert np.concatenate(parts) == pytest.approx(whole, rel=1e-12)


def test_the_order_of_hubs_and_indicators_changes_nothing(made: Made) -> None:
    cells = hubs()
    turned = {hub: dict(reversed(list(given.items()))) for hub, given in reversed(list(cells.items()))}
    back = {**CARD, "indicators": dict(reversed(list(CARD["indicators"].items())))}
    one, other = sampler(*made(CARD, **cells)), sampler(*made(back, **turned))
    assert np.array_equal(one.scores(one.keys(0, 30)), other.scores(other.keys(0, 30)))


def test_another_hub_changes_no_draw_of_the_others(made: Made) -> None:
    card = {"uncertainty": {"data": {"official": 0.1}}}
    few = sampler(*made(card, x={"a": 3, "b": 4}, y={"a": 2, "b": 9}))
    more = sampler(*made(card, aa={"a": 1, "b": 1}, x={"a": 3, "b": 4}, y={"a": 2, "b": 9}))
    assert np.array_equal(few.scores(few.keys(0, 30)), more.scores(more.keys(0, 30))[:, 1:])


@pytest.mark.parametrize("only", [(), ("weights",), ("data",), ("absent",), ("weights", "data", "absent")])
def test_draws_centre_on_the_reported_score(only: tuple[str, ...], pytestconfig: pytest.Config) -> None:
    workspace = hubscore.open(pytestconfig.rootpath / "configs")
    source = sampler(workspace.dataset, workspace.scorecard, only=only)
    index = source.scores(source.keys(0, 2000))
    for hub in np.flatnonzero(~np.isnan(source.base.index)):
        low, high = np.quantile(index[:, hub], [0.05, 0.95])
        away = abs(index[:, hub].mean() - source.base.index[hub])
        assert away <= max((high - low) / 2, 1e-9)


def test_linear_only_where_weights_alone_move_a_whole_table(made: Made) -> None:
    cells = hubs()
    linear = {"indicators": {"a": {}}}
    everybody = np.arange(7)
    source = sampler(*made(linear, **cells), only=["weights"])
    plain = source.linear(everybody)
    assert plain is not None
    at = source.keys(0, 20)
    assert source.weighing.times_declared(at).T @ plain == pytest.approx(source.scores(at))
    assert sampler(*made(linear, **cells)).linear(everybody) is None
    assert sampler(*made(CARD, **cells), only=["weights"]).linear(everybody) is None
    idle = {"weights": dict.fromkeys("abcd", 1) | {"e": 0}}
    unread = {hub: given | {"e": None} for hub, given in cells.items()}
    source = sampler(*made(idle, **unread | {"h9": cells["h3"]}), only=["weights"])
    plain = source.linear(np.arange(8))
    assert plain is not None
    assert source.weighing.times_declared(at).T @ plain == pytest.approx(source.scores(at))
    for index in ({"aggregate": "geometric"}, {"digits": 3}):
        assert sampler(*made({"index": index}, **cells), only=["weights"]).linear(everybody) is None
    cells["h3"]["b"] = None
    gappy = made(linear, **cells)
    assert sampler(*gappy, only=["weights"]).linear(everybody) is None
    assert sampler(*gappy, only=["weights"]).linear(everybody[:3]) is not None
    assert sampler(*gappy, only=["weights", "absent"]).linear(everybody[:3]) is None
    assert sampler(*made(linear, **hubs()), only=["weights", "absent"]).linear(everybody) is not None


def test_a_hub_without_a_score_whose_gaps_are_not_drawn_leaves_the_others_linear(made: Made) -> None:
    cells = hubs(3) | {"h3": {"a": 1.0}}
    source = sampler(*made({"method": {"min_coverage": 0.9}}, **cells), only=["weights", "absent"])
    assert np.isnan(source.base.index).tolist() == [False, False, False, True]
    assert source.linear(np.arange(3)) is not None
    assert source.linear(np.arange(4)) is None


def test_blocks_are_sized_by_cells(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    source = sampler(*made(CARD, **hubs()))
    assert source.at_once == module.CELLS_AT_ONCE // 35
    monkeypatch.setattr(module, "CELLS_AT_ONCE", 1)
    assert sampler(*made(CARD, **hubs())).at_once == 1


def test_the_ranking_of_everyone_stays_one_at_every_level(made: Made) -> None:
    poor = {"value": 5, "evidence": "secondary"}
    dataset, card = made({}, x={"a": 3}, y={"a": 4, "Role": "benchmark"}, z={"a": poor})
    source = sampler(dataset, card, only=["evidence"], everyone=True)
    assert source.readings("reported").ranking.ranked.all()


def test_so_it_does_where_a_rule_leaves_a_hub_out(made: Made) -> None:
    poor = {"value": 5, "evidence": "secondary"}
    some = {"x": {"a": 3, "b": 3}, "y": {"a": 4, "b": 3, "Role": "benchmark"}, "z": {"a": 1, "b": None}}
    dataset, scorecard = made({"screening": {"min_coverage": 0.6}}, w={"a": poor, "b": 2}, **some)
    source = sampler(dataset, scorecard, only=["evidence"], everyone=True)
    assert source.base.ranked.tolist() == [True, True, True, False]
    assert source.readings("reported").ranking.ranked.tolist() == [False, True, True, False]  # y is a benchmark


def test_candidates_are_ranked_with_the_first_seed_unless_something_else_is_asked_for(made: Made) -> None:
    dataset, card = made({}, x={"a": 3}, y={"a": 4, "Role": "benchmark"})
    source = sampler(dataset, card)
    assert source.seed == 1
    assert source.base.rank.tolist() == [1, 0]
    assert sampler(dataset, card, everyone=True).base.rank.tolist() == [2, 1]
    assert sampler(dataset, card, base=source.base).base is source.base


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_a_seed_out_of_range_is_refused(made: Made, seed: int) -> None:
    with pytest.raises(UsageError) as caught:
        sampler(*made({}, x={"a": 3}), seed=seed)
    expected = f"0 to {2**64 - 1}"
    assert caught.value.problems == (Problem("seed", "the seed is out of range", found=str(seed), expected=expected),)


@pytest.mark.parametrize("seed", [0, 2**64 - 1])
def test_seeds_at_the_ends_are_taken(made: Made, seed: int) -> None:
    assert sampler(*made({}, x={"a": 3}), seed=seed).seed == seed
