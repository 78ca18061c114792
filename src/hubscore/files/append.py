"""Adding to the end of a file, as steps of a pipeline do to their summary."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from hubscore.errors import Place, Problem, WriteError
from hubscore.files.write import reason_of

_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK


def size_of(path: Path) -> int:
    """How many bytes a file has that is to be added to; 0 for none.

    Raises
    ------
    WriteError
        As `append`.
    """
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
    except (OSError, ValueError) as error:
        raise _unwritten(path, error) from error


def append(path: Path, data: bytes) -> None:
    """Put all of `data` behind what the file holds, on a line of its own, or leave the file as it was.

    Raises
    ------
    WriteError
        With one problem that names the file and the reason.
    """
    try:
        with os.fdopen(os.open(path, _FLAGS, 0o666), "ab", buffering=0) as file:
            _append(file.fileno(), data)
    except (OSError, ValueError) as error:
        raise _unwritten(path, error) from error


def _unwritten(path: Path, error: OSError | ValueError) -> WriteError:
    return WriteError(Problem("write", f"cannot write {path}: {reason_of(error)}", place=Place(str(path))))


def _append(descriptor: int, data: bytes) -> None:
    before, left = os.fstat(descriptor).st_size, memoryview(data)
    try:
        while left:
            left = left[os.write(descriptor, left) :]
    except BaseException:  # an interrupt, too, must leave the file as it was
        with suppress(OSError):  # no regular file: what went wrong first is what counts
            if os.fstat(descriptor).st_size == before + len(data) - len(left):  # or somebody else has added, too
                os.ftruncate(descriptor, before)
        raise
