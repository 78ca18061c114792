"""hubscore check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hubscore.cli.options import Shared, with_shared


@with_shared
def check(
    shared: Shared,
    min_coverage: Annotated[
        float | None, typer.Option(min=0, max=1, metavar="SHARE", help="Least coverage of every candidate.")
    ] = None,
    max_age: Annotated[
        int | None, typer.Option(min=0, metavar="YEARS", help="Oldest reading a candidate may score by.")
    ] = None,
    min_evidence_share: Annotated[
        float | None, typer.Option(min=0, max=1, metavar="SHARE", help="Least share of evidence `reported` or better.")
    ] = None,
    max_rank_interval: Annotated[
        int | None, typer.Option(min=0, metavar="PLACES", help="Widest 90 % interval of a candidate's rank.")
    ] = None,
    require: Annotated[
        list[str] | None, typer.Option(metavar="HUBS", help="Hubs that must be ranked, as in chongqing,hefei.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A snapshot that the ranks must agree with.")
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(metavar="CHANGE", help="Since the baseline, instead: rank-change, leader-change or 'score>0.5'."),
    ] = None,
    no_gates: Annotated[bool, typer.Option("--no-gates", help="Only whether the files are valid.")] = False,
    summary: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Append a summary in Markdown, as for $GITHUB_STEP_SUMMARY.")
    ] = None,
) -> object:
    """Whether all files are valid (exit status 2 if not) and the gates hold (1 if not)."""
    from hubscore.cli.checked import checked
    from hubscore.cli.gates import wanted

    asked = {
        "min_coverage": min_coverage,
        "max_age": max_age,
        "min_evidence_share": min_evidence_share,
        "max_rank_interval": max_rank_interval,
    }
    return checked(shared, wanted(no_gates, asked, require or (), baseline, fail_on or ()), summary)
