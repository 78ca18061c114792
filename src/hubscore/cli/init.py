"""hubscore init."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hubscore.cli.options import Shared, refuse_idle, with_shared


@with_shared
def init(
    shared: Shared,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where; made if it is not there.")] = Path(),
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="PATH", help="Copy this scorecard, a file or a folder; `bundled` is the one that ships."
        ),
    ] = None,
    bare: Annotated[
        bool, typer.Option("--bare", help="Without .gitignore, the CI workflow and the pre-commit file.")
    ] = False,
) -> object:
    """Start a scorecard: an example to overwrite, or a copy of another one; nothing that is there is touched."""
    import os

    refuse_idle(shared, "init")
    from hubscore import __version__
    from hubscore.cli.answer import Answer, refuse_unprintable
    from hubscore.files.create import write_new
    from hubscore.files.repository import root_of
    from hubscore.files.starter import copied, example
    from hubscore.files.surroundings import surroundings
    from hubscore.pages.started import started_page
    from hubscore.workspace import bundled, find, load, shown

    if source is None:
        files = example()
    else:
        card = bundled() if source == "bundled" else find(Path(source), Path.cwd(), os.environ)[0]
        files = copied(card, load(card).scorecard)
    root, place = root_of(folder), Path(os.path.realpath(folder))
    files |= {} if bare else surroundings(__version__, place.relative_to(root).as_posix())
    hint = "name another folder, move what is there, or leave out .gitignore, workflow and pre-commit file with --bare"
    above = None if root == place else shown(root)
    page = started_page(shown(folder), files, source is not None, above)
    refuse_unprintable(page, shared)
    write_new(folder, {name: file.data for name, file in files.items()}, shown(folder), "" if bare else hint)
    return Answer(page, shared, done=f"the scorecard is written to {shown(folder)}")
