"""A draft as the files of a scorecard: what the tables say, and where they are silent a comment that says so."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from hubscore.errors import InputError, Place, Problem, UsageError
from hubscore.files.importing.card import TABLE, card_of, form_of, special_of
from hubscore.files.importing.draft import DECIMAL, Draft, Observation
from hubscore.files.importing.numbers import AGAINST
from hubscore.files.importing.profile import profile_of, source_of
from hubscore.files.importing.wishes import Wishes
from hubscore.files.inside import MOST_FILES
from hubscore.files.placing import all_placed
from hubscore.files.reader import TOML_LIMIT
from hubscore.files.starter import CARD, Files, Written, schemas
from hubscore.files.toml import TomlFile, parse
from hubscore.model.agreement import check_profile, known_of
from hubscore.model.invalid import validated
from hubscore.model.profile import SHAPES, Profile
from hubscore.model.scenario import variants_of


def lacking(draft: Draft, wishes: Wishes) -> list[str]:
    """Options without which nothing can be written: what the table does not say and nobody may invent."""
    readings = draft.observations
    needed = {
        DECIMAL: draft.unsure,
        "--source TEXT": wishes.source is None and any(not (r.source or r.publisher or r.url) for r in readings),
        "--evidence GRADE": wishes.evidence is None and any(r.evidence is None for r in readings),
        "--year YEAR": wishes.year is None
        and any(r.year is None for r in readings)
        and (form_of(draft, wishes) == "profiles" or bool(draft.years)),
    }
    return [option for option, needs in needed.items() if needs]


def composed(draft: Draft, wishes: Wishes) -> Files:
    """The files of a scorecard, checked as if they had been read.

    Raises
    ------
    UsageError
        Where options are lacking, or the readings do not fit into a table.
    InputError
        Where the files would not be valid.
    """
    options = lacking(draft, wishes)
    if options:
        hint = "what a table leaves open is not guessed; say it of all that the table does not say it of"
        hint += "; --column NAME=ignore leaves a column out" * (draft.unsure and draft.shape == "wide")
        message = f"to write this, {' and '.join(options)} {'is' if len(options) == 1 else 'are'} needed"
        raise UsageError(Problem("usage", message, hint=hint))
    _refuse_contradicted(draft)
    readings = [_completed(reading, wishes) for reading in draft.observations]
    card = "".join(card_of(draft, wishes, readings))
    if form_of(draft, wishes) == "table":
        table = _table(draft, _alike(readings))
        files = {CARD: Written(card.encode(), "what is measured"), TABLE: Written(table.encode(), "the figures")}
    else:
        _refuse_many(len(draft.hubs))
        files = {CARD: Written(card.encode(), "what is measured")}
        own: dict[str, list[Observation]] = {}
        for reading in readings:
            own.setdefault(reading.hub, []).append(reading)
        for hub in sorted(draft.hubs):
            if hub.id in own:
                files[f"hubs/{hub.id}.toml"] = Written("".join(profile_of(hub, own[hub.id])).encode(), "a hub")
    _refuse_invalid(files)
    return files | schemas()


def _refuse_contradicted(draft: Draft) -> None:
    """Refuse to lose rows whose figures are numbers, only not as `--decimal` says."""
    rows = [row for row in draft.rows if AGAINST in row.why]
    if rows:
        more = f", and {len(rows) - 1:,} more" if len(rows) > 1 else ""
        message = f"in {rows[0].place}{more}: {rows[0].why}"
        hint = "write all numbers with one sign; --missing TEXT reads a cell as missing"
        raise UsageError(Problem("usage", message, hint=hint))


def _completed(reading: Observation, wishes: Wishes) -> Observation:
    if not (reading.source or reading.publisher or reading.url):
        reading = reading._replace(source=wishes.source)
    year = reading.year if reading.year is not None else wishes.year
    return reading._replace(evidence=reading.evidence or wishes.evidence, year=year)


def _alike(readings: Sequence[Observation]) -> Sequence[Observation]:
    """Refuse readings of which a table of figures could not hold all."""
    held = {(reading.hub, reading.series, reading.year) for reading in readings}
    faults = {
        "bounds": any(reading.value is None for reading in readings),
        "shares of years": any(reading.covers for reading in readings),
        "units of their own": any(reading.unit for reading in readings),
        "notes": any(reading.note for reading in readings),
        "different evidence": len({reading.evidence for reading in readings}) > 1,
        "different sources": len({tuple(source_of(reading).values()) for reading in readings}) > 1,
        "publishers or addresses": any(reading.publisher or reading.url for reading in readings),
        "two readings of one year": len(held) < len(readings),
    }
    lost = [what for what, holds in faults.items() if holds]
    if lost:
        message = f"readings with {', '.join(lost)} do not fit into a table of figures"
        raise UsageError(Problem("usage", message, hint="use --as profiles, which keeps all of it"))
    return readings


def _table(draft: Draft, readings: Sequence[Observation]) -> str:
    special = special_of(draft, readings)
    hubs = {hub.id: hub for hub in draft.hubs}
    rows: dict[tuple[str, int], dict[str, str]] = {}
    for reading in readings:
        rows.setdefault((reading.hub, reading.year or 0), {})[reading.series] = reading.value or ""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*special, *(each.id for each in draft.series)])
    for (hub, year), figures in sorted(rows.items()):
        words = {"hub": hub, "name": hubs[hub].name, "year": year, "group": hubs[hub].group, "role": hubs[hub].role}
        writer.writerow([*(words[name] for name in special), *(figures.get(each.id, "") for each in draft.series)])
    return out.getvalue()


def _refuse_many(hubs: int) -> None:
    if hubs > MOST_FILES:
        message = f"{hubs:,} hubs are too many for a file each"
        raise UsageError(Problem("usage", message, expected=f"at most {MOST_FILES:,}", hint="use --as table"))


def _refuse_invalid(files: Files) -> None:
    """Hold what would be written to what is demanded of files that are read."""
    card = _read(CARD, files[CARD])
    variants, found = variants_of(card.data)
    problems = all_placed(card, found)
    known = None if None not in variants else known_of(list(variants.values()))
    for name, file in files.items():
        if name.startswith("hubs/") and not problems:
            read = _read(name, file)
            profile, wrong = validated(Profile, read.data, SHAPES)
            wrong += check_profile(profile, known) if profile is not None and known is not None else []
            problems += all_placed(read, wrong)
    if problems:
        raise InputError(problems)


def _read(name: str, file: Written) -> TomlFile:
    shown = f"{name}, as it would be"
    if len(file.data) > TOML_LIMIT:
        message = f"{shown}, would be larger than {TOML_LIMIT >> 20} MiB"
        raise InputError(Problem("file-size", message, hint="bring in less, or use --as table", place=Place(shown)))
    text = file.data.decode()
    return TomlFile(shown, text, parse(text, shown))
