from __future__ import annotations

import pytest

from hubscore.cli.questions import CELL, RANGE


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("oslo.air=3", ("oslo.air", "=", "3")),
        ("oslo.air >= 3", ("oslo.air", ">=", "3")),
        ("oslo.air≤3", ("oslo.air", "≤", "3")),
        ("New York.air=-3e2", ("New York.air", "=", "-3e2")),
        ("oslo.air=1..3", ("oslo.air", "=", "1..3")),
    ],
)
def test_how_a_figure_is_written(word: str, parts: tuple[str, ...]) -> None:
    found = CELL.fullmatch(word)
    assert found is not None
    assert found.groups() == parts


@pytest.mark.parametrize("word", ["oslo.air", "oslo.air=", "=3", "", "oslo.air>3"])
def test_what_is_no_figure(word: str) -> None:
    assert CELL.fullmatch(word) is None


def test_two_ends_of_a_range() -> None:
    found = RANGE.fullmatch("-1.5..2")
    assert found is not None
    assert found.groups() == ("-1.5", "2")


@pytest.mark.parametrize("word", ["banks>=3", "banks≥3", "banks=3..9", "banks<=9", "banks≤9"])
def test_bounds_reach_the_cell(run: object, word: str) -> None:
    assert callable(run)
    status, out, _ = run("whatif", "--value", f"turku.{word}")
    assert status == 0
    assert "With banks of Turku at " in out
    assert any(sign in out.splitlines()[2] for sign in "≥≤–")
