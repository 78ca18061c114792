"""Why mutants may live: `survivors.toml`, read and held against a run."""

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


def reasons(file: Path) -> list[Reason]:
    """All reasons of a file."""
    return [Reason(**each) for each in tomllib.loads(file.read_text(encoding="utf-8")).get("survivor", [])]


def idle(given: Iterable[Reason], survivors: Iterable[tuple[str, str, str]]) -> list[Reason]:
    """Reasons that no survivor needs any more."""
    alive = list(survivors)
    return [reason for reason in given if not any(reason.fits(*each) for each in alive)]


def _fits(pattern: str, text: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, pattern.split(ANY))), text) is not None
