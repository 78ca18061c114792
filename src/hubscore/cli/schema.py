"""hubscore schema."""

from __future__ import annotations

from typing import Annotated

import typer

from hubscore.cli.options import Shared, with_shared


@with_shared
def schema(
    shared: Shared,
    kind: Annotated[str, typer.Argument(metavar="scorecard|hub", help="Of which kind of file.")] = "scorecard",
) -> int:
    """The JSON Schema of scorecard.toml or of a hub's profile, for editors."""
    from hubscore.cli.emit import emit
    from hubscore.errors import Problem, UsageError
    from hubscore.model.named import named
    from hubscore.model.schema import SCHEMAS, schema_text

    if shared.format not in (None, "json"):
        raise UsageError(Problem("unknown-format", f"a schema has no format `{shared.format}`", expected="json"))
    text = schema_text(named(kind, {name: [] for name in SCHEMAS}, "schema"))
    if shared.output is None:
        emit(text)
    else:
        from hubscore.files.write import write_whole

        write_whole(shared.output, text.encode())
    return 0
