"""Where a key stands in a TOML text. Read on errors only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from hubscore.errors import Place, Problem
from hubscore.files.scan import Keys, Mark, marks

_LONGEST_LINE = 240
_LAST_SHOWN_COLUMN = 200


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one line: line and column count from 1, all in characters.

    `line` is None where nothing is known.
    """

    line: int | None = None
    column: int | None = None
    length: int = 1


def locate(text: str, path: Keys, at: Literal["key", "value"] = "key") -> Span:
    """Find the words that a path of keys stands for.

    Parameters
    ----------
    text : str
        A TOML text that the parser has accepted; any other gives a sensible answer or none.
    path : tuple of str or int
        Keys from the root, and positions in lists. A position 0 that the file does not have
        is skipped: a single reading may be read as a list of one.
    at : {"key", "value"}
        Which of the two. A list item and a table are their own value.

    Returns
    -------
    Span
        Of the last key of the path; of a missing one, the longest part of the path that is in
        the file, such as its table's header. Of a value that spans lines, the first line.
    """
    index = _index(text)
    mark: Mark | None = None
    keys: Keys = ()
    missing = False
    for step in path:
        below = index.get((*keys, step))
        if below is not None:
            mark, keys = below, below.keys
        elif step != 0:
            missing = True
            break
    if mark is None:
        return Span()
    if at == "value" and not missing:
        return span(text, mark.value, mark.stop)
    return span(text, mark.start, mark.end)


@lru_cache(maxsize=2)  # many problems of one file are placed one after the other
def _index(text: str) -> dict[Keys, Mark]:
    """Keep for each path where it is defined, or first mentioned if it never is."""
    index: dict[Keys, Mark] = {}
    for mark in marks(text):
        known = index.get(mark.keys)
        if known is None or (known.kind == "part" and mark.kind != "part"):
            index[mark.keys] = mark
    return index


def span(text: str, start: int, end: int) -> Span:
    """Turn offsets into line, column and length, cut at the end of the first line."""
    line_start = text.rfind("\n", 0, start) + 1
    words = text[start:end].partition("\n")[0].rstrip()
    return Span(text.count("\n", 0, start) + 1, start - line_start + 1, max(1, len(words)))


def place(file: str, text: str, path: Keys, at: Literal["key", "value"] = "key") -> Place:
    """Locate a path and add the line it stands on.

    Of a very long line the beginning is shown, so that the column still counts from the line's
    start; if the column lies behind that, no text is shown at all.
    """
    return _placed(file, text, locate(text, path, at))


def place_at(file: str, text: str, start: int, end: int) -> Place:
    """Say the same for two offsets in the text."""
    return _placed(file, text, span(text, start, end))


def placed(problem: Problem, file: str, text: str) -> Problem:
    """Give a problem the place that its path leads to."""
    return problem._replace(place=place(file, text, problem.path, problem.at))


def _placed(file: str, text: str, where: Span) -> Place:
    if where.line is None or where.column is None:
        return Place(file=file)
    line = _line(text, where.line)
    if len(line) > _LONGEST_LINE:
        line = line[:_LONGEST_LINE] if where.column < _LAST_SHOWN_COLUMN else ""
    length = max(1, min(where.length, len(line) - where.column + 1))
    return Place(file=file, line=where.line, column=where.column, length=length, text=line)


def _line(text: str, number: int) -> str:
    start = 0
    for _ in range(number - 1):
        start = text.find("\n", start) + 1
    end = text.find("\n", start)
    return text[start : None if end < 0 else end].rstrip("\r")
