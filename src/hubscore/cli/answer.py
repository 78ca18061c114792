"""Show: an answer goes to stdout or a file, its notes to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, cast

from hubscore.cli.emit import Choice, emit, encoding_of, is_terminal, say, terminal_width, wants_colour
from hubscore.cli.options import Shared
from hubscore.errors import Problem, UsageError, WriteError
from hubscore.formats.problems import problems_text
from hubscore.formats.registry import FORMATS, format_named, format_of, render
from hubscore.formats.safe import safe
from hubscore.formats.style import Style
from hubscore.pages.document import Document

COLOURS = ("auto", "always", "never")


class Answer(NamedTuple):
    """What a command found, and what its exit status says of it.

    `most`: bytes that it may have; `done`: what was written before it is given, to be told also
    where it cannot be given; `told`: what to add on stderr once it is given.
    """

    document: Document
    shared: Shared
    exit_code: int = 0
    problems: Sequence[Problem] = ()
    most: int | None = None
    done: str = ""
    told: str = ""


def give(answer: Answer) -> int:
    """Print an answer as the shared options ask; returns the exit status."""
    shared = answer.shared
    refuse_format(shared)
    text = printed(answer.document, shared)
    _refuse_larger(text, answer.most)
    try:
        _write(text, shared.output)
    except WriteError as error:
        if not answer.done:
            raise
        [first, *others] = error.problems
        raise WriteError([first._replace(hint=f"only this answer is lost: {answer.done}"), *others]) from error
    if answer.problems:
        say(problems_text(answer.problems, encoding_of(sys.stderr), colour_wanted(shared, "stderr")))
    if not shared.quiet and not format_named(format_name(shared), answer.document.page).notes:
        for note in answer.document.notes:
            say(f"note: {safe(note)}")
    if answer.told and not shared.quiet:
        say(answer.told)
    return answer.exit_code


def _write(text: str | bytes, output: Path | None) -> None:
    if output is not None:
        from hubscore.files.write import write_whole

        write_whole(output, text.encode() if isinstance(text, str) else text)
    elif isinstance(text, str):
        emit(text)


def refuse_input(output: Path | None, inputs: Iterable[Path]) -> None:
    """Refuse an output that is, or leads to, a TOML file or one of these files.

    Raises
    ------
    UsageError
        Where it is.
    """
    if output is None:
        return
    made_of = ".toml" in (output.suffix.lower(), Path(os.path.realpath(output)).suffix.lower())
    for path in inputs:
        with suppress(OSError, ValueError):  # not there, or not to be reached: writing will say so
            made_of = made_of or output.samefile(path)
    if made_of:
        hint = "give the answer a name of its own, as in -o ranking.csv"
        raise UsageError(Problem("usage", f"`{output}` is a file that answers are made of", hint=hint))


def _refuse_larger(text: str | bytes, most: int | None) -> None:
    """Raise where an answer is larger than it may be, in bytes; a short text is not encoded to find out."""
    if most is None or len(text) <= most // 4:
        return
    if len(text.encode() if isinstance(text, str) else text) > most:
        hint = "hubscore could not read it again; folders and git revisions of any size can be compared"
        raise UsageError(Problem("usage", f"the answer is larger than {most >> 20} MiB", hint=hint))


def refused(problems: Sequence[Problem], shared: Shared, notes: Sequence[str] = ()) -> int:
    """Say on stderr why there is no answer; returns the exit status of bad input."""
    say(problems_text(problems, encoding_of(sys.stderr), colour_wanted(shared, "stderr")))
    if not shared.quiet:
        for note in notes:
            say(f"note: {safe(note)}")
    return 2


def refuse_unprintable(document: Document, shared: Shared) -> None:
    """Before something is written: what cannot be answered is not done.

    Raises
    ------
    UsageError
        As `give`.
    """
    refuse_format(shared)
    printed(document, shared)


def printed(document: Document, shared: Shared) -> str | bytes:
    """The document in the format asked for."""
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


def is_whole(shared: Shared) -> bool:
    """Whether the answer will hold all tables, also those that people do not see."""
    row = FORMATS.get(format_name(shared))
    return row is not None and row.whole


def refuse_format(shared: Shared) -> None:
    """Before anything is worked out: a format that needs a file or a package, a place that is for TOML only.

    Raises
    ------
    UsageError
        Also where no format has the suffix of the file.
    """
    row = FORMATS.get(format_name(shared))
    if row is not None and row.binary and shared.output is None:
        hint = f"name a file, as in -o answer{row.suffix}"
        raise UsageError(Problem("usage", f"`{row.name}` is no text: it cannot go to standard output", hint=hint))
    if row is not None and row.needs is not None:
        row.needs.refuse_without()
    refuse_input(shared.output, ())


def colour_wanted(shared: Shared, stream: str) -> bool:
    """Whether to use colour on `stdout` or `stderr`."""
    if shared.color not in COLOURS:
        expected = "one of " + ", ".join(COLOURS)
        raise UsageError(Problem("usage", f"there is no colour mode `{shared.color}`", expected=expected))
    return wants_colour(cast(Choice, shared.color), os.environ, is_terminal(getattr(sys, stream)))
