from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.pages.document import Table
from hubscore.pages.targets import target_tables, targets_by_kind
from hubscore.studies.statements import progress
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]

LABS: dict[str, Any] = {"indicators": {"labs": {"label": "Laboratories"}}}
TARGETS = [
    {"of": "labs", "kind": "cumulative", "year": 2026, "value": 12, "source": "press"},
    {"of": "labs", "kind": "flow", "year": 2027, "at_least": 7, "at_most": 9, "source": "press", "unit": "labs a year"},
    {"of": "labs", "year": 2024, "value": 8, "source": "office", "note": "plan"},
    {"of": "spas", "kind": "flow", "year": 2024, "value": 8, "source": "office"},
]


@pytest.fixture
def workspace(made: Made) -> Workspace:
    hubs = {"oslo": {"labs": {"2020": 4.0, "2022": 6.0}, "Targets": TARGETS}, "turku": {"labs": 1.0, "spas": 1.0}}
    return made(LABS, **hubs)


def people(table: Table) -> list[tuple[Any, ...]]:
    return [tuple(cell for cell, column in zip(row, table.columns, strict=True) if column.show) for row in table.rows]


def found(workspace: Workspace) -> Any:
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    return progress(ranking, workspace.scorecard, workspace.profiles["oslo"], 0)


def test_each_kind_has_its_pace(workspace: Workspace) -> None:
    every, told = targets_by_kind(workspace, [(0, item) for item in found(workspace)], alone=False)
    assert people(told) == [
        ("Oslo", "", "", "", "", "", "", "", ""),
        ("Laboratories", "level", 2024, "8", None, "6 (2022)", "+1", "+1", "on course"),
        ("Laboratories", "flow", 2027, "7–9", "labs a year", "6 (2022)", "7–9", "6 (2022)", "open"),
        ("spas", "flow", 2024, "8", None, "–", "8", "", "not measured"),
        ("Laboratories", "cumulative", 2026, "12", None, "6 (2022)", "+1.5", "+1", "behind"),
    ]
    assert told.indents == (0, 1, 1, 1, 1)
    assert not every.shown
    first = dict(zip([column.key for column in every.columns], every.rows[0], strict=True))
    wanted = {"hub": "oslo", "of": "labs", "kind": "cumulative", "year": 2026, "value": 12.0, "at_least": None}
    wanted |= {"now": 6.0, "now_year": 2022, "needed_per_year": 1.5, "had_per_year": 1.0, "verdict": "behind"}
    assert {key: first[key] for key in wanted} == wanted
    assert [row[-2:] for row in every.rows[1:3]] == [("News", None), ("Yearbook, Office", "plan")]


def test_of_one_hub_its_name_is_not_repeated(workspace: Workspace) -> None:
    _, told = targets_by_kind(workspace, [(0, item) for item in found(workspace)], alone=True)
    assert people(told)[0][:2] == ("Laboratories", "level")
    assert told.indents == (0, 0, 0, 0)


def test_targets_stand_below_their_hubs(made: Made) -> None:
    aims = [{"of": "labs", "year": 2027, "value": 9, "source": "press"}]
    workspace = made(LABS, oslo={"labs": 1.0, "Targets": aims}, turku={"labs": 2.0, "Targets": aims})
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    both = [
        (hub, item)
        for hub, name in enumerate(("oslo", "turku"))
        for item in progress(ranking, workspace.scorecard, workspace.profiles[name], hub)
    ]
    every, told = targets_by_kind(workspace, both, alone=False)
    assert [row[0] for row in told.rows] == ["Oslo", "Laboratories", "Turku", "Laboratories"]
    assert told.indents == (0, 1, 0, 1)
    assert [row[0] for row in every.rows] == ["oslo", "turku"]


def test_targets_beside_the_figures_of_a_hub(workspace: Workspace) -> None:
    every, told = target_tables(workspace, "oslo", found(workspace))
    assert [column.key for column in every.columns][:3] == ["of", "kind", "year"]
    assert people(told)[0][-1] == "behind: needs +1.5 a year, had +1"
    assert people(told)[1] == ("Laboratories", 2027, "7–9", "labs a year", "6 (2022)", "open")


def test_no_targets(workspace: Workspace) -> None:
    assert not any(table.rows or table.shown for table in targets_by_kind(workspace, [], alone=False))
    assert not any(table.rows or table.shown for table in target_tables(workspace, "turku", []))
