"""hubscore whatif."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hubscore.cli.options import Shared, with_shared


@with_shared
def whatif(
    shared: Shared,
    shares: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NODE=SHARE", help="Give a pillar or indicator this share, as in finance=0.5."),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--value", metavar="CELL=X", help="Try a figure: hefei.gdp=9000, 'hefei.gfci_rank>=90' or =80..90."
        ),
    ] = None,
    drop: Annotated[list[str] | None, typer.Option(metavar="NODE", help="Leave out a pillar or indicator.")] = None,
    add_hub: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Add a hub: a profile, wherever it lies.")
    ] = None,
    overtake: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="A B", help="Smallest change of weights that puts A above B."),
    ] = None,
    best: Annotated[str | None, typer.Option(metavar="HUB", help="Best rank under any weights.")] = None,
    worst: Annotated[str | None, typer.Option(metavar="HUB", help="Worst rank under any weights.")] = None,
    within: Annotated[
        float | None, typer.Option(metavar="SPREAD", help="For --best and --worst: weights within +-SPREAD, as 0.25.")
    ] = None,
    level: Annotated[
        str, typer.Option(metavar="LEVEL", help="Whose weights move: those of the pillars, or of every indicator.")
    ] = "pillar",
    gain: Annotated[
        str | None, typer.Option(metavar="HUB", help="Smallest change of one figure that gains a rank.")
    ] = None,
    stability: Annotated[
        bool, typer.Option("--stability", help="How far each weight can move before the leader changes.")
    ] = False,
    methods: Annotated[
        bool, typer.Option("--methods", help="The ranks under every other aggregation and normalisation.")
    ] = False,
    everyone: Annotated[bool, typer.Option("--all", help="Rank benchmarks together with the candidates.")] = False,
) -> object:
    """Before and after a change; what weights could do, and how far each can move."""
    from hubscore.cli.answer import Answer
    from hubscore.cli.questions import Questions, answered, changed
    from hubscore.pages.whatif import whatif_page

    questions = Questions(overtake, best, worst, within, level, gain, stability)
    workspace, found, parts = changed(shared, shares or [], values or [], drop or [], add_hub or [], everyone)
    if methods:
        from hubscore.pages.by_method import by_method_part
        from hubscore.studies.by_method import by_method

        tried = by_method(found.after, found.scorecard)
        parts.append(by_method_part(found.after, tried, shared.verbose))
    parts += answered(workspace, found, questions, shared.verbose, alone=not parts)
    return Answer(whatif_page(workspace, found.after, parts), shared)
