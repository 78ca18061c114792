"""Goals that hubs have set themselves: what is aimed at, what is there, and at what pace."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from hubscore.model.profile import Target
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.figures import figure_text
from hubscore.studies.statements import Progress
from hubscore.workspace import Workspace

TEXT = Show()

KINDS = ("level", "flow", "cumulative")
"""In which order targets are listed where each kind has a pace of its own."""

KEYS: tuple[str, ...] = ("of", "kind", "year", "value", "at_least", "at_most", "unit", "now", "now_year")
KEYS += ("needed_per_year", "had_per_year", "verdict", "source", "note")


def target_tables(workspace: Workspace, hub: str, found: Sequence[Progress]) -> tuple[Table, ...]:
    """The targets of one hub: `targets` for scripts, and a line each for people."""
    columns = (
        Column(label="Targets", show=TEXT),
        Column(label="For", show=Show("whole")),
        Column(label="Goal", show=TEXT),
        Column(label="Unit", show=TEXT, yields=2),
        Column(label="Now", show=TEXT),
        Column(label="", show=TEXT),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple((*_told(workspace, item), _verdict(item)) for item in found)
    every = Table("targets", tuple(map(Column, KEYS)), tuple(_row(workspace, hub, i) for i in found), shown=False)
    return every, Table("targets for people", columns, rows, shown=bool(rows))


def targets_by_kind(workspace: Workspace, found: Sequence[tuple[int, Progress]], alone: bool) -> tuple[Table, ...]:
    """The targets of several hubs, by position, below their hubs, each kind with its pace.

    `alone`: all are of the hub in the title.
    """
    people = workspace.dataset.hubs
    columns = (
        Column(label="Targets", show=TEXT),
        Column(label="Kind", show=TEXT, yields=-1),
        Column(label="For", show=Show("whole")),
        Column(label="Goal", show=TEXT),
        Column(label="Unit", show=TEXT, yields=2),
        Column(label="Now", show=TEXT),
        Column(label="Needs a year", show=TEXT, short="Needs"),
        Column(label="Had a year", show=TEXT, short="Had", yields=-1),
        Column(label="", show=TEXT),
    )
    rows: list[tuple[Cell, ...]] = []
    indents: list[int] = []
    for hub, group in groupby(found, key=lambda each: each[0]):
        listed = sorted((item for _, item in group), key=lambda item: KINDS.index(item.target.kind))
        if not alone:
            rows.append((people.names[hub], *[""] * (len(columns) - 1)))
        rows += [_paced(workspace, item) for item in listed]
        indents += [*([] if alone else [0]), *[0 if alone else 1] * len(listed)]
    keys = tuple(map(Column, ("hub", *KEYS)))
    every = tuple((people.ids[hub], *_row(workspace, people.ids[hub], item)) for hub, item in found)
    told = Table("targets for people", columns, tuple(rows), shown=bool(rows), indents=tuple(indents))
    return Table("targets", keys, every, shown=False), told


def _paced(workspace: Workspace, item: Progress) -> tuple[Cell, ...]:
    label, *told = _told(workspace, item)
    return (label, item.target.kind, *told, *_paces(item), item.verdict)


def goal_text(target: Target) -> str:
    """What is aimed at, as people read it."""
    return figure_text(target.value, target.at_least, target.at_most)


def _told(workspace: Workspace, item: Progress) -> tuple[Cell, ...]:
    """What is aimed at and what is there, as people read it."""
    target = item.target
    return workspace.scorecard.label(target.of), target.year, goal_text(target), target.unit, _now(item, "–")


def _now(item: Progress, nothing: str) -> str:
    if item.now is None:
        return nothing
    return f"{figure_text(item.now.value, item.now.at_least, item.now.at_most)} ({item.now.year})"


def _paces(item: Progress) -> tuple[str, str]:
    """What is needed a year and what was had a year; a flow is a pace itself."""
    if item.target.kind == "flow":
        return goal_text(item.target), _now(item, "")
    needed, had = ("" if pace is None else f"{pace:+.2g}" for pace in (item.needed, item.had))
    return needed, had


def _verdict(item: Progress) -> str:
    if item.needed is None:
        return item.verdict
    had = "" if item.had is None else f", had {item.had:+.2g}"
    return f"{item.verdict}: needs {item.needed:+.2g} a year{had}"


def _row(workspace: Workspace, hub: str, item: Progress) -> tuple[Cell, ...]:
    """What scripts get, as in `KEYS`."""
    target, now = item.target, item.now
    aimed = (target.of, target.kind, target.year, target.value, target.at_least, target.at_most, target.unit)
    there = (None, None) if now is None else (now.value, now.year)
    source = workspace.profiles[hub].sources[target.source].text
    return (*aimed, *there, item.needed, item.had, item.verdict, source, target.note)
