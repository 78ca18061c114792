from __future__ import annotations

import csv
import math
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.errors import UsageError
from hubscore.formats.csv import render
from hubscore.formats.style import Style
from hubscore.pages.document import Cell, Column, Document, Show, Table

STYLE = Style(width=None, colour=False)


def document(*rows: tuple[Cell, ...]) -> Document:
    columns = (Column("hub", "Hub", Show()), Column("", "", Show("bar")), Column("pillars.finance", "Finance"))
    nodes = Table("nodes", (Column("node"), Column("score")), (("finance", 0.1),), shown=False)
    return Document("rank", "Title", lead=("lead",), tables=(Table("ranking", columns, rows), nodes), foot=("foot",))


def read(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline=""), strict=True))


def test_the_first_table_with_keys_as_header() -> None:
    rows: tuple[tuple[Cell, ...], ...] = (("a", 0, 1 / 3), ("b", 0, None), ("c", 0, True), ("d", 0, 7))
    text = render(document(*rows, ("e", 0, False), ("f", 0, math.nan), ("g", 0, -1.5)), STYLE)
    assert text == "hub,pillars.finance\na,0.3333333333333333\nb,\nc,true\nd,7\ne,false\nf,\ng,-1.5\n"


def test_another_table_by_its_name() -> None:
    assert render(document(), Style(None, colour=False, table="nodes")) == "node,score\nfinance,0.1\n"


def test_an_unknown_table_names_those_that_exist() -> None:
    with pytest.raises(UsageError) as caught:
        render(document(), Style(None, colour=False, table="node"))
    (problem,) = caught.value.problems
    assert problem.rule == "unknown-table"
    assert problem.message == "the page `rank` has no table `node`"
    assert problem.expected == "one of `ranking`, `nodes`"
    assert problem.hint == "did you mean `nodes`?"


def test_a_page_without_tables() -> None:
    with pytest.raises(UsageError) as caught:
        render(Document("show", "Title"), STYLE)
    (problem,) = caught.value.problems
    assert problem.message == "the page `show` has no table"
    assert problem.expected == "a page with tables"
    assert problem.hint == ""


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49", "'+49"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'<U+0009>=1"),
        ("\r=1", "'<U+000D>=1"),
        ('say "hi", twice', 'say "hi", twice'),
        ("two\nlines", "two<U+000A>lines"),
        ("\x1b[31m", "<U+001B>[31m"),
        ("5-6", "5-6"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("\uff0b49", "'\uff0b49"),
        ("\uff0d5", "'\uff0d5"),
        ("\uff20SUM(A1)", "'\uff20SUM(A1)"),
    ],
)
def test_no_cell_is_a_formula(text: str, cell: str) -> None:
    assert read(render(document((text, 0, 1)), STYLE))[1] == [cell, "1"]


def test_a_stand_in_is_no_formula_either() -> None:
    assert read(render(document(("–5", 0, 1)), Style(None, colour=False, encoding="ascii")))[1][0] == "'-5"


def test_heads_and_cells_are_fit_for_the_encoding() -> None:
    table = Table("t", (Column("größe"),), (("Zürich",),))
    text = render(Document("p", "", tables=(table,)), Style(None, colour=False, encoding="ascii"))
    assert text == "gr<U+00F6><U+00DF>e\nZ<U+00FC>rich\n"


@given(st.lists(st.text(st.characters(categories=("L", "N", "P", "Zs"))), min_size=1))
def test_any_csv_reader_gets_the_text_back(names: list[str]) -> None:
    rows = read(render(document(*((name, 0, 1) for name in names)), STYLE))[1:]
    assert [name.removeprefix("'") for name, _ in rows] == [name.removeprefix("'") for name in names]


def test_one_empty_cell_is_still_a_row() -> None:
    table = Table("t", (Column("a"),), (("",), (None,)))
    assert read(render(Document("p", "t", tables=(table,)), STYLE)) == [["a"], [""], [""]]
