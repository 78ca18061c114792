from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.pages.audit_hubs import hub_tables
from hubscore.pages.document import Table
from hubscore.studies.audit import audit
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
CARD: dict[str, Any] = {
    "pillars": {"p": {"label": "Money"}, "q": {"label": "Travel"}},
    "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "q"}},
}
HUBS: dict[str, dict[str, Any]] = {
    "x": {"a": 9.0, "b": 1.0, "Bets": [{"name": "banks", "indicators": ["a"]}, {"name": "boats", "indicators": ["b"]}]},
    "y": {"a": 4.0, "b": 4.0},
    "z": {"a": 9.0, "b": None, "Role": "benchmark"},
}


def tables(workspace: Workspace, full: bool = True) -> dict[str, Table]:
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    return {table.name: table for table in hub_tables(audit(ranking, workspace.scorecard, workspace.profiles), full)}


def keyed(table: Table) -> list[dict[str, Any]]:
    return [
        {column.key: cell for column, cell in zip(table.columns, row, strict=True) if column.key} for row in table.rows
    ]


def test_the_balance_of_each_hub(made: Made) -> None:
    x, y, z = keyed(tables(made(CARD, **HUBS))["balance"])
    assert (x["hub"], x["pillars"], x["range"], x["best"], x["worst"]) == ("x", 2, pytest.approx(80), "p", "q")
    # Without the benchmark's one pillar, which its own level explains: p 65, q 25, x 50, y 40.
    assert (x["best_residual"], x["worst_residual"]) == pytest.approx((20, -20))
    assert (y["best"], y["spread"]) == ("q", 0)
    assert (z["pillars"], z["spread"], z["best"], z["worst_residual"]) == (1, None, None, None)


def test_residuals_by_pillar_and_indicator(made: Made) -> None:
    rows = keyed(tables(made(CARD, **HUBS))["residuals"])
    assert [(row["hub"], row["level"], row["node"]) for row in rows[:4]] == [
        ("x", "pillar", "p"),
        ("x", "pillar", "q"),
        ("x", "indicator", "a"),
        ("x", "indicator", "b"),
    ]
    assert {row["hub"] for row in rows} == {"x", "y"}
    assert rows[0]["score"] == 90


def test_bets_and_whether_they_show(made: Made) -> None:
    rows = keyed(tables(made(CARD, **HUBS))["bets"])
    assert [(row["hub"], row["bet"], row["indicators"], row["verdict"]) for row in rows] == [
        ("x", "banks", 1, "shows"),
        ("x", "boats", 1, "does not show yet"),
    ]
    assert not tables(made(CARD, y=HUBS["y"]))["bets"].shown


def test_what_the_data_prove(made: Made) -> None:
    card = CARD | {"method": {"min_coverage": 0.1}}
    found = tables(made(card, **HUBS | {"w": {"a": 5.0, "b": None}}))
    rows = {row["hub"]: row for row in keyed(found["proven"])}
    assert rows["x"] == {
        "hub": "x", "name": "X", "low": 50.0, "score": 50.0, "high": 50.0, "above": 1, "below": 0, "open": 1,
    }  # fmt: skip
    assert (rows["w"]["low"], rows["w"]["high"], rows["w"]["open"]) == (25.0, 75.0, 2)
    assert (rows["z"]["above"], rows["z"]["open"]) == (None, None)
    assert {(row["hub"], row["other"]) for row in keyed(found["open_pairs"])} <= {
        ("x", "w"),
        ("w", "x"),
        ("w", "y"),
        ("y", "w"),
    }
    assert len(found["open_pairs"].rows) == 2
    assert not found["open_pairs"].shown


def test_the_least_balanced_come_first_and_those_without_a_spread_last(made: Made) -> None:
    hubs = {"w": {"a": 9.0, "b": 8.0}, "x": {"a": 9.0, "b": 1.0}, "y": {"a": 5.0, "b": None}}
    card = CARD | {"method": {"min_coverage": 0.1}}
    assert [row["hub"] for row in keyed(tables(made(card, **hubs))["balance"])] == ["x", "w", "y"]


def test_people_see_two_best_and_two_worst_indicators(made: Made) -> None:
    hubs = {"x": dict(zip("abcdef", [9.0, 8.0, 5.0, 5.0, 2.0, 1.0], strict=True)), "y": dict.fromkeys("abcdef", 5.0)}
    found = tables(made({}, **hubs))
    assert found["residuals_shown"].rows[0] == ("X", "a +20, b +15", "f -20, e -15")
    assert len(found["residuals"].rows) == 2 * (6 + 6)  # without pillars indicators hang on the index
    assert not found["residuals"].shown
