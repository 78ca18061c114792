"""What whoever brings a table in says about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from hubscore.errors import Problem, UsageError
from hubscore.files.importing.headers import plain, with_unit
from hubscore.files.labels import identifier
from hubscore.model.evidence import Grade
from hubscore.model.suggest import did_you_mean

Decimal = Literal["point", "comma"]
Form = Literal["profiles", "table"]

ROLES = ("id", "name", "year", "group", "role", "indicator", "measure", "ignore")
"""What a column of a wide table may be said to be."""

ONCE = ("id", "name", "year", "group", "role")
"""Those of them that one column can be."""


@dataclass(frozen=True)
class Wishes:
    """Options: what is left out is found in the table, or asked for before anything is written."""

    form: Form | None = None
    source: str | None = None
    evidence: Grade | None = None
    year: int | None = None
    title: str | None = None
    sheet: str | None = None
    decimal: Decimal | None = None
    missing: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    directions: Mapping[str, str] = field(default_factory=dict)
    direction: str | None = None


def pairs_of(words: Sequence[str], option: str, allowed: Sequence[str], bare: bool = False) -> dict[str, str]:
    """What `--option NAME=WORD` says, by name; a bare word stands under "".

    Raises
    ------
    UsageError
        Where it is no pair, or the word is none of those allowed.
    """
    found = {}
    for word in words:
        name, equals, value = word.rpartition("=")
        if value not in allowed or not (bool(name) if equals else bare):
            usual = f"{option} NAME=WORD" + (f" or {option} WORD" if bare else "")
            expected = f"{usual}, the word one of {', '.join(allowed)}"
            hint = did_you_mean(value, allowed) if value not in allowed else ""
            raise UsageError(Problem("usage", f"`{option} {word}` says nothing", expected=expected, hint=hint))
        found[name] = value
    return found


def refuse_unknown(names: Mapping[str, str], known: Sequence[str], option: str) -> None:
    """Refuse options that name a column which is not there."""
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known)
            expected = "" if hint or len(known) > 12 else "one of " + ", ".join(f"`{each}`" for each in known)
            message = f"`{option}` names `{name}`, which is no column of the table"
            raise UsageError(Problem("usage", message, expected=expected, hint=hint))


def columns_meant(wished: Mapping[str, str], known: Sequence[str], option: str) -> dict[str, str]:
    """What options say, by the column they mean: named as in the table, or as the report names its indicator.

    Raises
    ------
    UsageError
        Where a name means no column, or several.
    """
    meant: dict[str, str] = {}
    for name in wished:
        alike = [column for column in known if plain(name) in _spellings(column)]
        meant[name] = alike[0] if name not in known and len(alike) == 1 else name
    found = {meant[name]: word for name, word in wished.items()}
    refuse_unknown(found, known, option)
    return found


def _spellings(column: str) -> tuple[str, ...]:
    """A header without what writers differ in: whole, without its unit, and as an id."""
    label, _ = with_unit(column)
    return plain(column), plain(label), plain(identifier(label))
