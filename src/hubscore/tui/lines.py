"""Lines of a picture: pieces of text with the tint of each, and the bars and strips that they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from hubscore.formats.cells import padded, shortened, width
from hubscore.formats.pictures import bar
from hubscore.formats.safe import safe

Tint = Literal["", "strong", "quiet", "gain", "loss", "warning", "chosen"]
"""What a piece of text is; everything can be told without."""


class Piece(NamedTuple):
    """Some text in one tint."""

    text: str
    tint: Tint = ""


Line = tuple[Piece, ...]

EMPTY, MARK = "·", "│"


def cut(text: str, cells: int) -> str:
    """Text from a file in so many cells, filled up or ended by an ellipsis."""
    return padded(shortened(safe(text), cells), cells)


def fitted(line: Iterable[Piece], cells: int) -> Line:
    """A line in exactly so many cells."""
    left, found = cells, []
    for piece in line:
        text = piece.text if width(piece.text) <= left else cut(piece.text, left)
        found.append(piece._replace(text=text))
        left -= width(text)
        if left <= 0:
            break
    return (*found, Piece(" " * left)) if left > 0 else tuple(found)


def share_bar(share: float, usual: float, cells: int) -> Line:
    """A share of 1, with a mark where it usually is if that is another cell."""
    full = padded(bar(share, cells), cells).replace(" ", EMPTY)
    at = min(cells - 1, int(usual * cells))
    if abs(share - usual) * 100 < 0.05 or not usual:
        return tuple(_parted(full))
    return (*_parted(full[:at]), Piece(MARK, "strong"), *_parted(full[at + 1 :]))


def _parted(text: str) -> Iterator[Piece]:
    filled = text.rstrip(EMPTY)
    if filled:
        yield Piece(filled)
    if len(filled) < len(text):
        yield Piece(text[len(filled) :], "quiet")


def strip(rank: int, low: int, high: int, ranked: int, cells: int, sure: bool) -> str:
    """Ranks from the first to the last: the interval, and the rank itself in it; `sure`: of these very weights."""
    if not ranked or not rank:
        return " " * cells
    step = 2 if 2 * ranked - 1 <= cells else 1
    room = min(cells, step * (ranked - 1) + 1)

    def at(place: int) -> int:
        return round((place - 1) / max(1, ranked - 1) * (room - 1))

    text = [EMPTY] * room
    if low and high:
        text[at(low) : at(high) + 1] = ("━" if sure else "╌") * (at(high) - at(low) + 1)
    text[at(rank)] = "●"
    return padded("".join(text), cells)
