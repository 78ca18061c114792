from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.files.importing.pieces import number, toml


@pytest.mark.parametrize(
    ("text", "wanted"), [("1", 1), ("-7", -7), ("+7", 7), ("007", 7), ("1.0", 1.0), ("1e3", 1000.0)]
)
def test_numbers(text: str, wanted: float) -> None:
    assert number(text) == wanted
    assert type(number(text)) is type(wanted)


@given(st.dictionaries(st.sampled_from(["a", "b"]), st.one_of(st.none(), st.text(), st.floats(allow_nan=False))))
def test_whatever_is_written_is_read_again(words: dict[str, Any]) -> None:
    assert tomllib.loads(toml(words)) == {key: value for key, value in words.items() if value is not None}
