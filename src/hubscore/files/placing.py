"""Places for all problems of one file."""

from __future__ import annotations

from collections.abc import Iterable

from hubscore.errors import Place, Problem
from hubscore.files.toml import TomlFile
from hubscore.model.invalid import as_written

MOST_PLACED = 200
"""How many problems of one file are placed at their line; a search through the text each."""


def all_placed(file: TomlFile, problems: Iterable[Problem]) -> list[Problem]:
    """Problems with their places in the file, and with paths as the file writes them."""
    placed = []
    for count, problem in enumerate(problems):
        written = problem._replace(path=as_written(problem.path, file.data))
        placed.append(file.placed(written) if count < MOST_PLACED else written._replace(place=Place(file.shown)))
    return placed
