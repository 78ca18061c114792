"""New files and folders that have no name of their own yet, and what runs that were killed have left of them.

Whoever makes one holds a lock on it. The system lets go of the lock when the process ends,
however it ends; so what is not locked belongs to nobody any more, and `sweep`, which every run
calls that writes there, clears it away. Where a file system knows no locks, nothing is.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_NAME = re.compile(r"\.hubscore-(edit-)?[0-9a-f]{16}\.tmp")
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
_OLD = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_UNSYNCED = (errno.EINVAL, errno.EOPNOTSUPP, errno.ENOSYS)
"""What file systems say that cannot make a folder last."""


@contextmanager
def fresh_file(folder: Path, mode: int = 0o666) -> Iterator[tuple[int, Path]]:
    """An empty file, open for writing, and its path; gone at the end unless it was given another name.

    Raises
    ------
    OSError
        It cannot be made.
    """
    held = False
    while not held:  # unless somebody who clears away was quicker than the lock
        path = _named(folder)
        descriptor = os.open(path, _NEW, mode)
        try:
            held = _held(descriptor)
            if held:
                yield descriptor, path
        finally:  # an interrupt, too, must leave nothing behind
            with suppress(OSError):
                path.unlink(missing_ok=True)
            _close(descriptor)


@contextmanager
def fresh_folder(above: Path, mode: int = 0o777) -> Iterator[Path]:
    """An empty folder; gone at the end with all that is in it, unless it was given another name.

    Raises
    ------
    OSError
        It cannot be made.
    """
    held = False
    while not held:
        path, descriptor = _named(above), -1
        path.mkdir(mode)
        try:
            with suppress(FileNotFoundError):
                descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | _OLD)
                held = _held(descriptor)
            if held:
                yield path
        finally:
            _remove(path)
            _close(descriptor)


def sweep(folder: Path) -> None:
    """Clear away what a killed run of the same user has left in a folder, as far as that is possible."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _NAME.fullmatch(entry.name):
                with suppress(OSError):
                    _sweep(Path(entry.path), entry.is_dir(follow_symlinks=False))


def sync_folder(folder: Path) -> None:
    """Make new names in a folder last, where the file system can and the folder may be opened."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _UNSYNCED:
            raise
    finally:
        _close(descriptor)


def _named(folder: Path) -> Path:
    return folder / f".hubscore-{os.urandom(8).hex()}.tmp"


def _held(descriptor: int) -> bool:
    """Lock what was just made; whether it is still there."""
    with suppress(BlockingIOError):
        _lock(descriptor)
        return os.fstat(descriptor).st_nlink > 0
    return False


def _close(descriptor: int) -> None:
    """Let go; what had to reach the disk has been synced, so nothing hangs on what this says."""
    with suppress(OSError):
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    """Whether the file system knows locks.

    Raises
    ------
    BlockingIOError
        Somebody else holds it.
    """
    from fcntl import LOCK_EX, LOCK_NB, flock  # only where a system has it, and only for writing

    try:
        flock(descriptor, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:
        return False
    return True


def _sweep(path: Path, is_folder: bool) -> None:
    descriptor = os.open(path, (os.O_RDONLY | os.O_DIRECTORY if is_folder else os.O_RDWR) | _OLD)
    try:
        status = os.fstat(descriptor)
        is_ours = status.st_uid == os.geteuid() and (is_folder or stat.S_ISREG(status.st_mode))
        if is_ours and _lock(descriptor):
            _remove(path) if is_folder else path.unlink(missing_ok=True)
    finally:
        _close(descriptor)


def _remove(folder: Path) -> None:
    from shutil import rmtree  # slow to load, and not all runs make folders

    with suppress(OSError):  # it may stumble over its own descriptors where closing one fails
        rmtree(folder, ignore_errors=True)
