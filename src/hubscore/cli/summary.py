"""The summary of a check: Markdown behind whatever a file holds, cut to what a forge takes."""

from __future__ import annotations

import os
from pathlib import Path

from hubscore.cli.emit import say
from hubscore.errors import Problem, UsageError
from hubscore.files.append import append, size_of
from hubscore.formats.registry import render
from hubscore.formats.safe import safe
from hubscore.formats.style import Style
from hubscore.pages.document import Document
from hubscore.pages.findings import shortened

MOST_BYTES = 1024 * 1024
"""What GitHub takes as the summary of a step."""

SUFFIXES = ("", ".md", ".markdown", ".txt")
STYLE = Style(width=None, colour=False)


def refuse_summary(path: Path | None, output: Path | None) -> None:
    """Refuse, before anything is done, a file that is no place for Markdown.

    Raises
    ------
    UsageError
        Where its name says so, or the answer itself goes to it.
    """
    if path is None:
        return
    if path.suffix.lower() not in SUFFIXES:
        expected = 'a file in Markdown, as in --summary summary.md or --summary "$GITHUB_STEP_SUMMARY"'
        raise UsageError(Problem("usage", f"`--summary {path}` is no place for a summary", expected=expected))
    if output is not None and os.path.realpath(path) == os.path.realpath(output):
        raise UsageError(Problem("usage", "`--summary` and `--output` name the same file", found=str(path)))


def summarise(path: Path, document: Document, quiet: bool) -> None:
    """Append a document as Markdown, with as many findings as there is room for."""
    size = size_of(path)
    gap = "\n" if size else ""
    text = fitted(document, MOST_BYTES - size - len(gap))
    if text:
        append(path, (gap + text).encode())
    elif not quiet:
        say(f"note: {safe(str(path))} has no room for a summary: it may hold 1 MiB")


def fitted(document: Document, room: int) -> str:
    """The document as Markdown of at most `room` bytes, cut behind a row; empty where not even its head fits."""
    text = str(render(document, "md", STYLE))
    if len(text.encode()) <= room:
        return text
    kept, most = "", max((len(table.rows) for table in document.tables if table.name == "findings"), default=0)
    low, high = 0, most - 1
    while low <= high:
        middle = (low + high) // 2
        text = str(render(shortened(document, middle), "md", STYLE))
        if len(text.encode()) <= room:
            kept, low = text, middle + 1
        else:
            high = middle - 1
    return kept
