"""From a table and how it is to be drawn to the chart."""

from __future__ import annotations

from collections.abc import Sequence

from hubscore.formats.figures import absent, shown
from hubscore.formats.html.charts.bump import bump
from hubscore.formats.html.charts.dots import dots
from hubscore.formats.html.charts.interval import interval
from hubscore.formats.html.charts.stack import stack
from hubscore.formats.safe import clean
from hubscore.pages.document import Cell, Chart, Show, Table


def drawn(table: Table) -> str:
    """The chart of a table as SVG; empty where there is nothing to draw, or the table is the chart."""
    chart = table.chart
    if chart is None or not table.rows or chart.kind == "heat":
        return ""
    name = "chart-" + "".join(letter if letter.isalnum() else "-" for letter in table.name)
    title = clean(chart.title, "utf-8")
    labels = [clean(str(row[chart.label] or ""), "utf-8") for row in table.rows]
    values = [[_number(row[at]) for at in chart.values] for row in table.rows]
    if chart.kind == "bump":
        marks = [(who, x, int(y)) for who, (x, y) in zip(labels, values, strict=True) if x is not None and y]
        return bump(name, title, marks) if marks else ""
    if chart.kind == "interval":
        last = max((end for row in values for end in row if end is not None), default=1.0)
        last = last if chart.span is None else chart.span[1]
        return interval(name, title, labels, [(row[0], row[1], row[2]) for row in values], last)
    parts = [clean(table.columns[at].label, "utf-8") for at in chart.values]
    words = [[_word(table, row, at) for at in chart.values] for row in table.rows]
    if chart.kind == "stack":
        return stack(name, title, labels, parts, values, words, None if chart.span is None else chart.span[1])
    heads = {at for at, level in enumerate(table.indents) if level == 0} if any(table.indents) else ()
    return dots(name, title, labels, parts, values, words, _span(chart, values), heads)


def _span(chart: Chart, values: Sequence[Sequence[float | None]]) -> tuple[float, float]:
    """The ends of the axis: as given, wider where a value lies beyond."""
    found = [value for row in values for value in row if value is not None]
    ends = () if chart.span is None else chart.span
    return min([*found, *ends], default=0.0), max([*found, *ends], default=1.0)


def _number(value: Cell) -> float | None:
    return None if value is None or isinstance(value, str) or absent(value) else float(value)


def _word(table: Table, row: tuple[Cell, ...], at: int) -> str:
    return clean(shown(row[at], table.columns[at].show or Show()), "utf-8")
