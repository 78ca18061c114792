from __future__ import annotations

import pytest

from hubscore.errors import InputError, Problem
from hubscore.files.toml import parse


def problem_in(text: str) -> Problem:
    with pytest.raises(InputError) as caught:
        parse(text, "a.toml")
    (problem,) = caught.value.problems
    assert problem.rule == "toml-syntax"
    return problem


@pytest.mark.parametrize(
    ("text", "key", "line", "first"),
    [
        ("a = 1\n\na = 2", "a", 3, 1),
        ("[t]\na = 1\nb = 2\na = 2", "t.a", 4, 2),
        ('a = 1\n"a" = 2', "a", 2, 1),
        ("a.b = 1\na.b = 2", "a.b", 2, 1),
        ("x = [\n{ a = 1, a = 2 }]", "x[0].a", 2, 2),
        ("x = { a.b = 1, a.b = 2 }", "x.a.b", 1, 1),
        ("[data.air]\n[b]\n[data.air]", "data.air", 3, 1),
        ("[[l]]\na = 1\n[[l]]\na = 1\na = 1", "l[1].a", 5, 4),
        ("[a.b]\n[a]\nb = 1", "a.b", 3, 1),
        ("a = 1\n[a]", "a", 2, 1),
        ("a = 1\n[[a]]", "a", 2, 1),
        ("[a]\n[[a]]", "a", 2, 1),
        ("[[a]]\n[a]", "a", 2, 1),
        ("a.b.c = 1\n[a.b]", "a.b", 2, 1),
    ],
)
def test_given_twice(text: str, key: str, line: int, first: int) -> None:
    problem = problem_in(text)
    assert problem.key == key
    assert key in problem.message
    assert "twice" in problem.message
    assert f"line {first}:" in problem.hint
    assert problem.place is not None
    assert problem.place.line == line


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("sources = 1\n\n[sources.ssb]", "sources", 3),
        ("sources = 'x'\nsources.ssb = 1", "sources", 2),
        ("[t]\na.b = 1\na.b.c.d = 2", "t.a.b", 3),
        ("x = { a = 1, a.b = 2 }", "x.a", 1),
        ("[[l]]\na = 1\n[l.a.b]", "l[0].a", 3),
    ],
)
def test_a_table_over_a_plain_value(text: str, key: str, line: int) -> None:
    problem = problem_in(text)
    assert problem.key == key
    assert f"`{key}` is a plain value" in problem.message
    assert problem.place is not None
    assert problem.place.line == line


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a = { b = 1 }\n\na.c = 2", "a"),
        ("a = { b = 1 }\n[a.c]", "a"),
        ("a = [ { b = 1 } ]\n[a.c]", "a"),
        ("x = { a = { b = 1 }, a.c = 2 }", "x.a"),
    ],
)
def test_adding_to_what_is_closed(text: str, key: str) -> None:
    problem = problem_in(text)
    assert problem.key == key
    assert "is closed" in problem.message
    assert "line 1" in problem.hint


def test_adding_to_a_table_from_outside() -> None:
    problem = problem_in("[a.b]\nx = 1\n[a]\nb.c = 2")
    assert problem.key == "a.b"
    assert "[a.b]" in problem.message
    assert "line 1" in problem.hint
    assert problem.place is not None
    assert problem.place.line == 4
