"""Editing a TOML file on the disk: drafted, looked at, and put in its place whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hubscore.errors import InputError, Place, Problem
from hubscore.files.lock import locked
from hubscore.files.reader import TOML_LIMIT, decoded, read_bytes
from hubscore.files.splice import Changes, spliced
from hubscore.files.toml import TomlFile, parse
from hubscore.files.write import write_over

_MARK = "\ufeff".encode()


@dataclass(frozen=True)
class Draft:
    """A file as it is and as it would be; `old`: its bytes, `text`: the new text without a byte-order mark."""

    path: Path
    shown: str
    old: bytes
    text: str

    @property
    def new(self) -> bytes:
        """The bytes as they would be."""
        return (_MARK if self.old.startswith(_MARK) else b"") + self.text.encode()

    @cached_property
    def before(self) -> str:
        """The old text, without a byte-order mark."""
        return decoded(self.old, self.shown)

    def read(self, path: Path, shown: str) -> TomlFile | None:
        """The file as if it were written already; None for any other."""
        return TomlFile(shown, self.text, parse(self.text, shown)) if path == self.path else None

    def diff(self) -> list[str]:
        """What differs, as a unified diff without line ends."""
        from difflib import unified_diff  # on demand: it is slow to load

        old, new = ([line.rstrip("\r") for line in text.split("\n")] for text in (self.before, self.text))
        names = (f"a/{self.shown}", f"b/{self.shown}")
        return list(unified_diff(_lines(old), _lines(new), *names, lineterm=""))

    def save(self) -> None:
        """Put the new bytes in the place of the old ones; the caller holds the folder (`editing`).

        Raises
        ------
        WriteError
            As `write.write_over`.
        """
        if self.new != self.old:
            write_over(self.path, self.new, self.old, self.shown)


def _lines(split: list[str]) -> list[str]:
    return split[:-1] if split and not split[-1] else split


def draft(path: Path, shown: str, changes: Changes) -> Draft:
    """Change some values of a file, on paper.

    Raises
    ------
    InputError
        The file cannot be read, is no valid TOML, is too large, or the change cannot be made
        without touching anything else.
    """
    old = read_bytes(path, TOML_LIMIT, shown)
    found = Draft(path, shown, old, spliced(decoded(old, shown), changes, shown))
    fault = ""
    try:
        if len(found.new) > TOML_LIMIT:
            fault = f"{shown} would be larger than {TOML_LIMIT >> 20} MiB"
    except UnicodeEncodeError:
        fault = "half of a surrogate pair cannot be written"
    if fault:
        raise InputError(Problem("edit", fault, hint="nothing was written", place=Place(file=shown)))
    return found


@contextmanager
def editing(folder: Path) -> Iterator[Callable[[Path, str], None]]:
    """Hold a scorecard's folder against other editors.

    Yields
    ------
    A function that holds the folder of a file to edit, too. A link is followed: what is edited is
    the file that it leads to, and that has to be inside the scorecard's folder.

    Raises
    ------
    InputError
        The file is outside.
    WriteError
        As `lock.locked`.
    """
    root = Path(os.path.realpath(folder))
    with ExitStack() as stack:
        held = {root}
        stack.enter_context(locked(root))

        def hold(path: Path, shown: str) -> None:
            real = Path(os.path.realpath(path)).parent
            if not real.is_relative_to(root):
                message = f"cannot edit {shown}: it is a link that leads out of the scorecard's folder"
                raise InputError(Problem("file-outside", message, hint="edit the file that it leads to"))
            if real not in held:  # from the outside in, so that two never wait for each other
                stack.enter_context(locked(real))
                held.add(real)

        yield hold
