"""Which gates of a check hold: those of [gates], and hubs that must be there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from hubscore.methods.select import NONE
from hubscore.model import ranking as why
from hubscore.model.dataset import NO_YEAR
from hubscore.model.evidence import GRADES, Grade
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Gates
from hubscore.studies.gates import GOOD, data_gates
from hubscore.studies.robustness import Robustness

Rule = Literal[
    "leader-change",
    "rank-change",
    "score-change",
    "required-hub",
    "min-coverage",
    "min-evidence-share",
    "max-age",
    "max-rank-interval",
]


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure that stands in the way of a gate: the indicator that needs it, and which reading it is.

    `series` is what the reading stands under in a profile; `year` and `grade` are None where it
    has none, and of a gap.
    """

    indicator: str
    series: str
    year: int | None = None
    grade: Grade | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """One gate for one hub.

    `hub`: an id, also of one that is not there. `found` is None where there is nothing to
    measure; `before`: what a baseline has, where `found` and `asked` do not say it. `readings`:
    the figures behind a gate that does not hold, those first that matter most.
    """

    rule: Rule
    hub: str
    found: float | None
    asked: float | None
    held: bool
    before: float | None = None
    readings: tuple[Reading, ...] = ()


def held_gates(
    ranking: Ranking, gates: Gates, sure: Robustness | None = None, required: Sequence[str] = ()
) -> tuple[Held, ...]:
    """Every gate that is asked for, by hub as they are listed.

    Parameters
    ----------
    gates
        What is asked of each candidate; of everybody where nobody competes.
    sure
        Ranks over the draws; without them no interval is looked at.
    required
        Ids of hubs that must be there, and have a rank if they compete.
    """
    found = list(_required(ranking, required))
    for gate in data_gates(ranking, gates):
        if gate.rule in _OF_DATA and gate.asker == "gates":
            rule, behind = _OF_DATA[gate.rule]
            readings = () if gate.held else tuple(behind(ranking, gate.hub, gate.asked))
            hub = ranking.dataset.hubs.ids[gate.hub]
            found.append(Held(rule, hub, gate.found, gate.asked, gate.held, readings=readings))
    if gates.max_rank_interval is not None and sure is not None:
        found += _intervals(sure, gates.max_rank_interval)
    return tuple(found)


def _required(ranking: Ranking, required: Sequence[str]) -> Iterator[Held]:
    column, benchmark = ranking.dataset.column, ranking.dataset.hubs.benchmark
    for hub in dict.fromkeys(required):
        rank = int(ranking.rank[column[hub]]) if hub in column else 0
        held = hub in column and (rank > 0 or bool(benchmark[column[hub]]))
        yield Held("required-hub", hub, rank or None, None, held)


def _intervals(sure: Robustness, widest: int) -> Iterator[Held]:
    ids = sure.base.dataset.hubs.ids
    for hub in sure.field:
        width = int(sure.rank_high[hub] - sure.rank_low[hub])
        yield Held("max-rank-interval", ids[hub], width, widest, width <= widest)


def _gaps(ranking: Ranking, hub: int, _: float) -> Iterator[Reading]:
    """Indicators without a figure, the heaviest first."""
    for row in _by_weight(ranking, hub):
        leaf, status = ranking.plan.leaves[row], int(ranking.cells.status[row][hub])
        if ranking.grades[row, hub] < 0 and status != why.NOT_APPLICABLE:
            yield Reading(leaf.id, leaf.id if leaf.series < 0 else ranking.dataset.series[leaf.series])


def _weak(ranking: Ranking, hub: int, _: float) -> Iterator[Reading]:
    """Figures of less than good evidence, the heaviest first; of a ratio the part that is weaker."""
    for row in _by_weight(ranking, hub):
        if ranking.grades[row, hub] > GOOD:
            parts = sorted(_parts(ranking, row, hub), key=lambda part: -GRADES.index(part.grade or GRADES[0]))
            yield from parts[:1]


def _old(ranking: Ranking, hub: int, most: float) -> Iterator[Reading]:
    """Readings that are older than allowed, the oldest first; one that several indicators need only once."""
    plan, as_of = ranking.plan, ranking.plan.as_of or 0
    once: dict[tuple[str, int], Reading] = {}
    for part in (part for row in plan.order if row < len(plan.leaves) for part in _parts(ranking, row, hub)):
        if part.year is not None and as_of - part.year > most:
            once.setdefault((part.series, part.year), part)
    yield from sorted(once.values(), key=lambda part: part.year or 0)


_OF_DATA: dict[str, tuple[Rule, Callable[[Ranking, int, float], Iterator[Reading]]]] = {
    "min_coverage": ("min-coverage", _gaps),
    "min_evidence_share": ("min-evidence-share", _weak),
    "max_age": ("max-age", _old),
}
"""What each key of [gates] is called here, and which figures are behind it."""


def _by_weight(ranking: Ranking, hub: int) -> list[int]:
    """Rows of the indicators that weigh anything for a hub, the heaviest first."""
    plan = ranking.plan
    weights = plan.weights_by_hub[:, hub if plan.weights_by_hub.shape[1] > 1 else 0]
    leaves = [row for row in plan.order if row < len(plan.leaves) and weights[row] > 0]
    return sorted(leaves, key=lambda row: -float(weights[row]))


def _parts(ranking: Ranking, row: int, hub: int) -> Iterator[Reading]:
    """The readings that a figure is made of: one, two that it lies between, and its denominator."""
    leaf, cells, dataset = ranking.plan.leaves[row], ranking.cells, ranking.dataset
    if ranking.grades[row, hub] < 0:
        return
    for series, slots in ((leaf.series, cells.slot), (leaf.series, cells.after), (leaf.per, cells.per_slot)):
        slot = int(slots[row][hub])
        if series is not None and slot != NONE:
            at = (slot, series, hub)
            year = int(dataset.year[at])
            name, grade = dataset.series[series], GRADES[int(dataset.grade[at])]
            yield Reading(leaf.id, name, None if year == NO_YEAR else year, grade)
