"""TOML 1.0 rule by rule, what it allows: read as tomllib reads it, located where it stands, edited alone."""

from __future__ import annotations

import copy
import math
import tomllib
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, NamedTuple

import pytest

from hubscore.files.locate import locate
from hubscore.files.reader import decoded
from hubscore.files.splice import same, spliced
from hubscore.files.toml import parse

Keys = tuple[str | int, ...]


class Case(NamedTuple):
    """A rule, a text that follows it, and of one path in it the value and where key and value stand (line:column)."""

    rule: str
    text: str
    path: Keys
    value: Any
    key_at: str
    value_at: str


UNIVERSAL = datetime(1979, 5, 27, 7, 32, tzinfo=UTC)
WESTERN = datetime(1979, 5, 27, 0, 32, tzinfo=timezone(-timedelta(hours=7)))

CASES = [
    # Comments
    Case("comment before and behind", "# one\na = 1 # two\n", ("a",), 1, "2:1", "2:5"),
    Case("comment with signs that mean something elsewhere", '# a = "\n[t] # [x]\nb = 2', ("t", "b"), 2, "3:1", "3:5"),
    Case("comment with a tab and other alphabets", "#\t重庆 ü\nk = 3\n", ("k",), 3, "2:1", "2:5"),
    Case("number sign in a string is no comment", 'k = "# no"\n', ("k",), "# no", "1:1", "1:5"),
    Case("empty comment at the end without a line end", "k = 1\n#", ("k",), 1, "1:1", "1:5"),
    # Keys
    Case("bare key of digits", "1234 = 1\n", ("1234",), 1, "1:1", "1:8"),
    Case("bare key of dashes and underscores", "-_-9 = 1\n", ("-_-9",), 1, "1:1", "1:8"),
    Case("basic quoted key with blanks and dots", '"a. b" = 1\n', ("a. b",), 1, "1:1", "1:10"),
    Case("literal quoted key with a quote in it", "'a\"b' = 1\n", ('a"b',), 1, "1:1", "1:9"),
    Case("quoted key with an escape", '"\\u00e9\\t" = 1\n', ("é\t",), 1, "1:1", "1:14"),
    Case("empty quoted key", '"" = 1\n', ("",), 1, "1:1", "1:6"),
    Case("quoted key that names a bare one's table", '[a]\n["b"]\nc = 1\n', ("b", "c"), 1, "3:1", "3:5"),
    Case("dotted key", "a.b.c = 1\n", ("a", "b", "c"), 1, "1:5", "1:9"),
    Case("dotted key with blanks round the dots", "a . b\t.c=1\n", ("a", "b", "c"), 1, "1:8", "1:10"),
    Case("dotted key with quoted parts", "a.\"b.c\".'d' = 1\n", ("a", "b.c", "d"), 1, "1:9", "1:15"),
    Case("dotted key of digits is no float", "3.14 = 1\n", ("3", "14"), 1, "1:3", "1:8"),
    Case("dotted keys of one table apart", "a.b = 1\nc = 2\na.d = 3\n", ("a", "d"), 3, "3:3", "3:7"),
    Case("key that looks like a word", "true = 1\ninf = 2\n", ("inf",), 2, "2:1", "2:7"),
    Case("key that looks like a date", "1979-05-27 = 1\n", ("1979-05-27",), 1, "1:1", "1:14"),
    Case("no blanks round the equals sign", "a=1\n", ("a",), 1, "1:1", "1:3"),
    # Basic strings
    Case("basic string, empty", 'a = ""\n', ("a",), "", "1:1", "1:5"),
    Case("every short escape", 'a = "\\b\\t\\n\\f\\r\\"\\\\"\n', ("a",), '\b\t\n\f\r"\\', "1:1", "1:5"),
    Case("escape of four digits", 'a = "\\u91CD\\u5e86"\n', ("a",), "重庆", "1:1", "1:5"),
    Case("escape of eight digits", 'a = "\\U0001F600"\n', ("a",), "😀", "1:1", "1:5"),
    Case("escape of the last character before the surrogates", 'a = "\\uD7FF"\n', ("a",), "\ud7ff", "1:1", "1:5"),
    Case("escape of the last character there is", 'a = "\\U0010FFFF"\n', ("a",), "\U0010ffff", "1:1", "1:5"),
    Case("escape of a control character", 'a = "\\u0000\\u007f"\n', ("a",), "\x00\x7f", "1:1", "1:5"),
    Case("a tab as it is", 'a = "x\ty"\n', ("a",), "x\ty", "1:1", "1:5"),
    Case("wide characters before another key", 'a = "重庆😀" #\n', ("a",), "重庆😀", "1:1", "1:5"),
    # Multi-line basic strings
    Case("multi-line string, first line end dropped", 'a = """\nx\ny"""\nb = 1\n', ("b",), 1, "4:1", "4:5"),
    Case("multi-line string, its value", 'a = """\nx\ny"""\n', ("a",), "x\ny", "1:1", "1:5"),
    Case("backslash at a line's end", 'a = """x \\\n\n   y"""\n', ("a",), "x y", "1:1", "1:5"),
    Case("backslash, blanks, line end", 'a = """x\\  \n y"""\n', ("a",), "xy", "1:1", "1:5"),
    Case("one and two quotes inside", 'a = """x " y "" z"""\n', ("a",), 'x " y "" z', "1:1", "1:5"),
    Case("two quotes before the end", 'a = """x"""""\nb = 2\n', ("a",), 'x""', "1:1", "1:5"),
    Case("escaped quote before the end", 'a = """x\\""""\n', ("a",), 'x"', "1:1", "1:5"),
    Case("a header inside is none", 'a = """\n[t]\nb = 1\n"""\nb = 2\n', ("b",), 2, "5:1", "5:5"),
    Case("line ends of Windows inside", 'a = """\r\nx\r\n"""\r\nb = 1\r\n', ("b",), 1, "4:1", "4:5"),
    # Literal strings
    Case("literal string keeps backslashes", "a = 'C:\\no\\u'\n", ("a",), "C:\\no\\u", "1:1", "1:5"),
    Case("literal string, empty", "a = ''\n", ("a",), "", "1:1", "1:5"),
    Case("multi-line literal string", "a = '''\n\\x ' ''\n'''\nb = 1\n", ("a",), "\\x ' ''\n", "1:1", "1:5"),
    Case("two quotes before the end of a literal one", "a = '''x'''''\n", ("a",), "x''", "1:1", "1:5"),
    Case("number sign in a literal string", "a = '''\n# x\n''' # y\nb = 1\n", ("b",), 1, "4:1", "4:5"),
    # Integers
    Case("signs", "a = +99\n", ("a",), 99, "1:1", "1:5"),
    Case("negative zero of an integer", "a = -0\n", ("a",), 0, "1:1", "1:5"),
    Case("underscores between digits", "a = 1_2_3\n", ("a",), 123, "1:1", "1:5"),
    Case("hexadecimal in both cases", "a = 0xDead_beef\n", ("a",), 0xDEADBEEF, "1:1", "1:5"),
    Case("hexadecimal with a leading zero", "a = 0x00ff\n", ("a",), 255, "1:1", "1:5"),
    Case("octal", "a = 0o0_17\n", ("a",), 15, "1:1", "1:5"),
    Case("binary", "a = 0b1_01\n", ("a",), 5, "1:1", "1:5"),
    Case("largest of 64 bits", "a = 9223372036854775807\n", ("a",), 2**63 - 1, "1:1", "1:5"),
    Case("least of 64 bits", "a = -9223372036854775808\n", ("a",), -(2**63), "1:1", "1:5"),
    # Floats
    Case("fraction", "a = +1.50\n", ("a",), 1.5, "1:1", "1:5"),
    Case("exponents", "a = 5e+22\n", ("a",), 5e22, "1:1", "1:5"),
    Case("exponent with a leading zero", "a = 1E06\n", ("a",), 1e6, "1:1", "1:5"),
    Case("fraction and exponent", "a = -6.6_2e-3_4\n", ("a",), -6.62e-34, "1:1", "1:5"),
    Case("negative zero", "a = -0.0\n", ("a",), -0.0, "1:1", "1:5"),
    Case("infinity", "a = -inf\n", ("a",), -math.inf, "1:1", "1:5"),
    Case("not a number, with a sign", "a = +nan\n", ("a",), math.nan, "1:1", "1:5"),
    Case("more digits than a float has", "a = 0.1000000000000000055511151231257827\n", ("a",), 0.1, "1:1", "1:5"),
    # Booleans
    Case("true", "a = true\n", ("a",), True, "1:1", "1:5"),
    Case("false with a comment at once", "a = false# no\n", ("a",), False, "1:1", "1:5"),
    # Dates and times
    Case(
        "date-time with an offset",
        "a = 1979-05-27T00:32:00-07:00\n",
        ("a",),
        WESTERN,
        "1:1",
        "1:5",
    ),
    Case(
        "date-time in universal time",
        "a = 1979-05-27T07:32:00Z\n",
        ("a",),
        UNIVERSAL,
        "1:1",
        "1:5",
    ),
    Case(
        "date-time with a blank for the T",
        "a = 1979-05-27 07:32:00.5z\n",
        ("a",),
        UNIVERSAL.replace(microsecond=500000),
        "1:1",
        "1:5",
    ),
    Case("local date-time", "a = 1979-05-27t07:32:00\n", ("a",), UNIVERSAL.replace(tzinfo=None), "1:1", "1:5"),
    Case("local date", "a = 2024-02-29\n", ("a",), date(2024, 2, 29), "1:1", "1:5"),
    Case("local date and a comment", "a = 1979-05-27 # 07:32:00\n", ("a",), date(1979, 5, 27), "1:1", "1:5"),
    Case("local time, cut at microseconds", "a = 23:59:59.9999999\n", ("a",), time(23, 59, 59, 999999), "1:1", "1:5"),
    # Arrays
    Case("array, empty", "a = []\nb = 1\n", ("a",), [], "1:1", "1:5"),
    Case("array of mixed kinds", 'a = [1, "x", 2.5, true]\n', ("a", 1), "x", "1:9", "1:9"),
    Case("nested arrays", "a = [[1, 2], [ 3 ]]\n", ("a", 1, 0), 3, "1:16", "1:16"),
    Case("trailing comma", "a = [1,2 , ]\n", ("a", 1), 2, "1:8", "1:8"),
    Case("line ends and comments", "a = [ # ]\n  1, # ,\n\n  2 # 3\n  ,\n]\n", ("a", 1), 2, "4:3", "4:3"),
    Case("comment behind the last value", "a = [\n1\n# ]\n]\nb = 1\n", ("b",), 1, "5:1", "5:5"),
    Case("tables in an array", "a = [{ x = 1 },\n { x = 2, y.z = 3 }]\n", ("a", 1, "y", "z"), 3, "2:13", "2:17"),
    Case("brackets in strings of an array", "a = [']', \"[\", 1]\n", ("a", 2), 1, "1:16", "1:16"),
    # Tables
    Case("table", "[a]\nb = 1\n", ("a", "b"), 1, "2:1", "2:5"),
    Case("table, empty", "[a]\n[b]\nc = 1\n", ("b", "c"), 1, "3:1", "3:5"),
    Case("blanks in a header", "[ a . \"b\" .'c' ] # x\nd = 1\n", ("a", "b", "c", "d"), 1, "2:1", "2:5"),
    Case("indented header and key", "  [a]\n\tb = 1\n", ("a", "b"), 1, "2:2", "2:6"),
    Case("super-table after its child", "[a.b]\nc = 1\n[a]\nd = 2\n", ("a", "d"), 2, "4:1", "4:5"),
    Case("tables out of order", "[a.x]\n[b]\n[a.y]\nc = 1\n", ("a", "y", "c"), 1, "4:1", "4:5"),
    Case("sub-table of a table of dotted keys", "[a]\nb.c = 1\n[a.d]\ne = 2\n", ("a", "d", "e"), 2, "4:1", "4:5"),
    Case("header with wide characters in quotes", '["重庆"]\nk = 1\n', ("重庆", "k"), 1, "2:1", "2:5"),
    Case("last header at the end of the file", "a = 1\n[b]", ("a",), 1, "1:1", "1:5"),
    # Inline tables
    Case("inline table", "a = { b = 1, c = 2 }\n", ("a", "c"), 2, "1:14", "1:18"),
    Case("inline table, empty", "a = {}\nb = 1\n", ("b",), 1, "2:1", "2:5"),
    Case("inline table with dotted keys", "a = {b.c=1,b.d=2}\n", ("a", "b", "d"), 2, "1:14", "1:16"),
    Case("inline table in an inline table", "a = { b = { c = 1 } }\n", ("a", "b", "c"), 1, "1:13", "1:17"),
    Case("inline table over lines by its array", "a = { b = [\n1,\n2,\n], c = 3 }\n", ("a", "c"), 3, "4:4", "4:8"),
    Case("braces in strings of an inline table", "a = { b = '}', c = \"{\", d = 1 }\n", ("a", "d"), 1, "1:25", "1:29"),
    # Arrays of tables
    Case("array of tables", "[[a]]\nb = 1\n[[a]]\nb = 2\n", ("a", 1, "b"), 2, "4:1", "4:5"),
    Case("array of tables, an empty one", "[[a]]\n[[a]]\nb = 1\n", ("a", 1, "b"), 1, "3:1", "3:5"),
    Case(
        "sub-table of the last element",
        "[[a]]\n[a.b]\nc = 1\n[[a]]\n[a.b]\nc = 2\n",
        ("a", 1, "b", "c"),
        2,
        "6:1",
        "6:5",
    ),
    Case(
        "array of tables in another", "[[a]]\n[[a.b]]\nc = 1\n[[a.b]]\nc = 2\n", ("a", 0, "b", 1, "c"), 2, "5:1", "5:5"
    ),
    Case("blanks in its header", "[[ a . b ]]\nc = 1\n", ("a", "b", 0, "c"), 1, "2:1", "2:5"),
    # The file
    Case("line ends of Windows", "a = 1\r\n\r\n[b]\r\nc = 2\r\n", ("b", "c"), 2, "4:1", "4:5"),
    Case("both kinds of line ends", "a = 1\r\nb = 2\nc = 3\r\n", ("c",), 3, "3:1", "3:5"),
    Case("no line end at the end", "a = 1", ("a",), 1, "1:1", "1:5"),
    Case("lines of blanks and tabs", " \t\n\n\ta\t=\t1\t\n", ("a",), 1, "3:2", "3:6"),
    Case("column counts characters, not bytes", "a = { 'ü重😀' = 1, b = 2 }\n", ("a", "b"), 2, "1:18", "1:22"),
    Case("separators of other alphabets do not end a line", "a = 'x\u2028\u0085y'\nb = 1\n", ("b",), 1, "2:1", "2:5"),
]

EVERY = pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])


def at(data: Any, path: Keys) -> Any:
    for step in path:
        data = data[step]
    return data


def test_rules_are_named_once() -> None:
    assert len({case.rule for case in CASES}) == len(CASES) > 100


@EVERY
def test_read_as_tomllib_reads_it(case: Case) -> None:
    data = parse(case.text, "a.toml")
    assert same(data, tomllib.loads(case.text))
    found = at(data, case.path)
    assert type(found) is type(case.value)
    assert same(found, case.value)
    assert math.copysign(1, found) == math.copysign(1, case.value) if found == 0.0 else True


@EVERY
def test_key_and_value_are_where_they_stand(case: Case) -> None:
    for end, wanted in (("key", case.key_at), ("value", case.value_at)):
        span = locate(case.text, case.path, end)
        assert f"{span.line}:{span.column}" == wanted, end


@EVERY
@pytest.mark.parametrize("value", [7, 0.25, "a \" # ] } '\\", False])
def test_an_edit_changes_it_alone(case: Case, value: Any) -> None:
    if isinstance(case.value, list):
        return  # what is no leaf is not edited
    new = spliced(case.text, {case.path: value}, "a.toml")
    wanted = copy.deepcopy(tomllib.loads(case.text))
    at(wanted, case.path[:-1])[case.path[-1]] = value
    assert same(tomllib.loads(new), wanted)
    lines, others = case.text.split("\n"), new.split("\n")
    first = int(case.value_at.split(":")[0]) - 1
    assert lines[:first] == others[:first]
    column = int(case.value_at.split(":")[1]) - 1
    assert lines[first][:column] == others[first][:column]
    after = len(lines) - first - 1 - (case.value.count("\n") if isinstance(case.value, str) else 0)
    if '"""' not in lines[first] and "'''" not in lines[first]:
        assert lines[len(lines) - after :] == others[len(others) - after :]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    """tomllib takes none; one is allowed here, since Windows writes it."""
    assert parse(decoded(b"\xef\xbb\xbfa = 1\n", "a.toml"), "a.toml") == {"a": 1}
