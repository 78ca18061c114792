from __future__ import annotations

from collections.abc import Callable

import pytest

from hubscore.model.ranking import Ranking
from hubscore.studies.against import Before, Limits, against_baseline, leaders, ranks_of
from hubscore.studies.held import Held

Ranked = Callable[..., Ranking]


@pytest.fixture
def ranking(ranked: Ranked) -> Ranking:
    """x leads with 60, y has 40, z no score; b is a benchmark."""
    return ranked({}, x={"a": 6.0}, y={"a": 4.0}, z={"a": None}, b={"a": 9.0, "Role": "benchmark"})


SAME = {"x": Before(1, 60.0), "y": Before(2, 40.0), "z": Before(None, None), "b": Before(None, 90.0)}


def test_nothing_is_asked(ranking: Ranking) -> None:
    assert against_baseline(ranking, {"x": Before(9, 1.0)}, Limits()) == ()


def test_a_ranking_holds_against_itself(ranking: Ranking) -> None:
    found = against_baseline(ranking, SAME, Limits(ranks=True, leader=True, score=0.0))
    assert found == (
        Held("leader-change", "x", 1, 1, held=True, before=1),
        Held("rank-change", "x", 1, 1, held=True, before=1),
        Held("rank-change", "y", 2, 2, held=True, before=2),
        Held("score-change", "x", 60.0, 0.0, held=True, before=60.0),
        Held("score-change", "y", 40.0, 0.0, held=True, before=40.0),
    )


def test_another_rank(ranking: Ranking) -> None:
    before = {"x": Before(2, 60.0), "y": Before(1, 70.0), "z": Before(3, 5.0), "gone": Before(4, 1.0)}
    found = against_baseline(ranking, before, Limits(ranks=True))
    assert [(held.hub, held.found, held.asked, held.held) for held in found] == [
        ("x", 1, 2, False),
        ("y", 2, 1, False),
        ("z", None, 3, False),
        ("gone", None, 4, False),
    ]


def test_a_new_hub_has_not_moved(ranking: Ranking) -> None:
    [held] = against_baseline(ranking, {"x": Before(1, 60.0)}, Limits(ranks=True))
    assert held.held


@pytest.mark.parametrize(("was", "most", "held"), [(59.5, 0.5, True), (59.4, 0.5, False), (60.6, 0.5, False)])
def test_a_score_that_moves(ranking: Ranking, was: float, most: float, held: bool) -> None:
    [found] = against_baseline(ranking, {"x": Before(1, was)}, Limits(score=most))
    assert (found.found, found.asked, found.before, found.held) == (60.0, most, was, held)


def test_rounding_is_no_move(ranking: Ranking) -> None:
    [found] = against_baseline(ranking, {"x": Before(1, 60.0 + 1e-8)}, Limits(score=0.0))
    assert found.held
    [found] = against_baseline(ranking, {"x": Before(1, 60.0 + 1e-6)}, Limits(score=0.0))
    assert not found.held


def test_a_lost_score_is_a_move_and_none_before_is_none(ranking: Ranking) -> None:
    lost, new = against_baseline(ranking, {"z": Before(3, 5.0), "y": Before(2, None)}, Limits(score=99.0))
    assert not lost.held
    assert new.held


@pytest.mark.parametrize(
    ("before", "held"),
    [
        ({"x": Before(1, 1.0), "y": Before(2, 1.0)}, Held("leader-change", "x", 1, 1, held=True, before=1)),
        ({"x": Before(2, 1.0), "y": Before(1, 1.0)}, Held("leader-change", "x", 1, 1, held=False, before=2)),
        ({"x": Before(1, 1.0), "y": Before(1, 1.0)}, Held("leader-change", "x", 1, 1, held=False, before=1)),
        ({"gone": Before(1, 1.0)}, Held("leader-change", "x", 1, 1, held=False)),
    ],
)
def test_another_leader(ranking: Ranking, before: dict[str, Before], held: Held) -> None:
    assert against_baseline(ranking, before, Limits(leader=True)) == (held,)


def test_nobody_leads(ranked: Ranked) -> None:
    empty = ranked({}, x={"a": None})
    [held] = against_baseline(empty, {"x": Before(1, 1.0)}, Limits(leader=True))
    assert held == Held("leader-change", "x", None, 1, held=False, before=1)
    assert against_baseline(empty, {"x": Before(None, None)}, Limits(leader=True)) == ()


def test_several_lead_where_they_are_tied(ranked: Ranked) -> None:
    assert leaders(ranks_of(ranked({}, y={"a": 1.0}, x={"a": 1.0}, z={"a": 0.0}))) == ["x", "y"]
