"""A scorecard as rows of key and value, as a snapshot holds it: one setting a row, so that diffs read well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hubscore.errors import InputError, Problem

Scalar = str | bool | int | float | None
Keys = tuple[str | int, ...]

DEEPEST = 32
"""Words of a key, positions in lists included."""

_KEY = re.compile(r"[^.\[\]]+(?:\[[0-9]{1,6}\])*(?:\.[^.\[\]]+(?:\[[0-9]{1,6}\])*)*")
_PART = re.compile(r"\[([0-9]+)\]|([^.\[\]]+)")


def settings_of(raw: Mapping[str, Any]) -> list[tuple[str, Scalar]]:
    """Every value of a scorecard under its key, as `Problem.key` writes it: "indicators.air.goalposts[0]".

    An empty table has the value None; an empty list says the same as none, and is left out.
    """
    return [(Problem("", "", path).key, value) for path, value in _leaves(raw, ())]


def _leaves(value: Any, path: Keys) -> Iterator[tuple[Keys, Scalar]]:
    if isinstance(value, Mapping) and (value or not path):
        for key, below in value.items():
            yield from _leaves(below, (*path, key))
    elif isinstance(value, list | tuple):
        for position, below in enumerate(value):
            yield from _leaves(below, (*path, position))
    else:
        yield path, None if isinstance(value, Mapping) else value


def tables_of(settings: Iterable[tuple[str, Scalar]]) -> dict[str, Any]:
    """The scorecard that rows of key and value stand for.

    Raises
    ------
    InputError
        Where a key is none, stands twice or contradicts another; the problem's path begins
        with the position of the row.
    """
    root: dict[str, Any] = {}
    for row, (key, value) in enumerate(settings):
        if len(key) > 4_000 or _KEY.fullmatch(key) is None or len(path := path_of(key)) > DEEPEST:
            _refuse(row, key, "is no key of a scorecard")
        here: dict[str, Any] | list[Any] = root
        for at, part in enumerate(path):
            last = at + 1 == len(path)
            fresh: Any = ({} if value is None else value) if last else {} if isinstance(path[at + 1], str) else []
            here = _below(here, part, fresh, last, row, key)
    return root


def path_of(key: str) -> Keys:
    """The words of a key, positions in lists as numbers."""
    return tuple(int(place) if place else word for place, word in _PART.findall(key))


def _below(here: Any, part: str | int, fresh: Any, last: bool, row: int, key: str) -> Any:
    """What stands in a table or list at this part; made if it is not there yet."""
    fits = isinstance(here, dict) if isinstance(part, str) else isinstance(here, list)
    if not fits:
        _refuse(row, key, "contradicts a key before it")
    known = part in here if isinstance(part, str) else part < len(here)
    if known and last:
        _refuse(row, key, "stands twice, or contradicts a key before it")
    if isinstance(part, int) and part > len(here):
        _refuse(row, key, "leaves out a place of its list")
    if not known and isinstance(part, int):
        here.append(fresh)
    elif not known:
        here[part] = fresh
    return here[part]


def _refuse(row: int, key: str, fault: str) -> None:
    shown = key if len(key) <= 80 else f"{key[:80]}…"
    raise InputError(Problem("setting", f"`{shown}` {fault}", (row, "key"), "value"))
