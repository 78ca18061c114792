from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.pages.document import Cell, Table
from hubscore.pages.export_method import indicators_table, measures_table, pillars_table, weights_table
from hubscore.studies.importance import importance
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]


def filled(table: Table) -> list[dict[str, Cell]]:
    keys = [column.key for column in table.columns]
    found = [dict(zip(keys, row, strict=True)) for row in table.rows]
    return [{key: cell for key, cell in row.items() if cell is not None} for row in found]


CARD: dict[str, Any] = {
    "weights": {"ground": 3, "sky": 1, "rail": 0.5, "road": 1.5},
    "measures": {"people": {"label": "People", "unit": "persons", "definition": "all"}},
    "pillars": {"ground": {"label": "Ground", "aggregate": {"power": 2}}, "sky": {"why": "reach"}},
    "indicators": {
        "rail": {"pillar": "ground", "per": "people", "per_amount": 100, "direction": "lower", "goalposts": ["max", 0]},
        "road": {"pillar": "ground", "applies_to": ["bern", "aar"], "transform": {"log": 0.5}, "clip": False},
        "air": {"pillar": "sky", "decimals": 2, "normalise": "minmax"},
    },
}


def test_indicators_key_by_key(made: Made) -> None:
    found = filled(indicators_table(made(CARD, bern={"rail": 1, "air": 1, "people": 2}, aar={"road": 1}).scorecard))
    usual = {
        "kind": "amount",
        "per_amount": 1.0,
        "transform": "none",
        "worst": 0.0,
        "best": 10.0,
        "direction": "higher",
    }
    rail = {"per": "people", "per_amount": 100.0, "direction": "lower", "worst": "max", "best": 0.0}
    assert found == [
        usual | {"indicator": "rail", "pillar": "ground"} | rail,
        usual
        | {"indicator": "road", "pillar": "ground", "applies_to": "bern; aar", "transform": "log (0.5)", "clip": False},
        usual | {"indicator": "air", "pillar": "sky", "decimals": 2, "normalise": "minmax"},
    ]


def test_measures_and_pillars(made: Made) -> None:
    card = made(CARD, bern={"rail": 1, "people": 2}, aar={"road": 1}).scorecard
    assert filled(measures_table(card)) == [
        {"measure": "people", "label": "People", "unit": "persons", "definition": "all"}
    ]
    assert filled(pillars_table(card)) == [
        {"pillar": "ground", "label": "Ground", "aggregate": "power (2)", "over": "children"},
        {"pillar": "sky", "over": "children", "why": "reach"},
    ]


def test_weights_as_written_among_siblings_and_of_the_index(made: Made) -> None:
    workspace = made(CARD, bern={"rail": 1, "road": 1, "air": 1, "people": 2}, aar={"road": 2, "air": 1})
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    found = {row["node"]: row for row in filled(weights_table(workspace, importance(ranking)))}
    assert list(found) == ["ground", "rail", "road", "sky", "air"]
    assert {node: (row.get("weight"), row["nominal"], row["effective"]) for node, row in found.items()} == {
        "ground": (3.0, 0.75, 0.75),
        "rail": (0.5, 0.25, pytest.approx(0.1875)),
        "road": (1.5, 0.75, pytest.approx(0.5625)),
        "sky": (1.0, 0.25, 0.25),
        "air": (None, 1.0, 0.25),
    }
    assert (found["rail"]["parent"], found["ground"]["label"]) == ("ground", "Ground")
