from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.files.scan import DEEPEST, Mark, marks

EVERYTHING = '''# comment with [brackets] and "quotes
"a b".'c d'.e = 1 # = x
[[bets]]
name = "x"\x20
list = [ 1, [2, 3], # c ] "
 "a]b", {x=1, y.z = [true, false]}, 1979-05-27 07:32:00, ]
[bets.sub]
text = """multi "quoted"" line
# not a comment
[not.a.header]
\\""" ""\\"""""
[[bets]]
m = \'\'\'lit ' eral \\\'\'\'
"\\u00e9\\t\\"" = nan
'"' = -0.5e+3
[[bets.inner]]
[[bets.inner]]
z = {}
\t[x . "y.z" . w]  # end
q = 0x1F
empty = ""
triple = """"""
d = 2024-01-01T00:00:00Z
last = 7'''


def flat(value: Any, keys: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in pairs:
        yield (*keys, key), below
        yield from flat(below, (*keys, key))


def agrees(text: str) -> None:
    """Every path of the parser has a mark, and the words at a value's mark mean the value."""
    wanted = dict(flat(tomllib.loads(text)))
    found: dict[tuple[str | int, ...], Mark] = {}
    for mark in marks(text):
        found[mark.keys] = mark
        if mark.kind in ("key", "item"):
            words = text[mark.value : mark.stop]
            assert repr(tomllib.loads(f"x = {words}")["x"]) == repr(wanted[mark.keys])
    assert set(found) == set(wanted)


@pytest.mark.parametrize("text", [EVERYTHING, EVERYTHING.replace("\n", "\r\n"), "", "# only", "\n\n", "a=1"])
def test_agrees_with_the_parser(text: str) -> None:
    agrees(text)


words = st.text(st.characters(codec="utf-8"), max_size=5)
escapes = {ord(char): f"\\u{ord(char):04X}" for char in '"\\\x7f' + "".join(map(chr, range(32)))}
quoted = words.map(lambda word: f'"{word.translate(escapes)}"')
keys = st.one_of(st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True), quoted)
literal = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="'"), max_size=8)
scalars = st.one_of(
    st.integers().map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(["true", "nan", "-inf", "0xFF", "1_000", "2024-05-01", "07:30:00", "1979-05-27 07:32:00Z"]),
    quoted,
    literal.map(lambda word: f"'{word}'"),
    literal.map(lambda word: f"'''\n{word}\n''{word}'''"),
    quoted.map(lambda word: f'"""\n{word[1:-1]}\n""\\"\\\n  {word[1:-1]}"""'),
)
gaps = st.sampled_from(["", " ", "\t ", "\n", " # ]}\"'\n "])


def arrays(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    joined = st.lists(st.tuples(gaps, values, gaps).map("".join), max_size=3).map(",".join)
    return joined.map(lambda inner: f"[{inner}]")


def tables(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.dictionaries(st.from_regex(r"[a-z]{1,3}(\.[a-z]{1,2})?", fullmatch=True), values, max_size=3)
    return pairs.map(lambda pairs: "{" + ", ".join(f"{key} = {value}" for key, value in pairs.items()) + "}")


values = st.recursive(scalars, lambda inner: arrays(inner) | tables(inner), max_leaves=8)
statements = st.one_of(
    st.tuples(st.lists(keys, min_size=1, max_size=3).map(" . ".join), values).map(" = ".join),
    st.lists(keys, min_size=1, max_size=3).map(lambda parts: f"[{'.'.join(parts)}] # x"),
    st.sampled_from(["a", "b", "a.c", "b.c"]).map(lambda name: f"[[{name}]]"),
    st.sampled_from(["a.c", "b.c.d"]).map(lambda name: f"[ {name} ]"),
)


@given(st.lists(statements, max_size=8).map("\n".join))
def test_agrees_with_the_parser_on_whatever_it_accepts(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        list(marks(text))
    else:
        agrees(text)


@given(st.text(st.sampled_from("ab.=[]{}\"'\\#,\n\r \t1é"), max_size=60))
def test_goes_through_any_text(text: str) -> None:
    for mark in marks(text):
        assert 0 <= mark.start <= mark.end <= len(text)
        assert 0 <= mark.value <= mark.stop <= len(text)


def test_goes_on_behind_mistakes() -> None:
    found = {mark.keys: mark for mark in marks('a = "open\nb c\n= 3\n[x\ny = [1 2, }\nz = {k}\n')}
    assert {("a",), ("b",), ("x",), ("x", "y"), ("x", "y", 0), ("x", "z"), ("x", "z", "k")} <= set(found)


def test_an_unclosed_value_reaches_to_the_end() -> None:
    text = "a = [1,\n{ b = 2"
    found = {mark.keys: text[mark.value : mark.stop] for mark in marks(text)}
    assert found == {("a",): "[1,\n{ b = 2", ("a", 0): "1", ("a", 1): "{ b = 2", ("a", 1, "b"): "2"}


def test_stops_where_it_is_too_deep() -> None:
    for text in ("x = " + "[" * 9999, "x = " + "{a=" * 9999, ".".join("a" * 9999), f"[{'.'.join('a' * 9999)}]"):
        depth = max(len(mark.keys) for mark in marks(text + "\nlater = 1"))
        assert DEEPEST < depth <= DEEPEST + 2


@pytest.mark.parametrize(
    "text",
    [
        '"' * 300_000,
        "'" * 300_000,
        '"\\' * 150_000,
        "x = '''" + "''\\" * 100_000,
        'x = """' + '""\\' * 100_000,
        " " * 300_000 + "x",
        "#" * 300_000,
        "x = [" + "# ]\n" * 75_000,
        "a" * 300_000,
        "[" * 300_000,
        "[a]" * 100_000,
        "x = {" + "= " * 150_000,
        "\r" * 300_000,
    ],
)
def test_takes_time_in_proportion(text: str, cpu_seconds: Callable[[Callable[[], object]], float]) -> None:
    assert cpu_seconds(lambda: list(marks(text))) < 2
