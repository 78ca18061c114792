"""TOML 1.0 rule by rule, what it forbids: refused where tomllib refuses it, at the place that is at fault."""

from __future__ import annotations

import tomllib
from typing import NamedTuple

import pytest

from hubscore.errors import InputError, Place
from hubscore.files.reader import decoded
from hubscore.files.toml import parse


class Case(NamedTuple):
    """A rule that is broken, a text that breaks it, and where (line:column).

    A value, a pair of values or a table that cannot be is shown from where it begins; of a dotted
    key the part that cannot be.
    """

    rule: str
    text: str
    at: str


CASES = [
    # Comments
    Case("control character in a comment", "a = 1 # x\x01y\n", "1:10"),
    Case("delete in a comment", "# \x7f\n", "1:3"),
    Case("lone carriage return in a comment", "# x\ry\na = 1\n", "1:4"),
    Case("carriage return before a line end of Windows", "# x\r\r\na = 1\n", "1:4"),
    # Keys
    Case("no key", "= 1\n", "1:1"),
    Case("no equals sign", "a\n", "1:1"),
    Case("no value", "a =\nb = 1\n", "1:4"),
    Case("no value, but a comment", "a = # 1\n", "1:5"),
    Case("two on a line", "a = 1 b = 2\n", "1:5"),
    Case("value on the next line", "a =\n1\n", "1:4"),
    Case("bare key with another letter", "größe = 1\n", "1:3"),
    Case("bare key with a blank", "a b = 1\n", "1:1"),
    Case("bare key with a sign", "a+b = 1\n", "1:2"),
    Case("multi-line string as a key", '"""a""" = 1\n', "1:1"),
    Case("line end in a quoted key", '"a\nb" = 1\n', "1:1"),
    Case("dot at the beginning of a key", ".a = 1\n", "1:1"),
    Case("dot at the end of a key", "a. = 1\n", "1:4"),
    Case("two dots in a key", "a..b = 1\n", "1:3"),
    Case("key twice", "a = 1\nb = 2\na = 3\n", "3:1"),
    Case("key twice, once in quotes", 'a = 1\n"a" = 2\n', "2:1"),
    Case("dotted key through a value", "a = 1\na.b = 2\n", "2:3"),
    Case("value over a table of dotted keys", "a.b = 1\na = 2\n", "2:1"),
    Case("dotted key twice", "a.b = 1\na . b = 2\n", "2:5"),
    Case("colon for the equals sign", "a: 1\n", "1:2"),
    # Strings
    Case("basic string without an end", 'a = "x\nb = 1\n', "1:5"),
    Case("literal string without an end", "a = 'x\nb = 1\n", "1:5"),
    Case("multi-line string without an end", 'a = 1\nb = """\nx\n', "2:5"),
    Case("multi-line literal string without an end", "a = '''\nx''\n", "1:5"),
    Case("unknown escape", 'a = "x\\qy"\n', "1:7"),
    Case("unknown escape in a multi-line string", 'a = """\nx\\qy"""\n', "2:2"),
    Case("escape of hexadecimal digits of C", 'a = "\\xe9"\n', "1:6"),
    Case("escape with too few digits", 'a = "\\u12"\n', "1:6"),
    Case("escape with no digits", 'a = "\\u12G4"\n', "1:6"),
    Case("escape of half a surrogate pair", 'a = "\\ud800"\n', "1:6"),
    Case("escape beyond the last character", 'a = "\\U00110000"\n', "1:6"),
    Case("backslash at the end of a basic string", 'a = "x\\"\n', "1:5"),
    Case("backslash, blank and a letter in a multi-line string", 'a = """x\\ y"""\n', "1:9"),
    Case("control character in a basic string", 'a = "x\x1by"\n', "1:7"),
    Case("delete in a literal string", "a = 'x\x7fy'\n", "1:7"),
    Case("null in a string", "a = 'x\x00y'\n", "1:7"),
    Case("control character in a multi-line string", 'a = """\nx\x08y"""\n', "2:2"),
    Case("lone carriage return in a multi-line string", 'a = """x\ry"""\n', "1:9"),
    Case("three quotes inside a literal one", "a = '''x''''''\n", "1:14"),
    Case("six quotes and more", 'a = """x""""""\n', "1:14"),
    Case("text behind a string", 'a = "x" y\n', "1:9"),
    Case("no quotes", "a = shanghai\n", "1:5"),
    Case("quotes of a word processor", "a = “x”\n", "1:5"),
    # Integers
    Case("leading zero", "a = 012\n", "1:5"),
    Case("leading zero with a sign", "a = -01\n", "1:5"),
    Case("underscore at the end", "a = 1_\n", "1:5"),
    Case("underscore at the beginning", "a = _1\n", "1:5"),
    Case("two underscores", "a = 1__2\n", "1:5"),
    Case("capital letter of a base", "a = 0XFF\n", "1:5"),
    Case("sign of a hexadecimal number", "a = +0xFF\n", "1:5"),
    Case("digit that octal numbers lack", "a = 0o8\n", "1:5"),
    Case("digit that binary numbers lack", "a = 0b12\n", "1:5"),
    Case("underscore behind the base", "a = 0x_1\n", "1:5"),
    Case("base without digits", "a = 0x\n", "1:5"),
    Case("two signs", "a = ++1\n", "1:5"),
    Case("comma between thousands", "a = 1,000\n", "1:5"),
    # Floats
    Case("no digit before the point", "a = .5\n", "1:5"),
    Case("no digit behind the point", "a = 5.\n", "1:5"),
    Case("no digit behind the point, but an exponent", "a = 5.e1\n", "1:5"),
    Case("leading zero of a float", "a = 03.14\n", "1:5"),
    Case("underscore beside the point", "a = 1_.5\n", "1:5"),
    Case("underscore behind the point", "a = 1._5\n", "1:5"),
    Case("exponent without digits", "a = 1e\n", "1:5"),
    Case("exponent with a fraction", "a = 1e2.3\n", "1:5"),
    Case("two points", "a = 1.2.3\n", "1:5"),
    Case("infinity in full", "a = infinity\n", "1:5"),
    Case("infinity in capitals", "a = Inf\n", "1:5"),
    Case("not a number in capitals", "a = NaN\n", "1:5"),
    # Booleans
    Case("boolean in capitals", "a = True\n", "1:5"),
    Case("boolean as a word of YAML", "a = yes\n", "1:5"),
    Case("more behind a boolean", "a = truer\n", "1:5"),
    # Dates and times
    Case("month that is none", "a = 2024-13-01\n", "1:5"),
    Case("day that is none", "a = 2023-02-29\n", "1:5"),
    Case("hour that is none", "a = 24:00:00\n", "1:5"),
    Case("time without seconds", "a = 07:32\n", "1:5"),
    Case("one digit of a month", "a = 2024-1-01\n", "1:5"),
    Case("T without a time", "a = 2024-01-01T\n", "1:5"),
    Case("fraction without digits", "a = 07:32:00.\n", "1:5"),
    Case("date in the order of others", "a = 27.05.1979\n", "1:5"),
    # Arrays
    Case("array without an end", "a = [1, 2\nb = 3\n", "1:5"),
    Case("array without a comma", "a = [1 2]\n", "1:6"),
    Case("array with two commas", "a = [1,,2]\n", "1:8"),
    Case("array that begins with a comma", "a = [,1]\n", "1:6"),
    Case("array closed with another bracket", "a = [1}\n", "1:7"),
    Case("bracket without a beginning", "a = 1]\n", "1:6"),
    Case("array that goes on behind its end", "a = [1]]\n", "1:8"),
    # Tables
    Case("table twice", "[a]\nb = 1\n[a]\nc = 2\n", "3:2"),
    Case("table of a value", "a = 1\n[a]\n", "2:2"),
    Case("table below a value", "[a]\nb = 1\n[a.b]\n", "3:4"),
    Case("table of dotted keys", "a.b = 1\n[a]\n", "2:2"),
    Case("table of dotted keys in a table", "[a]\nb.c = 1\n[a.b]\n", "3:4"),
    Case("dotted keys into a table", "[a.b]\nc = 1\n[a]\nb.d = 2\n", "4:3"),
    Case("header without a name", "[]\n", "1:2"),
    Case("header with an empty part", "[a.]\n", "1:4"),
    Case("header without an end", "[a\nb = 1\n", "1:3"),
    Case("header with something behind", "[a] b = 1\n", "1:5"),
    Case("header over two lines", "[a.\nb]\n", "1:4"),
    Case("header with a bare word too many", "[a b]\n", "1:4"),
    # Inline tables
    Case("inline table with a trailing comma", "a = { b = 1, }\n", "1:14"),
    Case("inline table over lines", "a = { b = 1,\n c = 2 }\n", "1:5"),
    Case("inline table without an end", "a = { b = 1\n", "1:5"),
    Case("inline table without a comma", "a = { b = 1 c = 2 }\n", "1:11"),
    Case("inline table with two commas", "a = { b = 1,, c = 2 }\n", "1:13"),
    Case("inline table with a key twice", "a = { b = 1, b = 2 }\n", "1:14"),
    Case("inline table with a dotted key through a value", "a = { b = 1, b.c = 2 }\n", "1:16"),
    Case("inline table that is added to by dots", "a = { b = 1 }\na.c = 2\n", "2:3"),
    Case("inline table that is added to by a header", "a = { b = 1 }\n[a.c]\n", "2:4"),
    Case("comment in an inline table", "a = { # x\n}\n", "1:5"),
    # Arrays of tables
    Case("array of tables over a table", "[a]\n[[a]]\n", "2:3"),
    Case("table over an array of tables", "[[a]]\n[a]\n", "2:2"),
    Case("array of tables over an array", "a = []\n[[a]]\n", "2:3"),
    Case("array of tables below a value", "a = 1\n[[a.b]]\n", "2:5"),
    Case("array of tables without an end", "[[a]\nb = 1\n", "1:4"),
    Case("brackets apart", "[ [a]]\n", "1:3"),
    Case("closing brackets apart", "[[a] ]\n", "1:4"),
    # The file
    Case("lone carriage return as a line end", "a = 1\rb = 2\n", "1:6"),
    Case("form feed as a blank", "a =\x0c1\n", "1:4"),
    Case("blank of no break", "a =\u00a01\n", "1:4"),
    Case("separator of lines for a line end", "a = 1\u2028b = 2\n", "1:6"),
    Case("mark in the middle", "a = 1\n\ufeffb = 2\n", "2:1"),
]

BYTES = {
    "two marks": (b"\xef\xbb\xbf\xef\xbb\xbfa = 1\n", "1:1"),
    "a byte that is no UTF-8": (b"a = 1\nb = 'x\xff'\n", "2:7"),
    "a character cut short": (b"a = '\xe9\x87'\n", "1:6"),
    "an overlong zero": (b"a = '\xc0\x80'\n", "1:6"),
    "half a surrogate pair": (b"a = '\xed\xa0\x80'\n", "1:6"),
    "UTF-16": ("a = 1\n".encode("utf-16-le"), "1:1"),
    "Latin-1 behind wide characters": ("a = '重庆'\nb = 'caf".encode() + b"\xe9'\n", "2:9"),
}


def place(text: str) -> Place:
    with pytest.raises(InputError) as caught:
        parse(text, "a.toml")
    [problem] = caught.value.problems
    assert problem.place is not None
    return problem.place


def test_rules_are_named_once() -> None:
    assert len({case.rule for case in CASES}) == len(CASES) > 100


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_refused_where_it_is_wrong(case: Case) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(case.text)
    found = place(case.text)
    assert f"{found.line}:{found.column}" == case.at


BEFORE = {"a list": "# 重庆\nk = [\n 1,\n]\n", "a string": 's = """\n"\n[x]\n"""\r\n', "a table": "t = { u = 1 }\n"}


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_the_place_moves_with_what_stands_before(case: Case, before: str) -> None:
    line, column = map(int, case.at.split(":"))
    found = place(before + case.text)
    assert (found.line, found.column) == (line + before.count("\n"), column)


@pytest.mark.parametrize("name", BYTES)
def test_bytes_that_are_no_text_are_refused_where_they_stand(name: str) -> None:
    data, at = BYTES[name]
    with pytest.raises((tomllib.TOMLDecodeError, UnicodeDecodeError)):
        tomllib.loads(data.decode())
    with pytest.raises(InputError) as caught:
        decoded(data, "a.toml")
    [problem] = caught.value.problems
    assert problem.place is not None
    assert f"{problem.place.line}:{problem.place.column}" == at
