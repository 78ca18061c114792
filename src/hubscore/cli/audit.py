"""hubscore audit."""

from __future__ import annotations

from typing import Annotated

import typer

from hubscore.cli.options import Shared, with_shared


@with_shared
def audit(
    shared: Shared,
    full: Annotated[bool, typer.Option("--full", help="All tables, not only the summary.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Correlations and the like, however few the hubs.")] = False,
) -> object:
    """Whether figures, structure and weights bear the ranking: what a reviewer would ask."""
    from hubscore.cli.answer import Answer
    from hubscore.cli.ask import opened, scored
    from hubscore.pages.audit import audit_page
    from hubscore.studies.audit import audit as audited

    workspace = opened(shared)
    found = audited(scored(workspace), workspace.scorecard, workspace.profiles, force)
    return Answer(audit_page(workspace, found, full), shared)
