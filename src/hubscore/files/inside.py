"""Paths and patterns that a scorecard names: they stay inside its folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from hubscore.errors import InputError, Problem

MOST_FILES = 5_000
"""How many files a pattern may match."""

MOST_VISITED = 100_000
"""How many entries of folders are looked at for one pattern."""

_LONGEST = 1_000


def inside(folder: Path, relative: str, keys: tuple[str | int, ...] = ("data", "csv")) -> Path:
    """Turn a path as a scorecard writes it into one in the scorecard's folder.

    Whether the file is there is the reader's question.

    Parameters
    ----------
    folder : Path
        The scorecard's folder.
    relative : str
        Relative, with `/`, without `..`.
    keys : tuple of str or int
        The way to the value in the scorecard, for the message.

    Raises
    ------
    InputError
        If the path is absolute or climbs, or a link leads out of the folder.
    """
    path = folder.joinpath(*_steps(relative, keys))
    _refuse_outside(_real(folder), [path], folder, keys)
    return path


def glob_inside(folder: Path, pattern: str, keys: tuple[str | int, ...] = ("hubs",)) -> list[Path]:
    """Find the files that a pattern names, sorted by name.

    `*`, `?`, `[abc]` as in a shell (a leading dot must be written out); `**` is any number of
    folders, links to folders left out. A folder or a pipe that matches is part of the answer:
    it was named like a profile, and the reader says why it is none.

    Raises
    ------
    InputError
        If the pattern is absolute or climbs, matches nothing, more than `MOST_FILES`, or
        something outside `folder`; if a folder cannot be read, or there is too much to look at.
        The problem's path is `keys`, its place is left to the caller.
    """
    steps = _steps(pattern, keys)
    try:
        found = sorted(_walk(folder, steps, keys))
    except OSError as error:
        where = error.filename or folder
        _refuse(keys, f"cannot look for `{pattern}`: {error.strerror}", found=f"folder {where}")
    if not found:
        _refuse_empty(folder, steps, pattern, keys)
    if len(found) > MOST_FILES:
        _refuse(keys, f"the pattern `{pattern}` matches more than {MOST_FILES:,} files")
    _refuse_outside(_real(folder), found, folder, keys)
    return found


def _steps(written: str, keys: tuple[str | int, ...]) -> list[str]:
    """Split at the slashes what may be followed."""
    fault = ""
    if not written.strip("./"):
        fault = "names no file"
    elif len(written) > _LONGEST:
        fault = f"is longer than {_LONGEST:,} characters"
    elif "\0" in written:
        fault = "holds a NUL character"
    elif "\\" in written:
        fault = "has a backslash"
    elif written.startswith(("/", "~")) or written[1:2] == ":":
        fault = "is absolute"
    steps = [step for step in written.split("/") if step not in ("", ".")]
    if not fault and ".." in steps:
        fault = "leaves the scorecard's folder"
    if fault:
        shown = written if len(written) <= 80 else f"{written[:80]}…"
        expected = "a path relative to the scorecard's folder, with `/` and without `..`"
        _refuse(keys, f"`{shown}` {fault}", expected=expected)
    return steps


def _walk(folder: Path, steps: list[str], keys: tuple[str | int, ...]) -> Iterator[Path]:
    """Yield what matches; each pair of folder and remaining steps is looked at once."""
    visited = 0
    todo = [(folder, 0)]
    seen = set(todo)
    while todo:
        here, at = todo.pop()
        step, last = steps[at], at + 1 == len(steps)
        reached: list[tuple[Path, int]] = []
        if step == "**":
            if not last:
                reached.append((here, at + 1))
            names, entries = [], _entries(here)
            visited += len(entries)
            for entry in entries:
                if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                    reached.append((here / entry.name, at))
                elif last:
                    names.append(entry.name)
        elif any(char in step for char in "*?["):
            entries = _entries(here)
            visited += len(entries)
            names = _matching(step, [entry.name for entry in entries])
        else:
            visited += 1
            names = [step] if os.path.lexists(here / step) else []
        if visited > MOST_VISITED:
            _refuse(keys, f"the pattern `{'/'.join(steps)}` has to look at more than {MOST_VISITED:,} files")
        if last:
            yield from (here / name for name in names)
        else:
            reached += [(here / name, at + 1) for name in names if step != "**"]
        todo += [state for state in reached if state not in seen]
        seen.update(reached)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _matching(step: str, names: list[str]) -> list[str]:
    from fnmatch import filter as matching  # not every pattern has a star

    if not step.startswith("."):
        names = [name for name in names if not name.startswith(".")]
    return matching(names, step)


def _refuse_outside(root: str, paths: list[Path], folder: Path, keys: tuple[str | int, ...]) -> None:
    parents: dict[Path, str] = {}
    for path in paths:
        parent = path.parent
        if parent not in parents:
            parents[parent] = _real(parent)
        real = _real(path) if path.is_symlink() else os.path.join(parents[parent], path.name)
        if os.path.commonpath((root, real)) != root:
            message = f"`{path.relative_to(folder).as_posix()}` is a link that leaves the scorecard's folder"
            _refuse(keys, message, expected="files inside the scorecard's folder")


def _real(path: Path) -> str:
    # Not Path.resolve, which raises on links that go in a circle.
    return os.path.realpath(path)


def _refuse_empty(folder: Path, steps: list[str], pattern: str, keys: tuple[str | int, ...]) -> NoReturn:
    plain: list[str] = []
    for step in steps[:-1]:
        if any(char in step for char in "*?["):
            break
        plain.append(step)
        if not folder.joinpath(*plain).is_dir():
            _refuse(keys, f"`{pattern}` matches no file: there is no folder `{'/'.join(plain)}` beside the scorecard")
    _refuse(keys, f"`{pattern}` matches no file", hint="patterns start at the scorecard's folder")


def _refuse(
    keys: tuple[str | int, ...], message: str, *, found: str = "", expected: str = "", hint: str = ""
) -> NoReturn:
    problem = Problem(
        rule="file-pattern", message=message, path=keys, at="value", found=found, expected=expected, hint=hint
    )
    raise InputError(problem) from None
