from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import hubscore
from hubscore.pages.document import Document, Table
from hubscore.pages.show import show_page
from hubscore.studies.show import show
from hubscore.workspace import Workspace

CARD = """
title = "Nordic hubs"
hubs = "hubs/*.toml"
as_of = 2024
max_age = 5
[measures.gdp]
label = "GDP"
unit = "m EUR"
[indicators.fairs]
label = "Trade fairs"
unit = "fairs"
direction = "higher"
goalposts = [0, 100]
[indicators.trade]
label = "Trade"
unit = "m EUR"
per = "gdp"
score_unit = "of GDP"
direction = "higher"
goalposts = [0, 2]
[indicators.size]
unit = "km2"
direction = "higher"
normalise = "minmax"
"""
OSLO = """
name = "Oslo"
[sources.office]
title = "Statistical office"
url = "https://example.org/fairs"
[sources.press]
publisher = "The press"
[data.fairs]
2024 = [
  { at_least = 30, covers = 0.75, evidence = "official", source = "office", note = "to September" },
]
2023 = [
  { value = 28, evidence = "official", source = "office" },
  { value = 31, evidence = "reported", source = "press", unit = "exhibitors" },
]
2025 = { value = 50, evidence = "target", source = "press" }
2012 = { at_least = 10, at_most = 20, evidence = "secondary", source = "press" }
[data.trade]
2023 = { value = 50, evidence = "official", source = "office" }
[data.gdp]
2022 = { value = 100, evidence = "official", source = "office" }
[data.size]
2022 = { value = 454, evidence = "official", source = "office" }
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "hubs").mkdir()
    (tmp_path / "scorecard.toml").write_text(CARD)
    (tmp_path / "hubs" / "oslo.toml").write_text(OSLO)
    (tmp_path / "hubs" / "bergen.toml").write_text('name = "Bergen"\n')
    return hubscore.open(tmp_path)


def page(workspace: Workspace, name: str, hub: str = "oslo", verbose: bool = False) -> Document:
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    at = workspace.dataset.hubs.ids.index(hub)
    return show_page(workspace, show(ranking, workspace.scorecard, at, name), verbose)


def seen(table: Table) -> list[str]:
    return [column.label for column in table.columns if column.show]


def column(table: Table, key: str) -> list[Any]:
    """A column by its key, or by its label where it has none."""
    place = [column.key or column.label for column in table.columns].index(key)
    return [row[place] for row in table.rows]


def test_every_reading_is_there_for_scripts(workspace: Workspace) -> None:
    readings = page(workspace, "fairs").tables[0]
    assert readings.name == "readings"
    keys = [column.key for column in readings.columns if column.key]
    wanted = "year value at_least at_most covers unit evidence source url note used why_not"
    assert keys == wanted.split()
    assert column(readings, "year") == [2025, 2024, 2023, 2023, 2012]
    assert column(readings, "value") == [50.0, None, 28.0, 31.0, None]
    assert column(readings, "at_least") == [None, 30.0, None, None, 10.0]
    assert column(readings, "at_most") == [None, None, None, None, 20.0]
    assert column(readings, "covers") == [1.0, 0.75, 1.0, 1.0, 1.0]
    assert column(readings, "unit") == ["fairs", "fairs", "fairs", "exhibitors", "fairs"]
    assert column(readings, "evidence") == ["target", "official", "official", "reported", "secondary"]
    assert column(readings, "source") == [
        "The press",
        "Statistical office",
        "Statistical office",
        "The press",
        "The press",
    ]
    assert column(readings, "url")[1:4] == ["https://example.org/fairs", "https://example.org/fairs", None]
    assert column(readings, "note") == [None, "to September", None, None, None]


def test_one_counts_and_the_others_say_why_not(workspace: Workspace) -> None:
    readings = page(workspace, "fairs").tables[0]
    assert column(readings, "used") == [False, False, True, False, False]
    assert column(readings, "why_not") == ["evidence", "part year", None, "conflict", "too old"]
    assert column(readings, "Counts") == [
        "no: such evidence is not admitted",
        "no: 75 % of a year, a whole one counts",
        "yes",
        "no: a conflicting source for its year",
        "no: older than 2019",
    ]
    assert readings.strong == (2,)


def test_bounds_and_parts_of_a_year_are_marked(workspace: Workspace) -> None:
    readings = page(workspace, "fairs").tables[0]
    assert column(readings, "Figure") == ["50", "≥ 30 (75 % of the year)", "28", "31", "10–20"]
    assert column(readings, "Year") == ["2025", "2024", "2023", "2023", "2012"]


def test_people_see_units_where_they_differ(workspace: Workspace) -> None:
    fairs, trade = page(workspace, "fairs").tables[0], page(workspace, "trade").tables[0]
    assert seen(fairs) == ["Year", "Figure", "Unit", "Evidence", "Source", "Note", "Counts"]
    assert fairs.title == "Trade fairs"
    assert seen(trade) == ["Year", "Figure", "", "Evidence", "Source", "Counts"]
    assert trade.title == "Trade, in m EUR"
    assert "Page" in seen(page(workspace, "fairs", verbose=True).tables[0])


def test_readings_of_one_unit_are_drawn_against_the_greatest(workspace: Workspace) -> None:
    trade = page(workspace, "trade").tables[0]
    [at] = [at for at, column in enumerate(trade.columns) if column.show and column.show.kind == "bar"]
    figures = [next(end for end in row[2:5] if end is not None) for row in trade.rows]
    assert [row[at] for row in trade.rows] == pytest.approx([figure / max(figures) for figure in figures])


def test_a_ratio_has_a_second_table(workspace: Workspace) -> None:
    document = page(workspace, "trade")
    assert [table.name for table in document.tables] == ["readings", "denominators", "cell"]
    divisors = document.tables[1]
    assert divisors.title == "GDP, in m EUR"
    assert (column(divisors, "year"), column(divisors, "used")) == ([2022], [True])


def test_the_head_names_the_cell(workspace: Workspace) -> None:
    document = page(workspace, "fairs")
    assert (document.page, document.title, document.aside) == ("show", "Oslo · Trade fairs", "Nordic hubs")
    assert document.lead[0].startswith("28 fairs (2023, official) counts")
    assert document.scorecard["title"] == "Nordic hubs"


@pytest.mark.parametrize(
    ("name", "hub", "cell"),
    [
        ("trade", "oslo", ("oslo", "trade", "indicator", "value", 0.5, 0.5, 0.5, "of GDP", 25.0, None, None)),
        ("fairs", "bergen", ("bergen", "fairs", "indicator", "no reading", *[None] * 3, "fairs", *[None] * 3)),
        ("gdp", "oslo", ("oslo", "gdp", "measure", *[None] * 4, "m EUR", *[None] * 3)),
    ],
)
def test_scripts_learn_what_scores(workspace: Workspace, name: str, hub: str, cell: tuple[object, ...]) -> None:
    table = page(workspace, name, hub).tables[-1]
    assert (table.name, table.shown) == ("cell", False)
    assert [column.key for column in table.columns] == [
        "hub",
        "name",
        "kind",
        "status",
        "value",
        "low",
        "high",
        "unit",
        "score",
        "treated",
        "treatment",
    ]
    assert table.rows == (cell,)


def test_a_missing_cell_is_an_answer(workspace: Workspace) -> None:
    document = page(workspace, "fairs", "bergen")
    assert document.tables[0].rows == ()
    assert not document.tables[0].shown
    assert "Bergen has no figure: there is no reading." in document.lead[-1]


def test_notes_are_about_this_cell_alone(workspace: Workspace) -> None:
    assert page(workspace, "fairs").notes == ()
    assert any("size does not tell the hubs apart" in note for note in page(workspace, "size").notes)
