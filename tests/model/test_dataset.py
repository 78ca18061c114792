"""Hubs, and what a dataset tells of itself."""

from __future__ import annotations

import numpy as np
import pytest

from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of


def test_hubs() -> None:
    hubs = hubs_of(
        ["a", "b", "c"], ["Ay", "Bee", "Cee"], ["candidate", "benchmark", "candidate"], ["south", None, "north"]
    )
    assert len(hubs) == 3
    assert hubs.benchmark.tolist() == [False, True, False]
    assert hubs.groups == ("north", "south")
    assert hubs.group.tolist() == [1, -1, 0]


def test_rows_and_columns() -> None:
    hubs = hubs_of("ab", "AB", ["candidate"] * 2, [None, None])
    dataset = from_values(hubs, ["x", "y", "z"], np.ones((3, 2)))
    assert dataset.row == {"x": 0, "y": 1, "z": 2}
    assert dataset.column == {"a": 0, "b": 1}
    with pytest.raises(ValueError, match="read-only"):
        dataset.value[0] = 2
