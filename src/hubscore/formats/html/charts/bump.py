"""Who stood where in which year: a line a hub, rank 1 on top."""

from __future__ import annotations

from collections.abc import Sequence

from hubscore.formats.html.charts.svg import cut, element, percent, picture, text

ROW, HEAD = 34, 26
LEFT, RIGHT = 0.06, 0.6
"""Shares of the width at which the first and the last year stand; names have the rest."""

MOST_PLACES = 20
"""Places that are drawn, from the first on."""

LONGEST_NAME = 18

Mark = tuple[str, float, int]


def bump(name: str, title: str, marks: Sequence[Mark]) -> str:
    """Lines from mark to mark.

    Parameters
    ----------
    marks
        (whose, x, rank); who has no rank in a year has no mark there, and the line breaks off. Of one
        rank in one year the later marks stand a little lower.
    """
    marks = [mark for mark in marks if 0 < mark[2] <= MOST_PLACES]
    xs = sorted({x for _, x, _ in marks})
    places = _places(marks)
    inside = [text(f"{x:g}", percent(_across(at, len(xs))), 12, class_="quiet") for at, x in enumerate(xs)]
    inside = [word.replace("<text ", '<text text-anchor="middle" ', 1) for word in inside]
    for who in dict.fromkeys(mark[0] for mark in marks):
        inside += _line(who, xs, places)
    lowest = max((place for place in places.values()), default=1.0)
    ends = sorted((place, who) for (who, x), place in places.items() if x == xs[-1])
    rows = [f"{who}: " + ", ".join(f"{x:g} rank {r}" for w, x, r in marks if w == who) for _, who in ends]
    return picture(name, title, rows, HEAD + ROW * lowest, *inside)


def _places(marks: Sequence[Mark]) -> dict[tuple[str, float], float]:
    """How far down each mark stands."""
    found: dict[tuple[str, float], float] = {}
    taken: dict[tuple[float, int], int] = {}
    for who, x, rank in marks:
        shared = taken[x, rank] = taken.get((x, rank), -1) + 1
        found[who, x] = rank + 0.3 * shared
    return found


def _across(at: int, years: int) -> float:
    return LEFT + (RIGHT - LEFT) * (at / (years - 1) if years > 1 else 1.0)


def _line(who: str, xs: Sequence[float], places: dict[tuple[str, float], float]) -> list[str]:
    drawn = []
    for at, x in enumerate(xs):
        if (who, x) not in places:
            continue
        here, y = percent(_across(at, len(xs))), HEAD + ROW * (places[who, x] - 0.5)
        if at and (who, xs[at - 1]) in places:
            before = HEAD + ROW * (places[who, xs[at - 1]] - 0.5)
            x1 = percent(_across(at - 1, len(xs)))
            drawn.append(element("line", x1=x1, y1=before, x2=here, y2=y, class_="run"))
        drawn.append(element("circle", cx=here, cy=y, r=5, class_="place"))
        if at == len(xs) - 1:
            told = f"{int(places[who, x])} {cut(who, LONGEST_NAME)}"
            drawn.append(text(told, percent(_across(at, len(xs)) + 0.03), y + 4))
    return drawn
