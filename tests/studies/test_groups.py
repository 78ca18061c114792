"""Ranks in groups, and group means against numpy's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore import Scorecard, score
from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of
from hubscore.model.ranking import Ranking
from hubscore.studies.groups import groups_of, ranks_by, ranks_within

Ranked = Callable[..., Ranking]

CARD: dict[str, Any] = {
    "pillars": {"p": {}, "q": {}},
    "indicators": {"x": {"pillar": "p"}, "y": {"pillar": "q"}},
    "method": {"min_coverage": 0.6},
}
HUBS: dict[str, dict[str, Any]] = {
    "a": {"x": 1.0, "y": 3.0, "Group": "west"},
    "b": {"x": 5.0, "y": 5.0, "Group": "west"},
    "c": {"x": 9.0, "y": None, "Group": "west"},
    "d": {"x": 2.0, "y": 2.0, "Group": "east"},
    "e": {"x": 8.0, "y": 8.0, "Group": "east", "Role": "benchmark"},
    "f": {"x": 4.0, "y": 4.0},
    "g": {"x": 7.0, "y": 7.0, "Group": "far", "Role": "benchmark"},
}


@pytest.fixture
def ranking(ranked: Ranked) -> Ranking:
    return ranked(CARD, **HUBS)


def test_means_are_of_the_ranked_hubs_that_have_a_score(ranking: Ranking) -> None:
    found = groups_of(ranking)
    assert found.names == ("east", "far", "west")
    assert found.hubs.tolist() == [1, 0, 3]
    assert found.scored[-1].tolist() == [1, 0, 2]
    row = ranking.plan.row
    np.testing.assert_allclose(found.means[row["p"]], [20, np.nan, 50])
    np.testing.assert_allclose(found.means[row["q"]], [20, np.nan, 40])
    np.testing.assert_allclose(found.means[row["index"]], [20, np.nan, 35])
    assert found.single("index") == (0,)
    assert found.scored[row["p"]].tolist() == [1, 0, 3]
    assert found.single("p") == (0,)
    assert (found.hubs.dtype.kind, found.scored.dtype.kind) == ("i", "i")


def test_ranks_within_groups(ranking: Ranking) -> None:
    assert ranks_within(ranking, "index").tolist() == [2, 1, 0, 1, 0, 0, 0]
    assert ranks_within(ranking, "index").dtype.kind == "i"
    assert ranks_within(ranking, "p").tolist() == [3, 2, 1, 1, 0, 0, 0]
    assert ranks_by(ranking, "p").tolist() == [5, 2, 1, 4, 0, 3, 0]
    np.testing.assert_array_equal(ranks_by(ranking, "index"), ranking.rank)


def test_ties_share_places_as_in_the_ranking(ranked: Ranked) -> None:
    hubs = {name: {"x": x, "Group": "west"} for name, x in (("a", 9.0), ("b", 9.0), ("c", 1.0))}
    for ties, last in (("dense", 2), ("competition", 3)):
        ranking = ranked({"method": {"ties": ties}}, **hubs)
        for places in (ranks_by(ranking, "x"), ranks_within(ranking, "x"), ranking.rank):
            assert places.tolist() == [1, 1, last]


def test_who_is_left_out_is_in_no_mean(ranked: Ranked) -> None:
    found = groups_of(ranked({**CARD, "screening": {"min_coverage": 0.6}}, **HUBS))
    assert found.hubs.tolist() == [1, 0, 2]
    np.testing.assert_allclose(found.means[ranked(CARD, **HUBS).plan.row["p"]], [20, np.nan, 30])


def test_without_groups_there_is_nothing(ranked: Ranked) -> None:
    ranking = ranked({}, a={"x": 1.0}, b={"x": 2.0})
    found = groups_of(ranking)
    assert (found.names, found.means.shape) == ((), (2, 0))
    assert ranks_within(ranking, "index").tolist() == [0, 0]


VALUE = st.floats(0, 100) | st.just(np.nan)
GROUP = st.sampled_from(["r", "s", "t", None])


@given(st.lists(st.tuples(VALUE, VALUE, GROUP), min_size=1, max_size=12), st.randoms())
def test_means_and_ranks_are_those_of_each_group_alone(rows: list[tuple[float, float, str | None]], turn: Any) -> None:
    """Held against numpy and against a ranking of each group by itself, in any order of hubs."""
    ids = [f"h{at:02}" for at in range(len(rows))]
    *values, groups = zip(*rows, strict=True)
    indicators = {name: {"direction": "higher", "goalposts": [0, 100]} for name in "xy"}
    card = Scorecard.model_validate({"hubs": "*", "indicators": indicators, "method": {"min_coverage": 0}})

    def ranking(order: list[int]) -> Ranking:
        hubs = hubs_of([ids[i] for i in order], ids, ["candidate"] * len(order), [groups[i] for i in order])
        return score(from_values(hubs, ["x", "y"], np.array(values)[:, order]), card)

    everyone = list(range(len(rows)))
    whole = ranking(everyone)
    found, places = groups_of(whole), ranks_within(whole, "index")
    for at, name in enumerate(found.names):
        members = [hub for hub in everyone if groups[hub] == name]
        known = whole.index[members][~np.isnan(whole.index[members])]
        np.testing.assert_allclose(found.means[-1, at], known.mean() if known.size else np.nan, rtol=1e-12)
        assert places[members].tolist() == ranking(members).rank.tolist()
    mixed = everyone.copy()
    turn.shuffle(mixed)
    np.testing.assert_allclose(groups_of(ranking(mixed)).means, found.means, rtol=1e-12)
