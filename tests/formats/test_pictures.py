from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from hubscore.formats.cells import width
from hubscore.formats.pictures import (
    AXIS,
    EIGHTHS,
    HATCHES,
    INTERVAL,
    LEVELS,
    MARK,
    MIDDLE,
    SHADE,
    SHADES,
    balance,
    bar,
    picture,
    shade,
    share,
    spark,
    stacked,
    strip,
)
from hubscore.formats.safe import clean
from hubscore.pages.document import Cell, Show

SHARES = st.floats(0, 1)
CELLS = st.integers(1, 60)
NO_NUMBERS: list[Cell] = [None, "x", math.nan, math.inf]


@pytest.mark.parametrize(
    ("share", "expected"),
    [(1, "████"), (0.5, "██"), (0.28125, "█▏"), (0.001, "▏"), (0, ""), (-1, ""), (7, "████"), (None, ""), ("x", "")],
)
def test_bars_of_four_cells(share: Cell, expected: str) -> None:
    assert bar(share, 4) == expected


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_for_no_number_there_is_no_picture(value: Cell) -> None:
    assert bar(value, 4) == balance(value, 4) == ""
    assert share(value) is None
    assert shade(value) == " " * SHADE


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, "    │████"),
        (0.5, "    │██"),
        (0.375, "    │█▌"),
        (-1, "████│"),
        (-0.375, "  ▐█│"),
        (0, "    │"),
        (0.001, "    │▌"),
        (-0.001, "   ▐│"),
        (-7, "████│"),
    ],
)
def test_a_balance_of_nine_cells(value: float, expected: str) -> None:
    assert balance(value, 9) == expected


@given(st.floats(-1, 1), st.integers(3, 60))
def test_a_balance_has_two_equal_sides(value: float, cells: int) -> None:
    there, back = balance(value, cells), balance(-value, cells)
    assert there.index(MIDDLE) == back.index(MIDDLE) == (cells - 1) // 2
    assert there.count("█") == back.count("█")
    assert max(len(there), len(back)) <= cells


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=2), st.integers(3, 60))
def test_a_balance_grows_with_its_share(values: list[float], cells: int) -> None:
    small, great = sorted(values)

    def reach(value: float) -> float:
        text = balance(value, cells)
        drawn = text.count("█") + 0.5 * (text.count("▌") + text.count("▐"))
        return math.copysign(drawn, value)

    assert reach(small) <= reach(great)


def test_strips() -> None:
    assert strip(0, 0, 0, 7) == "●······"
    assert strip(2 / 3, 2 / 3, 1, 7) == "····●━━"
    assert strip(0.25, 0.5, 0.75, 5) == "·━●━·"
    assert strip(None, 1, None, 3) == "··●"
    assert strip(0.5, None, 1, 5) == "··━━━"
    assert strip(0, None, None, 5) == strip(None, None, None, 5) == ""


@given(st.lists(SHARES, min_size=3, max_size=3), CELLS)
def test_the_mark_of_a_strip_lies_within_its_ends(shares: list[float], cells: int) -> None:
    text = strip(*sorted(shares), cells)
    assert len(text) == cells
    assert text.count(MARK) == 1
    drawn = text.strip(AXIS)
    assert set(drawn) <= {MARK, INTERVAL}
    assert MARK in drawn


@given(SHARES, SHARES, st.integers(2, 60))
def test_the_mark_of_a_strip_moves_with_its_share_and_reaches_both_ends(one: float, two: float, cells: int) -> None:
    small, great = (strip(None, mark, None, cells).index(MARK) for mark in sorted((one, two)))
    assert small <= great
    assert strip(None, 0, None, cells)[0] == strip(None, 1, None, cells)[-1] == MARK


def test_sparks() -> None:
    assert spark([0, 1 / 7, 0.5, None, 1]) == "▁▂▅ █"
    assert spark([]) == ""


@given(st.lists(st.none() | SHARES))
def test_a_spark_is_highest_where_its_series_is_and_shows_its_gaps(shares: list[float | None]) -> None:
    text = spark(shares)
    assert len(text) == len(shares)
    assert [sign == " " for sign in text] == [part is None for part in shares]
    known = [(part, LEVELS.index(sign)) for part, sign in zip(shares, text, strict=True) if part is not None]
    for part, level in known:
        assert all(other >= level for more, other in known if more >= part)


def test_parts_end_to_end() -> None:
    assert stacked([50, 25, 25], 100, 8) == "████▓▓▒▒"
    assert stacked([25, 0, -9, 25], 100, 8) == "██░░    "
    assert stacked([80, 80], 100, 8) == "██████▓▓"
    assert stacked([1], 0, 3) == "   "
    assert stacked([20] * 5, 100, 5) == "█▓▒░█"


@given(st.lists(st.floats(0, 1), min_size=1, max_size=4), CELLS)
def test_a_stack_is_as_long_as_its_parts_together(parts: list[float], cells: int) -> None:
    text = stacked(parts, sum(parts), cells)
    assert len(text) == cells
    assert text.strip() == (text if sum(parts) > 0 else "")
    assert [HATCHES.index(sign) for sign in text.strip()] == sorted(HATCHES.index(sign) for sign in text.strip())


def test_shades_of_a_scale_of_fifths() -> None:
    assert [shade(value)[0] for value in (0, 0.19, 0.2, 0.4, 0.6, 0.8, 1)] == [" ", " ", "░", "▒", "▓", "█", "█"]


@given(st.lists(SHARES, min_size=2, max_size=2))
def test_a_shade_is_darker_for_more(shares: list[float]) -> None:
    less, more = (SHADES.index(shade(value)[0]) for value in sorted(shares))
    assert less <= more


def test_a_picture_takes_what_it_needs_from_the_other_columns() -> None:
    row = ("Oslo", -0.5, 0.0, 0.5, 1.0, math.nan)
    assert picture(Show("bar"), row, 3, 4) == "██"
    assert picture(Show("bar", signed=True), row, 1, 5) == " █│"
    assert picture(Show("strip", of=(2, 3, 4)), row, 0, 5) == "━━●━━"
    assert picture(Show("spark", of=(2, 5, 4)), row, 0, 3) == "▁ █"
    assert picture(Show("stack", of=(3, 5, 3)), row, 0, 4) == "██▒▒"
    assert picture(Show("stack", of=(2, 3)), row, 0, 4) == "▓▓"


@pytest.mark.parametrize("signs", ["█" + "".join(EIGHTHS), LEVELS, HATCHES, SHADES, f"{AXIS}{INTERVAL}{MARK}", "▐▌│"])
def test_every_sign_takes_one_cell_and_has_one_for_a_terminal_without_it(signs: str) -> None:
    assert width(signs) == cell_len(signs) == len(signs)
    assert len(clean(signs, "ascii")) == len(signs)
    assert clean(signs, "ascii").isascii()


@pytest.mark.parametrize("signs", [LEVELS, SHADES, HATCHES, f"{AXIS}{INTERVAL}{MARK}"])
def test_in_ascii_signs_that_stand_together_differ(signs: str) -> None:
    assert len(set(clean(signs, "ascii"))) == len(signs)
