"""The text of a scorecard of a draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from hubscore.files.importing.draft import Draft, Observation, Series
from hubscore.files.importing.pieces import number, toml
from hubscore.files.importing.profile import source_of
from hubscore.files.importing.wishes import Form, Wishes

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


def form_of(draft: Draft, wishes: Wishes) -> Form:
    """Profiles or a table: as asked for, else as the tables are."""
    return wishes.form or ("profiles" if draft.shape == "long" else "table")


def card_of(draft: Draft, wishes: Wishes, readings: Sequence[Observation]) -> Iterator[str]:
    """The text, piece by piece; `readings` are those of the draft, completed."""
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
    columns = {name: name for name in special_of(draft, readings) if name != "hub"}
    first = readings[0]
    return {"csv": TABLE, "id": "hub", **columns, "evidence": first.evidence, "source": source_of(first)["title"]}


def special_of(draft: Draft, readings: Sequence[Observation]) -> list[str]:
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
