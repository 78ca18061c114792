"""Characters that no name may hold and no format shows as themselves."""

from __future__ import annotations

from unicodedata import category, combining

UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories: control, format, surrogate, private, unassigned, line and paragraph separators."""

UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters, marks and a symbol by category of which nothing is seen: the joiner of graphemes, the
fillers of Hangul, two vowels of Khmer, the blank of Braille."""

MOST_MARKS = 4
"""Combining marks in a row that a terminal is asked to stack; no script needs more."""


def is_unsafe(letter: str) -> bool:
    """Whether a character could move, reorder or hide what stands around it, or be nothing at all."""
    return category(letter) in UNSAFE or letter in UNSEEN


def is_mark(letter: str) -> bool:
    """Whether a character is stacked on the one before it; marks that take a cell of their own are not."""
    return combining(letter) != 0 or category(letter) in {"Mn", "Me"}
