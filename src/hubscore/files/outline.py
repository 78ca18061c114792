"""The ids that a scorecard names, read from its TOML alone: quick, and content with what there is.

For completion while somebody types: nothing is validated, nothing is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from hubscore.errors import HubscoreError
from hubscore.files.inside import glob_inside
from hubscore.files.toml import read_toml

ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
"""What an id looks like; the pattern of `model.fields`, which would have to load pydantic."""

Labels = Mapping[str, str]


class Outline(NamedTuple):
    """Ids with their labels, empty where there is none; of hubs, which nobody opened, the ids."""

    hubs: Mapping[str, str] = {}
    pillars: Mapping[str, str] = {}
    indicators: Mapping[str, str] = {}
    measures: Mapping[str, str] = {}
    scenarios: Mapping[str, str] = {}


def outline(path: Path) -> Outline:
    """What the scorecard at this path names; empty where it cannot be read."""
    try:
        data = read_toml(path, str(path)).data
    except HubscoreError:
        return Outline()
    named = {key: _labels(data.get(key)) for key in ("pillars", "indicators", "measures", "scenarios")}
    return Outline(_hubs(path, data.get("hubs")), **named)


def _labels(table: Any) -> Labels:
    entries = table.items() if isinstance(table, dict) else ()
    return {key: _label(entry) for key, entry in entries if ID.fullmatch(key)}


def _label(entry: Any) -> str:
    label = entry.get("label") if isinstance(entry, dict) else None
    return label if isinstance(label, str) else ""


def _hubs(card: Path, pattern: Any) -> Labels:
    """A hub's id is the name of its file."""
    if not isinstance(pattern, str):
        return {}
    try:
        paths = glob_inside(card.parent, pattern)
    except HubscoreError:
        return {}
    return {path.stem: "" for path in paths if path != card and ID.fullmatch(path.stem)}
