"""hubscore robust."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hubscore.cli.options import Shared, with_shared


@with_shared
def robust(
    shared: Shared,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FACTOR",
            help="Vary only this: weights, data, absent, normalise, aggregate, evidence, missing, weights:PILLAR ...",
        ),
    ] = None,
    until: Annotated[
        float | None, typer.Option(metavar="ERROR", help="Draw on until the Monte Carlo error is below this, as 0.01.")
    ] = None,
    sensitivity: Annotated[
        bool,
        typer.Option(
            "--sensitivity",
            help="Also which assumption moves the ranks: Sobol indices, of 1,024 draws unless --draws says.",
        ),
    ] = False,
    keep: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write every draw to a CSV: weights, methods, scores, ranks.")
    ] = None,
    everyone: Annotated[bool, typer.Option("--all", help="Rank benchmarks together with the candidates.")] = False,
) -> object:
    """How sure the ranks are: intervals, odds of neighbours, what figures and what weights leave open."""
    from hubscore.cli.answer import Answer
    from hubscore.cli.ask import opened, refuse_to_overwrite, scored
    from hubscore.cli.drawn import USUAL
    from hubscore.cli.keep import keep_draws, refuse_to_keep
    from hubscore.cli.progress import Progress
    from hubscore.errors import ScoringError
    from hubscore.pages.robust import robust_page
    from hubscore.studies.certainty import certainty

    workspace, named = opened(shared), list(dict.fromkeys(only or ()))
    if keep is not None:
        refuse_to_overwrite(workspace, keep)
        refuse_to_keep(keep, shared.output)
    dataset, card, base = workspace.dataset, workspace.scorecard, scored(workspace, everyone)
    draws = USUAL if shared.draws is None else shared.draws
    sensitivity = sensitivity and bool((base.rank > 0).any())  # where nobody is ranked the page says so
    try:
        if sensitivity:
            from hubscore.cli.moved import moved_by, refuse_to_move

            refuse_to_move(workspace, base, shared, named, everyone)
        with Progress("draws", shared.quiet) as progress:
            found = certainty(dataset, card, draws, shared.seed, named, until, shared.verbose, base, progress)
    except ScoringError as error:
        raise ScoringError(map(workspace.placed, error.problems)) from error
    if keep is not None and not found.stopped:
        keep_draws(keep, found.whole, card, named)
    document = robust_page(workspace, found, named, until, shared.verbose, None if keep is None else str(keep))
    done = f"{keep} is written" if keep is not None and not found.stopped else ""
    if sensitivity and found.stopped:
        document = document._replace(notes=(*document.notes, "stopped before what moves the ranks was looked at"))
    if not sensitivity or found.stopped:
        return Answer(document, shared, exit_code=130 if found.stopped else 0, done=done)
    return moved_by(document, workspace, base, shared, named, everyone)._replace(done=done)
