"""Versions to compare: each a snapshot, a folder or scorecard, or a git revision with a path."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hubscore.cli.options import Shared
from hubscore.errors import HubscoreError, InputError, Place, Problem, ScoringError, UsageError
from hubscore.workspace import Workspace, find, load, shown

if TYPE_CHECKING:
    from hubscore.files.snapshot import Stored
    from hubscore.model.dataset import Dataset
    from hubscore.model.ranking import Ranking
    from hubscore.model.scorecard import Scorecard
    from hubscore.pages.versions import About
    from hubscore.studies.diff import Diff, Stated
    from hubscore.studies.slack import Slack

Intervals = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, eq=False)
class Opened:
    """One version: `stored` where it is a snapshot; `placed` says where in its files a problem is."""

    about: About
    dataset: Dataset
    scorecard: Scorecard
    placed: Callable[[Problem], Problem]
    stored: Stored | None = None

    def stated(self, everyone: bool) -> Stated | None:
        """A snapshot's own results; of candidates only, so that ranks of everyone are ours."""
        from hubscore.studies.diff import Stated

        if self.stored is None:
            return None
        rows = self.stored.record.tables.ranking
        return Stated({row.hub: row.score for row in rows}, None if everyone else {row.hub: row.rank for row in rows})

    def scored(self, everyone: bool) -> Ranking:
        """Score; what the figures do not allow is told with its place in this version."""
        from hubscore.scoring import score

        try:
            return score(self.dataset, self.scorecard, everyone)
        except ScoringError as error:
            raise ScoringError(map(self.placed, error.problems)) from error

    def slack(self, ranking: Ranking, shared: Shared) -> Slack | None:
        """How far ranks and scores move in draws; None where there are none."""
        ranks = self._intervals(ranking, shared)
        if ranks is None:
            return None
        from hubscore.studies.slack import slack

        try:
            return slack(self.dataset, self.scorecard, ranks, shared.seed, ranking)
        except ScoringError:  # of a snapshot that another version of the program drew
            return None

    def _intervals(self, ranking: Ranking, shared: Shared) -> Intervals | None:
        """The rank intervals that a snapshot holds, else as many draws as `rank` would make; None for none."""
        if shared.draws == 0:
            return None
        if self.stored is not None:
            rows = self.stored.record.tables.ranking
            held = {row.hub: (row.rank_low, row.rank_high) for row in rows if row.rank_low and row.rank_high}
            if held:
                return held
        from hubscore.cli.drawn import sureness

        sure, _ = sureness(self, ranking, shared)
        if sure is None:
            return None
        ids = ranking.dataset.hubs.ids
        ends = zip(sure.rank_low.tolist(), sure.rank_high.tolist(), strict=True)
        return {hub: (low, high) for hub, (low, high) in zip(ids, ends, strict=True) if low}


def compared(old: Opened, new: Opened, everyone: bool) -> tuple[Diff, About, About]:
    """Both scored, what moved from one to the other, and what is to be said of each.

    What a snapshot states counts where another version of the method made it.
    """
    from hubscore.scoring import METHOD
    from hubscore.studies.diff import diff

    rankings = old.scored(everyone), new.scored(everyone)
    given = [side.stated(everyone) for side in (old, new)]
    one, other = (each if side.about.method != METHOD else None for side, each in zip((old, new), given, strict=True))
    found = diff(old, new, everyone, (one, other), rankings)
    doubts = [each is not None and not each.follows(base) for each, base in zip(given, rankings, strict=True)]
    return found, old.about._replace(doubtful=doubts[0]), new.about._replace(doubtful=doubts[1])


def both(old: str, new: str | None, shared: Shared) -> tuple[Opened, Opened]:
    """The version that a word names, and another, or the scorecard at hand.

    Raises
    ------
    UsageError
        Also for options that would do nothing, since a snapshot is as it was made.
    """
    found = version(old, shared), at_hand(shared) if new is None else version(new, shared)
    choices = {"--scenario": shared.scenario, "--as-of": shared.as_of, "--admit": shared.admit}
    given = [option for option, value in choices.items() if value is not None]
    if given and all(side.stored is not None for side in found):
        hint = f"leave it out, or take the snapshots with `{given[0]}`"
        raise UsageError(Problem("usage", f"`{given[0]}` changes nothing between two snapshots", hint=hint))
    return found


def version(word: str, shared: Shared) -> Opened:
    """The version that a word names.

    What is there as a file or folder is that; a word with a colon is a git revision.
    """
    from hubscore.files.git import is_revision

    path = Path(word)
    if os.path.lexists(path):
        return _loaded(path, word, shared) if path.is_dir() or path.suffix == ".toml" else _snapshot(path, shared)
    if is_revision(word):
        return _revision(word, shared)
    hint = f"a git revision needs a path in it, as in `{word}:configs`" if "." not in word else ""
    expected = "a snapshot, a folder, a scorecard, or REVISION:PATH"
    raise InputError(Problem("file-missing", f"there is no `{word}`", expected=expected, hint=hint))


def at_hand(shared: Shared) -> Opened:
    """The scorecard that the options, the environment or the folder name."""
    from hubscore.cli.ask import opened

    workspace = opened(shared)
    return _opened(workspace, shown(workspace.path.parent))


def _loaded(path: Path, word: str, shared: Shared) -> Opened:
    from hubscore.cli.ask import refuse_to_overwrite

    file, _ = find(path, Path.cwd(), os.environ)
    workspace = load(file, shared.scenario, shared.as_of, shared.admit)
    refuse_to_overwrite(workspace, shared.output)
    return _opened(workspace, word)


def _opened(workspace: Workspace, label: str) -> Opened:
    from hubscore import __version__
    from hubscore.pages.versions import About
    from hubscore.scoring import METHOD

    about = About(label, workspace.scorecard, workspace.digest, workspace.scenario, METHOD, __version__)
    return Opened(about, workspace.dataset, workspace.scorecard, workspace.placed)


def _snapshot(path: Path, shared: Shared) -> Opened:
    from hubscore.files.snapshot import read_snapshot
    from hubscore.pages.versions import About

    stored = read_snapshot(path, shown(path))
    if shared.output is not None and shared.output.exists() and shared.output.samefile(path):
        raise UsageError(Problem("usage", f"`{path}` is a file that answers are made of", hint="name another file"))
    head = stored.record.scorecard
    about = About(shown(path), stored.scorecard, head.digest, head.scenario, head.method, stored.record.hubscore)
    return Opened(about, stored.dataset, stored.scorecard, partial(_in_file, shown(path)), stored)


def _in_file(name: str, problem: Problem) -> Problem:
    return problem if problem.place else problem._replace(place=Place(name))


def _revision(word: str, shared: Shared) -> Opened:
    """What a revision holds; of the private copy nothing is told."""
    from hubscore.files.git import folder_at

    with folder_at(word, Path.cwd()) as path:
        folder = path if path.is_dir() else path.parent
        place = word if path.is_dir() else word.rpartition("/")[0] if "/" in word else word.partition(":")[0] + ":"
        name = partial(_named, shown(folder), place)
        try:
            file, _ = find(path, Path.cwd(), os.environ)
            found = _opened(load(file, shared.scenario, shared.as_of, shared.admit), word)
        except HubscoreError as error:
            raise type(error)(map(name, error.problems)) from None
    return replace(found, placed=lambda problem: name(found.placed(problem)))


def _named(folder: str, place: str, problem: Problem) -> Problem:
    """A problem as one of the revision."""
    joint = "" if place.endswith((":", "/")) else "/"
    texts = {
        name: getattr(problem, name).replace(f"{folder}/", place + joint)
        for name in ("message", "found", "expected", "hint")
    }
    where = problem.place
    if where is not None:
        where = where._replace(file=where.file.replace(f"{folder}/", place + joint))
    return problem._replace(place=where, **texts)
