"""hubscore report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from hubscore.cli.options import Shared, with_shared

HERE = Path("report.html")
"""Where a report goes that no option places."""


@with_shared
def report(
    shared: Shared,
    everyone: Annotated[bool, typer.Option("--all", help="Rank benchmarks together with the candidates.")] = False,
) -> object:
    """One HTML file to pass on: ranking, charts, profiles, sliders for the weights; report.html unless -o says."""
    from hubscore import __version__
    from hubscore.cli.answer import Answer
    from hubscore.cli.ask import opened
    from hubscore.cli.found import findings
    from hubscore.pages.report import report_page

    told = ""
    if shared.output is None and shared.format is None:
        shared, told = replace(shared, output=HERE), f"written: {HERE}"
    workspace = opened(shared)
    found = findings(workspace, shared, everyone)
    document = report_page(workspace, found, __version__, _command(shared, everyone))
    return Answer(document, shared, told=told)


def _command(shared: Shared, everyone: bool) -> str:
    """What makes the same report again, without paths: those are of one machine."""
    words = ["hubscore report"]
    given = (
        ("--scenario", shared.scenario),
        ("--as-of", shared.as_of),
        ("--admit", shared.admit),
        ("--draws", shared.draws),
    )
    words += [f"{name} {value}" for name, value in given if value is not None]
    return " ".join([*words, f"--seed {shared.seed}", *(["--all"] if everyone else [])])
