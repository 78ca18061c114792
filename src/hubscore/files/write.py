"""Writing a file whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from hubscore.errors import Place, Problem, WriteError

_STREAMS = ("/dev/fd/", "/proc/")
_STANDARD = ("/dev/stdout", "/dev/stderr")


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` in the place of what the file holds, or leave the file as it was; as `write_stream`."""
    write_stream(path, [data])


def write_stream(path: Path, pieces: Iterable[bytes]) -> None:
    """Put all `pieces`, as they come, in the place of what the file holds, or leave the file as it was.

    The bytes go to a new file in the same folder, to the disk, and only then under the name. A
    link is followed and stays, an existing file's mode is kept; other names (hard links) of the
    file keep the old content. What is no regular file (a pipe, /dev/null) is written straight.

    Raises
    ------
    WriteError
        With one problem that names the file and the reason; nothing is left behind.
    """
    try:
        mode = _mode(path)
        if _is_stream(path, mode):
            _write_straight(path, pieces)
        else:
            _replace(Path(os.path.realpath(path)), pieces, mode)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        problem = Problem(rule="write", message=f"cannot write {path}: {reason}", place=Place(file=str(path)))
        raise WriteError(problem) from error


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put each of `files`, by name, into a folder, which is made if need be; each as `write_whole` does.

    Raises
    ------
    WriteError
        Where the folder cannot be made, or one of the files not written; files before it stay.
    """
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        message = f"cannot make the folder {folder}: {(error.strerror or str(error)).lower()}"
        raise WriteError(Problem(rule="write", message=message, place=Place(file=str(folder)))) from error
    for name, data in files.items():
        write_whole(folder / name, data)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _is_stream(path: Path, mode: int | None) -> bool:
    if mode is None:
        return False
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    # Standard output may be a regular file, which whoever opened it goes on writing to.
    absolute = str(path.absolute())
    return not stat.S_ISREG(mode) or absolute in _STANDARD or absolute.startswith(_STREAMS)


def _write_straight(path: Path, pieces: Iterable[bytes]) -> None:
    # Appending: a second opening of a redirected stream would begin at its start otherwise.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC), "wb", buffering=0) as file:
        for piece in pieces:
            _write_all(file.fileno(), piece)


def _replace(path: Path, pieces: Iterable[bytes], mode: int | None) -> None:
    if mode is not None and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    temporary = path.with_name(f".hubscore-{os.urandom(8).hex()}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    descriptor = os.open(temporary, flags, 0o666 if mode is None else 0o600)
    try:
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            for piece in pieces:
                _write_all(file.fileno(), piece)
            if mode is not None:
                os.fchmod(file.fileno(), stat.S_IMODE(mode))
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:  # an interrupt, too, must leave nothing behind
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _write_all(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def _sync_folder(folder: Path) -> None:
    """Make the new name last; some file systems cannot, and say EINVAL."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(descriptor)
