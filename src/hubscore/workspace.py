"""The front door: finds and loads a scorecard with its profiles."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from hubscore.errors import InputError, Place, Problem, UsageError
from hubscore.files.inside import glob_inside, inside
from hubscore.files.reader import TABLE_LIMIT, read_bytes
from hubscore.files.toml import TomlFile, read_toml
from hubscore.model import checks
from hubscore.model.columns import from_profiles, joined
from hubscore.model.dataset import Dataset
from hubscore.model.evidence import Grade
from hubscore.model.fields import ID_PATTERN
from hubscore.model.invalid import Shapes, problems_of
from hubscore.model.profile import Bet, Claim, ClaimReading, Profile, Reading, Source, Target
from hubscore.model.scorecard import (
    DataNoise,
    EvidenceTable,
    Gates,
    Indicator,
    Measure,
    MethodTable,
    Node,
    Pillar,
    Scorecard,
    Uncertainty,
    WideTable,
)
from hubscore.model.suggest import did_you_mean

Kind = TypeVar("Kind", bound=BaseModel)

FILE = "scorecard.toml"

SCORECARD_SHAPES: Shapes = {
    (): Scorecard,
    ("data",): WideTable,
    ("method",): MethodTable,
    ("index",): Node,
    ("evidence",): EvidenceTable,
    ("uncertainty",): Uncertainty,
    ("uncertainty", "data"): DataNoise,
    ("gates",): Gates,
    ("measures", "*"): Measure,
    ("pillars", "*"): Pillar,
    ("indicators", "*"): Indicator,
}
PROFILE_SHAPES: Shapes = {
    (): Profile,
    ("sources", "*"): Source,
    ("data", "*", "*"): Reading,
    ("data", "*", "*", "*"): Reading,
    ("bets", "*"): Bet,
    ("claims", "*"): Claim,
    ("claims", "*", "readings", "*"): ClaimReading,
    ("targets", "*"): Target,
}
FIXED_IN_SCENARIOS = ("hubs", "data", "scenarios")


@dataclass(frozen=True, eq=False)
class Workspace:
    """A scorecard with all its figures.

    `scorecard` has the scenario and the overrides applied; `ignored` are columns of a wide
    table that are neither indicator nor measure.
    """

    path: Path
    file: TomlFile
    scorecard: Scorecard
    dataset: Dataset
    profiles: Mapping[str, Profile]
    inputs: Mapping[str, str]
    tables: tuple[Path, ...] = ()
    scenario: str | None = None
    ignored: tuple[str, ...] = ()

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all files the figures and the method come from, names included."""
        from hashlib import sha256

        total = sha256()
        texts = [(name, text.encode()) for name, text in sorted(self.inputs.items())]
        for name, content in texts + [(path.name, read_bytes(path, TABLE_LIMIT, shown(path))) for path in self.tables]:
            total.update(f"{name}\0{len(content)}\0".encode() + content)
        return total.hexdigest()

    def placed(self, problem: Problem) -> Problem:
        """A problem of the scorecard with its place in the file."""
        return problem if problem.place else self.file.placed(problem)


def find(given: Path | None, folder: Path, environ: Mapping[str, str]) -> tuple[Path, bool]:
    """The scorecard to use, and whether it is the bundled one.

    The first of: the path given (a file, or a folder with a `scorecard.toml`), the variable
    HUBSCORE_SCORECARD, `scorecard.toml` or `configs/scorecard.toml` in the folder or one
    above it, the bundled scorecard.
    """
    named = given or (Path(environ["HUBSCORE_SCORECARD"]) if environ.get("HUBSCORE_SCORECARD") else None)
    if named is not None:
        named = folder / named
        return (named / FILE if named.is_dir() and not _is_file(named) else named), False
    for above in (folder, *folder.parents):
        for path in (above / FILE, above / "configs" / FILE):
            if _is_file(path):
                return path, False
    return bundled(), True


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def bundled() -> Path:
    """The scorecard that ships: inside the package, or beside `src` in a checkout."""
    package = Path(__file__).resolve().parent
    shipped = package / "configs" / FILE
    return shipped if shipped.is_file() else package.parent.parent / "configs" / FILE


def open(  # noqa: A001 - `hubscore.open` is how people say it
    path: Path | str | None = None, scenario: str | None = None, as_of: int | None = None, admit: Grade | None = None
) -> Workspace:
    """Load a scorecard with its profiles.

    Parameters
    ----------
    path
        A `scorecard.toml` or the folder that holds it; found as the command line does if
        left out.
    scenario
        A named variant of the scorecard.
    as_of, admit
        Win over what the scorecard says.

    Raises
    ------
    InputError
        All that is wrong in all files, each with file, line and key.
    UsageError
        Where the scenario does not exist.
    """
    file, _ = find(None if path is None else Path(path), Path.cwd(), os.environ)
    return load(file, scenario, as_of, admit)


def load(path: Path, scenario: str | None = None, as_of: int | None = None, admit: Grade | None = None) -> Workspace:
    """Load the scorecard at this path; arguments and errors as `open`."""
    file = read_toml(path, shown(path))
    problems: list[Problem] = []
    variants = _variants(file, problems)
    profiles, inputs = _profiles(path, file, variants.get(None), problems)
    base = variants.get(None)
    dataset, ignored, tables = None, (), ()
    if base is not None and not any(problem.severity == "error" for problem in problems):
        dataset, ignored, tables = _figures(path, file, base, profiles, problems)
    if problems or base is None or dataset is None:
        raise InputError(problems)
    if scenario is not None and scenario not in variants:
        known = [name for name in variants if name]
        hint = did_you_mean(scenario, known)
        expected = ", ".join(known) or "none: the scorecard has no scenarios"
        raise UsageError(Problem("unknown-id", f"there is no scenario `{scenario}`", expected=expected, hint=hint))
    chosen = _overridden(variants[scenario], as_of, admit)
    return Workspace(path, file, chosen, dataset, profiles, {FILE: file.text, **inputs}, tables, scenario, ignored)


def shown(path: Path) -> str:
    """A path as a person at this place would type it."""
    try:
        relative = os.path.relpath(path)
    except (OSError, ValueError):
        return str(path)
    return str(path) if relative.startswith("..") else relative


def _overridden(scorecard: Scorecard, as_of: int | None, admit: Grade | None) -> Scorecard:
    changes: dict[str, Any] = {}
    if as_of is not None:
        changes["as_of"] = as_of
    if admit is not None:
        changes["evidence"] = EvidenceTable(admit=admit)
    return scorecard.model_copy(update=changes) if changes else scorecard


def _variants(file: TomlFile, problems: list[Problem]) -> dict[str | None, Scorecard]:
    """The scorecard (under None) and its scenarios, each as a whole."""
    base = _valid(Scorecard, file, file.data, SCORECARD_SHAPES, problems)
    if base is None:
        return {}
    problems += map(file.placed, checks.check_scorecard(base))
    variants: dict[str | None, Scorecard] = {None: base}
    told = {(problem.rule, problem.message) for problem in problems}
    for name, partial in base.scenarios.items():
        found: list[Problem] = []
        raw = checks.merged(file.data, {key: partial[key] for key in partial if key not in ("label", *FIXED_IN_SCENARIOS)})
        for key in FIXED_IN_SCENARIOS:
            if key in partial:
                found.append(Problem("scenario", f"a scenario cannot change `{key}`", (key,)))
        variant = _valid(Scorecard, file, raw, SCORECARD_SHAPES, found, place=False)
        if variant is not None:
            found += checks.check_scorecard(variant)
            variants[name] = variant
        for problem in found:
            if (problem.rule, problem.message) not in told:
                problems.append(file.placed(_in_scenario(problem, name, partial)))
    return variants


def _in_scenario(problem: Problem, name: str, partial: Mapping[str, Any]) -> Problem:
    """The same problem, as of the scenario that brings it about."""
    return problem._replace(path=("scenarios", name, *problem.path), message=f"{problem.message} (scenario `{name}`)")


def _valid(
    kind: type[Kind], file: TomlFile, raw: Any, shapes: Shapes, problems: list[Problem], place: bool = True
) -> Kind | None:
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        found = problems_of(error, raw, shapes)
        problems += map(file.placed, found) if place else found
        return None


def _profiles(
    home: Path, file: TomlFile, scorecard: Scorecard | None, problems: list[Problem]
) -> tuple[dict[str, Profile], dict[str, str]]:
    """All profiles that the pattern finds; also read where the scorecard is broken, to tell all at once."""
    pattern = scorecard.hubs if scorecard else file.data.get("hubs")
    if not isinstance(pattern, str):
        return {}, {}
    try:
        paths = glob_inside(home.parent, pattern)
    except InputError as error:
        problems += map(file.placed, error.problems)
        return {}, {}
    profiles: dict[str, Profile] = {}
    inputs: dict[str, str] = {}
    for path in paths:
        name = path.stem
        if name in profiles or re.fullmatch(ID_PATTERN, name) is None:
            fault = "stands for the same hub as another file" if name in profiles else "has a name that is no hub's id"
            expected = "lower-case letters, digits, - and _, at most 64 characters"
            problems.append(Problem("bad-key", f"the file {fault}", place=Place(shown(path)), found=name, expected=expected))
            continue
        try:
            profile_file = read_toml(path, shown(path))
        except InputError as error:
            problems += error.problems
            continue
        inputs[name] = profile_file.text
        profile = _valid(Profile, profile_file, profile_file.data, PROFILE_SHAPES, problems)
        if profile is not None:
            profiles[name] = profile
            if scorecard is not None:
                problems += map(profile_file.placed, checks.check_profile(profile, scorecard))
    return profiles, inputs


def _figures(
    home: Path, file: TomlFile, scorecard: Scorecard, profiles: Mapping[str, Profile], problems: list[Problem]
) -> tuple[Dataset, tuple[str, ...], tuple[Path, ...]]:
    """The columns of all profiles and of the wide table."""
    series = checks.series_of(scorecard)
    dataset = from_profiles(profiles, series)
    ignored: tuple[str, ...] = ()
    tables: tuple[Path, ...] = ()
    if scorecard.data is not None:
        try:
            path = inside(home.parent, scorecard.data.csv)
        except InputError as error:
            problems += map(file.placed, error.problems)
            return dataset, (), ()
        from hubscore.files.tables import read_wide

        try:
            wide, ignored = read_wide(path, shown(path), scorecard.data, series)
        except InputError as error:
            problems += error.problems
            return dataset, (), ()
        tables = (path,)
        both = sorted(set(wide.hubs.ids) & set(profiles))
        for name in both:
            message = f"the hub `{name}` has a profile and a row in {shown(path)}"
            problems.append(file.placed(Problem("duplicate-id", message, ("data", "csv"), "value")))
        dataset = joined(dataset, wide) if profiles and not both else wide
    problems += map(file.placed, checks.check_hubs(scorecard, dataset.hubs.ids))
    problems += map(file.placed, checks.check_denominators(scorecard, dataset))
    return dataset, ignored, tables
