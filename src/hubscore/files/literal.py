"""How an edit writes a value: numbers in the style of what stood there before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

Scalar = bool | int | float | str
Value = Scalar | Mapping[str, Scalar]
"""What can be written: a leaf, or a small table in one line."""

_PLAIN = re.compile(r"[+-]?(?P<whole>[0-9_]+)(?:\.(?P<decimals>[0-9_]+))?")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
_CONTROL = re.compile(r'["\\\x00-\x1f\x7f]')
LEAST_FIXED, MOST_FIXED = 1e-9, 1e16
"""Between these a number is written without an exponent."""

USUAL = 3
"""So many decimals are a habit, more are what one number needed."""

_EXACT = 2**53
"""Whole numbers beyond this would not stay the same with decimals."""


def literal(value: Value, before: str = "") -> str:
    """A value as TOML has it.

    Parameters
    ----------
    value
        A text becomes a basic string in one line, a mapping an inline table.
    before
        What stood there, as it was written: a number keeps its number of decimals if that is
        enough, stays whole if both are, and has its thousands marked as they were.
    """
    if hasattr(value, "item"):  # numpy writes its numbers in other words
        value = value.item()
    if isinstance(value, Mapping):
        return inline(f"{written_key(key)} = {literal(entry)}" for key, entry in value.items())
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + _CONTROL.sub(lambda match: _escaped(match[0]), value) + '"'
    return _number(value if isinstance(value, int) else float(value), _PLAIN.fullmatch(before))


def inline(pairs: Iterable[str]) -> str:
    """An inline table of pairs that are written out."""
    words = ", ".join(pairs)
    return f"{{ {words} }}" if words else "{}"


def written_key(key: str) -> str:
    """A key as it may stand before an equals sign."""
    return key if _BARE.fullmatch(key) else literal(key)


def _escaped(character: str) -> str:
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"


def _number(value: int | float, style: re.Match[str] | None) -> str:
    if not isinstance(value, int) and not (value == 0 or LEAST_FIXED <= abs(value) < MOST_FIXED):
        return repr(value)
    whole, _, decimals = format(Decimal(repr(value)), "f").partition(".")
    decimals = decimals.rstrip("0")
    exact = not isinstance(value, int) or abs(value) <= _EXACT
    old = (style["decimals"] or "").replace("_", "") if style and exact else ""
    least = len(old) if len(old) <= USUAL or old.endswith("0") else 0
    decimals = decimals.ljust(least, "0")
    if not decimals and not isinstance(value, int) and (style is None or style["decimals"] is not None):
        decimals = "0"
    if style and "_" in style["whole"]:
        whole = f"{int(whole):_}" if whole.lstrip("-") != "0" else whole
    return f"{whole}.{decimals}" if decimals else whole
