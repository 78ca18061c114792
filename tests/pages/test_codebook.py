from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.formats.registry import render
from hubscore.formats.style import Style
from hubscore.pages.codebook import codebook_table
from hubscore.pages.document import Document, Table
from hubscore.studies.importance import importance
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
CARD: dict[str, Any] = {
    "weights": {"ground": 1, "air": 3},
    "measures": {"people": {}},
    "pillars": {"ground": {"label": "On the ground"}},
    "indicators": {
        "rail": {
            "pillar": "ground",
            "per": "people",
            "per_amount": 100,
            "score_unit": "km per 100",
            "kind": "count",
            "definition": "Tracks",
            "why": "it moves",
        },
        "road": {"pillar": "ground", "unit": "km", "applies_to": ["bern"], "direction": "lower", "goalposts": [9, 0]},
        "air": {"label": "Air | sea", "from": "flights", "goalposts": ["min", 5], "normalise": "minmax"},
    },
}


@pytest.fixture
def table(made: Made) -> Table:
    card = CARD | {"measures": {"people": {}, "flights": {"unit": "flights"}}}
    workspace = made(
        card,
        bern={"rail": 1, "people": 2, "road": None, "flights": {"2021": {"value": 2, "source": "press"}}},
        aar={"rail": {"2018": 3}, "people": {"2018": 2}, "flights": {"2018": 1}},
        chur={"flights": None},
    )
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    return codebook_table(workspace, ranking, importance(ranking))


def test_what_each_indicator_is(table: Table) -> None:
    keys = [column.key for column in table.columns]
    found = [{key: cell for key, cell in zip(keys, row, strict=True) if key and cell is not None} for row in table.rows]
    rail = {"indicator": "rail", "label": "rail", "pillar": "ground", "unit": "km per 100", "direction": "higher"}
    rail |= {"worst": 0.0, "best": 10.0, "kind": "count", "nominal": 0.5, "effective": 0.125, "figures": 2, "hubs": 3}
    rail |= {"coverage": pytest.approx(2 / 3), "from_year": 2018, "to_year": 2020, "read_from": "rail per 100 people"}
    rail |= {"sources": "Yearbook, Office", "definition": "Tracks", "why": "it moves"}
    road = {"indicator": "road", "label": "road", "pillar": "ground", "unit": "km", "direction": "lower"}
    road |= {"worst": 9.0, "best": 0.0, "kind": "amount", "nominal": 0.5, "effective": 0.125, "figures": 0, "hubs": 1}
    road |= {"coverage": 0.0, "read_from": "road"}
    air = {"indicator": "air", "label": "Air | sea", "pillar": "index", "unit": "flights", "direction": "higher"}
    air |= {"worst": "min", "best": 5.0, "kind": "amount", "weight": 3.0, "nominal": 0.75, "effective": 0.75}
    air |= {"figures": 2, "hubs": 3, "coverage": pytest.approx(2 / 3), "from_year": 2018, "to_year": 2021}
    air |= {"read_from": "flights", "sources": "Yearbook, Office; News"}
    assert found == [rail, road, air]


def test_people_read_it_as_a_table(table: Table) -> None:
    lines = render(Document("export", "", tables=(table,)), "md", Style(None, colour=False)).splitlines()
    cells = [cell.strip() for cell in lines[-1].replace(r"\|", "/").split("|")][1:-1]
    assert cells == [
        "Air / sea", "index", "flights", "higher", "min to 5", "amount", "75.0 %", "75.0 %", "2", "3", "2018–2021",
        "flights", "Yearbook, Office; News", "–", "–",
    ]  # fmt: skip
