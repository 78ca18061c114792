"""Workspaces of a few hubs from plain words, as most pages want them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
import tomli_w

import hubscore
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
SOURCES = {
    "office": {"title": "Yearbook", "publisher": "Office", "url": "https://example.org"},
    "press": {"title": "News"},
}


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Open a card with hubs whose cells are a value, a reading, years with readings, or None for a gap.

    What a card leaves out of an indicator: higher is better, goalposts are 0 and 10. Keys of a
    hub that begin with a capital are not cells but its own (`Name`, `Role`, `Bets`).
    """

    def make(card: dict[str, Any], scenario: str | None = None, **hubs: dict[str, Any]) -> Workspace:
        names = dict.fromkeys(key for given in hubs.values() for key in given if key[0].islower())
        measures = card.get("measures", {})
        usual = {"direction": "higher", "goalposts": [0, 10]}
        indicators = {
            name: usual | card.get("indicators", {}).get(name, {})
            for name in dict.fromkeys([*card.get("indicators", {}), *names])
            if name not in measures
        }
        folder = tmp_path / "hubs"
        rmtree(folder, ignore_errors=True)
        folder.mkdir()
        text = tomli_w.dumps({"title": "Hubs", "hubs": "hubs/*.toml", **card, "indicators": indicators})
        (tmp_path / "scorecard.toml").write_text(text)
        for hub, given in hubs.items():
            words = {"name": hub.title(), "sources": SOURCES}
            words |= {key.lower(): word for key, word in given.items() if key[0].isupper()}
            data = {key: years(cell) for key, cell in given.items() if key[0].islower() and cell is not None}
            (folder / f"{hub}.toml").write_text(tomli_w.dumps(words | {"data": data}))
        return hubscore.open(tmp_path, scenario)

    return make


def years(cell: Any) -> dict[str, Any]:
    usual = {"evidence": "official", "source": "office"}
    by_year = cell if isinstance(cell, dict) and all(key.isdigit() for key in cell) else {"2020": cell}
    return {
        year: usual | (reading if isinstance(reading, dict) else {"value": reading})
        for year, reading in by_year.items()
    }
