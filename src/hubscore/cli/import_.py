"""hubscore import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hubscore.cli.options import Shared, refuse_idle, with_shared
from hubscore.model.evidence import GRADES, Grade


@with_shared
def import_(
    shared: Shared,
    tables: Annotated[
        list[Path], typer.Argument(metavar="TABLE...", help="A .csv or .xlsx; or COINr's iData and iMeta.")
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FOLDER", help="Write the scorecard there.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Write it into this folder.")] = False,
    form: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="FORM", help="profiles, a file a hub (usual for long tables), or table (for others)."
        ),
    ] = None,
    source: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Where figures come from, unless the table says so.")
    ] = None,
    evidence: Annotated[
        Grade | None, typer.Option(metavar="GRADE", help=f"Their evidence: {', '.join(GRADES)}.")
    ] = None,
    year: Annotated[
        int | None, typer.Option(min=1800, max=2199, metavar="YEAR", help="Their year, unless the table says it.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=ROLE", help="What a column is: id, name, year, group, role, indicator, measure or ignore."
        ),
    ] = None,
    direction: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=WORD", help="Which way is better: lower or higher; bare: for all others."),
    ] = None,
    decimal: Annotated[
        str | None, typer.Option(metavar="SIGN", help="point or comma, where numbers have thousands or decimal commas.")
    ] = None,
    missing: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="A mark for missing figures, as in --missing '#N/A'.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(metavar="NAME", help="Which sheet of a workbook.")] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="Title of the scorecard.")] = None,
) -> object:
    """Bring tables in as a scorecard: first a report of every column; -o FOLDER or --write writes it."""
    from hubscore.cli.answer import Answer, refuse_unprintable
    from hubscore.cli.bringing import folder_of, wishes_of
    from hubscore.files.create import write_new
    from hubscore.files.importing.card import form_of
    from hubscore.files.importing.compose import composed, lacking
    from hubscore.files.importing.tables import understood
    from hubscore.pages.imported import imported_page
    from hubscore.workspace import shown

    refuse_idle(shared, "import")
    wishes = wishes_of(
        form, source, evidence, year, column or [], direction or [], decimal, missing or [], sheet, title
    )
    folder = folder_of(output, write)
    draft = understood([(path, shown(path)) for path in tables], wishes)
    files = composed(draft, wishes) if folder is not None else {}
    where, done = shown(folder or Path()), ""
    page = imported_page(draft, lacking(draft, wishes), form_of(draft, wishes), files, where, shared.verbose)
    refuse_unprintable(page, shared)
    if folder is not None:
        write_new(folder, {name: file.data for name, file in files.items()}, where)
        done = f"the scorecard is written to {where}"
    return Answer(page, shared, done=done)
