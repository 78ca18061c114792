"""Which gates on the data hold: what [gates] asks of each candidate, and what pillars ask to be scored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.line.nodes import COVERAGE_TOLERANCE
from hubscore.methods.screen import availability
from hubscore.model.dataset import NO_YEAR
from hubscore.model.evidence import GRADES
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Gates
from hubscore.studies.coverage import years_of

Floats = NDArray[np.float64]

Asker = Literal["screening", "gates", "pillar"]
Rule = Literal["min_coverage", "min_pillar_coverage", "max_age", "min_evidence_share", "max_missing"]

GOOD = GRADES.index("reported")
"""The weakest evidence that `min_evidence_share` counts."""

YOUNGEST = 9999
"""Stands for the year of no reading among years of which the least is sought."""


class Gate(NamedTuple):
    """One rule for one hub, or for one of its pillars.

    `asker`: [screening], which leaves the hub out, [gates], which `hubscore check` holds, or a
    pillar, which is then not scored; `hub`: its position; `node`: the pillar, None for the hub
    as a whole; `found` is None where there is nothing to measure, and the gate holds.
    """

    asker: Asker
    rule: Rule
    hub: int
    node: str | None
    found: float | None
    asked: float
    held: bool


def data_gates(ranking: Ranking, gates: Gates) -> tuple[Gate, ...]:
    """Every rule on coverage, age and evidence, by candidate: of [screening], of [gates], of its pillars.

    The age of a figure is that of its oldest reading, the denominator's too; without years
    there is no age. A pillar's own rule is its `min_coverage` or `max_missing`: where it does
    not hold, the hub has no score in it. Of a hub that [screening] leaves out nothing else is
    asked.
    """
    ages, share = _ages(ranking), _available(ranking)
    found: list[Gate] = []
    for hub in _asked(ranking):
        found += _of_screening(ranking, share, hub)
        if not ranking.screened[hub]:
            found += (*_of_hub(ranking, gates, hub, ages[hub]), *_of_pillars(ranking, hub))
    return tuple(found)


def _asked(ranking: Ranking) -> list[int]:
    """Whom rules are for: those that compete, and those left out that would; where nobody does, all."""
    candidates = ranking.ranked | ranking.screened & ~ranking.dataset.hubs.benchmark
    return [hub for hub in ranking.listing if candidates[hub] or not candidates.any()]


def _available(ranking: Ranking) -> Floats:
    """The share of readings that [screening] looks at, shape (inner node, hub); NaN where nothing is due."""
    plan = ranking.plan
    weights = plan.weights_by_hub
    by_weight = plan.screening is None or plan.screening.by == "weight"
    return availability(weights if by_weight else (weights > 0).astype(float), ranking.grades >= 0, plan.inside)


def _of_screening(ranking: Ranking, share: Floats, hub: int) -> Iterator[Gate]:
    plan, rules = ranking.plan, ranking.plan.screening
    if rules is None:
        return
    if rules.min_coverage is not None and not np.isnan(share[-1, hub]):
        yield _least("screening", "min_coverage", hub, None, float(share[-1, hub]), rules.min_coverage)
    if rules.min_pillar_coverage is None:
        return
    for row in (row for row in plan.order if row >= len(plan.leaves) and plan.parent[row] is not None):
        found = float(share[row - len(plan.leaves), hub])
        if not np.isnan(found):
            node = plan.ids[row]
            yield _least("screening", "min_pillar_coverage", hub, node, found, rules.min_pillar_coverage)


def _of_hub(ranking: Ranking, gates: Gates, hub: int, age: int | None) -> Iterator[Gate]:
    if gates.min_coverage is not None:
        yield _least("gates", "min_coverage", hub, None, float(ranking.coverage[hub]), gates.min_coverage)
    if gates.max_age is not None:
        yield Gate("gates", "max_age", hub, None, age, gates.max_age, age is None or age <= gates.max_age)
    if gates.min_evidence_share is not None:
        share = float(ranking.evidence[: GOOD + 1, hub].sum())
        yield _least("gates", "min_evidence_share", hub, None, share, gates.min_evidence_share)


def _least(asker: Asker, rule: Rule, hub: int, node: str | None, found: float, asked: float) -> Gate:
    return Gate(asker, rule, hub, node, found, asked, found >= asked - COVERAGE_TOLERANCE)


def _of_pillars(ranking: Ranking, hub: int) -> Iterator[Gate]:
    """The rules by which pillars are scored; of a hub that is left out no pillar is."""
    plan = ranking.plan
    leaves = len(plan.leaves)
    applies = plan.applies_by_node
    for row in plan.order:
        if row < leaves or plan.parent[row] is None or (applies is not None and not applies[row, hub]):
            continue
        node = plan.inner[row - leaves]
        if node.max_missing is None:
            yield _least(
                "pillar",
                "min_coverage",
                hub,
                node.id,
                float(ranking.coverage_by_node[row - leaves, hub]),
                node.min_coverage,
            )
        else:
            missing = _missing(ranking, row, hub)
            yield Gate("pillar", "max_missing", hub, node.id, missing, node.max_missing, missing <= node.max_missing)


def _missing(ranking: Ranking, row: int, hub: int) -> int:
    """How many members with a weight lack a score, of those that apply."""
    plan = ranking.plan
    node = plan.inner[row - len(plan.leaves)]
    rows = np.array([plan.row[member] for member in node.members])
    due = node.weights > 0
    if plan.applies_by_node is not None:
        due &= plan.applies_by_node[rows, hub]
    return int((due & np.isnan(ranking.scores[rows, hub])).sum())


def _ages(ranking: Ranking) -> list[int | None]:
    """The age of the oldest reading that each hub scores by, in years; None where readings have no years."""
    plan, cells = ranking.plan, ranking.cells
    oldest = np.full(len(ranking.rank), YOUNGEST)
    for row, leaf in enumerate(plan.leaves):
        for series, slots in ((leaf.series, cells.slot), (leaf.series, cells.after), (leaf.per, cells.per_slot)):
            years = years_of(ranking, series, slots[row])
            counts = (ranking.grades[row] >= 0) & (years != NO_YEAR)
            oldest = np.where(counts, np.minimum(oldest, years), oldest)
    as_of = plan.as_of
    return [None if as_of is None or year == YOUNGEST else as_of - year for year in oldest.tolist()]
