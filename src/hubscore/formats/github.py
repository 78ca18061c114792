"""Format `github`: the full text, and workflow commands that put the worst findings beside the lines they are about.

GitHub shows at most ten errors and ten warnings of a step, those that come first; and whatever
a step prints, to either stream, may be a command. So no line of text begins like one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hubscore.formats.commands import inert
from hubscore.formats.findings import Finding, findings_of
from hubscore.formats.safe import clean
from hubscore.formats.style import Style
from hubscore.pages.document import Document

MOST_ANNOTATED = 10
"""Annotations of one kind that GitHub shows for a step."""

KINDS = ("error", "warning")
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def render(document: Document, style: Style) -> str:
    """Title, lead, every finding and the notes as text, then the annotations."""
    findings = findings_of(document, style.encoding)
    head = [document.title, *document.lead]
    blocks = [
        [_line(each, style) for each in head if each],
        *(_text(finding) for finding in findings),
        [_line(f"note: {note}", style) for note in (*document.foot, *document.notes)],
        list(_annotations(findings)),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _text(finding: Finding) -> list[str]:
    """A finding for whoever reads the log."""
    where = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part is not None)
    return [inert(f"{finding.severity}: {finding.message}"), inert(f"  --> {where or '-'} ({finding.rule})")]


def _annotations(findings: Sequence[Finding]) -> Iterator[str]:
    left = []
    for kind in KINDS:
        alike = [finding for finding in findings if finding.severity == kind]
        yield from map(_annotation, alike[:MOST_ANNOTATED])
        more = len(alike) - MOST_ANNOTATED
        if more > 0:
            left.append(f"{more:,} more {kind}{'' if more == 1 else 's'}")
    if left:
        yield command("notice", {"title": "hubscore"}, f"{' and '.join(left)} in the log of this step.")


def _annotation(finding: Finding) -> str:
    place = {"file": finding.file, "line": finding.line, "col": finding.column, "title": f"hubscore: {finding.rule}"}
    return command(finding.severity, place, finding.message)


def command(name: str, properties: dict[str, str | int | None], data: str) -> str:
    """A workflow command; what properties lack is left out."""
    given = (f"{key}={_escaped(str(value), _PROPERTY)}" for key, value in properties.items() if value is not None)
    return f"::{name} {','.join(given)}::{_escaped(data, _DATA)}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in text)


def _line(text: str, style: Style) -> str:
    return inert(clean(text, style.encoding))
