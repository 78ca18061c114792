"""What a scorecard and its hubs must agree on."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from hubscore.errors import Problem
from hubscore.model.choice import Choice
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


def check_profile(profile: Profile, scorecards: Collection[Scorecard]) -> list[Problem]:
    """All that is wrong in a profile, given a scorecard and its scenarios."""
    unknowns, series, divisors = Unknowns(), set(series_of(scorecards)), divisors_of(scorecards)
    problems: list[Problem] = []
    for name, years in profile.data.items():
        if name not in series:
            problems.append(_no_series(scorecards, name, series, unknowns))
        for year, readings in years.items():
            for position, reading in enumerate(readings):
                path = ("data", name, year, position)
                problems += _source(profile, reading.source, path, unknowns)
                if name in divisors:
                    problems += _divisor(name, year, reading, path)
    problems += _statements(profile, scorecards, unknowns)
    return problems


def _no_series(scorecards: Collection[Scorecard], name: str, series: Collection[str], unknowns: Unknowns) -> Problem:
    for card in scorecards:
        entry = card.indicators.get(name)
        if entry is not None and entry.from_ is not None:
            message = f"`{name}` has no readings of its own: it reads `{entry.from_}`"
            return Problem("unknown-id", message, ("data", name), hint=f"put the readings under [data.{entry.from_}]")
    problem = unknowns.problem("indicator or measure", name, ("data", name), series)
    return problem._replace(at="key")


def _divisor(name: str, year: str, figure: Figure, path: Path) -> Iterator[Problem]:
    for key in ("value", "at_least", "at_most"):
        number = getattr(figure, key)
        if number is not None and number <= 0:
            message = f"`{name}` of {year} is a denominator and not above 0"
            yield Problem("denominator", message, (*path, key), "value", f"{number:g}", "a number above 0")
            return


def _source(profile: Profile, source: str, path: Path, unknowns: Unknowns) -> Iterator[Problem]:
    if source not in profile.sources:
        problem = unknowns.problem("source", source, (*path, "source"), profile.sources)
        message = f"the source `{source}` is not defined" if source else "the source has no name"
        yield problem._replace(rule="unknown-source", message=message)


def _statements(profile: Profile, scorecards: Collection[Scorecard], unknowns: Unknowns) -> Iterator[Problem]:
    """Bets, claims and targets."""
    known = {name for card in scorecards for name in (*card.indicators, *card.measures)}
    for at, bet in enumerate(profile.bets):
        for position, name in enumerate(bet.indicators):
            if name not in known:
                yield unknowns.problem("indicator or measure", name, ("bets", at, "indicators", position), known)
    yield from _claims(profile, unknowns)
    for at, target in enumerate(profile.targets):
        if target.of not in known:
            yield unknowns.problem("indicator or measure", target.of, ("targets", at, "of"), known)
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
        for position, reading in enumerate(claim.readings):
            yield from _source(profile, reading.source, ("claims", at, "readings", position), unknowns)
