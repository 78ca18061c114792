"""The formats: one row each, from which options, help and file suffixes are taken."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple, cast

from hubscore.errors import Problem, UsageError
from hubscore.formats.extras import JINJA, XLSXWRITER, Extra
from hubscore.formats.style import Style
from hubscore.pages.document import Document

Render = Callable[[Document, Style], str | bytes]


class Format(NamedTuple):
    """A way to print a document: the module of this room that does it, and the suffix that asks for it.

    `notes`: whether it carries what others leave to be said beside the answer; `whole`: whether it
    holds every table, also those that people do not see; `binary`: whether it is no text, and
    belongs in a file; `people`: whether it is for people, who see of one table what is meant for them;
    `needs`: a package that may be missing.
    """

    name: str
    module: str
    suffix: str
    meaning: str
    notes: bool = False
    whole: bool = False
    binary: bool = False
    people: bool = False
    needs: Extra | None = None

    def load(self) -> Render:
        """The function that prints; imported now, since a table should not wait for what JSON needs."""
        return cast(Render, import_module(f"hubscore.formats.{self.module}").render)


FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format("table", "terminal", ".txt", "aligned columns for people; piped: as wide as needed", people=True),
        Format(
            "plain",
            "plain",
            "",
            "one sentence or row a line, every value with its name, for screen readers",
            people=True,
        ),
        Format("json", "json", ".json", "all tables in full precision, for scripts", notes=True, whole=True),
        Format("csv", "csv", ".csv", "one table, for spreadsheets"),
        Format("md", "md", ".md", "Markdown with pipe tables", people=True),
        Format(
            "html",
            "html.page",
            ".html",
            "one page for a browser, with its charts",
            notes=True,
            people=True,
            needs=JINJA,
        ),
        Format(
            "xlsx",
            "xlsx",
            ".xlsx",
            "a workbook, one sheet a table",
            notes=True,
            whole=True,
            binary=True,
            needs=XLSXWRITER,
        ),
    )
}

FORGES: dict[str, Format] = {
    row.name: row
    for row in (
        Format("github", "github", "", "the full text, and annotations for GitHub Actions", notes=True),
        Format("gitlab", "gitlab", "", "a Code Quality report for GitLab"),
        Format("junit", "junit", ".xml", "a test report in XML"),
        Format("sarif", "sarif", ".sarif", "SARIF 2.1.0, for code scanning"),
    )
}
"""Formats of the page `check` alone: they understand its tables and no others."""


ALSO = f"; of `check` also {', '.join(f'`{row.suffix}`' for row in FORGES.values() if row.suffix)}"
"""The suffixes of those formats, as an error names them."""


def render(document: Document, name: str, style: Style) -> str | bytes:
    """Print `document` in the format called `name`; bytes where that is no text.

    Raises
    ------
    UsageError
        There is no such format, or it cannot hold what the style asks for.
    """
    row = format_named(name, document.page)
    if row.people and style.table is not None:
        from hubscore.formats.only import narrowed  # few ask, and a table should not wait for CSV

        document = narrowed(document, style.table)
    return row.load()(document, style)


def format_named(name: str, page: str) -> Format:
    """The format called `name`, if it can print that page.

    Raises
    ------
    UsageError
        There is no such format, or it is of another page.
    """
    known = FORMATS | FORGES if page == "check" else FORMATS
    if name not in known:
        alone = name in FORGES
        message = f"the format `{name}` is for `hubscore check` alone" if alone else f"unknown format `{name}`"
        raise _unknown(message, name, list(known))
    return known[name]


def names_text() -> str:
    """The formats as help names them."""
    return f"{', '.join(FORMATS)}; check also {', '.join(FORGES)}"


def format_of(suffix: str) -> str:
    """The name of the format that a file's suffix, such as `.json`, asks for.

    Raises
    ------
    UsageError
        No format has this suffix.
    """
    by_suffix = {row.suffix: row.name for row in (FORMATS | FORGES).values() if row.suffix}
    if suffix.lower() not in by_suffix:
        message = f"no format for a file that ends in `{suffix}`" if suffix else "no format for a file without a suffix"
        raise _unknown(message, suffix, [row.suffix for row in FORMATS.values() if row.suffix], ALSO)
    return by_suffix[suffix.lower()]


def _unknown(message: str, word: str, known: list[str], more: str = "") -> UsageError:
    from hubscore.model.suggest import did_you_mean  # needed only here, on the way out

    expected = f"one of {', '.join(f'`{name}`' for name in known)}"
    expected += more
    return UsageError(Problem("unknown-format", message, expected=expected, hint=did_you_mean(word, known)))
