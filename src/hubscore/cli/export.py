"""hubscore export."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hubscore.cli.options import Shared, with_shared

if TYPE_CHECKING:
    from hubscore.pages.document import Document
    from hubscore.workspace import Workspace


@with_shared
def export(shared: Shared) -> object:
    """All data, weights, scores and a codebook: a workbook, a folder of CSV files, or one table.

    As in `-o hubs.xlsx`, `-o folder`, `-o codebook.md` or `-f csv --table values`; `tables` says what each table holds.
    """
    from hubscore.cli.answer import Answer
    from hubscore.cli.ask import opened, scored
    from hubscore.cli.drawn import sureness
    from hubscore.errors import Problem, UsageError
    from hubscore.pages.export import export_page

    if shared.output is None and shared.format is None:
        hint = "as in -o hubs.xlsx, -o folder, -o codebook.md, or -f csv --table values"
        raise UsageError(Problem("usage", "`export` needs a place or a format", expected="-o FILE|FOLDER", hint=hint))
    folder = _is_folder(shared)
    shared = replace(shared, format="csv") if folder else shared
    workspace = opened(shared)
    ranking = scored(workspace)
    document = export_page(workspace, ranking, *sureness(workspace, ranking, shared))
    return _in_files(workspace, document, shared) if folder else Answer(document, shared)


def _is_folder(shared: Shared) -> bool:
    """Whether the tables go to a folder: one that is there, or a name without a suffix; only CSV does."""
    output = shared.output
    return output is not None and shared.format in (None, "csv") and (output.is_dir() or not output.suffix)


def _in_files(workspace: Workspace, document: Document, shared: Shared) -> int:
    """One CSV file a table; all are made before the first is written."""
    from pathlib import Path

    from hubscore.cli.answer import printed
    from hubscore.cli.ask import refuse_to_overwrite
    from hubscore.files.write import write_folder

    names = [table.name for table in document.tables] if shared.table is None else [shared.table]
    texts = {f"{name}.csv": str(printed(document, replace(shared, table=name))) for name in names}
    folder = shared.output or Path()
    for name in texts:
        refuse_to_overwrite(workspace, folder / name)
    write_folder(folder, {name: text.encode() for name, text in texts.items()})
    return 0
