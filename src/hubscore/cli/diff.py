"""hubscore diff."""

from __future__ import annotations

from typing import Annotated

import typer

from hubscore.cli.options import Shared, with_shared


@with_shared
def diff(
    shared: Shared,
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD", help="A snapshot, a folder, a scorecard, or a git revision with a path, as main:configs."
        ),
    ],
    new: Annotated[
        str | None,
        typer.Argument(metavar="NEW", help="Another; the scorecard at hand if left out.", show_default=False),
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CHANGE", help="Exit with 1 on rank-change, leader-change or 'score>0.5'; may be repeated."
        ),
    ] = None,
    everyone: Annotated[bool, typer.Option("--all", help="Rank benchmarks together with the candidates.")] = False,
) -> object:
    """What moved between two versions, and why: data, weights, method or framework."""
    from hubscore.cli.answer import Answer
    from hubscore.cli.ask import own_card
    from hubscore.cli.versions import both, compared
    from hubscore.errors import Problem
    from hubscore.pages.diff import diff_page
    from hubscore.pages.diff_sentences import caught_lines
    from hubscore.studies.slack import noise
    from hubscore.studies.trips import conditions, trips

    wanted = conditions(fail_on or ())
    if wanted and new is None:
        own_card(shared, "held to anything")
    first, second = both(old, new, shared)
    found, before, after = compared(first, second, everyone)
    known = first.slack(found.before, shared), second.slack(found.after, shared)
    noisy = None if known == (None, None) else noise(found, *known)
    met = trips(found, wanted)
    document = diff_page(found, before, after, noisy, met, shared.seed, shared.verbose)
    return Answer(document, shared, 1 if met else 0, [Problem("fail-on", line) for line in caught_lines(met)])
