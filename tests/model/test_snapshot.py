"""The shape of a snapshot. Messages and places: tests/files/test_snapshot.py."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from hubscore.model.snapshot import SHAPES, Snapshot, Tables


def test_a_whole_snapshot(snapshot: dict[str, Any]) -> None:
    found = Snapshot.model_validate(snapshot)
    assert found.tables.ranking[0].score == 60
    assert found.settings[0] == ("title", "Nordic")
    assert found.tables.pairwise == found.tables.nodes == found.tables.left_out == ()
    with pytest.raises(ValidationError, match="frozen"):
        found.page = "rank"


def test_every_table_has_its_shape() -> None:
    assert {path[1] for path in SHAPES if len(path) == 3} == Tables.model_fields.keys()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("hubscore",), "x" * 41),
        (("scorecard", "digest"), "F" * 64),
        (("scorecard", "seed"), -1),
        (("scorecard", "as_of"), 99999),
        (("scorecard", "method"), 0),
        (("tables", "ranking", 0, "rank"), 0),
        (("tables", "ranking", 0, "score"), float("inf")),
        (("tables", "ranking", 0, "evidence"), {"hearsay": 1.0}),
        (("tables", "ranking", 0, "name"), "a\nb"),
        (("tables", "inputs", 0, "file"), "x" * 4_097),
        (("tables", "settings", 0, "value"), [1]),
        (("tables", "readings", 0, "value"), 1e16),
        (("tables", "readings", 0, "value"), True),
        (("tables", "readings", 0, "at_least"), 3.0),
        (("tables", "readings", 0, "covers"), 0.0),
        (("notes",), [1]),
    ],
)
def test_limits(snapshot: dict[str, Any], path: tuple[str | int, ...], value: object) -> None:
    here: Any = snapshot
    for part in path[:-1]:
        here = here[part]
    here[path[-1]] = value
    with pytest.raises(ValidationError) as caught:
        Snapshot.model_validate(snapshot)
    assert len(caught.value.errors()) <= 4
