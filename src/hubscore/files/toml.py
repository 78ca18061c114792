"""TOML files: read, bounded, with every fault at its place."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from hubscore.errors import InputError, Problem
from hubscore.files.limits import check_data, check_text
from hubscore.files.reader import TOML_LIMIT, read_text


class TomlFile(NamedTuple):
    """A file as it was read: how messages name it, its text and what the text says."""

    shown: str
    text: str
    data: dict[str, Any]

    def placed(self, problem: Problem) -> Problem:
        """Give a problem the place in this file that its path leads to."""
        # Read on errors only.
        from hubscore.files.locate import placed

        return placed(problem, self.shown, self.text)


def read_toml(path: Path, shown: str) -> TomlFile:
    """Read a TOML file.

    Raises
    ------
    InputError
        As `reader.read_text` and `parse`: always one problem, with its place.
    """
    text = read_text(path, TOML_LIMIT, shown)
    return TomlFile(shown, text, parse(text, shown))


def parse(text: str, shown: str) -> dict[str, Any]:
    """Parse a TOML text and hold it to the limits.

    Parameters
    ----------
    text : str
        Without a byte-order mark.
    shown : str
        How messages name the file.

    Raises
    ------
    InputError
        With one problem: of the rule `toml-syntax` where the parser stopped, of `toml-limit`
        where a limit of DESIGN section 10 is broken.
    """
    check_text(text, shown)
    try:
        data = tomllib.loads(text)
    # Whatever the parser raises (also RecursionError, MemoryError, a bare ValueError) is the file's
    # fault and must not become a traceback.
    except Exception as error:  # noqa: BLE001
        from hubscore.files.syntax.explain import explain

        raise InputError(explain(text, error, shown)) from None
    check_data(data, text, shown)
    return data
