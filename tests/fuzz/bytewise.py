"""Campaigns on bytes: every reader on mutants of files that it reads."""

from __future__ import annotations

import random
import tempfile
import traceback
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import corpora
from counts import Counts, Finding
from mutants import mutant, packed
from readers import fed

CORPORA: dict[str, Callable[[], Sequence[bytes]]] = {
    "toml": corpora.tomls,
    "scorecard": lambda: [corpora.CARD],
    "profile": lambda: [corpora.HUB],
    "wide csv": lambda: corpora.WIDE,
    "plain csv": lambda: corpora.WIDE,
    "import csv": lambda: (*corpora.LONG, *corpora.WIDE),
    "xlsx": corpora.books,
    "import xlsx": corpora.books,
    "snapshot": corpora.snapshots,
}
"""What mutants are made of, by the reader they are for."""


def made(kind: str, seed: int, number: int) -> bytes:
    """One mutant: the same for the same three."""
    source = random.Random(f"{seed} {kind} {number}")
    return (packed if "xlsx" in kind else mutant)(CORPORA[kind](), source)


def campaign(inputs: int, seed: int, kind: str) -> Counts:
    """Feed a reader with mutants."""
    found = Counts()
    with tempfile.TemporaryDirectory() as name, warnings.catch_warnings():
        warnings.simplefilter("error")
        home = Path(name)
        corpora.furnished(home)
        for number in range(inputs):
            data = made(kind, seed, number)
            taken, faults = judged(kind, home, data)
            found.tried(not taken)
            for fault in faults:
                found.add(Finding("crashes", fault, f"bytewise.made({kind!r}, {seed}, {number})", {"input": data}))
    return found


def judged(kind: str, home: Path, data: bytes) -> tuple[bool, list[str]]:
    """Whether a reader took some bytes, and what is wrong with what it did."""
    try:
        return fed(kind, home, data)
    except Exception as error:  # noqa: BLE001 - whatever gets through is the finding
        where = traceback.extract_tb(error.__traceback__)[-1]
        return False, [f"{type(error).__name__}: {str(error)[:200]} ({Path(where.filename).name}:{where.lineno})"]
