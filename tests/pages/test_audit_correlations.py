from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.formats.registry import render
from hubscore.formats.style import Style
from hubscore.pages.audit_correlations import correlations_tables, p_text
from hubscore.pages.document import Document, Table
from hubscore.studies.audit import audit
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
    found: dict[str, dict[str, Any]] = {}
    for at in range(size):
        a = float(rng.uniform(2, 8))
        found[f"h{at:02}"] = {"a": a, "b": a + float(rng.uniform(0, 0.1)), "c": 9 - a, "d": float(rng.uniform(0, 9))}
    return found


def tables(workspace: Workspace) -> tuple[Table, Table]:
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    return correlations_tables(audit(ranking, workspace.scorecard, workspace.profiles), full=True)


def test_scripts_get_every_pair(made: Made) -> None:
    table, shown = tables(made(CARD, **hubs()))
    keys = [column.key for column in table.columns]
    rows = {(row[0], row[2], row[3]): dict(zip(keys, row, strict=True)) for row in table.rows}
    same = rows["siblings", "a", "b"]
    assert (same["node"], same["hubs"], same["flag"], same["filled"]) == ("p", 30, "redundant", 0)
    assert same["pearson.r"] > 0.99
    assert same["kendall.p"] < 1e-6
    assert rows["siblings", "p", "q"]["flag"] == ""
    assert rows["across", "a", "c"]["pearson.r"] == pytest.approx(-1)
    assert rows["across", "a", "c"]["kendall.r"] is None
    assert ("other pillar", "c", "p") in rows
    assert (table.shown, shown.shown) == (False, True)
    assert shown.rows[0][:3] == ("Money", "Travel", 30)
    assert len(shown.rows) < len(table.rows)


def test_filled_in_figures_are_said(made: Made) -> None:
    gappy = hubs()
    gappy["h03"]["a"] = None
    shown = tables(made(CARD | {"method": {"missing": "mean"}}, **gappy))[1]
    assert "filled-in figures included" in shown.title
    assert 1 in {row[3] for row in shown.rows}
    assert "filled" not in tables(made(CARD, **hubs()))[1].title


def test_narrow_terminals_keep_r_rho_and_n(made: Made) -> None:
    text = render(Document("audit", "", tables=(tables(made(CARD, **hubs()))[1],)), "table", Style(48, False))
    header = next(line for line in text.splitlines() if "One" in line).split()
    assert header == ["One", "Other", "n", "r", "rho"]


@pytest.mark.parametrize(
    ("p", "text"), [(0.0, "< .001"), (0.00099, "< .001"), (0.0316, ".032"), (1.0, "1.000"), (float("nan"), "–")]
)
def test_a_p_value_is_never_nothing(p: float, text: str) -> None:
    assert p_text(p) == text
