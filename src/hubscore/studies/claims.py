"""The course of a claim: its increments, its growth before and after, what of a wider claim came true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, isfinite, nan
from typing import NamedTuple, get_args

from hubscore.model.profile import Claim, ClaimReading, Status
from hubscore.studies.pace import OPEN, Range, minus, over

STAGES: tuple[str, ...] = get_args(Status)
"""How far a claim can have come, the least first."""

HARDLY = 0.02
"""Growth a year up to which a claim has hardly moved ..."""

SLOWED = 1 / 3
"""... and what is left of its earlier growth, at most, for that to be a plateau."""

LONG_ENOUGH = 2
"""Years that a plateau lasts at least: one slow year is none."""


class Step(NamedTuple):
    """From one reading of a claim to a later one.

    `change`: in the claim's unit; `growth`: as a share of 1, `a_year` the same compounded; both
    are open where nothing above 0 was there to grow from.
    """

    start: ClaimReading
    end: ClaimReading
    change: Range
    growth: Range
    a_year: Range

    @property
    def years(self) -> int:
        """Years between the two."""
        return self.end.year - self.start.year


class Part(NamedTuple):
    """A claim beside the wider one that it is part of, in one year; `share` of 1."""

    own: ClaimReading
    wider: ClaimReading
    share: Range


@dataclass(frozen=True, slots=True)
class Course:
    """One claim of the hub at a position.

    `depth`: how many wider claims it stands below; `readings`: the first of each year, oldest
    first; `steps`: from each to the next; `whole`: from the first to the last, None for a single
    one; `plateau`: the steps before and after the year since which it has hardly moved; `parts`:
    by year, where the wider claim has the same unit; `realised`: whether it has come further than
    the wider one; `beside`: what related claims did since the plateau began.
    """

    hub: int
    claim: Claim
    depth: int
    readings: tuple[ClaimReading, ...]
    steps: tuple[Step, ...]
    whole: Step | None
    plateau: tuple[Step, Step] | None
    parts: tuple[Part, ...]
    realised: bool
    beside: tuple[tuple[Claim, Step], ...]


def courses(hub: int, claims: Sequence[Claim], until: int | None = None) -> tuple[Course, ...]:
    """The course of every claim of one hub up to a year, what is part of a claim below it."""
    known = {claim.id: claim for claim in _stated(claims, until)}
    return tuple(_course(hub, claim, depth, known) for depth, claim in wider_first(list(known.values())))


def _stated(claims: Sequence[Claim], until: int | None) -> Iterator[Claim]:
    """The claims without what was stated for later years; one that was stated for later years alone is not made yet."""
    for claim in claims:
        readings = tuple(reading for reading in claim.readings if until is None or reading.year <= until)
        if readings or not claim.readings:
            yield claim.model_copy(update={"readings": readings})


def wider_first(claims: Sequence[Claim]) -> list[tuple[int, Claim]]:
    """Every claim with its depth, the parts of a claim below it."""
    found: list[tuple[int, Claim]] = []
    ids = {claim.id for claim in claims}
    waiting = [(0, claim) for claim in reversed(claims) if claim.of not in ids]
    while waiting:
        depth, claim = waiting.pop()
        found.append((depth, claim))
        waiting += [(depth + 1, part) for part in reversed(claims) if part.of == claim.id]
    return found


def _course(hub: int, claim: Claim, depth: int, known: dict[str, Claim]) -> Course:
    readings = _by_year(claim)
    wider = known.get(claim.of or "")
    flat = _plateau(readings)
    related = [other for other in known.values() if other is not claim and _related(claim, other)]
    return Course(
        hub=hub,
        claim=claim,
        depth=depth,
        readings=readings,
        steps=tuple(step(start, end) for start, end in pairwise(readings)),
        whole=step(readings[0], readings[-1]) if len(readings) > 1 else None,
        plateau=flat,
        parts=() if wider is None else _parts(claim, wider),
        realised=wider is not None and STAGES.index(claim.status) > STAGES.index(wider.status),
        beside=() if flat is None else tuple(_beside(related, flat[1])),
    )


def _by_year(claim: Claim) -> tuple[ClaimReading, ...]:
    """The first reading of each year, oldest first."""
    first: dict[int, ClaimReading] = {}
    for reading in claim.readings:
        first.setdefault(reading.year, reading)
    return tuple(first[year] for year in sorted(first))


def interval(reading: ClaimReading) -> Range:
    """What a reading says: the value, or the bounds it lies in."""
    if reading.value is not None:
        return Range(reading.value, reading.value)
    ends = (reading.at_least, -inf), (reading.at_most, inf)
    return Range(*(free if end is None else end for end, free in ends))


def step(start: ClaimReading, end: ClaimReading) -> Step:
    """From one reading to a later one; of a bound only what it proves is said."""
    before, after = interval(start), interval(end)
    growth = a_year = OPEN
    if before.low > 0 and after.low >= 0:
        ratio, years = over(after, before), end.year - start.year
        growth = Range(ratio.low - 1, ratio.high - 1)
        a_year = Range(*(end ** (1 / years) - 1 if isfinite(end) else end for end in ratio))
    return Step(start, end, minus(after, before), growth, a_year)


def _plateau(readings: Sequence[ClaimReading]) -> tuple[Step, Step] | None:
    """Before and after the first year since which the printed figures have hardly moved."""
    for middle in readings[1:-1]:
        before, after = step(readings[0], middle), step(middle, readings[-1])
        pace, later = _printed(before), _printed(after)
        if after.years >= LONG_ENOUGH and pace > 0 and abs(later) <= min(HARDLY, pace * SLOWED):
            return before, after
    return None


def _printed(found: Step) -> float:
    """Growth a year between the figures as printed, of two bounds the lower; NaN where there is none."""
    start, end = (
        next(number for number in (reading.value, reading.at_least, reading.at_most) if number is not None)
        for reading in (found.start, found.end)
    )
    return float((end / start) ** (1 / found.years) - 1) if start > 0 and end > 0 else nan


def _parts(claim: Claim, wider: Claim) -> tuple[Part, ...]:
    """The claim as a share of the wider one, in the years that both have."""
    if claim.unit != wider.unit:
        return ()
    above = {reading.year: reading for reading in _by_year(wider)}
    both = [(own, above[own.year]) for own in _by_year(claim) if own.year in above]
    return tuple(Part(own, whole, over(interval(own), interval(whole))) for own, whole in both)


def _related(claim: Claim, other: Claim) -> bool:
    """Whether one is part of the other, or both of a third."""
    return other.of == claim.id or claim.of == other.id or (claim.of is not None and claim.of == other.of)


def _beside(related: Sequence[Claim], flat: Step) -> list[tuple[Claim, Step]]:
    """What other claims did in the very years of a plateau."""
    found = []
    for other in related:
        by_year = {reading.year: reading for reading in _by_year(other)}
        if flat.start.year in by_year and flat.end.year in by_year:
            found.append((other, step(by_year[flat.start.year], by_year[flat.end.year])))
    return found
