"""hubscore show."""

from __future__ import annotations

from typing import Annotated

import typer

from hubscore.cli.options import Shared, with_shared


@with_shared
def show(
    shared: Shared,
    cell: Annotated[
        str, typer.Argument(metavar="HUB.INDICATOR", help="One cell, as in chongqing.gdp: measures count as well.")
    ],
) -> object:
    """Every reading of one cell, with sources and conflicts."""
    from hubscore.cli.answer import Answer
    from hubscore.cli.ask import named_hub, opened, scored
    from hubscore.errors import Problem, UsageError
    from hubscore.model.named import named
    from hubscore.pages.show import show_page
    from hubscore.studies.show import show as shown

    hub, _, series = cell.partition(".")
    if not hub or not series:
        hint = "put a dot between the two, as in `hubscore show chongqing.gdp`"
        raise UsageError(Problem("usage", f"`{cell}` is no cell", expected="HUB.INDICATOR", hint=hint))
    workspace = opened(shared)
    card = workspace.scorecard
    labels = {name: [card.label(name)] for name in (*card.indicators, *card.measures)}
    found = shown(scored(workspace), card, named_hub(workspace, hub), named(series, labels, "indicator or measure"))
    return Answer(show_page(workspace, found, shared.verbose), shared)
