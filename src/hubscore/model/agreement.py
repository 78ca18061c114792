"""What a scorecard and its hubs must agree on."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from hubscore.errors import Problem
from hubscore.model.choice import Choice
from hubscore.model.possible import impossible, kinds_of
from hubscore.model.profile import Figure, Profile
from hubscore.model.scorecard import Scorecard
from hubscore.model.unknown import Unknowns

Path = tuple[str | int, ...]


def series_of(scorecards: Collection[Scorecard]) -> list[str]:
    """Indicators and measures that may have readings of their own, in any of the scorecards."""
    names: dict[str, None] = {}
    for card in scorecards:
        names |= dict.fromkeys(card.measures)
        names |= {name: None for name, entry in card.indicators.items() if entry.from_ is None}
    return list(names)


def divisors_of(scorecards: Collection[Scorecard]) -> set[str]:
    """Measures that any of the scorecards divides by."""
    return {entry.per for card in scorecards for entry in card.indicators.values() if entry.per is not None}


def check_hubs(scorecard: Scorecard, hubs: Collection[str]) -> list[Problem]:
    """Hubs that the scorecard names and nobody knows."""
    unknowns = Unknowns()
    problems = [
        unknowns.problem("hub", hub, ("indicators", name, "applies_to", position), hubs)
        for name, entry in scorecard.indicators.items()
        for position, hub in enumerate(entry.applies_to or ())
        if hub not in hubs
    ]
    for path, choice in _normalisations(scorecard):
        if choice.name == "distance_to_reference" and choice.parameter not in hubs:
            problems.append(unknowns.problem("hub", str(choice.parameter), path, hubs))
    return problems


def _normalisations(scorecard: Scorecard) -> Iterator[tuple[Path, Choice]]:
    yield ("method", "normalise"), scorecard.method.normalise
    for position, choice in enumerate(scorecard.uncertainty.normalise):
        yield ("uncertainty", "normalise", position), choice
    for name, entry in scorecard.indicators.items():
        if entry.normalise is not None:
            yield ("indicators", name, "normalise"), entry.normalise


class Known(NamedTuple):
    """What profiles may name, in the order of the file: found once, however many profiles there are.

    `series` may have readings, `divisors` must be above 0, `kinds` says which are places or counts,
    `names` are what statements can be about, `reads` says from where an indicator without readings of
    its own takes them.
    """

    series: dict[str, None]
    divisors: set[str]
    kinds: dict[str, str]
    names: dict[str, None]
    reads: dict[str, str]


def known_of(scorecards: Collection[Scorecard]) -> Known:
    """What a scorecard and its scenarios know together."""
    names = dict.fromkeys(name for card in scorecards for name in (*card.indicators, *card.measures))
    entries = [(name, entry.from_) for card in scorecards for name, entry in card.indicators.items()]
    reads = {name: source for name, source in reversed(entries) if source is not None}
    return Known(dict.fromkeys(series_of(scorecards)), divisors_of(scorecards), kinds_of(scorecards), names, reads)


def check_profile(profile: Profile, known: Known | None) -> list[Problem]:
    """All that is wrong in a profile, given what a scorecard and its scenarios know.

    Where nothing is known, since the scorecard is broken, what the profile says of itself is still looked at.
    """
    unknowns = Unknowns()
    problems: list[Problem] = []
    for name, years in profile.data.items():
        if known is not None and name not in known.series:
            problems.append(_no_series(name, known, unknowns))
        for year, readings in years.items():
            for position, reading in enumerate(readings):
                path = ("data", name, year, position)
                problems += _source(profile, reading.source, path, unknowns)
                if known is not None:
                    problems += _figure(name, year, reading, known, path)
    problems += _statements(profile, known, unknowns)
    return problems


def _no_series(name: str, known: Known, unknowns: Unknowns) -> Problem:
    if name in known.reads:
        source = known.reads[name]
        message = f"`{name}` has no readings of its own: it reads `{source}`"
        return Problem("unknown-id", message, ("data", name), hint=f"put the readings under [data.{source}]")
    problem = unknowns.problem("indicator or measure", name, ("data", name), known.series)
    return problem._replace(at="key")


def _figure(name: str, year: str, figure: Figure, known: Known, path: Path) -> Iterator[Problem]:
    if name in known.divisors:
        yield from _divisor(name, year, figure, path)
    yield from _impossible(name, year, figure, known, path)


def _divisor(name: str, year: str, figure: Figure, path: Path) -> Iterator[Problem]:
    for key in ("value", "at_least", "at_most"):
        number = getattr(figure, key)
        if number is not None and number <= 0:
            message = f"`{name}` of {year} is a denominator and not above 0"
            yield Problem("denominator", message, (*path, key), "value", f"{number:g}", "a number above 0")
            return


def _impossible(name: str, year: str, figure: Figure, known: Known, path: Path) -> Iterator[Problem]:
    wrong = impossible(known.kinds.get(name), figure.value, figure.at_least, figure.at_most)
    if wrong is not None:
        yield Problem("impossible", f"`{name}` of {year} {wrong.what}", path, "value", wrong.found, wrong.expected)


def _source(profile: Profile, source: str, path: Path, unknowns: Unknowns) -> Iterator[Problem]:
    if source not in profile.sources:
        problem = unknowns.problem("source", source, (*path, "source"), profile.sources)
        message = f"the source `{source}` is not defined" if source else "the source has no name"
        yield problem._replace(rule="unknown-source", message=message)


def _statements(profile: Profile, known: Known | None, unknowns: Unknowns) -> Iterator[Problem]:
    """Bets, claims and targets."""
    for at, bet in enumerate(profile.bets):
        for position, name in enumerate(bet.indicators):
            if known is not None and name not in known.names:
                path = ("bets", at, "indicators", position)
                yield unknowns.problem("indicator or measure", name, path, known.names)
    yield from _claims(profile, unknowns)
    for at, target in enumerate(profile.targets):
        if known is not None and target.of not in known.names:
            yield unknowns.problem("indicator or measure", target.of, ("targets", at, "of"), known.names)
        yield from _source(profile, target.source, ("targets", at), unknowns)


def _claims(profile: Profile, unknowns: Unknowns) -> Iterator[Problem]:
    ids = {claim.id for claim in profile.claims}
    seen: set[str] = set()
    for at, claim in enumerate(profile.claims):
        if claim.id in seen:
            yield Problem("duplicate-id", f"the claim `{claim.id}` stands twice", ("claims", at, "id"), "value")
        seen.add(claim.id)
        if claim.of == claim.id:
            yield Problem("unknown-id", f"the claim `{claim.id}` is part of itself", ("claims", at, "of"), "value")
        elif claim.of is not None and claim.of not in ids:
            yield unknowns.problem("claim", claim.of, ("claims", at, "of"), ids - {claim.id})
        elif claim.id in _wider(profile, claim.of):
            message = f"the claim `{claim.id}` is part of a claim that is part of it"
            yield Problem("unknown-id", message, ("claims", at, "of"), "value", claim.of or "")
        for position, reading in enumerate(claim.readings):
            yield from _source(profile, reading.source, ("claims", at, "readings", position), unknowns)


def _wider(profile: Profile, claim: str | None) -> list[str]:
    """A claim and the wider ones that it is part of, each once."""
    above = {each.id: each.of for each in profile.claims}
    met: list[str] = []
    while claim in above and claim not in met:
        met.append(claim)
        claim = above[claim]
    return met
