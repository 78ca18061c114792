"""Words of the form NAME=SOMETHING."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from hubscore.errors import Problem, UsageError

Said = TypeVar("Said")


def split(word: str, expected: str, hint: str, what: str) -> tuple[str, str]:
    """What stands before and behind the first equals sign."""
    name, sign, text = word.partition("=")
    if not name.strip() or not sign:
        raise UsageError(Problem("usage", f"`{word}` is no {what}", expected=expected, hint=hint))
    return name.strip(), text.strip()


def share(word: str, option: str = "") -> tuple[str, float]:
    """`finance=0.5` as a node and its share; per cent are understood."""
    node, text = split(word, "NODE=SHARE", f"as in {option}finance=0.5", "share")
    found = number(text.removesuffix("%"), word, "a share from 0 to 1, as in finance=0.5")
    return node, found / 100 if text.endswith("%") else found


def number(text: str, word: str, expected: str) -> float:
    """A number as people type it; not what Python would take besides."""
    try:
        found = float(text.strip().replace("_", "x"))
    except ValueError:
        found = float("nan")
    if not abs(found) <= 1e300:
        raise UsageError(Problem("usage", f"`{text.strip()}` in `{word}` is no number", expected=expected))
    return found


def once(option: str, pairs: Iterable[tuple[str, Said]]) -> dict[str, Said]:
    """What an option says by name; twice the same name is an error."""
    result: dict[str, Said] = {}
    for name, said in pairs:
        if name in result:
            raise UsageError(Problem("usage", f"`{option}` names `{name}` twice", expected="one"))
        result[name] = said
    return result
