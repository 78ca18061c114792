"""The tables of `hubscore robust`: intervals, shares of ranks, odds of pairs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.frame import number, short_labels, with_shares
from hubscore.pages.intervals import interval_texts, pairs_of, percent_text, range_text
from hubscore.pages.ranking import ranking_table
from hubscore.studies.certainty import Certainty
from hubscore.studies.robustness import Robustness

TEXT = Show()
PERCENT = Show("percent")

EACH_RANK = 8
"""Hubs up to which every rank has a column of its own."""

FIRST_HUBS = 20
"""Rows of a table that would be too long; -v shows all."""

MOST_PAIRS = 50
"""Pairs that are listed; the least sure come first."""

LEVELS = (1, 3, 10)
"""Shares of draws among the first so many ranks are shown."""


def scripts_table(found: Certainty) -> Table:
    """The table `ranking` as `rank` has it, with the mean rank and the intervals of the other runs."""
    sure, ranking = found.whole, found.whole.base
    table = ranking_table(ranking, ranking.listing, ranking.plan.ids[-1], ranking.rank, sure)
    places = [place for place, column in enumerate(table.columns) if column.key]
    keys = [table.columns[place].key for place in places]
    at = keys.index("rank_high") + 1
    more = [
        "mean_rank",
        "unscored",
        *(f"{run}.{end}" for run, _ in _others(found) for end in ("rank_low", "rank_high")),
    ]
    rows = []
    for row, hub in zip(table.rows, ranking.listing, strict=True):
        known = [row[place] for place in places]
        extra: list[Cell] = [number(sure.mean_rank[hub]), number(sure.unscored[hub])]
        for _, run in _others(found):
            extra += [int(run.rank_low[hub]) or None, int(run.rank_high[hub]) or None]
        rows.append((*known[:at], *extra, *known[at:]))
    return Table("ranking", tuple(Column(key) for key in [*keys[:at], *more, *keys[at:]]), tuple(rows), shown=False)


def _others(found: Certainty) -> list[tuple[str, Robustness]]:
    """The runs that stand beside the whole, as scripts call them."""
    runs = (("figures", found.figures), ("any_weights", found.simplex))
    return [(name, run) for name, run in runs if run is not None]


def intervals_table(found: Certainty) -> Table:
    """For people: who ranks where, how surely, and what is behind it."""
    sure = found.whole
    names, texts, last = sure.base.dataset.hubs.names, interval_texts(sure), len(sure.field) - 1
    odds = {pair.above: percent_text(pair.odds) for pair in pairs_of(sure)}
    rows: list[tuple[Cell, ...]] = []
    for hub in sure.field:
        others = (range_text(int(run.rank_low[hub]), int(run.rank_high[hub])) for _, run in _others(found))
        mean = float(sure.mean_rank[hub])
        ends = (int(sure.rank_low[hub]), int(sure.base.rank[hub]), int(sure.rank_high[hub]))
        on_axis = ((end - 1) / last if end and last else None for end in ends)
        rows.append((texts[hub], names[hub], None, ends[1], mean, odds.get(hub, ""), *others, *on_axis))
    labels = {"figures": "Figures alone", "any_weights": "Any weights"}
    columns = (
        Column(label="#", show=TEXT),
        Column(label="Hub", show=TEXT),
        Column(
            label=f"Ranks 1–{last + 1}",
            show=Show("strip", cells=2 * last + 1) if last else None,  # one hub has no others to stand between
            short=f"1–{last + 1}",
        ),
        Column(label="Nominal", show=Show("whole"), yields=2),
        Column(label="Mean", show=Show("number", 2)),
        Column(label="Above the next", show=PERCENT, short="Above next"),
        *(Column(label=labels[name], show=Show("number"), yields=-1) for name, _ in _others(found)),
    )
    strong = tuple(at for at, hub in enumerate(sure.field) if sure.base.rank[hub] == 1)
    return Table(
        "intervals",
        with_shares(columns, [2], each=3),
        tuple(rows),
        title="Ranks over the draws",
        shown=bool(rows),
        strong=strong,
    )


def shares_table(sure: Robustness, verbose: bool) -> Table:
    """For people: how often each rank; of many hubs how often among the first, and near the own rank."""
    names, field = sure.base.dataset.hubs.names, sure.field
    each = len(field) <= EACH_RANK
    whole = np.diff(sure.classes).max(initial=1) == 1
    some = () if not whole else field if each or verbose else field[:FIRST_HUBS]
    shares = sure.acceptability[list(some)]
    if each:
        labels, values = [f"Rank {rank}" for rank in sure.classes.tolist()], shares
    else:
        labels, values = _levels(shares, sure.base.rank[list(some)])
    rows = tuple((names[hub], *map(_share_text, row), *row) for hub, row in zip(some, values.tolist(), strict=True))
    cut = f": the first {len(some)} of {len(field):,} (-v for all)" if len(some) < len(field) else ""
    heads = (Column(label="Hub", show=TEXT), *(Column(label=label, show=PERCENT, yields=-1) for label in labels))
    columns = with_shares(heads, range(1, len(heads)))
    title = "Share of draws with each rank" if each else f"Share of draws by rank{cut}"
    return Table("shares", columns, rows, title=title, shown=bool(rows) and len(field) > 1)


def _levels(shares: NDArray[np.float64], ranks: NDArray[np.integer]) -> tuple[list[str], NDArray[np.float64]]:
    """How often among the first few, and at most so far from the own rank, shape (hub, column)."""
    reached = np.concatenate([np.zeros((len(shares), 1)), shares.cumsum(axis=1)], axis=1)
    last, at = shares.shape[1], np.arange(len(shares))
    levels = [level for level in LEVELS if level < last]
    near = [
        reached[at, np.minimum(ranks + off, last)] - reached[at, np.maximum(ranks - 1 - off, 0)] for off in (0, 1, 3)
    ]
    labels = ["First", *(f"Top {level}" for level in levels[1:]), "Own rank", "Within 1", "Within 3"]
    return labels, np.stack([*(reached[:, level] for level in levels), *near], axis=1)


def _share_text(share: float) -> str:
    return percent_text(min(share, 1.0) if share > 1e-12 else 0.0)


def acceptability_table(sure: Robustness) -> Table:
    """For scripts: the share of draws with each rank, where there are any; of very many hubs of classes of ranks."""
    ids, first = sure.base.dataset.hubs.ids, sure.classes.tolist()
    wide = len(first) < len(sure.field)
    last = [*(rank - 1 for rank in first[1:]), len(sure.field)]
    keys = ("hub", "rank", "rank_last", "share") if wide else ("hub", "rank", "share")
    rows: list[tuple[Cell, ...]] = []
    for hub, counts in zip(sure.field, sure.counts, strict=True):
        for at in np.flatnonzero(counts).tolist():
            ranks = (first[at], last[at]) if wide else (first[at],)
            rows.append((ids[hub], *ranks, float(counts[at] / sure.draws)))
    return Table("acceptability", tuple(Column(key) for key in keys), tuple(rows), shown=False)


def odds_table(sure: Robustness) -> Table:
    """For scripts: how often a hub is above another that ranks below it: neighbours, or all pairs where counted."""
    ids = sure.base.dataset.hubs.ids
    rows = tuple((ids[above], ids[below], odds) for above, below, odds in _pairs(sure))
    return Table("pairwise", (Column("above"), Column("below"), Column("odds")), rows, shown=False)


def _pairs(sure: Robustness) -> Iterator[tuple[int, int, float]]:
    if sure.pairwise is None:
        yield from pairs_of(sure)
        return
    for place, above in enumerate(sure.field):
        yield from ((above, below, float(sure.pairwise[above, below])) for below in sure.field[place + 1 :])


def every_pair_table(sure: Robustness) -> Table:
    """For people: the odds of all pairs as a square, or of the least sure ones as a list."""
    names, field = sure.base.dataset.hubs.names, sure.field
    if sure.pairwise is not None and len(field) <= EACH_RANK:
        odds = sure.pairwise
        shares = [[None if a == b else float(odds[a, b]) for b in field] for a in field]
        texts = [[None if share is None else percent_text(share) for share in row] for row in shares]
        rows = tuple((names[a], *text, *row) for a, text, row in zip(field, texts, shares, strict=True))
        labels = [names[hub] for hub in field]
        heads = zip(labels, short_labels(labels), strict=True)
        every = (
            Column(label="Hub", show=TEXT),
            *(Column(label=label, show=PERCENT, short=short, yields=-1) for label, short in heads),
        )
        columns = with_shares(every, range(1, len(every)))
        title = "Share of draws in which the hub of the row is above that of the column"
        return Table("square", columns, rows, title=title, shown=len(field) > 1)
    pairs = sorted(_pairs(sure), key=lambda pair: (abs(pair[2] - 0.5), pair[:2]))
    listed = [(names[above], names[below], percent_text(odds)) for above, below, odds in pairs[:MOST_PAIRS]]
    kind = "pairs" if sure.pairwise is not None else "neighbours"
    title = f"The least sure of {len(pairs):,} {kind}"
    columns = (*(Column(label=label, show=TEXT) for label in ("Hub", "above")), Column(label="Draws", show=PERCENT))
    return Table("pairs", columns, tuple(listed), title=title, shown=bool(pairs))
