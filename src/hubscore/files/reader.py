"""The one bounded reader: regular files only, up to a size, strict UTF-8.

Scorecards come from strangers, so nothing here blocks (a pipe), acts (a device) or grows
without end, and whatever goes wrong is an `InputError` that names the file.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NoReturn

from hubscore.errors import InputError, Place, Problem

TOML_LIMIT = 1 << 20
"""The most bytes of a TOML file (1 MiB)."""

TABLE_LIMIT = 64 << 20
"""The most bytes of a table or a snapshot (64 MiB)."""

State = tuple[int, int, int]

# A pipe must not be waited for, a terminal not taken over. Not every system has all flags.
_FLAGS = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def read_bytes(path: Path, limit: int, shown: str) -> bytes:
    """Read a regular file whole.

    Parameters
    ----------
    path : Path
        The file; links are followed.
    limit : int
        The most bytes it may have.
    shown : str
        How messages name the file.

    Raises
    ------
    InputError
        If it is missing, unreadable, larger than `limit`, or not a regular file. Its one
        problem has a place without a line.
    """
    try:
        # Before it is opened, since opening alone can wake a pipe's writer or a device.
        _refuse_irregular(path.stat().st_mode, shown)
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            status = os.fstat(file.fileno())
            _refuse_irregular(status.st_mode, shown)
            size = min(status.st_size, limit)
            data = file.read(size + 1)
            if len(data) > size:  # it grew, or tells no size as in /proc
                data += file.read(limit + 1 - len(data))
    except OSError as error:
        _refuse_unread(error, path, shown)
    except ValueError:
        _refuse("file-unreadable", "its name holds a character that no file name can have", shown)
    if len(data) > limit:
        _refuse("file-size", f"it is larger than {_size(limit)}", shown, hint="only part of it may be needed")
    return data


def state_of(path: Path) -> State | None:
    """What shows that a file has been changed; None where it cannot be told."""
    try:
        status = path.stat()
    except (OSError, ValueError):  # whoever reads it will say what is wrong
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def read_again(path: Path, limit: int, shown: str, state: State | None) -> bytes:
    """Read once more what was read in a state, as it was then.

    Raises
    ------
    InputError
        As `read_bytes`; and where the file has been changed since.
    """
    data, now = read_bytes(path, limit, shown), state_of(path)
    if None not in (state, now) and state != now:
        refuse_changed(shown)
    return data


def refuse_changed(shown: str) -> NoReturn:
    """A file that is another than the one that was read."""
    message = f"{shown} was changed while it was read"
    raise InputError(Problem("file-changed", message, hint="run the command again", place=Place(file=shown)))


def read_text(path: Path, limit: int, shown: str) -> str:
    """Read a regular file as strict UTF-8, without the byte-order mark that it may begin with.

    Raises
    ------
    InputError
        As `read_bytes`; and with line and column of the first byte that is not UTF-8, or if
        there are two byte-order marks.
    """
    return decoded(read_bytes(path, limit, shown), shown)


def decoded(data: bytes, shown: str) -> str:
    """What a file holds as strict UTF-8, without its byte-order mark; errors as `read_text`."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        # Read on errors only, as are all words about them: start-up is felt in every command.
        from hubscore.files.encoding import undecodable

        raise InputError(undecodable(data, error, shown)) from None
    if "\0" in text[:2] or text.startswith("\ufeff"):
        from hubscore.files.encoding import without_mark

        return without_mark(text, shown)
    return text


def _refuse_irregular(mode: int, shown: str) -> None:
    if stat.S_ISREG(mode):
        return
    kind = next((words for is_kind, words in _KINDS if is_kind(mode)), "something else")
    _refuse("file-kind", f"it is {kind}, not a regular file", shown)


def _refuse_unread(error: OSError, path: Path, shown: str) -> NoReturn:
    if isinstance(error, FileNotFoundError):
        hint = f"it is a link to {path.readlink()}, which is not there" if path.is_symlink() else ""
        _refuse("file-missing", f"there is no such file{'' if path.suffix else ' or folder'}", shown, hint=hint)
    reason = error.strerror or type(error).__name__
    _refuse("file-unreadable", reason[0].lower() + reason[1:], shown)


def _refuse(rule: str, reason: str, shown: str, hint: str = "") -> NoReturn:
    message = f"cannot read {shown}: {reason}"
    raise InputError(Problem(rule=rule, message=message, hint=hint, place=Place(file=shown))) from None


def _size(limit: int) -> str:
    return f"{limit >> 20} MiB" if limit >= 1 << 20 else f"{limit:,} bytes"
