"""Move: which assumption moves the ranks, said below how sure they are."""

from __future__ import annotations

from collections.abc import Sequence

from hubscore.cli.answer import Answer
from hubscore.cli.options import Shared
from hubscore.cli.progress import Progress
from hubscore.errors import ScoringError
from hubscore.model.ranking import Ranking
from hubscore.pages.document import Document
from hubscore.pages.sensitivity import UNDONE, with_sensitivity
from hubscore.studies.leave_out import omissions
from hubscore.studies.sensitivity import SAMPLE, accepted, sensitivity
from hubscore.workspace import Workspace


def size_of(shared: Shared) -> int:
    """Draws in each of the two samples."""
    return SAMPLE if shared.draws is None else shared.draws


def refuse_to_move(workspace: Workspace, base: Ranking, shared: Shared, only: Sequence[str], everyone: bool) -> None:
    """Before anything is drawn: a request that cannot be met."""
    accepted(workspace.dataset, workspace.scorecard, size_of(shared), shared.seed, only, everyone, base)


def moved_by(
    document: Document, workspace: Workspace, base: Ranking, shared: Shared, only: Sequence[str], everyone: bool
) -> Answer:
    """The document with the indices of every factor; after an interrupt without, which is said."""
    dataset, card = workspace.dataset, workspace.scorecard
    try:
        with Progress("rankings", shared.quiet) as progress:
            found = sensitivity(dataset, card, size_of(shared), shared.seed, only, everyone, base, progress)
    except ScoringError as error:
        raise ScoringError(map(workspace.placed, error.problems)) from error
    except KeyboardInterrupt:
        return Answer(document._replace(notes=(*document.notes, UNDONE)), shared, exit_code=130)
    return Answer(with_sensitivity(document, found, omissions(base)), shared)
