"""What the reader's side asks for: width, colour, characters; and the few tints there are."""

from __future__ import annotations

from typing import Literal, NamedTuple

Tint = Literal["strong", "quiet", "gain", "loss", "error", "warning"]

_ON_OFF: dict[Tint, tuple[str, str]] = {
    "strong": ("1", "22"),
    "quiet": ("2", "22"),
    "gain": ("32", "39"),
    "loss": ("31", "39"),
    "error": ("1;31", "22;39"),
    "warning": ("1;33", "22;39"),
}
# Each is switched off by its own code, not by a reset, so that a gain may stand in a strong row.


class Style(NamedTuple):
    """How a document is to be printed.

    Attributes
    ----------
    width
        Cells in a line of the terminal. None for a pipe or a file: as wide as needed, one
        line a row, no bars, no rules.
    colour
        Whether escape codes may be used.
    encoding
        What the receiving stream can show.
    table
        Name of the one table that is wanted, where a format can hold only one.
    verbose
        Whether the reader asked for more.
    """

    width: int | None
    colour: bool
    encoding: str = "utf-8"
    table: str | None = None
    verbose: bool = False


def paint(text: str, tint: Tint | None, colour: bool) -> str:
    """`text` between the escape codes of `tint`, or as it is without colour."""
    if not colour or tint is None or not text:
        return text
    on, off = _ON_OFF[tint]
    return f"\x1b[{on}m{text}\x1b[{off}m"
