"""Keys and tables that are given twice, or in two ways that exclude each other."""

from __future__ import annotations

from hubscore.files.scan import Mark
from hubscore.files.syntax.fault import Fault, Finding, named

_SAID = ("Cannot declare", "Cannot overwrite", "Cannot redefine", "Cannot mutate", "Duplicate inline table key")


def twice(fault: Fault) -> Finding | None:
    """Say what is given a second time, and where it was first."""
    if not fault.said.startswith(_SAID):
        return None
    second = _second(fault)
    first = _first(fault.before, second) if second else None
    return _finding(fault.text, first, second) if first and second else None


def _second(fault: Fault) -> Mark | None:
    """Find the statement that the parser refused: it has just read its value or header."""
    ended = [mark for mark in fault.before if mark.kind in ("key", "table") and mark.stop <= fault.pos]
    return max(ended, key=lambda mark: (mark.stop, -mark.start), default=None)


def _first(before: list[Mark], second: Mark) -> Mark | None:
    """Find what the second contradicts: the same path, else the nearest path above it."""
    earlier = [mark for mark in before if mark.start < second.start and mark is not second]
    for length in range(len(second.keys), 0, -1):
        known = [mark for mark in earlier if mark.keys == second.keys[:length]]
        defined = [mark for mark in known if mark.kind == "key" or (mark.kind != "part" and length == len(second.keys))]
        if defined:
            return defined[0]
        if length == len(second.keys) and known:
            return known[0]
    tables = [mark for mark in earlier if mark.kind == "table" and mark.keys == second.keys[: len(mark.keys)]]
    return max(tables, key=lambda mark: len(mark.keys), default=None)


def _finding(text: str, first: Mark, second: Mark) -> Finding:
    line = text.count("\n", 0, first.start) + 1
    name = named(first.keys)
    if first.keys == second.keys:
        tables = first.kind == second.kind == "table"
        what = f"the table [{name}] is opened twice" if tables else f"`{name}` is given twice"
        hint = f"it is first given on line {line}: keep one of the two"
    elif first.kind == "table":
        what = f"`{named(second.keys)}` adds to the table [{name}] from outside"
        hint = f"put it under the header [{name}] on line {line}"
    elif first.holds(text):
        what = f"`{named(second.keys)}` adds to `{name}`, which is closed"
        hint = f"`{name}` is written in brackets on line {line}: put all of it there"
    else:
        what = f"`{name}` is a plain value, so `{named(second.keys)}` cannot be inside it"
        hint = f"it gets its value on line {line}"
    return Finding(what, second.start, second.end, first.keys, hint=hint)
