"""What a check finds: faults of files first, then gates, in whatever form was asked for."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from hubscore.cli.answer import Answer, format_name, refuse_input, refused
from hubscore.cli.ask import opened, own_card, refuse_to_overwrite
from hubscore.cli.gates import Wanted, looked_at
from hubscore.cli.options import Shared
from hubscore.cli.summary import refuse_summary, summarise
from hubscore.errors import InputError, Problem
from hubscore.files import repository
from hubscore.files.reader import TOML_LIMIT, read_bytes
from hubscore.files.toml import read_toml
from hubscore.formats.registry import FORGES, format_named
from hubscore.pages.check import check_page, invalid_page, problems_of
from hubscore.pages.document import Document
from hubscore.pages.gates import gate_problems
from hubscore.studies.check import trials
from hubscore.workspace import find

IN_THE_LOG = ("table", "plain", "md", "github")
"""Formats in which people read by themselves which gates do not hold, unless they go to a file."""

UNGATED = "no gate is looked at before all files are valid"


class Found(NamedTuple):
    """All problems, whether files are among them, and how a page is made of them."""

    problems: Sequence[Problem]
    invalid: bool
    page: Callable[[Sequence[Problem]], Document]


def checked(shared: Shared, wanted: Wanted, summary: Path | None) -> object:
    """Check files and gates; exit status 2 for invalid files, 1 for a gate that does not hold."""
    name = format_name(shared)
    format_named(name, "check")
    refuse_input(shared.output, filter(None, [wanted.baseline]))
    refuse_summary(summary, shared.output)
    notes = () if wanted.none else (UNGATED,)
    try:
        found = _found(shared, wanted, summary, notes)
    except InputError as error:
        for path in filter(None, (shared.output, summary)):
            refuse_input(path, _named(shared, error.problems, path))
        found = Found(error.problems, True, partial(invalid_page, notes=notes))
    problems = from_root(found.problems) if name in FORGES else found.problems
    document = found.page(problems)
    done = ""
    if summary is not None:
        summarise(summary, document, shared.quiet)
        done = f"the summary is written to {summary}"
    if found.invalid and name == "table":
        return refused(found.problems, shared, notes)  # where people read all errors; a table would tell them twice
    errors = [problem for problem in found.problems if problem.severity == "error"]
    told = name == "github" or (shared.output is None and name in IN_THE_LOG and not found.invalid)
    return Answer(document, shared, 2 if found.invalid else bool(errors), () if told else errors, done=done)


def _found(shared: Shared, wanted: Wanted, summary: Path | None, notes: Sequence[str]) -> Found:
    own_card(shared, "checked in its stead")  # or a pipeline that looks in the wrong place would always be green
    workspace = opened(shared)
    refuse_to_overwrite(workspace, summary)
    card = workspace.scorecard
    forced = [field for field, given in (("as_of", shared.as_of), ("evidence", shared.admit)) if given is not None]
    scenarios = card.scenarios if workspace.scenario is None else ()
    tried = list(trials(workspace.file.data, card, workspace.dataset, scenarios, forced))
    problems, ranking = problems_of(workspace, iter(tried)), tried[0].ranking
    if ranking is None or any(problem.severity == "error" for problem in problems):
        return Found(problems, True, partial(check_page, workspace, notes=notes))
    if wanted.none:
        return Found(problems, False, partial(check_page, workspace))
    gated = looked_at(workspace, ranking, wanted, shared)
    return Found([*gate_problems(gated), *problems], False, partial(check_page, workspace, gated=gated))


def from_root(problems: Sequence[Problem]) -> list[Problem]:
    """The same problems with their files named as a forge does."""
    here = Path.cwd()
    root = repository.root_of(here)
    files = dict.fromkeys(problem.place.file for problem in problems if problem.place)
    named = {file: repository.from_root(file, here, root) for file in files}
    return [
        problem._replace(place=problem.place._replace(file=named[problem.place.file])) if problem.place else problem
        for problem in problems
    ]


def _named(shared: Shared, problems: Sequence[Problem], output: Path) -> Iterator[Path]:
    """What a check of invalid files is made of, as far as can be told: an answer must not take its place.

    A scorecard that is no TOML does not say which table it reads: any file that it names may be the one.
    """
    yield from (Path(problem.place.file) for problem in problems if problem.place)
    with suppress(InputError, KeyError, TypeError):
        path, _ = find(shared.scorecard, Path.cwd(), os.environ)
        try:
            yield path.parent / read_toml(path, str(path)).data["data"]["csv"]
        except InputError:
            name = re.escape(output.name.encode(errors="replace"))
            if re.search(rb"[\"'/]" + name + rb"(?![\w.-])", read_bytes(path, TOML_LIMIT, str(path))):
                yield output
