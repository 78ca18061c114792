"""hubscore snapshot."""

from __future__ import annotations

from hubscore.cli.options import Shared, with_shared


@with_shared
def snapshot(shared: Shared) -> object:
    """Results with all they follow from, as JSON: for `hubscore diff` and `hubscore check`, now or later."""
    from dataclasses import replace

    from hubscore.cli.answer import Answer
    from hubscore.cli.ask import opened, scored
    from hubscore.cli.drawn import sureness
    from hubscore.errors import Problem, UsageError
    from hubscore.files.reader import TABLE_LIMIT
    from hubscore.pages.snapshot import snapshot_page

    if shared.format not in (None, "json"):
        raise UsageError(Problem("unknown-format", f"a snapshot has no format `{shared.format}`", expected="json"))
    if shared.table is not None:
        hint = f"`hubscore rank -f csv --table {shared.table}` prints one table"
        raise UsageError(Problem("usage", "a snapshot is one whole: it takes no `--table`", hint=hint))
    workspace = opened(shared)
    ranking = scored(workspace)
    sure, unsure = sureness(workspace, ranking, shared)
    document = snapshot_page(workspace, ranking, shared.seed, sure, unsure)
    return Answer(document, replace(shared, format="json"), most=TABLE_LIMIT)
