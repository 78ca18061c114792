"""The bottom of the tuner: what would be written, and the keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest

from hubscore.files.edit import Draft
from hubscore.formats.cells import width
from hubscore.tui.lines import Line, Piece, Tint, cut

KEYS = (
    "↑↓ weight", "←→ share", "[ ] ±5", "0-9 type", "space lock", "enter open", "j k hub", "v figure", "s scenario",
    "i intervals", "u undo", "U redo", "r reset", "w save", "q quit",
)  # fmt: skip


@cache
def keys(cells: int) -> tuple[str, ...]:
    """The keys in as few lines as they need, filled alike."""
    fewest = len(_filled(cells - 2))
    room = next(room for room in range(1, cells - 1) if len(_filled(room)) == fewest)
    return tuple(f" {line}" for line in _filled(room))


def _filled(room: int) -> list[str]:
    lines = [""]
    for key in KEYS:
        more = f"{lines[-1]}  {key}" if lines[-1] else key
        if width(more) > room:
            lines.append(key)
        else:
            lines[-1] = more
    return lines


def pairs(draft: Draft) -> list[tuple[str, str]]:
    """Every changed line as it is and as it would be; "" where there is none."""
    found: list[tuple[str, str]] = []
    gone: list[str] = []
    new: list[str] = []
    for line in [*draft.diff()[2:], " "]:
        if line.startswith("-"):
            gone.append(line[1:])
        elif line.startswith("+"):
            new.append(line[1:])
        else:
            found += zip_longest(gone, new, fillvalue="")
            gone, new = [], []
    return found


def change_lines(changed: Sequence[tuple[str, str]], cells: int, height: int) -> Iterator[Line]:
    """What would be written beside what is there, or below it where lines are long; as far as there is room."""
    half = (cells - 3) // 2
    if all(width(text) + 2 <= half for pair in changed for text in pair):
        found: list[Line] = [(*signed("-", old, half), *signed("+", new, half)) for old, new in changed]
    else:
        ends = [(sign, text) for pair in changed for sign, text in zip("-+", pair, strict=True) if text]
        found = [signed(sign, text, cells - 1) for sign, text in ends]
    if len(found) <= height:
        yield from found
        return
    yield from found[: height - 1]
    yield (Piece(f" … and {len(found) - height + 1} more; w shows all", "quiet"),)


def signed(sign: str, text: str, cells: int) -> Line:
    """A line of a file behind its sign, nothing where there is no such line; one cell more in front."""
    if not text:
        return (Piece(" " * (cells + 1)),)
    tint: Tint = "loss" if sign == "-" else "gain"
    return Piece(" "), Piece(sign, tint), Piece(cut(f" {text}", cells - 1))
