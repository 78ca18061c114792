from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tomli_w

import hubscore
from hubscore.formats.csv import render
from hubscore.formats.style import Style
from hubscore.pages.document import Cell, Document, Table
from hubscore.pages.export_scores import scores_table, values_table
from hubscore.workspace import Workspace, bundled

Made = Callable[..., Workspace]


def filled(table: Table) -> list[dict[str, Cell]]:
    keys = [column.key for column in table.columns]
    found = [dict(zip(keys, row, strict=True)) for row in table.rows]
    return [{key: cell for key, cell in row.items() if cell is not None} for row in found]


CARD: dict[str, Any] = {
    "measures": {"people": {}},
    "pillars": {"ground": {}},
    "indicators": {
        "rail": {"pillar": "ground", "per": "people", "per_amount": 10, "unit": "km", "score_unit": "km per 10"},
        "road": {"pillar": "ground", "unit": "km", "applies_to": ["bern"]},
        "air": {},
    },
}


def test_every_node_with_its_score_and_the_figure_behind_it(made: Made) -> None:
    workspace = made(
        CARD,
        bern={"rail": 1, "people": 2, "road": {"at_least": 4, "covers": 0.5}, "air": None},
        aar={"rail": None, "people": 1, "air": 3},
    )
    found = filled(scores_table(workspace, hubscore.score(workspace.dataset, workspace.scorecard)))
    by = {(row["hub"], row["node"]): row for row in found}
    assert list(by) == [
        ("bern", "index"), ("bern", "ground"), ("bern", "rail"), ("bern", "road"), ("bern", "air"),
        ("aar", "index"), ("aar", "ground"), ("aar", "rail"), ("aar", "air"),
    ]  # fmt: skip
    rail = {"hub": "bern", "node": "rail", "parent": "ground", "score": 50.0, "value": 5.0, "year": 2020}
    assert by["bern", "rail"] == rail | {"unit": "km per 10", "evidence": "official"}
    road = by["bern", "road"]
    assert (road["at_least"], road["unit"], road["year"]) == (4.0, "km", 2020)
    assert road["value"] == pytest.approx((4 + 4 / 0.5 * 1.1) / 2)
    assert by["bern", "air"] == {"hub": "bern", "node": "air", "parent": "index", "reason": "no reading"}
    assert by["bern", "ground"]["coverage"] == 1.0
    assert by["aar", "ground"] == {"hub": "aar", "node": "ground", "parent": "index", "coverage": 0.0}
    assert by["aar", "index"]["score"] == 30.0


def test_values_are_what_scores(made: Made) -> None:
    card = CARD | {"method": {"missing": "mean"}}
    workspace = made(
        card, bern={"rail": 1, "people": 2, "road": 7}, aar={"air": 3, "Role": "benchmark", "Group": "west"}
    )
    assert filled(values_table(hubscore.score(workspace.dataset, workspace.scorecard))) == [
        {"hub": "bern", "name": "Bern", "role": "candidate", "rail": 5.0, "road": 7.0},
        {"hub": "aar", "name": "Aar", "role": "benchmark", "group": "west", "air": 3.0},
    ]


def test_an_indicator_may_be_called_as_a_column_is(made: Made) -> None:
    workspace = made({}, bern={"name": 1, "hub": 2, "hub_": 3})
    table = values_table(hubscore.score(workspace.dataset, workspace.scorecard))
    assert [column.key for column in table.columns] == ["hub__", "name_", "role", "group", "name", "hub", "hub_"]


@pytest.mark.parametrize("scenario", [None, "per_head", "visitor"])
def test_values_taken_under_data_score_the_same(tmp_path: Path, scenario: str | None) -> None:
    """The bundled scorecard without its profiles, its ratios worked out: the way back of the wide table."""
    workspace = hubscore.open(bundled(), scenario)
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    page = Document("export", "", tables=(values_table(ranking),))
    (tmp_path / "values.csv").write_text(render(page, Style(None, colour=False)), encoding="utf-8")
    card = workspace.scorecard
    dropped = {"from_", "per", "per_amount", "unit"}
    indicators = {
        name: {
            key: str(value) if key == "transform" else list(value) if isinstance(value, tuple) else value
            for key, value in entry
            if value is not None and key not in dropped
        }
        for name, entry in card.indicators.items()
    }
    text = {
        "as_of": card.as_of,
        "weights": dict(card.weights),
        "pillars": {name: {"label": card.label(name)} for name in card.pillars},
        "indicators": indicators,
        "data": {"csv": "values.csv", "id": "hub", "name": "name", "role": "role", "group": "group"},
    }
    (tmp_path / "scorecard.toml").write_text(tomli_w.dumps(text), encoding="utf-8")
    again = hubscore.open(tmp_path)
    other = hubscore.score(again.dataset, again.scorecard)
    assert other.dataset.hubs.ids == ranking.dataset.hubs.ids
    assert other.plan.ids == ranking.plan.ids
    np.testing.assert_allclose(other.scores, ranking.scores, rtol=0, atol=1e-9)
    assert other.rank.tolist() == ranking.rank.tolist()
