"""The figures of a hub as people find them: with unit, year, evidence and a way to the source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.formats.style import Style
from hubscore.formats.terminal import render
from hubscore.pages.document import Document, Table
from hubscore.pages.explain_figures import figure_tables
from hubscore.studies.explain import explain
from hubscore.workspace import Workspace

Tables = Callable[..., list[Table]]

CARD: dict[str, Any] = {
    "measures": {"people": {"label": "Residents", "unit": "m"}},
    "indicators": {
        "banks": {"label": "Branches of banks and other houses per million", "per": "people", "score_unit": "per m"},
        "income": {"label": "Income of visitors", "unit": "billion EUR", "decimals": 1},
        "list": {"label": "Place on the list, by rank", "unit": "rank", "kind": "rank", "direction": "lower"},
    },
}
CARD["indicators"]["list"]["goalposts"] = [9, 1]
OSLO = {
    "banks": {"2023": {"value": 8.0, "source": "press", "evidence": "reported"}},
    "people": {"2022": 2.0},
    "income": {"2024": {"at_least": 3.5526, "covers": 0.75}},
    "list": {"2021": {"at_least": 7, "source": "press"}},
}


@pytest.fixture
def tables(made: Callable[..., Workspace]) -> Tables:
    def ask(verbose: bool = False, card: dict[str, Any] | None = None, **hubs: Any) -> list[Table]:
        workspace = made(card or CARD, **(hubs or {"oslo": OSLO}))
        ranking = hubscore.score(workspace.dataset, workspace.scorecard)
        return list(figure_tables(workspace, explain(ranking, 0), verbose))

    return ask


def seen(found: Table) -> list[tuple[Any, ...]]:
    rows = (found.columns, *found.rows)
    labels, *cells = ([cell for cell, column in zip(row, found.columns, strict=True) if column.show] for row in rows)
    return [tuple(column.label for column in labels), *map(tuple, cells)]


def test_sources_have_numbers_in_the_order_in_which_they_are_met(tables: Tables) -> None:
    figures, sources = tables()
    assert [(row[0], row[1], *row[-3:]) for row in seen(figures)] == [
        ("Figure", "Value", "Year", "Evidence", "Source"),
        ("Branches of banks and other houses per million", "4 per m", 2023, "reported", "1, 2"),
        ("Income of visitors", "≥ 3.5526 billion EUR (75 % of the year)", 2024, "official", "2"),
        ("Place on the list, by rank", "≥ 7", 2021, "official", "1"),
    ]
    assert seen(sources) == [("No.", "Source"), (1, "News"), (2, "Yearbook, Office")]
    assert seen(tables(verbose=True)[1])[2] == (2, "Yearbook, Office", "https://example.org")


def test_one_source_of_every_figure_needs_no_number(tables: Tables) -> None:
    figures, sources = tables(oslo={"banks": 1.0, "people": 2.0, "income": 3.0, "list": None})
    assert "Source" not in seen(figures)[0]
    assert seen(sources) == [("Source of every figure",), ("Yearbook, Office",)]


def test_without_sources_there_is_no_list(tables: Tables) -> None:
    assert len(tables(oslo={"banks": None, "income": None, "list": None})) == 1


@pytest.mark.parametrize("width", [60, 80, 120])
def test_at_any_width_a_figure_keeps_what_defends_it(tables: Tables, width: int) -> None:
    text = render(Document("explain", "", tables=tuple(tables())), Style(width, False))
    assert max(map(len, text.splitlines())) <= width
    for word in (
        "Value",
        "Score",
        "Year",
        "Evidence",
        "Source",
        "per m",
        "≥ 3.5526",
        "EUR",
        "2024",
        "official",
        "1, 2",
    ):
        assert word in text, word
