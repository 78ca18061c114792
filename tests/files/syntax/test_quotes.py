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
    ("text", "line", "column", "key"),
    [
        ('a = 1\nname = "Oslo\nb = 2', 2, 8, "name"),
        ('a = 1\r\nname = "Oslo\r\nb = 2', 2, 8, "name"),
        ("name = 'Oslo\nb = 2", 1, 8, "name"),
        ("name = 'Oslo\nb = 'x'", 1, 8, "name"),
        ('name = "Oslo', 1, 8, "name"),
        ('name = "Oslo\\"', 1, 8, "name"),
        ('name = "', 1, 8, "name"),
        ('a = 1\nname = """Oslo\nb = 2\n\n', 2, 8, "name"),
        ('name = """Oslo""\nb = "x"', 1, 8, "name"),
        ("a = 1\nname = '''Oslo\nb = 2\n", 2, 8, "name"),
        ("name = '''", 1, 8, "name"),
        ('x = [ "a", "b ]\ny = 1', 1, 12, "x[1]"),
        ('x = { y = "b }\ny = 1', 1, 11, "x.y"),
        ('x = [ "a",\n"""b ]\ny = 1', 2, 1, "x[1]"),
        ('a = 1\n"b = 2\nc = 3', 2, 1, "b = "),
        ("'b = 2\n", 1, 1, "b = "),
    ],
)
def test_unclosed_texts_are_shown_where_they_open(text: str, line: int, column: int, key: str) -> None:
    problem = problem_in(text)
    assert "not closed" in problem.message
    assert problem.key == key
    place = problem.place
    assert place is not None
    assert (place.line, place.column) == (line, column)


def test_the_expected_quote_is_named() -> None:
    assert '`"""`' in problem_in('x = """a').expected
    assert "`'`" in problem_in("x = 'a").expected


@pytest.mark.parametrize(
    ("text", "shown", "key", "line", "column"),
    [
        ('name = "Os\x1blo"', "<U+001B>", "name", 1, 11),
        ("[a]\nname = 'Os\x00lo'", "<U+0000>", "a.name", 2, 11),
        ('name = """\n\x07"""', "<U+0007>", "name", 2, 1),
        ('x = [ "a",\n"\x7f" ]', "<U+007F>", "x[1]", 2, 2),
        ("a = 1 # note \x08", "<U+0008>", "", 1, 14),
        ("\x00\na = 1", "<U+0000>", "", 1, 1),
        ("a = 1\n\ufeff[b]", "<U+FEFF>", "", 2, 1),
        ("a =\u00a01", "<U+00A0>", "a", 1, 4),
        ("a = 1\u200b", "<U+200B>", "a", 1, 6),
        ("a = 1\rb = 2", "<U+000D>", "a", 1, 6),
        ("\ue000 = 1", "<U+E000>", "", 1, 1),
    ],
)
def test_characters_that_nobody_sees(text: str, shown: str, key: str, line: int, column: int) -> None:
    problem = problem_in(text)
    assert shown in problem.message
    assert problem.found == shown
    assert problem.key == key
    assert key in problem.message
    place = problem.place
    assert place is not None
    assert (place.line, place.column) == (line, column)


def test_well_known_ones_have_names() -> None:
    assert "byte-order mark" in problem_in("\ufeffa = 1").message
    assert "NUL" in problem_in("a = '\0'").message
    assert "carriage return" in problem_in("a = 1\rb = 2").message
    assert "line ends" in problem_in("a = 1\rb = 2").hint


@pytest.mark.parametrize(
    ("text", "escape", "what", "column"),
    [
        (r'path = "C:\data"', r"\d", "does not have", 11),
        (r'path = "a\"', "", "not closed", 8),
        (r'path = "\u12"', r"\u12", "too few", 9),
        (r'path = "\U0001F60"', r"\U0001F60", "too few", 9),
        (r'path = "x\uD83D\uDE00"', r"\uD83D", "surrogate", 10),
        (r'path = "\U0000DC00"', r"\U0000DC00", "surrogate", 9),
        (r'path = "\U00110000"', r"\U00110000", "U+10FFFF", 9),
        (r'path = "\Uffffffff"', r"\Uffffffff", "U+10FFFF", 9),
        ('path = """a \\ b"""', "\\ ", "does not have", 13),
        (r'x = { path = ["\q"] }', r"\q", "does not have", 16),
    ],
)
def test_escapes(text: str, escape: str, what: str, column: int) -> None:
    problem = problem_in(text)
    assert what in problem.message
    assert "path" in problem.message
    assert escape in problem.found
    place = problem.place
    assert place is not None
    assert place.column == column
