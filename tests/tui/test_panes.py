from __future__ import annotations

from hubscore.tui.lines import Piece
from hubscore.tui.panes import COLOURED, PLAIN, Pane


def test_without_colour_no_tint_names_one() -> None:
    assert COLOURED.keys() == PLAIN.keys()
    assert any("ansi" in style for style in COLOURED.values())
    assert not any("ansi" in style for style in PLAIN.values())


def test_what_stands_in_a_file_is_no_markup() -> None:
    pane = Pane()
    shown = []
    pane.update = lambda content, **_: shown.append(content)  # type: ignore[method-assign, assignment]
    pane.show([(Piece("[red]Oslo[/]", "gain"), Piece("!")), (), (Piece("x"),)], True)
    assert shown[0].plain == "[red]Oslo[/]!\n\nx"
