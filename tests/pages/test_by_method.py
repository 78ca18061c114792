"""Whether the choice of a method matters, as people and scripts get it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.formats.registry import render
from hubscore.formats.style import Style
from hubscore.pages.by_method import FEW_HUBS, by_method_part
from hubscore.pages.document import Document, Table
from hubscore.studies.by_method import by_method
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
Page = Callable[..., Document]
HUBS = {
    "x": {"a": 0.0, "b": 5.0, "c": 10.0},
    "y": {"a": 3.0, "b": 5.0, "c": 5.5},
    "z": {"a": 4.0, "b": 4.0, "c": 4.0},
    "w": {"a": 9.0, "b": 9.0, "c": 9.0, "Role": "benchmark"},
}


@pytest.fixture
def page(made: Made) -> Page:
    def ask(verbose: bool = False, card: dict[str, Any] | None = None, **hubs: Any) -> Document:
        workspace = made(card or {}, **(hubs or HUBS))
        ranking = hubscore.score(workspace.dataset, workspace.scorecard)
        return by_method_part(ranking, by_method(ranking, workspace.scorecard), verbose)

    return ask


def table(document: Document, name: str) -> Table:
    [found] = [table for table in document.tables if table.name == name]
    return found


def test_a_row_a_method_and_a_column_a_hub(page: Page) -> None:
    found = table(page(), "aggregate for people")
    assert [column.label for column in found.columns] == ["Aggregation", "Moved", "At most", "X", "Y", "Z"]
    rows = {row[0]: row[1:] for row in found.rows}
    assert rows["arithmetic (declared)"] == ("", "", 1, 2, 3)
    assert rows["minimum"] == (2, 2, 3, 2, 1)
    assert found.strong == (0,)
    assert {row[0] for row in table(page(), "normalise for people").rows} >= {"goalposts (declared)", "minmax"}


def test_the_answer_comes_first(page: Page) -> None:
    document = page()
    start = "In place of arithmetic, all nine other aggregations change ranks, most of them: geometric 3 ranks, "
    assert document.lead[0].startswith(start)
    even = {name: dict.fromkeys("ab", float(at)) for at, name in enumerate("xyz", start=1)}
    same = page(**even)
    assert same.lead[0] == "In place of arithmetic, none of nine other aggregations changes a rank."
    assert same.lead[1].startswith("In place of goalposts, none of ")


def test_some_of_them(page: Page) -> None:
    # Mean and median are 50 and 40; of one indicator each, the vote is level; what imbalance costs turns the rest.
    document = page(x={"a": 9.0, "b": 1.0}, y={"a": 4.0, "b": 4.0})
    moved = [row[0] for row in table(document, "aggregate for people").rows if row[1]]
    assert "median" not in moved
    assert {"minimum", "geometric", "copeland"} <= set(moved)
    assert document.lead[0].startswith("In place of arithmetic, ")
    assert " of nine other aggregations change ranks, most of them: " in document.lead[0]


def test_what_is_not_possible_is_said(page: Page) -> None:
    foot = page().foot
    assert foot[0].startswith("Ranks; Moved: how many hubs have another rank than as declared")
    assert foot[1].startswith("Not possible here: distance_to_target (nobody is ranked")
    assert len(foot) == 2


def test_of_many_hubs_the_first_have_a_column(page: Page) -> None:
    hubs = {f"h{at:02}": {"a": at / 2} for at in range(FEW_HUBS + 4)}
    document = page(**hubs)
    assert len(table(document, "aggregate for people").columns) == 3 + FEW_HUBS
    assert document.foot[-1] == f"The first {FEW_HUBS} of {FEW_HUBS + 4} hubs have a column (-v for all)."
    assert len(table(page(verbose=True, **hubs), "aggregate for people").columns) == 3 + FEW_HUBS + 4


def test_scripts_get_a_row_a_method_and_hub(page: Page) -> None:
    found = json.loads(render(page(), "json", Style(None, False)))["tables"]["methods"]
    assert found[0] == {
        "step": "aggregate",
        "method": "arithmetic",
        "declared": True,
        "hub": "x",
        "rank": 1,
        "score": pytest.approx(50),
    }
    assert {row["hub"] for row in found} == {"w", "x", "y", "z"}
    assert [row["rank"] for row in found if row["hub"] == "w"] == [None] * (len(found) // 4)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_it_fits(page: Page, width: int) -> None:
    text = str(render(page(), "table", Style(width, False)))
    assert max(map(len, text.splitlines())) <= width
