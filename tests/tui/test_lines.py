from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.formats.cells import width
from hubscore.tui.lines import Line, Piece, cut, fitted, share_bar, strip


def text(line: Line) -> str:
    return "".join(piece.text for piece in line)


@pytest.mark.parametrize(
    ("words", "cells", "expected"),
    [
        ("Oslo", 6, "Oslo  "),
        ("Oslo", 4, "Oslo"),
        ("Oslo harbour", 6, "Oslo… "),
        ("重庆市", 5, "重庆…"),
        ("重庆", 4, "重庆"),
        ("a\x1b[31m", 12, "a<U+001B>[3…"),
        ("Oslo", 0, ""),
    ],
)
def test_cut(words: str, cells: int, expected: str) -> None:
    assert cut(words, cells) == expected


@given(st.text(max_size=30), st.integers(0, 40))
def test_what_is_cut_has_its_room(words: str, cells: int) -> None:
    assert width(cut(words, cells)) == cells


@given(
    st.lists(st.builds(Piece, st.text(st.characters(codec="ascii", categories=("L",)), max_size=9))), st.integers(0, 40)
)
def test_what_is_fitted_has_its_room(pieces: list[Piece], cells: int) -> None:
    assert width(text(fitted(pieces, cells))) == cells


def test_a_bar_and_where_it_was() -> None:
    assert text(share_bar(0.5, 0.5, 10)) == "█████·····"
    assert text(share_bar(0.5, 0.8, 10)) == "█████···│·"
    assert text(share_bar(0.8, 0.5, 10)) == "█████│██··"
    assert text(share_bar(1, 0, 10)) == "██████████"
    assert text(share_bar(0, 1, 10)) == "·········│"
    assert text(share_bar(0.01, 0, 10)) == "▏·········"


@given(st.floats(0, 1), st.floats(0, 1), st.integers(1, 60))
def test_a_bar_has_its_room(share: float, usual: float, cells: int) -> None:
    assert len(text(share_bar(share, usual, cells))) == cells


def test_a_strip_of_ranks() -> None:
    assert strip(2, 1, 3, 4, 7, True) == "━━●━━··"
    assert strip(2, 1, 3, 4, 7, False) == "╌╌●╌╌··"
    assert strip(4, 0, 0, 4, 7, True) == "······●"
    assert strip(1, 2, 3, 4, 5, True) == "●━━· "
    assert strip(0, 0, 0, 4, 7, True) == " " * 7
    assert strip(1, 1, 1, 1, 3, True) == "●  "
    assert strip(100, 50, 100, 100, 11, True) == "·····━━━━━●"


@given(st.integers(1, 300), st.data(), st.integers(7, 15))
def test_a_strip_has_its_room(ranked: int, data: st.DataObject, cells: int) -> None:
    low, rank, high = sorted(data.draw(st.lists(st.integers(1, ranked), min_size=3, max_size=3)))
    found = strip(rank, low, high, ranked, cells, True)
    assert len(found) == cells
    assert found.count("●") == 1
