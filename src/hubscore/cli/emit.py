"""The way out: everything that hubscore writes to a stream passes here.

Python buffers, and finds out at exit that nobody took the text; then it prints `Exception
ignored` or changes the exit status. So the bytes go straight to the file beneath the buffers,
all of them, and a stream that failed is pointed at nothing before Python flushes it once more.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Literal, TextIO

from hubscore.errors import WriteError
from hubscore.formats.commands import inert
from hubscore.formats.safe import encodable

Choice = Literal["auto", "always", "never"]

_NAMES = {"stdout": "standard output", "stderr": "standard error"}


class ClosedPipe(SystemExit):
    """The reader has seen enough, as in `| head -1`: an end without a message, status 141."""

    def __init__(self) -> None:
        super().__init__(141)


def emit(text: str, stream: Literal["stdout", "stderr"] = "stdout") -> None:
    """Write all of `text`, now.

    Raises
    ------
    ClosedPipe
        The reader closed the pipe.
    WriteError
        The stream is closed, its disk is full, and so on.
    """
    target: TextIO | None = getattr(sys, stream)
    try:
        if target is None:
            raise OSError("it is closed")
        _write(target, text)
    except BrokenPipeError:
        _silence(target)
        raise ClosedPipe from None
    except (OSError, ValueError) as error:
        _silence(target)
        reason = getattr(error, "strerror", None) or str(error)
        raise WriteError(f"cannot write to {_NAMES[stream]}: {reason}") from error


def say(text: str) -> None:
    """Write finished text to stderr as far as that goes: what is said beside the answer never stops it."""
    with suppress(ClosedPipe, WriteError):
        emit("".join(f"{inert(line)}\n" for line in text.removesuffix("\n").split("\n")), "stderr")


def encoding_of(stream: TextIO | None) -> str:
    """What `stream` can show."""
    return getattr(stream, "encoding", None) or "utf-8"


def terminal_width(stream: TextIO | None, environ: Mapping[str, str] = os.environ) -> int | None:
    """Cells in a line of the terminal behind `stream`: `COLUMNS`, or what it says itself, or 80.

    None if there is no terminal: text for a pipe or a file is as wide as it needs to be.
    """
    if not is_terminal(stream) or stream is None:
        return None
    wanted = environ.get("COLUMNS", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 and int(wanted) > 0:
        return int(wanted)
    with suppress(OSError, ValueError):
        return os.get_terminal_size(stream.fileno()).columns or 80
    return 80


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody may be looking at `stream`."""
    with suppress(OSError, ValueError):
        return stream is not None and stream.isatty()
    return False


def wants_colour(choice: Choice, environ: Mapping[str, str], isatty: bool) -> bool:
    """Whether to use colour: as told, else on a terminal that has any, unless `NO_COLOR` is set (no-color.org)."""
    if choice != "auto":
        return choice == "always"
    return isatty and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def _write(stream: TextIO, text: str) -> None:
    stream.flush()
    buffer = getattr(stream, "buffer", None)
    if buffer is None:  # a stand-in without bytes, as in a notebook
        stream.write(text)
        stream.flush()
        return
    encoding = encoding_of(stream)
    rest = memoryview(encodable(text, encoding).encode(encoding))
    raw = getattr(buffer, "raw", buffer)
    while rest:
        written = raw.write(rest)
        if written is None:  # a pipe that does not block, and is full
            from select import select

            select([], [raw], [])
        else:
            rest = rest[written:]
    buffer.flush()


def _silence(stream: TextIO | None) -> None:
    """Point a failed stream at nothing, so that Python's last flush has nothing to complain of."""
    with suppress(AttributeError, OSError, ValueError):
        if stream is not None:
            with open(os.devnull, "wb") as nothing:  # noqa: PTH123 - a device, no path
                os.dup2(nothing.fileno(), stream.fileno())
