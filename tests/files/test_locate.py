from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from hubscore.errors import Place, Problem
from hubscore.files.locate import Span, locate, place, place_at, placed

PROFILE = """\
#:schema ../schema/hub.json
name = "Oslo"

[sources.ssb]
title = "Statistics Norway"

[data.air_routes]
2023 = { value = 140.0, evidence = "official" }
2024 = [
  { value = 142.0 }, # first
  { value = 141.0, note = '''two
lines''' },
]
"2025" = { value.amount = 3 }

[[bets]]
name = "shipping"
[[bets]]
name = "oil"
indicators = ["a", "b"]
[bets.plan]
x.y.'z w' = 1

[data]
"""


def words(text: str, span: Span) -> str:
    assert span.line is not None
    assert span.column is not None
    line = text.split("\n")[span.line - 1]
    return line[span.column - 1 : span.column - 1 + span.length]


@pytest.mark.parametrize(
    ("path", "line", "key", "value"),
    [
        (("name",), 2, "name", '"Oslo"'),
        (("sources",), 4, "sources", "sources"),
        (("sources", "ssb"), 4, "ssb", "ssb"),
        (("sources", "ssb", "title"), 5, "title", '"Statistics Norway"'),
        (("data", "air_routes"), 7, "air_routes", "air_routes"),
        (("data", "air_routes", "2023"), 8, "2023", '{ value = 140.0, evidence = "official" }'),
        (("data", "air_routes", "2023", "evidence"), 8, "evidence", '"official"'),
        (("data", "air_routes", "2023", 0, "evidence"), 8, "evidence", '"official"'),
        (("data", "air_routes", "2023", 0), 8, "2023", '{ value = 140.0, evidence = "official" }'),
        (("data", "air_routes", "2024"), 9, "2024", "["),
        (("data", "air_routes", "2024", 0, "value"), 10, "value", "142.0"),
        (("data", "air_routes", "2024", 1, "note"), 11, "note", "'''two"),
        (("data", "air_routes", "2025", 0, "value", "amount"), 14, "amount", "3"),
        (("data", "air_routes", "2025"), 14, '"2025"', "{ value.amount = 3 }"),
        (("bets",), 16, "bets", "bets"),
        (("bets", 0, "name"), 17, "name", '"shipping"'),
        (("bets", 1), 18, "bets", "bets"),
        (("bets", 1, "name"), 19, "name", '"oil"'),
        (("bets", 1, "indicators", 1), 20, '"b"', '"b"'),
        (("bets", 1, "plan", "x", "y"), 22, "y", "y"),
        (("bets", 1, "plan", "x", "y", "z w"), 22, "'z w'", "1"),
        (("data",), 24, "data", "data"),  # its own header rather than the first mention
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_keys_and_values(path: tuple[str | int, ...], line: int, key: str, value: str, line_end: str) -> None:
    text = PROFILE.replace("\n", line_end)
    found = locate(text, path)
    assert (found.line, words(text, found)) == (line, key)
    found = locate(text, path, "value")
    assert words(text, found) == value


def test_second_element_of_a_multi_line_array() -> None:
    found = locate(PROFILE, ("data", "air_routes", "2024", 1))
    assert (found.line, words(PROFILE, found)) == (11, "{ value = 141.0, note = '''two")


@pytest.mark.parametrize(
    ("path", "line", "key"),
    [
        (("sources", "ssb", "publisher"), 4, "ssb"),
        (("data", "air_routes", "2023", 0, "source"), 8, "2023"),
        (("data", "air_routes", "2024", 1, "source"), 11, "{ value = 141.0, note = '''two"),
        (("data", "air_routes", "2024", 7), 9, "2024"),
        (("bets", 2, "name"), 16, "bets"),
        (("bets", 1, "why"), 18, "bets"),
        (("name", "x", "y"), 2, "name"),
    ],
)
@pytest.mark.parametrize("at", ["key", "value"])
def test_a_missing_key_points_to_what_should_hold_it(path: tuple[str | int, ...], line: int, key: str, at: Any) -> None:
    found = locate(PROFILE, path, at)
    assert (found.line, words(PROFILE, found)) == (line, key)


@pytest.mark.parametrize("path", [(), ("nothing",), (0,), ("nothing", 0, "name")])
def test_where_nothing_is_known(path: tuple[str | int, ...]) -> None:
    assert locate(PROFILE, path) == Span(None, None)
    assert place("a.toml", PROFILE, path) == Place("a.toml")


def test_columns_count_characters_and_only_line_feeds_end_lines() -> None:
    text = "\u2028# \x0c\x85\r \n'重庆' = { '𝒳' = 1 }"
    found = locate(text, ("重庆", "𝒳"))
    assert found == Span(2, 10, 3)


def test_a_position_that_is_there_is_not_skipped() -> None:
    text = "a = [{ x = 1 }, { y = 2 }]"
    assert words(text, locate(text, ("a", 1, "y"), "value")) == "2"
    assert words(text, locate(text, ("a", 0, "x"), "value")) == "1"
    assert words(text, locate(text, ("a", 0, "y"))) == "{ x = 1 }"


key = st.one_of(st.text(st.characters(codec="utf-8"), min_size=1, max_size=4), st.from_regex(r"[a-z_]{1,5}"))
leaf = st.one_of(
    st.integers(), st.booleans(), st.floats(allow_nan=False), st.text(max_size=4), st.just(date(2024, 1, 2))
)
value = st.recursive(
    leaf, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(key, inner, max_size=3), max_leaves=12
)


def paths(value: Any, above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, below in pairs:
        yield (*above, step)
        yield from paths(below, (*above, step))


def spelled(word: str) -> set[str]:
    """The ways in which the writer spells a key: bare or quoted."""
    return {word, tomli_w.dumps({word: 1}).removesuffix(" = 1\n")}


@given(st.dictionaries(key, value, max_size=4), st.booleans())
def test_every_path_of_what_is_written_is_found(data: dict[str, Any], multi_line: bool) -> None:
    text = tomli_w.dumps(data, multiline_strings=multi_line)
    for path in paths(data):
        found = locate(text, path)
        if isinstance(path[-1], str):
            assert words(text, found) in spelled(path[-1])
        else:
            assert found.line is not None


def test_time_on_a_large_text_with_many_problems(cpu_seconds: Callable[[Callable[[], object]], float]) -> None:
    text = "".join(f"[data.i{n}]\n2024 = {{ value = {n}.5, source = 'ssb' }}\n" for n in range(10_000))

    def work() -> None:
        for n in range(0, 10_000, 100):
            assert locate(text, ("data", f"i{n}", "2024", 0, "value")).line == 2 * n + 2

    assert cpu_seconds(work) < 3


def test_the_place_shows_the_line() -> None:
    assert place("a.toml", PROFILE, ("name",), "value") == Place("a.toml", 2, 8, 6, 'name = "Oslo"')


def test_the_line_is_shown_without_its_carriage_return() -> None:
    assert place("a", "x = 1\r\ny = 2\r\n", ("y",)).text == "y = 2"


def test_a_long_line_is_cut_behind_the_column() -> None:
    text = "x = { a = 1, note = '" + "y" * 1000 + "', b = 2 }"
    near, far = place("a", text, ("x", "a")), place("a", text, ("x", "b"))
    assert near.text == text[: len(near.text)]
    assert near.column == 7
    assert 200 <= len(near.text) <= 300
    assert (far.column, far.text, far.length) == (text.index("b = 2") + 1, "", 1)
    note = place("a", text, ("x", "note"), "value")
    assert note.column is not None
    assert note.column - 1 + note.length <= len(note.text)


def test_a_problem_gets_its_place() -> None:
    problem = Problem("bad-value", "no", ("name",), "value", hint="h")
    assert placed(problem, "a.toml", PROFILE) == Problem(
        "bad-value", "no", ("name",), "value", hint="h", place=Place("a.toml", 2, 8, 6, 'name = "Oslo"')
    )


def test_offsets_become_a_place() -> None:
    assert place_at("a", "one\ntwo three", 8, 13) == Place("a", 2, 5, 5, "two three")
    assert place_at("a", "", 0, 0) == Place("a", 1, 1, 1, "")
