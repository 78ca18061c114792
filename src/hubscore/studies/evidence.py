"""The ranking at each level of evidence: what is on record, and what is only announced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import ScoringError
from hubscore.line.nodes import aggregate
from hubscore.methods.rank import ranks
from hubscore.model import ranking as why
from hubscore.model.dataset import Dataset
from hubscore.model.evidence import GRADES, Grade
from hubscore.model.profile import Profile
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import EvidenceTable, Scorecard
from hubscore.scoring import score
from hubscore.studies.claims import Course, courses
from hubscore.studies.conflicts import Conflict, conflicts
from hubscore.studies.promises import Promise, fates, with_targets
from hubscore.studies.statements import WEAKEST_MEASURED, Progress, progress

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]


class Shared(NamedTuple):
    """Two neighbouring rungs on the figures that both have, so that only the readings differ.

    `cells`: shape (hub,), how many figures that are; `before`, `after`: shape (hub,), the index on
    them at the rung below and at this one, `rank_before`, `rank_after` the ranks.
    """

    cells: Ints
    before: Floats
    after: Floats
    rank_before: Ints
    rank_after: Ints


@dataclass(frozen=True, eq=False)
class Rung:
    """The ranking with one more grade of evidence admitted.

    `readings`: how many of this very grade there are; `figures`, `due`: how many of the ranked
    hubs' figures there are, and how many would be; `same`: whether every score is that of the rung
    below; `shared`: None for the lowest.
    """

    admit: Grade
    ranking: Ranking
    readings: int
    figures: int
    due: int
    same: bool
    shared: Shared | None

    @property
    def scores_nobody(self) -> bool:
        """Whether no hub, yardsticks included, has an index."""
        return bool(np.isnan(self.ranking.index).all())


@dataclass(frozen=True, eq=False)
class Evidence:
    """What a ranking rests on.

    `ranking`: as the scorecard has it; `rungs`: from only official figures to targets taken as met;
    `own`: which of them admits what the scorecard does; `promises`: every target, and whether it
    counts on the last rung; `targets`: the same with present value and pace, by the position of the
    hub; `claims`; `conflicts`.
    """

    ranking: Ranking
    rungs: tuple[Rung, ...]
    own: int
    promises: tuple[Promise, ...]
    targets: tuple[tuple[int, Progress], ...]
    claims: tuple[Course, ...]
    conflicts: tuple[Conflict, ...]

    @cached_property
    def promised(self) -> Floats:
        """Points that announcements and targets would add to what is on record, shape (hub,)."""
        added: Floats = self.rungs[-1].ranking.index - self.rungs[WEAKEST_MEASURED].ranking.index
        return added


def evidence(
    dataset: Dataset, scorecard: Scorecard, profiles: Mapping[str, Profile] | None = None, everyone: bool = False
) -> Evidence:
    """Rank at every level of evidence, and set what the hubs say beside what is measured.

    Parameters
    ----------
    dataset, scorecard, everyone
        As in `score`. Every rung is what `score` gives where that grade is admitted; on the last
        one targets of level and flow count as readings of their year, `as_of` set aside for them.
    profiles
        By hub id, for claims and targets.

    Raises
    ------
    ScoringError
        Where the figures of a rung do not allow a method.
    """
    known = profiles or {}
    rankings = [_admitting(grade, dataset, scorecard, everyone) for grade in GRADES[:-1]]
    met = with_targets(dataset, scorecard, known, rankings[-1].plan.as_of)
    rankings.append(_admitting(GRADES[-1], met, scorecard, everyone))
    own = GRADES.index(scorecard.evidence.admit)
    # No target is a reading of the scorecard's own, even where it admits that grade.
    ranking = rankings[own] if own < len(GRADES) - 1 else score(dataset, scorecard, everyone)
    return Evidence(
        ranking=ranking,
        rungs=tuple(_rung(at, rankings) for at in range(len(GRADES))),
        own=own,
        promises=fates(rankings[-1], scorecard, known),
        targets=tuple(
            (hub, item)
            for hub, name in enumerate(dataset.hubs.ids)
            if name in known
            for item in progress(ranking, scorecard, known[name], hub)
        ),
        claims=tuple(
            course
            for hub, name in enumerate(dataset.hubs.ids)
            if name in known
            for course in courses(hub, known[name].claims, scorecard.as_of)
        ),
        conflicts=conflicts(dataset, scorecard),
    )


def _admitting(grade: Grade, dataset: Dataset, scorecard: Scorecard, everyone: bool) -> Ranking:
    """The ranking of one rung; what its figures do not allow is said to be of that rung."""
    try:
        return score(dataset, scorecard.model_copy(update={"evidence": EvidenceTable(admit=grade)}), everyone)
    except ScoringError as error:
        where = f", where evidence counts down to `{grade}`"
        raise ScoringError(problem._replace(message=problem.message + where) for problem in error.problems) from error


def _rung(at: int, rankings: list[Ranking]) -> Rung:
    ranking, below = rankings[at], rankings[at - 1] if at else None
    due = (np.array(ranking.cells.status) != why.NOT_APPLICABLE) & ranking.ranked
    same = below is not None and np.array_equal(ranking.scores, below.scores, equal_nan=True)
    return Rung(
        admit=GRADES[at],
        ranking=ranking,
        readings=int((ranking.dataset.grade == at).sum()),
        figures=int((due & (ranking.grades >= 0)).sum()),
        due=int(due.sum()),
        same=same,
        shared=None if below is None else _shared(below, ranking),
    )


def _shared(below: Ranking, above: Ranking) -> Shared:
    both = (below.grades >= 0) & (above.grades >= 0)
    (before, rank_before), (after, rank_after) = (_on(ranking, both) for ranking in (below, above))
    shared = Shared(both.sum(axis=0), before, after, rank_before, rank_after)
    for array in shared:
        array.flags.writeable = False
    return shared


def _on(ranking: Ranking, cells: Bools) -> tuple[Floats, Ints]:
    """Index and ranks on some cells alone, shape (leaf, hub); what is filled in is no figure, coverage is asked for."""
    scores, plan = ranking.scores.copy(), ranking.plan
    scores[: len(plan.leaves)][~cells] = np.nan
    weighing: Bools = cells[plan.weights > 0]
    known: Bools = np.asarray(weighing.any(axis=0))
    aggregate(plan, scores, None, known)
    index = scores[-1]
    return index, ranks(np.where(ranking.ranked, index, np.nan), plan.span, plan.ties)
