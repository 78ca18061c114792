"""COINr's iMeta: what the columns of an iData are, and how they hang together."""

from __future__ import annotations

from collections.abc import Mapping

from hubscore.errors import Problem
from hubscore.files.grid import Faults, Grid
from hubscore.files.importing.draft import Column
from hubscore.files.importing.headers import plain
from hubscore.files.importing.numbers import number_of
from hubscore.files.importing.wishes import Wishes
from hubscore.model.found import describe
from hubscore.model.suggest import did_you_mean

INDICATOR, AGGREGATE, GROUP, DENOMINATOR = "indicator", "aggregate", "group", "denominator"
KINDS = (INDICATOR, AGGREGATE, GROUP, DENOMINATOR, "other")
KNOWN = ("level", "icode", "iname", "direction", "weight", "unit", "target", "denominator", "parent", "type")
NEEDED = ("icode", "type", "parent", "direction")

Entry = Mapping[str, str]


def is_meta(grid: Grid) -> bool:
    """Whether a table is an iMeta."""
    return set(NEEDED) <= {plain(name) for name in grid.columns}


def entries_of(meta: Grid, wishes: Wishes) -> dict[str, Entry]:
    """The rows of iMeta by code, words in lower case that stand for kinds."""
    names = {plain(name): name for name in meta.columns if plain(name) in KNOWN}
    names = {key: name for key, name in names.items() if key in NEEDED or wishes.columns.get(name) != "ignore"}
    faults = Faults(meta)
    entries: dict[str, Entry] = {}
    for row in range(meta.rows):
        entry = {key: meta.columns[name][row].strip() for key, name in names.items()}
        entry = {key: "" if text.lower() == "na" else text for key, text in entry.items()}
        entry["type"] = entry["type"].lower()
        code = entry["icode"]
        if not code and not entry["type"]:
            continue
        for key, message, expected in _faults(entry, code in entries):
            faults.add(row, names[key], Problem("csv", message, found=describe(entry[key]), expected=expected))
        entries[code] = entry
    parents = [code for code, entry in entries.items() if entry["type"] == AGGREGATE]
    for row, code in enumerate(cell.strip() for cell in meta.columns[names["icode"]]):
        if entries.get(code, {"type": ""})["type"] in (INDICATOR, AGGREGATE) and _astray(code, entries):
            parent = entries[code]["parent"]
            message = f"the parent of `{code}` is no aggregate, or leads in a ring"
            problem = Problem("csv", message, found=describe(parent), hint=did_you_mean(parent, parents))
            faults.add(row, names["parent"], problem)
    faults.refuse()
    return entries


def _faults(entry: Entry, twice: bool) -> list[tuple[str, str, str]]:
    """Key, message and what is expected, of what is wrong in a row by itself."""
    found = []
    if not entry["icode"] or twice:
        found.append(("icode", "the code stands twice" if twice else "an empty code", "a code of its own"))
    if entry["type"] not in KINDS:
        found.append(("type", "there is no such type", ", ".join(kind.capitalize() for kind in KINDS)))
    if entry["type"] == INDICATOR and entry["direction"] not in ("1", "-1", "+1", "1.0", "-1.0"):
        found.append(("direction", "the direction is neither 1 nor -1", "1 or -1"))
    wrong = (key for key in ("weight", "target") if entry.get(key) and not number_of(entry[key], None))
    return found + [(key, f"the {key} is not a number", "a number") for key in wrong]


def _astray(code: str, entries: Mapping[str, Entry]) -> bool:
    """Whether the parents of a code do not lead to the top."""
    for _ in range(len(entries) + 1):
        parent = entries[code].get("parent", "")
        if not parent:
            return False
        if entries.get(parent, {"type": ""})["type"] != AGGREGATE:
            return True
        code = parent
    return True


def columns_of_meta(meta: Grid, wishes: Wishes) -> list[Column]:
    """What became of the columns of iMeta."""
    columns = []
    for name in meta.columns:
        if wishes.columns.get(name) == "ignore" and plain(name) not in NEEDED:
            columns.append(Column(meta.shown, name, "", "ignored", "as you said"))
        elif plain(name) == "level":
            columns.append(Column(meta.shown, name, "", "ignored", "follows from the parents"))
        elif plain(name) in KNOWN:
            columns.append(Column(meta.shown, name, plain(name).lstrip("i") if name[0] == "i" else plain(name), "used"))
        else:
            columns.append(Column(meta.shown, name, "", "ignored", "no column of iMeta"))
    return columns
