"""What is asked of a TOML text beyond its syntax, so that no text makes the parser slow.

tomllib needs the square of a dotted key's length, and its time and memory grow with the number
of marks (commas, dots, ...), not of bytes. These checks cost an ordinary file well under a
millisecond; only where a limit may be broken does a scan find the place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hubscore.errors import InputError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hubscore.files.scan import Keys, Mark

MOST_PARTS = 32
"""Words of a dotted key."""

MOST_LEVELS = 32
"""Tables and arrays inside each other."""

LONGEST_KEY = 200
"""Characters of one word of a key."""

MOST_MARKS = 200_000
"""Commas, dots, equals signs, backslashes, braces, line ends and (twice) brackets in one file: each
is work for the parser. A file of the largest size, full of readings, has fewer."""

MOST_INNER_WORDS = 60_000
"""Words with a dot before and behind them in one file: in keys they are the dearest of all."""

LONGEST_NUMBER = 50_000
"""Digits of one number in a large file: the parser needs a hundred bytes for each."""

# Compiled on first use: few files are as large.
_INNER_WORD = r"""\.[ \t]*+(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+(?=\.)"""
_LONG_NUMBER = rf"(?<![0-9A-Fa-f_])[0-9A-Fa-f_]{{{LONGEST_NUMBER}}}"


def check_text(text: str, shown: str) -> None:
    """Refuse before it is parsed what would take the parser long.

    Raises
    ------
    InputError
        With one problem of the rule `toml-limit`.
    """
    if len(text) > MOST_MARKS:  # a shorter one cannot have as many marks
        _check_large(text, shown)
    if text.count(".") >= MOST_PARTS and any(line.count(".") >= MOST_PARTS for line in text.split("\n")):
        # Rare, and often but a long note: only the scan can tell.
        _raise(_long_dotted_key(text, shown))


def check_data(data: dict[str, Any], text: str, shown: str) -> None:
    """Refuse what was parsed if it is nested too deep or a key is too long.

    Raises
    ------
    InputError
        With one problem of the rule `toml-limit`.
    """
    may_be_long = max(map(len, text.split("\n"))) > LONGEST_KEY
    level: list[Any] = [data]
    depth = 0
    while level:
        if depth > MOST_LEVELS:
            raise InputError(deep_nesting(text, shown))
        below: list[Any] = []
        for holder in level:
            values = holder
            if type(holder) is dict:
                values = holder.values()
                if may_be_long and holder and max(map(len, holder)) > LONGEST_KEY:
                    _raise(_long_key(text, shown))
            below += [value for value in values if type(value) is dict or type(value) is list]
        level = below
        depth += 1


def deep_nesting(text: str, shown: str) -> Problem:
    """Say where a text that is too deep becomes so."""
    deep = [mark for mark in _marks(text) if len(mark.keys) > MOST_LEVELS and mark.holds(text)]
    message = f"more than {MOST_LEVELS} levels of tables and arrays inside each other"
    if not deep:
        return Problem(rule="toml-limit", message=message, place=Place(file=shown))
    first = min(deep, key=lambda mark: mark.start)
    return _problem(message, text, shown, first.start, first.start + 1)


def _check_large(text: str, shown: str) -> None:
    marks = sum(map(text.count, ",.=\\\n{[["))
    if marks > MOST_MARKS or sum(1 for _ in re.finditer(_INNER_WORD, text)) > MOST_INNER_WORDS:
        message = f"too much in one file: more than {MOST_MARKS:,} values and lines, or very many dotted keys"
        hint = "spread them over several files, or use a table under [data]"
        raise InputError(Problem(rule="toml-limit", message=message, hint=hint, place=Place(file=shown)))
    if re.search(_LONG_NUMBER, text):
        _raise(_long_number(text, shown))


def _long_dotted_key(text: str, shown: str) -> Problem | None:
    parts: list[Mark] = []
    for mark in _marks(text):
        # A key's last word is no part. Parts in a row may be of two keys, one inside the other:
        # then there are too many levels anyway.
        parts = [*parts, mark] if mark.kind == "part" else []
        if len(parts) == MOST_PARTS:
            message = f"a key of more than {MOST_PARTS} words joined by dots"
            return _problem(message, text, shown, parts[0].start, mark.end)
    return None


def _long_key(text: str, shown: str) -> Problem | None:
    for mark in _marks(text):
        word = mark.keys[-1]
        if isinstance(word, str) and len(word) > LONGEST_KEY:
            message = f"a key of {len(word):,} characters"
            expected = f"at most {LONGEST_KEY} characters"
            return _problem(message, text, shown, mark.start, mark.end, mark.keys[:-1], expected)
    return None


def _long_number(text: str, shown: str) -> Problem | None:
    """Find a value, not a text that happens to hold many digits."""
    for mark in _marks(text):
        if mark.stop - mark.value > LONGEST_NUMBER and text[mark.value] in "+-0123456789":
            message = f"a number of more than {LONGEST_NUMBER:,} digits"
            return _problem(message, text, shown, mark.start, mark.end, mark.keys)
    return None


def _marks(text: str) -> Iterator[Mark]:
    from hubscore.files.scan import marks  # start-up is felt in every command, limits are not

    return marks(text)


def _problem(message: str, text: str, shown: str, start: int, end: int, path: Keys = (), expected: str = "") -> Problem:
    from hubscore.files.locate import place_at

    where = place_at(shown, text, start, end)
    return Problem(rule="toml-limit", message=message, path=path, expected=expected, place=where)


def _raise(problem: Problem | None) -> None:
    if problem:
        raise InputError(problem)
