from __future__ import annotations

from collections.abc import Callable

from hubscore.pages.document import Table
from hubscore.pages.ranking import ranking_table
from hubscore.studies.robustness import robustness
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
HUBS = {
    "x": {"a": 9.0, "Group": "east"},
    "y": {"a": 2.0},
    "z": {"a": 8.0, "Role": "benchmark", "Group": "far"},
}


def shown(table: Table) -> list[str]:
    return [column.label for column in table.columns if column.show]


def test_intervals_are_shown_in_place_of_ranks_and_with_all_both(made: Made) -> None:
    workspace = made({}, **HUBS)
    sure = robustness(workspace.dataset, workspace.scorecard, 20)
    ranking = sure.base
    bare, sured, verbose = (
        ranking_table(ranking, ranking.listing, "index", ranking.rank, *more)
        for more in ((), (sure,), (sure, False, True))
    )
    assert shown(bare)[:3] == ["#", "Hub", "Score"]
    assert shown(sured)[:3] == ["#", "Hub", "Score"]
    assert shown(verbose)[:3] == ["Rank", "#", "Hub"]
    keys = [[column.key for column in table.columns if column.key] for table in (bare, sured, verbose)]
    assert keys[0] == keys[1] == keys[2]
    assert keys[0][3:7] == ["rank", "rank_low", "rank_high", "score"]
    places = [column.label for column in sured.columns].index("#")
    assert [row[places] for row in sured.rows] == ["1", "2", None]
    assert [row[3:6] for row in bare.rows] == [(1, None, None), (2, None, None), (None, None, None)]
    assert [row[3:6] for row in sured.rows] == [(1, 1, 1), (2, 2, 2), (None, None, None)]
    assert [row[-1] for row in bare.rows] == [None] * 3
    assert [row[-1] for row in sured.rows] == [True, None, None]
    assert bare.rules == sured.rules == (2,)
    assert bare.strong == (0,)


def test_scripts_get_the_mark_of_an_order_that_is_not_safe(made: Made) -> None:
    workspace = made({}, a={"x": 5.0}, b={"x": 4.999}, c={"x": 1.0})
    sure = robustness(workspace.dataset, workspace.scorecard, 200)
    table = ranking_table(sure.base, sure.base.listing, "index", sure.base.rank, sure)
    assert table.columns[-1].key == "safe"
    assert [row[-1] for row in table.rows] == [False, True, None]


def test_groups(made: Made) -> None:
    workspace = made({}, **HUBS)
    ranking = robustness(workspace.dataset, workspace.scorecard, 1).base
    table = ranking_table(ranking, [0, 2, 1], "index", ranking.rank, grouped=True)
    place = [column.key for column in table.columns].index("group")
    assert [row[place] for row in table.rows] == ["east", "far", None]
    assert table.rules == (1, 2)


def test_by_a_pillar_people_see_what_hangs_below_it(made: Made) -> None:
    card = {
        "pillars": {"p": {"label": "Money"}, "q": {"label": "Travel"}, "r": {"label": "Funds", "parent": "p"}},
        "indicators": {"a": {"pillar": "p", "label": "Banks"}, "b": {"pillar": "r"}, "c": {"pillar": "q"}},
    }
    workspace = made(card, x={"a": 9.0, "b": 4.0, "c": 1.0}, y={"a": 2.0, "b": None, "c": 8.0})
    ranking = robustness(workspace.dataset, workspace.scorecard, 1).base
    by_pillar, whole = (ranking_table(ranking, [0, 1], node, ranking.rank) for node in ("p", "index"))
    assert shown(whole)[-2:] == ["Money", "Travel"]
    assert set(shown(by_pillar)[-2:]) == {"Banks", "Funds"}
    place = [column.label for column in by_pillar.columns].index("Banks")
    assert [row[place] for row in by_pillar.rows] == [90.0, 20.0]
    keys = [[column.key for column in table.columns if column.key] for table in (by_pillar, whole)]
    assert keys[0] == keys[1]
    assert shown(ranking_table(ranking, [0, 1], "c", ranking.rank))[-2:] == ["Money", "Travel"]
