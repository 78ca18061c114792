"""Changing values in a TOML text, and nothing else.

The new words are put in the place of the old ones, by the offsets that the scan knows: whatever is
not named stays byte by byte, comments, order, spacing and line ends included, which no writer of
TOML can promise. The result is read again and compared: either it says what was said before plus
the change, or nothing was changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from hubscore.errors import InputError, Problem
from hubscore.files.adding import added, removed
from hubscore.files.literal import Scalar, Value, inline, literal, written_key
from hubscore.files.locate import place
from hubscore.files.scan import Keys, Mark, marks
from hubscore.files.toml import parse

Changes = Mapping[Keys, Value]
"""New values by the keys that lead to them from the root."""


def spliced(text: str, changes: Changes, shown: str) -> str:
    """The text with other values of some keys, or with keys that it did not have.

    Parameters
    ----------
    text : str
        Without a byte-order mark.
    changes : mapping
        A new key is added to its table: in one line, in a section, or as a section of its own. A
        table may be replaced by another; what both have is kept as it is written.
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
        if keys not in there:
            new = _revised(new, keys, value) if isinstance(value, Mapping) else added(new, keys, value)
    return new


def _revised(text: str, keys: Keys, value: Mapping[str, Scalar]) -> str:
    """The text with another table in the place of a section, statement by statement, or with a new table."""
    old = {mark.keys[-1]: mark for mark in marks(text) if mark.kind == "key" and mark.keys[:-1] == keys}
    if not old:
        return added(text, keys, value)
    for key, entry in value.items():
        words = text[old[key].value : old[key].stop] if key in old else ""
        if key not in old:
            text = added(text, (*keys, key), entry)
        elif not same(parse(f"x = {words}", "")["x"], entry):
            text = _written(text, {(*keys, key): entry})
    for gone in old.keys() - value.keys():
        text = removed(text, (*keys, gone))
    return text


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
    """Make the change in what was parsed, if that can be: flat tables give way to tables only, arrays to nothing."""
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
    if isinstance(old, dict):
        return isinstance(value, Mapping) and not any(isinstance(each, dict | list) for each in old.values())
    return not isinstance(old, list)


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
