"""The table `ranking`: one row a hub, as every page that ranks gives it to scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from hubscore.model.evidence import GRADES
from hubscore.model.ranking import Ints, Ranking
from hubscore.model.scorecard import ROOT
from hubscore.pages.coverage import mix_text
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.frame import index_show, number, pillar_columns, pillar_rows, scaled, with_shares
from hubscore.pages.intervals import interval_texts, pairs_of

if TYPE_CHECKING:
    from hubscore.studies.robustness import Robustness


def ranking_table(
    ranking: Ranking,
    hubs: Sequence[int],
    node: str,
    places: Ints,
    sure: Robustness | None = None,
    grouped: bool = False,
    verbose: bool = False,
) -> Table:
    """Hubs with rank, score, coverage, evidence and pillar scores.

    Parameters
    ----------
    node
        Whose score it is; but for the index people see what hangs below it in place of the pillars.
    places
        The rank by it, 0 for none.
    sure
        People see its intervals in place of ranks, with a mark where the order is not safe; scripts get
        `safe`, whether the hub is above the next in enough of the draws, null where there is no next or no draws.
    """
    plan, people = ranking.plan, ranking.dataset.hubs
    low = plan.scale[0]
    pillars = pillar_rows(ranking)
    below = [] if node == ROOT else _children(ranking, node)
    columns = [
        Column("hub"),
        Column("name"),
        Column("role"),
        *_rank_columns(sure, verbose),
        Column(label="Hub", show=Show()),
        *([Column("group", "Group", Show(), yields=4)] if grouped else []),
        Column("score", "Score", index_show(plan)),
        Column(label="", show=Show("bar"), yields=9),
        Column("coverage", "Coverage", Show("percent") if verbose else None, "Cov.", yields=1),
        *(Column(f"evidence.{grade}") for grade in GRADES),
        *([Column(label="Evidence", show=Show(), yields=3)] if verbose else []),
        *_pillar_columns(ranking, pillars, below),
        Column("safe"),
    ]
    shares = scaled(plan, ranking.scores[[*pillars, *below]].T)
    last = len(columns) - 1
    drawn = with_shares(columns, range(last - len(pillars) - len(below), last))
    texts = None if sure is None else interval_texts(sure)
    safe = {} if sure is None else {pair.above: pair.safe for pair in pairs_of(sure)}
    rows: list[tuple[Cell, ...]] = []
    for hub in hubs:
        score = number(ranking.score(node)[hub])
        group = [people.groups[people.group[hub]] if people.group[hub] >= 0 else None] if grouped else []
        mix = ranking.evidence[:, hub]
        rows.append(
            (
                people.ids[hub],
                people.names[hub],
                "benchmark" if people.benchmark[hub] else "candidate",
                int(places[hub]) or None,
                None if sure is None else int(sure.rank_low[hub]) or None,
                None if sure is None else int(sure.rank_high[hub]) or None,
                *([] if texts is None else [texts[hub]]),
                people.names[hub],
                *group,
                score,
                None if score is None else (score - low) / plan.span,
                float(ranking.coverage[hub]),
                *(float(share) for share in mix),
                *([mix_text(mix)] if verbose else []),
                *(number(ranking.scores[row, hub]) for row in (*pillars, *below)),
                safe.get(hub),
                *shares[hub],
            )
        )
    part = people.group if grouped else ranking.ranked + 2 * ranking.screened
    rules = (np.flatnonzero(np.diff(part[list(hubs)])) + 1).tolist()
    strong = tuple(at for at, hub in enumerate(hubs) if places[hub] == 1)
    return Table("ranking", drawn, tuple(rows), rules=tuple(rules), strong=strong)


def _children(ranking: Ranking, node: str) -> list[int]:
    """Rows of what hangs right below a node, in the order of the file."""
    plan = ranking.plan
    return [row for row in plan.order if plan.parent[row] == node]


def _pillar_columns(ranking: Ranking, pillars: Sequence[int], below: Sequence[int]) -> list[Column]:
    """The scores of the pillars; where hubs are ranked by a node people see what hangs `below` that instead."""
    show = index_show(ranking.plan, less=1)
    columns = pillar_columns(ranking, pillars, show)
    if not below:
        return columns
    own = [column._replace(key="") for column in pillar_columns(ranking, below, show)]
    return [*(column._replace(show=None) for column in columns), *own]


def _rank_columns(sure: Robustness | None, verbose: bool) -> list[Column]:
    """The rank and its interval: for people the interval, with -v both."""
    ends = [Column("rank_low"), Column("rank_high")]
    if sure is None:
        return [Column("rank", "#", Show("whole")), *ends]
    return [Column("rank", "Rank", Show("whole") if verbose else None), *ends, Column(label="#", show=Show())]
