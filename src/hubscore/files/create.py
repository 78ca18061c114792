"""Writing many new files: all of them or none, and never over one that is there."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from hubscore.errors import Place, Problem, UsageError, WriteError
from hubscore.files.fresh import fresh_folder, sweep, sync_folder
from hubscore.files.write import confirm, reason_of, write_all

_LINKLESS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
"""What file systems say on which no file has two names."""

MOST_NAMED = 5
"""How many of the files that are there are named."""


def write_new(folder: Path, files: Mapping[str, bytes], shown: str, hint: str = "") -> None:
    """Write files that are not there yet, or nothing.

    All are on the disk before the first one appears, each of them whole. Where a run was killed
    while they appeared, the next one goes on: what is there already to the last byte stays.

    Parameters
    ----------
    folder
        Made if it is not there: then all appears in it at once.
    files
        By path inside the folder, with `/`.
    shown
        How messages name the folder.
    hint
        What else could be done where something is in the way.

    Raises
    ------
    UsageError
        Where any of the files is there, whatever it is, or a file stands where a folder is needed.
    WriteError
        Where writing failed; what was written is taken back.
    """
    above = folder if folder.is_dir() else folder.parent
    sweep(above)
    lacking = _lacking(folder, files, shown, hint)
    made: list[Path] = []
    try:
        _make(above, made)
        with fresh_folder(above) as waiting:
            _fill(waiting, lacking)
            if above == folder:
                _appear(waiting, folder, lacking, made)
            else:
                waiting.rename(folder)
                confirm(above, shown)
    except BaseException as error:  # an interrupt, too, must leave nothing behind
        _take_back(made)
        if isinstance(error, OSError | ValueError):
            message = f"cannot write {shown}: {reason_of(error)}"
            raise WriteError(Problem("write", message, place=Place(shown))) from error
        raise


def _lacking(folder: Path, files: Mapping[str, bytes], shown: str, hint: str) -> dict[str, bytes]:
    """The files that are not there, where all others are there as they would be written."""
    for path in (*reversed(folder.parents), folder):
        if os.path.lexists(path) and not path.is_dir():
            raise UsageError(Problem("exists", f"`{path}` is a file, not a folder", hint="name another folder"))
    taken = [name for name in files if _is_taken(folder, name)]
    if not taken or (len(taken) < len(files) and all(_holds(folder / name, files[name]) for name in taken)):
        return {name: data for name, data in files.items() if name not in taken}
    names = ", ".join(f"`{name}`" for name in taken[:MOST_NAMED])
    more = f" and {len(taken) - MOST_NAMED} more" if len(taken) > MOST_NAMED else ""
    where = "this folder" if shown == "." else f"`{shown}`"
    what = "nothing was written; " + (hint or "name another folder, or move what is there")
    raise UsageError(Problem("exists", f"{where} already has {names}{more}", hint=what))


def _is_taken(folder: Path, name: str) -> bool:
    """Whether something is there, or a file where a folder has to be."""
    steps = [folder / step for step in Path(name).parents if step != Path()]
    return os.path.lexists(folder / name) or any(os.path.lexists(step) and not step.is_dir() for step in steps)


def _holds(path: Path, data: bytes) -> bool:
    """Whether a file is there to the last byte."""
    with suppress(OSError):
        status = path.lstat()
        return stat.S_ISREG(status.st_mode) and status.st_size == len(data) and path.read_bytes() == data
    return False


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files into a folder of our own, and onto the disk."""
    folders = {folder}
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        folders.update({path.parent, *path.parent.parents} - {*folder.parents})
        with path.open("xb", buffering=0) as file:
            write_all(file.fileno(), data)
            os.fsync(file.fileno())
    for each in folders:
        sync_folder(each)


def _appear(waiting: Path, folder: Path, files: Mapping[str, bytes], made: list[Path]) -> None:
    """Give files that are on the disk their names, one after the other."""
    for name in files:
        path = folder / name
        _make(path.parent, made)
        try:  # not over what somebody else has put there since
            os.link(waiting / name, path)
        except OSError as error:
            if error.errno not in _LINKLESS:
                raise
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC))
            made.append(path)
            (waiting / name).replace(path)
        else:
            made.append(path)
    for each in {(folder / name).parent for name in files}:
        sync_folder(each)


def _make(folder: Path, made: list[Path]) -> None:
    """A folder with those above it."""
    if folder.is_dir():
        return
    _make(folder.parent, made)
    folder.mkdir()
    made.append(folder)


def _take_back(made: list[Path]) -> None:
    for path in reversed(made):
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()
