from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.pages.audit_structure import structure_tables
from hubscore.pages.document import Table
from hubscore.studies.audit import Audit, audit
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
CARD: dict[str, Any] = {
    "pillars": {"p": {"label": "Money"}, "q": {"label": "Travel"}},
    "indicators": {
        "a": {"pillar": "p", "label": "Banks"},
        "b": {"pillar": "p"},
        "c": {"pillar": "q"},
        "d": {"pillar": "q"},
    },
}


def hubs(size: int = 30) -> dict[str, dict[str, Any]]:
    rng = np.random.default_rng(3)
    found = {}
    for at in range(size):
        a = float(rng.uniform(2, 8))
        found[f"h{at:02}"] = {"a": a, "b": a + float(rng.uniform(0, 0.1)), "c": 9 - a, "d": float(rng.uniform(0, 9))}
    return found


def found(workspace: Workspace) -> Audit:
    return audit(hubscore.score(workspace.dataset, workspace.scorecard), workspace.scorecard, workspace.profiles)


def tables(workspace: Workspace, full: bool = True) -> dict[str, Table]:
    return {table.name: table for table in structure_tables(found(workspace), full)}


def keyed(table: Table) -> list[dict[str, Any]]:
    return [
        {column.key: cell for column, cell in zip(table.columns, row, strict=True) if column.key} for row in table.rows
    ]


def test_reliability_and_components(made: Made) -> None:
    found = tables(made(CARD, **hubs()))
    alphas = {row["node"]: row for row in keyed(found["reliability"])}
    assert list(alphas) == ["index", "p", "q"]
    assert (alphas["p"]["flag"], alphas["q"]["flag"]) == ("", "low")
    parts = [row for row in keyed(found["components"]) if row["node"] == "q"]
    assert [row["component"] for row in parts] == [1, 2]
    assert sum(row["eigenvalue"] for row in parts) == pytest.approx(2)
    assert parts[1]["cumulative"] == pytest.approx(1)
    assert [row[1] for row in found["components"].rows if row[0] == "q"] == ["Travel", ""]
    assert found["components"].rules == (2, 4)


def test_alpha_without_each_member_and_turned(made: Made) -> None:
    hubs_of_three = {
        hub: cells | {"b": 9 - cells["a"] / 2, "e": cells["a"] + cells["d"]} for hub, cells in hubs().items()
    }
    card = CARD | {"indicators": CARD["indicators"] | {"e": {"pillar": "p", "label": "Funds"}}}
    table = tables(made(card, **hubs_of_three))["reliability"]
    members = {row["member"]: row for row in keyed(table) if row["node"] == "p"}
    assert list(members) == [None, "a", "b", "e"]
    assert members["b"]["alpha_without"] > members["b"]["alpha"]
    assert members["b"]["alpha_turned"] > members["b"]["alpha"]
    assert members[None]["alpha_without"] is None
    assert table.indents[:3] == (0, 1, 1)


def test_loadings_of_the_components_that_are_kept(made: Made) -> None:
    found = tables(made(CARD, **hubs()))
    rows = [row for row in keyed(found["loadings"]) if row["node"] == "p"]
    assert [(row["component"], row["member"]) for row in rows] == [(1, "a"), (1, "b")]
    assert all(row["loading"] > 0.9 for row in rows)
    shown = [row[1:3] for row in found["loadings_shown"].rows if row[0] == "p"]
    assert shown == [("Money", "Banks"), ("", "b")]


def test_importance_beside_the_weights(made: Made) -> None:
    table = tables(made(CARD, **hubs()))["importance"]
    rows = {row["node"]: row for row in keyed(table)}
    assert rows["a"]["nominal"] == 0.5
    assert rows["a"]["index"] == 0.25
    assert rows["a"]["way"] == "squared correlation"
    assert rows["p"]["importance_in_parent"] + rows["q"]["importance_in_parent"] == pytest.approx(1)
    assert table.indents == (0, 1, 1, 0, 1, 1)


def test_of_few_hubs_one_table_says_why_the_others_are_empty(made: Made) -> None:
    found = tables(made({}, x={"a": 1.0, "b": 2.0}))
    assert found["coherence"].rows == (
        ("Statistical coherence cannot be assessed with 1 hub: at least 20, and 3 an indicator, are needed.",),
    )
    assert [found[name].shown for name in ("correlations", "reliability", "components")] == [False] * 3
    assert not tables(made({}, x={"a": 1.0}), full=False)["coherence"].shown
