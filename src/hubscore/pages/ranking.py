"""The table `ranking`: one row a hub, as every page that ranks gives it to scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

Filled = tuple[Column, Sequence[Cell]]
"""A column with its cells, one a hub."""


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
    people, pillars = ranking.dataset.hubs, pillar_rows(ranking)
    below = [] if node == ROOT else _children(ranking, node)
    safe = {} if sure is None else {pair.above: pair.safe for pair in pairs_of(sure)}
    names, pictured = [people.names[hub] for hub in hubs], [*pillars, *below]
    filled: list[Filled] = [
        (Column("hub"), [people.ids[hub] for hub in hubs]),
        (Column("name"), names),
        (Column("role"), ["benchmark" if people.benchmark[hub] else "candidate" for hub in hubs]),
        *_ranks(hubs, places, sure, verbose),
        (Column(label="Hub", show=Show()), names),
        *(_groups(ranking, hubs) if grouped else ()),
        *_scores(ranking, hubs, node),
        *_known(ranking, hubs, verbose),
        *_pillars(ranking, hubs, pillars, below),
        (Column("safe"), [safe.get(hub) for hub in hubs]),
    ]
    columns, cells = zip(*filled, strict=True)
    shares = scaled(ranking.plan, ranking.scores[pictured].T)
    last = len(columns) - 1
    part = people.group if grouped else ranking.ranked + 2 * ranking.screened
    return Table(
        "ranking",
        with_shares(columns, range(last - len(pictured), last)),
        tuple((*row, *shares[hub]) for row, hub in zip(zip(*cells, strict=True), hubs, strict=True)),
        rules=tuple((np.flatnonzero(np.diff(part[list(hubs)])) + 1).tolist()),
        strong=tuple(at for at, hub in enumerate(hubs) if places[hub] == 1),
    )


def _ranks(hubs: Sequence[int], places: Ints, sure: Robustness | None, verbose: bool) -> Iterator[Filled]:
    """The rank and its interval: for people the interval, with -v both."""
    show, label = (Show("whole"), "#") if sure is None else (Show("whole") if verbose else None, "Rank")
    yield Column("rank", label, show), _places(hubs, places)
    yield Column("rank_low"), _places(hubs, None if sure is None else sure.rank_low)
    yield Column("rank_high"), _places(hubs, None if sure is None else sure.rank_high)
    if sure is not None:
        texts = interval_texts(sure)
        yield Column(label="#", show=Show()), [texts[hub] for hub in hubs]


def _places(hubs: Sequence[int], ranks: Ints | None) -> list[int | None]:
    return [None if ranks is None else int(ranks[hub]) or None for hub in hubs]


def _groups(ranking: Ranking, hubs: Sequence[int]) -> Iterator[Filled]:
    people = ranking.dataset.hubs
    names = [people.groups[people.group[hub]] if people.group[hub] >= 0 else None for hub in hubs]
    yield Column("group", "Group", Show(), yields=4), names


def _scores(ranking: Ranking, hubs: Sequence[int], node: str) -> Iterator[Filled]:
    """The scores of a node, as numbers and as bars."""
    plan, scored = ranking.plan, ranking.score(node)
    scores = [number(scored[hub]) for hub in hubs]
    yield Column("score", "Score", index_show(plan)), scores
    shares = [None if score is None else (score - plan.scale[0]) / plan.span for score in scores]
    yield Column(label="", show=Show("bar"), yields=9), shares


def _known(ranking: Ranking, hubs: Sequence[int], verbose: bool) -> Iterator[Filled]:
    """How much is known of a hub, and on what evidence."""
    show = Show("percent") if verbose else None
    yield Column("coverage", "Coverage", show, "Cov.", yields=1), [float(ranking.coverage[hub]) for hub in hubs]
    for grade, shares in zip(GRADES, ranking.evidence, strict=True):
        yield Column(f"evidence.{grade}"), [float(shares[hub]) for hub in hubs]
    if verbose:
        yield Column(label="Evidence", show=Show(), yields=3), [mix_text(ranking.evidence[:, hub]) for hub in hubs]


def _children(ranking: Ranking, node: str) -> list[int]:
    """Rows of what hangs right below a node, in the order of the file."""
    plan = ranking.plan
    return [row for row in plan.order if plan.parent[row] == node]


def _pillars(ranking: Ranking, hubs: Sequence[int], pillars: Sequence[int], below: Sequence[int]) -> Iterator[Filled]:
    """The scores of the pillars; where hubs are ranked by a node people see what hangs `below` that instead."""
    show = index_show(ranking.plan, less=1)
    columns = pillar_columns(ranking, pillars, show)
    if below:
        own = [column._replace(key="") for column in pillar_columns(ranking, below, show)]
        columns = [*(column._replace(show=None) for column in columns), *own]
    for column, row in zip(columns, (*pillars, *below), strict=True):
        yield column, [number(ranking.scores[row, hub]) for hub in hubs]
