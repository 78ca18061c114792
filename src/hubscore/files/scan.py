"""A tolerant scan of TOML: where each key, header and list item stands.

The parser tells what a file says, not where. This scan tells where, agrees with the parser on
every valid text, goes on behind mistakes, and never raises. Read on errors only. It keeps its
own stack, and its time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import Literal, NamedTuple

Keys = tuple[str | int, ...]

DEEPEST = 64
"""The scan stops where it is deeper than this; no file that deep is accepted."""

_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_GAP = re.compile(r"(?:[ \t\r\n,]++|#[^\n]*+)*+")
_SPACE = re.compile(r"[ \t]*+")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]*+")
_SCALAR = re.compile(r"[^,\]}#\n]*+")
_STRINGS = tuple(
    (quote, re.compile(pattern, re.DOTALL))
    for quote, pattern in (
        ('"""', r'"""(?:[^"\\]++|\\.|"(?!""))*+(?:""""{0,2})?'),
        ("'''", r"'''(?:[^']++|'(?!''))*+(?:''''{0,2})?"),
        ('"', r'"(?:[^"\\\n]++|\\[^\n])*+"?'),
        ("'", r"'[^'\n]*+'?"),
    )
)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SHORT_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


class Mark(NamedTuple):
    """One key, header or list item; `start` to `stop` are offsets in characters.

    `keys` lead to it from the root, list positions among them. `kind`: a `part` of a dotted
    key but the last, the last part of a `table` header, one `element` of an array of tables
    (on the same words), a `key` with a value, an `item` of an array. The key's own words are
    from `start` to `end`, its value from `value` to `stop`; where there is no value, or no key,
    the two are the same.
    """

    keys: Keys
    kind: Literal["part", "table", "element", "key", "item"]
    start: int
    end: int
    value: int
    stop: int

    def holds(self, text: str) -> bool:
        """Whether more keys or items can stand below it."""
        return self.kind not in ("key", "item") or text[self.value : self.value + 1] in ("[", "{")


def marks(text: str) -> Iterator[Mark]:
    """Yield all marks of a text; what an inline table or an array holds comes before itself."""
    tables: dict[Keys, int] = {}  # the position of the newest element of each array of tables
    table: Keys = ()
    pos = 0
    while (pos := _end(_BLANK, text, pos)) < len(text):
        if text[pos] == "[":
            found = _header(text, pos, tables)
            yield from found
            if found:
                table, pos = found[-1].keys, found[-1].stop
        else:
            pos = yield from _statement(text, pos, table)
        if len(table) > DEEPEST:
            return
        pos = _line_end(text, pos)


def _header(text: str, pos: int, tables: dict[Keys, int]) -> list[Mark]:
    double = text.startswith("[[", pos)
    keys: Keys = ()
    found: list[Mark] = []
    parts, _ = _key(text, pos + 1 + double)
    for nth, (word, start, end) in enumerate(parts, start=1):
        keys += (word,)
        last = nth == len(parts)
        found.append(Mark(keys, "table" if last else "part", start, end, start, end))
        if last and double:
            tables[keys] = tables.get(keys, -1) + 1
            keys += (tables[keys],)
            found.append(Mark(keys, "element", start, end, start, end))
        elif not last and keys in tables:
            keys += (tables[keys],)
    return found


def _statement(text: str, pos: int, table: Keys) -> Generator[Mark, None, int]:
    found, pos = _dotted(text, pos, table)
    if not found:
        return pos
    if len(found) > DEEPEST:
        yield from found
        return len(text)
    yield from found[:-1]
    if not text.startswith("=", pos):
        yield found[-1]._replace(value=pos, stop=pos)
        return pos
    return (yield from _values(text, _end(_SPACE, text, pos + 1), found[-1]))


def _values(text: str, pos: int, holder: Mark | None) -> Generator[Mark, None, int]:
    """Yield the holder of the value at `pos` and all that is in it; return where it ends."""
    opened: list[Mark] = []
    counts: list[int] = []  # the next position in each opened array, -1 in an inline table
    while True:
        if text.startswith(("[", "{"), pos) and holder:
            opened.append(holder._replace(value=pos))
            counts.append(0 if text[pos] == "[" else -1)
            pos += 1
        else:
            stop = _scalar(text, pos)
            if holder:
                yield _closed(holder, pos, stop)
            pos = stop
        while opened and text.startswith(("]", "}"), pos := _end(_GAP, text, pos)):
            pos += 1
            counts.pop()
            closing = opened.pop()
            yield _closed(closing, closing.value, pos)
        if not opened:
            return pos
        if pos >= len(text) or len(opened[-1].keys) > DEEPEST:
            yield from (_closed(mark, mark.value, len(text)) for mark in reversed(opened))
            return len(text)
        if counts[-1] >= 0:
            holder = Mark((*opened[-1].keys, counts[-1]), "item", pos, pos, pos, pos)
            counts[-1] += 1
        else:
            found, pos = _dotted(text, pos, opened[-1].keys)
            yield from found[:-1]
            holder = found[-1] if found and text.startswith("=", pos) else None
            if found and not holder:
                yield found[-1]._replace(value=pos, stop=pos)
            pos = _end(_SPACE, text, pos + 1 if holder else pos)


def _closed(mark: Mark, value: int, stop: int) -> Mark:
    end = stop if mark.kind == "item" else mark.end
    return Mark(mark.keys, mark.kind, mark.start, end, value, stop)


def _dotted(text: str, pos: int, table: Keys) -> tuple[list[Mark], int]:
    """Read the key at `pos`: a mark for each part, the last one still without its value."""
    found: list[Mark] = []
    parts, pos = _key(text, pos)
    for word, start, end in parts:
        table += (word,)
        found.append(Mark(table, "part", start, end, start, end))
    if found:
        found[-1] = found[-1]._replace(kind="key")
    return found, pos


def _key(text: str, pos: int) -> tuple[list[tuple[str, int, int]], int]:
    """Read words joined by dots: each with its start and end, and where the text goes on."""
    parts: list[tuple[str, int, int]] = []
    while True:
        start = pos = _end(_SPACE, text, pos)
        if text.startswith(('"', "'"), pos):
            pos = _end(_STRINGS[2 if text[pos] == '"' else 3][1], text, pos)
            word = text[start + 1 : pos - 1]
            word = _ESCAPE.sub(_unescape, word) if text[start] == '"' and "\\" in word else word
        else:
            pos = _end(_BARE_KEY, text, pos)
            word = text[start:pos]
        if pos == start:
            return parts, pos
        parts.append((word, start, pos))
        pos = _end(_SPACE, text, pos)
        if not text.startswith(".", pos) or len(parts) > DEEPEST:
            return parts, pos
        pos += 1


def _unescape(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2] or escape[3]
    if not digits:
        return _SHORT_ESCAPES.get(escape[4], escape[4])
    number = int(digits, 16)
    return chr(number) if number < 0x110000 else escape[0]


def _scalar(text: str, pos: int) -> int:
    for quote, pattern in _STRINGS:
        if text.startswith(quote, pos):
            return _end(pattern, text, pos)
    return pos + len(text[pos : _end(_SCALAR, text, pos)].rstrip(" \t\r"))


def _end(pattern: re.Pattern[str], text: str, pos: int) -> int:
    match = pattern.match(text, pos)
    return match.end() if match else pos


def _line_end(text: str, pos: int) -> int:
    end = text.find("\n", pos)
    return len(text) if end < 0 else end
