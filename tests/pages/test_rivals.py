from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.pages.document import Table
from hubscore.pages.rivals import AROUND, LARGEST, gap_tables, range_tables, standings_table
from hubscore.studies.explain import Explanation, explain
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
Found = Callable[..., Explanation]

CARD: dict[str, Any] = {
    "pillars": {"money": {"label": "Money"}, "deep": {"parent": "money"}, "travel": {"label": "Travel"}},
    "indicators": {"banks": {"pillar": "money"}, "funds": {"pillar": "deep"}, "air": {"pillar": "travel"}},
}
GAP = ["node", "parent", "own", "other", "score_own", "score_other", "difference"]
OSLO = {"banks": 9.0, "funds": 5.0, "air": 4.0}  # money 70, travel 40: 55
TURKU = {"banks": 2.0, "funds": 4.0, "air": 6.0}  # money 30, travel 60: 45


@pytest.fixture
def found(made: Made) -> Found:
    def ask(hub: str, card: dict[str, Any], **hubs: Any) -> Explanation:
        workspace = made(card, **hubs)
        ranking = hubscore.score(workspace.dataset, workspace.scorecard)
        return explain(ranking, ranking.dataset.hubs.ids.index(hub))

    return ask


def keys(table: Table) -> list[str]:
    return [column.key for column in table.columns if column.key]


def seen(table: Table) -> list[str]:
    return [column.label for column in table.columns if column.show]


def test_standings(found: Found) -> None:
    oslo = found("oslo", CARD, oslo=OSLO, turku=TURKU)
    table = standings_table(oslo, "strengths", "Strengths", oslo.strengths)
    assert keys(table) == ["indicator", "score", "others", "place", "of", "effect"]
    assert seen(table) == ["Strengths", "Score", "Others' mean", "Place", "Points"]
    assert table.rows == (
        ("banks", "banks", 90.0, 20.0, 1, 2, "1 of 2", pytest.approx(17.5)),  # a quarter of 70
        ("funds", "funds", 50.0, 40.0, 1, 2, "1 of 2", pytest.approx(2.5)),
    )
    assert not standings_table(oslo, "strengths", "Strengths", ()).shown


def test_the_gap_for_scripts_has_every_node(found: Found) -> None:
    every, people = gap_tables(found("turku", CARD, oslo=OSLO, turku=TURKU), verbose=False)
    assert (every.name, every.shown, keys(every)) == ("gap", False, GAP)
    assert [(row[0], row[2]) for row in every.rows] == [
        ("money", "index"),
        ("deep", "money"),
        ("funds", "deep"),
        ("banks", "money"),
        ("travel", "index"),
        ("air", "travel"),
        ("index", None),
    ]
    assert every.rows[-1][3:] == pytest.approx((45, 55, 45, 55, -10, -0.5))
    assert every.rows[0][3:] == pytest.approx((15, 35, 30, 70, -20, -1))
    assert keys(people) == []


def test_people_see_what_adds_up_and_then_the_largest_parts(found: Found) -> None:
    _, people = gap_tables(found("turku", CARD, oslo=OSLO, turku=TURKU), verbose=False)
    assert seen(people) == ["Gap to Oslo", "Points here", "There", "Difference", ""]
    assert [row[1] for row in people.rows] == ["Money", "Travel", "Index", "banks", "air", "funds"]
    assert [row[-2] for row in people.rows] == pytest.approx([-20, 10, -10, -17.5, 10, -2.5])
    assert [row[-1] for row in people.rows] == pytest.approx([-1, 0.5, -0.5, -0.875, 0.5, -0.125])
    assert (people.rules, people.strong) == ((2, 3), (2,))


def test_where_own_points_do_not_make_the_gap_people_see_scores(found: Found) -> None:
    """Ahead in travel is a plus, behind in money a minus, whatever each hub's own points are."""
    turku = found("turku", CARD | {"method": {"aggregate": "geometric"}}, oslo=OSLO, turku=TURKU | {"funds": None})
    every, people = gap_tables(turku, verbose=False)
    assert keys(every) == GAP
    assert seen(people) == ["Gap to Oslo", "Score here", "There", "Points", ""]
    shown = [
        tuple(cell for cell, column in zip(row, people.columns, strict=True) if column.show) for row in people.rows
    ]
    money, travel, index = shown[:3]
    assert (money[:1], travel[:3]) == (("Money",), ("Travel", pytest.approx(60), pytest.approx(40)))
    assert money[3] < 0 < travel[3]
    assert money[3] + travel[3] == pytest.approx(index[3])
    assert {row[0]: row[1] for row in shown}["funds"] is None


def test_the_leader_sees_its_lead(found: Found) -> None:
    _, people = gap_tables(found("oslo", CARD, oslo=OSLO, turku=TURKU), verbose=False)
    assert seen(people)[0] == "Lead over Turku"
    assert people.rows[2][-2:] == pytest.approx((10, 0.5))


def test_flat_scorecards_see_all_indicators_once(found: Found) -> None:
    cells = {f"i{at}": float(at) for at in range(LARGEST + 3)}
    turku = found("turku", {}, oslo=cells, turku=dict.fromkeys(cells, 0.0))
    _, people = gap_tables(turku, verbose=False)
    assert [row[1] for row in people.rows] == [*reversed(cells), "Index"]
    assert people.rules == (LARGEST + 3,)


def test_only_the_largest_indicators_unless_verbose(found: Found) -> None:
    cells = {f"i{at}": float(at) for at in range(LARGEST + 3)}
    card = {"pillars": {"p": {}}, "indicators": {name: {"pillar": "p"} for name in cells}}
    turku = found("turku", card, oslo=cells, turku=dict.fromkeys(cells, 0.0))
    assert len(gap_tables(turku, verbose=False)[1].rows) == 2 + LARGEST
    assert len(gap_tables(turku, verbose=True)[1].rows) == 2 + LARGEST + 3


def test_without_a_neighbour_the_gap_is_empty(found: Found) -> None:
    [table] = gap_tables(found("oslo", CARD, oslo=OSLO), verbose=False)
    assert (table.name, table.rows, table.shown) == ("gap", (), False)
    assert keys(table) == GAP


def test_the_range_of_every_ranked_hub_and_this_one(found: Found) -> None:
    paris = {"banks": 10.0, "funds": 10.0, "air": 10.0, "Role": "benchmark"}
    turku = found("turku", CARD, oslo=OSLO, turku=TURKU | {"air": None}, paris=paris)
    [table] = range_tables(turku, verbose=False)
    assert keys(table) == ["hub", "score", "low", "high", "proven"]
    assert seen(table) == ["Whatever is missing", "Score", "0 to 100", "At worst", "At best", "Proven"]
    assert [(*row[:3], *row[4:7]) for row in table.rows] == [
        ("oslo", "Oslo", pytest.approx(55), pytest.approx(55), pytest.approx(55), "open"),
        ("turku", "Turku", pytest.approx(30), pytest.approx(15), pytest.approx(65), None),
    ]
    strip = table.columns[3].show
    assert strip is not None
    assert (strip.kind, [table.rows[1][at] for at in strip.of]) == ("strip", pytest.approx([0.15, 0.3, 0.65]))
    assert table.strong == (1,)
    beside = range_tables(found("paris", CARD, oslo=OSLO, turku=TURKU, paris=paris), verbose=False)[0]
    assert [(row[0], row[6]) for row in beside.rows] == [("oslo", "below"), ("turku", "below"), ("paris", None)]


@pytest.mark.parametrize(
    ("hub", "first", "strong"), [("h00", 0, 0), ("h03", 0, 3), ("h10", 5, 5), ("h28", 19, 9), ("h29", 19, 10)]
)
def test_of_many_hubs_people_see_those_around(found: Found, hub: str, first: int, strong: int) -> None:
    hubs: dict[str, Any] = {f"h{at:02}": {"a": 10 - at / 4} for at in range(30)}
    hubs["h05"] = {"a": {"at_least": 8.7, "at_most": 8.8}}
    every, people = range_tables(found(hub, {}, **hubs), verbose=False)
    assert (len(every.rows), every.shown) == (30, False)
    assert [row[0] for row in people.rows] == [f"h{at:02}" for at in range(first, first + 2 * AROUND + 1)]
    assert people.strong == (strong,)
    assert people.rows[strong][0] == hub
    assert keys(people) == []
    [whole] = range_tables(found(hub, {}, **hubs), verbose=True)
    assert whole.shown


def test_where_nothing_is_missing_people_see_no_range(found: Found) -> None:
    whole = {f"h{at:02}": {"a": 10 - at / 4} for at in range(30)}
    for verbose in (False, True):
        [table] = range_tables(found("h03", {}, **whole), verbose)
        assert (len(table.rows), table.shown) == (30, False)
