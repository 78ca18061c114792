"""Where a new key goes in a TOML text, and what goes with one that is taken away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from hubscore.files.literal import Value, inline, literal, written_key
from hubscore.files.scan import Keys, Mark, marks
from hubscore.files.sections import Section, Statement, sections_of
from hubscore.files.toml import parse

_OWN_COMMENTS = re.compile(r"(?:\r?\n[ \t]*+#[^\r\n]*+)+(?=\r?\n[ \t]*+(?:\r?\n|\Z)|\r?\n?\Z)")
"""Comments right below a section, up to a blank line: they belong to it, not to what follows."""


def added(text: str, keys: Keys, value: Value) -> str:
    """The text with a key that it does not have.

    It is spaced as its neighbours; what makes no valid text is left to the caller to find.
    """
    depth = _depth(parse(text, ""), keys)
    holder, rest = keys[:depth], keys[depth:]
    for mark in marks(text):
        if mark.keys == holder and mark.kind in ("key", "item"):
            return _in_line(text, mark, rest, value)
    layout = sections_of(text)
    for section in reversed(layout):
        if section.table == holder and len(rest) == 1:
            return _in_section(text, section, keys, value)
        if len(section.table) < depth and any(each.keys[:depth] == holder for each in section.statements):
            return _in_section(text, section, keys, value)  # by keys joined with dots, as the others
    return _as_section(text, layout, keys, value)


def _depth(data: Any, keys: Keys) -> int:
    """How many of the keys are there: not all."""
    here, depth = data, 0
    while keys[depth] in (here if isinstance(here, dict) else range(len(here)) if isinstance(here, list) else ()):
        here, depth = here[keys[depth]], depth + 1
    return depth


def _in_line(text: str, mark: Mark, rest: Keys, value: Value) -> str:
    """Into an inline table, behind what it has."""
    words = literal(value)
    for key in reversed(rest[1:]):
        words = inline([f"{written_key(str(key))} = {words}"])
    pair = f"{written_key(str(rest[0]))} = {words}"
    inner = [below.stop for below in marks(text) if below.kind == "key" and mark.value < below.start < mark.stop]
    if not inner:
        return text[: mark.value] + inline([pair]) + text[mark.stop :]
    return f"{text[: max(inner)]}, {pair}{text[max(inner) :]}"


def _in_section(text: str, section: Section, keys: Keys, value: Value) -> str:
    """As a line of its own: among years in order at its place, else behind all."""
    key = ".".join(written_key(str(word)) for word in keys[len(section.table) :])
    siblings = [each for each in section.statements if each.keys[:-1] == keys[:-1]]
    names = [str(each.keys[-1]) for each in siblings]
    smaller = [each for each in siblings if str(each.keys[-1]) < str(keys[-1])]
    in_order = names == sorted(names) and all(map(str.isdecimal, names))
    if in_order and siblings and not smaller:
        first = siblings[0]
        start = text.rfind("\n", 0, first.start) + 1
        return text[:start] + _line(text, first, siblings, key, value) + _eol(text, first.stop) + text[start:]
    near = next(reversed(smaller if in_order and siblings else siblings or section.statements), None)
    if near is None and not section.table:  # nothing stands before the first header
        start = next((each.start for each in sections_of(text)[1:]), len(text))
        gap = "" if text[:start].endswith("\n") or not start else _eol(text, start)
        return text[:start] + gap + _line(text, near, siblings, key, value) + _eol(text, start) + text[start:]
    end = _line_end(text, section.end if near is None else near.stop)
    return text[:end] + _eol(text, end) + _line(text, near, siblings, key, value) + text[end:]


def _line(text: str, near: Statement | None, siblings: Iterable[Statement], key: str, value: Value) -> str:
    """A statement, indented and spaced as a neighbour, its equals sign below those that stand in a column."""
    if near is None:
        return f"{key} = {literal(value)}"
    line = text.rfind("\n", 0, near.start) + 1
    left, _, right = text[near.end : near.value].partition("=")
    column = near.end + len(left) - near.start
    words = [(each.end - each.start, text[each.end : each.value].partition("=")[0]) for each in siblings]
    if any(len(space) > 1 and length + len(space) == column for length, space in words):
        left = " " * max(1, column - len(key))
    return f"{text[line : near.start]}{key}{left}={right}{literal(value)}"


def _as_section(text: str, layout: list[Section], keys: Keys, value: Value) -> str:
    """As a new section, behind those that are nearest to it."""
    table = keys[:-1]
    shared = [_shared(section.table, table) for section in layout]
    section = layout[max(range(len(layout)), key=lambda at: (shared[at], at))]
    header = f"[{'.'.join(written_key(str(word)) for word in table)}]"
    line = f"{written_key(str(keys[-1]))} = {literal(value)}"
    end = _line_end(text, section.stop)
    if not section.table and not section.statements:
        end = len(text.rstrip("\r\n"))
    else:
        comments = _OWN_COMMENTS.match(text, end)
        end = comments.end() if comments else end
    eol = _eol(text, end)
    airy = not section.table or _is_apart(text, section.start)
    gap = eol * (2 if airy else 1) if end else ""
    return f"{text[:end]}{gap}{header}{eol}{line}{text[end:] if text else eol}"


def _is_apart(text: str, start: int) -> bool:
    """Whether a blank line, or nothing, stands before a header and its comments."""
    lines = text[:start].splitlines()
    while lines and lines[-1].lstrip().startswith("#"):
        lines.pop()
    return not lines or not lines[-1].strip()


def _shared(one: Keys, other: Keys) -> int:
    """How many keys two tables have in common from the root."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _line_end(text: str, pos: int) -> int:
    """Where the line ends, before its line end."""
    end = text.find("\n", pos)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end + 1] == "\r\n" else end


def _eol(text: str, pos: int) -> str:
    """How the line ends that this stands in; at the end of a text, how its first does."""
    end = text.find("\n", pos)
    end = text.find("\n") if end < 0 else end
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


def removed(text: str, keys: Keys) -> str:
    """The text without the line of a statement; as it is where the line holds a comment, too."""
    for section in sections_of(text):
        for statement in section.statements:
            if statement.keys == keys:
                start, end = text.rfind("\n", 0, statement.start) + 1, text.find("\n", statement.stop)
                end = len(text) if end < 0 else end + 1
                return text if text[statement.stop : end].strip() else text[:start] + text[end:]
    return text
