"""What must hold inside a scorecard beyond the shape of its tables.

Every function returns problems with the path of keys; the place in the file is added by whoever
read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from hubscore.errors import Problem
from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.normalise import NORMALISATIONS
from hubscore.methods.transform import TRANSFORMS
from hubscore.methods.treat import TREATMENTS
from hubscore.model.choice import Choice
from hubscore.model.ordered import check_ordered
from hubscore.model.pairwise import check_pairwise
from hubscore.model.scorecard import ROOT, Indicator, Scorecard
from hubscore.model.tree import DEEPEST, Tree, named_weights, tree_of
from hubscore.model.unknown import Unknowns, article

Path = tuple[str | int, ...]


def check_scorecard(scorecard: Scorecard) -> list[Problem]:
    """All that is wrong inside a scorecard."""
    tree, unknowns = tree_of(scorecard), Unknowns()
    problems = [*_names(scorecard), *_links(scorecard, tree, unknowns), *_scale(scorecard)]
    problems += [*_indicators(scorecard, unknowns), *_panel(scorecard)]
    if all(problem.rule not in ("tree", "duplicate-id") for problem in problems):
        problems += [*_weights(scorecard, tree, unknowns), *check_pairwise(scorecard, tree, unknowns)]
        problems += check_ordered(scorecard, tree)
    if scorecard.hubs is None and scorecard.data is None:
        expected = '`hubs = "hubs/*.toml"`, or a table [data]'
        problems.append(Problem("missing-key", "the scorecard names no hubs", ("hubs",), expected=expected))
    return problems


def _names(scorecard: Scorecard) -> Iterator[Problem]:
    """Indicators, pillars and measures share one set of ids with the root."""
    seen = {ROOT: "root node"}
    kinds: dict[str, Iterable[str]] = {
        "pillar": scorecard.pillars,
        "indicator": scorecard.indicators,
        "measure": scorecard.measures,
    }
    for kind, entries in kinds.items():
        for name in entries:
            if name in seen:
                message = f"`{name}` is taken: it is the id of {article(seen[name])} already"
                hint = "indicators, pillars and measures share one set of ids"
                yield Problem("duplicate-id", message, (f"{kind}s", name), hint=hint)
            seen[name] = kind


def _links(scorecard: Scorecard, tree: Tree, unknowns: Unknowns) -> Iterator[Problem]:
    """Cycles, orphans, empty pillars, too many levels."""
    places: list[tuple[str | None, Path]]
    places = [(pillar.parent, ("pillars", name, "parent")) for name, pillar in scorecard.pillars.items()]
    places += [(entry.pillar, ("indicators", name, "pillar")) for name, entry in scorecard.indicators.items()]
    meant = set()
    for above, path in places:
        if above is not None and above not in scorecard.pillars:
            problem = unknowns.problem("pillar", above, path, scorecard.pillars)
            yield problem._replace(hint="leave it out to hang on the index") if above == ROOT else problem
            meant.add(problem.hint.partition("`")[2].rstrip("`?"))
    for name in _ringed(scorecard, tree):
        message, hint = f"the pillar `{name}` is its own ancestor", "one pillar of the ring needs another parent"
        yield Problem(
            "tree", message, ("pillars", name, "parent"), "value", scorecard.pillars[name].parent or "", "", hint
        )
    if max(tree.depth.values()) > DEEPEST:
        deepest = max(tree.depth, key=tree.depth.__getitem__)
        kind = "pillars" if deepest in scorecard.pillars else "indicators"
        yield Problem("tree", f"more than {DEEPEST} levels of pillars", (kind, deepest))
        return
    for name in scorecard.pillars:
        if name in tree.depth and name not in meant and not tree.leaves_below(name):
            message = f"the pillar `{name}` is empty: no indicator hangs on it"
            hint = f'give an indicator `pillar = "{name}"`, or remove the pillar'
            yield Problem("tree", message, ("pillars", name), hint=hint)


def _ringed(scorecard: Scorecard, tree: Tree) -> list[str]:
    """Pillars on a ring; what hangs on one, or on a pillar that does not exist, is told with that one."""
    ringed: set[str] = set()
    settled = set(tree.depth)
    for name in scorecard.pillars:
        way: dict[str, int] = {}
        here: str | None = name
        while here in scorecard.pillars and here not in settled and here not in way:
            way[here] = len(way)
            here = scorecard.pillars[here].parent
        if here in way:
            ringed |= {pillar for pillar, position in way.items() if position >= way[here]}
        settled |= set(way)
    return [name for name in scorecard.pillars if name in ringed]


def _scale(scorecard: Scorecard) -> Iterator[Problem]:
    low, high = scorecard.method.scale
    if low >= high:
        expected = "the lowest score first, then a higher one"
        above: Path = ("method", "scale")
        yield Problem("scale", "`method.scale` does not rise", above, "value", f"[{low:g}, {high:g}]", expected)
    if low >= 0:
        return
    places: list[tuple[Path, Choice | None]] = [(("method", "aggregate"), scorecard.method.aggregate)]
    places += [(("index", "aggregate"), scorecard.index.aggregate)]
    places += [(("pillars", name, "aggregate"), pillar.aggregate) for name, pillar in scorecard.pillars.items()]
    for path, choice in places:
        if choice is not None and AGGREGATIONS[choice.name].positive:
            message = f"the {choice.name} mean needs a scale that starts at 0 or above"
            expected = "a `method.scale` from 0 or above, or the arithmetic mean"
            yield Problem("scale", message, path, "value", f"a scale from {low:g}", expected)


def _indicators(scorecard: Scorecard, unknowns: Unknowns) -> Iterator[Problem]:
    readable = {*scorecard.measures, *(name for name, entry in scorecard.indicators.items() if entry.from_ is None)}
    for name, entry in scorecard.indicators.items():
        path: Path = ("indicators", name)
        if entry.from_ is not None and entry.from_ not in readable:
            yield unknowns.problem("measure", entry.from_, (*path, "from"), readable)
        if entry.per is not None and entry.per not in scorecard.measures:
            yield unknowns.problem("measure", entry.per, (*path, "per"), scorecard.measures)
        if entry.goalposts is not None:
            yield from _goalposts(entry, (*path, "goalposts"))
        yield from _needed(scorecard, name, entry)


def _needed(scorecard: Scorecard, name: str, entry: Indicator) -> Iterator[Problem]:
    """What the indicator's normalisation, and those that draws try in its place, cannot do without."""
    path: Path = ("indicators", name)
    method = entry.normalise or scorecard.method.normalise
    tried = {each.name for each in ((method,) if entry.normalise else (method, *scorecard.uncertainty.normalise))}
    if method.name == "goalposts" and entry.goalposts is None:
        message = f"`goalposts` is missing in [indicators.{name}]"
        expected = "`goalposts = [worst, best]`, or another `normalise`"
        yield Problem("missing-key", message, (*path, "goalposts"), expected=expected)
    if "distance_to_target" in tried and entry.target is None:
        message = f"`target` is missing in [indicators.{name}]"
        expected = "`target = ...`, as distance_to_target needs it"
        hint = "" if method.name == "distance_to_target" else "`uncertainty.normalise` names that method"
        yield Problem("missing-key", message, (*path, "target"), expected=expected, hint=hint)
    ends = [NORMALISATIONS[each].ends for each in sorted(tried)]
    yield from dict.fromkeys(problem for end in ends for problem in _undefined(entry, path, end))


def _panel(scorecard: Scorecard) -> Iterator[Problem]:
    """What cannot be held over all years: a year's own mean, spread or ranks, and its own treatment."""
    if not scorecard.method.panel:
        return
    of_a_year = {row.name for row in NORMALISATIONS.values() if row.ends == "none" and row.relative}
    rules: list[tuple[str, set[str], str]] = [
        ("normalise", of_a_year, "a normalisation with goalposts: goalposts, minmax, distance_to_target, ..."),
        ("treat", TREATMENTS.keys() - {"none"}, '"none", since a treatment differs from year to year'),
    ]
    for key, refused, expected in rules:
        own: dict[Path, Choice | None] = {
            ("indicators", name, key): getattr(entry, key) for name, entry in scorecard.indicators.items()
        }
        usual: dict[Path, Choice | None] = {("method", key): getattr(scorecard.method, key)}
        for path, choice in (usual | own if None in own.values() else own).items():
            if choice is not None and choice.name in refused:
                message = f"`panel = true` cannot hold `{choice.name}` over all years"
                yield Problem("panel", message, path, "value", choice.name, expected, "or leave out `panel`")


def _goalposts(entry: Indicator, path: Path) -> Iterator[Problem]:
    worst, best = entry.goalposts or ("min", "max")
    higher = entry.direction == "higher"
    found = f"[{_written(worst)}, {_written(best)}]"
    first, last = ("min", "max") if higher else ("max", "min")
    if worst == best:
        expected = "two different ones, the worst first"
        yield Problem("goalposts", "the `goalposts` are equal", path, "value", found, expected)
    elif (isinstance(worst, str) and worst != first) or (isinstance(best, str) and best not in (last, "benchmark")):
        expected = f'"{first}" or a number as the worst, "{last}", "benchmark" or a number as the best'
        yield Problem("goalposts", "the `goalposts` do not fit the direction", path, "value", found, expected)
    elif not isinstance(worst, str) and not isinstance(best, str) and (best > worst) != higher:
        expected = f"the worst first, then the best: {entry.direction} is better here"
        hint = f"did you mean [{best:g}, {worst:g}]?"
        yield Problem("goalposts", "the `goalposts` are in the wrong order", path, "value", found, expected, hint)


def _written(end: float | str) -> str:
    return f'"{end}"' if isinstance(end, str) else f"{end:g}"


def _undefined(entry: Indicator, path: Path, ends: str) -> Iterator[Problem]:
    """Numbers that set the range and have no logarithm or root, or a target worse than the worst."""
    worst, best = entry.goalposts or ("min", "max")
    used = {"goalposts": [worst, best], "reference": [worst], "target": [worst]}.get(ends, [])
    target = entry.target if ends == "target" else None
    transform, parameter = TRANSFORMS[entry.transform.name], entry.transform.number
    for end, key in [*((end, "goalposts") for end in used), (target, "target")]:
        if isinstance(end, float) and np.isnan(transform.function(np.array(end), parameter)):
            hint = "give a shift, as in { log = 1 }" if transform.name == "log" else ""
            message = f"`{key}` holds a number that has no {transform.name}"
            yield Problem("goalposts", message, (*path, key), "value", f"{end:g}", "a greater number", hint)
    turn = 1 if entry.direction == "higher" else -1
    if target is not None and isinstance(worst, float) and turn * (target - worst) <= 0:
        expected = f"a target better than the worst goalpost, {worst:g}: {entry.direction} is better here"
        yield Problem(
            "goalposts",
            "the `target` is not better than the worst",
            (*path, "target"),
            "value",
            f"{target:g}",
            expected,
        )


def _weights(scorecard: Scorecard, tree: Tree, unknowns: Unknowns) -> Iterator[Problem]:
    nodes = set(tree.order) - {ROOT}
    meant: set[str | None] = set()
    free = nodes - scorecard.weights.keys()
    for name in scorecard.weights:
        if name not in nodes:
            kind = "a measure, which is not scored" if name in scorecard.measures else "no pillar or indicator"
            close = unknowns.meant(name, free)
            hint = f"did you mean `{close}`?" if close else ""
            yield Problem("weights", f"a weight for nothing: `{name}` is {kind}", ("weights", name), hint=hint)
            meant.add(close)
    for node, weights in named_weights(scorecard, tree).items():
        named = [member for member, weight in weights.items() if weight is not None and member in scorecard.weights]
        lacking = [member for member, weight in weights.items() if weight is None and member not in meant]
        if named and lacking:
            words = ", ".join(f"`{member}`" for member in lacking[:12]) + (", ..." if len(lacking) > 12 else "")
            message = f"only some children of {scorecard.label(node)} have weights, {words} not"
            hint = "name all siblings, or none (they weigh the same)"
            yield Problem("weights", message, ("weights", named[0]), hint=hint)
        elif named and None not in weights.values() and not any(weights.values()):
            path: Path = ("weights",) if len(scorecard.weights) == len(named) else ("weights", named[0])
            message = f"all `weights` below {scorecard.label(node)} are 0"
            yield Problem("weights", message, path, expected="at least one above 0")
