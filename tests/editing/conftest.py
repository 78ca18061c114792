"""A folder with a small scorecard, as people write it."""

from __future__ import annotations

from pathlib import Path

import pytest

CARD = """# Nordic hubs
title = "Nordic hubs"
hubs = "hubs/*.toml"

[weights] # say who matters
money  = 0.50 # most
travel = 0.30
sea    = 0.20

[pillars.money]
[pillars.travel]
[pillars.sea]

[measures.people]

[indicators.banks]
pillar = "money"
direction = "higher"
goalposts = [0, 10]
[indicators.air]
pillar = "travel"
direction = "higher"
goalposts = [0, 10]
[indicators.rail]
pillar = "travel"
direction = "higher"
goalposts = [0, 10]
per = "people"
[indicators.ships]
pillar = "sea"
from = "people"
direction = "lower"
goalposts = [10, 0]

[scenarios.flights]
label = "Flights"
weights = { money = 1, travel = 8, sea = 1 } # up
"""

HUB = """name = "{name}"
local_name = "{local}"
[sources.s]
title = "Yearbook"

[data.banks] # of all kinds
2021 = {{ value = 1.50, evidence = "official", source = "s" }}
2023 = {{ value = {banks}, evidence = "official", source = "s", note = 'old' }} # c
[data.air]
2022 = [ {{ value = 5, evidence = "reported", source = "s" }}, {{ value = 6, evidence = "estimate", source = "s" }} ]
[data.people]
2022 = {{ at_least = 2, at_most = 4, evidence = "official", source = "s" }}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A scorecard with two hubs; indicators with and without a measure, readings of all shapes."""
    (tmp_path / "hubs").mkdir()
    (tmp_path / "scorecard.toml").write_text(CARD)
    (tmp_path / "hubs/oslo.toml").write_text(HUB.format(name="Oslo", local="Osló", banks="9.00"))
    (tmp_path / "hubs/turku.toml").write_text(HUB.format(name="Turku", local="Åbo", banks="5.00"))
    return tmp_path
