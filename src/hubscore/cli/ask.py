"""Open: the workspace that the shared options name."""

from __future__ import annotations

import os
from pathlib import Path

from hubscore.cli.answer import refuse_format, refuse_input
from hubscore.cli.emit import say
from hubscore.cli.options import Shared
from hubscore.errors import InputError, Problem, ScoringError
from hubscore.model.named import hub_named
from hubscore.model.ranking import Ranking
from hubscore.scoring import score
from hubscore.workspace import Workspace, find, load

MOST_COLUMNS = 12
"""How many columns that are not read are named."""


def opened(shared: Shared) -> Workspace:
    """Load the scorecard that the options, the environment or the folder name."""
    refuse_format(shared)
    path, bundled = find(shared.scorecard, Path.cwd(), os.environ)
    if bundled and not shared.quiet:
        say("note: no scorecard.toml here or above; this is the bundled one")
    workspace = load(path, shared.scenario, shared.as_of, shared.admit)
    refuse_to_overwrite(workspace, shared.output)
    if shared.verbose and workspace.ignored:
        from hubscore.formats.safe import safe  # what a stranger's header says

        names = ", ".join(map(safe, workspace.ignored[:MOST_COLUMNS]))
        more = len(workspace.ignored) - MOST_COLUMNS
        say(
            f"note: columns that are neither indicator nor measure: {names}" + (f" and {more} more" if more > 0 else "")
        )
    return workspace


def own_card(shared: Shared, done: str) -> Path:
    """The scorecard that the options, the environment or the folder name; never the bundled one in its stead.

    Raises
    ------
    InputError
        Where there is none; `done`: what is not done to the bundled one.
    """
    path, bundled = find(shared.scorecard, Path.cwd(), os.environ)
    if bundled:
        hint = "name a scorecard with -c PATH; `hubscore init --from bundled` copies the bundled one"
        message = f"there is no scorecard.toml here or above, and the bundled one is not {done}"
        raise InputError(Problem("file-missing", message, hint=hint))
    return path


def refuse_to_overwrite(workspace: Workspace, output: Path | None) -> None:
    """An answer does not take the place of what it is made of."""
    refuse_input(output, (workspace.path, *workspace.paths.values(), *workspace.tables))


def scored(workspace: Workspace, everyone: bool = False) -> Ranking:
    """Score; what the figures do not allow is told with its place in the scorecard."""
    try:
        return score(workspace.dataset, workspace.scorecard, everyone)
    except ScoringError as error:
        raise ScoringError(map(workspace.placed, error.problems)) from error


def named_hub(workspace: Workspace, word: str) -> int:
    """The position of the hub that a word means; local names count."""
    local = {hub: profile.local_name for hub, profile in workspace.profiles.items() if profile.local_name}
    return hub_named(word, workspace.dataset.hubs, local)
