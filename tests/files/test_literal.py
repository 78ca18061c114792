from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.files.literal import inline, literal, written_key


@pytest.mark.parametrize(
    ("value", "before", "wanted"),
    [
        (0.4, "0.30", "0.40"),
        (0.4, "1", "0.4"),
        (0.123456, "0.30", "0.123456"),
        (2.0, "1", "2"),
        (2.0, "1.0", "2.0"),
        (2.0, "", "2.0"),
        (2, "", "2"),
        (2, "0.30", "2.00"),
        (0, "0.30", "0.00"),
        (-0.5, "0.300", "-0.500"),
        (30000, "1_000", "30_000"),
        (30000.5, "29_129.03", "30_000.50"),
        (-1234567, "1_000", "-1_234_567"),
        (0.5, "1_000.00", "0.50"),
        (-0.5, "1_000.00", "-0.50"),
        (5, "1_0", "5"),
        (0.1 + 0.2, "", "0.30000000000000004"),
        (1e-6, "1", "0.000001"),
        (1e-12, "0.30", "1e-12"),
        (1e300, "1.5", "1e+300"),
        (1e15, "1", "1000000000000000"),
        (3, "0xFF", "3"),
        (3.5, "1e3", "3.5"),
        (3.0, "1e3", "3.0"),
        (0.5, '"text"', "0.5"),
        (float("inf"), "1", "inf"),
        (float("nan"), "1", "nan"),
        (True, "1", "true"),
        (False, "", "false"),
        ("a", "'b'", '"a"'),
        ('q"\\\n\t\x00\x7fé\u2028', "", '"q\\"\\\\\\n\\t\\u0000\\u007Fé\u2028"'),
        ({"value": 1.5, "a b": "c"}, "", '{ value = 1.5, "a b" = "c" }'),
        ({}, "", "{}"),
    ],
)
def test_written(value: Any, before: str, wanted: str) -> None:
    assert literal(value, before) == wanted


@given(
    st.one_of(st.floats(), st.integers(-(2**63), 2**63), st.text(st.characters(codec="utf-8"))),
    st.sampled_from(["", "0.30", "1", "1_000.0", "0xF", "1e5", "-3"]),
)
def test_read_back(value: Any, before: str) -> None:
    found = tomllib.loads(f"x = {literal(value, before)}")["x"]
    assert repr(found) == repr(value) or found == value


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_keys_are_read_back(key: str) -> None:
    assert tomllib.loads(f"{written_key(key)} = 1") == {key: 1}
    assert tomllib.loads(f"x = {inline([f'{written_key(key)} = 1'])}") == {"x": {key: 1}}


def test_plain_keys_are_bare() -> None:
    assert [written_key(key) for key in ("2022", "a-b_c", "a.b", "")] == ["2022", "a-b_c", '"a.b"', '""']
