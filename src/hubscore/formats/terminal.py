"""Format `table`: a document for a terminal, or, without a width, for a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from hubscore.formats.cells import padded, width, wrapped
from hubscore.formats.commands import inert
from hubscore.formats.figures import absent, shown
from hubscore.formats.layout import NARROWEST_TEXT, Layout, Sized, fitted, leading, lengths
from hubscore.formats.pictures import picture, shade, share
from hubscore.formats.safe import clean
from hubscore.formats.style import Style, Tint, paint
from hubscore.pages.document import Cell, Document, Show, Table

LONGEST_LINE = 100
"""Cells of running text; in longer lines the eye loses its way back."""

WIDEST_HEAD = 120
"""Cells up to which the aside moves right with a table that is as wide as it needs."""

BULLETS = ("· ", "! ")
"""What a sentence begins with whose further lines are to stand below its text, not below the mark."""

MOST_DROPPED = 8
"""How many columns are named that gave way."""


def render(document: Document, style: Style) -> str:
    """Title, lead, tables and foot, with a blank line between them."""
    tables = [(table, _laid_out(table, style)) for table in document.tables if table.shown]
    tables = [(table, layout) for table, layout in tables if layout.columns]
    blocks = [
        _heading(document, max((layout.total for _, layout in tables), default=0), style),
        [*_sentences(document.lead, style)],
        *([*_table(table, layout, style)] for table, layout in tables),
        [*_foot(document, [label for _, layout in tables for label in layout.dropped], style)],
    ]
    return "\n\n".join("\n".join(map(inert, block)) for block in blocks if block) + "\n"


def _heading(document: Document, total: int, style: Style) -> list[str]:
    """Title on the left, the aside on the right above the table's end; below, if there is no room."""
    title, aside = clean(document.title, style.encoding), clean(document.aside, style.encoding)
    end = min(total, WIDEST_HEAD) if style.width is None else total
    blank = max(3, end - width(title) - width(aside))
    if title and aside and (style.width is None or width(title) + blank + width(aside) <= style.width):
        return [title + " " * blank + paint(aside, "quiet", style.colour)]
    quiet = (paint(line, "quiet", style.colour) for line in _sentences([aside], style))
    return [*_sentences([title], style), *quiet]


def _foot(document: Document, dropped: Sequence[str], style: Style) -> Iterator[str]:
    yield from _sentences(document.foot, style, indent=1)
    if dropped:
        labels = list(filter(None, dict.fromkeys(dropped)))
        more = f" and {len(labels) - MOST_DROPPED} more" if len(labels) > MOST_DROPPED else ""
        note = f"Not shown at this width: {', '.join(labels[:MOST_DROPPED])}{more}."
        yield from (paint(line, "quiet", style.colour) for line in _sentences([note], style, indent=1))


def _sentences(sentences: Sequence[str], style: Style, indent: int = 0) -> Iterator[str]:
    for sentence in sentences:
        text = clean(sentence, style.encoding)
        room = width(text) if style.width is None else min(style.width, LONGEST_LINE) - indent
        if text:
            hang = len(BULLETS[0]) if sentence.startswith(BULLETS) else 0
            lines = wrapped(text[hang:], max(room - hang, NARROWEST_TEXT))
            starts = (text[:hang], *(" " * hang for _ in lines[1:]))
            yield from (" " * indent + start + line for start, line in zip(starts, lines, strict=True))


def _laid_out(table: Table, style: Style) -> Layout:
    """Every visible column measured, and fitted to the style's width."""
    sized = [_sized(table, place, style) for place in range(len(table.columns)) if _is_shown(table, place)]
    if not table.drawn:
        return fitted(sized, style.width)
    whole = fitted(sized, None)
    return whole if style.width is None or whole.total <= style.width else Layout((), (), ())


def _is_shown(table: Table, place: int) -> bool:
    """Whether people see a column; of pictures those in which anything is drawn."""
    show = table.columns[place].show
    if show is None or not show.is_picture:
        return show is not None
    return any(picture(show, row, place, lengths(show)[0]).strip() for row in table.rows)


def _sized(table: Table, place: int, style: Style) -> Sized:
    """One column measured."""
    column, show = table.columns[place], table.columns[place].show or Show()
    label, short = clean(column.label, style.encoding), clean(column.short, style.encoding)
    name = label or clean(column.key, style.encoding)
    if show.is_picture:
        least, most = lengths(show)
        return Sized(place, show.kind, name, label, short, column.yields, least=least, most=most)
    texts = [clean(shown(row[place], show), style.encoding) for row in table.rows]
    if place == leading(table.columns):
        levels = (*table.indents, *(0 for _ in texts))
        texts = ["  " * level + text for text, level in zip(texts, levels, strict=False)]
    cells = max(map(width, texts), default=0)
    shaded = any(share(row[at]) is not None for at in show.of for row in table.rows)
    return Sized(place, show.kind, name, label, short, column.yields, texts, cells, shaded=shaded)


def _table(table: Table, layout: Layout, style: Style) -> Iterator[str]:
    """The lines of a table: title, header, rule, rows."""
    yield from _sentences([table.title], style, indent=1)
    rule = paint(clean("─", style.encoding) * layout.total, "quiet", style.colour)
    rules = frozenset(table.rules) if style.width is not None else frozenset()
    if any(layout.labels):
        header = [_header(layout, place) for place in range(len(layout.columns))]
        yield from (paint(line, "quiet", style.colour) for line in _row(header, layout))
        if style.width is not None and 0 not in rules:
            yield rule
    strong = frozenset(table.strong)
    columns = [_column(table, layout, place, style) for place in range(len(layout.columns))]
    for place, row in enumerate(zip(*columns, strict=True)):
        if place in rules:
            yield rule
        tint: Tint | None = "strong" if place in strong else None
        yield from (paint(line, tint, style.colour) for line in _row(row, layout))
    if len(table.rows) in rules:
        yield rule


def _header(layout: Layout, place: int) -> list[str]:
    size = layout.cells[place]
    right = layout.columns[place].kind != "text" and not layout.columns[place].most
    return [padded(line, size, right) for line in wrapped(layout.labels[place], size)]


def _column(table: Table, layout: Layout, place: int, style: Style) -> list[list[str]]:
    """Each cell of a column as its lines, filled up to the column's width."""
    column, size = layout.columns[place], layout.cells[place]
    show = table.columns[column.place].show or Show()
    if column.kind == "text":
        return [[padded(line, size) for line in wrapped(text, size)] for text in column.texts]
    if column.most:
        drawn = (clean(picture(show, row, column.place, size), style.encoding) for row in table.rows)
        cells = [padded(text, size) for text in drawn]
    elif layout.shaded and column.shaded:
        shades = (clean(shade(row[show.of[0]]), style.encoding) for row in table.rows)
        cells = [padded(f"{text} {sign}", size, right=True) for text, sign in zip(column.texts, shades, strict=True)]
    else:
        cells = [padded(text, size, right=True) for text in column.texts]
    if style.colour and show.signed:
        values = (row[column.place] for row in table.rows)
        return [[_signed(text, value)] for text, value in zip(cells, values, strict=True)]
    return [[text] for text in cells]


def _signed(text: str, value: Cell) -> str:
    """A gain or a loss in its colour; what is shown as nothing stays as it is."""
    if absent(value) or isinstance(value, str) or not value or text.lstrip()[:1].isdigit():
        return text
    return paint(text, "gain" if value > 0 else "loss", colour=True)


def _row(cells: Sequence[list[str]], layout: Layout) -> Iterator[str]:
    """One row as lines: as many as its highest cell has."""
    blanks = [" " * size for size in layout.cells]
    for lines in zip_longest(*cells):
        filled = (blank if line is None else line for line, blank in zip(lines, blanks, strict=True))
        yield " " * layout.indent + (" " * layout.gap).join(filled).rstrip()
