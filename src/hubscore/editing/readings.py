"""Readings to be written: a figure of one hub in one year, with its source and evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from hubscore.editing.edit import Edited, Plan, proposed
from hubscore.errors import Problem, UsageError
from hubscore.files.literal import Scalar
from hubscore.files.splice import Changes
from hubscore.files.toml import read_toml
from hubscore.model.agreement import known_of
from hubscore.model.fields import YEAR_PATTERN
from hubscore.model.invalid import YEAR
from hubscore.model.named import hub_named, named
from hubscore.model.scenario import variants_of
from hubscore.model.suggest import did_you_mean
from hubscore.workspace import Workspace, find, shown

FIGURES = ("value", "at_least", "at_most")
ORDER = (*FIGURES, "covers", "unit", "evidence", "source", "note")
"""How a reading is written."""

ABOUT = ("source.title", "source.publisher", "source.url")
"""What makes a new source."""


class Cell(NamedTuple):
    """One reading's place: ids, and the year as the file has it."""

    hub: str
    series: str
    year: str


def set_reading(path: Path | str, cell: str, fields: Mapping[str, Scalar], *, dry_run: bool = False) -> Edited:
    """Change a reading in a hub's profile, or add one; comments and all else stay.

    Parameters
    ----------
    path
        A scorecard, or the folder that holds it.
    cell
        "hub.indicator.year" or "hub.measure.year".
    fields
        Keys of a reading. A value takes the place of bounds, and bounds of a value; an empty text
        takes a key away. A new reading needs a figure, its evidence, and a source: one that the
        profile defines, or that `source.title`, `source.publisher` and `source.url` define.
    dry_run
        Say what would be done; write nothing.

    Returns
    -------
    The scorecard before and after, and what the change does to the ranking.

    Raises
    ------
    UsageError, InputError, ScoringError, WriteError
        The file is as it was.
    """
    file, _ = find(Path(path), Path(), {})
    with proposed(file, partial(plan_reading, cell=cell, fields=fields)) as edited:
        if not dry_run:
            edited.save()
    return edited


def plan_reading(workspace: Workspace, scenario: str | None, *, cell: str, fields: Mapping[str, Scalar]) -> Plan:
    """One reading with some fields anew; of several in a year the first, which counts."""
    if scenario is not None and workspace.scenario is None:
        raise UsageError(Problem("unknown-id", f"there is no scenario `{scenario}`"))
    at = cell_of(workspace, cell)
    if at.hub not in workspace.paths:
        table = shown(workspace.tables[0]) if workspace.tables else "a table"
        name = workspace.dataset.hubs.names[workspace.dataset.column[at.hub]]
        message = f"{name} has no profile: its figures are in {table}"
        raise UsageError(Problem("no-profile", message, hint="change them there"))
    _refuse_fields(fields)
    path, sources = workspace.paths[at.hub], workspace.profiles[at.hub].sources
    data = read_toml(path, shown(path)).data
    keys: tuple[str | int, ...] = ("data", at.series, at.year)
    old = data.get("data", {}).get(at.series, {}).get(at.year)
    if isinstance(old, list):
        keys, old = (*keys, 0), old[0]
    new = _anew(old or {}, {key: value for key, value in fields.items() if key not in ABOUT})
    _refuse_lacking(at, new, is_new=old is None, about=[key for key in ABOUT if key in fields])
    name, about = str(new["source"]), {key: str(fields[key]) for key in ABOUT if fields.get(key, "") != ""}
    _refuse_source(name, about, list(sources), shown(path))
    source: Changes = {("sources", name, key.partition(".")[2]): value for key, value in about.items()}
    return Plan(path, {**source, **_changes(keys, old, new)})


def cell_of(workspace: Workspace, words: str) -> Cell:
    """The hub, the series and the year that the name of a cell means.

    Raises
    ------
    UsageError
        A name that is none, an unknown hub or series, an indicator that reads a measure.
    """
    hub, _, rest = words.partition(".")
    series, _, year = rest.rpartition(".")
    if not (hub and series and year):
        hint = f"as in {hub}.{rest}.2022" if hub and rest and not series else "as in chongqing.gdp.2022"
        raise UsageError(Problem("usage", f"`{words}` is no reading", expected="HUB.INDICATOR.YEAR", hint=hint))
    if re.fullmatch(YEAR_PATTERN, year) is None:
        raise UsageError(Problem("usage", f"`{year}` in `{words}` is no year", expected=YEAR))
    local = {key: profile.local_name for key, profile in workspace.profiles.items() if profile.local_name}
    hubs = workspace.dataset.hubs
    variants, _ = variants_of(workspace.file.data)
    known, card = known_of(list(variants.values())), workspace.scorecard
    labels = {name: [card.label(name)] for name in known.names}
    name = named(series, labels, "indicator or measure")
    if name not in known.series:
        source = known.reads[name]
        message = f"`{name}` has no readings of its own: it reads `{source}`"
        raise UsageError(Problem("usage", message, hint=f"set `{hub}.{source}.{year}`"))
    return Cell(hubs.ids[hub_named(hub, hubs, local)], name, year)


def _refuse_fields(fields: Mapping[str, Scalar]) -> None:
    if not fields:
        hint = "as in value=12 source=yearbook-2023 evidence=official"
        raise UsageError(Problem("usage", "nothing to set", expected="KEY=VALUE, one or more", hint=hint))
    for key in fields:
        if key not in (*ORDER, *ABOUT):
            expected, hint = "one of " + ", ".join((*ORDER, *ABOUT)), did_you_mean(key, (*ORDER, *ABOUT))
            raise UsageError(Problem("unknown-key", f"a reading has no `{key}`", expected=expected, hint=hint))


def _anew(old: Mapping[str, Any], fields: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """The reading with these fields, in order; a value and bounds exclude each other."""
    figures = [key for key in FIGURES if fields.get(key, "") != ""]
    gone = set() if not figures else {"at_least", "at_most"} if "value" in figures else {"value"}
    merged = {key: value for key, value in old.items() if key not in gone} | dict(fields)
    return {key: merged[key] for key in ORDER if key in merged and merged[key] != ""}


def _refuse_lacking(at: Cell, new: Mapping[str, Scalar], is_new: bool, about: Sequence[str]) -> None:
    lacking = [key for key in ("evidence", "source") if key not in new]
    figure = any(key in new for key in FIGURES)
    if not lacking and figure:
        return
    words = [*([] if figure else ["a `value` or bounds"]), *(f"`{key}`" for key in lacking)]
    which = "a new reading" if is_new else "a reading"
    message = f"{which} of `{at.series}` for {at.hub} in {at.year} needs {' and '.join(words)}"
    hint = "as in value=12 source=yearbook-2023 evidence=official"
    if about and "source" in lacking:
        hint = f"name the new source that `{about[0]}` is about, as in source=yearbook-2023"
    raise UsageError(Problem("lacking", message, hint=hint))


def _refuse_source(source: str, about: Mapping[str, str], sources: list[str], file: str) -> None:
    if source in sources and about:
        message = f"the source `{source}` is defined in {file} already"
        raise UsageError(Problem("duplicate-id", message, hint=f"leave out `{next(iter(about))}`, or edit the file"))
    if source not in sources and not about:
        hint = did_you_mean(source, sources) or "add source.title=..., source.publisher=... or source.url=..."
        raise UsageError(Problem("unknown-source", f"the source `{source}` is not defined in {file}", hint=hint))


def _changes(keys: tuple[str | int, ...], old: Mapping[str, Any] | None, new: Mapping[str, Scalar]) -> Changes:
    """What is to be written: single values where that will do, else the whole reading."""
    if old is None or old.keys() - new.keys():
        return {keys: new}
    return {(*keys, key): value for key, value in new.items() if key not in old or old[key] != value}
