"""Tables as strangers write them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hubscore.files.grid import Grid, read_grid
from hubscore.files.importing.headers import numbered

GridOf = Callable[..., Grid]


@pytest.fixture
def grid_of(tmp_path: Path) -> GridOf:
    """The grid of a CSV text, as import reads it."""

    def read(text: str, name: str = "raw.csv") -> Grid:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return read_grid(tmp_path / name, name, numbered)

    return read
