"""Format `md`: Markdown with pipe tables; names and notes cannot become markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hubscore.formats.figures import shown
from hubscore.formats.layout import leading
from hubscore.formats.safe import clean
from hubscore.formats.style import Style
from hubscore.pages.document import Document, Table

_MARKUP = re.compile(r"[\\`*_\[\]<>#&|~$]")
_BLOCK = re.compile(r"^(\d*)([-+=.)]|(?<!\d):(?=:))")
"""What begins a list, underlines a heading or is a command of a pipeline, at the start of a line."""


def render(document: Document, style: Style) -> str:
    """Title, lead, tables and foot as blocks with a blank line between them."""
    blocks: list[list[str]] = [
        [f"# {_escaped(document.title, style)}"] if document.title else [],
        *([_paragraph(text, style)] for text in (document.aside, *document.lead)),
        *(block for table in document.tables if table.shown and not table.drawn for block in _table(table, style)),
        *([_paragraph(text, style)] for text in document.foot),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if any(block)) + "\n"


def _table(table: Table, style: Style) -> Iterator[list[str]]:
    places = [place for place, column in enumerate(table.columns) if column.show and not column.show.is_picture]
    columns = [table.columns[place] for place in places]
    if table.title:
        yield [f"## {_escaped(table.title, style)}"]
    if columns:
        yield [
            _row(_escaped(column.label, style) for column in columns),
            _row("---" if column.show and column.show.kind == "text" else "---:" for column in columns),
            *_body(table, places, style),
        ]


def _body(table: Table, places: list[int], style: Style) -> Iterator[str]:
    lead = leading(table.columns)
    shows = [(place, show) for place in places if (show := table.columns[place].show)]
    strong = frozenset(table.strong)
    levels = dict(enumerate(table.indents))
    for number, row in enumerate(table.rows):
        cells = {place: _escaped(shown(row[place], show), style) for place, show in shows}
        if lead is not None and cells[lead]:
            text = f"**{cells[lead]}**" if number in strong else cells[lead]
            cells[lead] = "&nbsp;&nbsp;" * levels.get(number, 0) + text
        yield _row(cells.values())


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _paragraph(text: str, style: Style) -> str:
    return _BLOCK.sub(r"\1\\\2", _escaped(text, style))


def _escaped(text: str, style: Style) -> str:
    return _MARKUP.sub(r"\\\g<0>", clean(text, style.encoding).strip())
