from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from hubscore.errors import UsageError
from hubscore.model.columns import from_values
from hubscore.model.dataset import Dataset, hubs_of
from hubscore.model.profile import Profile
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.changes import Figure
from hubscore.studies.whatif import Cause, Move, Weight, WhatIf, moves_of, whatif

GAP = np.nan


def card_of(more: dict[str, Any] | None = None) -> Scorecard:
    indicators = {
        name: {"direction": "higher", "goalposts": [0, 10], "pillar": pillar}
        for name, pillar in zip("abc", "ppq", strict=True)
    }
    card = {"hubs": "*", "pillars": {"p": {}, "q": {}}, "indicators": indicators}
    return Scorecard.model_validate(card | (more or {}))


@pytest.fixture
def dataset() -> Dataset:
    people = hubs_of(["x", "y", "z"], ["X", "Y", "Z"], ["candidate", "candidate", "benchmark"], [None] * 3)
    return from_values(people, ["a", "b", "c"], np.array([[8, 2, 9], [6, 4, 9], [1, 5, GAP]], dtype=float))


@pytest.mark.parametrize("figure", [Figure(), Figure(5, at_least=2), Figure(5, at_most=7)])
def test_a_figure_is_a_value_or_bounds(dataset: Dataset, figure: Figure) -> None:
    with pytest.raises(UsageError, match=r"`x\.a` is given (no figure|a value and bounds)"):
        whatif(dataset, card_of(), values={"x.a": figure})


def test_whom_a_hub_passes_is_asked_of_a_hub(dataset: Dataset) -> None:
    found = whatif(dataset, card_of(), shares={"q": 0.1})
    assert found.passed("X") == found.passed("x")
    with pytest.raises(UsageError, match="there is no hub `w`"):
        found.passed("w")


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [(40.0, 46.5, 6.5), (0.0, 0.0, 0.0), (0.0, -0.0, 0.0), (None, 40.0, None), (40.0, None, None), (None, None, None)],
)
def test_how_far_a_score_moves(before: float | None, after: float | None, change: float | None) -> None:
    found = Move("x", "X", None, None, before, after).change
    assert (found, str(found)) == (change, str(change))


def test_before_and_after_other_shares(dataset: Dataset) -> None:
    found = whatif(dataset, card_of(), shares={"q": 0.8})
    assert found.moves == (
        Move("y", "Y", 1, 1, pytest.approx(40), pytest.approx(46)),
        Move("x", "X", 1, 2, pytest.approx(40), pytest.approx(22)),
        Move("z", "Z", None, None, pytest.approx(90), None),
    )
    assert Weight("q", "index", 0.5, pytest.approx(0.8)) in found.weights
    assert Weight("a", "p", 0.5, 0.5) in found.weights
    assert [weight.node for weight in found.weights] == ["p", "a", "b", "q", "c"]
    assert (found.passed("y"), found.passed("x"), found.passed("z")) == ((), (), ())


def test_whom_a_hub_gets_past(dataset: Dataset) -> None:
    ends: dict[str, tuple[int | None, int | None]] = {"c": (3, 1), "d": (4, 2), "a": (2, 4), "b": (1, 3)}
    ends |= {"e": (None, 5), "f": (5, None), "g": (None, None), "h": (6, 6), "i": (7, 6)}  # i draws level with h
    moves = tuple(Move(hub, hub.title(), *ranks, None, None) for hub, ranks in ends.items())
    scorecard = card_of()
    ranking = score(dataset, scorecard)
    found = WhatIf(ranking, ranking, scorecard, moves, (), ())
    passed = {hub: found.passed(hub) for hub in ends}
    assert passed == dict.fromkeys(ends, ()) | {"c": ("b", "a"), "d": ("b", "a")}


def test_who_is_gone_comes_last(dataset: Dataset) -> None:
    fewer = from_values(
        hubs_of(["x", "z"], ["X", "Z"], ["candidate", "benchmark"], [None] * 2),
        ["a", "b", "c"],
        np.array([[8, 9], [6, 9], [1, GAP]], dtype=float),
    )
    for everyone, ranks in ((False, [1, None, 1]), (True, [2, 1, 2])):
        before, after = (score(data, card_of(), everyone) for data in (dataset, fewer))
        x, z, y = ranks
        remain = [
            Move("x", "X", x, x, pytest.approx(40), pytest.approx(40)),
            Move("z", "Z", z, z, pytest.approx(90), pytest.approx(90)),
        ]
        gone = Move("y", "Y", y, None, pytest.approx(40), None)
        assert moves_of(before, after) == (*sorted(remain, key=lambda move: move.rank_after or 9), gone)


def test_causes_by_what_hangs_on_the_index(dataset: Dataset) -> None:
    found = whatif(dataset, card_of({"weights": {"p": 3, "q": 1}}), drop=["c"])
    assert found.causes == (
        Cause("x", "p", pytest.approx(52.5), pytest.approx(70)),
        Cause("x", "q", pytest.approx(2.5), None),
        Cause("y", "p", pytest.approx(22.5), pytest.approx(30)),
        Cause("y", "q", pytest.approx(12.5), None),
        Cause("z", "p", pytest.approx(90), pytest.approx(90)),
        Cause("z", "q", None, None),
    )


def test_causes_add_up_to_the_scores(dataset: Dataset) -> None:
    found = whatif(dataset, card_of(), shares={"q": 0.8}, values={"x.a": 9, "y.b": Figure(at_least=4, at_most=5)})
    for move in found.moves:
        causes = [cause for cause in found.causes if cause.hub == move.hub]
        if move.score_before is None or move.score_after is None:
            assert causes == []
        else:
            assert sum(cause.before or 0 for cause in causes) == pytest.approx(move.score_before)
            assert sum(cause.after or 0 for cause in causes) == pytest.approx(move.score_after)
    assert Cause("x", "q", pytest.approx(5), pytest.approx(8)) in found.causes


def test_the_answer_is_that_of_the_changed_scorecard(dataset: Dataset) -> None:
    found = whatif(dataset, card_of(), shares={"p": 0.8}, drop=["b"], values={"x.a": 3})
    expected = card_of({"weights": {"p": 4, "q": 1}})
    changed = np.array([[3, 2, 9], [1, 5, GAP]], dtype=float)
    indicators = {name: entry for name, entry in expected.indicators.items() if name != "b"}
    expected = expected.model_copy(update={"indicators": indicators})
    ranking = score(from_values(dataset.hubs, ["a", "c"], changed), expected)
    np.testing.assert_allclose(found.after.index, ranking.index)
    assert found.after.rank.tolist() == ranking.rank.tolist()
    assert Weight("b", "p", 0.5, None) in found.weights
    assert found.scorecard.indicators.keys() == {"a", "c"}


def test_one_more_hub_and_another_scorecard(dataset: Dataset) -> None:
    data = {name: {"2020": {"value": 10, "evidence": "reported", "source": "s"}} for name in "abc"}
    profile = Profile.model_validate({"name": "New", "sources": {"s": {"title": "S"}}, "data": data})
    found = whatif(dataset, card_of(), hubs={"n": profile}, instead=card_of({"weights": {"p": 1, "q": 3}}))
    assert found.moves[0] == Move("n", "New", None, 1, None, 100)
    assert [move.hub for move in found.moves if move.rank_after] == ["n", "y", "x"]
    assert {cause.hub for cause in found.causes} == {"x", "y"}  # n is new, z lacks too much of the second
    assert found.passed("n") == ()


def test_nothing_changed_is_scored_once(dataset: Dataset) -> None:
    found = whatif(dataset, card_of())
    assert found.before is found.after


@pytest.mark.parametrize("change", [{}, {"shares": {"q": 0.4}}, {"values": {"x.a": 9}}])
def test_benchmarks_are_ranked_on_demand(dataset: Dataset, change: dict[str, Any]) -> None:
    assert whatif(dataset, card_of(), everyone=True, **change).after.ranked.tolist() == [True, True, True]
    assert whatif(dataset, card_of(), **change).after.ranked.tolist() == [True, True, False]
