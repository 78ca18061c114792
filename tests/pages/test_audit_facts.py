from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.pages.audit_facts import hangs_on
from hubscore.studies.audit import audit
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
CARD: dict[str, Any] = {
    "pillars": {"p": {}, "q": {}},
    "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}, "d": {"pillar": "q"}},
}


def told(workspace: Workspace) -> list[str]:
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    return [said.whole for said in hangs_on(audit(ranking, workspace.scorecard, workspace.profiles))]


def test_open_pairs_are_named_while_they_are_few(made: Made) -> None:
    hubs: dict[str, Any] = {name: {"a": 5.0, "b": None if name == "w" else at} for at, name in enumerate("wxyz", 1)}
    [line] = [line for line in told(made({}, **hubs)) if "anywhere" in line]
    assert line == (
        "With 1 gap or bound anywhere on the scale, 3 of 6 pairs keep the order, weights and methods as they are; "
        "open: W – Z, W – Y and W – X."
    )
    hubs["x"]["b"] = None
    [line] = [line for line in told(made({}, **hubs)) if "anywhere" in line]
    assert line == (
        "With 2 gaps and bounds anywhere on the scale, 1 of 6 pairs keeps the order, weights and methods as they "
        "are; 5 are open."
    )


def test_where_nothing_is_missing_nothing_is_said_to_be_proven(made: Made) -> None:
    lead = told(made({}, **{name: {"a": float(at)} for at, name in enumerate("xyz")}))
    assert "Nothing is missing: no order of ranked hubs hangs on a gap or a bound." in lead
    assert not any("prove" in line for line in lead)


@pytest.mark.parametrize(("names", "words"), [("xy", "the pair keeps"), ("xyz", "all 3 pairs keep")])
def test_all_pairs_keep_their_order(made: Made, names: str, words: str) -> None:
    bounds = {"at_least": 0.0, "at_most": 0.5}
    hubs = {name: {"a": float(at) if at else bounds} for at, name in enumerate(names)}
    line = f"With 1 gap or bound anywhere on the scale, {words} the order, weights and methods as they are."
    assert line in told(made({}, **hubs))


def test_the_least_balanced_hubs_are_named(made: Made) -> None:
    hubs = {name: {"a": 9.0 - at, "b": 9.0 - at, "c": 2.0, "d": 2.0} for at, name in enumerate("uvwxyz")}
    [line] = [line for line in told(made(CARD, **hubs)) if "Least balanced" in line]
    assert line == "Least balanced, by standard deviation over the pillars: U (49) and V (42)."


def test_bets_are_counted_by_what_becomes_of_them(made: Made) -> None:
    bets = [
        {"name": "one", "indicators": ["a"]},
        {"name": "two", "indicators": ["b"]},
        {"name": "three", "indicators": ["m"]},
        {"name": "four", "indicators": ["m"]},
    ]
    card = {"measures": {"m": {}}}
    hubs: dict[str, Any] = {"x": {"a": 9.0, "b": 1.0, "m": 3.0, "Bets": bets}, "y": {"a": 5.0, "b": 5.0}}
    assert told(made(card, **hubs))[-1] == (
        "Of 4 declared bets, 1 shows, 1 does not show yet and 2 are measured but not scored."
    )


def test_all_on_which_the_ranks_hang_alike_are_named(made: Made) -> None:
    card: dict[str, Any] = {
        "pillars": {"p": {"label": "Money"}, "q": {"label": "Travel"}},
        "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "q"}},
    }
    # By Money y, x, z; by Travel x, z, y: each moves two of three by one.
    hubs = {"x": {"a": 8.0, "b": 9.0}, "y": {"a": 9.0, "b": 3.0}, "z": {"a": 1.0, "b": 5.0}}
    lead = told(made(card, **hubs))
    assert "Ranks hang most on Money and Travel: without either they move by 0.67 on average." in lead
    card["pillars"]["r"], card["indicators"]["c"] = {"label": "Work"}, {"pillar": "r"}
    # Whether without Money or without Travel, y leads.
    same = {"x": {"a": 6.0, "b": 6.0, "c": 0.0}, "y": {"a": 3.0, "b": 3.0, "c": 5.0}}
    lead = told(made(card, **same))
    assert "Ranks hang most on Money and Travel: without either they move by 1.00 on average (X 1 → 2)." in lead
