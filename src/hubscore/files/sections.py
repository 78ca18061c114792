"""How a TOML text is laid out: its sections, and the statements in each. For edits."""

from __future__ import annotations

from typing import NamedTuple

from hubscore.files.scan import Keys, Mark, marks


class Statement(NamedTuple):
    """A key with its value: `keys` from the root, offsets of its line's first word, its key's end, its value."""

    keys: Keys
    start: int
    end: int
    value: int
    stop: int


class Section(NamedTuple):
    """A header and what stands below it; the first section has no header and its `start` and `end` are 0."""

    table: Keys
    start: int
    end: int
    statements: list[Statement]

    @property
    def stop(self) -> int:
        """Where its last statement ends, or its header."""
        return self.statements[-1].stop if self.statements else self.end


def sections_of(text: str) -> list[Section]:
    """The sections of a valid text, in its order."""
    found = [Section((), 0, 0, [])]
    for mark in _outermost(text):
        start = text.rfind("\n", 0, mark.start) + 1
        if mark.kind == "key":
            indent = len(text[start : mark.start]) - len(text[start : mark.start].lstrip(" \t"))
            found[-1].statements.append(Statement(mark.keys, start + indent, mark.end, mark.value, mark.stop))
        elif mark.kind == "element":  # on the same words as its `table`, and nearer to what it holds
            found[-1] = found[-1]._replace(table=mark.keys)
        elif mark.kind == "table":
            found.append(Section(mark.keys, start, mark.end, []))
    return found


def _outermost(text: str) -> list[Mark]:
    """The marks that are not inside a value; what a value holds comes before it."""
    found: list[Mark] = []
    inside = len(text) + 1
    for mark in reversed(list(marks(text))):
        if mark.start < inside:
            found.append(mark)
            inside = mark.value if mark.kind == "key" else inside
    return found[::-1]
