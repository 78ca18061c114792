"""One editor at a time: a lock on a folder, and what a killed run left there."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hubscore.errors import Place, Problem, WriteError
from hubscore.files.write import DRAFT

PATIENCE = 30.0
"""Seconds to wait for another editor."""

_PAUSE = 0.005
_LEFT = re.compile(re.escape(DRAFT) + r"[0-9a-f]{16}\.tmp")


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
        _sweep(folder)
        yield
    finally:
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
            raise _refusal(folder, (error.strerror or str(error)).lower()) from error


def _sweep(folder: Path) -> None:
    """Only one process at a time writes such files, and now it is this one: those that are there are dead."""
    for path in folder.iterdir():
        if _LEFT.fullmatch(path.name):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _refusal(folder: Path, reason: str) -> WriteError:
    problem = Problem("write", f"cannot lock the folder {folder}: {reason}", place=Place(file=str(folder)))
    return WriteError(problem)
