from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import hubscore
from hubscore.editing.readings import Cell, cell_of
from hubscore.pages.document import Document
from hubscore.pages.edit import reading_edit_page, weights_edit_page, written_lines
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
CARD = {"weights": {"a": 1, "b": 1}}


def rows(page: Document, name: str) -> list[dict[str, Any]]:
    [table] = [table for table in page.tables if table.name == name]
    keys = [column.key for column in table.columns]
    return [{key: cell for key, cell in zip(keys, row, strict=True) if key} for row in table.rows]


def two(made: Made) -> Path:
    return made(CARD, oslo={"a": 8, "b": 2}, turku={"a": 4, "b": 5}).path


def test_weights(made: Made) -> None:
    edited = hubscore.set_weights(two(made), {"b": 0.9})
    page = weights_edit_page(edited, ["b"], is_written=True)
    assert page.page == "edit"
    assert page.lead[0].startswith("With b at 90 %, Turku overtakes Oslo")
    assert [table.name for table in page.tables if table.shown][:2] == ["moves", "weights"]
    assert [row["after"] for row in rows(page, "weights")] == [0.1, 0.9]
    assert rows(page, "changes") == [
        {"file": edited.draft.shown, "key": "weights.a", "before": 1, "after": 0.1},
        {"file": edited.draft.shown, "key": "weights.b", "before": 1, "after": 0.9},
    ]
    assert page.foot[-1] == f"2 lines of {edited.draft.shown} written."


def test_nothing_new(made: Made) -> None:
    path = two(made)
    hubscore.set_weights(path, {"b": 0.9})
    page = weights_edit_page(hubscore.set_weights(path, {"b": 0.9}), ["b"], is_written=True)
    assert page.lead[0].endswith("says so already.")
    assert page.foot == ("Nothing was written.",)
    assert rows(page, "changes") == []


def test_a_new_scenario(made: Made) -> None:
    edited = hubscore.set_weights(two(made), {"b": 0.9}, scenario="mine")
    page = weights_edit_page(edited, ["b"], is_written=True)
    assert page.lead[0].startswith("In the scenario mine, with b at 90 %, Turku overtakes Oslo")
    assert page.title == "Hubs (mine)"
    assert [row["key"] for row in rows(page, "changes")] == ["scenarios.mine.weights.a", "scenarios.mine.weights.b"]
    assert page.foot[-2:] == (
        f"3 lines of {edited.draft.shown} written.",
        "The scenario `mine` is new: `hubscore --scenario mine` ranks by it.",
    )
    assert [*written_lines(edited, is_written=False)] == ["Nothing was written."]


def reading(path: Path, cell: str, fields: dict[str, Any]) -> Document:
    edited = hubscore.set_reading(path, cell, fields)
    return reading_edit_page(edited, cell_of(edited.after, cell), is_written=True)


def test_a_reading(made: Made) -> None:
    path = two(made)
    page = reading(path, "oslo.a.2020", {"at_least": 1, "at_most": 2})
    assert page.lead[0].startswith("With a of Oslo in 2020 at 1–2, Turku overtakes Oslo")
    assert {row["key"]: (row["before"], row["after"]) for row in rows(page, "changes")} == {
        "data.a.2020.value": (8, None),
        "data.a.2020.at_least": (None, 1),
        "data.a.2020.at_most": (None, 2),
    }
    page = reading(path, "oslo.a.2020", {"note": "n", "evidence": "reported"})
    assert page.lead[0].startswith("With the evidence and note of a of Oslo in 2020 changed, nobody overtakes anybody")
    assert page.notes == ()
    page = reading(path, "oslo.a.2020", {"at_most": 3})
    assert page.notes == ("the reading keeps its note: n",)


def test_what_could_not_be_scored_before(made: Made) -> None:
    card = {"method": {"aggregate": "geometric", "normalise": "none"}}
    path = made(card, oslo={"a": -8, "b": 2}, turku={"a": 4, "b": 5}).path
    edited = hubscore.set_reading(path, "oslo.a.2020", {"value": 3})
    page = reading_edit_page(edited, Cell("oslo", "a", "2020"), is_written=True)
    assert page.lead == ("The scorecard could not be scored before; `hubscore` shows the ranking.",)
    assert rows(page, "changes")[0]["after"] == 3
    assert page.foot[-1].startswith("1 line of ")


def test_a_series_that_only_a_scenario_reads_is_said_nothing_of(made: Made) -> None:
    path = two(made)
    with path.open("a") as file:
        file.write(
            '[scenarios.more]\nweights.c = 1\n[scenarios.more.indicators.c]\ndirection = "higher"\ngoalposts = [0, 1]\n'
        )
    page = reading(path, "oslo.c.2020", {"value": 1, "evidence": "official", "source": "office"})
    assert not any("does not count" in note for note in page.notes)
