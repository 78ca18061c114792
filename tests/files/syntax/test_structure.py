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
    ("text", "what", "hint", "line", "column"),
    [
        # equals signs
        ("a = 1\n2024 { value = 1 }", "no `=` after the key `2024`", "key = value", 2, 1),
        ('[t]\nname "Oslo"', "no `=` after the key `t.name`", "key = value", 2, 1),
        ("a = 1\nname", "no `=` after the key `name`", "key = value", 2, 1),
        ("local name = 'x'", "no `=` after the key `local`", "quotes", 1, 1),
        ("stör = 1", "`ö` in a key", "quotes", 1, 3),
        ("x = { a+b = 1 }", "`+` in a key", "quotes", 1, 8),
        ("a = 1\nname: Oslo", "`:` in place of `=` after `name`", "key = value", 2, 5),
        ("x = { a: 1 }", "`:` in place of `=` after `x.a`", "key = value", 1, 8),
        ("x = { a }", "no `=` after the key `x.a`", "key = value", 1, 7),
        # numbers with commas
        ("a = 717,7", "comma in the number `717,7` in `a`", "point", 1, 5),
        ("a = 1,234.5 # x", "comma in the number `1,234.5` in `a`", "point", 1, 5),
        ("x = { a = 717,7, b = 2 }", "comma in the number `717,7` in `x`", "point", 1, 11),
        ("x = { a = 1,234.5 }", "comma in the number `1,234.5` in `x`", "point", 1, 11),
        # starts of lines
        ("// note\na = 1", "begins with `/`", "begin with `#`", 1, 1),
        ("a = 1\n; note", "begins with `;`", "begin with `#`", 2, 1),
        ("a = 1\nö = 1", "begins with `ö`", "quotes", 2, 1),
        ("a = 1\n= 2", "begins with `=`", "no key", 2, 1),
        ("a = 1\n  }", "begins with `}`", "key = value", 2, 3),
        # headers
        ("a = 1\n[data.air", "header that is not closed", "`[data.air]`", 2, 10),
        ("a = 1\n[data.air # x\n", "header that is not closed", "`[data.air]`", 2, 11),
        ("[[bets]\n", "header that is not closed", "`[[bets]]`", 1, 7),
        ("[air routes]", "`r` in the header `[air routes]`", "quotes", 1, 6),
        ("[größe]", "`ö` in the header", "quotes", 1, 4),
        ("[ö]", "`ö` in a key", "quotes", 1, 2),
        ("[]", "no key", "", 1, 2),
        ("[a.]", "no key", "", 1, 4),
        ("a. = 1", "no key", "", 1, 4),
        ("[bets]]", "`]` after the header", "", 1, 7),
        ("[a] b = 1", "`b = 1` after the header", "", 1, 5),
        # ends of lines
        ('name = "a"b"', '`b"` after the value of `name`', 'written `\\"`', 1, 11),
        ("name = 'a',", "`,` after the value of `name`", "delete the comma", 1, 11),
        ("name = 'a' // note", "`// note` after the value of `name`", "begin with `#`", 1, 12),
        ("x = [1] 2", "`2` after the value of `x`", "", 1, 9),
        # arrays
        ("x = [1, 2\ny = 3", "array that is not closed in `x`", "", 1, 5),
        ("x = [\n 1,\n 2\n\n[data.air]\n", "array that is not closed in `x`", "", 1, 5),
        ("x = [\n 1,\n 2,\n\n[[bets]] # x\n", "array that is not closed in `x`", "", 1, 5),
        ("x = [1, [2, 3]", "array that is not closed in `x`", "", 1, 5),
        ("x = [1, [2, 3", "array that is not closed in `x[1]`", "", 1, 9),
        ("x = [1,\n", "array that is not closed in `x`", "", 1, 5),
        ("x = ['a' 'b']", "no comma before `'` in `x`", "", 1, 10),
        ("x = [[1]\n[2]]", "no comma before `[` in `x`", "", 2, 1),
        ("x = [1,, 2]", "no value before `,` in `x`", "", 1, 8),
        # inline tables
        ("x = { a = 'b' c = 2 }", "no comma before `c` in `x`", "", 1, 15),
        ("x = { a = 1", "inline table that is not closed in `x`", "one line", 1, 5),
        ("x = { a = 1\ny = 2", "inline table that is not closed in `x`", "one line", 1, 5),
        ("x = { a = 1,\n b = 2 }", "over several lines in `x`", "one line", 1, 5),
        ("x = {\n b = 2 }", "over several lines in `x`", "one line", 1, 5),
        ("x = { a = 1, }", "comma before `}` in `x`", "delete", 1, 14),
        ("x = { a = 1, ö = 2 }", "`ö` in a key", "quotes", 1, 14),
    ],
)
def test_faults_of_the_frame(text: str, what: str, hint: str, line: int, column: int) -> None:
    problem = problem_in(text)
    assert what in problem.message
    assert hint in problem.hint
    place = problem.place
    assert place is not None
    assert (place.line, place.column) == (line, column)


def test_a_missing_comma_between_numbers() -> None:
    problem = problem_in("x = [1 2]")
    assert problem.message == "two values in place of one in `x[0]`"
    assert "comma" in problem.hint
