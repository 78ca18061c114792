"""Show: an answer goes to stdout or a file, its notes to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NamedTuple, cast

from hubscore.cli.emit import Choice, emit, encoding_of, is_terminal, say, terminal_width, wants_colour
from hubscore.cli.options import Shared
from hubscore.errors import Problem, UsageError
from hubscore.formats.problems import problems_text
from hubscore.formats.registry import format_of, render
from hubscore.formats.safe import safe
from hubscore.formats.style import Style
from hubscore.pages.document import Document

COLOURS = ("auto", "always", "never")


class Answer(NamedTuple):
    """What a command found, and what its exit status says of it."""

    document: Document
    shared: Shared
    exit_code: int = 0
    problems: Sequence[Problem] = ()


def give(answer: Answer) -> int:
    """Print an answer as the shared options ask; returns the exit status."""
    shared = answer.shared
    text = printed(answer.document, shared)
    if shared.output is None:
        emit(text)
    else:
        from hubscore.files.write import write_whole

        write_whole(shared.output, text.encode())
    if answer.problems:
        say(problems_text(answer.problems, encoding_of(sys.stderr), colour_wanted(shared, "stderr")))
    if not shared.quiet and format_name(shared) != "json":  # JSON carries its notes
        for note in answer.document.notes:
            say(f"note: {safe(note)}")
    return answer.exit_code


def printed(document: Document, shared: Shared) -> str:
    """The document as text in the format asked for."""
    to_file = shared.output is not None
    style = Style(
        width=None if to_file else terminal_width(sys.stdout),
        colour=colour_wanted(shared, "stdout") and not to_file,
        encoding="utf-8" if to_file else encoding_of(sys.stdout),
        table=shared.table,
        verbose=shared.verbose,
    )
    return render(document, format_name(shared), style)


def format_name(shared: Shared) -> str:
    """The format: as asked for, or as the suffix of the output file says."""
    if shared.format is not None:
        return shared.format
    return "table" if shared.output is None else format_of(shared.output.suffix)


def colour_wanted(shared: Shared, stream: str) -> bool:
    """Whether to use colour on `stdout` or `stderr`."""
    if shared.color not in COLOURS:
        expected = "one of " + ", ".join(COLOURS)
        raise UsageError(Problem("usage", f"there is no colour mode `{shared.color}`", expected=expected))
    return wants_colour(cast(Choice, shared.color), os.environ, is_terminal(getattr(sys, stream)))
