"""JSON texts: read, bounded, with every fault at its place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn

from hubscore.errors import InputError, Place, Problem
from hubscore.files.locate import place_at

MOST_HOLDERS = 1_000_000
"""Objects and arrays in one file: each is dear in memory."""

MOST_COMMAS = 8_000_000
"""Commas in one file. A snapshot of the largest size has half as many."""

MOST_KEYS = 10_000
"""Keys of one object: as many pillars as nobody has."""

_BLANK = re.compile(r"[ \t\n\r]*")

Path = tuple[str | int, ...]


class _RefusedError(ValueError):
    """What the grammar of JSON allows and no snapshot holds."""


def parse(text: str, shown: str) -> Any:
    """Parse a JSON text strictly: no key twice, no NaN, no number beyond all bounds.

    Raises
    ------
    InputError
        With one problem: of the rule `json-syntax` with its line where the parser stopped, or
        of `json-limit` where there is too much.
    """
    if text.count("{") + text.count("[") > MOST_HOLDERS or text.count(",") > MOST_COMMAS:
        message = f"too much in one file: more than {MOST_HOLDERS:,} objects or {MOST_COMMAS:,} commas"
        raise InputError(Problem("json-limit", message, place=Place(shown)))
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        where = place_at(shown, text, error.pos, error.pos + 1)
        raise InputError(Problem("json-syntax", _worded(error, text), place=where)) from None
    except RecursionError:
        message = "too many objects and arrays inside each other"
    except (ValueError, MemoryError) as error:
        message = str(error) if isinstance(error, _RefusedError) else "a number of too many digits"
    raise InputError(Problem("json-syntax", message, place=Place(shown))) from None


def placed(problem: Problem, text: str, shown: str) -> Problem:
    """Give a problem the place in a text that was parsed: of the value at its path, or of what holds it."""
    start, end = _span(text, problem.path, problem.at == "key")
    return problem._replace(place=place_at(shown, text, start, end))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(pairs) > MOST_KEYS:
        raise _RefusedError(f"an object of more than {MOST_KEYS:,} keys")
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _RefusedError(f"the key `{twice[:80]}` stands twice in one object")
    return found


def _constant(word: str) -> NoReturn:
    raise _RefusedError(f"`{word}` is no number of JSON")


def _worded(error: json.JSONDecodeError, text: str) -> str:
    if not text.strip():
        return "the file is empty"
    if error.pos >= len(text.rstrip()):
        return "not JSON: the file ends too early, it may have been cut off"
    return f"not JSON: {error.msg[:1].lower()}{error.msg[1:]}"


def _span(text: str, path: Path, key: bool) -> tuple[int, int]:
    """Where the last part of a path begins and ends; as far as the path is there."""
    scan = json.JSONDecoder().raw_decode
    at = name = _skip(text, 0)
    for part in path:
        found = _member(text, at, part, scan)
        if found is None:
            break
        name, at = found
    start = name if key else at
    return start, scan(text, start)[1]


def _member(text: str, at: int, part: str | int, scan: Callable[[str, int], tuple[Any, int]]) -> tuple[int, int] | None:
    """Where one member of an object or list begins, its name and its value."""
    is_object = text[at] == "{"
    if text[at] not in "{[" or is_object != isinstance(part, str):
        return None
    at, count = _skip(text, at + 1), 0
    while text[at] not in "}]":
        start, name = at, count
        if is_object:
            name, at = scan(text, at)
            at = _skip(text, _skip(text, at) + 1)
        if name == part:
            return start, at
        at = _skip(text, scan(text, at)[1])
        at, count = (_skip(text, at + 1) if text[at] == "," else at), count + 1
    return None


def _skip(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return at if blank is None else blank.end()
