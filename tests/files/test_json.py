"""JSON that is read strictly, and where its faults are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.errors import InputError, Problem
from hubscore.files.json import MOST_HOLDERS, parse, placed

VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()),
    lambda below: st.one_of(st.lists(below), st.dictionaries(st.text(max_size=3), below)),
)


def refused(text: str) -> Problem:
    with pytest.raises(InputError) as caught:
        parse(text, "old.json")
    [problem] = caught.value.problems
    assert problem.place is not None
    assert problem.place.file == "old.json"
    return problem


@given(VALUES)
def test_what_is_written_is_read(value: Any) -> None:
    assert parse(json.dumps(value), "old.json") == value


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("", "the file is empty", "old.json:1:1"),
        (" \n", "the file is empty", "old.json:2:1"),
        ('{"a": 1', "it may have been cut off", "old.json:1:8"),
        ('{"a": 1,\n "b": x}', "not JSON: expecting value", "old.json:2:7"),
        ("{'a': 1}", "not JSON: expecting property name", "old.json:1:2"),
        ('{"a": 1} {}', "not JSON: extra data", "old.json:1:10"),
        ('{"a": "\n"}', "not JSON: invalid control character", "old.json:1:8"),
        ('{"a": NaN}', "`NaN` is no number of JSON", "old.json"),
        ('{"a": -Infinity}', "`-Infinity` is no number", "old.json"),
        ('{"a": 1, "a": 2}', "the key `a` stands twice", "old.json"),
        ("[" * 100_000, "inside each other", "old.json"),
        ('{"a": ' + "1" * 10_000 + "}", "a number of too many digits", "old.json"),
        ("[" + "{}," * MOST_HOLDERS + "{}]", "too much in one file", "old.json"),
        (
            "{" + ",".join(f'"{key}": 0' for key in range(10_001)) + "}",
            "an object of more than 10,000 keys",
            "old.json",
        ),
    ],
    ids=lambda word: word[:20],
)
def test_what_is_refused(text: str, message: str, place: str) -> None:
    problem = refused(text)
    assert message in problem.message
    assert str(problem.place) == place


TEXT = '{\n  "a": {"b": [10, {"c": "x, }"}, [2]]},\n  "d" : -1.5e3\n}'


@pytest.mark.parametrize(
    ("path", "at", "line", "column", "length"),
    [
        (("a", "b", 0), "value", 2, 15, 2),
        (("a", "b", 1, "c"), "value", 2, 25, 6),
        (("a", "b", 1, "c"), "key", 2, 20, 3),
        (("a", "b", 2, 0), "value", 2, 35, 1),
        (("d",), "key", 3, 3, 3),
        (("d",), "value", 3, 9, 6),
        (("a", "b", 7), "value", 2, 14, 24),
        (("a", "missing"), "key", 2, 3, 3),
        (("a", 0), "value", 2, 8, 31),
        (("d", "x"), "value", 3, 9, 6),
        ((), "value", 1, 1, 1),
    ],
)
def test_places(path: tuple[str | int, ...], at: Any, line: int, column: int, length: int) -> None:
    where = placed(Problem("r", "m", path, at), TEXT, "f").place
    assert where is not None
    assert (where.file, where.line, where.column, where.length) == ("f", line, column, length)


@given(VALUES, st.sampled_from([None, 1]))
def test_every_value_is_found(value: Any, indent: int | None) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    ways: list[tuple[tuple[str | int, ...], Any]] = [((), value)]
    for path, below in ways:
        where = placed(Problem("r", "m", path, "value"), text, "f").place
        assert where is not None
        assert where.line is not None
        assert where.column is not None
        start = sum(len(line) + 1 for line in text.split("\n")[: where.line - 1]) + where.column - 1
        assert json.JSONDecoder().raw_decode(text, start)[0] == below
        members = below.items() if isinstance(below, dict) else enumerate(below) if isinstance(below, list) else ()
        ways += [((*path, part), member) for part, member in members]
