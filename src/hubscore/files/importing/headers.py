"""Headers of strange tables: which words mean what, units in brackets, and ids made of labels."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from pydantic_core import PydanticCustomError

from hubscore.files.labels import ID_LENGTH, identifier
from hubscore.model.fields import check_name
from hubscore.model.scorecard import ROOT

WIDE: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "hub_id", "code", "iso", "iso2", "iso3", "iso_code", "country_code", "city_code", "geo", "ucode"),
    "name": (
        "name",
        "hub",
        "hub_name",
        "city",
        "country",
        "country_name",
        "city_name",
        "place",
        "region_name",
        "uname",
    ),
    "year": ("year", "time", "period", "date"),
    "group": ("group", "region", "continent", "cluster", "income_group"),
    "role": ("role",),
}
"""Words for the columns of a wide table that are no figures, the likeliest first."""

LONG: Mapping[str, tuple[str, ...]] = {
    "hub": (
        "hub",
        "hub_id",
        "city",
        "country",
        "id",
        "code",
        "iso3",
        "iso",
        "geo",
        "place",
        "entity",
        "ref_area",
        "ucode",
    ),
    "indicator": ("indicator", "indicator_id", "series", "variable", "measure", "icode", "metric", "indicator_code"),
    "year": ("year", "time", "period", "time_period", "date"),
    "value": ("value", "obs_value", "figure", "amount", "observation"),
    "at_least": ("at_least", "min", "low", "lower", "lower_bound", "from"),
    "at_most": ("at_most", "max", "high", "upper", "upper_bound", "to"),
    "covers": ("covers", "coverage", "share_of_year"),
    "unit": ("unit", "units", "unit_of_measure"),
    "evidence": ("evidence", "grade", "evidence_grade"),
    "source": ("source", "source_title", "reference", "sources"),
    "publisher": ("publisher",),
    "url": ("url", "link", "source_url"),
    "note": ("note", "notes", "comment", "remark", "remarks"),
    "name": ("name", "hub_name", "city_name", "country_name"),
    "group": ("group", "region", "continent"),
    "role": ("role",),
    "label": ("label", "indicator_name", "indicator_label", "iname"),
    "direction": ("direction", "better"),
    "scored": ("scored",),
}
"""Words for the columns of a long table."""

RESERVED = frozenset({ROOT, "hub", "name", "year", "group", "role"})
"""Ids that no indicator gets: the index, and the columns that a table of figures has besides."""

_UNIT = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]+)[)\]]")


def plain(header: str) -> str:
    """A header without what writers differ in."""
    return re.sub(r"[\W_]+", "_", header.strip().casefold()).strip("_")


def recognised(columns: Sequence[str], words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The column of each meaning: of several the one whose word comes first; a column has one meaning."""
    by_word: dict[str, str] = {}
    for column in columns:
        by_word.setdefault(plain(column), column)
    found: dict[str, str] = {}
    for meaning, known in words.items():
        fit = (by_word[word] for word in known if word in by_word and by_word[word] not in found.values())
        for column in fit:
            found[meaning] = column
            break
    return found


def numbered(header: Sequence[str]) -> list[str]:
    """Names of their own for columns that lack one, or stand twice."""
    seen: dict[str, int] = {}
    names = []
    for position, text in enumerate(header, 1):
        name = text.strip() or f"column {position}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return names if len(set(names)) == len(names) else [f"{name} in column {at}" for at, name in enumerate(names, 1)]


def with_unit(header: str) -> tuple[str, str | None]:
    """A header and the unit that stands in brackets behind it."""
    match = _UNIT.fullmatch(header.strip())
    return (match[1], match[2].strip()) if match and match[2].strip() else (header.strip(), None)


def labelled(made: str, label: str, unit: str | None) -> tuple[str, str | None, str]:
    """Label and unit as files may hold them, and what is to be said where they are not those of the table."""
    lost = [what for what, text in (("header", label), ("unit", unit)) if text and not can_be_shown(text)]
    kept = label if can_be_shown(label) else made
    why = f"its {' and '.join(lost)} cannot be shown as a name" if lost else ""
    return kept, unit if unit and can_be_shown(unit) else None, why


def can_be_shown(text: str) -> bool:
    """Whether a text would do as a name."""
    try:
        check_name(text)
    except PydanticCustomError:
        return False
    return True


def new_id(text: str, taken: Collection[str], otherwise: str) -> str:
    """An id made of a text that no other one has."""
    made = identifier(text)
    if made != text.strip().lower():
        made = re.sub("_+", "_", made.replace("-", "_")).strip("_")
    made = made or otherwise
    number, unlike = 1, made
    while unlike in taken or unlike in RESERVED:
        number += 1
        unlike = f"{made[: ID_LENGTH - 6]}_{number}"
    return unlike
