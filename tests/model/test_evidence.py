"""The grades of evidence."""

from __future__ import annotations

from typing import get_args

from hubscore.model.evidence import GRADES, MEANINGS, Grade


def test_best_first_and_each_with_a_meaning() -> None:
    assert GRADES == ("official", "reported", "secondary", "estimate", "announced", "target")
    assert get_args(Grade) == GRADES
    assert tuple(MEANINGS) == GRADES
