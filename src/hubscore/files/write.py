"""Writing a file whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from hubscore.errors import Place, Problem, WriteError

DRAFT = ".hubscore-edit-"
"""How the new files begin that an edit writes, before they have the name: see `lock`."""

_ANSWER = ".hubscore-"
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
    with _told(str(path)):
        status = _status(path)
        if _is_stream(path, status):
            _write_straight(path, pieces)
        else:
            _replace(Path(os.path.realpath(path)), pieces, status, _ANSWER)


def write_over(path: Path, data: bytes, old: bytes, shown: str) -> None:
    """Put `data` in the place of `old`, or leave the file as it was; otherwise as `write_stream`.

    The caller holds the folder of the file that is meant (`lock.locked`); who does not ask for the
    lock, such as a text editor, is noticed by what the file holds right before it is replaced.
    `shown` is how messages name the file.

    Raises
    ------
    WriteError
        Also where the file is marked as read-only, though root could write it, or holds something
        else than `old` by now.
    """
    with _told(shown):
        real = Path(os.path.realpath(path))
        status = real.stat()
        if not status.st_mode & 0o222:
            raise PermissionError(errno.EACCES, f"it is read-only (chmod u+w {path.name} permits writing)")

        def unchanged() -> None:
            if real.read_bytes() != old:
                raise OSError(errno.EBUSY, "somebody else has just changed it; try again")

        _replace(real, [data], status, DRAFT, unchanged)


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


@contextmanager
def _told(shown: str) -> Iterator[None]:
    """What goes wrong here becomes one error that names the file."""
    try:
        yield
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"cannot write {shown}: {reason[:1].lower()}{reason[1:]}"
        raise WriteError(Problem(rule="write", message=message, place=Place(file=shown))) from error


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _is_stream(path: Path, status: os.stat_result | None) -> bool:
    if status is None:
        return False
    mode = status.st_mode
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


def _replace(
    path: Path,
    pieces: Iterable[bytes],
    status: os.stat_result | None,
    prefix: str,
    ready: Callable[[], None] | None = None,
) -> None:
    """Write a new file beside the old one, and give it the name once `ready` has no objection."""
    if status is not None and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    temporary = path.with_name(f"{prefix}{os.urandom(8).hex()}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    descriptor = os.open(temporary, flags, 0o666 if status is None else 0o600)
    try:
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            for piece in pieces:
                _write_all(file.fileno(), piece)
            if status is not None:
                _keep(file.fileno(), status)
            os.fsync(file.fileno())
        if ready is not None:
            ready()
        temporary.replace(path)
    except BaseException:  # an interrupt, too, must leave nothing behind
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _keep(descriptor: int, status: os.stat_result) -> None:
    """Owner and mode of the old file; only root can give a file away."""
    with suppress(PermissionError):
        os.fchown(descriptor, status.st_uid, status.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(status.st_mode))


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
