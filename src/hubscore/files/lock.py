"""One editor at a time: a lock on a folder, and what a killed run left there."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hubscore.errors import Place, Problem, WriteError
from hubscore.files.fresh import sweep

PATIENCE = 30.0
"""Seconds to wait for another editor."""

WITHOUT = "nothing was written; some network drives know no locks: edit a copy on a local disk, or the file itself"
"""What to do where a file system has no locks: two edits at once could not be kept apart there."""

_PAUSE = 0.005


@contextmanager
def locked(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold a folder against other editors, and clear away what a killed one has left.

    The lock is on the folder itself: there is no file that could be left over, and the system
    lets go of it when the process ends, however it ends.

    Raises
    ------
    WriteError
        The folder cannot be locked, or another process holds it too long.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise _refusal(folder, (error.strerror or str(error)).lower()) from error
    try:
        _take(descriptor, folder, patience)
        sweep(folder)
        yield
    finally:
        with suppress(OSError):  # it is gone, whatever that says
            os.close(descriptor)


def _take(descriptor: int, folder: Path, patience: float) -> None:
    from fcntl import LOCK_EX, LOCK_NB, flock  # only where a system has it, and only for edits

    end = time.monotonic() + patience
    while True:
        try:
            return flock(descriptor, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise _refusal(folder, "another process is editing there; try again") from None
            time.sleep(_PAUSE)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise _refusal(folder, reason, WITHOUT) from error


def _refusal(folder: Path, reason: str, hint: str = "") -> WriteError:
    message = f"cannot lock the folder {folder}: {reason}"
    return WriteError(Problem("write", message, hint=hint, place=Place(file=str(folder))))
