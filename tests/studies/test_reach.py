from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import hubscore.studies.reach as module
from hubscore.errors import UsageError
from hubscore.methods.rank import ranks
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


def made(card: dict[str, Any], figures: dict[str, list[float]], benchmark: tuple[int, ...] = ()) -> Ranking:
    indicators = {name: {"direction": "higher", "goalposts": [0, 10]} for name in figures}
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
        ratio = found.after / moved.weights
        assert ratio.max() * (1 - within) <= ratio.min() * (1 + within) + 1e-9  # some rescaling keeps all inside
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
    assert found.moved == pytest.approx(0.1, abs=1e-6)
    assert not found.after.flags.writeable


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
    for hub, within, message in (
        (2, None, "has no index"),
        (1, None, "is not ranked"),
        (0, 0.0, "cannot vary within 0"),
    ):
        with pytest.raises(UsageError, match=message):
            reach(ranking, hub, within=within)
    with pytest.raises(UsageError, match="cannot vary within 1"):
        reach(ranking, 0, within=1.0)


def test_the_worst_child_can_be_left_out() -> None:
    figures = {"a": [1.0, 4.0, 5.0], "b": [8.0, 9.0, 5.0], "c": [8.0, 6.0, 9.0], "d": [2.0, 4.5, 5.0]}  # b with c
    ranking = made({"method": {"aggregate": "minimum"}}, figures)
    found = reach(ranking, 0)
    assert (found.rank, found.exact) == (1, False)
    assert found.after[[0, 3]].tolist() == [0, 0]
