"""The first sentences about two versions."""

from __future__ import annotations

from typing import Any

import pytest

from hubscore.pages.diff_sentences import caught_lines, lead, trip_text
from hubscore.studies.diff import diff
from hubscore.studies.trips import conditions, trips

RANKS = ("4 to 1", "3 to 2", "none to 3", "2 to 4")
SCORES = ("20 to 60", "none to 30", "50 to 20", "90 to 10")


def sentences(made: Any, old: dict[str, Any], new: dict[str, Any], noisy: Any = (), **cards: Any) -> list[str]:
    one, other = made(cards.get("before", {}), **old), made(cards.get("after", {}), **new)
    return list(lead(diff(one, other), frozenset(noisy)))


def test_several_kinds_the_strongest_first(made: Any) -> None:
    old, new = {"x": {"a": 2, "b": 9}}, {"x": {"a": 6, "b": 9}}
    cards = {"before": {"weights": {"a": 1, "b": 1}}, "after": {"weights": {"a": 1, "b": 3}}}
    # data alone +20, weights alone +17.5, together +27.5: 10 less, of which each bears half
    assert sentences(made, old, new, **cards) == [
        "X moves most: +27.5 points, still first of one, data +15.0, weights +12.5.",
        "No rank changes.",
    ]


def test_a_move_too_small_to_be_shown(made: Any) -> None:
    said = sentences(made, {"x": {"a": 8}, "y": {"a": 7.999}}, {"x": {"a": 8}, "y": {"a": 8.001}})
    assert said[1] == "Y moves most: by less than 0.1 points, from second to first."


def test_a_fall(made: Any) -> None:
    said = sentences(made, {"x": {"a": 8}, "y": {"a": 5}, "z": {"a": 1}}, {"x": {"a": 0}, "y": {"a": 5}, "z": {"a": 1}})
    assert said == [
        "Y leads now, X did before.",
        "X moves most: -80.0 points, from first to third, all of it data.",
        "Three of three ranks change.",
    ]


@pytest.mark.parametrize(
    ("noisy", "ending"),
    [("", "."), ("y", ", one within noise."), ("yx", ", within noise.")],
)
def test_noise(made: Any, noisy: str, ending: str) -> None:
    said = sentences(made, {"x": {"a": 8}, "y": {"a": 5}}, {"x": {"a": 8}, "y": {"a": 9}}, noisy)
    assert said[-1] == f"Two of two ranks change{ending}"


def test_leaders_side_by_side(made: Any) -> None:
    said = sentences(made, {"x": {"a": 8}, "y": {"a": 5}}, {"x": {"a": 8}, "y": {"a": 8}})
    assert said[0] == "X and Y lead now, X did before."
    assert said[1] == "Y moves most: +30.0 points, from second to first, all of it data."
    assert len(said) == 2


def test_benchmarks_alone(made: Any) -> None:
    x = {"x": {"a": 5}}
    said = sentences(made, {**x, "y": {"a": 1, "Role": "benchmark"}}, {**x, "y": {"a": 3, "Role": "benchmark"}})
    assert said == ["Y moves most: +20.0 points, all of it data.", "No rank changes."]


def test_a_benchmark_comes(made: Any) -> None:
    x = {"x": {"a": 5}}
    assert sentences(made, x, {**x, "y": {"a": 1, "Role": "benchmark"}}) == ["No rank changes.", "Y is new."]


def test_many_come_and_go(made: Any) -> None:
    said = sentences(
        made,
        {"x": {"a": 5}, "c": {"a": 1}, "d": {"a": 2}},
        {"x": {"a": 5}, **{f"h{number}": {"a": 1} for number in range(7)}},
    )
    assert said == ["7 hubs are new.", "D and C are gone."]


def test_a_new_role(made: Any) -> None:
    old, new = ({"x": {"a": 5}, "y": {"a": 8, **role}} for role in ({}, {"Role": "benchmark"}))
    first = ["Y is not ranked any more; it was first."]
    assert sentences(made, old, new) == ["X leads now, Y did before.", "X goes from second to first.", *first]
    assert sentences(made, new, old)[-1] == "Y is ranked now, first of two."


def test_one_rank_that_others_make_noise(made: Any) -> None:
    said = sentences(made, {"x": {"a": 5}, "y": {"a": 3}}, {"x": {"a": 5}, "y": {"a": 3}, "z": {"a": 4}}, "y")
    assert said == ["Y goes from second to third (noise).", "Z is new, second of three."]


def test_what_conditions_caught(made: Any) -> None:
    old = {"w": {"a": 9}, "x": {"a": 5}, "y": {"a": 4}, "z": {"a": 2}, "u": {"a": None}, "v": {"a": 1}}
    new = {"w": {"a": 1}, "x": {"a": 2}, "y": {"a": 4}, "z": {"a": 6}, "u": {"a": 3}, "v": {"a": None}}
    found = diff(made({}, **old), made({}, **new))
    met = trips(found, conditions(["rank-change", "leader-change", "score>25"]))
    ranks = [f"the rank of {hub} went from {ends}" for hub, ends in zip("ZYUX", RANKS, strict=True)]
    scores = [f"the score of {hub} went from {ends}" for hub, ends in zip("ZUXW", SCORES, strict=True)]
    assert caught_lines(met) == [
        f"--fail-on rank-change: {', '.join(ranks)}, and 2 more hubs",
        "--fail-on leader-change: Z leads now (rank 4 to 1), W does not lead any more (rank 1 to 5)",
        f"--fail-on score>25: {', '.join(scores)}, and 1 more hub",
    ]
    assert trip_text(met[0]) == "the rank of Z went from 4 to 1"
    assert caught_lines(()) == []
