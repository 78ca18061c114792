"""What differs between two versions, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.figures import figure_text
from hubscore.pages.versions import About
from hubscore.pages.weights import percent
from hubscore.studies.diff import KINDS, Diff
from hubscore.studies.variations import Figure, Variation

TEXT = Show()

FEW_CHANGES = 8
"""How many changes people see, unless they want all."""


def changes_tables(found: Diff, old: About, new: About, verbose: bool) -> Iterator[Table]:
    """What differs between the two; of much people see some of every kind."""
    columns = (
        Column("kind", "What changed", TEXT),
        Column("key"),
        Column(label="", show=TEXT),
        Column("before"),
        Column(label="Before", show=TEXT),
        Column("after"),
        Column(label="After", show=TEXT),
    )
    rows = tuple(_change(each, found, old, new) for each in found.changes)
    cut = len(rows) > FEW_CHANGES and not verbose
    yield Table("changes", columns, rows, shown=bool(rows) and not cut)
    if cut:
        bare = tuple(column._replace(key="") for column in columns)
        title = f"{FEW_CHANGES} of {len(rows):,} changes (-v for all)"
        yield Table("some changes", bare, _spread(rows), title=title)


def _spread(rows: Sequence[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """A few rows, of every kind some, in their order."""
    places = {kind: [at for at, row in enumerate(rows) if row[0] == kind] for kind in KINDS}
    turns = [(turn, at) for found in places.values() for turn, at in enumerate(found)]
    chosen = sorted(at for _, at in sorted(turns)[:FEW_CHANGES])
    return tuple(rows[at] for at in chosen)


def _change(each: Variation, found: Diff, old: About, new: About) -> tuple[Cell, ...]:
    ends: list[Cell] = []
    for value, other in ((each.before, each.after), (each.after, each.before)):
        ends.append(value if isinstance(value, float | int) else change_text(each, value))
        ends.append(change_text(each, _telling(each, value, other)) or None)
    return (each.kind, each.key, _named(each, found, old, new), *ends)


def _telling(each: Variation, value: Any, other: Any) -> Any:
    """Of a long list of hubs those that the other side lacks."""
    if each.key.endswith(".applies_to") and value and other:
        return tuple(hub for hub in value if hub not in other)
    return value


def change_text(each: Variation, value: object) -> str | None:
    """What stands on one side, in words."""
    if value is None:
        return None
    if isinstance(value, Figure):
        text = figure_text(value.value, value.at_least, value.at_most, value.covers)
        same = isinstance(each.before, Figure) and isinstance(each.after, Figure)
        return f"{text} ({value.evidence})" if same and each.before[:4] == each.after[:4] else text
    if each.kind == "weights" and isinstance(value, float):
        return percent(value)
    if value is True or value is False:
        return "there" if each.key.count(".") == 1 and each.kind == "framework" else "yes" if value else "no"
    if isinstance(value, tuple) and not hasattr(value, "parameter"):
        return ", ".join(map(_number, value))
    return _number(value)


def _number(value: object) -> str:
    return figure_text(value, None, None) if isinstance(value, float) else str(value)


def _named(each: Variation, found: Diff, old: About, new: About) -> str:
    """What a key means to people: "Hefei, GDP, 2024", "goalposts of Air routes"."""
    parts = each.key.split(".")
    names = {move.hub: move.name for move in found.moves}
    if each.kind == "weights":
        return _label(old, new, each.key)
    if each.kind == "data" and len(parts) > 1:
        return ", ".join([names[parts[0]], _label(old, new, parts[1]), *parts[2:]])
    if parts[0] == "hubs":
        return " of ".join([*parts[2:], names[parts[1]]])
    if parts[0] in ("indicators", "pillars", "measures") and len(parts) > 1:
        return " of ".join([*parts[2:], _label(old, new, parts[1])])
    return each.key


def _label(old: About, new: About, node: str) -> str:
    text = new.scorecard.label(node)
    return old.scorecard.label(node) if text == node else text
