"""What a figure can be, by its kind: the places of a ranking are whole and begin at 1, counts begin at 0."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import ceil
from typing import NamedTuple

from hubscore.model.scorecard import Scorecard

LEAST: Mapping[str, float] = {"count": 0.0, "rank": 1.0}
"""The least that a figure of these kinds can be, the strictest last."""

WHAT: Mapping[str, str] = {"count": "a count and below 0", "rank": "a place in a ranking and below 1"}
"""What is wrong with less."""


class Impossible(NamedTuple):
    """What is wrong with a figure, what was found, and what is expected."""

    what: str
    found: str
    expected: str


def kinds_of(scorecards: Collection[Scorecard]) -> dict[str, str]:
    """The series whose readings are places or counts in any of the scorecards, with their kind."""
    found: dict[str, str] = {}
    for kind in LEAST:
        for card in scorecards:
            read = ((entry.from_ or name) for name, entry in card.indicators.items() if entry.kind == kind)
            found |= dict.fromkeys(read, kind)
    return found


def impossible(
    kind: str | None, value: float | None, at_least: float | None, at_most: float | None
) -> Impossible | None:
    """What is wrong with a figure or its bounds where nothing can be so; None where something can."""
    if kind is None:
        return None
    low = next((number for number in (value, at_least, at_most) if number is not None and number < LEAST[kind]), None)
    if low is not None:
        return Impossible(f"is {WHAT[kind]}", f"{low:g}", f"a number at least {LEAST[kind]:g}")
    if kind == "rank" and at_least is not None and at_most is not None and ceil(at_least) > at_most:
        return Impossible("has no place between its bounds", f"{at_least:g} to {at_most:g}", "whole places")
    return None
