"""Golden figures that COINr 1.1.14 made of its ASEM example; their README has the conventions."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

Columns = dict[str, np.ndarray]
AssertSame = Callable[..., None]


@pytest.fixture(scope="session")
def golden(shared: Path) -> Path:
    """The folder of golden figures."""
    return shared / "golden"


@pytest.fixture(scope="session")
def columns(golden: Path) -> Callable[[str], Columns]:
    """Reads a file into one array a column: numbers with NaN for gaps, else text."""

    @cache
    def read(name: str) -> Columns:
        with (golden / name).open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        return {title: typed(cells) for title, cells in zip(header, zip(*rows, strict=True), strict=True)}

    return read


def typed(cells: tuple[str, ...]) -> np.ndarray:
    try:
        array = np.array([float(cell) if cell not in {"", "NA"} else np.nan for cell in cells])
    except ValueError:
        array = np.array(cells)
    array.flags.writeable = False
    return array


@pytest.fixture(scope="session")
def higher(columns: Callable[[str], Columns]) -> dict[str, bool]:
    """Whether higher is better, by indicator."""
    meta = columns("input/iMeta.csv")
    pairs = zip(meta["iCode"], meta["Direction"], meta["Type"], strict=True)
    return {str(code): bool(direction == 1) for code, direction, kind in pairs if kind == "Indicator"}


@pytest.fixture(scope="session")
def assert_same() -> AssertSame:
    """Asserts that the same cells are missing, and that the others agree.

    Figures are printed with 15 digits. The tolerance is relative to those of a size above
    `from_size`, else to it.
    """

    def check(
        ours: np.ndarray, theirs: np.ndarray, label: str, tolerance: float = 1e-12, from_size: float = 1.0
    ) -> None:
        np.testing.assert_array_equal(np.isnan(ours), np.isnan(theirs), err_msg=label)
        off = np.abs(ours - theirs) / np.maximum(from_size, np.abs(theirs))
        assert not (off > tolerance).any(), f"{label}: {np.nanmax(off):.1e}"

    return check
