"""What differs between two versions of a scorecard and can move a score, by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.model.columns import EMPTY
from hubscore.model.dataset import Dataset
from hubscore.model.evidence import GRADES
from hubscore.model.fields import Record
from hubscore.model.plan import Inner, Plan
from hubscore.model.scorecard import Scorecard
from hubscore.studies.mixture import Mixture, Side, same_indicators, same_series
from hubscore.studies.reweigh import averagers

Floats = NDArray[np.float64]
Kind = Literal["data", "weights", "method", "framework"]

ROUNDING = 1e-12
"""Shares that differ by no more are the same."""

_METHOD = {
    "indicators": ("goalposts", "target", "transform", "normalise", "treat", "clip", "open_bound"),
    "pillars": ("aggregate", "missing", "min_coverage", "max_missing", "floor", "digits"),
}
_FRAMEWORK = {
    "indicators": ("pillar", "from_", "per", "per_amount", "unit", "kind", "direction", "applies_to"),
    "pillars": ("parent", "over"),
    "measures": ("unit",),
}
"""The keys of an entry that can move a score, by kind."""

_NUMBERS = ("value", "low", "high", "covers", "year", "grade", "unit")
"""The columns of a reading that scores depend on."""


class Figure(NamedTuple):
    """A reading as it is told: its value or bounds, the share of the year, its evidence."""

    value: float | None
    at_least: float | None
    at_most: float | None
    covers: float
    evidence: str


class Variation(NamedTuple):
    """One difference.

    `key`: where it stands: "hefei.gdp.2024", a node's id, "method.clip", "indicators.air".
    `before`, `after`: what it says there, None where that says nothing: a `Figure` (of several
    readings of a year the first), a share, a setting, True for something that is there.
    """

    kind: Kind
    key: str
    before: Any
    after: Any


def variations(old: Side, new: Side, before: Plan, after: Plan) -> tuple[Variation, ...]:
    """All that differs, kind by kind; texts, labels and what moves no score are left out."""
    found = [*_data(old, new, before, after), *_weights(before, after), *_framework(old, new)]
    found += _method(old.scorecard, new.scorecard)
    return tuple(sorted(found, key=lambda each: Mixture._fields.index(each.kind)))


def _weights(before: Plan, after: Plan) -> Iterator[Variation]:
    """Shares of nodes among those that both average below the same node, where they are not the same."""
    earlier = {node.id: node for node in before.inner}
    for node in dict.fromkeys(node.id for _, node in averagers(after)):
        if node not in earlier:
            continue
        ends = [_shares(earlier[node]), _shares(after.inner[after.row[node] - len(after.leaves)])]
        both = [member for member in ends[1] if member in ends[0]]
        wholes = [sum(shares[member] for member in both) or 1.0 for shares in ends]
        for member in both:
            was, now = (shares[member] / whole for shares, whole in zip(ends, wholes, strict=True))
            if abs(now - was) > ROUNDING:
                yield Variation("weights", member, was, now)


def _shares(node: Inner) -> dict[str, float]:
    return dict(zip(node.members, node.weights.tolist(), strict=True))


def _data(old: Side, new: Side, before: Plan, after: Plan) -> Iterator[Variation]:
    if before.as_of != after.as_of:
        yield Variation("data", "as_of", before.as_of, after.as_of)
    shared = same_series(old.scorecard, new.scorecard)
    for hub, series in sorted(_cells(old.dataset, new.dataset, shared), key=_place(new.dataset, shared)):
        then, now = (_readings(side.dataset, hub, series) for side in (old, new))
        for year in sorted({*then, *now}, reverse=True):
            one, other = then.get(year), now.get(year)
            if one != other:
                key = f"{hub}.{series}.{year}" if year else f"{hub}.{series}"
                yield Variation("data", key, _told(one), _told(other))


def _place(dataset: Dataset, series: Sequence[str]) -> Callable[[tuple[str, str]], tuple[int, int]]:
    """The order of cells: by hub, then as the scorecard names series."""
    rank = {name: at for at, name in enumerate(series)}
    return lambda cell: (dataset.column[cell[0]], rank[cell[1]])


def _cells(old: Dataset, new: Dataset, series: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Hub and series of the cells whose readings may differ, found without a look at each."""
    hubs = [hub for hub in new.hubs.ids if hub in old.column]
    slots = max(len(old.value), len(new.value))
    for name in series:
        blocks = [_block(data, name, hubs, slots, mark) for mark, data in enumerate((old, new))]
        same = (blocks[0] == blocks[1]) | (np.isnan(blocks[0]) & np.isnan(blocks[1]))
        yield from ((hubs[at], name) for at in np.flatnonzero(~same.all(axis=(0, 1))))


def _block(dataset: Dataset, series: str, hubs: Sequence[str], slots: int, mark: int) -> Floats:
    """The numbers of one series, shape (column, slot, hub); any unit is a mark, to be looked at."""
    block = np.empty((len(_NUMBERS), slots, len(hubs)))
    columns = [dataset.column[hub] for hub in hubs]
    for at, name in enumerate(_NUMBERS):
        block[at] = EMPTY[name]
        if series in dataset.row:
            block[at, : len(dataset.value)] = getattr(dataset, name)[:, dataset.row[series]][:, columns]
    block[-1] = np.where(block[-1] >= 0, mark, EMPTY["unit"])
    return block


def _readings(dataset: Dataset, hub: str, series: str) -> dict[int, tuple[tuple[Any, ...], ...]]:
    """By year what the readings of a cell say, as far as scores depend on it."""
    if series not in dataset.row:
        return {}
    row, column = dataset.row[series], dataset.column[hub]
    found: dict[int, tuple[tuple[Any, ...], ...]] = {}
    for slot in range(len(dataset.value)):
        at = (slot, row, column)
        if dataset.grade[at] >= 0:
            ends = tuple(_number(array[at]) for array in (dataset.value, dataset.low, dataset.high))
            unit = dataset.units[dataset.unit[at]] if dataset.unit[at] >= 0 else None
            reading = (*ends, float(dataset.covers[at]), GRADES[dataset.grade[at]], unit)
            year = int(dataset.year[at])
            found[year] = (*found.get(year, ()), reading)
    return found


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _told(readings: tuple[tuple[Any, ...], ...] | None) -> Figure | None:
    return Figure(*readings[0][:5]) if readings else None


def _framework(old: Side, new: Side) -> Iterator[Variation]:
    """Hubs, indicators, pillars and measures that came or went, and what they are."""
    yield from _hubs(old.dataset, new.dataset)
    for table, keys in _FRAMEWORK.items():
        entries = [getattr(side.scorecard, table) for side in (old, new)]
        for name in dict.fromkeys((*entries[0], *entries[1])):
            if name not in entries[0] or name not in entries[1]:
                there = [True if name in each else None for each in entries]
                yield Variation("framework", f"{table}.{name}", *there)
            else:
                yield from _fields("framework", f"{table}.{name}", entries[0][name], entries[1][name], keys)
    yield from _fields("framework", "index", old.scorecard.index, new.scorecard.index, ("over",))


def _hubs(old: Dataset, new: Dataset) -> Iterator[Variation]:
    sides = [_people(old), _people(new)]
    for hub in sorted({*sides[0], *sides[1]}):
        one, other = (side.get(hub) for side in sides)
        if one is None or other is None:
            yield Variation("framework", f"hubs.{hub}", None if one is None else True, None if other is None else True)
            continue
        for key, then, now in zip(("role", "group"), one, other, strict=True):
            if then != now:
                yield Variation("framework", f"hubs.{hub}.{key}", then, now)


def _people(dataset: Dataset) -> Mapping[str, tuple[str, str | None]]:
    hubs = dataset.hubs
    roles = ["benchmark" if mark else "candidate" for mark in hubs.benchmark]
    groups = [hubs.groups[group] if group >= 0 else None for group in hubs.group]
    return dict(zip(hubs.ids, zip(roles, groups, strict=True), strict=True))


def _method(old: Scorecard, new: Scorecard) -> Iterator[Variation]:
    yield from _fields("method", "", old, new, ("max_age",))
    for table in ("method", "evidence", "screening"):
        keys = tuple(type(getattr(old, table)).model_fields)
        yield from _fields("method", table, getattr(old, table), getattr(new, table), keys)
    yield from _fields("method", "uncertainty", old.uncertainty, new.uncertainty, ("open_bound",))
    yield from _fields("method", "index", old.index, new.index, _METHOD["pillars"])
    alike = same_indicators(old, new)
    for table, keys in _METHOD.items():
        entries = getattr(old, table), getattr(new, table)
        for name in entries[0]:
            if name in entries[1]:
                kind: Kind = "method" if name in alike or table == "pillars" else "framework"
                yield from _fields(kind, f"{table}.{name}", entries[0][name], entries[1][name], keys)


def _fields(kind: Kind, path: str, old: Record, new: Record, keys: tuple[str, ...]) -> Iterator[Variation]:
    for key in keys:
        one, other = getattr(old, key), getattr(new, key)
        if one != other:
            name = type(old).model_fields[key].alias or key
            yield Variation(kind, f"{path}.{name}" if path else name, one, other)
