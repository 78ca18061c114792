from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

import hubscore
from hubscore.formats.registry import render
from hubscore.formats.style import Style
from hubscore.model.ranking import Ranking
from hubscore.pages.document import Cell, Document, Table
from hubscore.pages.export import MEANINGS, export_page
from hubscore.studies.robustness import robustness
from hubscore.workspace import Workspace, bundled

STYLE = Style(None, colour=False)


@pytest.fixture(scope="module")
def whole() -> tuple[Workspace, Ranking]:
    workspace = hubscore.open(bundled())
    return workspace, hubscore.score(workspace.dataset, workspace.scorecard)


@pytest.fixture(scope="module")
def page(whole: tuple[Workspace, Ranking]) -> Document:
    return export_page(*whole)


def rows(page: Document, name: str) -> list[dict[str, Cell]]:
    table = named(page, name)
    keys = [column.key for column in table.columns]
    return [{key: cell for key, cell in zip(keys, row, strict=True) if key} for row in table.rows]


def named(page: Document, name: str) -> Table:
    return next(table for table in page.tables if table.name == name)


def test_every_table_is_told_of_and_people_see_the_codebook_only(page: Document) -> None:
    assert [(row["table"], row["meaning"]) for row in rows(page, "tables")] == [*MEANINGS.items()]
    assert [row["rows"] for row in rows(page, "tables")] == [len(table.rows) for table in page.tables[:-1]]
    assert [table.name for table in page.tables if table.shown] == ["codebook"]
    assert render(page, "md", STYLE).count("\n## ") == 1


def test_the_bundled_figures_come_out_as_they_were_given(page: Document, shared: Path) -> None:
    """The profiles were made from this list by hand, with units in other words; what went in comes out."""
    given = list(csv.DictReader(StringIO((shared / "data/observations.csv").read_text(encoding="utf-8"))))
    figure = ("value", "at_least", "at_most", "covers")

    def number(text: Any) -> float | None:
        return float(text) if text not in (None, "") else None

    def key(row: dict[str, Any]) -> tuple[Any, ...]:
        where = (row["hub"], row["indicator"], int(row["year"]), row["evidence"], row["url"] or None)
        return (*where, *(number(row[name]) for name in figure))

    out = rows(page, "observations")
    assert sorted(map(repr, map(key, out))) == sorted(map(repr, map(key, given)))
    assert list(out[0]) == [
        "hub", "indicator", "year", "value", "at_least", "at_most", "covers", "unit", "evidence",
        "source", "publisher", "url", "note", "source_id", "name", "role", "group", "label", "direction", "scored",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "key"), [("hubs", "hub"), ("indicators", "indicator"), ("measures", "measure")])
def test_as_many_as_were_given(page: Document, shared: Path, name: str, key: str) -> None:
    given = list(csv.DictReader(StringIO((shared / f"data/{name}.csv").read_text(encoding="utf-8"))))
    assert {row[key] for row in rows(page, name)} == {row[key] for row in given}


@pytest.mark.parametrize(("name", "size"), [("bets", 9), ("claims", 23), ("targets", 4)])
def test_every_statement_of_the_list_is_there(page: Document, shared: Path, name: str, size: int) -> None:
    given = list(csv.DictReader(StringIO((shared / f"data/{name}.csv").read_text(encoding="utf-8"))))
    assert len(rows(page, name)) == len(given) == size


def test_intervals_and_seed_of_what_was_drawn(whole: tuple[Workspace, Ranking]) -> None:
    workspace, ranking = whole
    sure = robustness(workspace.dataset, workspace.scorecard, 200, 7, base=ranking)
    page = export_page(workspace, ranking, sure)
    first = rows(page, "ranking")[0]
    assert (first["hub"], first["rank"], first["rank_low"]) == ("shenzhen", 1, 1)
    assert page.scorecard["seed"] == 7
    assert "not drawn" in export_page(workspace, ranking, None, "not drawn").notes


@pytest.mark.parametrize("form", ["table", "plain", "md", "json", "csv", "xlsx"])
def test_every_format_takes_it(page: Document, form: str) -> None:
    assert render(page, form, STYLE)
