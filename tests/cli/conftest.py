"""The program in this process, in a folder with a small scorecard of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from hubscore.cli.app import main

CARD = """
title = "Nordic hubs"
hubs = "hubs/*.toml"
[pillars.money]
label = "Money"
[pillars.travel]
label = "Travel"
[indicators.banks]
pillar = "money"
direction = "higher"
goalposts = [0, 10]
[indicators.air]
pillar = "travel"
direction = "higher"
goalposts = [0, 10]
[scenarios.flights]
weights = { money = 1, travel = 9 }
"""
HUB = """
name = "{name}"
role = "{role}"
group = "{group}"
[sources.s]
title = "Yearbook"
[data.banks]
2023 = {{ value = {banks}, evidence = "official", source = "s" }}
2021 = {{ value = 1, evidence = "official", source = "s" }}
[data.air]
2022 = {{ value = {air}, evidence = "{evidence}", source = "s" }}
"""
HUBS = {
    "oslo": {"name": "Oslo", "role": "candidate", "group": "west", "banks": 9, "air": 2, "evidence": "reported"},
    "turku": {"name": "Turku", "role": "candidate", "group": "east", "banks": 5, "air": 5, "evidence": "estimate"},
    "york": {"name": "New York", "role": "benchmark", "group": "far", "banks": 10, "air": 9, "evidence": "official"},
}


class Outcome(NamedTuple):
    """How a run ended, and what it said on each stream."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a scorecard and its hubs."""
    (tmp_path / "hubs").mkdir()
    (tmp_path / "scorecard.toml").write_text(CARD)
    for hub, words in HUBS.items():
        (tmp_path / "hubs" / f"{hub}.toml").write_text(HUB.format_map(words))
    return tmp_path


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the program with some words in that folder, as the command line would."""
    monkeypatch.chdir(folder)

    def go(*words: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["hubscore", *words])
        status = main()
        return Outcome(status, *capfd.readouterr())

    return go
