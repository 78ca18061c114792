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

Keys = tuple[str | int, ...]


def inside(folder: Path, relative: str, keys: Keys = ("data", "csv")) -> Path:
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
    _refuse_outside(folder, [path], keys)
    return path


def glob_inside(folder: Path, pattern: str, keys: Keys = ("hubs",)) -> list[Path]:
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
    found: set[Path] = set()
    visited = 0
    try:
        for entries, matches in _walk(folder, steps):
            visited += entries
            found.update(matches)
            if visited > MOST_VISITED:
                _refuse(keys, f"`{pattern}` has to look at more than {MOST_VISITED:,} files and folders")
            if len(found) > MOST_FILES:
                _refuse(keys, f"`{pattern}` matches more than {MOST_FILES:,} files")
        _refuse_outside(folder, found, keys)
    except OSError as error:
        where = Path(error.filename or folder).name
        _refuse(keys, f"cannot look for `{pattern}` in the folder `{where}`: {(error.strerror or '').lower()}")
    if not found:
        _refuse_empty(folder, steps, pattern, keys)
    return sorted(found)


def _steps(written: str, keys: Keys) -> list[str]:
    """Split at the slashes what may be followed."""
    steps = [step for step in written.split("/") if step not in ("", ".")]
    faults = {
        "names no file": not steps or written.endswith("/"),
        f"is longer than {_LONGEST:,} characters": len(written) > _LONGEST,
        "holds a NUL character": "\0" in written,
        "has a backslash": "\\" in written,
        "is absolute": written.startswith(("/", "~")) or written[1:2] == ":",
        "leaves the scorecard's folder": ".." in steps,
    }
    fault = next((words for words, holds in faults.items() if holds), "")
    if fault:
        shown = written if len(written) <= 80 else f"{written[:80]}…"
        expected = "a path relative to the scorecard's folder, with `/` and without `..`"
        _refuse(keys, f"`{shown}` {fault}", expected=expected)
    return steps


def _walk(folder: Path, steps: list[str]) -> Iterator[tuple[int, list[Path]]]:
    """Go through the folders: yield how many entries each look costs and what it matches."""
    todo = [(folder, 0)]
    seen = set(todo)  # `**/x/**` reaches a folder in more than one way
    while todo:
        here, at = todo.pop()
        cost, names, deeper = _look(here, steps[at])
        last = at + 1 == len(steps)
        yield cost, [here / name for name in names] if last else []
        reached = [(here / name, at) for name in deeper]
        if not last:
            reached += [(here, at + 1)] if steps[at] == "**" else [(here / name, at + 1) for name in names]
        todo += [state for state in reached if state not in seen]
        seen.update(reached)


def _look(folder: Path, step: str) -> tuple[int, list[str], list[str]]:
    """Match one step of a pattern: how much was looked at, the names that fit, where `**` goes on."""
    if not any(char in step for char in "*?["):
        return 1, [step] if os.path.lexists(folder / step) else [], []
    entries = _entries(folder)
    if step == "**":
        visible = [entry for entry in entries if not entry.name.startswith(".")]
        folders = {entry.name for entry in visible if entry.is_dir(follow_symlinks=False)}
        return len(entries), [entry.name for entry in visible if entry.name not in folders], sorted(folders)
    from fnmatch import filter as fitting  # not every pattern has a star

    names = [entry.name for entry in entries if step.startswith(".") or not entry.name.startswith(".")]
    return len(entries), fitting(names, step), []


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            # One more than allowed is enough to refuse it.
            return [entry for entry, _ in zip(entries, range(MOST_VISITED + 1), strict=False)]
    except (FileNotFoundError, NotADirectoryError):
        return []


def _refuse_outside(folder: Path, paths: list[Path] | set[Path], keys: Keys) -> None:
    root = Path(_real(folder))
    parents = {parent: Path(_real(parent)) for parent in {path.parent for path in paths}}
    for path in paths:
        real = Path(_real(path)) if path.is_symlink() else parents[path.parent] / path.name
        if not real.is_relative_to(root):
            message = f"`{path.relative_to(folder).as_posix()}` is a link that leaves the scorecard's folder"
            _refuse(keys, message, expected="files inside the scorecard's folder")


def _real(path: Path) -> str:
    # Not Path.resolve, which raises on links that go in a circle.
    return os.path.realpath(path)


def _refuse_empty(folder: Path, steps: list[str], pattern: str, keys: Keys) -> NoReturn:
    reason = ""
    for depth, step in enumerate(steps[:-1], start=1):
        if any(char in step for char in "*?["):
            break
        if not folder.joinpath(*steps[:depth]).is_dir():
            reason = f": there is no folder `{'/'.join(steps[:depth])}`"
            break
    _refuse(keys, f"`{pattern}` matches no file{reason}", hint="a pattern starts at the scorecard's folder")


def _refuse(keys: Keys, message: str, *, expected: str = "", hint: str = "") -> NoReturn:
    problem = Problem("file-pattern", message, keys, "value", expected=expected, hint=hint)
    raise InputError(problem) from None
