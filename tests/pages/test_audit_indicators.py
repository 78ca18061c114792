from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.pages.audit_indicators import outliers_text, statistics_tables
from hubscore.pages.document import Table
from hubscore.studies.audit import Audit, audit
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]


def found(workspace: Workspace, force: bool = False) -> Audit:
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    return audit(ranking, workspace.scorecard, workspace.profiles, force)


def keyed(table: Table) -> list[dict[str, Any]]:
    return [
        {column.key: cell for column, cell in zip(table.columns, row, strict=True) if column.key} for row in table.rows
    ]


def people(table: Table) -> list[tuple[Any, ...]]:
    return [tuple(cell for column, cell in zip(table.columns, row, strict=True) if column.show) for row in table.rows]


def test_statistics_and_flags_with_their_limits(made: Made) -> None:
    rng = np.random.default_rng(1)
    hubs: dict[str, dict[str, Any]] = {
        f"h{at:02}": {
            "a": float(rng.uniform(0, 1)) if at else 900.0,
            "b": 0.0 if at < 20 else float(at),
            "c": 3.0,
            "d": 1.0 * at if at < 10 else None,
        }
        for at in range(30)
    }
    posts = {"goalposts": ["min", "max"]}
    card = {"indicators": {"a": {"label": "Alpha", "decimals": 1, **posts}, "b": posts, "c": posts, "e": posts}}
    workspace = made(card, **hubs)
    table, remarks = statistics_tables(workspace, found(workspace), full=True)
    rows = {row["indicator"]: row for row in keyed(table)}
    assert (rows["a"]["n"], rows["a"]["max"], rows["a"]["outliers"]) == (30, 900.0, "h00")
    assert rows["a"]["flags"] == "skewed, outliers"
    assert (rows["b"]["zeros"], rows["b"]["zeros_share"]) == (20, pytest.approx(2 / 3))
    assert (rows["e"]["n"], rows["e"]["zeros_share"], rows["e"]["min"]) == (0, None, None)
    assert rows["d"]["skewness"] is None
    assert remarks.rows == (
        ("Alpha", "H00", "skewness 5.5 (≥ 2) and kurtosis 30.0 (≥ 3.5)"),
        ("b", "", "zeros 67 % (> 50 %); different values 37 % (< 50 %)"),
        ("c", "", "all score the same"),
        ("e", "", "no figure"),
        ("d", "", "figures for 33 % of those that compete (< 65 %)"),
    )
    assert people(table)[0][:2] == ("Alpha", 30)
    assert "900.0" in people(table)[0]
    assert [column.label for column in remarks.columns] == ["Indicator", "Outliers, beyond 1.5 IQR", "Shape and gaps"]


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([1.5, 2.25, 3.0], ["1.500", "3.000", "2.250", "2.250", "0.750"]),
        ([100.5, 900.0, 300.0], ["100", "900", "434", "300", "416"]),
        ([4.0], ["4", "4", "4", "4", "–"]),
        ([4.5], ["4.500", "4.500", "4.500", "4.500", "–"]),
    ],
)
def test_a_row_has_the_same_decimals(made: Made, values: list[float], texts: list[str]) -> None:
    workspace = made({}, **{f"h{at}": {"a": value} for at, value in enumerate(values)})
    [row] = people(statistics_tables(workspace, found(workspace), full=True)[0])
    assert list(row[3:8]) == texts


def test_whom_the_statistics_leave_out_is_said(made: Made) -> None:
    workspace = made({"screening": {"min_coverage": 0.9}}, x={"a": 1.0, "b": None}, y={"a": 1.0, "b": 2.0})
    table = statistics_tables(workspace, found(workspace), full=True)[0]
    assert table.title == "Indicators, as measured, over all hubs but the 1 left out"
    assert [(row["n"], row["share"]) for row in keyed(table)] == [(1, 1.0), (1, 1.0)]


def test_outliers_are_named_while_they_are_few(made: Made) -> None:
    result = found(made({}, **{name: {"a": 1.0} for name in "vwxyz"}))
    assert outliers_text(result, (0, 2, 4)) == "V, X and Z"
    assert outliers_text(result, (0, 1, 2, 4)) == "4 hubs"
