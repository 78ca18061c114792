"""A bump chart in lines of text: who stood where in which year, with strokes from each place to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

ROOM = 78
"""Cells of a line."""

MOST_PLACES = 10
"""Places that are drawn, from the first on."""

WIDEST, NARROWEST = 14, 5
"""Cells from one mark to the next."""

LONGEST_MARK = 4
LEVEL, STEEP, DOWN, UP, CROSS = STROKES = "─│╲\u2571\u2573"
"""What lines are made of, each over those before it."""


class Bump(NamedTuple):
    """The chart: the years above it, its lines, the years that found room and the hubs that are drawn."""

    header: str
    lines: tuple[str, ...]
    years: tuple[int, ...]
    hubs: tuple[int, ...]


class _Canvas:
    """Cells of text by row and column."""

    def __init__(self, rows: int) -> None:
        self.rows: list[dict[int, str]] = [{} for _ in range(rows)]

    def write(self, row: int, column: int, text: str) -> None:
        self.rows[row].update(enumerate(text, start=column))

    def stroke(self, row: int, column: int, sign: str) -> None:
        """Draw one cell of a line; where two cross, the order in which they come does not matter."""
        there = self.rows[row].get(column, LEVEL)
        crossed = {there, sign} == {DOWN, UP}
        self.rows[row][column] = CROSS if crossed else max(there, sign, key=STROKES.index)

    def lines(self) -> tuple[str, ...]:
        return tuple("".join(row.get(at, " ") for at in range(max(row, default=-1) + 1)) for row in self.rows)


def bump(
    ids: Sequence[str],
    names: Sequence[str],
    years: Sequence[int],
    ranks: Sequence[Sequence[int]],
    wanted: Sequence[int] = (),
) -> Bump:
    """Draw who stood where.

    Parameters
    ----------
    ids, names
        Of the hubs, in order of their ids.
    years
        At least one, rising.
    ranks
        By year and hub, 0 for none. Hubs of one rank stand below one another, by id, with a `=` before
        the later ones.
    wanted
        Positions of the hubs to draw, on the places among all that they hold, whichever they are, and
        without the places between; everybody if empty.

    Returns
    -------
    The first `MOST_PLACES` hubs of the last year, in as many years, the last ones, as fit
    `ROOM`. A line that leaves the places drawn breaks off.
    """
    places = [_places(row) for row in ranks]
    most = len(ids) if wanted else MOST_PLACES
    among = (hub for hub in wanted or range(len(ids)) if 0 < places[-1][hub] <= most)
    hubs = sorted(among, key=places[-1].__getitem__)[:MOST_PLACES]
    marks = _marks([ids[hub] for hub in hubs], ids)
    wide = max(map(len, marks), default=0)
    room = ROOM - 4 - wide - 1 - max((len(names[hub]) for hub in hubs), default=0)
    shown = min(len(years), 1 + max(1, room // (wide + NARROWEST)))
    step = min(wide + WIDEST, max(wide + NARROWEST, room // max(shown - 1, 1)))
    kept = places[-shown:]
    held = {row[hub] for row in kept for hub in hubs if 0 < row[hub] <= most}
    line = {place: at for at, place in enumerate(sorted(held) if wanted else range(1, max(held, default=0) + 1))}
    canvas = _Canvas(max(2 * len(line) - 1, 0))
    for place, at in line.items():
        canvas.write(2 * at, 0, f"{place:>2}")
    for hub, mark in zip(hubs, marks, strict=True):
        for at, row in enumerate(kept):
            if row[hub] in line:
                tied = row[hub] > ranks[len(ranks) - shown + at][hub]
                _node(canvas, line[row[hub]], 4 + at * step, f"={mark}" if tied else f" {mark}")
                if at and kept[at - 1][hub] in line:
                    ends = (line[kept[at - 1][hub]], line[row[hub]])
                    _line(canvas, ends, 4 + (at - 1) * step + wide + 1, step - wide - 2)
        canvas.write(2 * line[kept[-1][hub]], 4 + (shown - 1) * step + wide + 1, names[hub])
    header = "".join(f"{year:<{step}}" for year in years[-shown:]).rstrip()
    return Bump(f" #  {header}", canvas.lines(), tuple(years[-shown:]), tuple(hubs))


def _places(ranks: Sequence[int]) -> list[int]:
    """Where each hub is listed, from 1, by rank and then by id; 0 for no rank."""
    order = sorted((hub for hub, rank in enumerate(ranks) if rank), key=lambda hub: (ranks[hub], hub))
    place = {hub: number for number, hub in enumerate(order, start=1)}
    return [place.get(hub, 0) for hub in range(len(ranks))]


def _marks(ids: Sequence[str], everybody: Sequence[str]) -> list[str]:
    """A few letters for each hub: the shortest beginnings of the ids that tell them from everybody.

    Where these are too long: that tell them from one another, else A, B, C.
    """
    for others in (everybody, ids):
        for letters in range(2, LONGEST_MARK + 1):
            cut = [name[:letters].title() for name in ids]
            beginnings = [name[:letters].title() for name in others]
            if all(beginnings.count(mark) == 1 for mark in cut):
                return cut
    return [chr(ord("A") + place) for place in range(len(ids))]


def _node(canvas: _Canvas, line: int, column: int, mark: str) -> None:
    canvas.write(2 * line, column - 1, mark)


def _line(canvas: _Canvas, ends: tuple[int, int], column: int, cells: int) -> None:
    """From one line to another in so many cells: level, aslant in the middle, level."""
    first, last = (2 * end for end in ends)
    rows = range(first, last + 1) if last >= first else range(first, last - 1, -1)
    slope = DOWN if last > first else UP
    aslant = min(len(rows), cells) if last != first else 0
    start = (cells - aslant) // 2
    for cell in range(start):
        canvas.stroke(first, column + cell, LEVEL)
    for cell in range(start + aslant, cells):
        canvas.stroke(last, column + cell, LEVEL)
    before = -1
    for number, row in enumerate(rows if aslant else ()):
        cell = start + number * aslant // len(rows)
        canvas.stroke(row, column + cell, slope if cell != before else STEEP)
        before = cell
