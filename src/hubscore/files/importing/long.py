"""A long table: one reading a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from hubscore.errors import InputError, Problem
from hubscore.files.grid import Faults, Grid
from hubscore.files.importing.columns import MOST_COLUMNS, reported, unusable_in
from hubscore.files.importing.draft import DECIMAL, Column, Draft, Hub, Observation, Row, Series
from hubscore.files.importing.headers import LONG, can_be_shown, labelled, new_id, recognised
from hubscore.files.importing.numbers import AMBIGUOUS, MARKS, number_of, why_not
from hubscore.files.importing.wide import refuse_nothing, title_of
from hubscore.files.importing.wishes import Wishes, columns_meant, refuse_unknown
from hubscore.files.labels import ROLES, identifier
from hubscore.model.evidence import GRADES
from hubscore.model.found import describe

NUMBERS = ("value", "at_least", "at_most", "covers")
TEXTS = ("unit", "source", "publisher", "url", "note")

DIRECTIONS = {"higher": "higher", "lower": "lower", "1": "higher", "-1": "lower", "+1": "higher", "+": "higher"}
DIRECTIONS |= {"-": "lower", "up": "higher", "down": "lower", "positive": "higher", "negative": "lower"}

NO = ("no", "false", "0")
"""What says of a quantity that it is not scored."""


class Kept(NamedTuple):
    """A row that is a reading: its number, the texts of hub and indicator, and the rest."""

    row: int
    hub: str
    indicator: str
    reading: Observation


def meanings_of(grid: Grid, wishes: Wishes) -> dict[str, str]:
    """The column of each meaning, as far as there is one."""
    said = {meaning: column for column, meaning in wishes.columns.items() if meaning in LONG and column in grid.columns}
    free = [column for column in grid.columns if column not in wishes.columns]
    return recognised(free, {meaning: words for meaning, words in LONG.items() if meaning not in said}) | said


def is_long(grid: Grid, wishes: Wishes) -> bool:
    """Whether it has columns for hub, indicator and figure."""
    found = meanings_of(grid, wishes)
    return {"hub", "indicator"} <= found.keys() and any(name in found for name in NUMBERS[:3])


def long(grid: Grid, wishes: Wishes) -> Draft:
    """Understand a long table.

    Raises
    ------
    InputError
        Where hubs have no id, or names that cannot be shown; where there is nothing in it.
    """
    meanings = meanings_of(grid, wishes)
    kept, told = _kept(grid, meanings, wishes)
    refuse_nothing(grid.shown, 1, len(kept), left=told)
    series, report = _series(grid, meanings, kept, wishes)
    hubs = _hubs(grid, meanings, kept)
    units = {each.id: each.unit for each in series.values()}
    readings = []
    for each in kept:
        if each.indicator in series:
            own = series[each.indicator].id
            unit = None if each.reading.unit == units[own] else each.reading.unit
            readings.append(each.reading._replace(hub=hubs[each.hub].id, series=own, unit=unit))
    columns = tuple(_column(grid, name, meanings, wishes) for name in grid.columns)
    people = {hub.id: hub for hub in hubs.values()}
    title = wishes.title or title_of(grid.shown)
    chosen = tuple(series.values())
    return Draft("long", title, tuple(people.values()), chosen, tuple(readings), columns + report, tuple(told))


def _column(grid: Grid, name: str, meanings: Mapping[str, str], wishes: Wishes) -> Column:
    meaning = next((meaning for meaning, column in meanings.items() if column == name), "")
    if meaning:
        return Column(grid.shown, name, meaning, "used")
    why = "as you said" if wishes.columns.get(name) == "ignore" else "no column of a long table"
    return Column(grid.shown, name, "", "ignored", why if any(grid.columns[name]) else "empty")


def _kept(grid: Grid, meanings: Mapping[str, str], wishes: Wishes) -> tuple[list[Kept], list[Row]]:
    """The rows that are readings, and what is to be said of rows."""
    told, kept = [], []
    cells = {meaning: [text.strip() for text in grid.columns[column]] for meaning, column in meanings.items()}
    broken = {row: why for rows in unusable_in(grid, meanings.values()).values() for row, why in rows.items()}
    twins: dict[tuple[str, str, Observation], int] = {}
    years: set[tuple[str, str, int | None]] = set()
    for row in range(grid.rows):
        texts = {meaning: column[row] for meaning, column in cells.items()}
        hub, indicator = texts["hub"], texts["indicator"]
        reading, why = (None, broken[row]) if row in broken else _reading(texts, wishes)
        place, what = f"{grid.lines[:-1]} {grid.line(row)}", ".".join(filter(None, (hub, indicator)))[:40]
        if reading is None:
            if what or why:
                remedy = DECIMAL if why.endswith(AMBIGUOUS) else ""
                told.append(Row(place, what, "left out" if why else "ignored", why or "no figure", remedy))
            continue
        first = twins.setdefault((hub, indicator, reading), row)
        if first != row:
            told.append(Row(place, what, "ignored", f"the same as {grid.lines[:-1]} {grid.line(first)}"))
            continue
        if (hub, indicator, reading.year) in years:
            told.append(Row(place, what, "doubtful", "another reading of the same year: the first one counts"))
        years.add((hub, indicator, reading.year))
        kept.append(Kept(row, hub, indicator, reading))
    return kept, told


def _reading(texts: Mapping[str, str], wishes: Wishes) -> tuple[Observation | None, str]:
    """The reading of a row, or what is wrong with it; neither where there is no figure."""
    numbers, wrong = {}, ""
    for name in NUMBERS:
        text = texts.get(name, "")
        missing = not text or text.lower() in MARKS or text in wishes.missing
        numbers[name] = None if missing else number_of(text, wishes.decimal) or None
        if not missing and numbers[name] is None:
            wrong = wrong or f"{name} `{text[:30]}`: {why_not(text, wishes.decimal)}"
    value, low, high, covers = numbers.values()
    if not wrong and value is None and low is None and high is None:
        return None, ""
    grade = texts.get("evidence", "").lower()
    year = texts.get("year", "")
    faults = {
        "no hub": not texts["hub"],
        "no indicator": not texts["indicator"],
        wrong: bool(wrong),
        "a value and bounds": value is not None and not (low is None and high is None),
        "its bounds are crossed": low is not None and high is not None and float(low) > float(high),
        "covers is no share of 1": covers is not None and not 0 < float(covers) <= 1,
        f"`{year[:20]}` is not a year": bool(year)
        and not (year.isdigit() and len(year) == 4 and "1800" <= year < "2200"),
        "its unit cannot be shown": bool(texts.get("unit")) and not can_be_shown(texts["unit"]),
        f"`{grade[:20]}` is no evidence grade ({', '.join(GRADES)})": bool(grade) and grade not in GRADES,
    }
    fault = next((words for words, holds in faults.items() if holds), "")
    if fault:
        return None, fault
    rest = {name: texts.get(name) or None for name in TEXTS}
    when = int(year) if year else None
    return Observation("", "", when, value, low, high, covers, evidence=grade or None, **rest), ""


def _series(
    grid: Grid, meanings: Mapping[str, str], kept: list[Kept], wishes: Wishes
) -> tuple[dict[str, Series], tuple[Column, ...]]:
    """Indicators and measures by the text that names them, and what is to be said of them."""
    rows: dict[str, list[Kept]] = {}
    for each in kept:
        rows.setdefault(each.indicator, []).append(each)
    if len(rows) > MOST_COLUMNS:
        message, expected = f"the table names {len(rows):,} indicators", f"at most {MOST_COLUMNS:,}"
        raise InputError(Problem("csv", message, expected=expected, place=grid.place(-1, meanings["indicator"])))
    wishes = replace(wishes, directions=columns_meant(wishes.directions, list(rows), "--direction"))
    refuse_unknown(wishes.columns, [*grid.columns, *rows], "--column")
    wishes = replace(wishes, columns=_unscored(grid, meanings, rows) | dict(wishes.columns))
    series: dict[str, Series] = {}
    report = []
    for position, (name, readings) in enumerate(rows.items(), 1):
        wish = wishes.columns.get(name, "")
        if wish == "ignore":
            report.append(Column(grid.shown, name, "", "ignored", "as you said"))
            continue
        taken = {each.id for each in series.values()}
        cells = {meaning: grid.columns[column][readings[0].row].strip() for meaning, column in meanings.items()}
        units = Counter(each.reading.unit for each in readings if each.reading.unit)
        unit = units.most_common(1)[0][0] if units else None
        said = DIRECTIONS.get(cells.get("direction", "").lower())
        direction = None if wish == "measure" else wishes.directions.get(name, said or wishes.direction)
        made = new_id(name, taken, f"indicator_{position}")
        label, unit, lost = labelled(made, cells.get("label") or name, unit)
        series[name] = Series(made, label, unit, direction, wish == "measure")
        others = ", ".join(sorted(f"`{each}`" for each in units if each != unit))
        why = lost or (f"its unit is `{unit}`; some readings are in {others}" if others else "")
        report.append(reported(grid.shown, name, series[name], "doubtful" if why else "used", why))
    return series, tuple(report)


def _unscored(grid: Grid, meanings: Mapping[str, str], rows: Mapping[str, list[Kept]]) -> dict[str, str]:
    """What a column says is a measure, as long as something is left to score."""
    if "scored" not in meanings:
        return {}
    cells = grid.columns[meanings["scored"]]
    found = {name: "measure" for name, readings in rows.items() if cells[readings[0].row].strip().lower() in NO}
    return found if len(found) < len(rows) else {}


def _hubs(grid: Grid, meanings: Mapping[str, str], kept: list[Kept]) -> dict[str, Hub]:
    """Hubs by the text that names them."""
    faults = Faults(grid)
    hubs: dict[str, Hub] = {}
    owner: dict[str, str] = {}
    for each in kept:
        if each.hub in hubs:
            continue
        cells = {meaning: grid.columns[column][each.row].strip() for meaning, column in meanings.items()}
        made, name, role = identifier(each.hub), cells.get("name") or each.hub, cells.get("role") or "candidate"
        group = cells.get("group", "")
        for problem in _faults_of(each.hub, made, [name, group or name], role, owner):
            faults.add(each.row, meanings["hub"], problem)
        owner.setdefault(made, each.hub)
        hubs[each.hub] = Hub(made, name, role, group)
    faults.refuse()
    return hubs


def _faults_of(text: str, made: str, names: Sequence[str], role: str, owner: Mapping[str, str]) -> Iterator[Problem]:
    found = describe(text)
    if not made:
        hint = "give the hubs an id in letters a to z; their names may stand in a column `name`"
        yield Problem("csv", "an empty id", found=found, expected="letters a to z or digits", hint=hint)
    elif owner.get(made, text) != text:
        yield Problem("csv", f"`{text}` and `{owner[made]}` make the same id `{made}`", found=found)
    if role not in ROLES:
        yield Problem("bad-value", "there is no such role", found=describe(role), expected=" or ".join(ROLES))
    if not all(map(can_be_shown, names)):
        expected = "1 to 200 letters, digits, punctuation and plain spaces"
        yield Problem("name", "the hub's name or group holds what cannot be shown, or is too long", expected=expected)
