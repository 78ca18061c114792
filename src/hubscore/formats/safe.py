"""Text from strangers, made fit for a terminal: what cannot be seen or trusted is named instead.

Control and format characters can move the cursor, reorder a line or hide text; they, and
whatever is no character at all, are shown as `<U+XXXX>`.
"""

from __future__ import annotations

from collections.abc import Callable

MOST_MARKS = 4
"""Combining marks in a row that a terminal is asked to stack; no script needs more."""

UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories: control, format, surrogate, private, unassigned, line and paragraph separators."""

STAND_INS = {
    "─": "-", "█": "#", "▉": "#", "▊": "#", "▋": "#", "▌": "#", "▍": "#", "▎": "#", "▏": "#",
    "≥": ">=", "≤": "<=", "≈": "~", "±": "+/-", "\u2212": "-", "–": "-", "—": "-", "×": "x", "·": "-",
    "…": "...", "→": "->", "←": "<-", "\u2018": "'", "\u2019": "'", "“": '"', "”": '"', "\u00a0": " ",
    "╲": "\\", "\u2571": "/", "\u2573": "X", "│": "|", "━": "=", "●": "o", "▐": "#", "░": ".", "▒": ":", "▓": "+",
    "▁": "_", "▂": ".", "▃": ":", "▄": "-", "▅": "=", "▆": "+", "▇": "*",
}  # fmt: skip
"""What hubscore's own symbols become on a terminal that cannot show them."""


def safe(text: str) -> str:
    """Show every unsafe character of `text` as `<U+XXXX>`; the result is one harmless line."""
    if text.isascii() and text.isprintable():
        return text
    return replaced(text, named)


def named(character: str) -> str:
    """The code point of a character that is not shown as itself."""
    return f"<U+{ord(character):04X}>"


def replaced(text: str, replace: Callable[[str], str]) -> str:
    """`text` with `replace(character)` in the place of each unsafe character.

    Unsafe are the categories of `UNSAFE` and, of a run of combining marks, those after the
    first `MOST_MARKS`.
    """
    from unicodedata import category  # plain ASCII, the common case, never gets here

    pieces = []
    marks = 0
    for character in text:
        kind = category(character)
        marks = marks + 1 if kind[0] == "M" else 0
        pieces.append(replace(character) if kind in UNSAFE or marks > MOST_MARKS else character)
    return "".join(pieces)


def encodable(text: str, encoding: str) -> str:
    """`text` in characters that `encoding` has: stand-ins for known symbols, `<U+XXXX>` for the rest.

    Changes lengths, so it comes before any layout.
    """
    if text.isascii() or _fits(text, encoding):
        return text
    return "".join(
        character if _fits(character, encoding) else STAND_INS.get(character) or named(character) for character in text
    )


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def clean(text: str, encoding: str) -> str:
    """`text` as it may be laid out for a reader whose terminal speaks `encoding`."""
    return encodable(safe(text), encoding)
