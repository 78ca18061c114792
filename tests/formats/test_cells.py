from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.formats.cells import padded, shortened, width, wrapped


@pytest.mark.parametrize(
    ("text", "cells"), [("Hefei", 5), ("重庆", 4), ("e\u0301", 1), ("▍≥–·", 4), ("Zürich", 6), ("重 a", 4), ("", 0)]
)
def test_cells_of_a_text(text: str, cells: int) -> None:
    assert width(text) == cells


def test_padding_counts_cells() -> None:
    assert padded("重庆", 6) == "重庆  "
    assert padded("重庆", 6, right=True) == "  重庆"
    assert padded("too long", 3) == "too long"


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("short", 5, ["short"]),
        ("one two three", 7, ["one two", "three"]),
        ("Kunming-Singapore", 8, ["Kunming-", "Singapor", "e"]),
        ("重庆市两江新区", 8, ["重庆市两", "江新区"]),
        ("in 88 % of draws", 6, ["in", "88 %", "of", "draws"]),
        ("more than ≥ 330 m", 11, ["more than", "≥ 330 m"]),
        ("worth 1,234,567.8", 8, ["worth", "1,234,567.8"]),
        ("产值2345.6亿元人民币", 8, ["产值", "2345.6亿", "元人民币"]),
        ("  of which some", 10, ["  of which", "  some"]),
        ("two   spaces", 8, ["two", "spaces"]),
    ],
)
def test_lines_break_where_they_may(text: str, room: int, lines: list[str]) -> None:
    assert wrapped(text, room) == lines


def test_an_indent_leaves_room_for_the_text() -> None:
    lines = wrapped(" " * 40 + "deeply nested name", 8)
    assert [line.strip() for line in lines] == ["deep", "ly", "nest", "ed", "name"]


def test_only_spaces() -> None:
    assert wrapped("      ", 3) == [""]


@given(st.text(st.sampled_from("ab 1,.%重é-"), max_size=60), st.integers(8, 30))
def test_wrapping_loses_no_character_and_cuts_no_number(text: str, room: int) -> None:
    lines = wrapped(text, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    figures = re.findall(r"\d+", text)
    assert [figure for line in lines for figure in re.findall(r"\d+", line)] == figures


@pytest.mark.parametrize(
    ("words", "cells", "expected"),
    [
        ("Oslo", 4, "Oslo"),
        ("Oslo", 3, "Os…"),
        ("Oslo fjord", 6, "Oslo…"),
        ("重庆市", 6, "重庆市"),
        ("重庆市", 5, "重庆…"),
        ("Oslo", 1, "…"),
        ("Oslo", 0, ""),
    ],
)
def test_what_is_too_long_ends_in_an_ellipsis(words: str, cells: int, expected: str) -> None:
    assert shortened(words, cells) == expected


@given(st.text(max_size=30), st.integers(0, 40))
def test_what_is_shortened_has_room(words: str, cells: int) -> None:
    assert width(shortened(words, cells)) <= cells
