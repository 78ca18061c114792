"""hubscore compare."""

from __future__ import annotations

from typing import Annotated

import typer

from hubscore.cli.options import Shared, with_shared


@with_shared
def compare(
    shared: Shared,
    hubs: Annotated[list[str], typer.Argument(help="Two hubs or more: id, name, or the beginning of either.")],
    common: Annotated[bool, typer.Option("--common", help="Compare on the indicators that all of them have.")] = False,
) -> object:
    """Hubs side by side, with the differences that decide."""
    from hubscore.cli.answer import Answer
    from hubscore.cli.ask import named_hub, opened, scored
    from hubscore.errors import Problem, UsageError
    from hubscore.pages.compare import compare_page
    from hubscore.studies.compare import compare as compared

    workspace = opened(shared)
    chosen = list(dict.fromkeys(named_hub(workspace, hub) for hub in hubs))
    if len(chosen) < 2:
        raise UsageError(Problem("usage", "compare needs two different hubs", hint="as in `hubscore compare A B`"))
    found = compared(scored(workspace), chosen, common)
    return Answer(compare_page(workspace, found, shared.verbose), shared)
