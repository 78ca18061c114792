"""The text of a profile of a draft."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from hubscore.files.importing.draft import Hub, Observation
from hubscore.files.importing.pieces import number, toml
from hubscore.files.labels import identifier

HUB = """\
#:schema ../schema/hub.json
"""


def profile_of(hub: Hub, readings: Sequence[Observation]) -> Iterator[str]:
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
            tables = [_inline(reading, sources[tuple(source_of(reading).values())]) for reading in years[year]]
            yield f"{year} = {tables[0] if len(tables) == 1 else '[ ' + ', '.join(tables) + ' ]'}\n"


def source_of(reading: Observation) -> dict[str, str]:
    """Title, publisher and address; "" for none. A source without a name is named by its address."""
    title = reading.source or ("" if reading.publisher else reading.url) or ""
    return {"title": title, "publisher": reading.publisher or "", "url": reading.url or ""}


def _sources(readings: Sequence[Observation]) -> dict[tuple[str, ...], str]:
    """Ids of sources, made of their titles; of equal ones the later are numbered."""
    ids: dict[tuple[str, ...], str] = {}
    taken: set[str] = set()
    numbers: Counter[str] = Counter()
    for key in dict.fromkeys(tuple(source_of(reading).values()) for reading in readings):
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
