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
    """The ranking at each level of evidence; claims, targets and sources that differ."""
    from hubscore.cli.answer import Answer
    from hubscore.cli.ask import named_hub, opened
    from hubscore.errors import ScoringError
    from hubscore.pages.evidence import evidence_page
    from hubscore.studies.evidence import evidence as weighed

    workspace = opened(shared)
    chosen = None if hub is None else named_hub(workspace, hub)
    try:
        found = weighed(workspace.dataset, workspace.scorecard, workspace.profiles, everyone)
    except ScoringError as error:
        raise ScoringError(map(workspace.placed, error.problems)) from error
    return Answer(evidence_page(workspace, found, chosen, common), shared)
