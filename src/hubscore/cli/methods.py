"""hubscore methods."""

from __future__ import annotations

from typing import Annotated

import typer

from hubscore.cli.options import Shared, refuse_idle, with_shared


@with_shared
def methods(
    shared: Shared,
    step: Annotated[str | None, typer.Argument(help="Only this step; all if left out.", show_default=False)] = None,
) -> object:
    """The methods a scorecard can choose from, step by step."""
    from hubscore.cli.answer import Answer
    from hubscore.model.named import named
    from hubscore.pages.methods import TABLES, methods_page

    refuse_idle(shared, "methods")
    steps = list(TABLES) if step is None else [named(step, {name: [] for name in TABLES}, "step")]
    return Answer(methods_page(steps, shared.verbose), shared)
