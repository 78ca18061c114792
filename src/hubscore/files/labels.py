"""Who a row of a table is about: ids, names, roles and years, and every fault at its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pydantic_core import PydanticCustomError

from hubscore.errors import Problem
from hubscore.files.grid import Faults
from hubscore.model.fields import check_name
from hubscore.model.found import describe
from hubscore.model.invalid import YEAR
from hubscore.model.meant import year_hint
from hubscore.model.suggest import did_you_mean

ID_LENGTH = 64
ROLES = ("candidate", "benchmark")
OTHERS = re.compile(r"[^a-z0-9_-]")


def identifier(text: str) -> str:
    """The id that a text makes: NFKD, lower case, other characters `-`."""
    if text.isascii() and text.isalnum():
        return text.lower()[:ID_LENGTH]
    text = text.strip()
    if not text.isascii():
        from unicodedata import combining, normalize

        text = "".join(letter for letter in normalize("NFKD", text) if not combining(letter))
    return OTHERS.sub("-", text.lower()).lstrip("-_")[:ID_LENGTH]


def ids_of(faults: Faults, column: str, years: list[int] | None) -> list[str]:
    """The ids of all rows; empty ones and those of two rows are noted."""
    cells = faults.grid.columns[column]
    ids = [identifier(text) for text in cells]
    if years is None and "" not in (unique := set(ids)) and len(unique) == len(ids):
        return ids
    first: dict[object, int] = {}
    keys: Iterable[object] = ids if years is None else zip(ids, years, strict=True)
    for row, (name, key) in enumerate(zip(ids, keys, strict=True)):
        found = describe(cells[row])
        if not name:
            problem = Problem("csv", "an empty id", found=found, expected="letters a to z or digits")
            faults.add(row, column, problem)
        elif first.setdefault(key, row) != row:
            lines = f"in {faults.grid.lines} {faults.grid.line(first[key])} and {faults.grid.line(row)}"
            what = f"the id `{name}`" if years is None else f"the id `{name}` of the year {years[row]}"
            faults.add(row, column, Problem("csv", f"{what} stands twice: {lines}", found=found))
    return ids


def names_of(faults: Faults, column: str, needed: bool) -> Sequence[str]:
    """The names of all rows; blank ones are noted where they are needed."""
    names = [name.strip() for name in faults.grid.columns[column]]
    for row, name in enumerate(names):
        try:
            if name or needed:
                check_name(name)
        except PydanticCustomError as error:
            context = error.context or {}
            found, expected = str(context.get("found", "")), str(context.get("expected", ""))
            message = f"`{column}` {error.message()}"
            faults.add(row, column, Problem("name", message, found=found, expected=expected))
    return names


def roles_of(faults: Faults, column: str | None) -> Sequence[str]:
    """The roles of all rows, `candidate` where nothing says it."""
    if column is None:
        return ("candidate",) * faults.grid.rows
    roles = [role.strip() or "candidate" for role in faults.grid.columns[column]]
    for row, role in enumerate(roles):
        if role not in ROLES:
            hint = did_you_mean(role, ROLES)
            problem = Problem(
                "bad-value", f"`{column}` is no role", found=describe(role), expected=" or ".join(ROLES), hint=hint
            )
            faults.add(row, column, problem)
    return roles


def years_of(faults: Faults, column: str | None) -> list[int] | None:
    """The years of all rows, None without a column of years."""
    if column is None:
        return None
    years = []
    for row, text in enumerate(faults.grid.columns[column]):
        good = re.fullmatch(r"\s*(1[89]|2[01])\d\d\s*", text, re.ASCII) is not None
        years.append(int(text) if good else 0)
        if not good:
            message, hint = f"`{column}` is not a year", year_hint(text)
            problem = Problem("bad-value", message, found=describe(text), expected=YEAR, hint=hint)
            faults.add(row, column, problem)
    return years
