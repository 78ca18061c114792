from __future__ import annotations

from collections.abc import Callable

from hubscore.pages.report_method import citation_table, settings_table
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]


def test_settings_and_defaults(made: Made) -> None:
    card = {
        "as_of": 2021,
        "method": {"aggregate": {"power": 2}, "scale": [1, 10], "clip": False},
        "uncertainty": {"normalise": ["goalposts", "minmax"], "weights": {"dirichlet": 20}},
    }
    table = settings_table(made(card, oslo={"a": 1}))
    told = {str(row[0]): row[1] for row in table.rows}
    assert told["as_of"] == "2021"
    assert told["method.aggregate"] == "power (2)"
    assert told["method.scale"] == "1, 10"
    assert told["method.clip"] == "no"
    assert told["method.missing"] == "renormalise"
    assert told["evidence.admit"] == "estimate"
    assert told["uncertainty.normalise"] == "goalposts, minmax"
    assert told["uncertainty.weights.dirichlet"] == "20"
    assert told["uncertainty.data.reported"] == "0.03"
    assert not {"method.digits", "max_age", "uncertainty.aggregate"} & told.keys()
    assert all(row[2] for row in table.rows)


def test_how_to_cite_and_make_again(made: Made) -> None:
    workspace = made({}, oslo={"a": 1})
    table = citation_table(workspace, "9.9", "hubscore report --seed 1", [("Draws", 500), ("Seed", None)])
    told = {str(row[0]): row[1] for row in table.rows}
    assert told["Cite as"] == f"Hubs. hubscore 9.9, data {workspace.digest[:12]}."
    assert told["Command"] == "hubscore report --seed 1"
    assert (told["Draws"], told["Seed"], told["Scenario"]) == ("500", None, "none")
    assert told["Digest of the data"] == workspace.digest
    assert told["SHA-256 of hubs/oslo.toml"] == workspace.digests["hubs/oslo.toml"]
