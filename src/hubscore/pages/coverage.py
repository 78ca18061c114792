"""What is known, what is missing and how old it gets, in one line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hubscore.model import ranking as why
from hubscore.model.evidence import GRADES
from hubscore.model.ranking import Ranking
from hubscore.pages.figures import share_text
from hubscore.pages.frame import FEW, counted


def mix_text(shares: why.Floats) -> str:
    """Shares by grade, shape (grade,), in words."""
    parts = zip(GRADES, shares.tolist(), strict=True)
    return ", ".join(f"{share_text(share)} {grade}" for grade, share in parts if share > 0)


def figures_line(ranking: Ranking, hubs: Sequence[int], node: str) -> str:
    """How many figures at or below a node are there, who lacks some, the oldest, the mix of evidence."""
    leaves = _leaves_below(ranking, node)
    status, grades = np.array(ranking.cells.status)[np.ix_(leaves, hubs)], ranking.grades[np.ix_(leaves, hubs)]
    due, have = int((status != why.NOT_APPLICABLE).sum()), int((grades >= 0).sum())
    line = f"{have:,} of {counted(due, 'figure')}"
    gone = ((status != why.NOT_APPLICABLE) & (grades < 0)).sum(axis=0)
    lacking = [f"{ranking.dataset.hubs.names[hub]} {count}" for hub, count in zip(hubs, gone, strict=True) if count]
    if 0 < len(lacking) <= FEW:
        line += f" (missing: {', '.join(lacking)})"
    oldest = _oldest_year(ranking, leaves, hubs)
    line += f"; the oldest is from {oldest}." if oldest else "."
    mix = mix_text(np.array([(grades == grade).sum() for grade in range(len(GRADES))]) / max(have, 1))
    return line + (f" Evidence: {mix}." if mix else "")


def _leaves_below(ranking: Ranking, node: str) -> list[int]:
    """Rows of the indicators at or below a node."""
    plan = ranking.plan
    found = []
    for row in range(len(plan.leaves)):
        above: str | None = plan.ids[row]
        while above not in (None, node):
            above = plan.parent[plan.row[above or ""]]
        if above is not None:
            found.append(row)
    return found


def _oldest_year(ranking: Ranking, leaves: Sequence[int], hubs: Sequence[int]) -> int | None:
    """The year of the oldest reading that counts, denominators too; None where readings carry no year."""
    if ranking.dataset.newest_year is None:
        return None
    years: list[int] = []
    for row in leaves:
        leaf, there = ranking.plan.leaves[row], [hub for hub in hubs if ranking.grades[row, hub] >= 0]
        for series, slots in ((leaf.series, ranking.cells.slot[row]), (leaf.per, ranking.cells.per_slot[row])):
            if series is not None and there:  # both have readings where there is a figure
                read = ranking.dataset.year[slots[there], series, there]
                years += read[read > 0].tolist()
    return min(years, default=None)
