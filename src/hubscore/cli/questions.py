"""What `hubscore whatif` is asked: changes to make, and questions about what weights could do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, TypeVar

from hubscore.cli.ask import named_hub, opened
from hubscore.cli.muted import muted
from hubscore.cli.options import Shared
from hubscore.cli.pairs import number, once, share
from hubscore.errors import Problem, ScoringError, UsageError
from hubscore.files.profiles import read_profile
from hubscore.model.agreement import check_profile, known_of
from hubscore.model.compile import compiled
from hubscore.model.named import named, node_named
from hubscore.model.profile import Profile
from hubscore.model.scenario import variants_of
from hubscore.model.suggest import did_you_mean
from hubscore.pages.document import Document
from hubscore.pages.overtake import overtake_part, reach_part
from hubscore.pages.stability import gain_part, stability_part
from hubscore.pages.whatif import change_part
from hubscore.pages.whatif_sentences import Asked
from hubscore.studies.changes import Figure
from hubscore.studies.overtake import overtake
from hubscore.studies.reach import reach
from hubscore.studies.reweigh import LEVELS, Level
from hubscore.studies.stability import gains, leeways
from hubscore.studies.whatif import WhatIf, whatif
from hubscore.workspace import Workspace, load, shown

CELL = re.compile(r"(?P<cell>[^<>=]+?)\s*(?P<sign>>=|<=|=|≥|≤)\s*(?P<figure>.+)")
Said = TypeVar("Said")
RANGE = re.compile(r"(?P<low>.+?)\.\.(?P<high>.+)")


class Questions(NamedTuple):
    """What is asked of the ranking, after the changes."""

    overtake: tuple[str, str] | None
    best: str | None
    worst: str | None
    within: float | None
    level: str
    gain: str | None
    stability: bool


def changed(
    shared: Shared,
    shares: Sequence[str],
    values: Sequence[str],
    drop: Sequence[str],
    add: Sequence[Path],
    everyone: bool,
) -> tuple[Workspace, WhatIf, list[Document]]:
    """The workspace, the ranking before and after what the options change, and what is to be said of it."""
    wanted, tried = once("--set", (share(word, "--set ") for word in shares)), once("--value", map(figure, values))
    workspace = opened(shared)
    profiles = once("--add-hub", (_profile(workspace, path) for path in add))
    local = {profile.local_name: hub for hub, profile in {**workspace.profiles, **profiles}.items()}
    tried = {_by_id(cell, local): figure for cell, figure in tried.items()}
    start = load(workspace.path, None, shared.as_of, shared.admit) if shared.scenario is not None else workspace
    try:
        found = whatif(
            start.dataset,
            start.scorecard,
            shares=wanted,
            values=tried,
            drop=drop,
            hubs=profiles,
            instead=None if start is workspace else workspace.scorecard,
            everyone=everyone,
        )
    except ScoringError as error:
        raise ScoringError(map(workspace.placed, error.problems)) from error
    after = replace(
        workspace,
        dataset=found.after.dataset,
        profiles={**workspace.profiles, **profiles},
    )
    if not (shared.scenario or wanted or tried or drop or profiles):
        return after, found, []
    asked = _asked(workspace, found, wanted, tried, drop, [profile.name for profile in profiles.values()])
    return after, found, [change_part(workspace, found, asked, shared.verbose)]


def answered(
    workspace: Workspace, found: WhatIf, questions: Questions, verbose: bool, alone: bool = False
) -> list[Document]:
    """The answers to questions about the ranking after the changes; `alone`: nothing was changed, so one is given."""
    ranking, level = found.after, _level(questions.level)
    if questions.within is not None and questions.best is None and questions.worst is None:
        raise UsageError(
            Problem("usage", "`--within` is for `--best` and `--worst`", hint="as in --best hefei --within 0.25")
        )
    parts = []
    if questions.overtake is not None:
        above, below = (named_hub(workspace, word) for word in questions.overtake)
        with muted():
            found_change = overtake(ranking, above, below, level)
        parts.append(overtake_part(found_change, verbose))
    if questions.best is not None:
        hub = named_hub(workspace, questions.best)
        with muted():
            found_best = reach(ranking, hub, "best", level, questions.within)
        parts.append(reach_part(found_best, verbose))
    if questions.worst is not None:
        hub = named_hub(workspace, questions.worst)
        with muted():
            found_worst = reach(ranking, hub, "worst", level, questions.within)
        parts.append(reach_part(found_worst, verbose))
    if questions.gain is not None:
        hub = named_hub(workspace, questions.gain)
        parts.append(gain_part(ranking, found.scorecard, hub, gains(ranking, found.scorecard, hub), verbose))
    if questions.stability or (alone and not parts):
        parts.append(stability_part(ranking, leeways(ranking), verbose))
    return parts


def _level(word: str) -> Level:
    for level in LEVELS:
        if level == word.removesuffix("s"):
            return level
    hint = did_you_mean(word, LEVELS)
    raise UsageError(Problem("usage", f"there is no level `{word}`", expected="pillar or indicator", hint=hint))


def figure(word: str) -> tuple[str, Figure]:
    """`hefei.gdp=9000` as a cell and its figure; `>=`, `<=` and `80..90` give bounds."""
    found = CELL.fullmatch(word.strip())
    if found is None:
        hint = "as in --value hefei.gdp=9000, or with bounds --value 'hefei.gfci_rank>=90'"
        raise UsageError(
            Problem("usage", f"`{word}` is no figure of a cell", expected="HUB.INDICATOR=NUMBER", hint=hint)
        )
    cell, sign, text = found["cell"], found["sign"], found["figure"].strip()
    expected = "a number, or two as in 80..90"
    ends = RANGE.fullmatch(text)
    if ends is not None and sign == "=":
        return cell, Figure(None, *(number(ends[end], word, expected) for end in ("low", "high")))
    one = number(text, word, expected)
    if sign in (">=", "≥"):
        return cell, Figure(at_least=one)
    return cell, Figure(at_most=one) if sign in ("<=", "≤") else Figure(one)


def _by_id(cell: str, local: Mapping[str | None, str]) -> str:
    """A cell whose hub is given by its local name, with the hub's id instead."""
    hub, dot, node = cell.partition(".")
    return f"{local.get(hub.strip(), hub)}{dot}{node}"


def _profile(workspace: Workspace, path: Path) -> tuple[str, Profile]:
    """A profile that is not among the scorecard's own, checked as those are."""
    variants, _ = variants_of(workspace.file.data)
    known = known_of(list(variants.values()))
    return read_profile(path, shown(path), lambda profile: check_profile(profile, known))


def _asked(
    workspace: Workspace,
    found: WhatIf,
    shares: Mapping[str, float],
    values: Mapping[str, Figure],
    drop: Sequence[str],
    hubs: Sequence[str],
) -> Asked:
    """The changes with ids in place of what was typed."""
    after, card = found.after, found.scorecard
    labels = {name: [card.label(name)] for name in (*card.indicators, *card.measures)}
    people = {key: [name] for key, name in zip(after.dataset.hubs.ids, after.dataset.hubs.names, strict=True)}
    cells = {}
    for cell, figure in values.items():
        hub, _, node = cell.partition(".")
        cells[f"{named(hub, people, 'hub')}.{named(node, labels, 'indicator or measure')}"] = figure
    whole = found.before.plan if workspace.scenario is None else compiled(workspace.scorecard, workspace.dataset)
    dropped = [node_named(word, whole) for word in drop]
    nodes = [node_named(word, after.plan) for word in shares]
    return Asked(workspace.scenario, hubs, dropped, nodes, cells)
