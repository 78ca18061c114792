from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

import hubscore
from hubscore.formats.registry import render
from hubscore.formats.style import Style
from hubscore.model.profile import Profile
from hubscore.pages.document import Document, Table
from hubscore.pages.whatif import change_part, whatif_page
from hubscore.pages.whatif_sentences import Asked
from hubscore.studies.changes import Figure
from hubscore.studies.whatif import whatif
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
Page = Callable[..., Document]

CARD: dict[str, Any] = {
    "title": "Nordic hubs",
    "pillars": {"money": {"label": "Money"}, "travel": {"label": "Travel"}},
    "indicators": {
        "banks": {"pillar": "money", "label": "Banks"},
        "funds": {"pillar": "money", "label": "Funds"},
        "air": {"pillar": "travel", "label": "Air routes"},
    },
    "scenarios": {"flights": {"label": "Flights", "weights": {"money": 1, "travel": 9}}},
}
HUBS: dict[str, dict[str, Any]] = {
    "oslo": {"banks": 9.0, "funds": 5.0, "air": 4.0},  # money 70, travel 40: 55
    "turku": {"banks": 2.0, "funds": 4.0, "air": 6.0},  # money 30, travel 60: 45
    "vaasa": {"banks": 1.0, "funds": 2.0, "air": 3.0},  # money 15, travel 30: 22.5
    "york": {"banks": 10.0, "funds": None, "air": 9.0, "Role": "benchmark"},
}


@pytest.fixture
def page(made: Made) -> Page:
    def ask(asked: Asked, verbose: bool = False, more: Any = None, **changes: Any) -> Document:
        workspace = made(CARD, **(more or HUBS))
        start = workspace
        if asked.scenario is not None:
            workspace = hubscore.open(workspace.path, asked.scenario)
            changes["instead"] = workspace.scorecard
        found = whatif(start.dataset, start.scorecard, **changes)
        workspace = replace(workspace, dataset=found.after.dataset)
        return whatif_page(workspace, found.after, [change_part(workspace, found, asked, verbose)])

    return ask


def table(document: Document, name: str) -> Table:
    [found] = [table for table in document.tables if table.name == name]
    return found


def people(found: Table) -> list[tuple[Any, ...]]:
    return [tuple(cell for cell, column in zip(row, found.columns, strict=True) if column.show) for row in found.rows]


def test_who_overtakes_whom_and_why(page: Page) -> None:
    document = page(Asked(shares=["travel"]), shares={"travel": 0.9})
    assert (document.page, document.title) == ("whatif", "Nordic hubs")
    assert document.lead == (
        "With Travel at 90 %, Turku overtakes Oslo: Money costs it 16.0 points less against Oslo.",
    )
    assert people(table(document, "moves"))[:2] == [
        ("Turku", 2, 1, "↑ up 1", pytest.approx(45), pytest.approx(57), pytest.approx(12)),
        ("Oslo", 1, 2, "↓ down 1", pytest.approx(55), pytest.approx(43), pytest.approx(-12)),
    ]
    assert table(document, "moves").rules == (3,)
    assert table(document, "moves").strong == (0,)
    assert people(table(document, "weights that change")) == [
        ("Money", "50.0 %", "10.0 %", pytest.approx(-40)),
        ("Travel", "50.0 %", "90.0 %", pytest.approx(40)),
    ]
    assert people(table(document, "why")) == [
        ("Money", -20, pytest.approx(-4), pytest.approx(16)),
        ("Travel", 10, pytest.approx(18), pytest.approx(8)),
        ("Index", -10, pytest.approx(14), pytest.approx(24)),
    ]
    assert document.foot == ("Benchmarks are yardsticks, not ranked (--all ranks everyone).",)


def test_without_other_weights_none_are_shown(page: Page) -> None:
    document = page(Asked(values={"turku.air": Figure(9)}), values={"turku.air": 9})
    assert not [found for found in document.tables if found.shown and found.name.startswith("weights")]


def test_nobody_moves(page: Page) -> None:
    document = page(Asked(shares=["banks"]), shares={"banks": 0.6})
    assert not table(document, "why").shown
    alone = page(Asked(shares=["banks"]), shares={"banks": 0.6}, more={"oslo": HUBS["oslo"]})
    assert alone.foot == ()


def test_weights_of_a_scenario_with_a_drop_and_a_share(page: Page) -> None:
    document = page(
        Asked(
            scenario="flights", drop=["funds"], shares=["travel"], values={"oslo.banks": Figure(at_least=3, at_most=4)}
        ),
        drop=["funds"],
        shares={"travel": 0.875},
        values={"oslo.banks": Figure(at_least=3, at_most=4)},
    )
    assert document.title == "Nordic hubs (Flights)"
    assert people(table(document, "weights that change"))[-2:] == [
        ("Funds", "Money", "50.0 %", None, None),
        ("Travel", "Index", "50.0 %", "87.5 %", pytest.approx(37.5)),
    ]


def test_who_comes_in_and_who_goes(page: Page) -> None:
    data = {name: {"2020": {"value": 10, "evidence": "official", "source": "s"}} for name in ("banks", "funds", "air")}
    new = Profile.model_validate({"name": "Narvik", "sources": {"s": {"title": "S"}}, "data": data})
    document = page(Asked(hubs=["Narvik"]), hubs={"narvik": new})
    assert people(table(document, "moves"))[0] == ("Narvik", None, 1, "new", None, 100, None)
    hubs = HUBS | {"vaasa": {"banks": 1.0, "funds": 2.0, "air": None}}
    document = page(Asked(shares=["travel"]), shares={"travel": 0.9}, more=hubs)
    assert [row[2] for row in table(document, "moves").rows] == [2, 1, 3, None]
    assert people(table(document, "moves"))[2][3] == "out"


def test_who_moves_up_because_another_leaves(page: Page) -> None:
    hubs = HUBS | {"oslo": {"banks": 9.0, "funds": 9.0, "air": None}}
    document = page(Asked(shares=["travel"]), shares={"travel": 0.6}, more=hubs)
    assert [row[4] for row in table(document, "moves").rows] == ["↑ up 1", "↑ up 1", "out", ""]


def test_of_many_hubs_people_see_those_that_move(page: Page) -> None:
    hubs = {f"h{at:02}": {"banks": 9.0 - at / 2, "funds": 5.0, "air": 5.0} for at in range(14)}
    document = page(Asked(values={"h13.air": Figure(7)}), values={"h13.air": 7.1}, more=hubs)
    assert not table(document, "moves").shown
    first = table(document, "first")
    assert (first.title, len(first.rows)) == ("9 hubs of 14 move: the first 9 (-v for all)", 9)
    still = page(Asked(shares=["banks"]), shares={"banks": 0.6}, more=hubs)
    assert table(still, "first").title == "No hub of 14 moves: the first 12 (-v for all)"
    assert table(page(Asked(shares=["banks"]), True, shares={"banks": 0.6}, more=hubs), "moves").shown


def test_scripts_get_the_tables_of_the_design(page: Page) -> None:
    document = page(Asked(shares=["travel"]), shares={"travel": 0.9})
    found = json.loads(render(document, "json", Style(None, False, "utf-8")))["tables"]
    assert list(found) == ["moves", "weights", "why", "causes"]
    assert list(found["moves"][0]) == ["hub", "rank_before", "rank_after", "score_before", "score_after"]
    assert list(found["weights"][0]) == ["node", "before", "after"]
    assert list(found["causes"][0]) == ["hub", "node", "points_before", "points_after"]


@pytest.mark.parametrize("name", ["table", "plain", "md", "csv"])
def test_in_every_format(page: Page, name: str) -> None:
    text = render(page(Asked(shares=["travel"]), shares={"travel": 0.9}), name, Style(80, False, "utf-8"))
    assert "urku" in text
    assert max(map(len, text.splitlines())) <= 80 or name != "table"
