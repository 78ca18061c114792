"""Whether a valid scorecard can be scored, in every variant, and what in it has no effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from hubscore.errors import Problem, ScoringError
from hubscore.model import ranking as why
from hubscore.model.dataset import Dataset
from hubscore.model.ranking import Ranking, Remark
from hubscore.model.scenario import variants_of
from hubscore.model.scorecard import Scorecard
from hubscore.model.tree import averaged, tree_of
from hubscore.scoring import score
from hubscore.studies.implausible import Implausible, implausible

WARNED = (
    "no data",
    "constant",
    "no goalpost",
    "off the scale",
    "mixed families",
    "nobody to fill from",
    "idle panel",
    "no z-scores",
    "z-scores",
)
"""Kinds of remarks that somebody could act on."""


@dataclass(frozen=True, eq=False)
class Trial:
    """One variant of a scorecard, scored.

    `scenario` is None for the scorecard itself; `problems` are what stood in the way of
    scoring, then there is no `ranking`; `idle` are weights without effect, `foreign` the
    indicators and hubs whose readings are in a unit that cannot be compared; `odd` are readings
    that can hardly be right; `same`: whether a scenario changes nothing, and so is not scored
    again.
    """

    scenario: str | None
    problems: tuple[Problem, ...] = ()
    ranking: Ranking | None = None
    idle: tuple[str, ...] = ()
    foreign: tuple[tuple[str, str], ...] = ()
    odd: tuple[Implausible, ...] = ()
    same: bool = False

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What scoring found that somebody could act on."""
        return tuple(remark for remark in self.ranking.remarks if remark.kind in WARNED) if self.ranking else ()

    @property
    def unscored(self) -> bool:
        """Whether no hub has an index."""
        return self.ranking is not None and bool(np.isnan(self.ranking.index).all())


def trials(
    raw: Mapping[str, Any], scorecard: Scorecard, dataset: Dataset, scenarios: Iterable[str], forced: Iterable[str] = ()
) -> Iterator[Trial]:
    """Score the scorecard and scenarios of it.

    Parameters
    ----------
    raw
        The scorecard as the file says it; it and its scenarios are taken as checked.
    scorecard
        The same as a model.
    scenarios
        Which of its scenarios to try.
    forced
        Fields of `scorecard` that win over what a scenario says.
    """
    yield _trial(None, scorecard, dataset)
    held = {name: getattr(scorecard, name) for name in forced}
    variants, _ = variants_of(raw)
    for name in scenarios:
        variant = variants[name].model_copy(update=held)
        yield Trial(name, same=True) if variant == scorecard else _trial(name, variant, dataset)


def _trial(scenario: str | None, scorecard: Scorecard, dataset: Dataset) -> Trial:
    try:
        ranking = score(dataset, scorecard)
    except ScoringError as error:
        return Trial(scenario, error.problems)
    return Trial(scenario, (), ranking, tuple(_idle(scorecard)), tuple(_foreign(ranking)), implausible(ranking))


def _idle(scorecard: Scorecard) -> Iterator[str]:
    """Weights of pillars that no node averages, since `over` skips them."""
    tree = tree_of(scorecard)
    needed = {member for node in tree.children for member in averaged(scorecard, tree, node)}
    yield from (name for name in scorecard.weights if name not in needed)


def _foreign(ranking: Ranking) -> Iterator[tuple[str, str]]:
    for leaf, status in zip(ranking.plan.leaves, ranking.cells.status, strict=True):
        for hub in np.flatnonzero(status == why.OTHER_UNIT):
            yield leaf.id, ranking.dataset.hubs.ids[hub]
