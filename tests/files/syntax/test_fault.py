from __future__ import annotations

import pytest

from hubscore.files.syntax.fault import cut, fault, named, visible


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_reads_the_position(line_end: str) -> None:
    text = line_end.join(["[t]", "a = { b = 1, c = 0142 }", "d = 1"])
    found = fault(text, "Unclosed inline table (at line 2, column 19)")
    assert found.said == "Unclosed inline table"
    assert found.char == "1"
    assert found.line == "a = { b = 1, c = 0142 }"
    assert found.keys == ("t", "a", "c")
    assert [mark.keys for mark in found.around] == [("t", "a", "c"), ("t", "a")]
    assert all(mark.start <= found.pos for mark in found.before)


def test_the_end_of_the_text() -> None:
    found = fault('a = "x', "Unterminated string (at end of document)")
    assert (found.pos, found.char, found.line) == (6, "", 'a = "x')


def test_a_position_behind_the_text_is_its_end() -> None:
    assert fault("a", "What (at line 1, column 99)").pos == 1


def test_names_of_paths() -> None:
    assert named(()) == ""
    assert named(("bets", 1, "name")) == "bets[1].name"
    assert len(named(("x" * 1000,))) < 70


def test_words_are_cut_at_the_line_end() -> None:
    assert cut("one\ntwo") == "one"


def test_visible_characters_stay() -> None:
    assert visible("é") == "`é`"
    assert visible("\u202e") == "<U+202E>"
    assert visible("\x1b") == "<U+001B>"
