"""A small scorecard to tune, and sessions of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hubscore.tui.session import Session

CARD = """\
# What hubs are made of
title = "Nordic hubs"
hubs = "hubs/*.toml"
[weights]
money  = 0.50 # most
travel = 0.30
sea    = 0.20
[pillars.money]
label = "Money"
[pillars.travel]
label = "Travel"
[pillars.sea]
label = "Sea"
[uncertainty]
weights = "any"
[measures.people]
label = "People"
[indicators.banks]
label = "Banks"
pillar = "money"
direction = "higher"
goalposts = [0, 10]
[indicators.air]
label = "Air"
pillar = "travel"
direction = "higher"
goalposts = [0, 10]
[indicators.rail]
label = "Rail"
pillar = "travel"
direction = "higher"
goalposts = [0, 10]
[indicators.ports]
pillar = "sea"
from = "quays"
per = "people"
direction = "higher"
goalposts = [0, 10]
[measures.quays]
label = "Quays"
[scenarios.flights]
label = "Flights"
weights = { money = 0.1, travel = 0.8, sea = 0.1 }
"""
HUB = """\
name = "{name}"
role = "{role}"
[sources.s]
title = "Yearbook"
[data.banks]
2023 = {{ value = {banks}, evidence = "official", source = "s" }}
[data.air]
2023 = {{ value = {air}, evidence = "official", source = "s" }}
[data.rail]
2023 = {{ value = {rail}, evidence = "reported", source = "s" }}
[data.quays]
2023 = {{ value = {quays}, evidence = "official", source = "s" }}
[data.people]
2023 = {{ value = 2, evidence = "official", source = "s" }}
"""
HUBS = {
    "oslo": {"name": "Oslo", "role": "candidate", "banks": 9, "air": 2, "rail": 3, "quays": 8},
    "turku": {"name": "Turku", "role": "candidate", "banks": 5, "air": 6, "rail": 4, "quays": 10},
    "umea": {"name": "Umeå", "role": "candidate", "banks": 2, "air": 4, "rail": 9, "quays": 2},
    "york": {"name": "New York", "role": "benchmark", "banks": 10, "air": 9, "rail": 8, "quays": 18},
}

Opened = Callable[..., Session]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a scorecard and its hubs."""
    (tmp_path / "hubs").mkdir()
    (tmp_path / "scorecard.toml").write_text(CARD, encoding="utf-8")
    for hub, words in HUBS.items():
        (tmp_path / "hubs" / f"{hub}.toml").write_text(HUB.format_map(words), encoding="utf-8")
    return tmp_path


@pytest.fixture
def card(folder: Path) -> Path:
    """Its file."""
    return folder / "scorecard.toml"


@pytest.fixture
def session(card: Path) -> Session:
    """Somebody tunes it."""
    return Session(card)
