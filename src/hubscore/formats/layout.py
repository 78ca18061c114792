"""Which columns of a table fit a width, and how wide each becomes.

What gives way, in this order: the length of bars, long labels, bars, the columns that yield, long
texts (they fold), the space between columns, and last words. Numbers never do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hubscore.formats.cells import width, wrapped
from hubscore.pages.document import Column, Kind

LONGEST_BAR = 28
SHORTEST_BAR = 6
READABLE_TEXT = 24
NARROWEST_TEXT = 8
"""Text is not folded into less: a column of single letters is read by nobody."""


class Sized(NamedTuple):
    """A column that people see: its texts, and the cells that the widest of them takes.

    `place` is its position in the table, `name` what it is called where it is left out. A bar
    has no texts yet: it takes what room is left.
    """

    place: int
    kind: Kind
    name: str
    label: str
    short: str = ""
    yields: int = 0
    texts: Sequence[str] = ()
    cells: int = 0


class Layout(NamedTuple):
    """What of a table is drawn: columns, labels and cells from left to right, and what is left out."""

    columns: tuple[Sized, ...]
    labels: tuple[str, ...]
    cells: tuple[int, ...]
    indent: int = 1
    gap: int = 2
    dropped: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """Cells of a whole line."""
        return self.indent + sum(self.cells) + self.gap * (len(self.cells) - 1)


def leading(columns: Sequence[Column]) -> int | None:
    """Position of the column that names the row: the first text, unless its label is a mere sign (`#`)."""
    texts = [place for place, column in enumerate(columns) if column.show and column.show.kind == "text"]
    names = [place for place in texts if not columns[place].label or any(map(str.isalnum, columns[place].label))]
    return next(iter(names or texts), None)


def fitted(columns: Sequence[Sized], room: int | None) -> Layout:
    """Lay out `columns` in `room` cells; None: in as many as it takes, without bars.

    A line is longer than `room` only where numbers and the narrowest text need it.
    """
    solid = [column for column in columns if column.kind != "bar"]
    bars = [column for column in columns if column.kind == "bar"]
    if room is None:
        return _wide(solid)
    layout = _named(solid, room, len(bars))
    if layout.total > room:
        kept = _without_yielding(solid, room)
        dropped = tuple(column.name for column in solid if column not in kept)
        layout = _named(kept, room, len(bars))._replace(dropped=dropped)
    if layout.total > room:
        loose = _folded(layout, room, _narrowest(layout, READABLE_TEXT))
        whole = _folded(layout, room, _whole_words(layout))
        close = _folded(layout._replace(gap=1), room, _whole_words(layout))
        tight = _folded(layout._replace(gap=1), room, _narrowest(layout, NARROWEST_TEXT))
        opened = tight._replace(gap=2)  # lines that broke early may leave room again
        layout = next((layout for layout in (loose, whole, close, opened) if layout.total <= room), tight)
    return _with_bars(layout, bars, room)


def _named(columns: Sequence[Sized], room: int, bars: int) -> Layout:
    """Long labels, or short ones where only they leave room for a bar, or fit at all."""
    wide, short = _wide(columns), _short(columns)
    least = bars * (SHORTEST_BAR + wide.gap)
    for layout in (wide, short):
        if layout.total + least <= room:
            return layout
    return wide if wide.total <= room else short


def _wide(columns: Iterable[Sized]) -> Layout:
    return _labelled(columns, [column.label for column in columns])


def _short(columns: Iterable[Sized]) -> Layout:
    return _labelled(columns, [column.short or column.label for column in columns])


def _labelled(columns: Iterable[Sized], labels: Sequence[str]) -> Layout:
    cells = (max(column.cells, width(label)) for column, label in zip(columns, labels, strict=True))
    return Layout(tuple(columns), tuple(labels), tuple(cells))


def _without_yielding(columns: Sequence[Sized], room: int) -> list[Sized]:
    """The columns that stay under their short labels; of equals the last goes first."""
    kept = list(columns)
    while _short(kept).total > room:
        willing = [column for column in kept if column.yields > 0]
        if not willing or len(kept) == 1:
            break
        kept.remove(max(willing, key=lambda column: (column.yields, column.place)))
    return kept


def _narrowest(layout: Layout, narrowest: int) -> list[int]:
    """What columns are not folded below: `narrowest` cells for text, all of it for numbers."""
    return [
        min(size, max(narrowest, 0 if column.kind == "text" else column.cells))
        for column, size in zip(layout.columns, layout.cells, strict=True)
    ]


def _whole_words(layout: Layout) -> list[int]:
    """The same without a word broken: a name is there to be copied."""
    longest = (
        max((_longest_word(text) for text in (label, *column.texts)), default=0)
        for column, label in zip(layout.columns, layout.labels, strict=True)
    )
    least = zip(_narrowest(layout, NARROWEST_TEXT), longest, layout.cells, strict=True)
    return [min(size, max(cells, word)) for cells, word, size in least]


def _longest_word(text: str) -> int:
    """Cells of the longest word, with the indent that every line of the text keeps."""
    words = text.lstrip(" ")
    return len(text) - len(words) + max(map(width, words.split(" ")))


def _folded(layout: Layout, room: int, least: Sequence[int]) -> Layout:
    """The widest columns cut down to one width that fits; labels fold as text does, numbers stay."""
    most = max(layout.cells)
    folded = layout
    while most > min(least) and folded.total > room:
        most -= 1
        cells = (max(low, min(size, most)) for low, size in zip(least, layout.cells, strict=True))
        folded = layout._replace(cells=tuple(cells))
    return folded._replace(cells=tuple(map(_unbroken, folded.columns, folded.labels, folded.cells)))


def _unbroken(column: Sized, label: str, cells: int) -> int:
    """What the column takes once folded: less than `cells`, or more where a number is wider."""
    return max(width(line) for text in (label, *column.texts) for line in wrapped(text, cells))


def _with_bars(layout: Layout, bars: Sequence[Sized], room: int) -> Layout:
    if not bars:
        return layout
    size = min(LONGEST_BAR, (room - layout.total) // len(bars) - layout.gap)
    if size < SHORTEST_BAR:
        return layout
    drawn = [*zip(layout.columns, layout.labels, layout.cells, strict=True), *((bar, "", size) for bar in bars)]
    columns, labels, cells = zip(*sorted(drawn, key=lambda column: column[0].place), strict=True)
    return layout._replace(columns=columns, labels=labels, cells=cells)
