"""Reading a snapshot: a JSON file from a stranger, bounded and checked to its last number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hubscore.errors import InputError, Problem
from hubscore.files.json import parse, placed
from hubscore.files.reader import TABLE_LIMIT, read_text
from hubscore.model.dataset import Dataset
from hubscore.model.found import describe
from hubscore.model.invalid import validated
from hubscore.model.restore import restored
from hubscore.model.scorecard import Scorecard
from hubscore.model.snapshot import PAGE, SCHEMA, SHAPES, Snapshot

HINT = "a snapshot is what `hubscore snapshot -o FILE` writes"

MOST_PLACED = 50
"""How many problems of one snapshot are placed at their line; a walk through the text each."""


@dataclass(frozen=True, eq=False)
class Stored:
    """A snapshot that was read: results (`record.tables.ranking` by hub), and what they follow from.

    `shown`: how messages name the file.
    """

    shown: str
    record: Snapshot
    scorecard: Scorecard
    dataset: Dataset


def read_snapshot(path: Path, shown: str) -> Stored:
    """Read a snapshot as `hubscore snapshot` writes it.

    Raises
    ------
    InputError
        Whatever is wrong with it, with line, column and key: no regular file, larger than
        64 MiB, not UTF-8, not JSON, another answer of hubscore, an unknown or missing key, a
        figure out of range, results and inputs about other hubs, a scorecard that is none.
    """
    text = read_text(path, TABLE_LIMIT, shown)
    try:
        raw = parse(text, shown)
    except InputError as error:
        raise InputError(problem._replace(hint=HINT) for problem in error.problems) from None
    if problem := _other(raw):
        raise InputError(placed(problem, text, shown))
    try:
        record, problems = validated(Snapshot, raw, SHAPES)
        if record is None or problems:
            raise InputError(problems)
        scorecard, dataset = restored(record)
    except InputError as error:
        raise InputError(_placed(error.problems, text, shown)) from None
    return Stored(shown, record, scorecard, dataset)


def _placed(problems: Iterable[Problem], text: str, shown: str) -> list[Problem]:
    told = list(problems)
    return [placed(each, text, shown) for each in told[:MOST_PLACED]] + told[MOST_PLACED:]


def _other(raw: Any) -> Problem | None:
    """Say what JSON is that is no snapshot of this schema; None where it claims to be one."""
    if not isinstance(raw, dict) or not {"schema_version", "page"} <= raw.keys():
        found = "" if isinstance(raw, dict) else describe(raw)
        return Problem("snapshot", "the file is JSON, but no snapshot", (), "value", found, hint=HINT)
    if raw["page"] != PAGE:
        found = describe(raw["page"])
        return Problem("snapshot", "the file is another answer, no snapshot", ("page",), "value", found, hint=HINT)
    if type(raw["schema_version"]) is not int or raw["schema_version"] != SCHEMA:
        message = "the snapshot has a schema that this program does not read"
        found = describe(raw["schema_version"])
        return Problem("snapshot", message, ("schema_version",), "value", found, f"{SCHEMA}")
    return None
