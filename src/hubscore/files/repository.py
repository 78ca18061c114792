"""Where a repository begins: forges name files from there, wherever in it a command ran."""

from __future__ import annotations

import os
from pathlib import Path, PurePath


def root_of(folder: Path) -> Path:
    """The folder with a `.git` that `folder` is or lies in; `folder` itself where there is none."""
    folder = Path(os.path.realpath(folder))
    return next((above for above in (folder, *folder.parents) if os.path.lexists(above / ".git")), folder)


def from_root(shown: str, here: Path, root: Path) -> str:
    """A file as a forge names it: from the root on, with forward slashes; whole where it lies elsewhere.

    Parameters
    ----------
    shown
        The file as messages name it.
    here
        The folder that `shown` starts from, unless it is absolute.
    """
    folder, name = os.path.split(os.path.join(here, shown))  # noqa: PTH118 - a name may hold what Path takes away
    path = PurePath(os.path.realpath(folder), name)
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
