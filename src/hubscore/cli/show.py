"""hubscore show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hubscore.cli.options import Shared, with_shared

if TYPE_CHECKING:
    from hubscore.workspace import Workspace


@with_shared
def show(
    shared: Shared,
    cell: Annotated[
        str,
        typer.Argument(metavar="HUB.INDICATOR", help="One cell, as in chongqing.gdp; measures too.", show_default=False),
    ],
) -> object:
    """Every reading of one cell, with sources and conflicts."""
    from hubscore.cli.answer import Answer
    from hubscore.cli.ask import named_hub, opened, scored
    from hubscore.pages.show import show_page
    from hubscore.studies.show import show_indicator, show_measure

    workspace = opened(shared)
    hub, _, series = cell.partition(".")
    name = _series(workspace, series, cell)
    at = named_hub(workspace, hub)
    ranking = scored(workspace)
    measure = workspace.scorecard.measures.get(name)
    found = show_measure(ranking, at, name, measure.unit) if measure else show_indicator(ranking, at, name)
    return Answer(show_page(workspace, found, shared.verbose), shared)


def _series(workspace: Workspace, word: str, cell: str) -> str:
    """The indicator or measure that a word means."""
    from hubscore.errors import Problem, UsageError
    from hubscore.model.named import named

    card = workspace.scorecard
    if not word:
        hint = "give a hub and an indicator, as in `hubscore show chongqing.gdp`"
        raise UsageError(Problem("usage", f"`{cell}` is no cell", expected="HUB.INDICATOR", hint=hint))
    if word in card.pillars:
        hint = "`hubscore explain HUB` shows what a pillar is made of"
        raise UsageError(Problem("usage", f"`{word}` is a pillar; show takes an indicator or a measure", hint=hint))
    return named(word, {key: [card.label(key)] for key in (*card.indicators, *card.measures)}, "indicator or measure")
