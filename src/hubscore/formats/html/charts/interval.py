"""Intervals of ranks, one line a row, rank 1 on the left."""

from __future__ import annotations

from collections.abc import Sequence

from hubscore.formats.html.charts.svg import cut, element, percent, picture, placed, text

Ends = tuple[float | None, float | None, float | None]

ROW, HEAD = 40, 22
MARGIN = 0.03
"""Pixels of a row and above the first; the share of the width on either side of the axis."""

MOST_TICKS = 12


def interval(name: str, title: str, labels: Sequence[str], ends: Sequence[Ends], last: float) -> str:
    """One line a row from its low to its high end, with a dot at its place.

    Parameters
    ----------
    labels, ends
        By row: what it is called; low end, place, high end (None: not there).
    last
        The end of the axis, which begins at 1.
    """
    span = (1.0, max(last, 2.0))
    height = HEAD + ROW * len(labels)
    inside = [_tick(rank, span, height) for rank in ticks(int(last))]
    rows = []
    for at, (label, (low, place, high)) in enumerate(zip(labels, ends, strict=True)):
        top = HEAD + at * ROW
        inside.append(text(cut(label), "0", top + 13))
        if low is not None and high is not None:
            x1, x2 = (percent(_across(end, span)) for end in (low, high))
            inside.append(element("line", x1=x1, x2=x2, y1=top + 26, y2=top + 26, class_="range"))
            rows.append(f"{label}: ranks {low:g} to {high:g}" if low < high else f"{label}: rank {low:g}")
        if place is not None:
            inside.append(element("circle", cx=percent(_across(place, span)), cy=top + 26, r=5, class_="place"))
    return picture(name, title, rows, height, *inside)


def ticks(last: int) -> list[int]:
    """Ranks that are written on the axis: all of few, else the first, the last and some between."""
    step = max(1, -(-last // MOST_TICKS))
    step = next((nice for nice in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500) if nice >= step), step)
    return list(dict.fromkeys([1, *range(step, last + 1, step)]))


def _across(rank: float, span: tuple[float, float]) -> float:
    return MARGIN + (1 - 2 * MARGIN) * placed(rank, span)


def _tick(rank: int, span: tuple[float, float], height: float) -> str:
    x = percent(_across(rank, span))
    line = element("line", x1=x, x2=x, y1=HEAD - 4, y2=height, class_="tick")
    return line + text(f"{rank}", x, 12, text_anchor="middle", class_="quiet")
