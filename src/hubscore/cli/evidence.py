"""hubscore evidence."""

from __future__ import annotations

from typing import Annotated

import typer

from hubscore.cli.options import Shared, with_shared


@with_shared
def evidence(
    shared: Shared,
    hub: Annotated[str | None, typer.Argument(help="One hub only: id, name, or the beginning of either.")] = None,
    common: Annotated[
        bool, typer.Option("--shared", help="The levels on the figures that neighbouring ones share, too.")
    ] = False,
    everyone: Annotated[bool, typer.Option("--all", help="Rank benchmarks together with the candidates.")] = False,
) -> object:
    """The ranking at each level of evidence; what to collect next; claims, targets and sources that differ."""
    from hubscore.cli.answer import Answer
    from hubscore.cli.ask import named_hub, opened
    from hubscore.errors import ScoringError
    from hubscore.pages.collect import NOTHING, TOO_LARGE, collect_part
    from hubscore.pages.evidence import evidence_page
    from hubscore.studies.collect import DRAWS, collect, collectable
    from hubscore.studies.evidence import evidence as weighed

    workspace = opened(shared)
    chosen = None if hub is None else named_hub(workspace, hub)
    try:
        found = weighed(workspace.dataset, workspace.scorecard, workspace.profiles, everyone)
    except ScoringError as error:
        raise ScoringError(map(workspace.placed, error.problems)) from error
    draws = DRAWS if shared.draws is None else shared.draws
    part = NOTHING if draws == 0 else TOO_LARGE
    if draws > 0 and (collectable(found.ranking) or shared.draws is not None):
        dataset, card = workspace.dataset, workspace.scorecard
        worth = collect(dataset, card, chosen, draws, shared.seed, everyone, found.ranking)
        part = collect_part(worth, shared.verbose)
    return Answer(evidence_page(workspace, found, chosen, common, part), shared)
