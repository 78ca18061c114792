from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hubscore
from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.rank import ranks
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.leave_out import omissions, without

Ranked = Callable[..., Ranking]
PILLARS = {
    "pillars": {"p": {}, "q": {}},
    "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}},
}


def by_node(ranking: Ranking) -> dict[str, Any]:
    return {omission.node: omission for omission in omissions(ranking)}


def test_the_mean_shift_of_ranks_and_who_moves_most(ranked: Ranked) -> None:
    ranking = ranked({}, x={"a": 9.0, "b": 1.0}, y={"a": 5.0, "b": 4.0}, z={"a": 1.0, "b": 6.0})  # x 50, y 45, z 35
    found = by_node(ranking)
    assert found["a"][:7] == (
        "a",
        pytest.approx(4 / 3),
        3,
        0,
        1,
        3,
        0,
    )  # by b alone z, y, x; of equal moves the leader's
    assert found["b"][:7] == ("b", 0.0, 3, None, 0, 0, 0)


def test_who_moves_far_and_who_enters_and_leaves_the_top_ten(ranked: Ranked) -> None:
    hubs = {f"h{at:02}": {"a": 9.0 - at * 0.5, "b": 2.0} for at in range(12)}
    hubs["h11"]["b"] = 2.0 + 5.2  # by a alone the last, with b third
    found = by_node(ranked({}, **hubs))["b"]
    assert (found.before, found.after, found.greatest) == (2, 12, 10)
    assert found.far == pytest.approx(1 / 12)
    assert (found.enters, found.leaves) == ((9,), (11,))


def test_three_places_are_far(ranked: Ranked) -> None:
    x = {"w": (9.0, 0.0), "x": (8.0, 0.0), "y": (7.0, 0.0), "z": (6.0, 10.0)}
    found = by_node(ranked({}, **{hub: dict(zip("ab", row, strict=True)) for hub, row in x.items()}))["b"]
    assert (found.before, found.after) == (1, 4)  # the others rise by one place each
    assert (found.far, found.shift) == (0.25, 1.5)


def test_hubs_tie_as_in_the_ranking(ranked: Ranked) -> None:
    hubs = {"x": {"a": 9.0, "b": 1.0}, "y": {"a": 9.0, "b": 1.0}, "z": {"a": 1.0, "b": 2.0}}
    found = by_node(ranked({"method": {"ties": "dense"}}, **hubs))["a"]
    assert found.shift == 1.0  # z from second, behind two firsts, to first
    assert (found.before, found.after) == (1, 2)


def test_a_node_that_is_all_there_is_takes_its_parent_out(ranked: Ranked) -> None:
    ranking = ranked(PILLARS, x={"a": 9.0, "b": 9.0, "c": 0.0}, y={"a": 4.0, "b": 4.0, "c": 9.0})
    found = by_node(ranking)
    assert list(found) == ["p", "a", "b", "q", "c"]
    assert found["c"][1:] == found["q"][1:] == (1.0, 2, 1, 1, 2, 0, 0, 0.0, (), ())


def test_what_weighs_nothing_is_nothing_to_leave(ranked: Ranked) -> None:
    ranking = ranked({"weights": {"a": 1, "b": 0}}, x={"a": 9.0, "b": 1.0}, y={"a": 5.0, "b": 4.0})
    found = by_node(ranking)
    assert found["b"].shift == 0
    assert (found["a"].hubs, found["a"].lost) == (0, 2)  # b alone has no weight to score by
    assert np.isnan(found["a"].shift)


def test_without_its_only_indicator_nobody_is_ranked(ranked: Ranked) -> None:
    [only] = omissions(ranked({}, x={"a": 9.0}, y={"a": 5.0}))
    assert np.isnan(only.shift)
    assert (only.hubs, only.hub, only.lost) == (0, None, 2)


def test_a_hub_that_had_nothing_else_loses_its_index(ranked: Ranked) -> None:
    card = {"method": {"min_coverage": 0.0}}
    ranking = ranked(card, x={"a": 9.0, "b": 1.0}, y={"a": 5.0, "b": None}, z={"a": 1.0, "b": 5.0})
    found = by_node(ranking)["a"]
    assert found[:7] == ("a", 1.0, 2, 0, 1, 2, 1)  # of those who stay, z passes x; y is lost
    assert (found.enters, found.leaves) == ((), (1,))


def test_who_comes_or_goes_moves_nobody(ranked: Ranked) -> None:
    """Without c, which only two have, all can be ranked: the two keep their order among themselves."""
    card = {"method": {"min_coverage": 1.0}}
    rest = {f"z{at}": {"a": 8.0 - at, "b": 8.0, "c": None} for at in range(5)}
    found = by_node(ranked(card, x={"a": 2.0, "b": 2.0, "c": 9.0}, y={"a": 1.0, "b": 1.0, "c": 9.0}, **rest))["c"]
    assert (found.shift, found.hubs, found.hub, found.lost, found.gained) == (0.0, 2, None, 0, 5)
    assert (found.enters, found.leaves) == ((2, 3, 4, 5, 6), ())


def test_gaps_that_are_filled_in_rank_nobody(ranked: Ranked) -> None:
    card = {"method": {"missing": "mean"}}
    ranking = ranked(card, x={"a": 9.0, "b": 1.0}, y={"a": 5.0, "b": None}, z={"a": 1.0, "b": 5.0})
    assert by_node(ranking)["a"].lost == 1


def test_hubs_with_nothing_but_filled_gaps_are_no_opponents(ranked: Ranked) -> None:
    card = {"method": {"missing": "mean", "aggregate": "copeland"}}
    hubs = {"u": {"a": None, "b": None, "c": None}, "x": {"a": 2.0, "b": None, "c": 0.5}}
    ranking = ranked(card, **hubs, y={"a": None, "b": None, "c": 2.0}, z={"a": 0.5, "b": 1.0, "c": 0.5})
    anew = ranked(
        card,
        **{hub: {key: each[key] for key in "ac"} for hub, each in hubs.items()},
        y={"a": None, "c": 2.0},
        z={"a": 0.5, "c": 0.5},
    )
    found = by_node(ranking)["b"]
    both = (ranking.rank > 0) & (anew.rank > 0)
    assert found.shift == pytest.approx(np.abs(anew.rank - ranking.rank)[both].mean())


def test_of_indicators_averaged_over_pillars_those_below_go_too(ranked: Ranked) -> None:
    card = PILLARS | {"index": {"over": "indicators"}, "weights": {"a": 1, "b": 1, "c": 4}}
    ranking = ranked(card, x={"a": 9.0, "b": 9.0, "c": 4.0}, y={"a": 4.0, "b": 4.0, "c": 6.0})
    lean = without(ranking.plan, "p")
    assert lean.inner[-1].members == ("c",)
    assert lean.weights.tolist() == [0.0, 0.0, 1.0]
    assert without(ranking.plan, "a").weights == pytest.approx([0, 0.2, 0.8])


def test_benchmarks_are_no_rivals(ranked: Ranked) -> None:
    ranking = ranked({}, x={"a": 9.0, "b": 1.0, "Role": "benchmark"}, y={"a": 5.0, "b": 4.0})
    assert {(found.hubs, found.gained, found.enters) for found in omissions(ranking)} == {(1, 0, ())}


def test_an_ordered_average_keeps_its_shares_of_places(ranked: Ranked) -> None:
    """A scorecard of fewer indicators would need another vector; its shares are drawn out over the fewer places."""
    x = np.random.default_rng(4).uniform(0, 10, (3, 8))
    hubs = {f"h{at}": dict(zip("abc", x[:, at].tolist(), strict=True)) for at in range(8)}
    ranking = ranked({"method": {"aggregate": {"owa": [5, 2, 1]}}}, **hubs)
    kernel = AGGREGATIONS["owa"].function
    for row, omission in enumerate(omissions(ranking)):
        rest = np.delete(ranking.scores[:3], row, axis=0)
        anew = ranks(kernel(rest, np.array([0.5, 0.5]), ranking.plan.inner[-1].parameter), 100)
        assert omission.shift == pytest.approx(np.abs(anew - ranking.rank).mean())


SIMPLE = [name for name, row in AGGREGATIONS.items() if row.bare]
NUMBERS = st.one_of(st.none(), st.sampled_from([0.5, 2.0, 3.0, 5.0, 5.5, 8.0, 9.0]))


@settings(max_examples=150)
@given(
    aggregate=st.sampled_from([*SIMPLE, {"power": -2}, {"power": 3}]),
    over=st.sampled_from(["children", "indicators"]),
    missing=st.sampled_from(["renormalise", "mean", "worst", "strict"]),
    least=st.sampled_from([0.0, 0.5, 1.0]),
    weights=st.lists(st.sampled_from([0.5, 1.0, 2.0]), min_size=7, max_size=7),
    rows=st.lists(st.lists(NUMBERS, min_size=5, max_size=5), min_size=2, max_size=6),
)
def test_the_same_as_a_scorecard_without_it(
    ranked: Ranked, aggregate: Any, over: str, missing: str, least: float, weights: list[float], rows: list[Any]
) -> None:
    """Brute force: take the node out of the file and score anew."""
    names = [f"i{at}" for at in range(5)]
    card = {
        "method": {"aggregate": aggregate, "missing": missing, "min_coverage": least},
        "index": {"over": over},
        "pillars": {"p": {}, "q": {}},
        "indicators": {name: {"pillar": "p" if at < 3 else "q"} for at, name in enumerate(names)},
        "weights": dict(zip([*names, "p", "q"], weights, strict=True)),
    }
    ranking = ranked(card, **{f"h{at}": dict(zip(names, row, strict=True)) for at, row in enumerate(rows)})
    for omission in omissions(ranking):
        anew = score(ranking.dataset, lean(card, omission.node))
        both = (ranking.rank > 0) & (anew.rank > 0)
        before, after = (ranks(np.where(both, each.index, np.nan), 100) for each in (ranking, anew))
        moved = np.abs(after - before)[both]
        assert omission.gained == ((ranking.rank == 0) & (anew.rank > 0)).sum()
        assert omission.hubs == both.sum()
        assert omission.lost == ((ranking.rank > 0) & (anew.rank == 0)).sum()
        if both.any():
            assert omission.shift == pytest.approx(moved.mean())
            assert abs(omission.after - omission.before) == moved.max()


def lean(card: dict[str, Any], node: str) -> Scorecard:
    kept = {name: entry for name, entry in card["indicators"].items() if node not in (name, entry["pillar"])}
    pillars = {entry["pillar"] for entry in kept.values()}
    usual = {"direction": "higher", "goalposts": [0, 10]}
    changed = {
        "indicators": {name: usual | entry for name, entry in kept.items()},
        "pillars": {pillar: {} for pillar in pillars},
        "weights": {name: weight for name, weight in card["weights"].items() if name in kept.keys() | pillars},
    }
    return Scorecard.model_validate({"hubs": "*"} | card | changed)


def test_the_bundled_scorecard(root: Any) -> None:
    workspace = hubscore.open(root / "configs")
    found = omissions(score(workspace.dataset, workspace.scorecard))
    assert len(found) == 25
    assert all(omission.hubs == 4 for omission in found)
