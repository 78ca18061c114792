from __future__ import annotations

import pytest

from hubscore.formats.html.view import FOCUSED, TableView, bar, heat, sections_of
from hubscore.pages.document import Cell, Chart, Column, Document, Section, Show, Table

TEXT, NUMBER = Show(), Show("number", 1)


def views(*tables: Table, **more: object) -> tuple[TableView, ...]:
    [section] = sections_of(Document("p", "", tables=tables)._replace(**more))  # type: ignore[arg-type]
    return section.tables


def test_what_people_see_of_a_table() -> None:
    columns = (
        Column("id"),
        Column("node", "Node", TEXT),
        Column(label="", show=Show("bar")),
        Column("gain", "Gain", Show("number", 1, signed=True)),
    )
    rows: tuple[tuple[Cell, ...], ...] = (("a", "Index", 0.5, 1.0), ("b", "Air", None, -2.0), ("c", "", 1, 0.0))
    [view] = views(Table("t", columns, rows, title="Nodes", indents=(0, 1), strong=(0,), rules=(1,)))
    assert [(head.text, head.kind) for head in view.heads] == [("Node", ""), ("", ""), ("Gain", "")]
    assert [row.kind for row in view.rows] == ["strong", "rule", ""]
    assert [[cell.text for cell in row.cells] for row in view.rows] == [
        ["Index", "", "+1.0"],
        ["Air", "", "-2.0"],
        ["", "", "0.0"],
    ]
    assert [row.cells[0].head for row in view.rows] == [True, True, False]  # an empty cell names nothing
    assert view.rows[1].cells[0].kind == "indent1"
    assert [row.cells[2].kind for row in view.rows] == ["gain", "loss", ""]
    assert view.kind == "n3"
    assert (view.label, view.listed, view.folded) == ("Nodes", True, False)


def test_of_many_columns_the_last_say_themselves_that_they_are_numbers() -> None:
    columns = (
        Column("node", "Node", TEXT),
        *[Column(str(at), str(at), Show("number", 1, signed=True)) for at in range(13)],
    )
    [view] = views(Table("t", columns, (("a", *map(float, range(13))),)))
    assert view.kind == "n2 n3 n4 n5 n6 n7 n8 n9 n10 n11 n12"
    assert [head.kind for head in view.heads] == [""] * 12 + ["n", "n"]
    assert [cell.kind for cell in view.rows[0].cells[1:]] == ["", *["gain"] * 10, "n gain", "n gain"]


def test_what_nobody_sees_is_not_there() -> None:
    hidden = Table("h", (Column("a", "A", TEXT),), (("x",),), shown=False)
    keys = Table("k", (Column("a"),), (("x",),))
    text = Table("d", (Column(label="chart", show=TEXT),), (("──",),), drawn=True)
    assert views(hidden, keys, text) == ()


def test_a_chart_stands_before_its_table_or_alone() -> None:
    columns = (Column("hub", "Hub", TEXT), Column("a", "Air", NUMBER))
    table = Table("t", columns, (("Oslo", 1.0),), chart=Chart("stack", "Points", 0, (1,)))
    [view] = views(table)
    assert view.chart.startswith("<svg")
    assert (view.listed, view.folded, view.keys, view.caption, view.label) == (True, True, ("Air",), "Points", "Points")
    [alone] = views(table._replace(shown=False))
    assert alone.chart == view.chart
    assert (alone.listed, alone.rows) == (False, ())


def heated(rows: int = 1) -> Table:
    columns = (Column(label="Hub", show=TEXT), Column(label="Air", show=TEXT), Column(), Column(), Column())
    chart = Chart("heat", "Figures", 0, (1,), (2,), (3,), (4,))
    told: tuple[Cell, ...] = ("Oslo", "≥ 5", 0.99, "2020", "Oslo, Air: ≥ 5")
    return Table("h", columns, (told,) * rows, chart=chart)


def test_a_cell_of_a_heat_map() -> None:
    [view] = views(heated())
    cell = view.rows[0].cells[1]
    assert (cell.text, cell.kind, cell.note, cell.detail) == ("≥ 5", "h7", "2020", "Oslo, Air: ≥ 5")
    assert (view.chart, view.folded, view.focused) == ("", False, True)
    [many] = views(heated(FOCUSED))
    assert not many.focused


@pytest.mark.parametrize(
    ("level", "kind"),
    [(0, "h0"), (0.124, "h0"), (0.125, "h1"), (1.0, "h7"), (-3.0, "h0"), (None, "none"), ("x", "none")],
)
def test_tints(level: Cell, kind: str) -> None:
    assert heat(level) == kind
    assert heat(float("nan")) == "none"


@pytest.mark.parametrize(
    ("value", "width"), [(0.5, "50%"), (2.0, "100%"), (-1, "0%"), (None, "0%"), (float("nan"), "0%")]
)
def test_bars(value: Cell, width: str) -> None:
    assert f'width="{width}"' in bar(value)


def test_sections_hold_tables_and_sections() -> None:
    table = Table("t", (Column("a", "A", TEXT),), (("x",),))
    sections = (
        Section("one", "One", ("Lead.",), ("t",), ("Foot.",)),
        Section("two", "Two"),
        Section("in", "In", within="two", folded=True),
    )
    one, two = sections_of(Document("p", "", tables=(table,), sections=sections))
    assert (one.name, one.title, one.lead, one.foot, len(one.tables)) == ("one", "One", ("Lead.",), ("Foot.",), 1)
    assert [(part.name, part.folded) for part in two.sections] == [("in", True)]


def test_where_a_page_ranks_anew_cells_can_be_found() -> None:
    columns = (
        Column("hub"),
        Column(label="#", show=TEXT),
        Column("score", "Score", NUMBER),
        Column(label="", show=Show("bar")),
    )
    table = Table("ranking", columns, (("oslo", "1", 5.0, 0.5),))
    section = Section("s", "S", tables=("ranking",))
    [view] = sections_of(Document("p", "", tables=(table,), sections=(section,), live={}))
    [row] = view.tables[0].rows
    assert row.hub == "oslo"
    assert [cell.key for cell in row.cells] == ["", "score", "bar"]
    [still] = views(table)
    assert (still.rows[0].hub, still.rows[0].cells[1].key) == ("", "")
