"""From a snapshot back to what was scored: the scorecard and the readings."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from hubscore.errors import MOST_PROBLEMS, InputError, Problem
from hubscore.model.agreement import check_hubs, divisors_of, series_of
from hubscore.model.checks import check_scorecard
from hubscore.model.columns import Entry, from_entries
from hubscore.model.dataset import NO_YEAR, Dataset, hubs_of
from hubscore.model.evidence import GRADES
from hubscore.model.invalid import validated
from hubscore.model.scorecard import SHAPES, Scorecard
from hubscore.model.settings import path_of, tables_of
from hubscore.model.snapshot import Snapshot, StoredReading
from hubscore.model.unknown import Unknowns

Path = tuple[str | int, ...]

MOST_SETTINGS = 200_000
"""Rows of settings: as many values as a scorecard's file may have."""


def restored(snapshot: Snapshot) -> tuple[Scorecard, Dataset]:
    """The scorecard, scenario and options merged in, and its readings without their sources.

    Raises
    ------
    InputError
        All that is wrong in the settings; else all that is wrong in hubs, readings and results.
    """
    scorecard = _scorecard(snapshot)
    problems = [*_hubs(snapshot), *_readings(snapshot, scorecard)]
    if not problems:
        problems = _in_settings(snapshot, check_hubs(scorecard, {row.hub for row in snapshot.tables.hubs}))
    if problems:
        raise InputError(problems)
    return scorecard, _dataset(snapshot, scorecard)


def _scorecard(snapshot: Snapshot) -> Scorecard:
    if len(snapshot.settings) > MOST_SETTINGS:
        found, expected = f"{len(snapshot.settings):,}", f"at most {MOST_SETTINGS:,}"
        raise InputError(Problem("too-much", "too many settings", ("tables", "settings"), "key", found, expected))
    try:
        raw = tables_of(snapshot.settings)
    except InputError as error:
        raise InputError(
            problem._replace(path=("tables", "settings", *problem.path)) for problem in error.problems
        ) from None
    scorecard, problems = validated(Scorecard, raw, SHAPES)
    if scorecard is not None:
        problems += check_scorecard(scorecard)
        problems += _scenarios(scorecard)
    if scorecard is None or problems:
        raise InputError(_in_settings(snapshot, problems))
    return scorecard


def _scenarios(scorecard: Scorecard) -> Iterator[Problem]:
    if scorecard.scenarios:
        yield Problem("scenario", "a snapshot is of one variant and has no scenarios", ("scenarios",))


def _in_settings(snapshot: Snapshot, problems: Collection[Problem]) -> list[Problem]:
    """Problems of the scorecard at the row of `settings` that they are about."""
    paths = [path_of(key) for key, _ in snapshot.settings] if problems else []
    rows = [_row(paths, problem.path) if told < MOST_PROBLEMS else () for told, problem in enumerate(problems)]
    return [problem._replace(path=("tables", "settings", *row)) for problem, row in zip(problems, rows, strict=True)]


def _row(paths: list[Path], wanted: Path) -> Path:
    """The first setting at or below a key; of a missing one, the first below what holds it."""
    while wanted:
        for row, path in enumerate(paths):
            if path[: len(wanted)] == wanted:
                return (row, "value")
        wanted = wanted[:-1]
    return ()


def _hubs(snapshot: Snapshot) -> Iterator[Problem]:
    """The list of hubs and the results are about the same hubs, each once."""
    people = [row.hub for row in snapshot.tables.hubs]
    ranked = [row.hub for row in snapshot.tables.ranking]
    unknowns = Unknowns()
    for table, hubs, others in (("hubs", people, ranked), ("ranking", ranked, people)):
        seen, known = set[str](), set(others)
        for at, hub in enumerate(hubs):
            path: Path = ("tables", table, at, "hub")
            if hub in seen:
                yield Problem("duplicate-id", f"the hub `{hub}` stands twice", path, "value")
            elif hub not in known and table == "ranking":
                yield unknowns.problem("hub", hub, path, known)
            elif hub not in known:
                yield Problem("unknown-id", f"the hub `{hub}` has no row in `ranking`", path, "value")
            seen.add(hub)


def _readings(snapshot: Snapshot, scorecard: Scorecard) -> Iterator[Problem]:
    hubs, series = {row.hub for row in snapshot.tables.hubs}, dict.fromkeys(series_of([scorecard]))
    divisors, unknowns = divisors_of([scorecard]), Unknowns()
    for at, row in enumerate(snapshot.tables.readings):
        path: Path = ("tables", "readings", at)
        if row.hub not in hubs:
            yield unknowns.problem("hub", row.hub, (*path, "hub"), hubs)
        if row.series not in series:
            yield unknowns.problem("indicator or measure", row.series, (*path, "series"), series)
        if row.series in divisors:
            numbers = [number for number in (row.value, row.at_least, row.at_most) if number is not None]
            if min(numbers) <= 0:
                message = f"`{row.series}` is a denominator and not above 0"
                yield Problem("denominator", message, path, "value", f"{min(numbers):g}", "a number above 0")


def _dataset(snapshot: Snapshot, scorecard: Scorecard) -> Dataset:
    people = sorted(snapshot.tables.hubs, key=lambda row: row.hub)
    hubs = hubs_of(
        [row.hub for row in people],
        [row.name for row in people],
        [row.role for row in people],
        [row.group for row in people],
    )
    series = series_of([scorecard])
    rows, columns = ({name: at for at, name in enumerate(names)} for names in (series, hubs.ids))
    units: dict[str, int] = {}
    slots: dict[tuple[str, str], int] = {}
    entries = []
    for row in sorted(snapshot.tables.readings, key=_newest_first):
        slot = slots.get((row.hub, row.series), 0)
        slots[row.hub, row.series] = slot + 1
        unit = -1 if row.unit is None else units.setdefault(row.unit, len(units))
        entries.append(
            Entry(
                slot,
                rows[row.series],
                columns[row.hub],
                row.value,
                row.at_least,
                row.at_most,
                row.covers,
                row.year or NO_YEAR,
                GRADES.index(row.evidence),
                -1,
                unit,
                -1,
            )
        )
    return from_entries(entries, hubs, tuple(series), units=tuple(units))


def _newest_first(row: StoredReading) -> int:
    return -(row.year or NO_YEAR)
