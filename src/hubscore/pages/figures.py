"""How a figure with its bounds is worded."""

from __future__ import annotations


def figure_text(
    value: float | None,
    at_least: float | None,
    at_most: float | None,
    covers: float | None = None,
    decimals: int | None = None,
) -> str:
    return str(value)
