"""hubscore trend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hubscore.cli.options import Shared, with_shared

if TYPE_CHECKING:
    from hubscore.workspace import Workspace


@with_shared
def trend(
    shared: Shared,
    hubs: Annotated[
        list[str] | None, typer.Argument(help="Only these hubs: id, name, or the beginning of either.")
    ] = None,
    pace: Annotated[
        str | None,
        typer.Option(
            metavar="[INDICATOR]", help="Growth against a reference hub; of one indicator or measure, or all."
        ),
    ] = None,
    against: Annotated[
        str | None, typer.Option(metavar="HUB", help="The reference; the best benchmark if left out.")
    ] = None,
    everyone: Annotated[bool, typer.Option("--all", help="Rank benchmarks together with the candidates.")] = False,
) -> object:
    """Rank and score by year; with --pace growth against a reference, the gap then and now."""
    from hubscore.cli.answer import Answer, is_whole
    from hubscore.cli.ask import named_hub, opened
    from hubscore.errors import Problem, ScoringError, UsageError
    from hubscore.pages.trend import trend_page
    from hubscore.studies.pace import pace as paced
    from hubscore.studies.trend import trend as found_trend

    workspace = opened(shared)
    dataset, card = workspace.dataset, workspace.scorecard
    chosen = [named_hub(workspace, hub) for hub in dict.fromkeys(hubs or ())]
    reference = None if against is None else named_hub(workspace, against)
    only = None if pace in (None, "*") else [_series(workspace, str(pace))]
    asked = pace is not None or against is not None
    if chosen == [reference]:
        hint = "name another hub, or leave the hubs out"
        raise UsageError(Problem("usage", f"`{against}` cannot be compared with itself", hint=hint))
    try:
        found = found_trend(dataset, card, everyone)
    except ScoringError as error:
        raise ScoringError(map(workspace.placed, error.problems)) from error
    seen = asked or shared.table is not None or is_whole(shared)
    paces = paced(dataset, card, chosen or None, only, reference) if seen else None
    return Answer(trend_page(workspace, found, chosen, paces, asked, shared.verbose), shared)


def _series(workspace: Workspace, word: str) -> str:
    """The indicator or measure that a word means; a hub in its place is told where hubs stand."""
    from contextlib import suppress

    from hubscore.cli.ask import named_hub
    from hubscore.errors import UsageError
    from hubscore.model.named import named

    card = workspace.scorecard
    names = {name: [card.label(name)] for name in (*card.indicators, *card.measures)}
    try:
        return named(word, names, "indicator or measure")
    except UsageError as error:
        problems = error.problems
    with suppress(UsageError):
        named_hub(workspace, word)
        hint = f"`{word}` is a hub, and hubs come first: `hubscore trend {word} --pace`"
        problems = tuple(each._replace(hint=hint) for each in problems)
    raise UsageError(problems)
