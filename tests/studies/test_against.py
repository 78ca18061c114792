from __future__ import annotations

from collections.abc import Callable

import pytest

from hubscore.model.ranking import Ranking
from hubscore.studies.against import Before, against_baseline, leaders, ranks_of
from hubscore.studies.held import Held
from hubscore.studies.trips import Condition, conditions

Ranked = Callable[..., Ranking]


@pytest.fixture
def ranking(ranked: Ranked) -> Ranking:
    """x leads with 60, y has 40, z no score; b is a benchmark."""
    return ranked({}, x={"a": 6.0}, y={"a": 4.0}, z={"a": None}, b={"a": 9.0, "Role": "benchmark"})


RANKS, LEADER = conditions(["rank-change"]), conditions(["leader-change"])
SAME = {"x": Before(1, 60.0), "y": Before(2, 40.0), "z": Before(None, None), "b": Before(None, 90.0)}


def test_nothing_is_asked(ranking: Ranking) -> None:
    assert against_baseline(ranking, {"x": Before(9, 1.0)}, ()) == ()


def test_a_ranking_holds_against_itself(ranking: Ranking) -> None:
    found = against_baseline(ranking, SAME, conditions(["rank-change", "leader-change", "score>0"]))
    assert found == (
        Held("leader-change", "x", 1, None, held=True, before=1),
        Held("rank-change", "x", 1, 1, held=True, before=1),
        Held("rank-change", "y", 2, 2, held=True, before=2),
        Held("score-change", "x", 60.0, 0.0, held=True, before=60.0),
        Held("score-change", "y", 40.0, 0.0, held=True, before=40.0),
        Held("score-change", "b", 90.0, 0.0, held=True, before=90.0),
    )


def test_another_rank_one_that_is_lost_and_one_that_is_new(ranking: Ranking) -> None:
    before = {"x": Before(2, 60.0), "z": Before(3, 5.0), "gone": Before(4, 1.0), "quiet": Before(None, 9.0)}
    found = against_baseline(ranking, before, RANKS)
    assert [(held.hub, held.found, held.asked, held.held) for held in found] == [
        ("x", 1, 2, False),
        ("z", None, 3, False),
        ("gone", None, 4, False),
        ("y", 2, None, False),
    ]


@pytest.mark.parametrize(("was", "most", "held"), [(59.5, 0.5, True), (59.4, 0.5, False), (60.6, 0.5, False)])
def test_a_score_that_moves(ranking: Ranking, was: float, most: float, held: bool) -> None:
    [found] = against_baseline(ranking, {"x": Before(1, was)}, [Condition("score", most)])
    assert (found.found, found.asked, found.before, found.held) == (60.0, most, was, held)


def test_rounding_is_no_move_and_of_limits_the_least_counts(ranking: Ranking) -> None:
    [found] = against_baseline(ranking, {"x": Before(1, 60.0 + 1e-8)}, conditions(["score>5", "score>0"]))
    assert found.held
    [found] = against_baseline(ranking, {"x": Before(1, 60.0 + 1e-6)}, conditions(["score>5", "score>0"]))
    assert not found.held


def test_a_score_that_comes_or_goes_moves_but_not_that_of_a_hub_that_does(ranking: Ranking) -> None:
    before = {"z": Before(3, 5.0), "y": Before(None, None), "gone": Before(1, 5.0)}
    found = against_baseline(ranking, before, conditions(["score>99"]))
    assert [(held.hub, held.held) for held in found] == [("z", False), ("y", False)]
    assert against_baseline(ranking, {"z": Before(None, None)}, conditions(["score>99"])) == ()


@pytest.mark.parametrize(
    ("before", "held"),
    [
        ({"x": Before(1, 1.0), "y": Before(2, 1.0)}, Held("leader-change", "x", 1, None, held=True, before=1)),
        ({"x": Before(2, 1.0), "y": Before(1, 1.0)}, Held("leader-change", "x", 1, None, held=False, before=2)),
        ({"x": Before(1, 1.0), "y": Before(1, 1.0)}, Held("leader-change", "x", 1, None, held=False, before=1)),
        ({"gone": Before(1, 1.0)}, Held("leader-change", "x", 1, None, held=False)),
    ],
)
def test_another_leader(ranking: Ranking, before: dict[str, Before], held: Held) -> None:
    assert against_baseline(ranking, before, LEADER) == (held,)


def test_nobody_leads(ranked: Ranked) -> None:
    empty = ranked({}, x={"a": None})
    [held] = against_baseline(empty, {"x": Before(1, 1.0)}, LEADER)
    assert held == Held("leader-change", "x", None, None, held=False, before=1)
    assert against_baseline(empty, {"x": Before(None, None)}, LEADER) == ()


def test_several_lead_where_they_are_tied(ranked: Ranked) -> None:
    ranking = ranked({}, y={"a": 1.0}, x={"a": 1.0}, z={"a": 0.0})
    assert leaders(ranks_of(ranking)) == ["x", "y"]
    before = {"x": Before(1, 1.0), "y": Before(1, 1.0)}
    assert against_baseline(ranking, before, LEADER) == (Held("leader-change", "x", 1, None, held=True, before=1),)
