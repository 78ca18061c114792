"""Which columns of a table fit a width, and how wide each becomes.

What gives way, in this order: shades, the length of pictures, long labels, pictures, the columns that yield,
long texts (they fold), the space between columns, words, and last the columns that yield least. Other numbers
never do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hubscore.formats.cells import width, wrapped
from hubscore.formats.pictures import SHADE
from hubscore.pages.document import Column, Kind, Show

LONGEST_BAR = 28
SHORTEST_BAR = 6
SHORTEST_STRIP = 8
SHORTEST_STACK = 8
PLEASANT_TEXT = 36
"""Text that folds anyway leaves room for a picture as long as it is not folded into less."""

READABLE_TEXT = 24
NARROWEST_TEXT = 8
"""Text is not folded into less: a column of single letters is read by nobody."""


class Sized(NamedTuple):
    """A column that people see: its texts, and the cells that the widest of them takes.

    `place` is its position in the table, `name` what it is called where it is left out. A picture
    has no texts yet: it takes what room is left, from its `least` cells to its `most`. `shaded`: whether
    its texts have a shade beside them where there is room.
    """

    place: int
    kind: Kind
    name: str
    label: str
    short: str = ""
    yields: int = 0
    texts: Sequence[str] = ()
    cells: int = 0
    least: int = 0
    most: int = 0
    shaded: bool = False


class Layout(NamedTuple):
    """What of a table is drawn: columns, labels and cells from left to right, and what is left out."""

    columns: tuple[Sized, ...]
    labels: tuple[str, ...]
    cells: tuple[int, ...]
    indent: int = 1
    gap: int = 2
    dropped: tuple[str, ...] = ()
    shaded: bool = False

    @property
    def total(self) -> int:
        """Cells of a whole line."""
        return self.indent + sum(self.cells) + self.gap * (len(self.cells) - 1)


def leading(columns: Sequence[Column]) -> int | None:
    """Position of the column that names the row: the first text, unless its label is a mere sign (`#`)."""
    texts = [place for place, column in enumerate(columns) if column.show and column.show.kind == "text"]
    names = [place for place in texts if not columns[place].label or any(map(str.isalnum, columns[place].label))]
    return next(iter(names or texts), None)


def lengths(show: Show) -> tuple[int, int]:
    """The fewest and the most cells of a picture."""
    if show.kind == "spark":
        return len(show.of), len(show.of)
    if show.kind == "strip":
        most = min(show.cells or LONGEST_BAR, LONGEST_BAR)
        return min(SHORTEST_STRIP, most), most
    return SHORTEST_STACK if show.kind == "stack" else SHORTEST_BAR, LONGEST_BAR


def fitted(columns: Sequence[Sized], room: int | None) -> Layout:
    """Lay out `columns` in `room` cells; None: in as many as it takes, without pictures.

    A line is longer than `room` only where numbers and the narrowest text need it.
    """
    kept = list(columns)
    layout = _fitted(kept, room)
    while room is not None and (last := _last(layout, room)):
        kept = [column for column in kept if column.place not in last]
        layout = _fitted(kept, room)
    gone = {column.place for column in columns if not column.most} - {column.place for column in layout.columns}
    return layout._replace(dropped=tuple(column.name for column in columns if column.place in gone))


def _last(layout: Layout, room: int) -> set[int]:
    """Places of the columns that yield least and must go: all is at its narrowest, so each makes room for its cells."""
    sizes = zip(layout.columns, layout.cells, strict=True)
    last = sorted(((_willing(column), size) for column, size in sizes if column.yields < 0), reverse=True)
    total, gone = layout.total, set[int]()
    for (_, place), size in last:
        if total > room:
            gone.add(place)
            total -= size + layout.gap
    return gone


def _fitted(columns: Sequence[Sized], room: int | None) -> Layout:
    """The same while the columns that yield least stay."""
    solid = [column for column in columns if not column.most]
    pictures = sorted((column for column in columns if column.most), key=lambda column: (column.yields, column.place))
    if room is None:
        return _wide(solid)
    layout = _named(solid, room, pictures)
    if layout.total > room:
        layout = _named(_without_yielding(solid, room), room, pictures)
    if layout.total > room:
        beside = _folded(layout, room - _first(pictures, layout), _narrowest(layout, PLEASANT_TEXT))
        fits = beside.total + _first(pictures, layout) <= room
        layout = beside if fits else _narrowed(layout, room)
    return _shaded(_with_pictures(layout, pictures, room), len(pictures), room)


def _narrowed(layout: Layout, room: int) -> Layout:
    """Texts folded as little as does, then gaps closed, then words broken."""
    loose = _folded(layout, room, _narrowest(layout, READABLE_TEXT))
    whole = _folded(layout, room, _whole_words(layout))
    close = _folded(layout._replace(gap=1), room, _whole_words(layout))
    tight = _folded(layout._replace(gap=1), room, _narrowest(layout, NARROWEST_TEXT))
    opened = tight._replace(gap=2)  # lines that broke early may leave room again
    return next((layout for layout in (loose, whole, close, opened) if layout.total <= room), tight)


def _first(pictures: Sequence[Sized], layout: Layout) -> int:
    """Cells that the first picture needs at least."""
    return pictures[0].least + layout.gap if pictures else 0


def _named(columns: Sequence[Sized], room: int, pictures: Sequence[Sized]) -> Layout:
    """Long labels, or short ones where only they leave room for the first picture, or fit at all."""
    wide, short = _wide(columns), _short(columns)
    for layout in (wide, short):
        if layout.total + _first(pictures, layout) <= room:
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
        kept.remove(max(willing, key=_willing))
    return kept


def _willing(column: Sized) -> tuple[int, int]:
    """Who gives way first: of equals the last."""
    return column.yields, column.place


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
    """The widest columns cut down to one width that fits; labels fold as text does, numbers stay.

    A number within a text stays too: its column is not cut below it, so that others give way.
    """
    whole = map(_unbroken, layout.columns, layout.labels, least)
    least = [max(low, cells) for low, cells in zip(least, whole, strict=True)]
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


def _with_pictures(layout: Layout, pictures: Sequence[Sized], room: int) -> Layout:
    """Each picture as long as it looks well, those that yield least first, as far as there is room."""
    columns = [*zip(layout.columns, layout.labels, layout.cells, strict=True)]
    spare = room - layout.total
    for picture in pictures:
        size = min(picture.most, spare - layout.gap)
        if size >= picture.least:
            label = next((text for text in (picture.label, picture.short) if width(text) <= size), "")
            columns.append((picture, label, size))
            spare -= size + layout.gap
    if len(columns) == len(layout.columns):
        return layout
    drawn, labels, cells = zip(*sorted(columns, key=lambda column: column[0].place), strict=True)
    return layout._replace(columns=drawn, labels=labels, cells=cells)


def _shaded(layout: Layout, pictures: int, room: int) -> Layout:
    """The same with shades beside all numbers that have one, if all pictures are whole and there is room left."""
    columns = zip(layout.columns, layout.cells, strict=True)
    if sum(size == column.most for column, size in columns if column.most) < pictures:
        return layout
    cells = [
        max(size, column.cells + 1 + SHADE) if column.shaded else size
        for column, size in zip(layout.columns, layout.cells, strict=True)
    ]
    shaded = layout._replace(cells=tuple(cells), shaded=True)
    return shaded if shaded.total <= room and any(column.shaded for column in layout.columns) else layout
