from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hubscore.pages.intervals import (
    drawn_text,
    filled_line,
    impossible,
    interval_lines,
    interval_texts,
    overtaking,
    pairs_of,
    percent_text,
    range_text,
    too_large,
    whole_percent,
)
from hubscore.scoring import score
from hubscore.studies.robustness import Robustness, robustness
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
Sure = Callable[..., Robustness]


@pytest.fixture
def sure(made: Made) -> Sure:
    """Hubs that score 9, 8, 7 ... with the odds of neighbours and the intervals given."""

    def make(
        odds: list[float], low: list[int] | None = None, high: list[int] | None = None, **words: Any
    ) -> Robustness:
        hubs = {f"hub{at}": {"a": 9.0 - at} for at in range(len(odds) + 1)}
        workspace = made({}, **hubs, zed={"a": 9.9, "Role": "benchmark"})
        found = robustness(workspace.dataset, workspace.scorecard, 10)
        own = list(range(1, len(odds) + 2))
        ends = {"rank_low": np.array([*(low or own), 0]), "rank_high": np.array([*(high or own), 0])}
        return replace(found, draws=1_000, neighbours=np.array(odds), **ends, **words)

    return make


def lines(found: Robustness, hubs: list[int] | None = None) -> list[str]:
    return interval_lines(found, range(len(found.rank_low)) if hubs is None else hubs)[1:]


def test_intervals_and_marks(sure: Sure) -> None:
    found = sure([0.95, 0.85, 0.9], [1, 2, 2, 4], [1, 3, 3, 4])
    assert interval_texts(found) == ["1", "2–3≈", "2–3", "4", None]
    assert range_text(0, 0) is None


def test_what_was_drawn(sure: Sure) -> None:
    found = sure([0.95], factors=("weights:a", "weights:b", "data:a", "absent", "normalise", "aggregate"), seed=0)
    assert drawn_text(found) == "1,000 draws of weights, readings, gaps and methods, seed 0"
    assert interval_lines(found, [0])[0] == f"Ranks in 90 % of {drawn_text(found)}."
    assert drawn_text(replace(found, draws=1, factors=("data",))) == "1 draw of readings, seed 0"


@pytest.mark.parametrize(
    ("odds", "said"),
    [
        ([], []),
        ([0.95], ["Hub0 above Hub1 in 95 % of draws."]),
        ([0.88], ["Hub0 above Hub1 in 88 % of draws: not safe (≈)."]),
        ([0.8999], ["Hub0 above Hub1 in 89 % of draws: not safe (≈)."]),
        ([0.9], ["Hub0 above Hub1 in 90 % of draws."]),
        (
            [0.99, 0.91],
            ["Every order holds in 90 % of draws; least sure: Hub1 above Hub2 (91 %)."],
        ),
        ([0.999], ["Hub0 above Hub1 in > 99 % of draws."]),
        ([1, 0.999], ["Every order holds in 90 % of draws; least sure: Hub1 above Hub2 (> 99 %)."]),
        ([1, 1], ["Every order holds in all draws."]),
        ([0.99, 0.3], ["Hub1 above Hub2 in 30 % of draws: not safe (≈)."]),
        (
            [0.6, 0.99, 0.3],
            ["Not safe (≈), with the share of draws that agree: Hub0 above Hub1 (60 %) and Hub2 above Hub3 (30 %)."],
        ),
        ([0.5] * 6 + [1], ["6 of 7 hubs are above the next in under 90 % of draws: not safe (≈)."]),
    ],
)
def test_whose_order_is_safe(sure: Sure, odds: list[float], said: list[str]) -> None:
    assert lines(sure(odds)) == said


def test_only_of_the_hubs_that_are_shown(sure: Sure) -> None:
    found = sure([0.95, 0.5], [2, 1, 3], [2, 1, 3])
    assert lines(found, [0, 3]) == [
        "Hub0 above Hub1 in 95 % of draws.",
        "Outside of the interval lies the rank itself of Hub0 (rank 1).",
    ]
    assert lines(found)[-1] == "Outside of the interval lies the rank itself of Hub0 (rank 1) and Hub1 (rank 2)."


def test_nobody_is_ranked(made: Made) -> None:
    workspace = made({}, zed={"a": 9.9, "Role": "benchmark"})
    found = robustness(workspace.dataset, workspace.scorecard, 10)
    assert interval_lines(found, [0]) == []
    assert pairs_of(found) == []


def test_how_often_neighbours_change_places(sure: Sure) -> None:
    found = sure([0.88, 1.0, 0.8999])
    assert [overtaking(found, hub) for hub in range(5)] == [
        "and in 12 % of 1,000 random variations of weights, readings and gaps Hub1 overtakes it",
        "",
        "and in 11 % of 1,000 random variations of weights, readings and gaps Hub3 overtakes it",
        "and in 11 % of 1,000 random variations of weights, readings and gaps it overtakes Hub2",
        "",
    ]


def test_per_cent_never_promises_more_than_there_is() -> None:
    assert [whole_percent(share) for share in (0.0, 0.884, 0.8999, 0.9, 0.906, 1.0)] == [0, 88, 89, 90, 91, 100]
    assert [percent_text(share) for share in (0.0, 0.004, 0.5, 0.996, 1.0)] == [
        "0 %",
        "< 1 %",
        "50 %",
        "> 99 %",
        "100 %",
    ]


def test_why_there_are_none(sure: Sure) -> None:
    assert too_large(sure([0.9]).base) == (
        "No rank intervals: of 3 hubs x 1 indicator they would take long. `--draws 1000` makes them."
    )
    assert impossible("x is negative").startswith("No rank intervals: in some draws x is negative.")


def test_what_the_method_fills_in_is_said(made: Made) -> None:
    card = {"method": {"missing": "mean"}, "weights": {"a": 1, "b": 1, "c": 0}}
    hubs = {"x": {"a": 8, "b": None, "c": None}, "y": {"a": 5, "b": 1, "c": 2}}
    yardstick = {"a": 5, "b": None, "c": 2, "Role": "benchmark"}
    line = "What `missing` fills in (1 gap) stays as the method says, in every draw."
    one, other = made(card, **hubs, z=yardstick), made(card | {"method": {}}, **hubs)
    assert filled_line(score(one.dataset, one.scorecard)) == line
    assert filled_line(score(other.dataset, other.scorecard)) == ""


def test_a_vote_that_ends_level_is_said_to_be_why_a_rank_lies_outside(made: Made) -> None:
    # v beats the others on a and ties with x and y on weight; no draw leaves the two weights alike
    hubs = {"v": {"a": 4.1, "b": 4}, "x": {"a": 5, "b": 3}, "y": {"a": 3, "b": 5}, "z": {"a": 4, "b": 4}}
    workspace = made({"method": {"aggregate": "copeland"}}, **hubs)
    found = robustness(workspace.dataset, workspace.scorecard, 200, only=["weights"])
    assert found.outside
    assert lines(found)[-1].endswith(
        ": under copeland a tied pair counts half each, and hardly any draw leaves it tied."
    )
