from __future__ import annotations

from hubscore.formats.style import paint


def test_without_colour_or_tint_nothing_is_added() -> None:
    assert paint("text", "loss", colour=False) == "text"
    assert paint("text", None, colour=True) == "text"
    assert paint("", "strong", colour=True) == ""


def test_a_tint_inside_a_strong_row_leaves_it_strong() -> None:
    row = paint(f"a {paint('+1', 'gain', colour=True)} b", "strong", colour=True)
    assert row == "\x1b[1ma \x1b[32m+1\x1b[39m b\x1b[22m"
