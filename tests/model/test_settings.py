"""A scorecard as rows of key and value, and back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.errors import InputError
from hubscore.model.settings import path_of, settings_of, tables_of

SCALARS = st.one_of(st.text(max_size=5), st.booleans(), st.integers(), st.floats(allow_nan=False))
WORDS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,5}", fullmatch=True)
VALUES = st.recursive(
    SCALARS, lambda below: st.one_of(st.lists(below, min_size=1, max_size=3), st.dictionaries(WORDS, below, max_size=3))
)


@given(st.dictionaries(WORDS, VALUES, max_size=4))
def test_what_is_written_is_read(raw: dict[str, Any]) -> None:
    assert tables_of(settings_of(raw)) == raw


def test_keys_are_those_of_messages() -> None:
    raw = {"a": {"b": [1, {"c": "x"}], "empty": {}}, "none": [], "d": True}
    assert settings_of(raw) == [("a.b[0]", 1), ("a.b[1].c", "x"), ("a.empty", None), ("d", True)]
    assert path_of("a.b[1].c") == ("a", "b", 1, "c")


def test_an_empty_list_says_nothing_and_numbers_keep_their_kind() -> None:
    assert tables_of(settings_of({"a": [], "b": 1, "c": 1.0})) == {"b": 1, "c": 1.0}
    assert [type(value) for _, value in settings_of({"b": 1, "c": 1.0})] == [int, float]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (["a", "a"], "`a` stands twice"),
        (["a", "a.b"], "`a.b` contradicts a key before it"),
        (["a.b", "a"], "`a` stands twice, or contradicts"),
        (["a[1]"], r"`a\[1\]` leaves out a place"),
        (["a.b", "a[0]"], r"`a\[0\]` contradicts"),
        (["a[0]", "a.b"], "`a.b` contradicts"),
        ([""], "`` is no key"),
        (["a..b"], "is no key"),
        (["[0]"], "is no key"),
        (["a[-1]"], "is no key"),
        (["a[9999999]"], "is no key"),
        ([".".join("a" * 33)], "is no key"),
        (["x" * 5_000], "`x{80}…` is no key"),
    ],
)
def test_keys_that_make_no_scorecard(keys: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        tables_of((key, 1) for key in keys)
    [problem] = caught.value.problems
    assert problem.path == (len(keys) - 1, "key")


def test_many_brackets_are_refused_at_once() -> None:
    with pytest.raises(InputError, match="is no key"):
        tables_of([("a" + "[0]" * 1_300, 1)])
