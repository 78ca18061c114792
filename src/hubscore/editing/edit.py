"""A change to a scorecard's files: planned on what they say now, loaded before it is written, written whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from hubscore.errors import InputError, Place, Problem, ScoringError, UsageError
from hubscore.files.edit import Draft, draft, editing
from hubscore.files.splice import Changes
from hubscore.files.toml import TomlFile, read_toml
from hubscore.model.evidence import Grade
from hubscore.model.fields import ID_PATTERN
from hubscore.model.invalid import ID
from hubscore.model.ranking import Ranking
from hubscore.scoring import score
from hubscore.studies.whatif import WhatIf, compared
from hubscore.workspace import Workspace, load, shown


class Plan(NamedTuple):
    """Which file is to be changed, and what in it."""

    path: Path
    changes: Changes


@dataclass(frozen=True, eq=False)
class Edited:
    """A scorecard before and after a change.

    `scenario`: the one that was meant, also if it is new; `effect`: what the change does to the
    ranking, None where the scorecard could not be scored before.
    """

    before: Workspace
    after: Workspace
    scenario: str | None
    plan: Plan
    draft: Draft
    effect: WhatIf | None

    @property
    def is_new_scenario(self) -> bool:
        """Whether the change makes the scenario."""
        return self.scenario is not None and self.before.scenario is None and self.after.scenario is not None

    def save(self) -> None:
        """Write the file.

        Raises
        ------
        WriteError
            The file is as it was.
        """
        self.draft.save()


@contextmanager
def proposed(
    path: Path,
    planned: Callable[[Workspace, str | None], Plan],
    scenario: str | None = None,
    as_of: int | None = None,
    admit: Grade | None = None,
) -> Iterator[Edited]:
    """A change that can be saved as long as this holds the scorecard's folder against other editors.

    Parameters
    ----------
    path
        The scorecard's file.
    planned
        Makes the plan from what the files say now, and the name of the scenario that is meant.
    scenario
        The variant to change, and to rank by; one that does not exist is to be made.
    as_of, admit
        As `workspace.load`, for the ranking.

    Raises
    ------
    InputError
        The files are not valid, or would not be with the change.
    UsageError
        The plan does not fit the scorecard.
    ScoringError
        With the change the scorecard could no longer be scored.
    WriteError
        The folder cannot be locked.
    """
    read_toml(path, shown(path))  # what cannot be read cannot be held either, and this says why
    with editing(path.parent) as hold:
        before, name = _opened(path, scenario, as_of, admit)
        plan = planned(before, name)
        words = shown(plan.path)
        hold(plan.path, words)
        made = draft(plan.path, words, plan.changes)
        try:
            after = load(path, _variant(plan, before, name), as_of, admit, _reading(made))
        except InputError as error:
            raise _invalid(error, made.shown) from error
        yield Edited(before, after, name, plan, made, _effect(before, after))


def _opened(path: Path, scenario: str | None, as_of: int | None, admit: Grade | None) -> tuple[Workspace, str | None]:
    """The scorecard in this variant, or as it is where there is none of this name, and the name."""
    try:
        workspace = load(path, scenario, as_of, admit)
    except UsageError as error:
        if scenario is None or error.problems[0].rule != "unknown-id":
            raise
        if re.fullmatch(ID_PATTERN, scenario) is None:
            raise UsageError(Problem("bad-key", f"no scenario can be called `{scenario}`", expected=ID)) from None
        return load(path, None, as_of, admit), scenario
    return workspace, workspace.scenario


def _variant(plan: Plan, before: Workspace, name: str | None) -> str | None:
    """The variant to rank by: a new one only if the plan makes it."""
    new = any(keys[:2] == ("scenarios", name) for keys in plan.changes)
    return name if before.scenario is not None or new else None


def _reading(made: Draft) -> Callable[[Path, str], TomlFile]:
    def read(path: Path, shown: str) -> TomlFile:
        return made.read(path, shown) or read_toml(path, shown)

    return read


def _invalid(error: InputError, shown: str) -> InputError:
    message = "nothing was written: with this change the files would not be valid"
    return InputError([Problem("edit", message, place=Place(shown)), *error.problems])


def _effect(before: Workspace, after: Workspace) -> WhatIf | None:
    was = _scored(before)
    if was is None:
        return None
    try:
        now = score(after.dataset, after.scorecard)
    except ScoringError as error:
        raise ScoringError(map(after.placed, error.problems)) from error
    return compared(was, now, after.scorecard)


def _scored(workspace: Workspace) -> Ranking | None:
    try:
        return score(workspace.dataset, workspace.scorecard)
    except ScoringError:
        return None
