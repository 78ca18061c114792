"""The ranking: who leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hubscore.errors import Problem, UsageError
from hubscore.model import ranking as why
from hubscore.model.named import named, node_named
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import ROOT
from hubscore.pages.coverage import figures_line
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.frame import Facts, aside_of, index_show, number, remark_notes, some, title_of
from hubscore.pages.groups import groups_table, single_note
from hubscore.pages.intervals import interval_lines, pairwise_table
from hubscore.pages.ranking import ranking_table
from hubscore.pages.screening import left_out_line, left_out_table
from hubscore.studies.groups import groups_of, ranks_by, ranks_within
from hubscore.workspace import Workspace

if TYPE_CHECKING:
    from hubscore.studies.robustness import Robustness

ALL_GROUPS = "*"


class View(NamedTuple):
    """Which part of the ranking is asked for; `nodes`: whether every score of the tree is wanted."""

    by: str | None = None
    top: int | None = None
    group: str | None = None
    depth: int | None = None
    verbose: bool = False
    nodes: bool = True


def rank_page(
    workspace: Workspace, ranking: Ranking, view: View, sure: Robustness | None = None, unsure: str = ""
) -> Document:
    """The ranking as a document: tables `ranking`, `pairwise`, `left_out`, `nodes`, and of groups `groups`.

    Parameters
    ----------
    sure
        Ranks over many draws, of the index among all; None for a ranking without intervals.
    unsure
        Why there are none, where that is to be said.
    """
    node = ROOT if view.by is None else node_named(view.by, ranking.plan)
    places = ranking.rank if node == ROOT else ranks_by(ranking, node)
    hubs = _order(ranking, node, places)
    tables = [left_out_table(ranking)] if ranking.plan.screening else []
    notes = remark_notes(ranking)
    if view.group is not None:
        chosen, means = _chosen(ranking, view.group), groups_of(ranking)
        places, group = ranks_within(ranking, node), ranking.dataset.hubs.group
        hubs = [hub for wanted in chosen for hub in hubs if group[hub] == wanted]
        tables = [groups_table(means, node, chosen), *tables]
        notes += filter(None, [single_note(means, node, chosen)])
    if view.top is not None:
        first = [hub for hub in hubs if places[hub]][: view.top]
        hubs = first + [hub for hub in hubs if not ranking.ranked[hub] and not ranking.screened[hub]]
    if sure is not None:
        tables = [pairwise_table(sure, hubs), *tables]
    if view.nodes:
        tables.append(_nodes(ranking, hubs, view))
    aside = aside_of(workspace) if node == ROOT else f"by {ranking.plan.labels[ranking.plan.row[node]]}"
    return Document(
        page="rank",
        title=title_of(workspace),
        aside=aside,
        tables=(ranking_table(ranking, hubs, node, places, sure, view.group is not None, view.verbose), *tables),
        foot=(
            *([unsure] if unsure else []),
            *([] if sure is None else interval_lines(sure, hubs)),
            *_foot(ranking, hubs, node, view.group == ALL_GROUPS),
        ),
        notes=tuple(notes),
        scorecard=Facts(workspace, None if sure is None else sure.seed),
    )


def _order(ranking: Ranking, node: str, places: why.Ints) -> list[int]:
    if node == ROOT:
        return list(ranking.listing)
    scores, ids = ranking.score(node), ranking.dataset.hubs.ids
    falling = np.where(np.isnan(scores), np.inf, -scores)
    last = ranking.screened

    def key(hub: int) -> tuple[bool, bool, int, float, str]:
        return bool(last[hub]), not ranking.ranked[hub], int(places[hub]) or len(ids), float(falling[hub]), ids[hub]

    return sorted(range(len(ids)), key=key)


def _chosen(ranking: Ranking, wanted: str) -> list[int]:
    """The groups asked for, by position."""
    groups = ranking.dataset.hubs.groups
    if not groups:
        raise UsageError(Problem("no-groups", "no hub has a group", hint='give the profiles a `group = "..."`'))
    if wanted == ALL_GROUPS:
        return list(range(len(groups)))
    return [groups.index(named(wanted, {group: [] for group in groups}, "group"))]


def _nodes(ranking: Ranking, hubs: Sequence[int], view: View) -> Table:
    """Every score of the tree, one row a hub and node; people see it with --depth."""
    plan, people = ranking.plan, ranking.dataset.hubs
    depth = 99 if view.depth is None else view.depth
    order = [row for row in plan.order if plan.depth[row] <= depth]
    columns = (
        Column("hub"),
        Column(label="Hub", show=Show()),
        Column("node"),
        Column(label="Node", show=Show()),
        Column("parent"),
        Column("score", "Score", index_show(plan)),
        Column("coverage", "Coverage", Show("percent"), "Cov.", yields=1),
    )
    rows: list[tuple[Cell, ...]] = []
    rules = []
    for at, hub in enumerate(hubs):
        if at:
            rules.append(len(rows))
        for row in order:
            name = "  " * plan.depth[row] + plan.labels[row]
            shown = people.names[hub] if row == order[0] else ""
            score, covered = number(ranking.scores[row, hub]), _covered(ranking, row, hub)
            rows.append((people.ids[hub], shown, plan.ids[row], name, plan.parent[row], score, covered))
    return Table(
        "nodes", columns, tuple(rows), title="Scores by node", shown=view.depth is not None, rules=tuple(rules)
    )


def _covered(ranking: Ranking, row: int, hub: int) -> float | None:
    leaves = len(ranking.plan.leaves)
    if row >= leaves:
        return float(ranking.coverage_by_node[row - leaves, hub])
    if ranking.cells.status[row][hub] == why.NOT_APPLICABLE:
        return None
    return float(ranking.grades[row, hub] >= 0 and not ranking.screened[hub])


def _foot(ranking: Ranking, hubs: Sequence[int], node: str, grouped: bool) -> list[str]:
    """What is missing and how old it gets; whom the ranking leaves out."""
    names = ranking.dataset.hubs.names
    present = [hub for hub in hubs if not ranking.screened[hub]]
    lines = [figures_line(ranking, [hub for hub in present if ranking.ranked[hub]] or present or hubs, node)]
    if not ranking.ranked[present].all():
        lines.append("Benchmarks are yardsticks, not ranked (--all ranks everyone).")
    without = [names[hub] for hub in present if np.isnan(ranking.score(node)[hub])]
    if without:
        lines.append(f"Not scored for want of figures: {some(without, 'hub')}.")
    lines += filter(None, [left_out_line(ranking)])
    foreign = [
        f"{ranking.plan.labels[row]} ({names[hub]})" for row, hub in np.argwhere(_foreign(ranking)) if hub in hubs
    ]
    if foreign:
        lines.append(f"Not counted, in another unit than declared: {some(foreign, 'figure')}.")
    alone = [names[hub] for hub in np.flatnonzero(ranking.dataset.hubs.group < 0)] if grouped else []
    if alone:
        lines.append(f"In no group: {some(alone, 'hub')}.")
    return lines


def _foreign(ranking: Ranking) -> why.Ints:
    """Which cells have readings that nothing can be done with, shape (leaf, hub)."""
    return np.asarray(np.array(ranking.cells.status) == why.OTHER_UNIT, dtype=int)
