"""hubscore explain."""

from __future__ import annotations

from typing import Annotated

import typer

from hubscore.cli.options import Shared, with_shared


@with_shared
def explain(
    shared: Shared,
    hub: Annotated[str, typer.Argument(help="The hub: id, name, or the beginning of either.", show_default=False)],
) -> object:
    """Why a hub scores what it scores, first in three sentences."""
    from hubscore.cli.answer import Answer
    from hubscore.cli.ask import named_hub, opened, scored
    from hubscore.cli.drawn import sureness
    from hubscore.pages.explain import explain_page
    from hubscore.studies.explain import explain as explained

    workspace = opened(shared)
    found = explained(scored(workspace), named_hub(workspace, hub))
    sure, _ = sureness(workspace, found.ranking, shared)
    return Answer(explain_page(workspace, found, shared.verbose, sure), shared)
