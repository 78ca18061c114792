from __future__ import annotations

import copy
import math
import re
import tomllib
from typing import Any, NamedTuple

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from hubscore.errors import InputError
from hubscore.files.splice import same, spliced

Keys = tuple[str | int, ...]


class Line(NamedTuple):
    """One line, or several that hold one value: what stands before and behind a leaf, and the keys to it."""

    before: str
    words: str = ""
    behind: str = ""
    keys: Keys | None = None


names = st.from_regex(r"[a-z][a-z0-9_-]{0,5}", fullmatch=True)
comments = st.sampled_from(["", " # c", "# = [x] 'y'", '   # "quoted" 0.30, # twice', "\t#}"])
numbers = st.one_of(
    st.integers(-(10**6), 10**6).map(str),
    st.decimals(-1000, 1000, places=2).map(str),
    st.sampled_from(["1_000", "0.30", "1e3", "+5", "0xFF", "nan", "-inf", "12_345.50", "true", "1979-05-27"]),
)
texts = st.sampled_from(['"a # b"', "'lit\\'", '""', '"\\u00e9 = 1"', '"[x]"', "'}'"])
scalars = numbers | texts
spaces = st.sampled_from(["", " ", "  ", "\t"])
blocks = st.sampled_from(
    ['"""\nx = 1 # no\n[no]\n"""', "'''a\n'''", "[1, # c\n 2,\n]", "[\n]", "[ { a = 1 }, { a = 2 } ]"]
)
gaps = st.sampled_from(["", "# comment", "  # [not.a.table]", "# x = 1", "\t"])
values = st.one_of(
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.text(st.characters(codec="utf-8"), max_size=6),
)


@st.composite
def statement(draw: st.DrawFn, table: Keys, name: str) -> Line:
    """A key with a value in one of many shapes, of which one leaf may be changed."""
    indent, left, right = draw(st.sampled_from(["", "", "  ", "\t"])), draw(spaces), draw(spaces)
    shape = draw(st.sampled_from(["scalar", "scalar", "dotted", "inline", "list", "block"]))
    behind = draw(comments)
    head = f"{indent}{name}{left}={right}"
    if shape == "scalar":
        return Line(head, draw(scalars), behind, (*table, name))
    if shape == "dotted":
        key = draw(names)
        return Line(f"{indent}{name} . {key}{left}={right}", draw(scalars), behind, (*table, name, key))
    if shape == "inline":
        other = draw(scalars)
        return Line(f"{head}{{ first = {other},", draw(scalars), f" }}{behind}", (*table, name, "second"))._replace(
            before=f"{head}{{ first = {other}, second{left}={right}"
        )
    if shape == "list":
        return Line(f"{head}[ {{ x = 1 }}, {{ x ={right}", draw(scalars), f" }} ]{behind}", (*table, name, 1, "x"))
    return Line(head + draw(blocks) + behind)


@st.composite
def files(draw: st.DrawFn) -> list[Line]:
    """A valid file as its lines."""
    lines: list[Line] = []
    tables = draw(st.lists(st.tuples(names, names), unique_by=lambda pair: pair[0], max_size=4))
    array = draw(st.booleans())
    headers: list[tuple[Keys, str]] = [((), "")]
    headers += [
        ((one, two) if deep else (one,), "") for (one, two), deep in zip(tables, [True, False] * 2, strict=False)
    ]
    if array:
        headers += [(("zz-array", 0), "[["), (("zz-array", 1), "[[")]
    for table, brackets in headers:
        lines += map(Line, draw(st.lists(gaps, max_size=2)))
        words = [str(word) for word in table if isinstance(word, str)]
        if words:
            inner = draw(st.sampled_from([".".join(words), " " + " . ".join(words) + " "]))
            lines.append(Line(f"[[{inner}]]" if brackets else f"[{inner}]", behind=draw(comments)))
        taken = {word for pair in tables for word in pair}
        for name in draw(st.lists(names, unique=True, max_size=4)):
            if name in taken:
                continue
            lines.append(draw(statement(table, name)))
            lines += map(Line, draw(st.lists(gaps, max_size=1)))
    return lines


def joined(lines: list[Line], ends: list[str]) -> str:
    return "".join(line.before + line.words + line.behind + end for line, end in zip(lines, ends, strict=True))


@st.composite
def texts_of(draw: st.DrawFn) -> tuple[list[Line], list[str], str]:
    lines = draw(files())
    style = draw(st.sampled_from([["\n"], ["\r\n"], ["\n", "\r\n"]]))
    ends = [draw(st.sampled_from(style)) for _ in lines]
    if lines and draw(st.booleans()):
        ends[-1] = ""
    return lines, ends, joined(lines, ends)


def put(data: Any, keys: Keys, value: Any) -> Any:
    data = copy.deepcopy(data)
    here = data
    for key in keys[:-1]:
        here = here.setdefault(key, {}) if isinstance(here, dict) else here[key]
    here[keys[-1]] = value
    return data


def alike(one: Any, other: Any) -> bool:
    """Equal by type and value, nan to itself; a number may have become whole."""
    if isinstance(one, float | int) and isinstance(other, float | int):
        both_nan = math.isnan(one) and math.isnan(other)
        return (one == other and isinstance(one, bool) == isinstance(other, bool)) or both_nan
    if isinstance(one, dict):
        return (
            isinstance(other, dict) and one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
        )
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(alike, one, other))
    return type(one) is type(other) and one == other


@settings(max_examples=500)
@given(texts_of(), st.data())
def test_exactly_the_named_values_differ(drawn: tuple[list[Line], list[str], str], data: st.DataObject) -> None:
    lines, ends, text = drawn
    old = tomllib.loads(text)
    leaves = [line for line in lines if line.keys is not None]
    chosen = data.draw(st.lists(st.sampled_from(leaves), unique=True, max_size=3)) if leaves else []
    changes = {line.keys: data.draw(values) for line in chosen if line.keys is not None}
    new = spliced(text, changes, "f")
    wanted = old
    for keys, value in changes.items():
        wanted = put(wanted, keys, value)
    assert alike(tomllib.loads(new), wanted)
    rest = new
    for line, end in zip(lines, ends, strict=True):  # every byte but the chosen values, in order
        if line.keys not in changes:
            part = line.before + line.words + line.behind + end
            assert rest.startswith(part)
            rest = rest[len(part) :]
            continue
        assert rest.startswith(line.before)
        rest = rest[len(line.before) :]
        words = rest.partition("\n")[0].removesuffix("\r")
        words = words.removesuffix(line.behind) if line.behind else words
        assert alike(tomllib.loads(f"x = {words}")["x"], changes[line.keys])
        assert rest.startswith(words + line.behind + end)
        rest = rest[len(words + line.behind + end) :]
    assert rest == ""


@settings(max_examples=150)
@given(texts_of(), st.data())
def test_a_new_key_adds_lines_and_touches_none(drawn: tuple[list[Line], list[str], str], data: st.DataObject) -> None:
    _, _, text = drawn
    old = tomllib.loads(text)
    tables: list[Keys] = [(), ("new",), ("new", "er")]
    tables += [(key,) for key, value in old.items() if isinstance(value, dict)]
    tables += [(*table, "deep") for table in tables[3:]]
    tables += [(key, at) for key, value in old.items() if isinstance(value, list) for at, each in enumerate(value)]
    table = data.draw(st.sampled_from(tables))
    keys, value = (*table, data.draw(st.sampled_from(["0-first", "q q", "zz-last"]))), data.draw(values)
    holder: Any = old
    for key in table:
        holder = holder.get(key, {}) if isinstance(holder, dict) else holder[key]
    if not isinstance(holder, dict):
        with pytest.raises(InputError):
            spliced(text, {keys: value}, "f")
        return
    new = spliced(text, {keys: value}, "f")
    assert alike(tomllib.loads(new), put(old, keys, value))
    assert shared(text, new) + shared(text[::-1], new[::-1]) >= len(text)  # something was put in, nothing taken out
    assert new.count("\n") - text.count("\n") <= 3
    if text.count("\n") == text.count("\r\n") > 0:
        assert new.count("\n") == new.count("\r\n")


def shared(one: str, other: str) -> int:
    """How many characters two texts have in common at their start."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


FRAGMENTS = [
    "a . \"b c\".'d' = 1 # 1",
    "e = { f.g = 1, h = [ { i = 2 }, 3 ] } # 2",
    "[ j . k ] # 3",
    "[[l]] # 4",
    "[l.m]\nn = 0.30",
    "[[l.o]]",
    "[j]",
    'p.q = 5\np.r.s = "# no"',
    "t = '''\n[no] # no\n'''",
    "# 5",
    "",
    "[u.v.w]\nx = [1, # 6\n]",
    "y = 1979-05-27 07:32:00Z",
    '"z \\u00e9" = nan',
]


def leaves(data: Any, keys: Keys = ()) -> list[Keys]:
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    found = [(*keys, key) for key, _ in pairs]
    return found + [deeper for key, value in pairs for deeper in leaves(value, (*keys, key))]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=8), st.data(), values)
def test_whatever_the_file_an_edit_is_right_or_refused(parts: list[str], data: st.DataObject, value: Any) -> None:
    text = "\n".join(parts)
    try:
        old = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        with pytest.raises(InputError):
            spliced(text, {("e",): value}, "f")
        return
    keys = data.draw(st.sampled_from([*leaves(old), ("new",), ("j", "new"), ("l", 0, "new"), ("j", "k", "n", "o")]))
    keys = data.draw(st.sampled_from([keys, (*keys, "below"), (*keys[:-1], "beside")]))
    try:
        new = spliced(text, {keys: value}, "f")
    except InputError:
        return
    assert alike(tomllib.loads(new), put(old, keys, value))
    assert re.findall("# [1-6]\n", f"{new}\n") == re.findall("# [1-6]\n", f"{text}\n")


def edited(text: str, keys: Keys, value: Any) -> str:
    new = spliced(text, {keys: value}, "f")
    assert alike(tomllib.loads(new), put(tomllib.loads(text), keys, value))
    return new


def test_a_table_in_one_line_keeps_what_it_keeps() -> None:
    text = "[d.g]\n2022 = { value = 29_129.030,source='s',  note = 'it''s' } # c\n".replace("''s", "s")
    new = edited(text, ("d", "g", "2022"), {"at_least": 5, "source": "s", "note": "n"})
    assert new == "[d.g]\n2022 = { at_least = 5, source='s', note = \"n\" } # c\n"
    new = edited(text, ("d", "g", "2022"), {"value": 29129.03, "source": "t"})
    assert new == '[d.g]\n2022 = { value = 29_129.030, source="t" } # c\n'


def test_a_reading_of_a_list() -> None:
    text = "[d.g]\n2022 = [ # two\n  { value = 1.0, source = 's' },\n  { value = 2 }, # b\n]\n"
    assert edited(text, ("d", "g", "2022", 0, "value"), 1.5) == text.replace("1.0", "1.5")
    assert edited(text, ("d", "g", "2022", 1, "value"), 3) == text.replace("2 }", "3 }")
    assert edited(text, ("d", "g", "2022", 1, "note"), "n") == text.replace("2 }", '2, note = "n" }')


@pytest.mark.parametrize(
    ("text", "keys", "value", "wanted"),
    [
        ("[a]\nb = 1 # c\nd = 2\n\n[e]\n", ("a",), {"b": 1, "f": 3}, "[a]\nb = 1 # c\nf = 3\n\n[e]\n"),
        ("[a]\nb = 1.0\nd = 2", ("a",), {"b": 1.0}, "[a]\nb = 1.0\n"),
        ("[[a]]\nb = 1\n[[a]]\nb = 2\n", ("a", 0), {"c": 2}, "[[a]]\nc = 2\n[[a]]\nb = 2\n"),
        ("a.b = 1\na.c = 2\n", ("a",), {"b": 3}, "a.b = 3\n"),
    ],
)
def test_a_section_is_revised_statement_by_statement(text: str, keys: Keys, value: Any, wanted: str) -> None:
    assert edited(text, keys, value) == wanted


def test_several_at_once_in_any_order() -> None:
    text = "[w]\na = 1\nb = 2\n"
    changes: dict[Keys, Any] = {("w", "c"): 4, ("w", "b"): 10, ("s", "x", "y"): 5, ("w", "a"): 100, ("s", "x", "z"): 6}
    new = spliced(text, changes, "f")
    assert new == "[w]\na = 100\nb = 10\nc = 4\n\n[s.x]\ny = 5\nz = 6\n"


@pytest.mark.parametrize(
    ("text", "keys", "value"),
    [
        ("a = [1, 2]\n", ("a",), 3),  # an array may hold comments
        ("a = 1\n", ("a", "b"), 3),
        ("a = [1]\n", ("a", 1), 3),
        ("a = [1]\n", ("a", "x"), 3),
        ("a = [1]\n", ("a", 4, "x"), 3),
        ("a = {b = 1}\n", ("a",), 3),
        ("[a]\nb = 1 # c\nd = 2\n", ("a",), {"d": 2}),  # a comment would go with it
        ("[a.b]\nc = 1\n", ("a",), {"d": 2}),
        ("a = 1\n", ("k" * 201,), 1),  # the file could not be read any more
        ("[[a]]\nx = 1\n[[a]]\n", ("a", 0, "b", "c"), 2),  # a header can only speak of the last
        ("[a]\nb = [1]\n", ("a",), {"b": 2}),
    ],
)
def test_what_cannot_be_changed_alone_is_refused(text: str, keys: Keys, value: Any) -> None:
    with pytest.raises(InputError, match="without touching anything else") as caught:
        spliced(text, {keys: value}, "f.toml")
    [problem] = caught.value.problems
    assert problem.place is not None
    assert (problem.place.file, problem.path) == ("f.toml", keys)
    assert problem.hint.startswith("nothing was written")


def test_a_text_that_only_another_reader_takes_is_refused() -> None:
    text = "[weights]\nx = { a = 1, }\nb = 2\n"
    assert tomlkit.parse(text)
    with pytest.raises(InputError) as caught:
        spliced(text, {("weights", "b"): 3}, "f.toml")
    assert caught.value.problems[0].rule == "toml-syntax"


def test_comments_survive_as_another_reader_finds_them() -> None:
    text = "# a\nx = 0.30 # b\n[y] # c\n# d\nz = 1 # e\n\n# f\n"
    new = spliced(text, {("x",): 0.4, ("y", "z"): 2.5, ("y", "n"): 1}, "f")
    words = [item.trivia.comment for _, item in tomlkit.parse(new).body]
    assert words == [item.trivia.comment for _, item in tomlkit.parse(text).body]
    assert [part.partition("\n")[0] for part in new.split("#")[1:]] == [" a", " b", " c", " d", " e", " f"]


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        (True, True, True),
        (float("nan"), float("nan"), True),
        (float("nan"), 1.0, False),
        ({"a": [1]}, {"a": [1.0]}, True),
        ({"a": 1}, {"b": 1}, False),
        ({"a": 1}, None, False),
        ([1], [1, 2], False),
        ([1, 2], [1, 3], False),
        ("1", 1, False),
    ],
)
def test_saying_the_same(one: Any, other: Any, equal: bool) -> None:
    assert same(one, other) is equal
    assert same(other, one) is equal
