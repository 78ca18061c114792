from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubscore.pages.document import Cell, Table
from hubscore.pages.export_statements import bets_table, claims_table, targets_table
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]


def filled(table: Table) -> list[dict[str, Cell]]:
    keys = [column.key for column in table.columns]
    found = [dict(zip(keys, row, strict=True)) for row in table.rows]
    return [{key: cell for key, cell in row.items() if cell is not None} for row in found]


SAID: dict[str, Any] = {
    "Bets": [{"name": "rail", "indicators": ["rail", "air"], "note": "n"}, {"name": "=cheese"}],
    "Claims": [
        {
            "id": "tunnels",
            "statement": "Tunnels",
            "status": "signed",
            "unit": "km",
            "of": "plans",
            "readings": [
                {"year": 2021, "value": 3, "source": "office"},
                {"year": 2022, "at_least": 4, "at_most": 5, "source": "press", "note": "n"},
            ],
        },
        {"id": "plans", "statement": "Plans", "status": "announced"},
    ],
    "Targets": [{"of": "rail", "kind": "flow", "year": 2030, "at_least": 8, "unit": "km", "source": "office"}],
}


def test_bets(made: Made) -> None:
    assert filled(bets_table(made({}, bern={"rail": 1, "air": 2, **SAID}, aar={"rail": 1}))) == [
        {"hub": "bern", "bet": "rail", "indicators": "rail; air", "note": "n"},
        {"hub": "bern", "bet": "=cheese"},
    ]


def test_claims_one_reading_a_row_and_those_without(made: Made) -> None:
    tunnels = {
        "hub": "bern",
        "claim": "tunnels",
        "statement": "Tunnels",
        "status": "signed",
        "unit": "km",
        "of": "plans",
    }
    assert filled(claims_table(made({}, bern={"rail": 1, "air": 1, **SAID}))) == [
        {**tunnels, "year": 2021, "value": 3.0, "source_id": "office"},
        {**tunnels, "year": 2022, "at_least": 4.0, "at_most": 5.0, "source_id": "press", "note": "n"},
        {"hub": "bern", "claim": "plans", "statement": "Plans", "status": "announced"},
    ]


def test_targets(made: Made) -> None:
    assert filled(targets_table(made({}, bern={"rail": 1, "air": 1, **SAID}))) == [
        {
            "hub": "bern",
            "of": "rail",
            "kind": "flow",
            "unit": "km",
            "year": 2030,
            "at_least": 8.0,
            "source_id": "office",
        }
    ]
