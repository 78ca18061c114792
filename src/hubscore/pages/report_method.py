"""How a report was made: settings, and how to cite it and make it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from hubscore.model.choice import Choice
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.workspace import Workspace

TEXT = Show()


IN_WORDS = ("read_from", "definition", "why", "sources")
"""Columns of the codebook that are sentences."""


def codebook_halves(codebook: Table) -> tuple[Table, Table]:
    """The codebook as two tables that a page has room for: what counts how much, and what it means."""
    keys = [column.key for column in codebook.columns]
    named = [keys.index("indicator"), keys.index("label")]
    words = [*named, *map(keys.index, IN_WORDS)]
    rest = [at for at, key in enumerate(keys) if key not in IN_WORDS]
    return _columns_of(codebook, rest), _columns_of(codebook, words)._replace(name="definitions", title="Definitions")


def _columns_of(table: Table, places: list[int]) -> Table:
    columns, rows = tuple(table.columns[at] for at in places), table.rows
    return table._replace(columns=columns, rows=tuple(tuple(row[at] for at in places) for row in rows))


def settings_table(workspace: Workspace) -> Table:
    """What [method], [evidence] and [uncertainty] say, or their defaults."""
    card = workspace.scorecard
    rows: list[tuple[Cell, ...]] = [
        ("as_of", _value(card.as_of), "newest year a reading may come from"),
        ("max_age", _value(card.max_age), "oldest reading, in years before as_of"),
        *_rows("method", card.method),
        *_rows("evidence", card.evidence),
        *_rows("uncertainty", card.uncertainty),
    ]
    columns = (Column("key", "Setting", TEXT), Column("value", "Value", TEXT), Column("meaning", "Meaning", TEXT))
    return Table("settings", columns, tuple(row for row in rows if row[1] is not None))


def _rows(name: str, record: BaseModel) -> Iterator[tuple[Cell, ...]]:
    for key, field in type(record).model_fields.items():
        value = getattr(record, key)
        if isinstance(value, BaseModel):
            yield from _rows(f"{name}.{key}", value)
        else:
            yield f"{name}.{key}", _value(value), field.description


def _value(value: Any) -> str | None:
    """A setting as people read it; None where nothing is set."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple) and not isinstance(value, Choice):
        return ", ".join(_value(each) or "" for each in value) or None
    if isinstance(value, float):
        return f"{value:g}"
    return None if value is None else str(value)


def citation_table(workspace: Workspace, version: str, command: str, facts: Iterable[tuple[str, Cell]]) -> Table:
    """How to cite the report, and what makes it again.

    Parameters
    ----------
    command
        What was typed.
    facts
        More to say, as the seed of the draws.
    """
    rows: tuple[tuple[Cell, ...], ...] = (
        ("Cite as", f"{workspace.scorecard.title}. hubscore {version}, data {workspace.digest[:12]}."),
        ("Command", command),
        ("hubscore", version),
        ("Scenario", workspace.scenario or "none"),
        *((name, None if value is None else str(value)) for name, value in facts),
        ("Digest of the data", workspace.digest),
        *((f"SHA-256 of {name}", digest) for name, digest in workspace.digests.items()),
    )
    columns = (Column("what", "", TEXT), Column("value", "", TEXT))
    return Table("citation", columns, rows)
