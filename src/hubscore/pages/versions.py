"""The two versions that a comparison is of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hubscore.model.scorecard import Scorecard
from hubscore.pages.document import Column, Table


class About(NamedTuple):
    """One of the versions: how it is called, and what its results rest on.

    `method`, `hubscore`: the versions of the method and of the program that made them;
    `doubtful`: whether the results that a snapshot states are not those of its inputs.
    """

    label: str
    scorecard: Scorecard
    digest: str
    scenario: str | None
    method: int
    hubscore: str
    doubtful: bool = False


def versions_table(old: About, new: About) -> Table:
    """For scripts: how each is called, and what its results rest on."""
    keys = ("version", "label", "title", "digest", "scenario", "method", "hubscore")
    rows = tuple(
        (which, each.label, each.scorecard.title, each.digest, each.scenario, each.method, each.hubscore)
        for which, each in (("old", old), ("new", new))
    )
    return Table("versions", tuple(Column(key) for key in keys), rows, shown=False)


def version_notes(old: About, new: About) -> Iterator[str]:
    """Where the two are not of one kind."""
    if old.scenario != new.scenario:
        words = [f"the scenario {each.scenario}" if each.scenario else "no scenario" for each in (old, new)]
        yield f"{old.label} is of {words[0]}, {new.label} of {words[1]}"
    if old.method != new.method:
        yield (
            f"{old.label} was scored by version {old.method} of the method, {new.label} by version {new.method}: "
            "what the program itself moved is part of method"
        )
    for each in (old, new):
        if each.doubtful and old.method == new.method:
            yield f"the scores that {each.label} states do not follow from the inputs it holds: it was scored anew"
