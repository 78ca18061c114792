"""hubscore rank."""

from __future__ import annotations

from typing import Annotated

import typer

from hubscore.cli.options import Shared, with_shared


@with_shared
def rank(
    shared: Shared,
    by: Annotated[str | None, typer.Option(metavar="PILLAR", help="Rank by one pillar or indicator.")] = None,
    top: Annotated[int | None, typer.Option(min=1, metavar="N", help="Only the first N.")] = None,
    group: Annotated[str | None, typer.Option(metavar="[NAME]", help="Rank within groups, or within one.")] = None,
    everyone: Annotated[bool, typer.Option("--all", help="Rank benchmarks together with the candidates.")] = False,
    depth: Annotated[
        int | None, typer.Option(min=0, metavar="[N]", help="Scores down to this level of the tree.")
    ] = None,
) -> object:
    """Who leads: rank with its 90 % interval, score, pillar scores, coverage."""
    from hubscore.cli.answer import Answer, is_whole
    from hubscore.cli.ask import opened, scored
    from hubscore.cli.drawn import sureness
    from hubscore.pages.rank import View, rank_page

    workspace = opened(shared)
    # The dearest table of a large scorecard is only made where somebody will see it.
    nodes = depth is not None or shared.table is not None or is_whole(shared)
    view = View(by=by, top=top, group=group, depth=depth, verbose=shared.verbose, nodes=nodes)
    ranking = scored(workspace, everyone)
    sure, unsure = sureness(workspace, ranking, shared, whole=by is None and group is None)
    return Answer(rank_page(workspace, ranking, view, sure, unsure), shared)
