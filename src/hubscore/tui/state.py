"""One moment of tuning, what it starts from, and what it makes of the ranking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from hubscore.model.dataset import Dataset
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.studies.changes import Figure
from hubscore.studies.drawing import Progress
from hubscore.studies.robustness import Robustness, robustness
from hubscore.tui.shares import families, shares_of
from hubscore.workspace import Workspace


@dataclass(frozen=True)
class State:
    """One moment: which scenario, the share of every node, who is locked, and the figures that are tried.

    `meant`: the nodes whose share was asked for, not what was left.
    """

    scenario: str | None
    shares: Mapping[str, float]
    locked: frozenset[str] = frozenset()
    figures: Mapping[str, Figure] = field(default_factory=dict)
    meant: frozenset[str] = frozenset()

    @property
    def key(self) -> object:
        """What the ranking follows from."""
        return self.scenario, tuple(self.shares.items()), tuple(self.figures.items())


@dataclass(frozen=True, eq=False)
class Base:
    """A scenario as its file has it."""

    workspace: Workspace
    ranking: Ranking

    @cached_property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        """By node its siblings and itself."""
        return families(self.ranking.plan)

    @cached_property
    def shares(self) -> Mapping[str, float]:
        """The share of every node."""
        return shares_of(self.ranking.plan)


class Scored(NamedTuple):
    """What a state makes of the ranking, and from what."""

    key: object
    dataset: Dataset
    scorecard: Scorecard
    ranking: Ranking
    everyone: bool

    def drawn(self, draws: int, seed: int, progress: Progress | None = None) -> Robustness:
        """How far its ranks may move; may run beside everything else."""
        return robustness(
            self.dataset,
            self.scorecard,
            draws,
            seed,
            everyone=self.everyone,
            base=self.ranking,
            progress=progress,
        )
