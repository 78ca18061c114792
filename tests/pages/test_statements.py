from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import hubscore
from hubscore.pages.document import Table
from hubscore.pages.statements import statement_tables
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
Tables = Callable[..., dict[str, Table]]

CARD: dict[str, Any] = {
    "measures": {"cars": {"label": "Cars made"}},
    "indicators": {"labs": {"label": "Laboratories"}, "spas": {"label": "Spas"}},
}


@pytest.fixture
def told(made: Made) -> Tables:
    def ask(**hub: Any) -> dict[str, Table]:
        workspace = made(CARD, oslo={"labs": 4.0, "cars": None, **hub}, turku={"labs": 1.0, "spas": 1.0})
        ranking = hubscore.score(workspace.dataset, workspace.scorecard)
        return {table.name: table for table in statement_tables(workspace, ranking, 0)}

    return ask


def keys(table: Table) -> list[str]:
    return [column.key for column in table.columns if column.key]


def people(table: Table) -> list[tuple[Any, ...]]:
    """Rows as people see them."""
    return [tuple(cell for cell, column in zip(row, table.columns, strict=True) if column.show) for row in table.rows]


def test_a_hub_that_says_nothing(told: Tables) -> None:
    tables = told()
    assert list(tables) == ["bets", "claims", "claims for people", "targets", "targets for people"]
    assert not any(table.rows or table.shown for table in tables.values())
    assert keys(tables["bets"]) == ["bet", "indicator", "score", "state"]
    assert keys(tables["claims"])[:4] == ["claim", "statement", "status", "of"]
    assert keys(tables["claims for people"]) == []


def test_a_hub_of_a_wide_table_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "scorecard.toml").write_text(
        'data = { csv = "raw.csv", id = "id" }\n[indicators.a]\ndirection = "higher"\ngoalposts = [0, 10]\n'
    )
    (tmp_path / "raw.csv").write_text("id,a\nx,3\n")
    workspace = hubscore.open(tmp_path)
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    assert not any(table.rows for table in statement_tables(workspace, ranking, 0))


def test_bets_with_what_stands_behind_them(told: Tables) -> None:
    bets = [
        {"name": "research", "indicators": ["labs", "cars"]},
        {"name": "wellness", "indicators": ["spas"]},
        {"name": "the moon"},
    ]
    table = told(Bets=bets, cars={"2023": {"at_least": 9.0}})["bets"]
    assert table.shown
    assert people(table) == [
        ("research", "Laboratories", 40.0, ""),
        ("", "Cars made", None, "measured, not scored: ≥ 9 (2023)"),
        ("wellness", "Spas", None, "not measured"),
        ("the moon", None, None, "not measured"),
    ]
    assert [row[0] for row in table.rows] == ["research", "research", "wellness", "the moon"]


CLAIMS = [
    {
        "id": "part",
        "statement": "Money spent",
        "status": "funded",
        "of": "all",
        "unit": "m",
        "readings": [{"year": 2022, "value": 3, "source": "press"}],
    },
    {
        "id": "all",
        "statement": "Money promised",
        "status": "signed",
        "unit": "m",
        "readings": [
            {"year": 2023, "at_least": 9, "source": "office", "note": "so far"},
            {"year": 2021, "value": 5, "source": "press"},
        ],
    },
    {"id": "word", "statement": "A word", "status": "announced"},
]


def test_claims_for_scripts_are_one_row_a_reading(told: Tables) -> None:
    table = told(Claims=CLAIMS)["claims"]
    assert not table.shown
    assert table.rows == (
        ("part", "Money spent", "funded", "all", "m", 2022, 3.0, None, None, "News", None),
        ("all", "Money promised", "signed", None, "m", 2023, None, 9.0, None, "Yearbook, Office", "so far"),
        ("all", "Money promised", "signed", None, "m", 2021, 5.0, None, None, "News", None),
    )


def test_claims_for_people_are_one_row_a_claim_the_wider_first(told: Tables) -> None:
    table = told(Claims=CLAIMS)["claims for people"]
    assert people(table) == [
        ("Money promised", "signed", "2021: 5 · 2023: ≥ 9", "m"),
        ("Money spent", "funded", "2022: 3", "m"),
        ("A word", "announced", "", None),
    ]
    assert table.indents == (0, 1, 0)


def test_parts_of_parts_stand_below_them(told: Tables) -> None:
    claims = [
        {"id": name, "statement": name, "status": "signed"} | ({"of": of} if of else {})
        for name, of in (("c", "b"), ("b", "a"), ("other", None), ("a", None))
    ]
    table = told(Claims=claims)["claims for people"]
    assert [row[0] for row in table.rows] == ["other", "a", "b", "c"]
    assert table.indents == (0, 0, 1, 2)


def test_targets_with_what_they_need(told: Tables) -> None:
    targets = [
        {"of": "labs", "year": 2025, "value": 7, "unit": "labs", "source": "press", "note": "plan"},
        {"of": "cars", "kind": "flow", "year": 2024, "at_least": 1, "at_most": 3, "source": "office"},
        {"of": "labs", "year": 2030, "at_least": 5, "source": "office"},
    ]
    tables = told(Targets=targets, labs={"2020": 2.0, "2022": 4.0})
    table = tables["targets"]
    assert people(tables["targets for people"]) == [
        ("Laboratories", 2025, "7", "labs", "4 (2022)", "on course: needs +1 a year, had +1"),
        ("Cars made", 2024, "1–3", None, "–", "not measured"),
        ("Laboratories", 2030, "≥ 5", None, "4 (2022)", "on course: needs +0.12 a year, had +1"),
    ]
    first = dict(zip([column.key for column in table.columns], table.rows[0], strict=True))
    wanted = {"of": "labs", "kind": "level", "year": 2025, "value": 7.0, "now": 4.0, "now_year": 2022}
    wanted |= {"needed_per_year": 1.0, "had_per_year": 1.0, "verdict": "on course", "source": "News", "note": "plan"}
    assert {key: first[key] for key in wanted} == wanted


def test_a_target_that_is_met(told: Tables) -> None:
    target = {"of": "labs", "year": 2022, "value": 4, "source": "press"}
    table = told(Targets=[target], labs={"2022": 4.0})["targets for people"]
    assert people(table)[0][-1] == "met"
