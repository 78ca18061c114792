"""Why mutants may live: the files of `survivors/`, one a room, read and held against a run.

A reason says why no input tells the mutant from the original, or that what it changes is no promise of hubscore.
`at` is file and name, `was` and `now` are the lines that differ; `…` is whatever stands there. Reasons are in the
order of `at`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ANY = "…"
"""Stands in a reason for whatever the lines, or the name, have at this place."""


class Reason(NamedTuple):
    """`at` is file and name as in `formats/safe.py:encodable`, `was` and `now` are the lines that differ."""

    at: str
    was: str
    now: str
    why: str

    def fits(self, at: str, was: str, now: str) -> bool:
        """Whether this is the reason of that survivor."""
        return all(_fits(mine, its) for mine, its in zip(self[:3], (at, was, now), strict=True))


def reasons(folder: Path) -> list[Reason]:
    """All reasons of a folder."""
    files = sorted(folder.glob("*.toml"))
    return [Reason(**each) for file in files for each in tomllib.loads(file.read_text(encoding="utf-8"))["survivor"]]


def idle(given: Iterable[Reason], survivors: Iterable[tuple[str, str, str]]) -> list[Reason]:
    """Reasons that no survivor needs any more."""
    alive = list(survivors)
    return [reason for reason in given if not any(reason.fits(*each) for each in alive)]


def _fits(pattern: str, text: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, pattern.split(ANY))), text) is not None
