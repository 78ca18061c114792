"""Runs the program in this process and judges what it did: nothing may be lost, let through or end wrongly."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
import tempfile
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from hubscore.cli.app import main

STYLED = re.compile(r"\x1b\[[0-9;]*m")
UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
GATED = ("check", "diff")
EDITING = ("set", "weights", "init", "import")


class Outcome(NamedTuple):
    """How a run ended, and what it wrote to each stream."""

    words: tuple[str, ...]
    status: int
    out: bytes
    err: bytes


class Fault(NamedTuple):
    """What is wrong with an outcome: `kind` is a column of the table."""

    kind: str
    what: str


@contextmanager
def streams() -> Iterator[tuple[Any, Any]]:
    """Files in place of the two streams, beneath Python too: a library in C may print."""
    kept, python = (os.dup(1), os.dup(2)), (sys.stdout, sys.stderr)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        for number, file in ((1, out), (2, err)):
            os.dup2(file.fileno(), number)
        sys.stdout, sys.stderr = (io.TextIOWrapper(io.FileIO(number, "w", closefd=False), "utf-8") for number in (1, 2))
        try:
            yield out, err
        finally:
            for stream in (sys.stdout, sys.stderr):
                stream.close()
            sys.stdout, sys.stderr = python
            for number, old in zip((1, 2), kept, strict=True):
                os.dup2(old, number)
                os.close(old)


def ran(words: Sequence[str]) -> Outcome:
    """Run the program in the folder at hand; a warning counts as an error of the program."""
    argv, sys.argv = sys.argv, ["hubscore", *words]
    try:
        with streams() as (out, err), warnings.catch_warnings():
            warnings.simplefilter("error")
            status = main()
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            texts = []
            for file in (out, err):
                file.seek(0)
                texts.append(file.read())
    finally:
        sys.argv = argv
    return Outcome(tuple(words), status, texts[0], texts[1])


def judged(outcome: Outcome) -> list[Fault]:
    """What is wrong with how a run ended and with what it said."""
    faults = [*_status(outcome)]
    for stream, data in (("stdout", outcome.out), ("stderr", outcome.err)):
        faults += _shown(stream, data)
    if outcome.status in (0, 1):
        faults += _answer(outcome)
    return faults


SAID_OF_3 = (b"cannot", b"the system failed at", b"not enough memory", b"may not last")
"""What a message of status 3 says, one of these."""


def _status(outcome: Outcome) -> Iterator[Fault]:
    words, status, out, err = outcome
    if b"internal error" in err or b"Traceback" in err:
        yield Fault("crashes", err.decode(errors="replace").strip().splitlines()[0][:300])
        return
    if status not in (0, 1, 2, 3):
        yield Fault("statuses", f"status {status}")
    if status == 1 and words[0] not in GATED:
        yield Fault("statuses", "status 1 of a command without gates")
    if status == 3 and not any(said in err for said in SAID_OF_3):
        yield Fault("statuses", "status 3 without a word of what could not be written")
    if status in (2, 3) and b"error:" not in err and words[0] != "check":
        yield Fault("statuses", f"status {status} without a reason")
    if status in (2, 3) and out and words[0] != "check":
        yield Fault("statuses", f"an answer beside status {status}")
    if status == 0 and b"error:" in err:
        yield Fault("statuses", "an error beside status 0")


def _shown(stream: str, data: bytes) -> Iterator[Fault]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield Fault("escapes", f"{stream} is not UTF-8: {error}")
        return
    odd = sorted({sign for sign in STYLED.sub("", text) if sign != "\n" and unicodedata.category(sign) in UNSHOWN})
    if odd:
        yield Fault("escapes", f"{stream} holds {', '.join(f'U+{ord(sign):04X}' for sign in odd)}")


def _answer(outcome: Outcome) -> Iterator[Fault]:
    form = next((after for word, after in zip(outcome.words, outcome.words[1:], strict=False) if word == "-f"), "")
    text = outcome.out.decode("utf-8", "replace")
    if not text:
        return
    if form in ("json", "sarif", "gitlab") or outcome.words[0] in ("snapshot", "schema"):
        yield from _json(outcome, text, form)
    elif form == "csv":
        yield from _csv(text)
    elif form == "junit":
        import xml.etree.ElementTree as ET

        ET.fromstring(text)


def _json(outcome: Outcome, text: str, form: str) -> Iterator[Fault]:
    def refused(word: str) -> Any:
        raise ValueError(f"{word} is no JSON")

    try:
        raw = json.loads(text, parse_constant=refused)
    except ValueError as error:
        yield Fault("crashes", f"JSON that is none: {error}")
        return
    if outcome.words[0] == "rank" and form == "json":
        yield from _ranking(raw["tables"].get("ranking", []))


def _ranking(rows: list[dict[str, Any]]) -> Iterator[Fault]:
    ranked = [row for row in rows if row["rank"] is not None]
    for row in rows:
        low, high = row["rank_low"], row["rank_high"]
        if low is not None and not 1 <= low <= high <= len(rows):
            yield Fault("crashes", f"the interval {low} to {high} of {row['hub']}")
        if not 0 <= row["coverage"] <= 1 + 1e-12:
            yield Fault("crashes", f"the coverage {row['coverage']}")
        grades = [part for part in row["evidence"].values() if part is not None]
        if grades and not (abs(sum(grades) - 1) < 1e-9 or sum(grades) == 0):
            yield Fault("crashes", f"shares of evidence that sum to {sum(grades)}")
    if any(row["score"] is None for row in ranked):
        yield Fault("crashes", "a rank without a score")


def _csv(text: str) -> Iterator[Fault]:
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if len({len(row) for row in rows}) > 1:
        yield Fault("crashes", "rows of different length in a CSV")


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def at(folder: Path) -> Iterator[None]:
    """In another working folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
