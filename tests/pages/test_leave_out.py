from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.model.ranking import Ranking
from hubscore.pages.document import Table
from hubscore.pages.leave_out import leave_one_out_table, moved_text
from hubscore.studies.leave_out import Omission, omissions
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
CARD: dict[str, Any] = {
    "pillars": {"p": {"label": "Money"}, "q": {"label": "Travel"}},
    "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}, "d": {"pillar": "q"}},
}


def ranking(workspace: Workspace) -> Ranking:
    return hubscore.score(workspace.dataset, workspace.scorecard)


def table(workspace: Workspace) -> Table:
    scored = ranking(workspace)
    return leave_one_out_table(scored, omissions(scored), shown=True)


def keyed(table: Table) -> list[dict[str, Any]]:
    """What scripts get."""
    return [
        {column.key: cell for column, cell in zip(table.columns, row, strict=True) if column.key} for row in table.rows
    ]


def test_leave_one_out(made: Made) -> None:
    found = table(made(CARD, x={"a": 9.0, "b": 9.0, "c": 1.0, "d": 1.0}, y={"a": 4.0, "b": 4.0, "c": 5.0, "d": 5.0}))
    rows = {row["node"]: row for row in keyed(found)}
    assert rows["p"] == {
        "node": "p", "shift": 1.0, "hubs": 2, "lost": 0, "gained": 0, "hub": "x", "rank_before": 1, "rank_after": 2,
        "far": 0.0, "greatest": 1, "enters_top": "", "leaves_top": "",
    }  # fmt: skip
    assert (rows["a"]["hub"], rows["a"]["rank_before"]) == (None, None)


def test_who_enters_and_leaves_the_top_ten(made: Made) -> None:
    many = {f"h{at:02}": {"a": 9.0 - at * 0.5, "b": 2.0} for at in range(12)}
    many["h11"]["b"] = 2.0 + 5.2
    found = table(made({}, **many))
    row = next(row for row in keyed(found) if row["node"] == "b")
    assert (row["enters_top"], row["leaves_top"], row["greatest"]) == ("h09", "h11", 10)
    assert "+ H09, - H11" in [row[-1] for row in found.rows]


@pytest.mark.parametrize(
    ("omission", "text"),
    [
        (Omission("p", 0.0, 2, None, 0, 0, 0), ""),
        (Omission("p", 1.0, 2, 1, 1, 3, 0), "Y 1 → 3"),
        (Omission("p", 1.0, 1, 0, 2, 1, 4), "X 2 → 1, 4 not ranked"),
        (Omission("p", float("nan"), 0, None, 0, 0, 2), "nobody is ranked"),
        (Omission("p", 1.0, 2, 1, 1, 2, 0, 22), "Y 1 → 2, 22 newly ranked"),
    ],
)
def test_who_moves_most(made: Made, omission: Omission, text: str) -> None:
    assert moved_text(ranking(made({}, x={"a": 1.0}, y={"a": 2.0})), omission) == text
