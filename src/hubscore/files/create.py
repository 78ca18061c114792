"""Writing many new files: all of them or none, and never over one that is there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from hubscore.errors import Place, Problem, UsageError, WriteError

MOST_NAMED = 5
"""How many of the files that are there are named."""


def write_new(folder: Path, files: Mapping[str, bytes], shown: str, hint: str = "") -> None:
    """Write files that are not there yet, or nothing.

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
    _refuse_taken(folder, files, shown, hint)
    made: list[Path] = []
    try:
        if folder.is_dir():
            _fill(folder, files, made)
        else:
            above = folder.parent
            _make(above, made)
            waiting = above / f".hubscore-{os.urandom(8).hex()}.tmp"
            made.append(waiting)
            waiting.mkdir()
            _fill(waiting, files, [])
            waiting.rename(folder)
    except BaseException as error:  # an interrupt, too, must leave nothing behind
        _take_back(made)
        if isinstance(error, OSError | ValueError):
            reason = (getattr(error, "strerror", None) or str(error)).lower()
            raise WriteError(Problem("write", f"cannot write {shown}: {reason}", place=Place(shown))) from error
        raise


def _refuse_taken(folder: Path, files: Mapping[str, bytes], shown: str, hint: str) -> None:
    for path in (*reversed(folder.parents), folder):
        if os.path.lexists(path) and not path.is_dir():
            raise UsageError(Problem("exists", f"`{path}` is a file, not a folder", hint="name another folder"))
    taken = [name for name in files if _is_taken(folder, name)]
    if taken:
        names = ", ".join(f"`{name}`" for name in taken[:MOST_NAMED])
        more = f" and {len(taken) - MOST_NAMED} more" if len(taken) > MOST_NAMED else ""
        where = "this folder" if shown == "." else f"`{shown}`"
        what = "nothing was written; " + (hint or "name another folder, or move what is there")
        raise UsageError(Problem("exists", f"{where} already has {names}{more}", hint=what))


def _is_taken(folder: Path, name: str) -> bool:
    """Whether something is there, or a file where a folder has to be."""
    steps = [folder / step for step in Path(name).parents if step != Path()]
    return os.path.lexists(folder / name) or any(os.path.lexists(step) and not step.is_dir() for step in steps)


def _fill(folder: Path, files: Mapping[str, bytes], made: list[Path]) -> None:
    for name, data in files.items():
        path = folder / name
        _make(path.parent, made)
        # Not what somebody else has put there since, not through a link.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        made.append(path)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)


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
            if path.name.startswith(".hubscore-"):
                shutil.rmtree(path)
            elif path.is_dir():
                path.rmdir()
            else:
                path.unlink()
