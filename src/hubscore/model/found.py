"""How a value from a TOML file is named in a message."""

from __future__ import annotations

from math import log10

_LONGEST = 40
_LONG_INTEGER = 10**30


def describe(value: object) -> str:
    """Name a value as it was found, in few words, whatever it is.

    Strings in quotes and cut, `true`, `an array of 3`, `a table`, dates in ISO 8601, numbers as
    Python writes them; a very long integer by its number of digits.

    Examples
    --------
    >>> describe([1, 2, 3])
    'an array of 3'
    >>> describe(0.1)
    '0.1'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= _LONGEST else f'"{value[:_LONGEST]}…"'
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return f"an array of {len(value):,}"
    moment = getattr(value, "isoformat", None)
    if moment is not None:
        return str(moment())
    return "nothing" if value is None else f"a value of type {type(value).__name__}"


def _integer(value: int) -> str:
    if abs(value) < _LONG_INTEGER:
        return str(value)
    # Python refuses to write out thousands of digits, but not to take the logarithm.
    return f"an integer of {int(log10(abs(value))) + 1:,} digits"
