"""What a measure is for, where somebody changes one: it does not score by itself."""

from __future__ import annotations

from collections.abc import Iterable

from hubscore.pages.frame import listed, some
from hubscore.workspace import Workspace


def measure_lines(workspace: Workspace, names: Iterable[str]) -> list[str]:
    """A sentence for each measure among `names` that something is divided by."""
    return list(filter(None, (_divides(workspace, name) for name in dict.fromkeys(names))))


def _divides(workspace: Workspace, name: str) -> str:
    card = workspace.scorecard
    if name not in card.measures:
        return ""
    divided = [card.label(each) for each, entry in card.indicators.items() if entry.per == name]
    counted = [card.label(each) for each, entry in card.indicators.items() if entry.from_ == name]
    if not divided:
        return ""
    label, verb = card.label(name), "is" if len(divided) == 1 else "are"
    by = f"{some(divided, 'indicator')} {verb} divided by {label}: the less of it, the larger the ratio"
    return f"{by}; it also stands behind {listed(counted)}." if counted else f"{by}. By itself it does not score."
