"""The ranking at each level of evidence, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hubscore.model.evidence import GRADES, Grade
from hubscore.model.ranking import Floats, Ranking
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.figures import MISSING
from hubscore.pages.frame import counted, index_show, listed, number, pillar_columns, pillar_rows
from hubscore.studies.evidence import Evidence, Rung
from hubscore.studies.statements import WEAKEST_MEASURED

TEXT = Show()

RUNGS: dict[Grade, str] = {
    "official": "official",
    "reported": "+ reported",
    "secondary": "+ secondary",
    "estimate": "+ estimates",
    "announced": "+ announced",
    "target": "+ targets met",
}
"""What each rung is called."""


def ladder_tables(found: Evidence, hubs: Sequence[int]) -> tuple[Table, ...]:
    """`ladder`, one row a rung and hub, and for people one row a hub; rungs that change nothing are merged.

    A single rung is the ranking, which people see elsewhere.
    """
    told = [rung for rung in found.rungs if not rung.same and not rung.scores_nobody]
    if len(hubs) == 1:
        return _for_scripts(found, hubs), _of_one(found, hubs[0])
    gained = found.promised[list(hubs)]
    columns = (
        Column(label="Hub", show=TEXT),
        *(Column(label=RUNGS[rung.admit], show=TEXT, yields=-1) for rung in told[:-1]),
        *(Column(label=RUNGS[rung.admit], show=TEXT) for rung in told[-1:]),
        Column(label="Promised", show=index_show(found.ranking.plan)._replace(signed=True) if _any(gained) else None),
    )
    names = found.ranking.dataset.hubs.names
    rows: list[tuple[Cell, ...]] = []
    for hub in hubs:
        standings = (_standing(rung.ranking, hub) for rung in told)
        rows.append((names[hub], *standings, number(found.promised[hub])))
    levels = len(told) > 1 or _any(gained)
    people = Table("ladder for people", columns, tuple(rows), shown=levels, rules=_rules(found.ranking, hubs))
    return _for_scripts(found, hubs), people


def rungs_table(found: Evidence) -> Table:
    """What each rung holds, for scripts."""
    keys = ("admit", "readings", "figures", "due", "scored", "same", "own")
    rows = tuple(
        (rung.admit, rung.readings, rung.figures, rung.due, _scored(rung), rung.same, at == found.own)
        for at, rung in enumerate(found.rungs)
    )
    return Table("rungs", tuple(map(Column, keys)), rows, shown=False)


def rung_lines(found: Evidence) -> list[str]:
    """What the rungs hold that score nobody or change nothing."""
    lines, empty = [], []
    for rung in found.rungs:
        if rung.scores_nobody:
            lines.append(f"{RUNGS[rung.admit]}: {_held(rung)}, too few to score anyone.")
        elif rung.same and not rung.readings:
            if rung.admit != "target" or not found.promises:  # of promises that do not count more is said
                empty.append(RUNGS[rung.admit])
        elif rung.same:
            that = "that changes" if rung.readings == 1 else "that change"
            lines.append(f"{RUNGS[rung.admit]}: {counted(rung.readings, 'reading')} {that} no score.")
    grade = "this grade" if len(empty) == 1 else "these grades"
    return [*lines, *([f"{listed(empty)}: no figure has {grade}."] if empty else [])]


def shared_tables(found: Evidence, hubs: Sequence[int], shown: bool) -> tuple[Table, ...]:
    """`shared`: neighbouring rungs on the figures that both have, so that only the readings differ."""
    told = [rung for rung in found.rungs if rung.shared is not None and not rung.same and _any_scored(rung)]
    names = found.ranking.dataset.hubs.names
    title = "On the figures that both rungs have: the score at the rung before, and at this one"
    columns = (Column(label="Hub", show=TEXT), *(Column(label=RUNGS[rung.admit], show=TEXT) for rung in told))
    rows: list[tuple[Cell, ...]] = [(names[hub], *(_change(found, rung, hub) for rung in told)) for hub in hubs]
    rules = _rules(found.ranking, hubs)
    people = Table("shared for people", columns, tuple(rows), title=title, shown=shown and bool(told), rules=rules)
    return _shared_for_scripts(found, hubs), people


def gap_table(found: Evidence, hubs: Sequence[int]) -> Table:
    """The gap between announcement and record, for scripts."""
    record, promised = (found.rungs[at].ranking for at in (WEAKEST_MEASURED, -1))
    keys = ("hub", "rank", "score", "rank_promised", "score_promised", "difference")
    rows = tuple(
        (
            found.ranking.dataset.hubs.ids[hub],
            int(record.rank[hub]) or None,
            number(record.index[hub]),
            int(promised.rank[hub]) or None,
            number(promised.index[hub]),
            number(found.promised[hub]),
        )
        for hub in hubs
    )
    return Table("gap", tuple(map(Column, keys)), rows, shown=False)


def mix_table(found: Evidence, hubs: Sequence[int], alone: bool) -> Table:
    """What share of each score rests on which evidence; people see the grades that occur, if they are several."""
    ranking = found.ranking
    mix, figures = ranking.evidence, (ranking.grades >= 0).sum(axis=0)
    occur = {grade for at, grade in enumerate(GRADES) if (mix[at, list(hubs)] > 0).any()}
    columns = (
        Column("hub"),
        Column(label="What scores rest on", show=None if alone else TEXT),
        Column("figures", "Figures", Show("whole"), yields=-1),
        *(
            Column(f"evidence.{grade}", grade, Show("percent") if grade in occur else None, yields=-2)
            for grade in GRADES
        ),
        Column(label="best evidence first", show=Show("stack", of=tuple(range(3, 3 + len(GRADES)))), yields=9),
    )
    ids, names = ranking.dataset.hubs.ids, ranking.dataset.hubs.names
    rows: list[tuple[Cell, ...]] = [
        (ids[hub], names[hub], int(figures[hub]), *mix[:, hub].tolist(), None) for hub in hubs
    ]
    return Table("mix", columns, tuple(rows), shown=not alone and len(occur) > 1, rules=_rules(ranking, hubs))


def _for_scripts(found: Evidence, hubs: Sequence[int]) -> Table:
    ids = found.ranking.dataset.hubs.ids
    rows: list[tuple[Cell, ...]] = []
    for rung in found.rungs:
        ranking, cells = rung.ranking, (rung.ranking.grades >= 0).sum(axis=0)
        rows += [
            (rung.admit, ids[hub], int(ranking.rank[hub]) or None, number(ranking.index[hub]), int(cells[hub]))
            for hub in hubs
        ]
    return Table("ladder", tuple(map(Column, ("admit", "hub", "rank", "score", "cells"))), tuple(rows), shown=False)


def _shared_for_scripts(found: Evidence, hubs: Sequence[int]) -> Table:
    keys = ("admit", "hub", "cells", "rank_before", "score_before", "rank", "score")
    ids = found.ranking.dataset.hubs.ids
    rows: list[tuple[Cell, ...]] = []
    for rung in found.rungs:
        if rung.shared is None:
            continue
        cells, before, after, rank_before, rank_after = rung.shared
        for hub in hubs:
            first = (int(rank_before[hub]) or None, number(before[hub]))
            then = (int(rank_after[hub]) or None, number(after[hub]))
            rows.append((rung.admit, ids[hub], int(cells[hub]), *first, *then))
    return Table("shared", tuple(map(Column, keys)), tuple(rows), shown=False)


def _of_one(found: Evidence, hub: int) -> Table:
    """One hub: a row a rung, with what its pillars score and what the score is on the rung's figures before."""
    plan = found.ranking.plan
    pillars, show = pillar_rows(found.ranking), index_show(plan)
    columns = (
        Column(label="Evidence", show=TEXT),
        Column(label="Figures", show=Show("whole"), yields=-1),
        Column(label="Rank", show=Show("whole")),
        Column(label="Score", show=show),
        Column(label="On the figures of the row above", show=show, short="On those above"),
        *(column._replace(key="") for column in pillar_columns(found.ranking, pillars, index_show(plan, less=1))),
    )
    rows: list[tuple[Cell, ...]] = []
    below = None
    for rung in found.rungs:
        rows.append(_row_of_one(rung, below, hub, pillars))
        below = rung.ranking
    return Table("ladder for people", columns, tuple(rows), strong=(found.own,))


def _row_of_one(rung: Rung, below: Ranking | None, hub: int, pillars: Sequence[int]) -> tuple[Cell, ...]:
    ranking = rung.ranking
    start = (RUNGS[rung.admit], int((ranking.grades[:, hub] >= 0).sum()), int(ranking.rank[hub]) or None)
    scores = ranking.scores[:, hub]
    known = not np.isnan(scores[-1])  # of two rungs without a score neither is worth a word
    if below is not None and known and np.array_equal(scores, below.scores[:, hub], equal_nan=True):
        return (*start, "(the same)", "", *[""] * len(pillars))
    before = None if rung.shared is None else number(rung.shared.after[hub])
    return (*start, number(scores[-1]), before, *(number(scores[row]) for row in pillars))


def _held(rung: Rung) -> str:
    return f"{rung.figures:,} of {counted(rung.due, 'figure')}"


def _scored(rung: Rung) -> int:
    return int((~np.isnan(rung.ranking.index)).sum())


def _any_scored(rung: Rung) -> bool:
    return rung.shared is not None and not bool(np.isnan(rung.shared.after).all())


def _any(gained: Floats) -> bool:
    return bool((np.nan_to_num(gained) != 0).any())


def _standing(ranking: Ranking, hub: int) -> str:
    """Rank and score in one cell, the ranks below each other."""
    score, rank = float(ranking.index[hub]), int(ranking.rank[hub])
    text = MISSING if np.isnan(score) else f"{score:,.{index_show(ranking.plan).decimals}f}"
    return f"{rank or '':>2} {text:>5}"


def _change(found: Evidence, rung: Rung, hub: int) -> str:
    if rung.shared is None or np.isnan(rung.shared.before[hub]) or np.isnan(rung.shared.after[hub]):
        return MISSING
    decimals = index_show(found.ranking.plan).decimals
    before, after = (f"{float(score[hub]):,.{decimals}f}" for score in (rung.shared.before, rung.shared.after))
    return before if before == after else f"{before} → {after}"


def _rules(ranking: Ranking, hubs: Sequence[int]) -> tuple[int, ...]:
    """A rule above the yardsticks."""
    rules: list[int] = (np.flatnonzero(np.diff(ranking.ranked[list(hubs)].astype(int))) + 1).tolist()
    return tuple(rules)
