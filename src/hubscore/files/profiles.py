"""Reading the profiles of all hubs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from hubscore.errors import InputError, Place, Problem
from hubscore.files.inside import glob_inside
from hubscore.files.placing import all_placed
from hubscore.files.toml import TomlFile, read_toml
from hubscore.model.fields import ID_PATTERN
from hubscore.model.invalid import ID, validated
from hubscore.model.profile import SHAPES, Profile

MOST_BYTES = 64 << 20
"""Of all profiles together: as many as one table may have."""

MOST_FAULTS = 2_000
"""After how many problems no further profile is looked into: few of them are told, and each takes its time."""


@dataclass(frozen=True)
class Profiles:
    """Profiles by hub id, their files and texts, and what is wrong; `names` are all files', also of broken ones."""

    found: dict[str, Profile] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_profiles(
    card: Path,
    pattern: str,
    shown: Callable[[Path], str],
    check: Callable[[Profile], list[Problem]],
    read: Callable[[Path, str], TomlFile] = read_toml,
) -> Profiles:
    """Read every profile that a pattern finds, to tell all that is wrong in all of them.

    Parameters
    ----------
    card
        The scorecard: the pattern starts at its folder, and it is no profile itself.
    shown
        How messages name a file.
    check
        Finds what is wrong in a profile beyond its shape.
    read
        How a TOML file is read.

    Raises
    ------
    InputError
        Where the pattern finds no profile, or leaves the folder.
    """
    profiles = Profiles()
    paths = [path for path in glob_inside(card.parent, pattern) if path != card]
    if not paths:
        message = f"`{pattern}` matches no file but the scorecard itself"
        raise InputError(Problem("file-pattern", message, ("hubs",), "value", hint="put the profiles in a folder"))
    if len(paths) == 1 and paths[0].is_dir() and paths[0].suffix != ".toml":
        hint = f"did you mean `{pattern.rstrip('/')}/*.toml`?"
        raise InputError(Problem("file-pattern", f"`{pattern}` is a folder", ("hubs",), "value", hint=hint))
    _refuse_much(paths, pattern)
    taken: dict[str, Path] = {}
    for path in paths:
        name = path.stem
        fault = _misnamed(path, shown(path))
        if name in taken:
            message = f"the hub `{name}` has two files, this one and {shown(taken[name])}"
            hint = "rename or remove one of them: the name of the file is the hub's id"
            fault = Problem("bad-key", message, (), "key", hint=hint, place=Place(shown(path)))
        if fault is not None:
            profiles.problems.append(fault)
            continue
        taken[name] = path
        profiles.names.append(name)
        if len(profiles.problems) < MOST_FAULTS:
            _read(profiles, name, path, shown(path), check, read)
    return profiles


def _misnamed(path: Path, shown: str) -> Problem | None:
    if re.fullmatch(ID_PATTERN, path.stem) is not None:
        return None
    return Problem("bad-key", "the file has a name that is no hub's id", (), "key", path.stem, ID, place=Place(shown))


def _refuse_much(paths: Sequence[Path], pattern: str) -> None:
    size = 0
    for path in paths:
        with suppress(OSError):  # whoever reads it will say what is wrong
            size += path.stat().st_size
    if size > MOST_BYTES:
        message = f"`{pattern}` finds profiles of more than {MOST_BYTES >> 20} MiB together"
        hint = "a table under [data] holds as many figures in a tenth of that"
        raise InputError(Problem("file-size", message, ("hubs",), "value", hint=hint))


def read_profile(path: Path, shown: str, check: Callable[[Profile], list[Problem]]) -> tuple[str, Profile]:
    """One profile, wherever it lies, and the hub's id: the name of its file.

    Raises
    ------
    InputError
        All that is wrong in it.
    """
    fault = _misnamed(path, shown)
    if fault is not None:
        raise InputError(fault)
    profiles = Profiles()
    _read(profiles, path.stem, path, shown, check)
    if profiles.problems:
        raise InputError(profiles.problems)
    return path.stem, profiles.found[path.stem]


def _read(
    profiles: Profiles,
    name: str,
    path: Path,
    shown: str,
    check: Callable[[Profile], list[Problem]],
    read: Callable[[Path, str], TomlFile] = read_toml,
) -> None:
    try:
        file = read(path, shown)
    except InputError as error:
        profiles.problems.extend(error.problems)
        return
    profile, problems = validated(Profile, file.data, SHAPES)
    if profile is not None:
        problems += check(profile)
        profiles.found[name], profiles.paths[name] = profile, path
        profiles.texts[name] = file.text
    profiles.problems.extend(all_placed(file, problems))
