"""Text from strangers, made fit for a terminal: what cannot be seen or trusted is named instead.

Control and format characters can move the cursor, reorder a line or hide text; they, and
whatever is no character at all, are shown as `<U+XXXX>`.
"""

from __future__ import annotations

from collections.abc import Callable

STAND_INS = {
    "─": "-", "█": "#", "▉": "#", "▊": "#", "▋": "#", "▌": "#", "▍": "#", "▎": "#", "▏": "#",
    "≥": ">=", "≤": "<=", "≈": "~", "±": "+/-", "\u2212": "-", "–": "-", "—": "-", "×": "x", "·": "-",
    "…": "...", "→": "->", "←": "<-", "\u2018": "'", "\u2019": "'", "“": '"', "”": '"', "\u00a0": " ",
    "╲": "\\", "\u2571": "/", "\u2573": "X", "│": "|", "━": "=", "●": "o", "▐": "#", "░": ".", "▒": ":", "▓": "+",
    "▁": "_", "▂": ".", "▃": ":", "▄": "-", "▅": "=", "▆": "+", "▇": "*",
}  # fmt: skip
"""What hubscore's own symbols become on a terminal that cannot show them."""


FIRST_MARK = "\u0300"
"""The first combining mark: text below it stacks nothing, and what of it is printable can be seen."""


def safe(text: str) -> str:
    """Show every unsafe character of `text` as `<U+XXXX>`; the result is one harmless line."""
    if text.isprintable() and (text.isascii() or _is_harmless(text)):
        return text
    return replaced(text, named)


def _is_harmless(text: str) -> bool:
    """Whether nothing in a printable text is stacked or unseen."""
    from hubscore.model.characters import UNSEEN, is_mark  # plain ASCII, the common case, never gets here

    return not any(letter >= FIRST_MARK and (letter in UNSEEN or is_mark(letter)) for letter in set(text))


def named(character: str) -> str:
    """The code point of a character that is not shown as itself."""
    return f"<U+{ord(character):04X}>"


def replaced(text: str, replace: Callable[[str], str]) -> str:
    """`text` with `replace(character)` in the place of each unsafe character.

    Unsafe is what `model.characters` says and, of a run of combining marks, those after the
    first `MOST_MARKS`.
    """
    from hubscore.model.characters import MOST_MARKS, is_mark, is_unsafe

    pieces = []
    marks = 0
    for character in text:
        marks = marks + 1 if is_mark(character) else 0
        pieces.append(replace(character) if marks > MOST_MARKS or is_unsafe(character) else character)
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
