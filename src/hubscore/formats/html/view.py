"""A document as a template wants it: text that is fit to be shown, classes, charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hubscore.formats.figures import absent, shown
from hubscore.formats.html.charts.svg import element, percent
from hubscore.formats.html.drawing import drawn
from hubscore.formats.layout import leading
from hubscore.formats.safe import clean
from hubscore.pages.document import Cell, Chart, Column, Document, Section, Show, Table

HEATS = 8
"""Tints of a heat map, from the worst to the best."""

SHORT = 12
"""Characters up to which a text with figures in it, as a range of years, is kept on one line."""

ALIGNED = 12
"""Columns whose numbers the table aligns, by classes `n1` to `n12`; beyond, each cell says that it is a number."""

MOST_PRINTED = 14
"""Columns that a sheet of paper has room for: of more the rest is cut off, lest all else become small."""

FOLLOWING = ("ranking", "contributions")
"""Tables that a page which ranks anew writes anew."""

FOCUSED = 1_500
"""Cells with details up to which each can be reached by the keyboard; of more, the row or column tells."""


class CellView(NamedTuple):
    """A cell: `kind` is its class, `head` whether it names the row, `bar` a drawing.

    `note`: a small line below; `detail`: one on demand; `key`: what a page that ranks anew finds it by.
    """

    text: str
    kind: str = ""
    head: bool = False
    bar: str = ""
    note: str = ""
    detail: str = ""
    key: str = ""


class RowView(NamedTuple):
    """A row: `kind` is its class, `hub` whose it is where a page ranks anew."""

    cells: tuple[CellView, ...]
    kind: str = ""
    hub: str = ""


class TableView(NamedTuple):
    """A table, with its chart in markup.

    `kind`: its classes. `listed`: whether the rows are shown, `folded`: behind the chart. `wide`: whether it is
    wider than paper.
    """

    name: str
    title: str
    heads: tuple[CellView, ...]
    rows: tuple[RowView, ...]
    kind: str = ""
    chart: str = ""
    caption: str = ""
    keys: tuple[str, ...] = ()
    listed: bool = True
    folded: bool = False
    focused: bool = False
    wide: bool = False
    live: bool = False

    @property
    def label(self) -> str:
        """What it is called where its title cannot be seen: by its title, its chart or its first words."""
        words = [head.text for head in self.heads if len(head.text) > 1]
        return next(filter(None, (self.title, self.caption, *words)), self.name)


class SectionView(NamedTuple):
    """A section with its tables and the sections within."""

    name: str
    title: str
    lead: tuple[str, ...]
    tables: tuple[TableView, ...]
    foot: tuple[str, ...]
    folded: bool
    sections: tuple[SectionView, ...] = ()


def text_of(words: str) -> str:
    """Words from anywhere as they may be shown; the template escapes them."""
    return clean(words, "utf-8").strip()


def sections_of(document: Document) -> tuple[SectionView, ...]:
    """The sections of a document in their order; one without a title where it has none."""
    tables = {table.name: table for table in document.tables}
    if not document.sections:
        whole = tuple(view for table in document.tables for view in _views(table, live=False))
        return (SectionView("answer", "", (), whole, tuple(map(text_of, document.foot)), folded=False),)
    return _within(document, tables, "")


def _within(document: Document, tables: dict[str, Table], outer: str) -> tuple[SectionView, ...]:
    return tuple(_section(document, tables, section) for section in document.sections if section.within == outer)


def _section(document: Document, tables: dict[str, Table], section: Section) -> SectionView:
    live = document.live is not None
    views = tuple(view for name in section.tables for view in _views(tables[name], live))
    lead, foot = (tuple(map(text_of, lines)) for lines in (section.lead, section.foot))
    inner = _within(document, tables, section.name)
    return SectionView(section.name, text_of(section.title), lead, views, foot, section.folded, inner)


def _views(table: Table, live: bool) -> list[TableView]:
    """The view of a table, none where there is nothing to see."""
    if table.drawn or not (table.shown or table.chart):
        return []
    places = [place for place, column in enumerate(table.columns) if column.show is not None and _is_seen(column.show)]
    chart = "" if table.chart is None or table.chart.kind == "heat" else drawn(table)
    listed = table.shown and bool(places)
    if not (listed or chart):
        return []
    live = live and table.name in FOLLOWING
    numbers = [at for at, place in enumerate(places, 1) if _is_number(table.columns[place])]
    view = TableView(
        name=table.name,
        title=text_of(table.title),
        heads=tuple(_head(table.columns[place], at) for at, place in enumerate(places, 1)) if listed else (),
        rows=_rows(table, places, live) if listed else (),
        kind=" ".join(f"n{at}" for at in numbers if at <= ALIGNED),
        chart=chart,
        caption=text_of(table.chart.title) if table.chart else "",
        keys=_keys(table),
        listed=listed,
        folded=bool(chart),
        wide=len(places) > MOST_PRINTED,
        focused=_is_heat(table) and len(table.rows) * len(places) <= FOCUSED,
        live=live,
    )
    return [view]


def _is_seen(show: Show) -> bool:
    """Whether a column is on the page: of pictures bars alone, for others there are charts."""
    return not show.is_picture or (show.kind == "bar" and not show.signed)


def _is_heat(table: Table) -> bool:
    return table.chart is not None and table.chart.kind == "heat"


def _keys(table: Table) -> tuple[str, ...]:
    """What the tints of a stack stand for."""
    if table.chart is None or table.chart.kind != "stack":
        return ()
    return tuple(text_of(table.columns[at].label) for at in table.chart.values)


def _head(column: Column, at: int) -> CellView:
    return CellView(text_of(column.label), "n" if at > ALIGNED and _is_number(column) else "")


def _is_number(column: Column) -> bool:
    return column.show is not None and column.show.kind not in ("text", "bar")


def _rows(table: Table, places: Sequence[int], live: bool) -> tuple[RowView, ...]:
    lead = leading(table.columns)
    rules, strong = frozenset(table.rules), frozenset(table.strong)
    indents = dict(enumerate(table.indents))
    hub = next((at for at, column in enumerate(table.columns) if column.key == "hub"), None) if live else None
    rows = []
    for at, row in enumerate(table.rows):
        level = indents.get(at, 0)
        cells = [_cell(table, row, place, lead, level, live) for place in places[:ALIGNED]]
        cells += [_beyond(table, place, _cell(table, row, place, lead, level, live)) for place in places[ALIGNED:]]
        kinds = [name for name, given in (("rule", at in rules), ("strong", at in strong)) if given]
        rows.append(RowView(tuple(cells), " ".join(kinds), "" if hub is None else str(row[hub])))
    return tuple(rows)


def _cell(table: Table, row: tuple[Cell, ...], place: int, lead: int | None, level: int, live: bool) -> CellView:
    column, value = table.columns[place], row[place]
    key = column.key if live else ""
    show = column.show
    if show is None or show.kind == "bar":
        return CellView("", "bar", bar=bar(value), key="bar" if live else "")
    words = text_of(shown(value, show))
    kind = ""
    if show.signed and not absent(value) and words.startswith(("+", "-")):
        kind = "gain" if words.startswith("+") else "loss"
    if place == lead and words:  # a row that goes on under the name above has none
        return CellView(words, f"indent{min(level, 4)}" if level else "", head=True, key=key)
    if table.chart is not None and table.chart.kind == "heat" and place in table.chart.values:
        return _heated(table.chart, row, place, words)
    if live and column.label == "#" and not key:
        key = "interval"
    short = show.kind == "text" and len(words) <= SHORT and any(map(str.isdigit, words))
    return CellView(words, "short" if short else kind, key=key)


def _beyond(table: Table, place: int, view: CellView) -> CellView:
    """A cell of a column that the table does not align."""
    return view._replace(kind=f"n {view.kind}".rstrip()) if _is_number(table.columns[place]) else view


def _heated(chart: Chart, row: tuple[Cell, ...], place: int, words: str) -> CellView:
    """A cell of a heat map: its tint, and what is told below and on demand."""
    at = chart.values.index(place)
    level = row[chart.levels[at]]
    note, detail = (
        text_of(str(row[places[at]])) if places and row[places[at]] is not None else ""
        for places in (chart.notes, chart.details)
    )
    return CellView(words, heat(level), note=note, detail=detail)


def heat(level: Cell) -> str:
    """The class of a share of 1, `none` where there is none."""
    if isinstance(level, str) or level is None or absent(level):
        return "none"
    return f"h{min(HEATS - 1, max(0, int(level * HEATS)))}"


def bar(value: Cell) -> str:
    """A share of 1 as a bar; the number stands beside it in a column of its own."""
    if isinstance(value, str) or value is None or absent(value):
        value = 0.0
    rect = element("rect", width=percent(min(1.0, max(0.0, float(value)))), height=10)
    return element("svg", rect, class_="bar", aria_hidden="true", height=10)
