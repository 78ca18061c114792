"""hubscore schema."""

from __future__ import annotations

from typing import Annotated

import typer

from hubscore.cli.options import Shared, refuse_idle, with_shared


@with_shared
def schema(
    shared: Shared,
    kind: Annotated[
        str | None, typer.Argument(metavar="scorecard|hub", help="Of which kind of file.", show_default="scorecard")
    ] = None,
) -> int:
    """The JSON Schema of scorecard.toml or of a hub's profile, for editors; `-o FOLDER` writes both."""
    from hubscore.cli.answer import refuse_input
    from hubscore.cli.emit import emit
    from hubscore.errors import Problem, UsageError
    from hubscore.files.write import write_folder, write_whole
    from hubscore.model.named import named
    from hubscore.model.schema import SCHEMAS, schema_text

    refuse_idle(shared, "schema")
    if shared.format not in (None, "json"):
        raise UsageError(Problem("unknown-format", f"a schema has no format `{shared.format}`", expected="json"))
    chosen = None if kind is None else named(kind, {name: [] for name in SCHEMAS}, "schema")
    output = shared.output
    refuse_input(output, ())
    if output is None:
        emit(schema_text(chosen or "scorecard"))
    elif output.is_dir() or not output.suffix:
        kinds = SCHEMAS if chosen is None else [chosen]
        write_folder(output, {f"{name}.json": schema_text(name).encode() for name in kinds})
    else:
        write_whole(output, schema_text(chosen or "scorecard").encode())
    return 0
