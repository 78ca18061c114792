"""What a new scorecard folder holds, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from shlex import quote

from hubscore.files.starter import Written
from hubscore.pages.document import Column, Document, Show, Table
from hubscore.pages.frame import counted

NOTHING = dict.fromkeys(("title", "digest", "scenario", "seed"))


def started_page(folder: str, files: Mapping[str, Written], copy: bool) -> Document:
    """Table `files`; the last line says what to do next."""
    columns = (Column("file", "File", Show()), Column("purpose", "What it is", Show()))
    where = "this folder" if folder == "." else folder
    return Document(
        page="init",
        title=f"A {'copy of a' if copy else 'new'} scorecard",
        lead=(f"{counted(len(files), 'file')} written to {where}.",),
        tables=(Table("files", columns, tuple((name, file.purpose) for name, file in files.items())),),
        foot=(next_step(folder, "edit scorecard.toml and hubs/" if not copy else "edit it"),),
        scorecard=NOTHING,
    )


def next_step(folder: str, first: str) -> str:
    """What to do next with a scorecard in a folder."""
    into = "" if folder == "." else f"cd {quote(folder)}, "
    return f"Next: {into}{first}; then `hubscore check`, and `hubscore` to rank."
