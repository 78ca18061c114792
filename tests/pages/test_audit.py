from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.formats.registry import render
from hubscore.formats.style import Style
from hubscore.pages.audit import audit_page
from hubscore.pages.document import Document, Table
from hubscore.studies.audit import audit
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
TABLES = [
    "findings",
    "verdicts",
    "coverage",
    "gates",
    "left_out",
    "statistics",
    "treated",
    "treatments",
    "correlations",
    "reliability",
    "components",
    "loadings",
    "importance",
    "leave_one_out",
    "balance",
    "residuals",
    "bets",
    "proven",
    "open_pairs",
]
CARD: dict[str, Any] = {
    "pillars": {"money": {"label": "Money"}, "travel": {"label": "Travel"}},
    "indicators": {"banks": {"pillar": "money"}, "funds": {"pillar": "money"}, "air": {"pillar": "travel"}},
}
HUBS: dict[str, dict[str, Any]] = {
    "oslo": {"banks": 8.0, "funds": 6.0, "air": 2.0, "Bets": [{"name": "banking", "indicators": ["banks"]}]},
    "turku": {"banks": 6.0, "funds": 5.0, "air": 4.0},
    "york": {"banks": 9.0, "funds": None, "air": 9.0, "Role": "benchmark"},
}


def page(workspace: Workspace, full: bool = False, force: bool = False) -> Document:
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    return audit_page(workspace, audit(ranking, workspace.scorecard, workspace.profiles, force), full)


def table(document: Document, name: str) -> Table:
    [found] = [table for table in document.tables if table.name == name]
    return found


def scripts(document: Document) -> dict[str, list[dict[str, Any]]]:
    tables: dict[str, list[dict[str, Any]]] = json.loads(render(document, "json", Style(None, False)))["tables"]
    return tables


def test_scripts_get_all_tables_whatever_people_see(made: Made) -> None:
    workspace = made(CARD, **HUBS)
    for full in (False, True):
        assert list(scripts(page(workspace, full))) == TABLES
    assert scripts(page(workspace)) == scripts(page(workspace, full=True))


def test_people_see_two_short_tables(made: Made) -> None:
    document = page(made(CARD, **HUBS))
    assert [table.name for table in document.tables if table.shown] == ["pillars", "hubs"]
    pillars = table(document, "pillars")
    assert [row[0] for row in pillars.rows] == ["Money", "Travel"]
    assert pillars.rows[1] == ("Travel", 1.0, 0.5, pytest.approx(pillars.rows[1][3]), None, 1.0, "Turku 1 → 2")
    hubs = table(document, "hubs")
    assert [row[0] for row in hubs.rows] == ["Turku", "Oslo", "York"]
    assert hubs.rules == (2,)
    assert [column.label for column in hubs.columns] == ["Hub", "Spread", "Money", "Travel", "Bets shown"]
    assert [row[-1] for row in hubs.rows] == ["", "1 of 1", ""]


def test_with_full_they_see_what_is_there(made: Made) -> None:
    shown = {table.name for table in page(made(CARD, **HUBS), full=True).tables if table.shown}
    assert shown >= {"findings", "verdicts", "coverage_shown", "statistics", "coherence", "importance"}
    assert shown >= {"leave_one_out", "balance", "residuals_shown", "bets", "proven"}
    assert shown.isdisjoint({"correlations_shown", "reliability", "components", "loadings_shown", "treated"})
    assert shown.isdisjoint({"left_out", "gates_shown"})


def test_what_is_not_computed_is_said_and_why(made: Made) -> None:
    document = page(made(CARD, **HUBS), full=True)
    sentence = "Statistical coherence cannot be assessed with 3 hubs: at least 20, and 3 an indicator, are needed."
    assert f"· {sentence}" in document.lead
    assert table(document, "coherence").rows == ((sentence,),)
    assert any(line.startswith("Not computed: correlations") for line in document.foot)
    found = scripts(document)
    assert found["correlations"] == found["reliability"] == found["components"] == []
    assert {row["skewness"] for row in found["statistics"]} == {None}
    assert {row["outliers"] for row in found["statistics"]} == {None}
    assert {row["correlation_index"] for row in found["importance"]} == {None}


def test_force_prints_it_with_a_warning(made: Made) -> None:
    document = page(made(CARD, **HUBS), full=True, force=True)
    assert document.lead[0].startswith("! 3 hubs cannot show statistical coherence")
    assert not any(line.startswith("Not computed") for line in document.foot)
    found = scripts(document)
    assert found["correlations"]
    assert found["importance"][0]["correlation_index"] is not None
    assert "coherence" not in {table.name for table in document.tables}


def test_many_hubs_are_for_full(made: Made) -> None:
    many = {f"h{at:02}": {"banks": float(at % 9), "funds": float(at % 7), "air": float(at % 5)} for at in range(13)}
    document = page(made(CARD, **many))
    assert [table.name for table in document.tables if table.shown] == ["pillars"]
    assert not any(line.startswith("Spread") for line in document.foot)


def test_nested_pillars_are_shown_while_they_are_few(made: Made) -> None:
    nested = {"pillars": {"money": {"parent": "all"}, "travel": {"parent": "all"}, "all": {}}}
    pillars = table(page(made(CARD | nested, **HUBS)), "pillars")
    assert [row[0] for row in pillars.rows] == ["all", "money", "travel"]
    assert pillars.indents == (0, 1, 1)
    flat = {"pillars": {}, "indicators": {}}
    assert [row[0] for row in table(page(made(CARD | flat, **HUBS)), "pillars").rows] == ["banks", "funds", "air"]


def test_remarks_that_are_findings_are_not_noted_again(made: Made) -> None:
    card = CARD | {
        "method": {"normalise": "minmax"},
        "indicators": {name: entry | {"goalposts": ["min", "max"]} for name, entry in CARD["indicators"].items()}
        | {"sea": {"pillar": "travel"}},
    }
    document = page(made(card, **{hub: cells | {"air": 3.0} for hub, cells in HUBS.items()}))
    assert document.lead[0] == "! Nobody has a figure that counts of sea: find some, or drop it."
    assert document.lead[1] == "! All hubs score the same in air: it tells nobody apart."
    assert document.notes == ("scores are relative to this group of hubs: adding or dropping one changes them",)


def planted(at: int) -> dict[str, Any]:
    """Figures of one of many hubs."""
    rng = np.random.default_rng(at)
    level = rng.normal()
    return {name: float(5 + level + rng.normal()) for name in ("banks", "funds", "air", "rail")}


def test_the_order_of_the_file_changes_nothing(made: Made) -> None:
    card = CARD | {"indicators": CARD["indicators"] | {"rail": {"pillar": "travel"}}, "gates": {"min_coverage": 0.9}}
    hubs = {f"h{at:02}": planted(at) for at in range(24)}
    hubs["h03"]["funds"] = None
    hubs["h05"]["Bets"] = [{"name": "banking", "indicators": ["banks"]}]
    turned: dict[str, Any] = {
        key: dict(reversed(value.items())) if isinstance(value, Mapping) else value for key, value in card.items()
    }
    straight, back = scripts(page(made(card, **hubs))), scripts(page(made(turned, **dict(reversed(hubs.items())))))
    for name in TABLES:
        assert unordered(straight[name]) == unordered(back[name]), name
    assert straight["correlations"]


def unordered(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(row) for row in rows)


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("form", ["table", "plain", "md", "json", "csv"])
def test_every_format_prints_it(made: Made, form: str, full: bool) -> None:
    text = render(page(made(CARD, **HUBS), full), form, Style(80 if form == "table" else None, False))
    assert "findings" in text or "Money" in text or "few hubs" in text
    assert " nan" not in text.lower()
    if form == "table":
        assert max(map(len, text.splitlines())) <= 80


def test_the_bundled_scorecard_fits_eighty_columns(root: Path) -> None:
    document = page(hubscore.open(root / "configs"))
    assert len(document.lead) <= 10
    text = render(document, "table", Style(80, False))
    assert max(map(len, text.splitlines())) <= 80
    assert "Chongqing 3 → 4" in text
