"""The campaign: every payload through every field, command, format and stream, and what got through.

`campaign()` counts; `python tests/injection/campaign.py` prints what it counted.
"""

from __future__ import annotations

import csv
import io
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from injection.cards import write_card
from injection.payloads import PAYLOADS, harmless, is_name, shown, unseen
from injection.readers import READERS, Read, annotations, terminal

from hubscore.cli import answer
from hubscore.cli.app import main
from hubscore.formats.html import page
from hubscore.formats.registry import FORGES, render
from hubscore.formats.style import Style

TEXT, NAME = "QJ"
"""What the harmless words begin with that stand in the places for any text, and for names."""

ASKED = [
    ["rank", "-v"], ["rank", "--group", "--all"], ["explain", "oslo", "-v"], ["compare", "oslo", "turku", "-v"],
    ["show", "oslo.banks", "-v"], ["robust", "-v"], ["whatif", "--set", "money=0.7", "-v"], ["whatif"],
    ["whatif", "--overtake", "turku", "oslo"], ["evidence", "-v"], ["evidence", "oslo"], ["audit", "--full"],
    ["weights"], ["weights", "derive", "equal"], ["trend", "-v"], ["trend", "--pace"], ["check", "-v"], ["export"],
    ["diff", ".", "."], ["set", "oslo.banks.2024", "value=3", "--dry-run"],
    ["weights", "set", "money=0.3", "--dry-run"], ["rank", "--scenario", "flights"], ["snapshot"],
]  # fmt: skip
PEOPLE = ("plain", "csv", "md", "html")
"""Formats that print the document that a table is made of."""

HERE = ("-c", ".", "--draws", "40")


TEMPLATES = cache(page._opened)
"""The templates of a page, compiled once for all pages."""


class Run(NamedTuple):
    """How a run ended."""

    status: int
    out: str
    err: str
    documents: list[Any]


class Tally(NamedTuple):
    """A row of the table: outputs that were taken apart, and what got through in which."""

    runs: int
    escapes: list[str]

    def __add__(self, other: Any) -> Tally:
        return Tally(self.runs + other.runs, [*self.escapes, *other.escapes])


def run(words: Sequence[str], folder: Path, environ: Mapping[str, str] | None = None) -> Run:
    """The program in this process, in a folder, with both streams kept apart."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in "oe")
    documents: list[Any] = []
    give = answer.give
    here = Path.cwd()
    try:
        os.chdir(folder)
        with (
            patch.object(answer, "give", lambda each: documents.append(each.document) or give(each)),
            patch.object(page, "_opened", TEMPLATES),
            patch.object(sys, "argv", ["hubscore", *words]),
            patch.object(sys, "stdout", out),
            patch.object(sys, "stderr", err),
            patch.dict(os.environ, environ or {}),
        ):
            status = main()
    finally:
        os.chdir(here)
    texts = (stream.buffer.getvalue().decode() for stream in (out, err))
    return Run(status, *texts, documents)


def harm(text: str, form: str = "") -> list[str]:
    """What a text does wherever it is shown: nothing, if all is well."""
    found = sorted(unseen(re.sub("\x1b\\[[0-9;]*m", "", text).replace("\n", "")))
    found += terminal(text) if form not in ("html", "xlsx") else []
    found += [f"a command: {name}" for name, _ in annotations(text)] if form != "github" else []
    return [*found, *(["a traceback"] if "Traceback" in text else [])]


def bare(text: str) -> str:
    """A text without digests and what a format may put before and between: blanks, a bar, an apostrophe."""
    return re.sub(r"[\s|'─]+|<U\+000A>|\b[0-9a-f]{64}\b", "", shown(text))


def strays(got: Read, base: Read, places: Mapping[str, str]) -> list[str]:
    """Where what was read differs from what was read of harmless texts, beyond the payload in its places."""
    if got.shape != base.shape:
        return ["another shape"]
    if len(got.texts) != len(base.texts):
        return [f"{len(got.texts)} texts, not {len(base.texts)}"]
    wrong = []
    for found, plain in zip(got.texts, base.texts, strict=True):
        wanted = plain
        for tame, hostile in places.items():
            wanted = wanted.replace(tame, hostile)
        if bare(found) != bare(wanted) and not plain.endswith("…"):  # cut, and where is not the matter here
            wrong.append(f"{found!r}, not {wanted!r}")
    return wrong[:1]


def read(form: str, text: Any) -> tuple[Read | None, list[str]]:
    """What the reader of a format finds, or why it cannot."""
    try:
        return READERS[form](text), []
    except (AssertionError, ValueError, SyntaxError, csv.Error) as error:
        return None, [f"{type(error).__name__}: {error}"[:200]]


class Case(NamedTuple):
    """What a command prints in each format, with what it says beside it."""

    printed: dict[str, Any]
    said: str
    status: int


@contextmanager
def carded(text: str, name: str) -> Iterator[Path]:
    """A folder with a scorecard."""
    with tempfile.TemporaryDirectory() as folder:
        write_card(Path(folder) / "card", text, name)
        yield Path(folder) / "card"


def printed(words: Sequence[str], folder: Path) -> Case:
    """A command in every format."""
    first = run([*words, *HERE], folder)
    found: dict[str, Any] = {"table": first.out}
    if "--dry-run" in words:
        return Case({"patch": first.out}, first.err, first.status)
    if first.documents and first.status in (0, 1):
        document = first.documents[0]
        with patch.object(page, "_opened", TEMPLATES):
            found |= {form: render(document, form, Style(None, colour=False)) for form in PEOPLE}
        if words[0] == "check":
            found |= {form: run([*words, *HERE, "-f", form], folder).out for form in FORGES}
        found["table in colour"] = render(document, "table", Style(80, colour=True))
        second = run([*words, *HERE, "-f", "json"], folder)
        found["json"] = second.out
        found["xlsx"] = render(second.documents[0], "xlsx", Style(None, colour=False))
    return Case(found, first.err, first.status)


@cache
def ordinary(words: tuple[str, ...], length: int) -> Case:
    """The same of harmless words."""
    with carded(harmless(length, TEXT), harmless(length, NAME)) as folder:
        return printed(words, folder)


def through_fields(title: str, commands: Sequence[Sequence[str]] = ASKED) -> Tally:
    """A payload in every field at once, through commands, in every format."""
    payload = PAYLOADS[title]
    length = len(payload)
    name = payload if is_name(payload) else harmless(length, NAME)
    places = {harmless(length, TEXT): payload, harmless(length, NAME): name}
    total = Tally(0, [])
    with carded(payload, name) as folder:
        for words in commands:
            base, case = ordinary(tuple(words), length), printed(words, folder)
            here = f"{title}: {' '.join(words)}"
            wrong = [] if case.status == base.status else [f"{here}: status {case.status}: {case.said}"]
            total += Tally(1, [*wrong, *(f"{here}: stderr: {each}" for each in harm(case.said))])
            for form, text in case.printed.items():
                reader = "json" if words[0] == "snapshot" and form == "table" else form
                spelled = form == "plain" and not any(map(str.isalnum, payload))  # what has no letters goes by its id
                found = judged("" if spelled else reader, text, base.printed[form], places)
                total += Tally(1, [f"{here} -f {form}: {each}" for each in found])
    return total


def judged(form: str, text: Any, base: Any, places: Mapping[str, str]) -> list[str]:
    """What is wrong with one output; without a reader, with what it does where it is shown."""
    wrong = harm(text, form) if isinstance(text, str) else []
    if form not in READERS:
        return wrong
    (got, faults), (plain, _) = read(form, text), read(form, base)
    if plain is None:
        return [*wrong, "not even the harmless one can be read"]
    return [*wrong, *faults, *(strays(got, plain, places) if got else [])]


def campaign(titles: Sequence[str] = tuple(PAYLOADS), every: int = 1, first: int = 0) -> Tally:
    """All of it, or of what a payload goes through only one in so many, another of each payload.

    Parameters
    ----------
    titles
        The payloads.
    every
        1 for all: some 39,000 outputs, which take about four minutes of one core.
    first
        Where to begin to count, from 0.
    """
    from injection import words

    ways = {through_fields: ASKED, words.through_options: words.OPTIONS, words.through_files: words.WRONG}
    ways |= {words.through_tables: words.TABLES, words.through_folders: words.FOLDERS}
    total = Tally(0, [])
    for number, title in enumerate(titles, first):
        for way, all_of_it in ways.items():
            step = min(every, len(all_of_it))
            total += way(title, all_of_it[number % step :: step])
    return total


if __name__ == "__main__":
    runs, escapes = campaign(every=int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    head = f"{runs:,} outputs of {len(PAYLOADS)} payloads, {len(escapes)} got through"
    sys.stdout.write("\n".join([head, *escapes, ""]))
    sys.exit(bool(escapes))
