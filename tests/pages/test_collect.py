from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from hubscore.pages.collect import collect_lines, collect_part, collect_tables
from hubscore.pages.document import Table
from hubscore.studies.collect import Collect, Worth, collect
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
Ask = Callable[..., Collect]
CARD: dict[str, Any] = {
    "pillars": {"p": {"label": "Money"}, "q": {}},
    "indicators": {
        "banks": {"pillar": "p", "label": "Bank deposits"},
        "funds": {"pillar": "p"},
        "labs": {"pillar": "q"},
    },
}
OSLO: dict[str, Any] = {
    "banks": {"at_least": 4, "at_most": 6},
    "funds": {"value": 5, "evidence": "secondary"},
    "labs": 5.0,
}
TURKU = {"banks": 5.2, "funds": 5.0, "labs": 5.0}


@pytest.fixture
def ask(made: Made) -> Ask:
    def asked(hub: int | None = None, draws: int = 2_000, everyone: bool = False, **hubs: Any) -> Collect:
        workspace = made(CARD, **({"oslo": OSLO, "turku": TURKU} | hubs))
        return collect(workspace.dataset, workspace.scorecard, hub, draws, everyone=everyone)

    return asked


def people(found: Collect, every: bool = False) -> Table:
    return collect_tables(found, every)[2]


def test_figures_first_and_pillars_below_a_rule(ask: Ask) -> None:
    table = people(ask())
    assert [row[:3] for row in table.rows] == [
        ("Oslo", "Bank deposits", "4–6"),
        ("Oslo", "funds", "secondary 2020"),
        ("Oslo", "Money, all 2", ""),
    ]
    assert [row[4] for row in table.rows] == ["with Turku", "with Turku", "with Turku"]
    assert table.rules == (2,)
    assert table.shown


def test_what_is_wrong_with_each_figure(ask: Ask) -> None:
    found = ask(oslo=OSLO | {"banks": {"value": 4, "covers": 0.8}, "funds": None, "labs": {"at_least": 5}})
    assert {row[1]: row[2] for row in people(found).rows if "all" not in str(row[1])} == {
        "Bank deposits": "80 % of the year",
        "funds": "missing",
        "labs": "≥ 5",
    }


def test_a_pillar_that_is_missing_as_a_whole(ask: Ask) -> None:
    rows = people(ask(oslo=OSLO | {"banks": None, "funds": None})).rows
    assert [row[:3] for row in rows] == [("Oslo", "Money, all 2", "missing")]


def test_tables_for_scripts(ask: Ask) -> None:
    figures, pillars, _ = collect_tables(ask())
    assert (figures.name, [column.key for column in figures.columns][:4]) == (
        "collect",
        ["hub", "indicator", "share", "flips"],
    )
    assert (pillars.name, pillars.columns[1].key) == ("collect_pillars", "pillar")
    hub, indicator, share, flips, *rest = figures.rows[0]
    assert (hub, indicator, flips, rest) == ("oslo", "banks", True, [False, 1, "turku"])
    assert 0.5 < float(share or 0) <= 1
    assert not figures.shown
    assert not pillars.shown


def test_what_chance_makes_is_not_shown_and_long_lists_are_cut(ask: Ask) -> None:
    found = ask()
    names = ["banks", "funds"] * 6
    some = [Worth(0, name, False, 1, 0.1 - at / 200, ()) for at, name in enumerate(names)]
    long = replace(found, figures=(*some, Worth(1, "labs", True, 1, 0.004, ())), pillars=tuple(some))
    assert len(people(long).rows) == 12
    assert len(people(long, every=True).rows) == 24
    few = replace(found, draws=200, figures=(Worth(1, "labs", True, 1, 0.05, ()),), pillars=())
    assert not people(few).shown
    flipping = Worth(1, "labs", True, 1, 0.0, (0, 1))
    table = people(replace(found, figures=(flipping,), pillars=()))
    assert (table.rows[0][4], table.rules) == ("with Oslo and 1 more", ())


def test_how_to_read_it(ask: Ask) -> None:
    found = ask()
    first, second = collect_lines(found)
    percent = round(found.doubts[0].odds * 100)
    assert first == f"Readings and gaps leave in doubt whether Turku is above Oslo ({percent} % of draws)."
    assert second.endswith("weights and methods as declared (2,000 draws, seed 1).")
    pair = found.doubts[0]
    for odds, text in ((0.9999, "over 99 %"), (0.0004, "under 1 %"), (0.986, "99 %")):
        assert f"({text} of draws)" in collect_lines(replace(found, doubts=(pair._replace(odds=odds),)))[0]
    assert "and 4 more pairs." in collect_lines(replace(found, open=5))[0]
    more = collect_lines(replace(found, pairs="neighbours", passed_over=3, whole=False))
    assert more[2:] == [
        "Of so many hubs only neighbours in the ranking are compared.",
        "What a figure does to the scores of other hubs, through common goalposts, was not counted.",
        "3 figures and pillars that can move the index least were not looked at.",
    ]


def test_where_there_is_nothing_to_settle(ask: Ask) -> None:
    sure = ask(turku={"banks": 1.0, "funds": 1.0, "labs": 1.0})
    assert collect_lines(sure) == [
        "Readings and gaps leave no order in doubt (2,000 draws, seed 1): nothing has to be collected for its sake."
    ]
    york = TURKU | {"Role": "benchmark"}
    assert collect_lines(ask(2, york=york)) == ["York is not ranked: no figure would settle whom it is above."]
    assert "York" in collect_lines(ask(2, york=york, everyone=True))[0]


def test_the_part_for_another_page(ask: Ask) -> None:
    found = ask()
    part = collect_part(found)
    assert (part.tables, part.lines, part.seed) == (collect_tables(found), tuple(collect_lines(found)), 1)
