"""What is asked for from Python: taken as it is meant, or refused in words."""

from __future__ import annotations

from collections.abc import Iterable
from operator import index

from hubscore.errors import Problem, UsageError
from hubscore.model.dataset import Hubs


def whole(number: int, what: str) -> int:
    """A whole number as Python has it, also where it is numpy's.

    Raises
    ------
    UsageError
        Anything else; 3.0 is no whole number here, as it is none in Python.
    """
    try:
        return index(number)
    except TypeError:
        problem = Problem("usage", f"{what} must be a whole number", found=repr(number))
    raise UsageError(problem)


def position(hub: int, hubs: Hubs) -> int:
    """The position of a hub, where there is one.

    Raises
    ------
    UsageError
        An id, or a number that is no position: nothing is counted from the end.
    """
    try:
        at = index(hub)
    except TypeError:
        at = -1
    if 0 <= at < len(hubs):
        return at
    hint = "`dataset.column` says where each id stands"
    if str(hub) in hubs.ids:
        hint = f"`{hub}` is at position {hubs.ids.index(str(hub))}, as `dataset.column` says"
    expected = f"a position from 0 to {len(hubs) - 1}"
    raise UsageError(Problem("unknown-id", "there is no such hub", found=repr(hub), expected=expected, hint=hint))


def positions(given: Iterable[int], hubs: Hubs) -> tuple[int, ...]:
    """The positions of some hubs; errors as `position`."""
    return tuple(position(hub, hubs) for hub in given)


def listed(names: Iterable[str], what: str) -> tuple[str, ...]:
    """Some names, also of an iterator, which gives them only once.

    Raises
    ------
    UsageError
        A single text, whose letters would be taken for names; what is no text.
    """
    if isinstance(names, str):
        raise UsageError(Problem("usage", f"{what} must be a list of names", found=repr(names), hint=f"[{names!r}]"))
    found = tuple(names)
    for name in found:
        if not isinstance(name, str):
            raise UsageError(Problem("usage", f"{what} must be a list of names", found=repr(name)))
    return found
