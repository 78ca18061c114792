from __future__ import annotations

from pathlib import Path

import pytest

from hubscore.files.edit import Draft
from hubscore.formats.cells import width
from hubscore.tui.foot import KEYS, change_lines, keys, pairs


def made(old: str, new: str) -> Draft:
    return Draft(Path("card.toml"), "card.toml", old.encode(), new)


def texts(changed: list[tuple[str, str]], cells: int, height: int) -> list[str]:
    return ["".join(piece.text for piece in line).rstrip() for line in change_lines(changed, cells, height)]


def test_lines_before_and_after() -> None:
    assert pairs(made("a = 1\nb = 2\nc = 3\n", "a = 4\nb = 2\nc = 5\nd = 6\n")) == [
        ("a = 1", "a = 4"),
        ("c = 3", "c = 5"),
        ("", "d = 6"),
    ]
    assert pairs(made("a = 1\n", "a = 1\n")) == []


def test_a_rule_in_a_file_is_no_head_of_a_diff() -> None:
    assert pairs(made("-- a\nx\n", "++ b\nx\n")) == [("-- a", "++ b")]


def test_before_and_after_stand_beside_each_other() -> None:
    assert texts([("a = 1", "a = 2"), ("", "b = 3")], 40, 4) == [f" {'- a = 1':18} + a = 2", " " * 20 + "+ b = 3"]


def test_or_below_where_they_are_long() -> None:
    long = "weights = { money = 0.1, travel = 0.8 }"
    assert texts([(long, long.replace("1", "2"))], 60, 4) == [f" - {long}", f" + {long.replace('1', '2')}"]


def test_what_has_no_room_is_counted() -> None:
    changed = [(f"a{n} = 1", f"a{n} = 2") for n in range(6)]
    assert texts(changed, 60, 4)[-1] == " … and 3 more; w shows all"
    assert len(texts(changed, 60, 4)) == 4
    assert len(texts(changed, 60, 6)) == 6


@pytest.mark.parametrize(("cells", "lines"), [(72, 3), (80, 2), (140, 2), (200, 1)])
def test_all_keys_are_told(cells: int, lines: int) -> None:
    found = keys(cells)
    assert len(found) == lines
    assert all(width(line) <= cells for line in found)
    assert "  ".join(line.strip() for line in found) == "  ".join(KEYS)
