"""Who a row is about; the columns as a whole are tested with the tables."""

from __future__ import annotations

import pytest

from hubscore.files.labels import identifier


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ALB", "alb"),
        ("007", "007"),
        ("  Rio ", "rio"),
        ("São Paulo", "sao-paulo"),
        ("St. Lucia", "st--lucia"),
        ("a_b-c", "a_b-c"),
        ("-x", "x"),
        ("ＡＢ１", "ab1"),
        ("ﬁ", "fi"),
        ("東京", ""),
        ("x" * 70, "x" * 64),
        ("", ""),
    ],
)
def test_identifier(text: str, wanted: str) -> None:
    assert identifier(text) == wanted
