from __future__ import annotations

from collections.abc import Callable

import numpy as np

import hubscore
from hubscore.pages.audit_verdicts import verdicts_table
from hubscore.pages.document import Table
from hubscore.studies.audit import audit
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]


def table(workspace: Workspace, full: bool = True) -> Table:
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    return verdicts_table(audit(ranking, workspace.scorecard, workspace.profiles), full)


def test_each_indicator_has_its_verdict(made: Made) -> None:
    common = np.random.default_rng(1).normal(size=30)
    noise = np.random.default_rng(2).normal(size=(3, 30))
    x = {"a": common, "b": common + 0.5 * noise[0], "c": -common + 0.5 * noise[1]}
    hubs = {f"h{at:02}": {name: float(5 + column[at]) for name, column in x.items()} for at in range(30)}
    found = table(made({"indicators": {"a": {"label": "Banks"}}}, **hubs))
    keys = [column.key for column in found.columns]
    assert [key for key in keys if key] == ["indicator", "problems", "shift", "alpha", "alpha_without", "suggestion"]
    assert [row[1] for row in found.rows] == ["Banks", "b", "c"]
    assert found.rows[2][-1] == "turn or drop"
    assert "negative" in str(found.rows[2][2])
    assert found.columns[5].show is not None
    assert found.title.endswith("the pillar's alpha without it")
    assert found.shown


def test_of_few_hubs_there_is_no_alpha(made: Made) -> None:
    found = table(made({}, x={"a": 1.0, "b": 2.0}, y={"a": 3.0, "b": 4.0}), full=False)
    assert found.columns[5].show is None
    assert "alpha" not in found.title
    assert not found.shown
