"""What a new scorecard folder holds, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from shlex import quote

from hubscore.files.starter import Written
from hubscore.files.surroundings import AT_THE_ROOT, WORKFLOW
from hubscore.pages.document import Column, Document, Show, Table
from hubscore.pages.frame import counted, listed

NOTHING = dict.fromkeys(("title", "digest", "scenario", "seed"))


def started_page(folder: str, files: Mapping[str, Written], copy: bool, root: str | None = None) -> Document:
    """Table `files`; the last lines say what to do next.

    `root`: of the repository that the folder lies in; None where it is the root itself, or lies in none.
    """
    columns = (Column("file", "File", Show()), Column("purpose", "What it is", Show()))
    where = "this folder" if folder == "." else folder
    return Document(
        page="init",
        title=f"A {'copy of a' if copy else 'new'} scorecard",
        lead=(f"{counted(len(files), 'file')} written to {where}.",),
        tables=(Table("files", columns, tuple((name, file.purpose) for name, file in files.items())),),
        foot=(next_step(folder, "edit scorecard.toml and hubs/" if not copy else "edit it"), *_forge(files, root)),
        scorecard=NOTHING,
    )


def _forge(files: Mapping[str, Written], root: str | None) -> Iterator[str]:
    """Where the workflow and the hooks work, and what the workflow lacks."""
    if WORKFLOW in files:
        both = listed([f"`{name}`" for name in AT_THE_ROOT])
        to = "which is to be this folder" if root is None else f"so move both to {root}"
        yield f"{both} are read at the root of a repository only, {to}."
        yield f"Say in {WORKFLOW} where hubscore is installed from."


def next_step(folder: str, first: str) -> str:
    """What to do next with a scorecard in a folder."""
    into = "" if folder == "." else f"cd {quote(folder)}, "
    return f"Next: {into}{first}; then `hubscore check`, and `hubscore` to rank."
