"""The ranking: who leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from hubscore.errors import Problem, UsageError
from hubscore.methods.rank import ranks
from hubscore.model import ranking as why
from hubscore.model.evidence import GRADES
from hubscore.model.named import named, node_named
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import ROOT
from hubscore.pages.coverage import FEW, figures_line, mix_text
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.frame import (
    Facts,
    aside_of,
    counted,
    index_show,
    listed,
    number,
    remark_notes,
    short_labels,
    title_of,
)
from hubscore.workspace import Workspace

ALL_GROUPS = "*"


class View(NamedTuple):
    """Which part of the ranking is asked for; `nodes`: whether every score of the tree is wanted."""

    by: str | None = None
    top: int | None = None
    group: str | None = None
    depth: int | None = None
    verbose: bool = False
    nodes: bool = True


def rank_page(workspace: Workspace, ranking: Ranking, view: View) -> Document:
    """The ranking as a document: tables `ranking` and `nodes`."""
    node = ROOT if view.by is None else node_named(view.by, ranking.plan)
    places = ranking.rank if node == ROOT else _ranks_by(ranking, node)
    hubs = _order(ranking, node, places)
    if view.group is not None:
        hubs, places = _grouped(ranking, hubs, node, view.group)
    if view.top is not None:
        first = [hub for hub in hubs if places[hub]][: view.top]
        hubs = first + [hub for hub in hubs if not ranking.ranked[hub]]
    aside = aside_of(workspace) if node == ROOT else f"by {ranking.plan.labels[ranking.plan.row[node]]}"
    return Document(
        page="rank",
        title=title_of(workspace),
        aside=aside,
        tables=(_ranking(ranking, hubs, node, places, view), *([_nodes(ranking, hubs, view)] if view.nodes else [])),
        foot=tuple(_foot(ranking, hubs, node, view.group == ALL_GROUPS)),
        notes=tuple(remark_notes(ranking)),
        scorecard=Facts(workspace),
    )


def _ranks_by(ranking: Ranking, node: str) -> why.Ints:
    scores = np.where(ranking.ranked, ranking.score(node), np.nan)
    return ranks(scores, ranking.plan.span, ranking.plan.ties)


def _order(ranking: Ranking, node: str, places: why.Ints) -> list[int]:
    if node == ROOT:
        return list(ranking.listing)
    scores, ids = ranking.score(node), ranking.dataset.hubs.ids
    falling = np.where(np.isnan(scores), np.inf, -scores)
    return sorted(range(len(ids)), key=lambda h: (not ranking.ranked[h], places[h] or len(ids), falling[h], ids[h]))


def _grouped(ranking: Ranking, hubs: list[int], node: str, wanted: str) -> tuple[list[int], why.Ints]:
    """Hubs by group, with their ranks in it."""
    people = ranking.dataset.hubs
    if not people.groups:
        raise UsageError(Problem("no-groups", "no hub has a group", hint='give the profiles a `group = "..."`'))
    chosen = people.groups
    if wanted != ALL_GROUPS:
        chosen = (named(wanted, {group: [] for group in people.groups}, "group"),)
    places = np.zeros(len(people), dtype=np.int64)
    result: list[int] = []
    for group in chosen:
        members = people.group == people.groups.index(group)
        scores = np.where(members & ranking.ranked, ranking.score(node), np.nan)
        places = np.where(members, ranks(scores, ranking.plan.span, ranking.plan.ties), places)
        result += [hub for hub in hubs if members[hub]]
    return result, places


def _ranking(ranking: Ranking, hubs: Sequence[int], node: str, places: why.Ints, view: View) -> Table:
    plan, people = ranking.plan, ranking.dataset.hubs
    low = plan.scale[0]
    pillars = pillar_rows(ranking)
    show, small = index_show(plan), index_show(plan, less=1)
    columns = [
        Column("hub"),
        Column("name"),
        Column("role"),
        Column("rank", "#", Show("whole")),
        Column(label="Hub", show=Show()),
        *([Column("group", "Group", Show(), yields=4)] if view.group is not None else []),
        Column("score", "Score", show),
        Column(label="", show=Show("bar"), yields=9),
        Column("coverage", "Coverage", Show("percent") if view.verbose else None, "Cov.", yields=1),
        *(Column(f"evidence.{grade}") for grade in GRADES),
        *([Column(label="Evidence", show=Show(), yields=3)] if view.verbose else []),
        *_pillar_columns(ranking, pillars, small),
    ]
    rows: list[tuple[Cell, ...]] = []
    for hub in hubs:
        score = number(ranking.score(node)[hub])
        group = [people.groups[people.group[hub]] if people.group[hub] >= 0 else None] if view.group is not None else []
        mix = ranking.evidence[:, hub]
        rows.append(
            (
                people.ids[hub],
                people.names[hub],
                "benchmark" if people.benchmark[hub] else "candidate",
                int(places[hub]) or None,
                people.names[hub],
                *group,
                score,
                None if score is None else (score - low) / plan.span,
                float(ranking.coverage[hub]),
                *(float(share) for share in mix),
                *([mix_text(mix)] if view.verbose else []),
                *(number(ranking.scores[row, hub]) for row in pillars),
            )
        )
    first = next(
        (at for at, hub in enumerate(hubs) if at and not ranking.ranked[hub] and ranking.ranked[hubs[at - 1]]), None
    )
    rules = [] if first is None else [first]
    if view.group is not None:
        rules = [at for at in range(1, len(hubs)) if people.group[hubs[at]] != people.group[hubs[at - 1]]]
    strong = tuple(at for at, hub in enumerate(hubs) if places[hub] == 1)
    return Table("ranking", tuple(columns), tuple(rows), rules=tuple(rules), strong=strong)


def pillar_rows(ranking: Ranking) -> list[int]:
    """Rows of the pillars right below the index, in the order of the file."""
    plan = ranking.plan
    return [row for row in plan.order if plan.depth[row] == 1 and row >= len(plan.leaves)]


def _pillar_columns(ranking: Ranking, pillars: Sequence[int], show: Show) -> list[Column]:
    ids, labels = ([names[row] for row in pillars] for names in (ranking.plan.ids, ranking.plan.labels))
    named = zip(ids, labels, short_labels(labels), strict=True)
    return [Column(f"pillars.{pillar}", label, show, short, yields=2) for pillar, label, short in named]


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
    return None if ranking.cells.status[row][hub] == why.NOT_APPLICABLE else float(ranking.grades[row, hub] >= 0)


def _foot(ranking: Ranking, hubs: Sequence[int], node: str, grouped: bool) -> list[str]:
    """What is missing and how old it gets; whom the ranking leaves out."""
    names = ranking.dataset.hubs.names
    unranked = [hub for hub in hubs if not ranking.ranked[hub]]
    lines = [figures_line(ranking, [hub for hub in hubs if ranking.ranked[hub]] or hubs, node)]
    if unranked:
        lines.append("Benchmarks are yardsticks, not ranked (--all ranks everyone).")
    without = [names[hub] for hub in hubs if np.isnan(ranking.score(node)[hub])]
    if without:
        lines.append(f"Not scored for want of figures: {_few(without)}.")
    foreign = [
        f"{ranking.plan.labels[row]} ({names[hub]})" for row, hub in np.argwhere(_foreign(ranking)) if hub in hubs
    ]
    if foreign:
        shown = listed(foreign) if len(foreign) <= FEW else counted(len(foreign), "figure")
        lines.append(f"Not counted, in another unit than declared: {shown}.")
    alone = [names[hub] for hub in np.flatnonzero(ranking.dataset.hubs.group < 0)] if grouped else []
    if alone:
        lines.append(f"In no group: {_few(alone)}.")
    return lines


def _foreign(ranking: Ranking) -> why.Ints:
    """Which cells have readings that nothing can be done with, shape (leaf, hub)."""
    return np.asarray(np.array(ranking.cells.status) == why.OTHER_UNIT, dtype=int)


def _few(names: Sequence[str]) -> str:
    return listed(names) if len(names) <= FEW else counted(len(names), "hub")
