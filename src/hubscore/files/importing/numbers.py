"""Cells of strange tables as numbers: what is plain is read, what could mean two things is told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from hubscore.files.importing.wishes import Decimal
from hubscore.model.fields import LARGEST

MARKS = frozenset(
    {"-", "–", "—", ".", "..", "...", "…", "n/a", "na", "n.a.", "nan", "null", "none", "missing", "not available"}
)
"""What stands for a missing figure, in lower case."""

_GAPS = "'\u2019\u00a0\u2009\u202f "
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_POINT = re.compile(rf"[+-]?\d{{1,3}}([,{_GAPS}]\d{{3}})+(\.\d+)?", re.ASCII)
_COMMA = re.compile(rf"[+-]?(\d+|\d{{1,3}}([.{_GAPS}]\d{{3}})+)(,\d+)?", re.ASCII)
_GROUPED = re.compile(rf"[+-]?\d+([.,{_GAPS}]\d+)+", re.ASCII)


TEXT = "text among numbers"

AMBIGUOUS = "decimals or thousands? --decimal says"

AGAINST = "no number under --decimal"
"""How begins what is wrong with a number that is written otherwise than was said."""


class Figures(NamedTuple):
    """The figures of a column: numbers as text, "" where missing; what is odd, and marks for missing ones.

    `odd`: by row, why a cell is no number.
    """

    texts: tuple[str, ...]
    odd: Mapping[int, str]
    marks: Counter[str]

    @property
    def known(self) -> int:
        """How many figures there are."""
        return len(self.texts) - self.texts.count("")


def figures_of(
    cells: Sequence[str],
    decimal: Decimal | None = None,
    missing: Collection[str] = (),
    unusable: Mapping[int, str] = {},
) -> Figures:
    """Read the cells of a column.

    Parameters
    ----------
    decimal
        What parts whole numbers from decimals; None where it has not been said: then only a point
        does, and cells with other signs are odd.
    missing
        Further marks for missing figures, to the letter.
    unusable
        By row: what is wrong with cells that only seem to be empty.
    """
    texts, odd, marks = [], {}, Counter[str]()
    for row, cell in enumerate(cells):
        text = cell.strip()
        number = ""
        if decimal is None and not missing and _PLAIN.fullmatch(text) and abs(float(text)) <= LARGEST:
            number = text  # as nearly all cells are
        elif row in unusable and unusable[row] not in missing:
            odd[row] = unusable[row]
        elif text and (text in missing or text.lower() in MARKS):
            marks[text] += 1
        elif text:
            number = number_of(text, decimal)
            if not number:
                odd[row] = why_not(text, decimal)
        texts.append(number)
    return Figures(tuple(texts), odd, marks)


def number_of(text: str, decimal: Decimal | None) -> str:
    """A number as Python and TOML write it; "" where the text is none."""
    plain = text.replace("\u2212", "-")
    if decimal == "comma":
        plain = _without(plain, ".").replace(",", ".") if _COMMA.fullmatch(plain) else ""
    elif decimal == "point" and _POINT.fullmatch(plain):
        plain = _without(plain, ",")
    return plain if _PLAIN.fullmatch(plain) and abs(float(plain)) <= LARGEST else ""


def why_not(text: str, decimal: Decimal | None) -> str:
    """Why a text is no number, and what would help."""
    if decimal and (_GROUPED.fullmatch(text) or _PLAIN.fullmatch(text)):
        return f"{AGAINST} {decimal}"
    if number_of(text, "comma") or number_of(text, "point"):
        return AMBIGUOUS
    if _PLAIN.fullmatch(text):
        return "beyond 1e15"
    if text[:1] in "<>≤≥~≈":
        return "a bound; long tables have columns at_least and at_most for them"
    return "a per cent sign; leave it out" if text.endswith("%") else TEXT


def _without(text: str, separator: str) -> str:
    return text.translate(dict.fromkeys(map(ord, separator + _GAPS)))
