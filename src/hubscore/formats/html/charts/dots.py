"""Marks on a line, one line a row: where somebody stands beside others."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hubscore.formats.html.charts.svg import cut, element, percent, picture, placed, text

ROW, HEAD = 36, 26
MARGIN = 0.02
LONGEST_MARK = 15
"""Cells of a mark's name that have room beside those of the others, however narrow the page."""

SHAPES = ("own", "other", "best")
"""The first mark is a full dot, the second a stroke, the third a ring."""


def dots(
    name: str,
    title: str,
    labels: Sequence[str],
    marks: Sequence[str],
    values: Sequence[Sequence[float | None]],
    shown: Sequence[Sequence[str]],
    span: tuple[float, float],
    heads: Collection[int] = (),
) -> str:
    """One line a row between the ends of the span.

    Parameters
    ----------
    labels, marks
        What rows and marks are called; at most three marks.
    values, shown
        By row and mark: the number (None: no mark), and as it is written.
    heads
        Rows that stand above others.
    """
    inside = [_key(at, mark) for at, mark in enumerate(marks)]
    for at, (label, row, words) in enumerate(zip(labels, values, shown, strict=True)):
        inside.append(_line(HEAD + at * ROW + 24, label, words[0], at in heads, _marks(row, span)))
    rows = [
        f"{label}: " + ", ".join(f"{mark} {word}" for mark, word in zip(marks, words, strict=True))
        for label, words in zip(labels, shown, strict=True)
    ]
    return picture(name, title, rows, HEAD + ROW * len(labels), *inside)


def _line(y: float, label: str, figure: str, head: bool, marks: Sequence[str]) -> str:
    """One row: its name and its figure stand above the axis, which is its zero."""
    return element(
        "g",
        text(cut(label), "0", -12, **({"class_": "head"} if head else {})),
        text(figure, "100%", -12, class_="figure"),
        element("line", x1=percent(MARGIN), x2=percent(1 - MARGIN), class_="tick"),
        *marks,
        transform=f"translate(0 {y:g})",
    )


def _marks(row: Sequence[float | None], span: tuple[float, float]) -> list[str]:
    """The marks of one row; the own one lies on top."""
    return [
        _mark(shape, percent(MARGIN + (1 - 2 * MARGIN) * placed(value, span)))
        for shape, value in reversed([*zip(SHAPES, row, strict=False)])
        if value is not None
    ]


def _key(at: int, mark: str) -> str:
    x = at * 0.31
    shape = element("g", _mark(SHAPES[at], percent(x + MARGIN)), transform="translate(0 9)")
    return shape + text(cut(mark, LONGEST_MARK), percent(x + 3 * MARGIN), 13, class_="quiet")


def _mark(shape: str, x: str) -> str:
    if shape == "other":
        return element("line", x1=x, x2=x, y1=-6, y2=6, class_="other")
    return element("circle", cx=x, r=5, class_=shape)
