"""Raw values as people read them: the one place where a number is rounded for display."""

from __future__ import annotations

from math import isfinite

from hubscore.pages.document import Cell, Show

MISSING = "–"


def absent(value: Cell) -> bool:
    """Whether there is nothing to show: None, and any number that is not finite."""
    return value is None or (isinstance(value, float) and not isfinite(value))


def shown(value: Cell, show: Show, missing: str = MISSING) -> str:
    """`value` by the rule of its column; a string stays as it is, whatever the rule.

    Pictures are not: how long they are depends on the room there is.
    """
    if isinstance(value, str):
        return value
    if value is None or absent(value):
        return missing
    if isinstance(value, bool):
        return "yes" if value else "no"
    if show.kind == "number":
        return _fixed(value, show.decimals, show.signed)
    if show.kind == "percent":
        return _fixed(value * 100, 0, show.signed) + " %"
    if show.kind == "whole":
        return _signed(f"{round(value)}", show.signed and value > 0)
    return f"{value}" if isinstance(value, int) else f"{value:.15g}"


def _fixed(value: float, decimals: int, signed: bool) -> str:
    text = f"{value:,.{decimals}f}"
    if not text.strip("-0."):
        return text.lstrip("-")  # a change that rounds to nothing has no direction
    return _signed(text, signed and value > 0)


def _signed(text: str, plus: bool) -> str:
    return f"+{text}" if plus else text
