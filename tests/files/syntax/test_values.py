from __future__ import annotations

import tomllib

import pytest

from hubscore.errors import InputError, Problem
from hubscore.files.syntax.values import ROWS
from hubscore.files.toml import parse

TEMPLATES = (
    "[a]\nx = {}\ny = 1",
    "[a]\nb = 1\nx = {} # comment",
    "[a]\nx.y = [0, {} ]",
    "[a]\nx = {{ y = {}, z = 2 }}",
)


def problem_in(text: str) -> Problem:
    with pytest.raises(InputError) as caught:
        parse(text, "a.toml")
    (problem,) = caught.value.problems
    assert problem.rule == "toml-syntax"
    return problem


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize(
    ("word", "what", "hint"),
    [
        ("0142", "leading zero", "`142`"),
        ("-007.5", "leading zero", "`-7.5`"),
        ("00", "leading zero", "`0`"),
        (".5", "before the point", "`0.5`"),
        ("-.5e3", "before the point", "`-0.5e3`"),
        ("142.", "after the point", "`142.0`"),
        ("5.e7", "after the point", "`5.0e7`"),
        ("45%", "per cent", "number alone"),
        ("4.5 %", "per cent", "number alone"),
        ("True", "truth value", "`true`"),
        ("yes", "truth value", "`true`"),
        ("FALSE", "truth value", "`false`"),
        ("null", "null", "leave the key out"),
        ("None", "null", "leave the key out"),
        ("n/a", "null", "leave the key out"),
        ("-", "null", "leave the key out"),
        ("NaN", "no finite number", "leave the key out"),
        ("Infinity", "no finite number", "leave the key out"),
        ("\u22125", "minus", "`-5`"),
        ("1 234 567.5", "split number", "`1234567.5`"),
        ("1'234", "split number", "`1234`"),
        ("≥ 121", "bound", "`at_least = 121`"),
        ("<5", "bound", "`at_most = 5`"),
        ("2024-1-5", "date", "2024-01-31"),
        ("2024-13-45", "date", "2024-01-31"),
        ("31.12.2024", "date", "2024-01-31"),
        ("١٤٢", "digits", "`142`"),
        ("1٠.٥", "digits", "`10.5`"),
        ("7:32", "time of day", "07:32:00"),
        ("24:00:00", "time of day", "07:32:00"),
        ("9:30 pm", "time of day", "07:32:00"),
        ("+0xFF", "no number", "1200"),
        ("1__0", "no number", "1200"),
        ("1.2.3", "no number", "1200"),
        ("0X1F", "no number", "1200"),
        ("12km", "words or a currency", "number alone"),
        ("€5", "words or a currency", "number alone"),
        ("“Oslo”", "typographic quotes", '`"Oslo"`'),
        ("‘Oslo’", "typographic quotes", '`"Oslo"`'),
        ("oslo", "without quotes", '`"oslo"`'),
        ("重庆", "without quotes", '`"重庆"`'),
        ("~717.7", "sign for about", "`717.7`"),
        ("≈ 5", "sign for about", "`5`"),
        ("0.5;", "semicolon", "`0.5`"),
        ("1/2", "fraction", "decimal"),
        ("(142)", "round brackets", "square brackets"),
        ("0.5 // half", "comment", "`#`"),
        ("@", "no value that TOML knows", ""),
    ],
)
def test_words_that_are_no_value(word: str, what: str, hint: str, template: str) -> None:
    text = template.format(word)
    problem = problem_in(text)
    assert what in problem.message
    assert hint in problem.hint
    assert problem.found == f"`{word}`"
    assert problem.key.startswith("a.x")
    assert problem.key in problem.message
    place = problem.place
    assert place is not None
    assert place.column is not None
    assert place.text[place.column - 1 :][: place.length] == word


@pytest.mark.parametrize("template", TEMPLATES[:2])
def test_a_value_that_is_left_out(template: str) -> None:
    problem = problem_in(template.format(""))
    assert problem.message == "no value in `a.x`"
    assert problem.expected == "a value after `=`"


def test_two_values_on_one_line() -> None:
    assert "two values" in problem_in("a = 1 b = 2").message
    assert "two values" in problem_in("x = { a = 1 b = 2 }").message
    assert "second `=`" in problem_in("a == 1").message


def test_a_word_of_a_megabyte() -> None:
    problem = problem_in("x = y" + "z" * 1_000_000)
    assert len(problem.message + problem.hint + problem.found) < 300


def test_what_the_hints_propose_is_toml() -> None:
    for word in (
        "0142",
        "-007.5",
        ".5",
        "-.5e3",
        "142.",
        "5.e7",
        "True",
        "“Oslo”",
        "oslo",
        "\u22125",
        "1 234",
        "1٠.٥",
        "~5",
        "5;",
    ):
        hint = problem_in(f"x = {word}").hint
        tomllib.loads(f"x = {hint.split('`')[1]}")


def test_every_row_says_something() -> None:
    for row in ROWS:
        assert row.what
        assert row.hint or row.pattern == ".*" or row.expected
