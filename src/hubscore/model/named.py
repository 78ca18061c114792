"""Finding a hub or a node by what a person types: id, name, or the beginning of either."""

from __future__ import annotations

from collections.abc import Mapping

from hubscore.errors import Problem, UsageError
from hubscore.model.dataset import Hubs
from hubscore.model.plan import Plan
from hubscore.model.suggest import did_you_mean
from hubscore.model.unknown import MOST_LISTED


def hub_named(word: str, hubs: Hubs, others: Mapping[str, str] | None = None) -> int:
    """The position of a hub; `others` are further names by id.

    Raises
    ------
    UsageError
        Where no hub, or more than one, has this name.
    """
    names = {hub: [name] for hub, name in zip(hubs.ids, hubs.names, strict=True)}
    for hub, name in (others or {}).items():
        names[hub].append(name)
    return hubs.ids.index(named(word, names, "hub"))


def node_named(word: str, plan: Plan, wanted: str = "pillar or indicator") -> str:
    """The id of a node of the tree; errors as `hub_named`."""
    return named(word, {plan.ids[row]: [plan.labels[row]] for row in plan.order}, wanted)


def named(word: str, names: Mapping[str, list[str]], kind: str) -> str:
    """The id that a word means: exact id, exact name, then the beginning of either."""
    if not isinstance(word, str):
        raise UsageError(Problem("usage", f"no {kind} is called {word!r}", expected="a text"))
    plain = _folded(word)
    if word in names:
        return word
    exact = [key for key in names if plain in (_folded(key), *map(_folded, names[key]))]
    begun = [key for key in names if any(_folded(text).startswith(plain) for text in (key, *names[key]))]
    found = exact or (begun if plain else [])
    if len(found) == 1:
        return found[0]
    if found:
        expected = _one_of(found)
        raise UsageError(Problem("ambiguous", f"`{word}` may mean more than one {kind}", expected=expected))
    known = [*names, *(name for many in names.values() for name in many)]
    hint = did_you_mean(word, known)
    expected = "" if hint and len(names) > MOST_LISTED else _one_of(list(names))
    raise UsageError(Problem("unknown-id", f"there is no {kind} `{word}`", expected=expected, hint=hint))


def _one_of(ids: list[str]) -> str:
    return "one of " + ", ".join(ids[:MOST_LISTED]) + (", ..." if len(ids) > MOST_LISTED else "")


def _folded(text: str) -> str:
    return "".join(text.casefold().replace("-", " ").replace("_", " ").split())
