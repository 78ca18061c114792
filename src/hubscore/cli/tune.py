"""hubscore tune."""

from __future__ import annotations

from typing import Annotated

import typer

from hubscore.cli.options import Shared, with_shared


@with_shared
def tune(
    shared: Shared,
    everyone: Annotated[bool, typer.Option("--all", help="Rank benchmarks together with the candidates.")] = False,
) -> object:
    """Live weights in the terminal: move them, see who moves, save what you like (extra `tui`)."""
    from hubscore.cli.tuning import left, refuse_to_tune, tuned

    refuse_to_tune(shared)
    return left(tuned(shared, everyone), shared)
