"""Pictures of a line of text: bars, strips, sparklines, stacks, and the shade of a number.

Each can be read without colour, has one sign a cell, and signs that ASCII has stand-ins for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hubscore.formats.figures import absent
from hubscore.pages.document import Cell, Show

EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
"""How a bar ends."""

LEVELS = "▁▂▃▄▅▆▇█"
"""What a sparkline is made of."""

HATCHES = "█▓▒░"
"""What tells the parts of a bar from their neighbours without colour."""

SHADES = " ░▒▓█"
"""How much a number is, from the least fifth of the scale to the highest."""

SHADE = 2
"""Cells of a shade."""

AXIS, INTERVAL, MARK, MIDDLE = "·━●│"
"""A strip's axis, its interval and its place; the middle of a bar that goes to either side."""


def picture(show: Show, row: Sequence[Cell], place: int, cells: int) -> str:
    """What the column at `place` shows of a row, in at most so many cells."""
    if show.kind == "bar":
        return balance(row[place], cells) if show.signed else bar(row[place], cells)
    shares = [share(row[at]) for at in show.of]
    if show.kind == "spark":
        return spark(shares)
    if show.kind == "stack":
        return stacked([part or 0.0 for part in shares], 1.0, cells).rstrip()
    low, mark, high = shares
    return strip(low, mark, high, cells)


def share(value: Cell) -> float | None:
    """A number as a share from 0 to 1, None where there is none."""
    if isinstance(value, str) or value is None or absent(value):
        return None
    return min(1.0, max(0.0, float(value)))


def bar(value: Cell, cells: int) -> str:
    """A share of 1 as a bar, to an eighth of a cell; a share above 0 is never invisible."""
    part = share(value)
    if not part:
        return ""
    eighths = max(1, round(part * cells * 8))
    return "█" * (eighths // 8) + EIGHTHS[eighths % 8]


def balance(value: Cell, cells: int) -> str:
    """A share of -1 to 1 from the middle to the left or the right, to half a cell, never invisible."""
    if isinstance(value, str) or value is None or absent(value):
        return ""
    room = (cells - 1) // 2
    halves = max(1, round(min(1.0, abs(value)) * room * 2)) if value else 0
    full, half = divmod(halves, 2)
    if value < 0:
        return ("▐" * half + "█" * full).rjust(room) + MIDDLE
    return " " * room + MIDDLE + "█" * full + "▌" * half


def strip(low: float | None, mark: float | None, high: float | None, cells: int) -> str:
    """An axis from 0 to 1 with the interval from `low` to `high` and a mark; empty where there is neither."""
    text = [AXIS] * cells
    if low is not None and high is not None:
        first, last = (round(end * (cells - 1)) for end in (low, high))
        text[first : last + 1] = INTERVAL * (last + 1 - first)
    if mark is not None:
        text[round(mark * (cells - 1))] = MARK
    return "".join(text) if set(text) != {AXIS} else ""


def spark(shares: Iterable[float | None]) -> str:
    """A sign for each share, the higher the more; a gap where there is none."""
    return "".join(" " if part is None else LEVELS[round(part * (len(LEVELS) - 1))] for part in shares)


def stacked(parts: Iterable[float], whole: float, cells: int) -> str:
    """Parts of a whole end to end, each in the next hatch; parts below 0 take no room."""
    text, sum_ = "", 0.0
    for number, part in enumerate(parts):
        sum_ += max(0.0, part)
        until = round(min(1.0, sum_ / whole) * cells) if whole > 0 else 0
        text += HATCHES[number % len(HATCHES)] * (until - len(text))
    return text.ljust(cells)


def shade(value: Cell) -> str:
    """How much a share of 1 is, so that a column is read as a map."""
    part = share(value)
    return (" " if part is None else SHADES[min(len(SHADES) - 1, int(part * len(SHADES)))]) * SHADE
