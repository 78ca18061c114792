"""How a figure with its bounds is worded."""

from __future__ import annotations

import math

MISSING = "–"

AS_WRITTEN = 4
"""Figures with at most so many decimals are shown as they were written ..."""

SIGNIFICANT = 4
"""... others, which were worked out, with so many significant digits."""


def figure_text(
    value: float | None,
    at_least: float | None,
    at_most: float | None,
    covers: float | None = None,
    decimals: int | None = None,
) -> str:
    """A figure as people read it: `330,000,000`, `≥ 121`, `≤ 5`, `10–120`, `≥ 355.26 (75 % of the year)`.

    Parameters
    ----------
    value
        The figure, or the point that stands for the bounds, which are shown in its place.
    at_least, at_most
        The bounds as printed, None for an open end.
    covers
        Share of the year that was measured; None and 1 for the whole.
    decimals
        How many decimals to show; None for as many as the figure needs. A bound keeps those it was
        written with; one that was worked out is rounded outwards, so that what is said stays true.
    """
    value, at_least, at_most = (None if x is None or math.isnan(x) else x for x in (value, at_least, at_most))
    if at_least is not None or at_most is not None:
        text = _bounds(at_least, at_most, decimals)
    elif value is not None:
        text = _number(value, decimals)
    else:
        return MISSING
    return text + part_of_year(covers)


def drawn_at(value: float | None, at_least: float | None, at_most: float | None) -> float:
    """The number that a picture shows a figure by: the value, else the end that is known, else 0."""
    return next(end for end in (value, at_least, at_most, 0.0) if end is not None)


def part_of_year(covers: float | None) -> str:
    """What is said behind a figure that covers part of its year, with the space before it; else nothing."""
    return "" if covers is None or covers >= 1 else f" ({share_text(covers)} of the year)"


def with_unit(figure: str, unit: str | None) -> str:
    """A figure and its unit; one that begins with a number is multiplied, so that no two numbers meet."""
    if unit is None or unit == "rank":
        return f"{unit or ''} {figure}".lstrip()
    return f"{figure} × {unit}" if unit[:1].isdigit() else f"{figure} {unit}"


def share_text(share: float) -> str:
    """A share as per cent; whole, unless that would say none or all."""
    whole = round(share * 100)
    return f"{round(share * 100, 1) + 0.0:.1f} %" if whole in (0, 100) and share not in (0, 1) else f"{whole} %"


def short_percent(share: float) -> str:
    """A share as per cent, with no decimals that say nothing."""
    return f"{share * 100:.1f}".removesuffix(".0") + " %"


def _bounds(at_least: float | None, at_most: float | None, decimals: int | None) -> str:
    low = None if at_least is None else _number(at_least, decimals, outwards=-1)
    high = None if at_most is None else _number(at_most, decimals, outwards=1)
    if low is None or high is None:
        return f"≥ {low}" if low is not None else f"≤ {high}"
    if at_least == at_most:
        return _number(at_least or 0.0, decimals)
    return f"{low} to {high}" if low.startswith("-") else f"{low}–{high}"


def _number(value: float, decimals: int | None, outwards: int = 0) -> str:
    """One number; `outwards` is the side on which what is shown must not fall short of it."""
    fixed = decimals is not None
    places = _places(value) if decimals is None else decimals
    if outwards and _as_written(value):
        places = max(places, next(few for few in range(AS_WRITTEN + 1) if _as_written(value, few)))
    shown = round(value, places)
    if outwards * (value - shown) > abs(value) * 1e-12:
        shown += outwards * 10.0**-places
    text = f"{shown:,.{max(places, 0)}f}"
    if not fixed and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if text.strip("-0.,") else text.lstrip("-")


def _places(value: float) -> int:
    """As many decimals as the figure was written with, or as leave the significant digits."""
    if _as_written(value):
        return AS_WRITTEN
    return max(0, SIGNIFICANT - 1 - math.floor(math.log10(abs(value))))


def _as_written(value: float, places: int = AS_WRITTEN) -> bool:
    """Whether so many decimals are all that the figure has."""
    return value == 0 or math.isclose(round(value, places), value, rel_tol=1e-12)
