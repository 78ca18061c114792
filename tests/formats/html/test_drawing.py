from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from hubscore.formats.html.drawing import drawn
from hubscore.pages.document import Cell, Chart, Column, Show, Table

NUMBER = Show("number", 1)
COLUMNS = (
    Column("hub", "Hub", Show()),
    Column("a", "Air", NUMBER),
    Column("b", "Sea", NUMBER),
    Column("c", "Rail", NUMBER),
)
ROWS: tuple[tuple[Cell, ...], ...] = (("Oslo", 1.0, 1.0, 2.0), ("Turku", 2.0, float("nan"), None))


def chart(kind: str, values: tuple[int, ...] = (1, 2, 3), **more: object) -> str:
    made = Chart(kind, "A title", 0, values)._replace(**more)  # type: ignore[arg-type]
    return drawn(Table("a table/1", COLUMNS, ROWS, chart=made))


def test_each_kind_reads_its_columns() -> None:
    assert "Oslo: Air 1.0, Sea 1.0, Rail 2.0; Turku: Air 2.0, Sea –, Rail –" in chart("stack")
    assert "Oslo: Air 1.0, Sea 1.0, Rail 2.0; Turku: Air 2.0, Sea –, Rail –" in chart("dots")
    assert "Oslo: ranks 1 to 2" in chart("interval")
    assert 'aria-labelledby="chart-a-table-1-title chart-a-table-1-desc"' in chart("stack")


def test_years_and_ranks() -> None:
    rows: tuple[tuple[Cell, ...], ...] = (("Oslo", 2020, 1), ("Oslo", 2021, None), ("Turku", 2021, 1))
    columns = (Column("hub"), Column("year"), Column("rank"))
    svg = drawn(Table("t", columns, rows, chart=Chart("bump", "Ranks", 0, (1, 2))))
    assert "Turku: 2021 rank 1" in svg
    assert svg.count("<circle") == 2
    assert drawn(Table("t", columns, rows[1:2], chart=Chart("bump", "Ranks", 0, (1, 2)))) == ""


@pytest.mark.parametrize(("span", "x"), [(None, "0%"), ((0.0, 4.0), "0%")])
def test_a_span_is_the_axis(span: tuple[float, float] | None, x: str) -> None:
    rects = [each.attrib for each in ET.fromstring(chart("stack", span=span)).iter("rect")]
    assert rects[0]["x"] == x
    assert rects[0]["width"] == "25%"
    ticks = [each.text for each in ET.fromstring(chart("interval", span=(1.0, 5.0))).iter("text")][:5]
    assert ticks == ["1", "2", "3", "4", "5"]


def test_what_lies_beyond_the_span_widens_it() -> None:
    own = [each for each in ET.fromstring(chart("dots", span=(1.0, 1.5))).iter("circle") if each.get("class") == "own"]
    assert [each.attrib["cx"] for each in own][1:] == ["2%", "98%"]


def test_what_is_not_drawn() -> None:
    assert drawn(Table("t", COLUMNS, ROWS)) == ""
    assert drawn(Table("t", COLUMNS, (), chart=Chart("stack", "", 0, (1,)))) == ""
    assert chart("heat") == ""


def test_strangers_text_is_harmless() -> None:
    rows: tuple[tuple[Cell, ...], ...] = (("</svg><script>\u202e", 1.0, 1.0, 1.0),)
    svg = drawn(Table("t", COLUMNS, rows, chart=Chart("stack", "</svg>", 0, (1,))))
    assert "<script" not in svg
    assert svg.count("</svg>") == 1
    assert "&lt;U+202E&gt;" in svg
