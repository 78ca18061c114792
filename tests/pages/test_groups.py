from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.model.ranking import Ranking
from hubscore.pages.groups import groups_table, single_note
from hubscore.studies.groups import groups_of
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]

CARD: dict[str, Any] = {
    "pillars": {"money": {"label": "Money"}, "travel": {"label": "Travel and transport"}},
    "indicators": {"banks": {"pillar": "money"}, "air": {"pillar": "travel"}},
}
HUBS: dict[str, dict[str, Any]] = {
    "oslo": {"banks": 8.0, "air": 2.0, "Group": "west"},
    "bergen": {"banks": 6.0, "air": 4.0, "Group": "west"},
    "turku": {"banks": 5.0, "air": 1.0, "Group": "east"},
    "paris": {"banks": 9.0, "air": None, "Group": "far", "Role": "benchmark"},
}


def ranking(made: Made, everyone: bool = False, **more: Any) -> Ranking:
    workspace = made(CARD, **{**HUBS, **more})
    return hubscore.score(workspace.dataset, workspace.scorecard, everyone)


def test_a_row_a_group(made: Made) -> None:
    table = groups_table(groups_of(ranking(made)), "index", [0, 1, 2])
    assert table.name == "groups"
    assert [column.key for column in table.columns] == [
        "group",
        "hubs",
        "scored",
        "score",
        "pillars.money",
        "pillars.travel",
    ]
    assert all(column.show for column in table.columns)
    assert table.rows == (
        ("east", 1, 1, pytest.approx(30), pytest.approx(50), pytest.approx(10)),
        ("far", 0, 0, None, None, None),
        ("west", 2, 2, pytest.approx(50), pytest.approx(70), pytest.approx(30)),
    )


def test_by_a_pillar_and_for_one_group(made: Made) -> None:
    table = groups_table(groups_of(ranking(made)), "travel", [2])
    assert [row[:4] for row in table.rows] == [("west", 2, 2, pytest.approx(30))]


def test_a_rank_of_one_says_nothing(made: Made) -> None:
    found = groups_of(ranking(made))
    assert single_note(found, "index", [0, 1, 2]) == (
        "only one hub of east is ranked: its rank in the group says nothing; "
        "widen the group, or see `rank` without --group"
    )
    assert single_note(found, "index", [1, 2]) == ""


def test_by_a_pillar_it_is_who_has_a_score_of_it(made: Made) -> None:
    found = groups_of(ranking(made, oslo={**HUBS["oslo"], "banks": None}))
    assert "one hub of east is" in single_note(found, "travel", [0, 1, 2])
    assert "one hub each of east and west is" in single_note(found, "money", [0, 1, 2])


def test_several_ranks_of_one(made: Made) -> None:
    north = {"banks": 1.0, "air": 1.0, "Group": "north"}
    note = single_note(groups_of(ranking(made, tromso=north)), "index", [0, 1, 2, 3])
    assert note.startswith("only one hub each of east and north is ranked: their ranks in the group say nothing;")
    many = {f"h{at}": {**north, "Group": f"g{at}"} for at in range(6)}
    found = groups_of(ranking(made, **many))
    assert single_note(found, "index", range(9)).startswith("only one hub each of 7 groups is ranked")


def test_benchmarks_would_make_a_group_of_it(made: Made) -> None:
    aarhus = {"banks": 1.0, "air": 1.0, "Group": "east", "Role": "benchmark"}
    assert "--all ranks benchmarks too" in single_note(groups_of(ranking(made, aarhus=aarhus)), "index", [0])
    assert single_note(groups_of(ranking(made, True, aarhus=aarhus)), "index", [0]) == ""
