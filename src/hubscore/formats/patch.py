"""A unified diff as people see it; piped, it is one that `patch` and `git apply` take."""

from __future__ import annotations

from collections.abc import Iterable

from hubscore.formats.commands import inert
from hubscore.formats.safe import clean
from hubscore.formats.style import Tint, paint

TINTS: dict[str, Tint] = {"+": "gain", "-": "loss", "@": "quiet"}
NAMES = ("+++ ", "--- ")


def patch_text(lines: Iterable[str], encoding: str = "utf-8", colour: bool = False) -> str:
    """The lines of a diff; of what could harm a terminal only tabs stay as they are."""
    return "".join(f"{_line(line, encoding, colour)}\n" for line in lines)


def _line(line: str, encoding: str, colour: bool) -> str:
    text = "\t".join(clean(part, encoding) for part in line.split("\t"))
    text = text[:1] + inert(text[1:])
    return paint(text, "strong" if line.startswith(NAMES) else TINTS.get(line[:1]), colour)
