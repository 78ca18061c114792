"""Scores and ranks by year as people and scripts get them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import pytest

from hubscore.formats.registry import render
from hubscore.formats.style import Style
from hubscore.pages.bump import MOST_PLACES
from hubscore.pages.document import Document, Table
from hubscore.pages.trend import trend_page
from hubscore.studies.trend import trend
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
Page = Callable[..., Document]

HUBS: dict[str, dict[str, Any]] = {
    "oslo": {"air": {"2020": 2, "2022": 8}, "sea": {"2020": 5}},
    "turku": {"air": {"2020": 4, "2021": 6}, "sea": {"2020": 5}},
    "york": {"air": {"2021": 9}, "Role": "benchmark"},
}


@pytest.fixture
def page(made: Made) -> Page:
    def ask(card: dict[str, Any] | None = None, chosen: Any = (), everyone: bool = False, **hubs: Any) -> Document:
        workspace = made(card or {}, **(hubs or HUBS))
        found = trend(workspace.dataset, workspace.scorecard, everyone)
        return trend_page(workspace, found, [workspace.dataset.column[hub] for hub in chosen])

    return ask


def table(document: Document, name: str) -> Table:
    [found] = [table for table in document.tables if table.name == name]
    return found


def seen(found: Table) -> list[tuple[Any, ...]]:
    return [tuple(cell for cell, column in zip(row, found.columns, strict=True) if column.show) for row in found.rows]


def test_the_page_begins_with_who_moved(page: Page) -> None:
    document = page()
    assert (document.page, document.title) == ("trend", "Hubs")
    assert document.lead[0].startswith("From 2020 to 2022 Oslo rose")


def test_the_chart_and_the_scores_below(page: Page) -> None:
    document = page()
    assert [found.name for found in document.tables if found.shown] == ["chart", "scores for people"]
    assert [row[0] for row in table(document, "chart").rows][::2] == [
        " 1  Tu ──────────── Tu ────╲ ╱───── Os Oslo",
        " 2  Os ──────────── Os ────╱ ╲───── Tu Turku",
    ]
    scores = table(document, "scores for people")
    assert [column.label for column in scores.columns if column.show] == [
        *("Rank", "Scores", "", "2020", "2021", "2022", "Change", "Same figures"),
    ]
    assert [(*row[:2], *row[3:]) for row in seen(scores)] == [
        (1, "Oslo", 35, "*35.0", 65, 30, 30),
        (2, "Turku", 45, 55, "*55.0", 10, 10),
        (None, "York", None, 90, "*90.0", None, None),
        ("", "older than the year", "0 %", "60 %", "80 %", "", ""),
    ]
    assert scores.rules == (2, 3)


def test_scores_are_drawn_from_the_least_to_the_greatest_of_all(page: Page) -> None:
    scores = table(page(), "scores for people")
    spark = scores.columns[2].show
    assert spark is not None
    assert spark.kind == "spark"
    assert [[row[at] for at in spark.of] for row in scores.rows] == [
        pytest.approx([0, 0, 30 / 55]),
        pytest.approx([10 / 55, 20 / 55, 20 / 55]),
        pytest.approx([math.nan, 1, 1], nan_ok=True),
        [None] * 3,
    ]


def test_what_stands_below(page: Page) -> None:
    assert page().foot == (
        "* More than half of the hub's figures are older than the year: carried forward.",
        (
            "Change: from 2020 to 2022. Same figures: on those that the hub has in both years; the rest of a change is "
            "figures that became known, or too old."
        ),
        "Goalposts are the same in all years. `hubscore trend --pace` compares growth with a benchmark's.",
    )


def test_years_without_ranks_and_years_left_out(page: Page) -> None:
    hubs = {name: {"air": {year: 1}} for name, year in zip("abcd", ("2020", "2021", "2022", "2022"), strict=True)}
    document = page(**hubs)
    assert document.lead == ("Fewer than two years score enough hubs to rank them: there is no trend yet.",)
    assert document.foot[-3:-1] == (
        "Scores without ranks, since too few of the 4 hubs are scored: 2021 (2).",
        "Left out, since fewer still are: 2020 (1).",
    )
    assert [found.name for found in document.tables if found.shown] == ["scores for people"]
    assert all(
        column.label not in ("Change", "Same figures")
        for column in table(document, "scores for people").columns
        if column.show
    )
    few = {"a": {"air": {"2020": 1}}, "b": {"air": {"2021": 1}}, "c": {"air": {"2021": 1}}}
    assert page(**few).foot[0] == "* More than half of the hub's figures are older than the year: carried forward."
    assert page(**few).foot[1] == "Left out, since too few hubs are scored: 2020 (1)."


def test_no_year_at_all(page: Page) -> None:
    hubs = {"a": {"air": {"2020": 1}, "sea": None}, "b": {"air": None, "sea": {"2021": 1}}}
    document = page({"method": {"min_coverage": 1.0}}, **hubs)
    assert document.lead == ("No year scores enough hubs.",)
    assert not [found for found in document.tables if found.shown]


def test_some_hubs_only(page: Page) -> None:
    document = page(chosen=["york", "turku"])
    assert [row[1] for row in table(document, "scores for people").rows] == ["Turku", "York", "older than the year"]
    alone = page(chosen=["york"])
    assert not [found for found in alone.tables if found.name == "chart"]
    assert table(alone, "scores for people").rules == (1,)
    assert [row[3] for row in table(alone, "scores for people").rows] == [None, "–"]
    assert {row[1] for row in table(alone, "scores").rows} == {"york"}


def test_more_places_than_the_chart_has(page: Page) -> None:
    hubs = {f"h{number:02}": {"air": {"2020": number / 10, "2021": number / 10}} for number in range(MOST_PLACES + 2)}
    document = page(**hubs)
    told = f"The chart has the first {MOST_PLACES} of {MOST_PLACES + 2}; "
    assert f"{told}`hubscore trend HUB HUB ...` draws those you name." in document.foot
    assert len(table(document, "chart").rows) == 2 * MOST_PLACES - 1
    few = page(chosen=["h00", "h11"], **hubs)
    assert not [line for line in few.foot if "The chart" in line]
    assert [row[0][:2] + row[0][-4:] for row in table(few, "chart").rows] == [" 1 H11", "", "12 H00"]
    many = page(chosen=list(hubs)[1:], **hubs)
    assert f"The chart has the first {MOST_PLACES} of {MOST_PLACES + 1}." in many.foot
    assert len(table(many, "chart").rows) == 2 * MOST_PLACES - 1


def test_scripts_get_every_year_and_hub(page: Page) -> None:
    found = json.loads(render(page(), "json", Style(None, False)))["tables"]
    assert list(found) == ["scores"]
    assert len(found["scores"]) == 9
    assert found["scores"][0] == {
        "year": 2020,
        "hub": "oslo",
        "score": 35.0,
        "rank": 2,
        "figures": 2,
        "carried": 0,
        "scored": 2,
        "field": 2,
    }
    assert (found["scores"][2]["score"], found["scores"][2]["rank"]) == (None, None)


@pytest.mark.parametrize("width", [None, 80, 60])
def test_in_ascii_it_reads_the_same(page: Page, width: int | None) -> None:
    text = render(page(), "table", Style(width, False, encoding="ascii"))
    assert text.isascii()
    assert " 1  Tu ------------ Tu ----\\ /----- Os Oslo" in text
    assert "X" in text
