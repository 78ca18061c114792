from __future__ import annotations

import datetime as dt

import pytest

from hubscore.model.found import describe


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-12, "-12"),
        (9007199254740993, "9007199254740993"),
        (10**30 - 1, "9" * 30),
        (-(10**31), "an integer of 32 digits"),
        (0.1, "0.1"),
        (1e308, "1e+308"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        ("Oslo", '"Oslo"'),
        ("", '""'),
        ("x" * 40, '"' + "x" * 40 + '"'),
        ("x" * 41, '"' + "x" * 40 + '…"'),
        ([], "an array of 0"),
        ([1, 2, 3], "an array of 3"),
        ((1,) * 1500, "an array of 1,500"),
        ({"a": 1}, "a table"),
        (dt.date(2026, 1, 1), "2026-01-01"),
        (dt.time(7, 32), "07:32:00"),
        (dt.datetime(2026, 1, 1, 7, tzinfo=dt.UTC), "2026-01-01T07:00:00+00:00"),
        (None, "nothing"),
        (b"x", "a value of type bytes"),
    ],
)
def test_names_what_was_found(value: object, words: str) -> None:
    assert describe(value) == words


def test_an_integer_that_python_refuses_to_write() -> None:
    assert describe(int("f" * 10_000, 16)) == "an integer of 12,042 digits"
    assert describe(-(10**9_999)) == "an integer of 10,000 digits"
