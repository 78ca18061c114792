"""A draft as the files of a scorecard: what the tables say, and where they are silent a comment that says so."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from io import StringIO
from typing import Any

from hubscore.errors import InputError, Place, Problem, UsageError
from hubscore.files.importing.draft import Draft, Hub, Observation, Series
from hubscore.files.importing.wishes import Form, Wishes
from hubscore.files.inside import MOST_FILES
from hubscore.files.labels import identifier
from hubscore.files.placing import all_placed
from hubscore.files.reader import TOML_LIMIT
from hubscore.files.starter import CARD, Files, Written, schemas
from hubscore.files.toml import TomlFile, parse
from hubscore.model.agreement import check_profile, known_of
from hubscore.model.invalid import validated
from hubscore.model.profile import SHAPES, Profile
from hubscore.model.scenario import variants_of

TABLE = "raw.csv"

ASSUMED = 'direction = "higher" # assumed: the table does not say which way is better\n'

HEAD = """\
#:schema schema/scorecard.json
# Brought in by `hubscore import`. Weights, pillars and goalposts are yours to set: see `hubscore methods`.
"""

METHOD = """\
[method]
normalise = "minmax" # 0 at the worst of these hubs, 100 at the best; goalposts of numbers would not hang on them
"""

HUB = """\
#:schema ../schema/hub.json
"""


def form_of(draft: Draft, wishes: Wishes) -> Form:
    """Profiles or a table: as asked for, else as the tables are."""
    return wishes.form or ("profiles" if draft.shape == "long" else "table")


def lacking(draft: Draft, wishes: Wishes) -> list[str]:
    """Options without which nothing can be written: what the table does not say and nobody may invent."""
    readings = draft.observations
    needed = {
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
        hint = "what figures rest on is not invented; say it of all that the table does not say it of"
        message = f"to write this, {' and '.join(options)} {'is' if len(options) == 1 else 'are'} needed"
        raise UsageError(Problem("usage", message, hint=hint))
    readings = [_completed(reading, wishes) for reading in draft.observations]
    card = "".join(_card(draft, wishes, readings))
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
                files[f"hubs/{hub.id}.toml"] = Written("".join(_profile(hub, own[hub.id])).encode(), "a hub")
    _refuse_invalid(files)
    return files | schemas()


def _completed(reading: Observation, wishes: Wishes) -> Observation:
    if not (reading.source or reading.publisher or reading.url):
        reading = reading._replace(source=wishes.source)
    year = reading.year if reading.year is not None else wishes.year
    return reading._replace(evidence=reading.evidence or wishes.evidence, year=year)


def _card(draft: Draft, wishes: Wishes, readings: Sequence[Observation]) -> Iterator[str]:
    yield HEAD
    yield toml({"title": draft.title})
    years = {reading.year for reading in readings if reading.year is not None}
    if form_of(draft, wishes) == "profiles":
        yield 'hubs = "hubs/*.toml"\n'
    if years:
        yield f"as_of = {max(years)} # the newest year in the table\n"
    if form_of(draft, wishes) == "table":
        yield f"\n[data]\n{toml(_data(draft, readings))}"
    weighed = [(each.id, each.weight) for each in draft.pillars] + [(each.id, each.weight) for each in draft.series]
    weights = {name: number(f"{weight:.17g}") for name, weight in weighed if weight is not None}
    if weights:
        yield f"\n[weights]\n{toml(weights)}"
    yield f"\n{METHOD}{toml(draft.method)}"
    if draft.label:
        yield f"\n[index]\n{toml({'label': draft.label})}"
    for pillar in draft.pillars:
        yield f"\n[pillars.{pillar.id}]\n{toml({'label': pillar.label, 'parent': pillar.parent})}"
    for series in draft.series:
        yield "\n" + "".join(_entry(series))


def _data(draft: Draft, readings: Sequence[Observation]) -> dict[str, Any]:
    columns = {name: name for name in _special(draft, readings) if name != "hub"}
    first = readings[0]
    return {"csv": TABLE, "id": "hub", **columns, "evidence": first.evidence, "source": _source_of(first)["title"]}


def _special(draft: Draft, readings: Sequence[Observation]) -> list[str]:
    """The columns of a table of figures that are no figures."""
    held = {
        "year": any(reading.year is not None for reading in readings),
        "group": any(hub.group for hub in draft.hubs),
        "role": any(hub.role != "candidate" for hub in draft.hubs),
    }
    return ["hub", "name", *(name for name, holds in held.items() if holds)]


def _entry(series: Series) -> Iterator[str]:
    words = {"label": None if series.label == series.id else series.label, "unit": series.unit}
    if series.measure:
        yield f"[measures.{series.id}]\n{toml(words)}"
        return
    yield f"[indicators.{series.id}]\n{toml({'pillar': series.pillar} | words | {'per': series.per})}"
    yield ASSUMED if series.direction is None else toml({"direction": series.direction})
    yield toml({"target": series.target})


def _profile(hub: Hub, readings: Sequence[Observation]) -> Iterator[str]:
    """The text of a profile: sources, then readings by series, newest year first."""
    yield HUB
    yield toml({"name": hub.name, "role": None if hub.role == "candidate" else hub.role, "group": hub.group or None})
    sources = _sources(readings)
    for key, name in sources.items():
        words = dict(zip(("title", "publisher", "url"), (text or None for text in key), strict=True))
        yield f"\n[sources.{name}]\n{toml(words)}"
    by_series: dict[str, dict[int, list[Observation]]] = {}
    for reading in readings:
        by_series.setdefault(reading.series, {}).setdefault(reading.year or 0, []).append(reading)
    for series, years in by_series.items():
        yield f"\n[data.{series}]\n"
        for year in sorted(years, reverse=True):
            tables = [_inline(reading, sources[tuple(_source_of(reading).values())]) for reading in years[year]]
            yield f"{year} = {tables[0] if len(tables) == 1 else '[ ' + ', '.join(tables) + ' ]'}\n"


def _source_of(reading: Observation) -> dict[str, str]:
    """Title, publisher and address; "" for none. A source without a name is named by its address."""
    title = reading.source or ("" if reading.publisher else reading.url) or ""
    return {"title": title, "publisher": reading.publisher or "", "url": reading.url or ""}


def _sources(readings: Sequence[Observation]) -> dict[tuple[str, ...], str]:
    """Ids of sources, made of their titles; of equal ones the later are numbered."""
    ids: dict[tuple[str, ...], str] = {}
    taken: set[str] = set()
    numbers: Counter[str] = Counter()
    for key in dict.fromkeys(tuple(_source_of(reading).values()) for reading in readings):
        made = unlike = re.sub("-+", "-", identifier(key[0]))[:40].strip("-_") or "source"
        while unlike in taken:
            numbers[made] += 1
            unlike = f"{made}-{numbers[made] + 1}"
        taken.add(unlike)
        ids[key] = unlike
    return ids


def _inline(reading: Observation, source: str) -> str:
    figures = (("value", reading.value), ("at_least", reading.at_least), ("at_most", reading.at_most))
    words = [f"{name} = {number(text)!r}" for name, text in figures if text is not None]
    words += [] if reading.covers is None else [f"covers = {float(reading.covers)!r}"]
    texts = (("unit", reading.unit), ("evidence", reading.evidence), ("source", source), ("note", reading.note))
    words += [_line(name, text) for name, text in texts if text is not None]
    return "{ " + ", ".join(words) + " }"


@lru_cache(maxsize=1_000)
def _line(key: str, text: str) -> str:
    """A key and a text, in one line; the same few stand in thousands of readings."""
    return toml({key: text}).rstrip("\n")


def number(text: str) -> int | float:
    """A number as TOML has it: whole ones stay whole."""
    return int(text) if text.lstrip("+-").isdigit() else float(text)


def toml(words: Mapping[str, Any]) -> str:
    """Keys and values, one a line, without those that are None."""
    import tomli_w

    return tomli_w.dumps({key: value for key, value in words.items() if value is not None})


def _alike(readings: Sequence[Observation]) -> Sequence[Observation]:
    """Refuse readings of which a table of figures could not hold all."""
    held = {(reading.hub, reading.series, reading.year) for reading in readings}
    faults = {
        "bounds": any(reading.value is None for reading in readings),
        "shares of years": any(reading.covers for reading in readings),
        "units of their own": any(reading.unit for reading in readings),
        "notes": any(reading.note for reading in readings),
        "different evidence": len({reading.evidence for reading in readings}) > 1,
        "different sources": len({tuple(_source_of(reading).values()) for reading in readings}) > 1,
        "publishers or addresses": any(reading.publisher or reading.url for reading in readings),
        "two readings of one year": len(held) < len(readings),
    }
    lost = [what for what, holds in faults.items() if holds]
    if lost:
        message = f"readings with {', '.join(lost)} do not fit into a table of figures"
        raise UsageError(Problem("usage", message, hint="use --as profiles, which keeps all of it"))
    return readings


def _table(draft: Draft, readings: Sequence[Observation]) -> str:
    special = _special(draft, readings)
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
