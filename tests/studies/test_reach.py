from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import hubscore.studies.reach as module
from hubscore.errors import Problem, UsageError
from hubscore.methods.rank import TIE_TOLERANCE, ranks
from hubscore.model.checks import check_scorecard
from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.reach import Reach, reach
from hubscore.studies.reweigh import Field, levers

Floats = NDArray[np.float64]
GAP = np.nan
HUBS = 5
TIES = ("competition", "dense")


def made(card: dict[str, Any], figures: dict[str, list[float]], benchmark: tuple[int, ...] = ()) -> Ranking:
    usual = {"direction": "higher", "goalposts": [0, 10]}
    indicators = {name: usual | card.get("indicators", {}).get(name, {}) for name in figures}
    scorecard = Scorecard.model_validate({"hubs": "*", **card, "indicators": indicators})
    assert check_scorecard(scorecard) == []
    values = np.array(list(figures.values()), dtype=float)
    ids = [f"hub{number}" for number in range(values.shape[1])]
    roles = ["benchmark" if at in benchmark else "candidate" for at in range(len(ids))]
    hubs = hubs_of(ids, [name.title() for name in ids], roles, [None] * len(ids))
    return score(from_values(hubs, list(figures), values), scorecard)


def simplex(size: int, steps: int) -> Floats:
    rows = [point for point in product(range(steps + 1), repeat=size - 1) if sum(point) <= steps]
    return np.array([[*point, steps - sum(point)] for point in rows]) / steps


def box(weights: Floats, within: float, steps: int) -> Floats:
    factors = np.array(list(product(np.linspace(1 - within, 1 + within, steps), repeat=weights.size)))
    v = weights * factors
    return np.asarray(v / v.sum(axis=1, keepdims=True))


def places(ranking: Ranking, v: Floats, hub: int) -> NDArray[np.int64]:
    """The hub's rank under many weights, by scoring."""
    moved = levers(ranking)
    index = moved.index(Field(ranking, np.arange(len(ranking.rank))), v)
    found = ranks(np.where(ranking.ranked, index, np.nan), ranking.plan.span, ranking.plan.ties)[:, hub]
    return np.asarray(found[found > 0])


def holds(ranking: Ranking, found: Reach, v: Floats) -> None:
    """The weights bring the hub where they say, and no others that are tried bring it further."""
    assert places(ranking, found.after[None], found.hub).tolist() == [found.rank]
    seen = places(ranking, v, found.hub)
    assert found.rank <= seen.min() if found.end == "best" else found.rank >= seen.max()


def allowed(found: Reach) -> None:
    """The weights add up to 1, and within a spread some rescaling keeps all of them inside."""
    assert found.after.sum() == pytest.approx(1)
    if found.within is not None:
        ratio = found.after / found.before
        assert ratio.max() * (1 - found.within) <= ratio.min() * (1 + found.within) + 1e-9


FIGURES = st.sampled_from([0.0, 1.0, 2.5, 4.0, 5.0, 7.0, 10.0])


@pytest.mark.parametrize(("size", "steps"), [(2, 1000), (3, 60)])
@settings(max_examples=40)
@given(data=st.data())
def test_exact_against_all_weights_of_a_grid(size: int, steps: int, data: st.DataObject) -> None:
    figures = {name: [data.draw(FIGURES) for _ in range(HUBS)] for name in "abc"[:size]}
    ranking = made({"weights": {name: data.draw(st.floats(0.1, 3)) for name in figures}}, figures)
    for end in ("best", "worst"):
        found = reach(ranking, 0, end)  # type: ignore[arg-type]
        assert found.exact
        holds(ranking, found, simplex(size, steps))


@settings(max_examples=30)
@given(st.data())
def test_exact_within_a_spread(data: st.DataObject) -> None:
    figures = {name: [data.draw(FIGURES) for _ in range(HUBS)] for name in "abc"}
    ranking = made({"weights": {name: data.draw(st.floats(0.2, 3)) for name in figures}}, figures)
    within = data.draw(st.sampled_from([0.1, 0.25, 0.6, 0.95]))
    moved = levers(ranking)
    for end in ("best", "worst"):
        found = reach(ranking, 0, end, within=within)  # type: ignore[arg-type]
        assert found.exact
        allowed(found)
        holds(ranking, found, box(moved.weights, within, 13))


@settings(max_examples=20)
@given(st.data())
def test_exact_where_all_lack_the_same(data: st.DataObject) -> None:
    figures = {name: [data.draw(FIGURES) for _ in range(HUBS)] for name in "ab"} | {"c": [GAP] * HUBS}
    ranking = made({"weights": {"a": 1, "b": 2, "c": 1}}, figures)
    for end in ("best", "worst"):
        found = reach(ranking, 0, end)  # type: ignore[arg-type]
        assert found.exact
        holds(ranking, found, simplex(3, 40))


@pytest.mark.parametrize(
    "card", [{"index": {"aggregate": "geometric"}}, {"index": {"aggregate": "copeland"}}, {"method": {"ties": "dense"}}]
)
@settings(max_examples=10)
@given(data=st.data())
def test_searched_otherwise(card: dict[str, Any], data: st.DataObject) -> None:
    figures = {name: [data.draw(st.sampled_from([0.5, 2.0, 5.0, 9.0])) for _ in range(HUBS)] for name in "abc"}
    ranking = made({"weights": {"a": 1, "b": 2, "c": 1}} | card, figures)
    # Weights at random: on a grid hubs tie where nearly all other weights tell them apart.
    generator = np.random.default_rng(7)
    factors = generator.uniform(0.5, 1.5, (300, 3)) * levers(ranking).weights
    tried = ((None, generator.dirichlet(np.ones(3), 300)), (0.5, factors / factors.sum(axis=1, keepdims=True)))
    for end in ("best", "worst"):
        for within, v in tried:
            found = reach(ranking, 0, end, within=within)  # type: ignore[arg-type]
            assert not found.exact
            holds(ranking, found, v)
            allowed(found)


@pytest.mark.parametrize(
    ("size", "seed", "end", "within"), [(6, 2, "best", None), (8, 4, "worst", 0.5), (8, 0, "best", 0.5)]
)
def test_a_search_finds_what_the_programme_finds(size: int, seed: int, end: Any, within: float | None) -> None:
    """Where nobody ties, dense ranks are the same; none of the weights first drawn reaches these."""
    generator = np.random.default_rng(seed)
    figures = {f"i{at}": generator.uniform(0, 10, 12).tolist() for at in range(size)}
    exact, found = (reach(made({"method": {"ties": ties}}, figures), 0, end, within=within) for ties in TIES)
    assert (exact.exact, found.exact) == (True, False)
    assert found.rank == exact.rank
    assert found.moved >= exact.moved
    allowed(found)
    np.testing.assert_array_equal(reach(found.ranking, 0, end, within=within).after, found.after)  # every time the same


def test_a_search_among_more_levers_than_can_all_be_left_out() -> None:
    generator = np.random.default_rng(0)
    figures = {f"i{at}": generator.uniform(0, 10, 8).tolist() for at in range(9)}
    exact, found = (reach(made({"method": {"ties": ties}}, figures), 0) for ties in TIES)
    assert exact.ranking.rank[0] > exact.rank == found.rank == 1


def test_a_search_counts_ranks_first_however_far_hubs_are_apart() -> None:
    card = {"method": {"ties": "dense", "clip": False}}
    # second by any weights, where the first is out of reach; last, with the next one near, for more than 10/11 of b
    ranking = made(card, {"a": [50, 100, 0], "b": [0, 100, 5]})
    assert reach(ranking, 0).rank == 2
    assert reach(ranking, 0, "worst").rank == 3


def test_searched_where_the_hubs_lack_different_figures() -> None:
    ranking = made({}, {"a": [5, 9, 4, 1], "b": [GAP, 2, 6, 8], "c": [3, 1, GAP, 4]})
    for end, rank in (("best", 1), ("worst", 4)):
        found = reach(ranking, 0, end)  # type: ignore[arg-type]
        assert (found.exact, found.rank) == (False, rank)
        holds(ranking, found, simplex(3, 60))


def test_the_weights_are_the_nearest_that_do_it() -> None:
    ranking = made({}, {"a": [6, 4], "b": [2, 5]})  # level at 3/5 of a, declared 1/2
    found = reach(ranking, 0, "best")
    assert (found.rank, found.exact) == (1, True)
    np.testing.assert_allclose(found.after, [0.6, 0.4], atol=1e-6)
    assert found.after @ [20, -30] > TIE_TOLERANCE * 100  # not just level
    assert found.moved == pytest.approx(0.1, abs=1e-6)
    assert not found.before.flags.writeable
    assert not found.after.flags.writeable
    assert found.ranking is ranking
    assert (found.hub, found.end, found.level, found.within, found.nodes) == (0, "best", "pillar", None, ("a", "b"))
    assert found.before.tolist() == [0.5, 0.5]
    found = reach(ranking, 1, "worst", "indicator", 0.5)
    assert (found.hub, found.end, found.level, found.within, found.rank) == (1, "worst", "indicator", 0.5, 2)
    np.testing.assert_allclose(found.after, [0.6, 0.4], atol=1e-6)


@pytest.mark.parametrize("ties", TIES)
def test_a_search_goes_back_to_where_the_rank_begins(ties: str) -> None:
    ranking = made({"method": {"ties": ties}}, {"a": [6, 4, 0], "b": [2, 5, 0]})
    for hub, end in ((0, "best"), (1, "worst")):
        found = reach(ranking, hub, end)  # type: ignore[arg-type]
        assert found.exact == (ties == "competition")
        np.testing.assert_allclose(found.after, [0.6, 0.4], atol=1e-6)
    assert reach(ranking, 1, "best").moved == reach(ranking, 2, "worst").moved == 0


def test_the_indicators_move_below_the_pillars() -> None:
    card = {"pillars": {"p": {}}, "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}}}
    ranking = made(card, {"a": [1, 9], "b": [8, 6], "c": [2, 3]})  # behind in p and c, ahead in b
    for level, rank in (("pillar", 2), ("indicator", 1)):
        found = reach(ranking, 0, level=level)  # type: ignore[arg-type]
        assert (found.rank, found.exact) == (rank, True)


def test_dense_ranks_are_counted_densely() -> None:
    ranking = made({"method": {"ties": "dense"}}, {"a": [1, 5, 5]})
    assert reach(ranking, 0).rank == reach(ranking, 0, "worst").rank == 2


def test_what_moves_comes_from_where_it_does_least() -> None:
    ranking = made({}, {"a": [6, 4], "b": [2, 5], "c": [5, 5]})  # behind by 1/3; from b to a a share brings 5
    np.testing.assert_allclose(reach(ranking, 0).after, [2 / 5, 4 / 15, 1 / 3], atol=1e-6)
    np.testing.assert_allclose(reach(ranking, 1, "worst").after, [2 / 5, 4 / 15, 1 / 3], atol=1e-6)


@pytest.mark.parametrize(("b", "nearest"), [(0.4, 0.2), (0.7, 0.9)])
def test_of_rivals_that_cannot_all_be_passed_the_nearest_is(b: float, nearest: float) -> None:
    # hub1 is passed where 0.5 b > 4.5 a, hub2 where 0.5 a > 2 b
    above, below = {"a": [2, 6.5, 1.5], "b": [7, 6.5, 9]}, {"a": [8, 3.5, 8.5], "b": [3, 3.5, 1]}
    for end, figures, rank in (("best", above, 2), ("worst", below, 2)):
        ranking = made({"weights": {"a": 1 - b, "b": b}}, figures)
        found = reach(ranking, 0, end)  # type: ignore[arg-type]
        assert (found.rank, found.exact) == (rank, True)
        np.testing.assert_allclose(found.after, [1 - nearest, nearest], atol=1e-6)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("b", "up", "down"), [(0.5, 1.2, 1.4), (0.5, 1.4, 1.2), (0.2, 1.1, 1.2), (0.35, 1.3, 1.5)])
def test_the_nearest_within_a_spread(b: float, up: float, down: float, turned: bool) -> None:
    before = b / (1 - b)
    # one rival is passed where b weighs `up` times what it does beside a, the other where it is a `down`th of that
    rivals = [(5 + before * up, 4.0), (4.0, 5 + down / before)]
    of_a, of_b = zip(*(rivals[::-1] if turned else rivals), strict=True)
    ranking = made({"weights": {"a": 1 - b, "b": b}}, {"a": [5, *of_a], "b": [5, *of_b]})
    found = reach(ranking, 0, within=0.5)
    assert (found.rank, found.exact) == (2, True)
    after = before * up if up < down else before / down
    np.testing.assert_allclose(found.after, [1 / (1 + after), after / (1 + after)], atol=1e-6)


def test_rivals_that_only_the_slack_of_the_solver_would_pass_together() -> None:
    near = 4e-6  # hub1 is passed where b > a + 2e-6, hub2 where a > b + 2e-6
    for end, figures in (
        ("best", {"a": [5, 6, 4 + near], "b": [5, 4 + near, 6]}),
        ("worst", {"a": [5, 4, 6 - near], "b": [5, 6 - near, 4]}),
    ):
        found = reach(made({}, figures), 0, end)  # type: ignore[arg-type]
        assert (found.rank, found.exact) == (2, True)
        assert found.moved < 2e-6


def test_level_is_enough_for_the_best_rank_and_not_for_the_worst() -> None:
    found = reach(made({}, {"a": [5, 5], "b": [5, 6]}), 0)
    assert (found.rank, found.exact, found.after.tolist()) == (1, True, [1, 0])
    found = reach(made({}, {"a": [5, 5], "b": [6, 5]}), 0, "worst")
    assert (found.rank, found.exact, found.moved) == (1, True, 0)


@pytest.mark.parametrize("ties", TIES)
def test_a_rank_at_the_edge_of_a_spread(ties: str) -> None:
    card = {"weights": {"a": 1, "b": 4}, "method": {"ties": ties}}
    ranking = made(card, {"a": [0, 10], "b": [6, 5]})  # b has to weigh ten times as much
    found = reach(ranking, 0, within=0.5)  # from 4 up to 12 times
    assert (found.rank, found.exact) == (1, ties == "competition")
    np.testing.assert_allclose(found.after, [1 / 11, 10 / 11], atol=1e-6)
    assert reach(ranking, 0, within=0.4).rank == 2


def test_twins_share_their_rank_whatever_the_weights() -> None:
    ranking = made({}, {"a": [6, 6, 1], "b": [2, 2, 9]})
    assert (reach(ranking, 0, "best").rank, reach(ranking, 0, "worst").rank) == (1, 2)


def test_one_hub_alone_is_first_and_last() -> None:
    ranking = made({}, {"a": [6, 5, GAP], "b": [2, 5, GAP]}, benchmark=(1,))
    for end in ("best", "worst"):
        found = reach(ranking, 0, end)  # type: ignore[arg-type]
        assert (found.rank, found.exact, found.moved) == (1, True, 0)


def test_who_could_get_an_index_by_other_weights_makes_it_a_search() -> None:
    ranking = made({"index": {"min_coverage": 0.6}}, {"a": [6, GAP], "b": [2, 9]})
    assert ranking.rank.tolist() == [1, 0]
    found = reach(ranking, 0, "worst")
    assert (found.exact, found.rank) == (False, 2)


def test_too_many_rivals_or_too_little_time_make_it_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    ranking = made({}, {"a": [6, 4, 1], "b": [2, 5, 7]})
    monkeypatch.setattr(module, "MOST_RIVALS", 2)
    assert reach(ranking, 0, "best").exact
    monkeypatch.setattr(module, "MOST_RIVALS", 1)
    assert not reach(ranking, 0, "best").exact
    assert reach(ranking, 0, "best").rank == 1
    monkeypatch.setattr(module, "_is_promised", lambda *_: False)
    monkeypatch.setattr(module, "MOST_RIVALS", 10)
    assert not reach(ranking, 0, "best").exact
    monkeypatch.setattr(module, "MOST_CUTS", 1)
    assert not reach(ranking, 0, "best").exact


def test_what_cannot_be_asked() -> None:
    ranking = made({}, {"a": [5, 4, GAP], "b": [4, 5, GAP]}, benchmark=(1,))
    with pytest.raises(UsageError, match="Hub2 has no index"):
        reach(ranking, 2)
    with pytest.raises(UsageError) as caught:
        reach(ranking, 1)
    hint = "benchmarks are yardsticks; --all ranks everyone"
    assert caught.value.problems == (Problem("unscored", "Hub1 is not ranked", hint=hint),)
    for within in (0, 1):
        with pytest.raises(UsageError) as caught:
            reach(ranking, 0, within=within)
        expected, hint = "a number between 0 and 1, as in 0.25", "leave it out for any weights"
        problem = Problem("usage", f"weights cannot vary within {within}", expected=expected, hint=hint)
        assert caught.value.problems == (problem,)


def test_the_worst_child_can_be_left_out() -> None:
    figures = {"a": [1.0, 4.0, 5.0], "b": [8.0, 9.0, 5.0], "c": [8.0, 6.0, 9.0], "d": [2.0, 4.5, 5.0]}  # b with c
    ranking = made({"method": {"aggregate": "minimum"}}, figures)
    found = reach(ranking, 0)
    assert (found.rank, found.exact) == (1, False)
    assert found.after[[0, 3]].tolist() == [0, 0]
