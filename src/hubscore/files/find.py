"""Where the scorecard is that a command is about."""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from pathlib import Path

FILE = "scorecard.toml"

_FAILING = (errno.EIO, errno.ESTALE, errno.EINTR)
"""What a disk says that fails: a file may be there, and who reads it will say what is wrong; no other is meant."""


def find(given: Path | None, folder: Path, environ: Mapping[str, str]) -> tuple[Path, bool]:
    """The scorecard to use, and whether it is the bundled one.

    The first of: the path given (a file, or a folder with a `scorecard.toml` or
    `configs/scorecard.toml`), the variable HUBSCORE_SCORECARD, one of those two files in this
    folder or one above it, the bundled scorecard.
    """
    named = given or (Path(environ["HUBSCORE_SCORECARD"]) if environ.get("HUBSCORE_SCORECARD") else None)
    if named is not None:
        named = folder / named
        if not _is(Path.is_dir, named):
            return named, False
        deeper = named / "configs" / FILE
        return (named / FILE if _is(Path.is_file, named / FILE) or not _is(Path.is_file, deeper) else deeper), False
    for above in (folder, *folder.parents):
        for path in (above / FILE, above / "configs" / FILE):
            if _is(Path.is_file, path):
                return path, False
    return bundled(), True


def _is(kind: Callable[[Path], bool], path: Path) -> bool:
    try:
        return kind(path)
    except OSError as error:  # a name that is too long, a folder that may not be entered
        return error.errno in _FAILING


def bundled() -> Path:
    """The scorecard that ships: inside the package, or beside `src` in a checkout."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "configs" / FILE
    return shipped if shipped.is_file() else package.parent.parent / "configs" / FILE
