"""The formats: one row each, from which options, help and file suffixes are taken."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple, cast

from hubscore.errors import Problem, UsageError
from hubscore.formats.style import Style
from hubscore.pages.document import Document

Render = Callable[[Document, Style], str | bytes]


class Format(NamedTuple):
    """A way to print a document: the module of this room that does it, and the suffix that asks for it.

    `whole`: it holds every table, also those that people do not see; `binary`: it is no text,
    and belongs in a file.
    """

    name: str
    module: str
    suffix: str
    meaning: str
    whole: bool = False
    binary: bool = False

    def load(self) -> Render:
        """The function that prints; imported now, since a table should not wait for what JSON needs."""
        return cast(Render, import_module(f"hubscore.formats.{self.module}").render)


FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format("table", "terminal", ".txt", "aligned columns for people; piped: as wide as needed"),
        Format("plain", "plain", "", "one sentence or row a line, every value with its name, for screen readers"),
        Format("json", "json", ".json", "all tables in full precision, for scripts", whole=True),
        Format("csv", "csv", ".csv", "one table, for spreadsheets"),
        Format("md", "md", ".md", "Markdown with pipe tables"),
        Format("html", "html.page", ".html", "one page for a browser, with its charts"),
        Format("xlsx", "xlsx", ".xlsx", "a workbook, one sheet a table", whole=True, binary=True),
    )
}


def render(document: Document, name: str, style: Style) -> str | bytes:
    """Print `document` in the format called `name`; bytes where that is no text.

    Raises
    ------
    UsageError
        There is no such format, or it cannot hold what the style asks for.
    """
    if name not in FORMATS:
        raise _unknown(f"unknown format `{name}`", name, list(FORMATS))
    return FORMATS[name].load()(document, style)


def format_of(suffix: str) -> str:
    """The name of the format that a file's suffix, such as `.json`, asks for.

    Raises
    ------
    UsageError
        No format has this suffix.
    """
    by_suffix = {row.suffix: row.name for row in FORMATS.values() if row.suffix}
    if suffix.lower() not in by_suffix:
        message = f"no format for a file that ends in `{suffix}`" if suffix else "no format for a file without a suffix"
        raise _unknown(message, suffix, list(by_suffix))
    return by_suffix[suffix.lower()]


def _unknown(message: str, word: str, known: list[str]) -> UsageError:
    from hubscore.model.suggest import did_you_mean  # needed only here, on the way out

    expected = f"one of {', '.join(f'`{name}`' for name in known)}"
    return UsageError(Problem("unknown-format", message, expected=expected, hint=did_you_mean(word, known)))
