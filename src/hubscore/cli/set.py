"""hubscore set."""

from __future__ import annotations

from typing import Annotated

import typer

from hubscore.cli.options import Shared, with_shared


@with_shared
def set(
    shared: Shared,
    cell: Annotated[str, typer.Argument(metavar="HUB.INDICATOR.YEAR", help="One reading, as in chongqing.gdp.2022.")],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="KEY=VALUE",
            help="value, at_least, at_most, covers, unit, evidence, source, note; an empty VALUE takes a KEY away. "
            "source=ID with source.title, source.publisher or source.url makes a new source.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the diff and write nothing.")] = False,
) -> object:
    """Change a reading in its profile, or add one with source and evidence; shows what that does."""
    from hubscore.cli.edits import reading_set

    return reading_set(shared, cell, words or [], dry_run)
