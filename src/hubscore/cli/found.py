"""Find: all that a report tells, each part as far as it can be worked out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from hubscore.cli.ask import scored
from hubscore.cli.drawn import usual_draws
from hubscore.cli.options import Shared
from hubscore.cli.progress import Progress
from hubscore.errors import ScoringError, UsageError

if TYPE_CHECKING:
    from hubscore.model.ranking import Ranking
    from hubscore.pages.report import Findings
    from hubscore.studies.certainty import Certainty
    from hubscore.studies.collect import Collect
    from hubscore.studies.sensitivity import Sensitivity
    from hubscore.workspace import Workspace

MOST_CELLS = 1_000
"""Figures up to which a report works out what moves the ranks and what would settle them: of more it would be
waited for."""

MOST_PAIRED = 100
"""Hubs up to which a report on more figures counts all pairs; of more it tells the least sure neighbours."""

SAMPLE = 512
"""Draws in each of the samples behind that."""

Found = TypeVar("Found")


def findings(workspace: Workspace, shared: Shared, everyone: bool) -> Findings:
    """What is known of a ranking; what could not be worked out is said in its place."""
    from hubscore.pages.report import Findings
    from hubscore.studies.evidence import evidence
    from hubscore.studies.leave_out import omissions
    from hubscore.studies.trend import trend

    ranking = scored(workspace, everyone)
    dataset, card = workspace.dataset, workspace.scorecard
    unsaid: list[tuple[str, str]] = []
    with Progress("draws", shared.quiet) as progress:
        sure = _tried("certainty", lambda: _certainty(workspace, ranking, shared, unsaid, progress), unsaid)
    moved = _tried("drivers", lambda: _drivers(workspace, ranking, shared, unsaid, everyone), unsaid)
    return Findings(
        ranking=ranking,
        evidence=evidence(dataset, card, workspace.profiles, everyone),
        certainty=sure,
        collect=_tried("collect", lambda: _collect(workspace, ranking, shared, unsaid, everyone), unsaid),
        trend=_tried("trend", lambda: trend(dataset, card, everyone), unsaid),
        sensitivity=moved,
        omissions=() if moved is None else omissions(ranking),
        unsaid=tuple(unsaid),
    )


def _tried(part: str, work: Callable[[], Found | None], unsaid: list[tuple[str, str]]) -> Found | None:
    """The result of some work; where the scorecard does not allow it, None, and the reason is kept."""
    try:
        return work()
    except (ScoringError, UsageError) as error:
        message = error.problems[0].message
        unsaid.append((part, f"Not worked out: {message}."))
        return None


def _certainty(
    workspace: Workspace,
    ranking: Ranking,
    shared: Shared,
    unsaid: list[tuple[str, str]],
    progress: Progress,
) -> Certainty | None:
    from hubscore.pages.intervals import too_large
    from hubscore.studies.certainty import Certainty, certainty
    from hubscore.studies.robustness import robustness

    cells = _cells(ranking)
    draws = usual_draws(cells) if shared.draws is None else shared.draws
    if not (ranking.rank > 0).any():
        unsaid.append(("certainty", "No hub is ranked, so there is no rank to be sure of."))
        return None
    if draws == 0:
        unsaid.append(("certainty", too_large(ranking) if shared.draws is None else "No rank intervals: --draws 0."))
        return None
    dataset, card = workspace.dataset, workspace.scorecard
    if cells > MOST_CELLS:  # once: that is what is waited for
        pairs = len(ranking.dataset.hubs) <= MOST_PAIRED
        return Certainty(robustness(dataset, card, draws, shared.seed, pairs=pairs, base=ranking, progress=progress))
    return certainty(dataset, card, draws, shared.seed, pairs=True, base=ranking, progress=progress)


def _drivers(
    workspace: Workspace, ranking: Ranking, shared: Shared, unsaid: list[tuple[str, str]], everyone: bool
) -> Sensitivity | None:
    from hubscore.studies.sensitivity import sensitivity

    if _is_left_out(ranking, shared):
        unsaid.append(("drivers", "Not worked out for this report: `hubscore robust --sensitivity` does."))
        return None
    dataset, card = workspace.dataset, workspace.scorecard
    return sensitivity(dataset, card, SAMPLE, shared.seed, (), everyone, ranking)


def _collect(
    workspace: Workspace, ranking: Ranking, shared: Shared, unsaid: list[tuple[str, str]], everyone: bool
) -> Collect | None:
    from hubscore.studies.collect import DRAWS, LEAST_DRAWS, MOST_DRAWS, collect

    if _is_left_out(ranking, shared):
        unsaid.append(("collect", "Not worked out for this report: `hubscore evidence` does."))
        return None
    draws = DRAWS if shared.draws is None else min(max(shared.draws, LEAST_DRAWS), MOST_DRAWS)
    return collect(workspace.dataset, workspace.scorecard, None, draws, shared.seed, everyone, ranking)


def _is_left_out(ranking: Ranking, shared: Shared) -> bool:
    """Whether what takes many draws is left to a command of its own: too much for a report, or nothing to draw."""
    return shared.draws == 0 or _cells(ranking) > MOST_CELLS or not (ranking.rank > 0).any()


def _cells(ranking: Ranking) -> int:
    """Figures that there could be."""
    return len(ranking.plan.leaves) * len(ranking.dataset.hubs)
