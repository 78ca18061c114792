"""Parts that add up, end to end, one bar a row."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from hubscore.formats.html.charts.svg import cut, element, percent, picture, text

ROW, BAR, TOP = 44, 20, 18
"""Pixels of a row, of its bar, and above the bar for the name."""

NARROWEST = 0.09
"""A share of the width below which a part has no room for its figure."""

TINTS = 4
"""Tints there are; they begin anew after that, since neighbours are told apart by place and label."""


def stack(
    name: str,
    title: str,
    labels: Sequence[str],
    parts: Sequence[str],
    values: Sequence[Sequence[float | None]],
    shown: Sequence[Sequence[str]],
    most: float | None = None,
) -> str:
    """One bar a row.

    Parameters
    ----------
    labels, parts
        What rows and parts are called.
    values, shown
        By row and part: the number (None: nothing to draw), and as it is written.
    most
        What the full width stands for, the greatest sum if None. Parts below 0 stand left of the zero.
    """
    below = min((_sum(row, -1) for row in values), default=0.0)
    above = max((_sum(row, 1) for row in values), default=0.0) if most is None else most
    width = (above - below) or 1.0
    inside = []
    for at, (label, row, words) in enumerate(zip(labels, values, shown, strict=True)):
        top = at * ROW
        inside.append(text(cut(label), "0", top + TOP - 5))
        ends = {1: -below, -1: -below}
        for tint, (value, word) in enumerate(zip(row, words, strict=True)):
            if not value:
                continue
            side = 1 if value > 0 else -1
            start = ends[side] if value > 0 else ends[side] + value
            ends[side] += value
            inside.append(_part(start / width, abs(value) / width, top + TOP, tint % TINTS, word))
    if below < 0:
        zero = percent(-below / width)
        inside.append(element("line", class_="zero", x1=zero, x2=zero, y1=0, y2=len(labels) * ROW))
    rows = [
        f"{label}: " + ", ".join(f"{part} {word}" for part, word in zip(parts, words, strict=True))
        for label, words in zip(labels, shown, strict=True)
    ]
    return picture(name, title, rows, max(len(labels) * ROW, 1), *inside)


def _part(start: float, share: float, top: float, tint: int, word: str) -> str:
    bar = element("rect", x=percent(start), y=top, width=percent(share), height=BAR, class_=f"s{tint}")
    if share < NARROWEST:
        return bar
    middle = percent(start + share / 2)
    return bar + text(word, middle, top + BAR - 6, text_anchor="middle", class_=f"on{tint}")


def _sum(row: Sequence[float | None], side: int) -> float:
    return fsum(value for value in row if value is not None and value * side > 0)
