"""The front door: finds and loads a scorecard with its profiles."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hubscore.errors import InputError, Place, Problem, UsageError
from hubscore.files.find import FILE, bundled, find
from hubscore.files.inside import inside
from hubscore.files.placing import all_placed
from hubscore.files.profiles import Profiles, read_profiles
from hubscore.files.reader import TABLE_LIMIT, State, decoded, read_again, refuse_changed, state_of
from hubscore.files.toml import TomlFile, read_toml
from hubscore.model.agreement import check_hubs, check_profile, divisors_of, known_of, series_of
from hubscore.model.asked import whole
from hubscore.model.columns import from_profiles, joined
from hubscore.model.dataset import Dataset
from hubscore.model.evidence import GRADES, Grade
from hubscore.model.named import named
from hubscore.model.possible import kinds_of
from hubscore.model.profile import Profile
from hubscore.model.scenario import Variants, across, variant, variants_of
from hubscore.model.scorecard import EvidenceTable, Scorecard

if TYPE_CHECKING:
    from hubscore.files.snapshot import Stored

__all__ = ["Workspace", "bundled", "find", "load", "open", "shown"]  # finding one is part of the front door


USUAL = "hubs/*.toml"
"""Where profiles are looked for while the scorecard cannot say it."""


@dataclass(frozen=True, eq=False)
class Workspace:
    """A scorecard with all its figures.

    `scorecard` has the scenario and the overrides applied; `ignored` are columns of a wide
    table that are neither indicator nor measure. `paths`: the files of the profiles, by hub;
    `states`: what the tables were like when they were read.
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
    paths: Mapping[str, Path] = field(default_factory=dict)
    states: Mapping[Path, State | None] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all files the figures and the method come from, names included."""
        from hashlib import sha256

        total = sha256()
        texts = [(name, text.encode()) for name, text in sorted(self.inputs.items())]
        for name, content in texts + [(path.name, self._content(path)) for path in self.tables]:
            total.update(f"{name}\0{len(content)}\0".encode() + content)
        return total.hexdigest()

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """SHA-256 of every file the figures and the method come from, by its path below the scorecard's folder."""
        from hashlib import sha256

        folder, paths = self.path.parent, (self.path, *self.paths.values(), *self.tables)
        content = {path.relative_to(folder).as_posix(): self._content(path) for path in paths}
        return {name: sha256(data).hexdigest() for name, data in sorted(content.items())}

    def _content(self, path: Path) -> bytes:
        """What a file holds that was read, once more; refused where that is something else by now."""
        data = read_again(path, TABLE_LIMIT, shown(path), self.states.get(path))
        names = {self.path: FILE} | {path: hub for hub, path in self.paths.items()}
        if path in names and decoded(data, shown(path)) != self.inputs[names[path]]:
            refuse_changed(shown(path))
        return data

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """The scorecard as one file would say it that has no scenarios: scenario and overrides merged in."""
        raw = variant(self.file.data, self.scenario)
        raw["evidence"] = {**raw.get("evidence", {}), "admit": self.scorecard.evidence.admit}
        return raw if self.scorecard.as_of is None else {**raw, "as_of": self.scorecard.as_of}

    def placed(self, problem: Problem) -> Problem:
        """A problem of the scorecard with its place in the file: in the scenario where that says so."""
        if problem.place:
            return problem
        own = ("scenarios", self.scenario or "", *problem.path)
        return self.file.placed(problem._replace(path=own) if problem.path and _holds(self.file.data, own) else problem)

    @cached_property
    def _shown(self) -> Mapping[str, str]:
        """How messages name the profile of each hub."""
        return {hub: shown(path) for hub, path in self.paths.items()}

    def placed_at(self, hub: str, problem: Problem) -> Problem:
        """A problem of a hub with its place in the profile, or the table that the hub is from; else the scorecard."""
        if hub in self._shown:
            from hubscore.files.locate import placed  # where something is wrong

            return placed(problem, self._shown[hub], self.inputs[hub])
        if hub in self.dataset.column and self.tables:
            return problem._replace(path=(), place=Place(shown(self.tables[0])))
        return self.placed(problem._replace(path=("hubs",)))


def _holds(data: Any, path: tuple[str | int, ...]) -> bool:
    """Whether nested tables have something at a path."""
    for key in path:
        if not isinstance(data, Mapping) or key not in data:
            return False
        data = data[key]
    return True


def open(
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
        Where the scenario does not exist, or an argument is out of range.
    """
    file, _ = find(None if path is None else Path(path), Path.cwd(), os.environ)
    return load(file, scenario, as_of, admit)


def snapshot(path: Path | str) -> Stored:
    """Read what `hubscore snapshot` wrote: results, and the scorecard and readings they follow from.

    Raises
    ------
    InputError
        Whatever is wrong with the file.
    """
    from hubscore.files.snapshot import read_snapshot  # with json, which a scorecard does without

    return read_snapshot(Path(path), shown(Path(path)))


def load(
    path: Path,
    scenario: str | None = None,
    as_of: int | None = None,
    admit: Grade | None = None,
    read: Callable[[Path, str], TomlFile] = read_toml,
) -> Workspace:
    """Load the scorecard at this path; arguments and errors as `open`.

    `read`: how a TOML file is read; an edit that is not on the disk yet reads its own file from its draft.
    """
    try:
        file = read(path, shown(path))
    except InputError as error:
        there = error.problems[0].rule != "file-missing"
        raise InputError([*error.problems, *(_beside(path, read) if there else ())]) from None
    variants, found = variants_of(file.data)
    problems = all_placed(file, found)
    profiles = _profiles(path, file, variants, read)
    problems += profiles.problems
    wide = _Wide() if None not in variants else _wide(path.parent, file, variants)
    problems += wide.problems
    if None in variants:
        problems += all_placed(file, _agreement(variants, profiles, wide))
    if problems:
        raise InputError(problems)
    dataset = _together(profiles, wide, variants)
    scenario = None if scenario is None else _meant(variants, scenario)
    card = _overridden(variants[scenario], as_of, admit)
    inputs = {FILE: file.text, **profiles.texts}
    tables = () if wide.path is None else (wide.path,)
    states = dict.fromkeys(tables, wide.state)
    read_from = tables, scenario, wide.ignored, profiles.paths, states
    return Workspace(path, file, card, dataset, profiles.found, inputs, *read_from)


def shown(path: Path) -> str:
    """A path as a person at this place would type it."""
    try:
        relative = os.path.relpath(path)
    except (OSError, ValueError):
        return str(path)
    return str(path) if relative.startswith("..") else relative


def _meant(variants: Variants, word: str) -> str:
    """The id of the scenario that a word means: an id, a label, or the beginning of either."""
    tables = variants[None].scenarios
    if not tables:
        raise UsageError(Problem("unknown-id", f"there is no scenario `{word}`: the scorecard has none"))
    return named(word, {name: [str(table.get("label", name))] for name, table in tables.items()}, "scenario")


def _overridden(scorecard: Scorecard, as_of: int | None, admit: Grade | None) -> Scorecard:
    changes: dict[str, Any] = {}
    if as_of is not None:
        as_of = whole(as_of, "`as_of`")
        if not 1800 <= as_of <= 2199:
            raise UsageError(Problem("usage", f"as_of {as_of} is no year", expected="a year from 1800 to 2199"))
        changes["as_of"] = as_of
    if admit is not None:
        if admit not in GRADES:
            expected = "one of " + ", ".join(GRADES)
            raise UsageError(Problem("usage", f"there is no evidence `{admit}`", expected=expected))
        changes["evidence"] = EvidenceTable(admit=admit)
    return scorecard.model_copy(update=changes) if changes else scorecard


def _beside(card: Path, read: Callable[[Path, str], TomlFile]) -> list[Problem]:
    """What is wrong in the usual profiles of a scorecard that cannot be read itself."""
    try:
        return read_profiles(card, USUAL, shown, partial(check_profile, known=None), read).problems
    except InputError:
        return []


def _profiles(card: Path, file: TomlFile, variants: Variants, read: Callable[[Path, str], TomlFile]) -> Profiles:
    """All profiles; also where the scorecard is broken, to tell all that is wrong at once."""
    pattern = file.data.get("hubs")
    if not isinstance(pattern, str):
        return Profiles()
    cards = list(variants.values()) if None in variants else []
    check = partial(check_profile, known=known_of(cards) if cards else None)
    try:
        return read_profiles(card, pattern, shown, check, read)
    except InputError as error:
        return Profiles(problems=all_placed(file, error.problems))


class _Wide(NamedTuple):
    """What the wide table gave."""

    path: Path | None = None
    dataset: Dataset | None = None
    ignored: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    state: State | None = None


def _wide(folder: Path, file: TomlFile, variants: Variants) -> _Wide:
    table = variants[None].data
    if table is None:
        return _Wide()
    from hubscore.files.tables import read_wide  # with csv, which profiles do without

    cards = list(variants.values())
    try:
        path = inside(folder, table.csv)
        state = state_of(path)
    except InputError as error:
        return _Wide(problems=tuple(all_placed(file, error.problems)))
    try:
        dataset, ignored = read_wide(path, shown(path), table, series_of(cards), divisors_of(cards), kinds_of(cards))
    except InputError as error:
        [first, *_] = error.problems
        if first.rule == "file-missing":  # the file that names it is the one to look into
            named = first._replace(path=("data", "csv"), at="value", place=None)
            return _Wide(path, problems=tuple(all_placed(file, [named])))
        return _Wide(path, problems=error.problems)
    return _Wide(path, dataset, ignored, state=state)


def _agreement(variants: Variants, profiles: Profiles, wide: _Wide) -> list[Problem]:
    """What the scorecard and its hubs do not agree on, as far as the hubs are known."""
    rows = wide.dataset.hubs.ids if wide.dataset is not None else ()
    problems = []
    for name in sorted({*rows} & {*profiles.names}):
        message = f"the hub `{name}` has a profile and a row in the table"
        problems.append(Problem("duplicate-id", message, ("data", "csv"), "value"))
    hubs = {*rows, *profiles.names}
    if hubs and not any(problem.rule == "bad-key" for problem in profiles.problems) and not wide.problems:
        problems += across(variants, partial(check_hubs, hubs=hubs))
    return problems


def _together(profiles: Profiles, wide: _Wide, variants: Variants) -> Dataset:
    if wide.dataset is not None and not profiles.found:
        return wide.dataset
    dataset = from_profiles(profiles.found, series_of(list(variants.values())))
    return dataset if wide.dataset is None else joined(dataset, wide.dataset)
