"""Scenarios: named variants of a scorecard, each a partial scorecard merged key by key over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from hubscore.errors import Problem
from hubscore.model.checks import check_scorecard
from hubscore.model.choice import STEPS
from hubscore.model.fields import check_name
from hubscore.model.found import describe
from hubscore.model.invalid import validated
from hubscore.model.scorecard import SHAPES, Scorecard
from hubscore.model.unknown import Unknowns

FIXED = ("hubs", "data", "scenarios")
"""What a scenario cannot change."""

MOST_SCENARIOS = 100
"""How many scenarios a scorecard may have: each is checked as a scorecard of its own."""

Variants = Mapping[str | None, Scorecard]
"""The scorecard itself under None, its scenarios under their names."""


def variants_of(raw: Mapping[str, Any]) -> tuple[Variants, list[Problem]]:
    """The scorecard and its scenarios, each as a whole, and all that is wrong in them."""
    base, problems = validated(Scorecard, raw, SHAPES)
    variants: dict[str | None, Scorecard] = {}
    if base is not None:
        problems += check_scorecard(base)
        variants[None] = base
    scenarios = raw.get("scenarios")
    if not isinstance(scenarios, Mapping):
        return variants, problems
    if len(scenarios) > MOST_SCENARIOS:
        expected = f"at most {MOST_SCENARIOS}"
        problems.append(
            Problem("too-much", "too many scenarios", ("scenarios",), "key", f"{len(scenarios):,}", expected)
        )
        return variants, problems
    told, unknowns = {(problem.rule, problem.message) for problem in problems}, Unknowns()
    for name, partial in scenarios.items():
        if isinstance(partial, Mapping):
            variant, found = _variant(raw, partial, unknowns)
            problems += [in_scenario(problem, name) for problem in found if (problem.rule, problem.message) not in told]
            if variant is not None:
                variants[name] = variant
    return variants, problems


def _variant(
    raw: Mapping[str, Any], partial: Mapping[str, Any], unknowns: Unknowns
) -> tuple[Scorecard | None, list[Problem]]:
    problems = [Problem("scenario", f"a scenario cannot change `{key}`", (key,)) for key in FIXED if key in partial]
    problems += _label(partial)
    card, found = validated(Scorecard, _over(raw, partial), SHAPES)
    problems += [_meant(problem, raw, unknowns) for problem in found]
    if card is not None:
        problems += check_scorecard(card)
    return card, problems


def _meant(problem: Problem, raw: Mapping[str, Any], unknowns: Unknowns) -> Problem:
    """With a hint where a scenario has an indicator that lacks what it needs, since another one was meant."""
    known, (kind, *names) = raw.get("indicators"), (*problem.path, "")
    if problem.rule != "missing-key" or kind != "indicators" or not isinstance(known, Mapping) or names[0] in known:
        return problem
    close = unknowns.meant(str(names[0]), known.keys())
    return problem._replace(hint=f"did you mean `{close}`?" if close else "")


def _over(raw: Mapping[str, Any], partial: Mapping[str, Any]) -> dict[str, Any]:
    """A scenario over the scorecard, as far as it may change it."""
    return merged(raw, {key: value for key, value in partial.items() if key not in ("label", *FIXED)})


def variant(raw: Mapping[str, Any], scenario: str | None) -> dict[str, Any]:
    """One variant of a scorecard that was read, as one file would say it that has no scenarios."""
    whole = raw if scenario is None else _over(raw, raw["scenarios"][scenario])
    return {key: value for key, value in whole.items() if key != "scenarios"}


def _label(partial: Mapping[str, Any]) -> list[Problem]:
    label = partial.get("label", "-")
    if not isinstance(label, str):
        expected = "a text in quotes"
        return [Problem("bad-value", "`label` is not a text in quotes", ("label",), "value", describe(label), expected)]
    try:
        check_name(label)
    except PydanticCustomError as error:
        context = error.context or {}
        message, found = f"`label` {error.message()}", str(context.get("found", ""))
        return [Problem("name", message, ("label",), "value", found, str(context.get("expected", "")))]
    return []


def merged(base: Mapping[str, Any], partial: Mapping[str, Any], path: tuple[str, ...] = ()) -> dict[str, Any]:
    """A partial scorecard merged key by key over another; what is no table replaces, and so does a choice."""
    result = dict(base)
    for key, value in partial.items():
        below = result.get(key)
        is_choice = (
            key in STEPS
            and path[:1] not in ((), ("measures",), ("pairwise",))
            and path not in (("pillars",), ("indicators",))
        )
        if isinstance(value, Mapping) and isinstance(below, Mapping) and not is_choice:
            result[key] = merged(below, value, (*path, key))
        else:
            result[key] = value
    return result


def across(variants: Variants, check: Callable[[Scorecard], list[Problem]]) -> list[Problem]:
    """What a check finds in the scorecard, and what it finds in its scenarios beyond that."""
    problems = check(variants[None]) if None in variants else []
    told = {(problem.rule, problem.message) for problem in problems}
    for name, card in variants.items():
        if name is not None:
            found = check(card)
            problems += [in_scenario(problem, name) for problem in found if (problem.rule, problem.message) not in told]
    return problems


def in_scenario(problem: Problem, name: str) -> Problem:
    """The same problem, as of the scenario that brings it about."""
    message = problem.message.removesuffix(" at the top level")
    return problem._replace(path=("scenarios", name, *problem.path), message=f"{message} (scenario `{name}`)")
