from __future__ import annotations

import tomllib

import pytest

from hubscore.errors import Problem
from hubscore.files.syntax.explain import explain


def explained(text: str) -> Problem:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    return explain(text, caught.value, "a.toml")


@pytest.mark.parametrize("marker", ["<<<<<<< HEAD", "=======", ">>>>>>> main", "||||||| base"])
@pytest.mark.parametrize("before", ["a = 1", "x = [", "x = { y = 1 }"])
def test_git_conflicts(before: str, marker: str) -> None:
    problem = explained(f"{before}\n{marker}\nb = 2\n")
    assert "git merge" in problem.message
    assert problem.place is not None
    assert (problem.place.line, problem.place.text) == (2, marker)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<!DOCTYPE html><html>", "HTML"),
        ("\n\n  <?xml version='1.0'?>", "HTML"),
        ('{ "name": "oslo" }', "JSON"),
        ('[{ "name": "oslo" }]', "JSON"),
        ("name: oslo\nrole: candidate", "YAML"),
        ("---\nname: oslo", "YAML"),
        ("# profile\nname: oslo", "YAML"),
        ("City,GDP\noslo,1\n", "a table"),
        ('City;GDP per head\noslo;"1;2"\n', "a table"),
        ("City\tGDP\noslo\t1\n", "a table"),
    ],
)
def test_other_formats(text: str, kind: str) -> None:
    assert kind in explained(text).message


def test_a_slip_in_a_toml_file_does_not_make_it_another_format() -> None:
    for text in ("name = 'x'\nrole: y", "[data.air\nx = 1", "[a]\n<b>", '["a"\nx = 1', "a, b\nc = 1", "a,b=1\nc,d"):
        assert "looks like" not in explained(text).message


def test_an_unknown_message_is_passed_on() -> None:
    problem = explain("a = 1\nb = 2\n", tomllib.TOMLDecodeError("Odd thing (at line 2, column 5)"), "a.toml")
    assert problem.message == "the parser stopped here: odd thing in `b`"
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (2, 5)


@pytest.mark.parametrize(
    "said", ["Cannot overwrite a value", "Expected newline", "Expected '=' after a key", "Unclosed array"]
)
def test_a_message_that_does_not_fit_the_text(said: str) -> None:
    for text in ("", "# note", "a = 1"):
        problem = explain(text, tomllib.TOMLDecodeError(f"{said} (at line 1, column 1)"), "a.toml")
        assert problem.message
        assert problem.place is not None
        assert problem.place.line == 1


def test_an_error_without_a_position() -> None:
    problem = explain("a = 1", ValueError("what"), "a.toml")
    assert problem.rule == "toml-limit"
    assert problem.place is not None
    assert problem.place.line is None


def test_nesting_that_the_parser_cannot_follow() -> None:
    problem = explain("a = 1\nb = " + "[" * 999, RecursionError(), "a.toml")
    assert problem.rule == "toml-limit"
    assert problem.place is not None
    assert problem.place.line == 2
