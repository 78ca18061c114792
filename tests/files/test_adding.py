from __future__ import annotations

from typing import Any

import pytest

from hubscore.files.adding import added, removed

Keys = tuple[str | int, ...]


@pytest.mark.parametrize(
    ("text", "keys", "value", "wanted"),
    [
        ("[w]\nfinance    = 1 # c\nb = 2\n", ("w", "biotech"), 3, "[w]\nfinance    = 1 # c\nb = 2\nbiotech = 3\n"),
        ("[w]\nbig    = 1\nfinance = 2\n", ("w", "zoo"), 3, "[w]\nbig    = 1\nfinance = 2\nzoo = 3\n"),
        ("[w]\nfinance    = 2 # c\n\n[x]\n", ("w", "biotech"), 3, "[w]\nfinance    = 2 # c\nbiotech    = 3\n\n[x]\n"),
        ("[d.g]\n2020 = 1\n2022 = 2\n", ("d", "g", "2021"), 3, "[d.g]\n2020 = 1\n2021 = 3\n2022 = 2\n"),
        ("[d.g]\n2020 = 1 # a\n2022 = 2\n", ("d", "g", "2019"), 3, "[d.g]\n2019 = 3\n2020 = 1 # a\n2022 = 2\n"),
        ("[w]\n", ("w", "a"), 3, "[w]\na = 3\n"),
        ("[w]", ("w", "a"), 3, "[w]\na = 3"),
        ("w = {}\n", ("w", "a"), 3, "w = { a = 3 }\n"),
        ("w = {b = 1}\n", ("w", "a", "c"), 3, "w = {b = 1, a = { c = 3 }}\n"),
        ("w.b = 1\n[x]\n", ("w", "a"), 3, "w.b = 1\nw.a = 3\n[x]\n"),
        ("[x]\nw.b = 1\n", ("x", "w", "a", "c"), 3, "[x]\nw.b = 1\nw.a.c = 3\n"),
        ("[x.y]\na = 1\n", ("x", "b"), 3, "[x.y]\na = 1\n\n[x]\nb = 3\n"),
        ("", ("x", "b"), 3, "[x]\nb = 3\n"),
        ("# only\n", ("x", "b"), 3, "# only\n\n[x]\nb = 3\n"),
        ("", ("b",), 3, "b = 3\n"),
        ("# c", ("b",), 3, "# c\nb = 3\n"),
        ("# c\n[x]\n", ("b",), 3, "# c\nb = 3\n[x]\n"),
        ("[a]\nx = 1\n[b]\ny = 1\n", ("b2", "z"), 3, "[a]\nx = 1\n[b]\ny = 1\n[b2]\nz = 3\n"),
        (
            "[a]\nx = 1\n# of a\n\n# of b\n[b]\n",
            ("a", "n", "z"),
            3,
            "[a]\nx = 1\n# of a\n\n[a.n]\nz = 3\n\n# of b\n[b]\n",
        ),
        ("[a]\nx = 1\n# of b\n[b]\n", ("a", "n", "z"), 3, "[a]\nx = 1\n\n[a.n]\nz = 3\n# of b\n[b]\n"),
        ("[d.a]\nx = 1\n\n[e]\ny = 1\n", ("d", "b", "z"), 3, "[d.a]\nx = 1\n\n[d.b]\nz = 3\n\n[e]\ny = 1\n"),
    ],
)
def test_where_a_new_key_goes(text: str, keys: Keys, value: Any, wanted: str) -> None:
    assert added(text, keys, value) == wanted


@pytest.mark.parametrize(
    ("text", "keys", "wanted"),
    [
        ("a = 1\nb = 2\nc = 3\n", ("b",), "a = 1\nc = 3\n"),
        ("a = 1\r\nb = [\r\n2]\r\n", ("b",), "a = 1\r\n"),
        ("a = 1\n  b = 2", ("b",), "a = 1\n"),
        ("[x]\na = 1 # c\n", ("x", "a"), "[x]\na = 1 # c\n"),
        ("x = { a = 1 }\n", ("x", "a"), "x = { a = 1 }\n"),
    ],
)
def test_a_line_is_taken_away_unless_it_holds_a_comment(text: str, keys: Keys, wanted: str) -> None:
    assert removed(text, keys) == wanted
