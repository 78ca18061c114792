"""Every reader of files, fed with bytes: each reads them, or refuses them with a place; anything else it raises."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from hubscore.errors import HubscoreError, Problem
from hubscore.files.importing.compose import composed
from hubscore.files.importing.tables import understood
from hubscore.files.importing.wishes import Wishes
from hubscore.files.limits import MOST_LEVELS
from hubscore.files.scan import marks
from hubscore.files.snapshot import read_snapshot
from hubscore.files.splice import same, spliced
from hubscore.files.tables import read_wide
from hubscore.files.toml import read_toml
from hubscore.model.scorecard import WideTable
from hubscore.scoring import score
from hubscore.workspace import load

Read = Callable[[Path], None]

WISHES = Wishes(source="Anybody", evidence="reported", year=2024, direction="higher")
SERIES = ("a", "b", "gdp", "i1")
SCALARS = (str, bool, int, float)


class WrongError(AssertionError):
    """A reader took what it should not, or refused what is right."""


def toml(path: Path) -> None:
    """The verdict of `tomllib`, and every value where the scan says it stands; an edit changes that value alone."""
    try:
        data: Any = tomllib.loads(path.read_bytes().decode("utf-8").removeprefix("\ufeff"))
    except Exception:  # noqa: BLE001 - whatever the parser finds wrong
        data = None
    try:
        file = read_toml(path, path.name)
    except HubscoreError as error:
        if data is not None and error.problems[0].rule not in ("toml-limit", "file-size"):
            raise WrongError(f"refused, though it is TOML: {error}") from None
        raise
    if data is None or not same(file.data, data):
        raise WrongError("accepted as something else than tomllib reads")
    _scanned(file.text, file.data)


def _scanned(text: str, data: dict[str, Any]) -> None:
    leaves = {keys: value for keys, value in _leaves(data, ()) if isinstance(value, SCALARS)}
    there = {mark.keys: mark for mark in marks(text) if mark.kind in ("key", "item")}
    for keys, value in leaves.items():
        mark = there.get(keys)
        if mark is None:
            raise WrongError(f"the scan does not find {keys}")
        if not same(tomllib.loads(f"x = {text[mark.value : mark.stop]}")["x"], value):
            raise WrongError(f"the scan finds another value at {keys}")
    if leaves:
        _edited(text, data, min(leaves, key=lambda keys: hash(keys) % 97))


def _edited(text: str, data: dict[str, Any], keys: tuple[Any, ...]) -> None:
    try:
        new = tomllib.loads(spliced(text, {keys: "other\n\"words'"}, "f.toml"))
    except HubscoreError:
        return
    holder = data
    for key in keys[:-1]:
        holder = holder[key]
    kept, holder[keys[-1]] = holder[keys[-1]], "other\n\"words'"
    if not same(new, data):
        raise WrongError(f"an edit of {keys} changed something else")
    holder[keys[-1]] = kept


def _leaves(value: Any, keys: tuple[Any, ...]) -> Any:
    if len(keys) > MOST_LEVELS + 1:
        return
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if pairs is None:
        yield keys, value
        return
    for key, below in pairs:
        yield from _leaves(below, (*keys, key))


def scorecard(path: Path) -> None:
    """A scorecard over the profiles beside it, scored."""
    workspace = load(path)
    ranking = score(workspace.dataset, workspace.scorecard)
    if np.isinf(ranking.scores).any():
        raise WrongError("a score that is no number")


def wide(path: Path) -> None:
    """A table under [data]: finite figures, and as many hubs as it says."""
    table = WideTable.model_validate({"csv": path.name, "id": "id", "name": "name", "year": "year"})
    dataset, _ = read_wide(path, path.name, table, SERIES, ("gdp",), {"i1": "rank"})
    if not len(dataset.hubs) == len(set(dataset.hubs.ids)) > 0:
        raise WrongError("a table without hubs, or with one twice")


def plain(path: Path) -> None:
    """The same without names and years."""
    read_wide(path, path.name, WideTable.model_validate({"csv": path.name, "id": "id"}), SERIES, ("gdp",))


def imported(path: Path) -> None:
    """A table that is brought in; what is written reads again."""
    draft = understood([(path, path.name)], WISHES)
    files = composed(draft, WISHES)
    home = path.parent / "made"
    for name, file in files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(file.data)
    try:
        load(home / "scorecard.toml")
    except HubscoreError as error:
        raise WrongError(f"what import wrote is refused: {error}") from None
    finally:
        for name in files:
            (home / name).unlink()


def snapshot(path: Path) -> None:
    """What `hubscore snapshot` wrote, scored once more."""
    stored = read_snapshot(path, path.name)
    score(stored.dataset, stored.scorecard)


READERS: Mapping[str, tuple[str, Read]] = {
    "toml": ("f.toml", toml),
    "scorecard": ("scorecard.toml", scorecard),
    "profile": ("hubs/a.toml", lambda path: scorecard(path.parent.parent / "scorecard.toml")),
    "wide csv": ("raw.csv", wide),
    "plain csv": ("raw.csv", plain),
    "import csv": ("any.csv", imported),
    "xlsx": ("raw.xlsx", wide),
    "import xlsx": ("any.xlsx", imported),
    "snapshot": ("old.json", snapshot),
}
"""What reads a file of each kind, and how the file is called."""


def fed(kind: str, home: Path, data: bytes) -> tuple[bool, list[str]]:
    """Whether a reader took these bytes, and what is wrong with how it refused them."""
    name, read = READERS[kind]
    path = home / name
    path.write_bytes(data)
    try:
        read(path)
    except HubscoreError as error:
        return False, [wrong for problem in error.problems for wrong in _told(problem, data)]
    return True, []


UNPLACED = ("undefined", "goalposts", "aggregate", "scale", "panel", "draws", "denominator")
"""Rules about figures and methods together, whose place a workspace adds."""


def _told(problem: Problem, data: bytes) -> list[str]:
    if not problem.message:
        return ["a problem without a message"]
    place = problem.place
    if place is None:
        return [] if problem.rule in UNPLACED or problem.rule == "usage" else [f"no place: {problem.message}"]
    lines = data.count(b"\n") + data.count(b"\r") + 2
    if place.line is not None and not 1 <= place.line <= max(lines, 200):
        return [f"line {place.line} of {lines}: {problem.message}"]
    return []
