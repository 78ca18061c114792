"""Changing values in a TOML text, and nothing else.

The new words are put in the place of the old ones, by the offsets that the scan knows: whatever is
not named stays byte by byte, comments, order, spacing and line ends included, which no writer of
TOML can promise. The result is read again and compared: either it says what was said before plus
the change, or nothing was changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from hubscore.errors import InputError, Problem
from hubscore.files.literal import Value, inline, literal, written_key
from hubscore.files.locate import place
from hubscore.files.scan import Keys, Mark, marks
from hubscore.files.sections import Section, Statement, sections_of
from hubscore.files.toml import parse

Changes = Mapping[Keys, Value]
"""New values by the keys that lead to them from the root."""

_OWN_COMMENTS = re.compile(r"(?:\r?\n[ \t]*+#[^\r\n]*+)+(?=\r?\n[ \t]*+(?:\r?\n|\Z)|\r?\n?\Z)")
"""Comments right below a section, up to a blank line: they belong to it, not to what follows."""


def spliced(text: str, changes: Changes, shown: str) -> str:
    """The text with other values of some keys, or with keys that it did not have.

    Parameters
    ----------
    text : str
        Without a byte-order mark.
    changes : mapping
        A new key is added to its table: in one line, in a section, or as a section of its own. A
        table in one line may be replaced by another; what both have is kept as it is written.
    shown : str
        How messages name the file.

    Raises
    ------
    InputError
        The text is no valid TOML, or the change cannot be made without touching anything else.
    """
    wanted = parse(text, shown)
    for keys, value in changes.items():
        if not _put(wanted, keys, value):
            _refuse(keys, text, shown)
    try:
        new = _written(text, changes)
        found = parse(new, shown)
    except InputError:  # what would break the file is not made
        new, found = text, None
    if not same(found, wanted):
        _refuse(next(iter(changes)), text, shown)
    return new


def _written(text: str, changes: Changes) -> str:
    there = {mark.keys: mark for mark in marks(text) if mark.kind in ("key", "item")}
    new = text
    for mark in sorted((there[keys] for keys in changes if keys in there), key=lambda mark: -mark.value):
        new = new[: mark.value] + _replacement(text, mark, changes[mark.keys], there) + new[mark.stop :]
    for keys, value in changes.items():
        new = new if keys in there else _added(new, keys, value)
    return new


def same(one: Any, other: Any) -> bool:
    """Whether two readings of a file say the same: as `==`, but not a number what is one, and nan as nan."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other) or (one != one and other != other)


def _put(data: Any, keys: Keys, value: Value) -> bool:
    """Make the change in what was parsed, if that can be: tables give way to tables only, arrays to nothing."""
    here: Any = data
    last: Any = keys[-1]
    for key in keys[:-1]:
        if isinstance(here, dict):
            here = here.setdefault(key, {})
        elif isinstance(here, list) and isinstance(key, int) and key in range(len(here)):
            here = here[key]
        else:
            return False
    if not isinstance(here, dict) and not (isinstance(here, list) and last in range(len(here))):
        return False
    old = here[last] if isinstance(here, list) else here.get(last)
    here[last] = dict(value) if isinstance(value, Mapping) else value
    return not isinstance(old, list) and not (isinstance(old, dict) and not isinstance(value, Mapping))


def _refuse(keys: Keys, text: str, shown: str) -> NoReturn:
    problem = Problem("edit", "cannot be changed here without touching anything else", keys, "value")
    message = f"`{problem.key}` {problem.message}"
    where = place(shown, text, keys, "value")
    hint = "nothing was written; change the file by hand"
    raise InputError(problem._replace(message=message, place=where, hint=hint))


def _replacement(text: str, mark: Mark, value: Value, there: Mapping[Keys, Mark]) -> str:
    """The words for a value; an inline table keeps what it keeps as it is written."""
    if not isinstance(value, Mapping):
        return literal(value, text[mark.value : mark.stop])
    pairs = []
    for key, entry in value.items():
        old = there.get((*mark.keys, key))
        pairs.append(f"{written_key(key)} = {literal(entry)}")
        if old is not None:
            words = text[old.value : old.stop]
            kept = same(parse(f"x = {words}", "")["x"], entry)
            pairs[-1] = text[old.start : old.value] + (words if kept else literal(entry, words))
    return inline(pairs)


def _added(text: str, keys: Keys, value: Value) -> str:
    """The text with a key that it does not have."""
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
    """How many of the keys are there."""
    here = data
    for depth, key in enumerate(keys):
        inside = key in here if isinstance(here, dict) else isinstance(here, list) and key in range(len(here))
        if not inside:
            return depth
        here = here[key]
    return len(keys)


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
    near = max(section for section, length in zip(range(len(layout)), shared, strict=True) if length == max(shared))
    section = layout[near]
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
