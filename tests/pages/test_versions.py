"""The two versions that a comparison is of."""

from __future__ import annotations

import pytest

from hubscore.model.scorecard import Scorecard
from hubscore.pages.versions import About, version_notes, versions_table

CARD = Scorecard.model_validate({"title": "T", "indicators": {"a": {"direction": "higher"}}})
OLD = About("old.json", CARD, "d" * 64, None, 1, "0.1.0")


@pytest.mark.parametrize(
    ("new", "note"),
    [
        (OLD, None),
        (OLD._replace(label="new", scenario="s"), "old.json is of no scenario, new of the scenario s"),
        (OLD._replace(label="new", method=2), "version 1 of the method, new by version 2"),
        (OLD._replace(label="new", doubtful=True), "the scores that new states do not follow from the inputs"),
        (OLD._replace(label="new", method=2, doubtful=True), "what the program itself moved is part of method"),
    ],
)
def test_notes(new: About, note: str | None) -> None:
    notes = list(version_notes(OLD, new))
    assert len(notes) == (note is not None)
    assert note is None or note in notes[0]


def test_what_scripts_get() -> None:
    table = versions_table(OLD, OLD._replace(scenario="s"))
    assert not table.shown
    assert table.rows == (
        ("old", "old.json", "T", "d" * 64, None, 1, "0.1.0"),
        ("new", "old.json", "T", "d" * 64, "s", 1, "0.1.0"),
    )
