"""What a scorecard and its profiles must agree on beyond the shape of each file.

Every function returns problems with the path of keys; the place in the file is added by whoever
read it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np

from hubscore.errors import Problem
from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.transform import TRANSFORMS
from hubscore.model.choice import Choice
from hubscore.model.dataset import Dataset
from hubscore.model.profile import Profile, Reading
from hubscore.model.scorecard import ROOT, Indicator, Scorecard
from hubscore.model.suggest import did_you_mean
from hubscore.model.tree import Tree, averaged, tree_of


def check_scorecard(scorecard: Scorecard) -> list[Problem]:
    """All that is wrong inside a scorecard."""
    tree = tree_of(scorecard)
    problems = [*_names(scorecard), *_links(scorecard, tree), *_scale(scorecard)]
    for name, entry in scorecard.indicators.items():
        problems += _indicator(scorecard, name, entry)
    if not problems or all(problem.rule != "tree" for problem in problems):
        problems += _weights(scorecard, tree)
    if scorecard.hubs is None and scorecard.data is None:
        expected = '`hubs = "hubs/*.toml"`, or a table [data]'
        problems.append(Problem("missing-key", "the scorecard names no hubs", ("hubs",), expected=expected))
    return problems


def _names(scorecard: Scorecard) -> Iterable[Problem]:
    kinds = {"indicators": scorecard.indicators, "pillars": scorecard.pillars, "measures": scorecard.measures}
    seen: dict[str, str] = {ROOT: "root node"}
    for kind, entries in kinds.items():
        for name in entries:
            if name in seen:
                message = f"`{name}` is taken: it is the id of a {seen[name]} already"
                yield Problem("duplicate-id", message, (kind, name), hint="indicators, pillars and measures share one set of ids")
            seen[name] = kind[:-1]


def _links(scorecard: Scorecard, tree: Tree) -> Iterable[Problem]:
    for name, pillar in scorecard.pillars.items():
        if pillar.parent is not None and pillar.parent not in scorecard.pillars:
            yield _unknown("pillar", pillar.parent, ("pillars", name, "parent"), scorecard.pillars)
        elif name not in tree.depth and not _under_unknown(scorecard, name):
            message = f"the pillar `{name}` is its own ancestor"
            yield Problem("tree", message, ("pillars", name, "parent"), "value", hint="one pillar of the ring needs another parent")
        elif name in tree.depth and not tree.leaves_below(name):
            message = f"the pillar `{name}` is empty: no indicator hangs on it"
            hint = f'give an indicator `pillar = "{name}"`, or remove the pillar'
            yield Problem("tree", message, ("pillars", name), hint=hint)
    for name, entry in scorecard.indicators.items():
        if entry.pillar is not None and entry.pillar not in scorecard.pillars:
            yield _unknown("pillar", entry.pillar, ("indicators", name, "pillar"), scorecard.pillars)


def _under_unknown(scorecard: Scorecard, name: str) -> bool:
    """Whether the way up ends at a pillar that does not exist (told once, at that pillar)."""
    seen: set[str] = set()
    while name in scorecard.pillars and name not in seen:
        seen.add(name)
        name = scorecard.pillars[name].parent or ROOT
    return name not in seen


def _unknown(kind: str, word: str, path: tuple[str | int, ...], known: Collection[str]) -> Problem:
    hint = did_you_mean(word, known)
    expected = "" if hint else f"the id of a {kind}" + (": " + ", ".join(sorted(known)[:12]) if known else "")
    rule = "tree" if kind == "pillar" else "unknown-id"
    return Problem(rule, f"there is no {kind} `{word}`", path, "value", expected=expected, hint=hint)


def _scale(scorecard: Scorecard) -> Iterable[Problem]:
    low, high = scorecard.method.scale
    if low >= high:
        expected = "the lowest score first, then a higher one"
        yield Problem("scale", "`method.scale` does not rise", ("method", "scale"), "value", f"[{low:g}, {high:g}]", expected)
    if low >= 0:
        return
    places: list[tuple[tuple[str, ...], Choice | None]] = [(("method", "aggregate"), scorecard.method.aggregate)]
    places += [(("index", "aggregate"), scorecard.index.aggregate)]
    places += [(("pillars", name, "aggregate"), pillar.aggregate) for name, pillar in scorecard.pillars.items()]
    for path, choice in places:
        if choice is not None and AGGREGATIONS[choice.name].positive:
            message = f"the {choice.name} mean needs a scale that starts at 0 or above"
            yield Problem("scale", message, path, "value", f"a scale from {low:g}", "`method.scale` from 0, or the arithmetic mean")


def _indicator(scorecard: Scorecard, name: str, entry: Indicator) -> Iterable[Problem]:
    path = ("indicators", name)
    readable = [*scorecard.measures, *(key for key, other in scorecard.indicators.items() if other.from_ is None)]
    if entry.from_ is not None and entry.from_ not in readable:
        yield _unknown("measure", entry.from_, (*path, "from"), readable)
    if entry.per is not None and entry.per not in scorecard.measures:
        yield _unknown("measure", entry.per, (*path, "per"), scorecard.measures)
    method = entry.normalise or scorecard.method.normalise
    if method.name == "goalposts" and entry.goalposts is None:
        message = f"`goalposts` is missing in [indicators.{name}]"
        yield Problem("missing-key", message, (*path, "goalposts"), expected="`goalposts = [worst, best]`, or another `normalise`")
    if method.name == "distance_to_target" and entry.target is None:
        message = f"`target` is missing in [indicators.{name}]"
        yield Problem("missing-key", message, (*path, "target"), expected="`target = ...`, as distance_to_target needs it")
    if entry.goalposts is not None:
        yield from _goalposts(entry, (*path, "goalposts"))


def _goalposts(entry: Indicator, path: tuple[str, ...]) -> Iterable[Problem]:
    assert entry.goalposts is not None
    worst, best = entry.goalposts
    higher = entry.direction == "higher"
    found = f"[{worst}, {best}]" if isinstance(worst, str) or isinstance(best, str) else f"[{worst:g}, {best:g}]"
    order = "the worst first, then the best"
    first, last = ("min", "max") if higher else ("max", "min")
    if worst == best:
        yield Problem("goalposts", "the `goalposts` are equal", path, "value", found, order)
    elif isinstance(worst, str) and worst != first or isinstance(best, str) and best not in (last, "benchmark"):
        expected = f'"{first}" or a number as the worst; "{last}", "benchmark" or a number as the best'
        yield Problem("goalposts", "the `goalposts` do not fit the direction", path, "value", found, expected)
    elif not isinstance(worst, str) and not isinstance(best, str):
        if (best > worst) != higher:
            expected = f"{order}: `{entry.direction}` is better here"
            hint = f"did you mean [{best:g}, {worst:g}]?"
            yield Problem("goalposts", "the `goalposts` are in the wrong order", path, "value", found, expected, hint)
        else:
            yield from _transformed(entry, path, worst, best)


def _transformed(entry: Indicator, path: tuple[str, ...], worst: float, best: float) -> Iterable[Problem]:
    function = TRANSFORMS[entry.transform.name].function
    assert function is not None
    ends = np.array([worst, best])
    if np.isnan(function(ends, entry.transform.number)).any():
        message = f"the `goalposts` have no {entry.transform.name}"
        hint = "give a shift, as in { log = 1 }, or a goalpost above 0"
        yield Problem("goalposts", message, path, "value", f"[{worst:g}, {best:g}]", "values above 0", hint)


def _weights(scorecard: Scorecard, tree: Tree) -> Iterable[Problem]:
    nodes = set(tree.order) - {ROOT}
    for name in scorecard.weights:
        if name in nodes:
            continue
        kind = "a measure, which is not scored" if name in scorecard.measures else "no pillar or indicator"
        message = f"a weight for nothing: `{name}` is {kind}"
        yield Problem("weights", message, ("weights", name), hint=did_you_mean(name, nodes))
    for node in tree.children:
        members = averaged(scorecard, tree, node)
        named = [member for member in members if member in scorecard.weights]
        if not named:
            continue
        label = scorecard.label(node)
        if len(named) < len(members):
            lacking = ", ".join(f"`{member}`" for member in members if member not in named)
            message = f"only some children of {label} have weights: {lacking} has none"
            yield Problem("weights", message, ("weights", named[0]), hint="name all siblings, or none (they weigh the same)")
        elif not any(scorecard.weights[member] for member in named):
            path: tuple[str, ...] = ("weights",) if len(scorecard.weights) == len(named) else ("weights", named[0])
            message = f"all `weights` below {label} are 0"
            yield Problem("weights", message, path, expected="at least one above 0")


def check_hubs(scorecard: Scorecard, hubs: Collection[str]) -> list[Problem]:
    """Hubs that the scorecard names and nobody knows."""
    problems = []
    for name, entry in scorecard.indicators.items():
        for position, hub in enumerate(entry.applies_to or ()):
            if hub not in hubs:
                problems.append(_unknown("hub", hub, ("indicators", name, "applies_to", position), hubs))
    places = [(("method", "normalise"), scorecard.method.normalise)]
    places += [(("indicators", name, "normalise"), i.normalise) for name, i in scorecard.indicators.items() if i.normalise]
    for path, choice in places:
        if choice.name == "distance_to_reference" and choice.parameter not in hubs:
            problems.append(_unknown("hub", str(choice.parameter), path, hubs))
    return problems


def check_denominators(scorecard: Scorecard, dataset: Dataset) -> list[Problem]:
    """Denominators of wide tables that are not above 0 (profiles are checked one by one)."""
    problems = []
    for name in dict.fromkeys(entry.per for entry in scorecard.indicators.values() if entry.per in dataset.row):
        wrong = dataset.value[:, dataset.row[name]] <= 0
        for hub in np.flatnonzero(wrong.any(axis=0)):
            message = f"`{name}` of {dataset.hubs.ids[hub]} is a denominator and not above 0"
            problems.append(Problem("denominator", message, ("measures", name), expected="a value above 0"))
    return problems


def series_of(scorecard: Scorecard) -> list[str]:
    """Indicators and measures that may have readings of their own."""
    read = [name for name, entry in scorecard.indicators.items() if entry.from_ is None]
    return [*scorecard.measures, *read]


def check_profile(profile: Profile, scorecard: Scorecard) -> list[Problem]:
    """All that is wrong in a profile, given the scorecard."""
    series = set(series_of(scorecard))
    divisors = {entry.per for entry in scorecard.indicators.values() if entry.per}
    problems: list[Problem] = []
    for name, years in profile.data.items():
        if name not in series:
            problems.append(_no_series(scorecard, name, series))
        for year, readings in years.items():
            for position, reading in enumerate(readings):
                path = ("data", name, year, position)
                problems += _source(profile, reading.source, (*path, "source"))
                if name in divisors and not _positive(reading):
                    message = f"`{name}` of {year} is a denominator and not above 0"
                    problems.append(Problem("denominator", message, path, "value", expected="a value above 0"))
    problems += _statements(profile, scorecard)
    return problems


def _no_series(scorecard: Scorecard, name: str, series: Collection[str]) -> Problem:
    entry = scorecard.indicators.get(name)
    if entry is not None and entry.from_ is not None:
        hint = f"put the readings under [data.{entry.from_}]"
        return Problem("unknown-id", f"`{name}` has no readings of its own: it reads `{entry.from_}`", ("data", name), hint=hint)
    hint = did_you_mean(name, series)
    expected = "" if hint else "the id of an indicator or measure of the scorecard"
    return Problem("unknown-id", f"there is no indicator or measure `{name}`", ("data", name), expected=expected, hint=hint)


def _positive(reading: Reading) -> bool:
    return all(end is None or end > 0 for end in (reading.value, reading.at_least, reading.at_most))


def _source(profile: Profile, source: str, path: tuple[str | int, ...]) -> list[Problem]:
    if source in profile.sources:
        return []
    hint = did_you_mean(source, profile.sources)
    expected = "" if hint else f"a table [sources.{source}]" if source else "the id of one of [sources]"
    return [Problem("unknown-source", f"the source `{source}` is not defined", path, "value", expected=expected, hint=hint)]


def _statements(profile: Profile, scorecard: Scorecard) -> Iterable[Problem]:
    known = {*scorecard.indicators, *scorecard.measures}
    for at, bet in enumerate(profile.bets):
        for position, name in enumerate(bet.indicators):
            if name not in known:
                yield _unknown("indicator or measure", name, ("bets", at, "indicators", position), known)
    claims = [claim.id for claim in profile.claims]
    for at, claim in enumerate(profile.claims):
        if claim.id in claims[:at]:
            yield Problem("duplicate-id", f"the claim `{claim.id}` stands twice", ("claims", at, "id"), "value")
        if claim.of is not None and (claim.of not in claims or claim.of == claim.id):
            yield _unknown("claim", claim.of, ("claims", at, "of"), [other for other in claims if other != claim.id])
        for position, reading in enumerate(claim.readings):
            yield from _source(profile, reading.source, ("claims", at, "readings", position, "source"))
    for at, target in enumerate(profile.targets):
        if target.of not in known:
            yield _unknown("indicator or measure", target.of, ("targets", at, "of"), known)
        yield from _source(profile, target.source, ("targets", at, "source"))


def merged(base: Mapping[str, object], partial: Mapping[str, object]) -> dict[str, object]:
    """A partial scorecard merged key by key over another; what is no table replaces."""
    result = dict(base)
    for key, value in partial.items():
        below = result.get(key)
        is_choice = key in ("normalise", "aggregate", "treat", "missing", "transform", "bounds", "ties")
        if isinstance(value, Mapping) and isinstance(below, Mapping) and not is_choice:
            result[key] = merged(below, value)
        else:
            result[key] = value
    return result
