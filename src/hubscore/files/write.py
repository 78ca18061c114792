"""Writing a file whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from hubscore.errors import Place, Problem, WriteError
from hubscore.files.fresh import fresh_file, sweep, sync_folder

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
            real = Path(os.path.realpath(path))
            sweep(real.parent)
            with _made(real, pieces, status) as made:
                made.replace(real)
                confirm(real.parent, str(path))


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
        with _made(real, [data], status) as made:
            if real.read_bytes() != old:
                raise OSError(errno.EBUSY, "somebody else has just changed it; try again")
            made.replace(real)
            confirm(real.parent, shown)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put each of `files`, by name, into a folder, which is made if need be; each as `write_whole` does.

    All are on the disk before the first one takes its name: where there is no room for one of
    them, none takes the place of an old one.

    Raises
    ------
    WriteError
        Where the folder cannot be made, or one of the files not written.
    """
    with _folder(folder), ExitStack() as stack:
        sweep(folder)
        made = {folder / name: stack.enter_context(_ready(folder / name, data)) for name, data in files.items()}
        for done, (path, new) in enumerate(made.items()):
            hint = f"{done} of {len(made)} files of the folder are written already" if done else ""
            with _told(str(path), hint):
                new.replace(os.path.realpath(path))
        for parent in {new.parent for new in made.values()}:
            confirm(parent, str(folder))


def confirm(folder: Path, shown: str) -> None:
    """Make the names of a folder last, once what `shown` names is written.

    Raises
    ------
    WriteError
        It is written, but the disk did not say that it will be there after a power cut.
    """
    try:
        sync_folder(folder)
    except OSError as error:
        message = f"{shown} is written, but may not last: {reason_of(error)}"
        hint = "the disk did not confirm its name; look after the disk, then write it once more"
        raise WriteError(Problem(rule="write", message=message, hint=hint, place=Place(file=shown))) from error


def reason_of(error: OSError | ValueError) -> str:
    """What the system says of a failure, to stand behind a colon."""
    reason = getattr(error, "strerror", None) or str(error)
    return reason[:1].lower() + reason[1:]


def write_all(descriptor: int, data: bytes) -> None:
    """Write until nothing is left: a call may take less than it is given."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


@contextmanager
def _folder(folder: Path) -> Iterator[None]:
    """A folder to write in: made if need be, and taken back where nothing could be written in it."""
    is_new = not os.path.lexists(folder)
    try:
        folder.mkdir(exist_ok=True)
    except (OSError, ValueError) as error:
        message = f"cannot make the folder {folder}: {reason_of(error)}"
        raise WriteError(Problem(rule="write", message=message, place=Place(file=str(folder)))) from error
    try:
        yield
    except BaseException:
        with suppress(OSError):  # what is not empty stays
            if is_new:
                folder.rmdir()
        raise


@contextmanager
def _ready(path: Path, data: bytes) -> Iterator[Path]:
    """As `_made`, for one of many files."""
    with _told(str(path)):
        status = _status(path)
        if _is_stream(path, status):
            raise OSError(errno.EINVAL, "it is no regular file")
        with _made(Path(os.path.realpath(path)), [data], status) as made:
            yield made


@contextmanager
def _told(shown: str, hint: str = "") -> Iterator[None]:
    """What goes wrong here becomes one error that names the file."""
    try:
        yield
    except (OSError, ValueError) as error:
        message = f"cannot write {shown}: {reason_of(error)}"
        raise WriteError(Problem(rule="write", message=message, hint=hint, place=Place(file=shown))) from error


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
            write_all(file.fileno(), piece)


@contextmanager
def _made(path: Path, pieces: Iterable[bytes], status: os.stat_result | None) -> Iterator[Path]:
    """A new file beside the old one, with all pieces and on the disk; gone at the end unless it is given a name."""
    if status is not None and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    with fresh_file(path.parent, 0o666 if status is None else 0o600) as (descriptor, made):
        for piece in pieces:
            write_all(descriptor, piece)
        if status is not None:
            _keep(descriptor, status)
        os.fsync(descriptor)
        yield made


def _keep(descriptor: int, status: os.stat_result) -> None:
    """Owner and mode of the old file; only root can give a file away."""
    with suppress(PermissionError):
        os.fchown(descriptor, status.st_uid, status.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
