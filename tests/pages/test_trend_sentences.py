"""Who moved, and whether that shows on the figures that a hub has in both years."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hubscore.pages.trend_sentences import MOST_MOVES, moves
from hubscore.studies.trend import trend
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
Told = Callable[..., list[str]]

SAME = "on the figures that each hub has in both years"
LATE = "figures that became known, or too old."


@pytest.fixture
def told(made: Made) -> Told:
    def ask(**hubs: Any) -> list[str]:
        workspace = made({}, **hubs)
        return moves(trend(workspace.dataset, workspace.scorecard))

    return ask


def test_a_move_on_figures_that_all_are_the_same(told: Told) -> None:
    oslo = {"air": {"2020": 2, "2022": 8}, "sea": {"2020": 5}}
    turku = {"air": {"2020": 4, "2021": 6}, "sea": {"2020": 5}}
    assert told(oslo=oslo, turku=turku) == [
        "From 2020 to 2022 Oslo rose from second to first and Turku fell from first to second."
    ]


def test_nobody_moved(told: Told) -> None:
    hubs = {"oslo": {"air": {"2020": 2, "2021": 3}}, "turku": {"air": {"2020": 1}}}
    assert told(**hubs) == ["From 2020 to 2021 no hub changed its rank."]


def test_who_came_back_to_where_it_was(told: Told) -> None:
    years = {"oslo": (3, 1, 3), "turku": (2, 2, 2), "york": (0, 0, 0)}
    hubs = {hub: {"air": dict(zip(("2020", "2021", "2022"), air, strict=True))} for hub, air in years.items()}
    assert told(**hubs) == ["From 2020 to 2022 no hub changed its rank, though in between Oslo and Turku did."]


def test_many_moved(told: Told) -> None:
    hubs = {f"h{number}": {"air": {"2020": number, "2021": 9 - number}} for number in range(10)}
    [line] = told(**hubs)
    assert line.startswith("From 2020 to 2021 H0 rose from tenth to first, H9 fell from first to tenth, ")
    assert line.endswith(f" and {'six' if MOST_MOVES == 4 else MOST_MOVES} more changed their rank.")


def test_a_move_that_only_new_figures_make(told: Told) -> None:
    oslo = {"air": {"2020": 6, "2021": 7}, "sea": {"2021": 1}}
    turku = {"air": {"2020": 4, "2021": 5}, "sea": {"2020": 5, "2021": 5}}
    first, second = told(oslo=oslo, turku=turku)
    assert first == "From 2020 to 2021 Turku rose from second to first and Oslo fell from first to second."
    assert second == f"None of this shows {SAME}: it comes of {LATE}"


def test_a_move_that_the_same_figures_show_too(told: Told) -> None:
    oslo = {"air": {"2020": 6, "2021": 4}, "sea": {"2021": 3}}
    turku = {"air": {"2020": 5, "2021": 5}}
    assert told(oslo=oslo, turku=turku)[1:] == [f"So it is {SAME}."]


def test_one_move_of_several_that_only_new_figures_make(told: Told) -> None:
    # On air alone York stays last: by its ships it comes second with 65, below Oslo's 70.
    hubs = {
        "oslo": {"air": {"2020": 5, "2021": 7}},
        "turku": {"air": {"2020": 6, "2021": 6}},
        "york": {"air": {"2020": 4, "2021": 4}, "sea": {"2021": 9}},
    }
    first, second = told(**hubs)
    assert "York rose from third to second" in first
    assert second == f"The move of York does not show {SAME}: it comes of {LATE}"


def test_several_moves_that_only_new_figures_make(told: Told) -> None:
    hubs = {
        "a": {"air": {"2020": 9, "2021": 7}},
        "b": {"air": {"2020": 8, "2021": 8}},
        "c": {"air": {"2020": 3, "2021": 3}, "sea": {"2021": 8}},
        "d": {"air": {"2020": 2, "2021": 2}, "sea": {"2021": 10}},
        "e": {"air": {"2020": 4, "2021": 4}},
    }
    _, second = told(**hubs)  # A and B change places all the same, C stays where it is
    assert second == f"The moves of D and E do not show {SAME}: they come of {LATE}"


def test_more_of_them_than_are_named(told: Told) -> None:
    hubs: dict[str, Any] = {
        f"h{number}": {"air": {"2020": number, "2021": number}, "sea": {"2021": 10 - 2 * number}} for number in range(6)
    }
    hubs |= {"y": {"air": {"2020": 9, "2021": 8}}, "z": {"air": {"2020": 8, "2021": 9}}}
    _, second = told(**hubs)
    assert second == f"The moves of six of them do not show {SAME}: they come of {LATE}"


def test_only_those_asked_for(made: Made) -> None:
    hubs = {"oslo": {"air": {"2020": 2, "2021": 8}}, "turku": {"air": {"2020": 4}}, "york": {"air": {"2020": 1}}}
    hubs |= {"yard": {"air": {"2020": 9}, "Role": "benchmark"}}
    workspace = made({}, **hubs)
    found = trend(workspace.dataset, workspace.scorecard)
    column = workspace.dataset.column
    assert moves(found, [column["turku"]]) == ["From 2020 to 2021 Turku fell from first to second."]
    assert moves(found, [column["york"]]) == ["From 2020 to 2021 none of these hubs changed its rank."]
    assert moves(found, [column["yard"]]) == ["None of these hubs is ranked in 2020 and 2021."]
