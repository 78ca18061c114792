"""Every figure that a treatment has changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np

from hubscore.model.ranking import Ranking

End = Literal["low", "high"]


class Treated(NamedTuple):
    """One cell: row of the indicator, position of the hub, what was done, and the value before and after.

    `end` is the side on which a value was drawn in; None where only the transform changed it.
    """

    row: int
    hub: int
    kind: str
    before: float
    after: float
    end: End | None


def treated_cells(ranking: Ranking) -> tuple[Treated, ...]:
    """All of them, in the order of the file, hubs by id; those drawn in come first within an indicator."""
    leaves = [row for row in ranking.plan.order if row < len(ranking.plan.leaves)]
    return tuple(cell for row in leaves for cell in sorted(_of_row(ranking, row), key=lambda cell: cell.end is None))


def _of_row(ranking: Ranking, row: int) -> Iterator[Treated]:
    treatment = ranking.cells.treatments[row]
    if treatment is None:
        return
    for hub in np.flatnonzero((treatment.changed != 0) | (treatment.before != treatment.after)):
        before, after = float(treatment.before[hub]), float(treatment.after[hub])
        if not np.isnan(before):
            side = int(treatment.changed[hub])
            yield Treated(
                row, int(hub), treatment.kind, before, after, None if side == 0 else "high" if side > 0 else "low"
            )
