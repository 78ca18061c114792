"""Text measured in terminal cells, and broken into lines."""

from __future__ import annotations

import re

_ONE_CELL = frozenset(
    [chr(point) for first, last in ((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x2FF)) for point in range(first, last + 1)]
    + list("─│\u2571╲\u2573█▉▊▋▌▍▎▏▐▁▂▃▄▅▆▇░▒▓━●≥≤≈–—…→←")
)
_ATOM = re.compile(r"[-+]?\d[\d.,]*|.")
_GLUED = tuple((loose, loose.replace(" ", "\u00a0")) for loose in ("≥ ", "≤ ", ">= ", "<= ", " %"))
# What a number carries is not torn from it.


def width(text: str) -> int:
    """Cells that `text` takes in a terminal: two for an East Asian wide character, none for a mark."""
    if text.isascii() or _ONE_CELL.issuperset(text):
        return len(text)
    from rich.cells import cell_len  # a table in English need not pay for Unicode's tables

    return cell_len(text)


def padded(text: str, cells: int, right: bool = False) -> str:
    """`text` filled up with spaces, in front if it is to stand `right`."""
    blank = " " * (cells - width(text))
    return blank + text if right else text + blank


def shortened(text: str, cells: int) -> str:
    """`text` in at most so many cells, ended by an ellipsis where it is longer."""
    if width(text) <= cells:
        return text
    kept = ""
    for character in text:
        if width(kept + character) >= cells:
            break
        kept += character
    return f"{kept.rstrip()}…" if cells > 0 else ""


def wrapped(text: str, room: int) -> list[str]:
    """Lines of at most `room` cells, broken at spaces; leading spaces indent every line.

    A word that is wider is broken too, but never inside a number: such a line is longer than
    asked for, which harms less than a wrong figure.
    """
    if width(text) <= room:
        return [text]
    bare = text.lstrip(" ")
    indent = min(len(text) - len(bare), room // 2)
    for loose, glued in _GLUED:
        bare = bare.replace(loose, glued)
    lines = _filled([word for word in bare.split(" ") if word], room - indent)
    return [" " * indent + line.replace("\u00a0", " ") for line in lines] or [""]


def _filled(words: list[str], room: int) -> list[str]:
    lines = []
    line = ""
    for word in words:
        if line and width(line) + 1 + width(word) <= room:
            line += " " + word
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, room)
        lines += full
    return [*lines, line] if line else lines


def _broken(word: str, room: int) -> list[str]:
    number = any(map(str.isdigit, word)) and not any(map(str.isalpha, word))
    if number or width(word) <= room:
        return [word]
    lines = [""]
    used = 0
    for atom in _ATOM.findall(word):
        size = width(atom)
        if used and used + size > room:
            lines.append("")
            used = 0
        lines[-1] += atom
        used += size
    return lines
