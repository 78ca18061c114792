"""What to write in the place of a value or key of another form, where that is plain to see."""

from __future__ import annotations

import re

_WHOLE = r"[+-]?(?:0|[1-9][0-9]{0,14})"
_NUMBERS = {"int_type": _WHOLE, "float_type": rf"{_WHOLE}(?:\.[0-9]{{1,15}})?"}
_YEAR = r"(?<![0-9])(?:1[89]|2[01])[0-9]{2}(?![0-9])"
_ID = r"[a-z_]+"
_PLAIN = r"[\w .-]+"
_LONGEST = 40


def value_hint(kind: str, given: object, key: str) -> str:
    """What to write instead of a value of the wrong type; empty where nobody knows.

    Parameters
    ----------
    kind
        The complaint, as pydantic names it.
    key
        The way to the value, as a header writes it.
    """
    if isinstance(given, str) and len(given) <= _LONGEST:
        if kind in _NUMBERS and re.fullmatch(_NUMBERS[kind], given):
            return f"write `{given}`, without quotes"
        if kind == "tuple_type" and re.fullmatch(_PLAIN, given):
            return f'write `["{given}"]`'
    if kind == "tuple_type" and isinstance(given, dict) and re.fullmatch(_ID, key):
        return f"each stands below a header in double brackets: `[[{key}]]`"
    if kind in ("dict_type", "model_type") and _is_of_tables(given) and "[" not in key:
        return f"a table stands below a header in single brackets: `[{key}]`"
    if kind in ("int_type", "int_from_float") and isinstance(given, float) and given.is_integer():
        return f"write `{int(given)}`"
    return ""


def _is_of_tables(given: object) -> bool:
    return isinstance(given, list) and bool(given) and isinstance(given[0], dict)


def year_hint(text: str) -> str:
    """The year in the name of another time, such as a date or a quarter; empty where there is none."""
    found = re.search(_YEAR, text[:_LONGEST])
    return f"write `{found[0]}`" if found else ""
