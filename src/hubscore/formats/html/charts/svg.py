"""SVG in strings: elements, and the frame of a chart that screen readers can name.

Positions along the line are per cent of its width, so that a chart is as wide as there is room
and its text is never made smaller; heights are pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from hubscore.formats.cells import shortened

LONGEST = 40
"""Cells of a name that have room beside a figure on a narrow page."""

Value = str | float | int

DESCRIBED = 12
"""Rows that a description reads out; the table beside the chart has all."""


def element(name: str, *inside: str, **attributes: Value) -> str:
    """An element; `inside` is markup already, attributes are escaped (`class_` and `text_anchor` are spelled so)."""
    given = "".join(f' {_spelled(key)}="{escape(_text(value))}"' for key, value in attributes.items())
    return f"<{name}{given}>{''.join(inside)}</{name}>" if inside else f"<{name}{given}/>"


def text(words: str, x: str, y: float, **attributes: Value) -> str:
    """A line of text."""
    return element("text", escape(words), x=x, y=y, **attributes)


def cut(words: str, cells: int = LONGEST) -> str:
    """Words as far as a chart has room for them, counted in half-width cells; a description has them whole."""
    return shortened(words, cells)


def percent(share: float) -> str:
    """A share of the width."""
    return f"{_text(round(100 * share, 2) + 0.0)}%"


def picture(name: str, title: str, rows: Sequence[str], height: float, *inside: str) -> str:
    """A whole chart: an image with a title, and a description that reads out its rows.

    `name` tells it from others on the page.
    """
    more = [f"and {len(rows) - DESCRIBED} more"] if len(rows) > DESCRIBED else []
    head = (
        element("title", escape(title), id=f"{name}-title"),
        element("desc", escape("; ".join([*rows[:DESCRIBED], *more]) or "nothing to draw"), id=f"{name}-desc"),
    )
    labels = f"{name}-title {name}-desc"
    return element("svg", *head, *inside, class_="chart", role="img", aria_labelledby=labels, height=height)


def placed(value: float, span: tuple[float, float]) -> float:
    """Where a value lies between two ends, from 0 to 1; beyond them at the end."""
    low, high = span
    return min(1.0, max(0.0, (value - low) / (high - low))) if high > low else 0.5


def _spelled(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _text(value: Value) -> str:
    return value if isinstance(value, str) else f"{value:.10g}"
