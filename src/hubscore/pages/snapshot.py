"""A snapshot: what came out, as `rank` gives it, and all that went in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from hubscore.model.agreement import series_of
from hubscore.model.dataset import Dataset
from hubscore.model.evidence import GRADES
from hubscore.model.ranking import Ranking
from hubscore.model.settings import settings_of
from hubscore.model.snapshot import PAGE
from hubscore.pages.document import Cell, Column, Document, Table
from hubscore.pages.frame import counted, number
from hubscore.pages.rank import View, rank_page
from hubscore.scoring import METHOD
from hubscore.studies.reweigh import averagers
from hubscore.workspace import Workspace

if TYPE_CHECKING:
    from hubscore.studies.robustness import Robustness

MOST_NODES = 125_000
"""Scores of single nodes that a snapshot holds: they follow from the rest."""


def snapshot_page(
    workspace: Workspace, ranking: Ranking, seed: int = 1, sure: Robustness | None = None, unsure: str = ""
) -> Document:
    """The tables of `rank`, and `weights`, `inputs`, `settings`, `hubs` and `readings`.

    No time and no path of this machine stands in it: the same inputs give the same snapshot.

    Parameters
    ----------
    seed
        Of the draws, also where there are none.
    sure, unsure
        As `rank_page` takes them.
    """
    size = ranking.scores.size
    results = rank_page(workspace, ranking, View(nodes=size <= MOST_NODES), sure, unsure)
    inputs = tuple(workspace.digests.items())
    tables = (
        _weights(ranking),
        _table("inputs", ("file", "sha256"), inputs),
        _table("settings", ("key", "value"), settings_of(_dated(workspace, ranking))),
        _hubs(ranking.dataset),
        _readings(workspace),
    )
    left = [] if size <= MOST_NODES else [f"{counted(size, 'score')} of single nodes are left out"]
    head: dict[str, str | int | None] = {
        **results.scorecard,
        "seed": seed,
        "draws": 0 if sure is None else sure.draws,
        "as_of": ranking.plan.as_of,
        "admit": workspace.scorecard.evidence.admit,
        "method": METHOD,
    }
    return results._replace(page=PAGE, tables=(*results.tables, *tables), notes=(*results.notes, *left), scorecard=head)


def _table(name: str, keys: tuple[str, ...], rows: object) -> Table:
    return Table(name, tuple(Column(key) for key in keys), tuple(rows), shown=False)  # type: ignore[arg-type]


def _dated(workspace: Workspace, ranking: Ranking) -> Mapping[str, Any]:
    """The settings with the year that counted, which a silent file leaves to readings that are not all kept."""
    year = ranking.plan.as_of
    return workspace.settings if year is None else {**workspace.settings, "as_of": year}


def _weights(ranking: Ranking) -> Table:
    """What every node weighs: among those it is averaged with, and in the index."""
    plan = ranking.plan
    share = {node: (inner.id, float(inner.weights[inner.members.index(node)])) for node, inner in averagers(plan)}
    whole = {plan.ids[-1]: 1.0}
    rows: list[tuple[Cell, ...]] = []
    for node, (parent, weight) in share.items():
        whole[node] = whole.get(node, 0.0) + whole[parent] * weight
        rows.append((node, parent, weight, whole[node]))
    return _table("weights", ("node", "parent", "share", "index"), rows)


def _hubs(dataset: Dataset) -> Table:
    hubs = dataset.hubs
    rows = [
        (hub, name, "benchmark" if mark else "candidate", hubs.groups[group] if group >= 0 else None)
        for hub, name, mark, group in zip(hubs.ids, hubs.names, hubs.benchmark, hubs.group.tolist(), strict=True)
    ]
    return _table("hubs", ("hub", "name", "role", "group"), rows)


def _readings(workspace: Workspace) -> Table:
    keys = ("hub", "series", "year", "value", "at_least", "at_most", "covers", "unit", "evidence")
    return _table("readings", keys, _every_reading(workspace))


def _every_reading(workspace: Workspace) -> Iterator[tuple[Cell, ...]]:
    """Readings by hub, series and preference, of what this variant of the scorecard may read."""
    data = workspace.dataset
    known = [data.row[name] for name in series_of([workspace.scorecard]) if name in data.row]
    for hub, name in enumerate(data.hubs.ids):
        for row in known:
            for slot in np.flatnonzero(data.grade[:, row, hub] >= 0):
                at = (slot, row, hub)
                ends = (number(column[at]) for column in (data.value, data.low, data.high))
                covers, unit = float(data.covers[at]), int(data.unit[at])
                yield (
                    name,
                    data.series[row],
                    int(data.year[at]) or None,
                    *ends,
                    None if covers == 1 else covers,
                    None if unit < 0 else data.units[unit],
                    GRADES[int(data.grade[at])],
                )
