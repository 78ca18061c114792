"""COINr's two tables: iData, one row a unit, and iMeta, which says what its columns are and how they hang together.

What iMeta says is taken as it says it: direction, weight, unit, target, denominator, parent. It
says nothing of the method; that COINr scores whatever is there, however little, is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hubscore.errors import Problem
from hubscore.files.grid import Faults, Grid
from hubscore.files.importing.columns import Found, judged, refuse_odd, refuse_too_wide, reported, unusable_in
from hubscore.files.importing.draft import Column, Draft, Pillar, Series
from hubscore.files.importing.headers import new_id, plain
from hubscore.files.importing.meta import AGGREGATE, DENOMINATOR, GROUP, INDICATOR, Entry, columns_of_meta, entries_of
from hubscore.files.importing.numbers import Figures, figures_of
from hubscore.files.importing.wide import drafted
from hubscore.files.importing.wishes import Wishes, columns_meant, refuse_unknown

SPECIAL = {"id": "ucode", "name": "uname", "year": "time"}

METHOD = {"min_coverage": 0.0}
"""COINr averages whatever children there are."""


def is_data(grid: Grid) -> bool:
    """Whether a table is an iData."""
    return SPECIAL["id"] in {plain(name) for name in grid.columns}


def coinr(data: Grid, meta: Grid, wishes: Wishes) -> Draft:
    """Understand an iData by its iMeta.

    Raises
    ------
    InputError
        All that is wrong in iMeta, with its cells; as `wide.wide` for iData.
    """
    refuse_too_wide(data)
    refuse_unknown(wishes.columns, [*data.columns, *meta.columns], "--column")
    entries = entries_of(meta, wishes)
    indicators = [code for code, entry in entries.items() if entry["type"] == INDICATOR]
    wishes = replace(wishes, directions=columns_meant(wishes.directions, indicators, "--direction"))
    ids = _ids(entries, data)
    roles = _roles(data, entries, wishes)
    found = _found(data, entries, ids, roles, wishes)
    top = [code for code, entry in entries.items() if entry["type"] == AGGREGATE and not entry.get("parent")]
    root = top[0] if len(top) == 1 else None
    pillars, series = _tree(entries, ids, root, found)
    title = wishes.title or (entries[root].get("iname") if root else None)
    draft = drafted(data, found._replace(series=series), replace(wishes, title=title or "Scorecard"))
    label = (entries[root].get("iname") or None) if root else None
    columns = (*found.report, *columns_of_meta(meta, wishes))
    return replace(draft, shape="COINr", pillars=pillars, label=label, columns=columns, method=METHOD)


def _ids(entries: Mapping[str, Entry], data: Grid) -> dict[str, str]:
    """Ids of all nodes and measures, also of denominators that are columns and no entries."""
    divisors = [entry.get("denominator", "") for entry in entries.values()]
    ids: dict[str, str] = {}
    for position, code in enumerate(dict.fromkeys((*entries, *(code for code in divisors if code in data.columns))), 1):
        ids[code] = new_id(code, set(ids.values()), f"code_{position}")
    return ids


def _roles(data: Grid, entries: Mapping[str, Entry], wishes: Wishes) -> dict[str, str]:
    by_word = {plain(name): name for name in reversed(list(data.columns))}
    roles = {role: by_word[word] for role, word in SPECIAL.items() if word in by_word}
    if wishes.columns.get(roles.get("year", "")) == "ignore":
        roles.pop("year")
    said = [name for name, role in wishes.columns.items() if role == "group" and name in data.columns]
    groups = [name for name in data.columns if entries.get(name, {"type": ""})["type"] == GROUP]
    free = [name for name in (*said, *groups) if wishes.columns.get(name) != "ignore"]
    return roles | ({"group": free[0]} if free else {})


def _found(
    data: Grid, entries: Mapping[str, Entry], ids: Mapping[str, str], roles: Mapping[str, str], wishes: Wishes
) -> Found:
    """What the columns of iData are; series stand in the order of iMeta."""
    report, series = [], {}
    broken = unusable_in(data, data.columns)
    seen: dict[tuple[str, ...], str] = {}
    divisors = {entry.get("denominator") for entry in entries.values()}
    for name, cells in data.columns.items():
        role = next((role for role, column in roles.items() if column == name), "")
        entry = entries.get(name, {"type": ""})
        if role or not (entry["type"] == INDICATOR or name in divisors):
            report.append(_unscored(data, name, role, entry, wishes))
            continue
        figures = figures_of(cells, wishes.decimal, wishes.missing, broken.get(name, {}))
        if figures.odd:
            refuse_odd(data, name, figures)
        verdict = judged(data, name, figures, wishes.columns.get(name) or "indicator", seen)
        if not verdict.kept:
            report.append(Column(data.shown, name, "", verdict.status, verdict.why, remedy=verdict.remedy))
            continue
        if name in divisors:
            _refuse_below_zero(data, name, figures)
        seen.setdefault(figures.texts, name)
        made = _series(name, entry, ids, wishes)
        series[name] = (name, made, figures)
        report.append(reported(data.shown, name, made, verdict.status, verdict.why))
    lost = [code for code, entry in entries.items() if entry["type"] == INDICATOR and code not in data.columns]
    report += [Column("iMeta", code, "", "left out", "no such column in iData") for code in lost]
    chosen = tuple(series[code] for code in ids if code in series)
    per = {made.id for _, made, _ in chosen if made.measure}
    chosen = tuple(
        (name, made if made.per in per else made._replace(per=None), figures) for name, made, figures in chosen
    )
    return Found(roles, chosen, tuple(report))


def _unscored(data: Grid, name: str, role: str, entry: Entry, wishes: Wishes) -> Column:
    if role:
        return Column(
            data.shown,
            name,
            role,
            "used",
            "also the hubs' names" if role == "id" and "uName" not in data.columns else "",
        )
    kinds = {
        "": "not in iMeta",
        GROUP: "another group; --column takes it",
        DENOMINATOR: "no indicator is divided by it",
    }
    why = (
        "as you said"
        if wishes.columns.get(name) == "ignore"
        else kinds.get(entry["type"], "neither scored nor divided by")
    )
    return Column(data.shown, name, "", "ignored", why)


def _series(code: str, entry: Entry, ids: Mapping[str, str], wishes: Wishes) -> Series:
    label, unit = entry.get("iname") or code, entry.get("unit") or None
    if entry["type"] != INDICATOR:
        return Series(ids[code], label, unit, measure=True)
    direction = "lower" if entry["direction"].startswith("-") else "higher"
    weight, target, per = entry.get("weight"), entry.get("target"), entry.get("denominator")
    return Series(
        ids[code],
        label,
        unit,
        wishes.directions.get(code, direction),
        per=ids.get(per) if per else None,
        weight=float(weight) if weight else None,
        target=float(target) if target else None,
    )


def _refuse_below_zero(data: Grid, name: str, figures: Figures) -> None:
    faults = Faults(data)
    for row, text in enumerate(figures.texts):
        if text and float(text) <= 0:
            message = f"`{name}` is a denominator and not above 0"
            faults.add(row, name, Problem("denominator", message, found=text, expected="a number above 0"))
    faults.refuse()


def _tree(
    entries: Mapping[str, Entry], ids: Mapping[str, str], root: str | None, found: Found
) -> tuple[tuple[Pillar, ...], tuple[tuple[str, Series, Figures], ...]]:
    """Pillars that hold anything, and the series in them; of siblings all have a weight or none."""
    codes = [name for name, made, _ in found.series if not made.measure]
    needed: dict[str, None] = {}
    for code in codes:
        while (code := entries[code]["parent"]) and code != root:
            needed[code] = None
    weights = _weights(entries, [*codes, *needed])
    pillars = tuple(
        Pillar(ids[code], entry.get("iname") or code, _above(entry, ids, root), weights[code])
        for code, entry in entries.items()
        if code in needed
    )
    placed = tuple(
        (
            name,
            made if made.measure else made._replace(pillar=_above(entries[name], ids, root), weight=weights[name]),
            figures,
        )
        for name, made, figures in found.series
    )
    return pillars, placed


def _above(entry: Entry, ids: Mapping[str, str], root: str | None) -> str | None:
    return None if entry["parent"] in ("", root) else ids[entry["parent"]]


def _weights(entries: Mapping[str, Entry], codes: Sequence[str]) -> dict[str, float | None]:
    given = {code: entries[code].get("weight") for code in codes}
    gaps = {entries[code]["parent"] for code, weight in given.items() if not weight}
    return {
        code: float(weight) if weight and entries[code]["parent"] not in gaps else None
        for code, weight in given.items()
    }
