"""What can go wrong, and what a person needs to mend it: where, what, what next.

A `Problem` is one finding, a `HubscoreError` carries one or more of them. Whoever finds a
problem knows the path of keys that leads to it; whoever opened the file adds the `Place`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

MOST_PROBLEMS = 50
"""How many problems are told at once; the rest is counted."""


class Place(NamedTuple):
    """Where in a file: line and column count from 1, in characters; `cell` is that of a sheet, as in `Sheet1!C7`."""

    file: str
    line: int | None = None
    column: int | None = None
    length: int = 1
    text: str = ""
    cell: str = ""

    def __str__(self) -> str:
        if self.cell:
            return f"{self.file}!{self.cell}"
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


class Problem(NamedTuple):
    """One finding.

    `path` is the way of keys (and list positions) inside the file; `at` says whether the key
    or its value is to blame. `found` and `expected` are fragments of a sentence, `hint` is a
    sentence of its own without a full stop. `hub` is the id of the hub that a gate is about.
    """

    rule: str
    message: str
    path: tuple[str | int, ...] = ()
    at: Literal["key", "value"] = "key"
    found: str = ""
    expected: str = ""
    hint: str = ""
    severity: Literal["error", "warning"] = "error"
    place: Place | None = None
    hub: str = ""

    @property
    def key(self) -> str:
        """The path as TOML would write it, list positions in brackets."""
        words = ""
        for part in self.path:
            words += f"[{part}]" if isinstance(part, int) else f".{part}" if words else part
        return words


class HubscoreError(Exception):
    """The root of all errors that hubscore raises on purpose."""

    def __init__(self, problems: Iterable[Problem] | Problem | str) -> None:
        if isinstance(problems, str):
            problems = Problem(rule="error", message=problems)
        if isinstance(problems, Problem):
            problems = (problems,)
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems))


class InputError(HubscoreError):
    """A file, or what is in it, cannot be used."""


class UsageError(HubscoreError):
    """The words of a command, or the arguments of a function, do not fit the scorecard."""


class ScoringError(HubscoreError):
    """The figures do not allow what the method asks for."""


class WriteError(HubscoreError):
    """An answer could not be written."""
