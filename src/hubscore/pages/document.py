"""The neutral form of an answer: raw values with a display rule, printed by any format.

A table serves two readers. People see the columns that have a `show` rule, scripts get the
columns that have a `key`; one column often serves both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

Cell = str | float | int | bool | None

Kind = Literal["text", "number", "percent", "whole", "bar", "strip", "spark", "stack"]

ChartKind = Literal["stack", "interval", "dots", "bump", "heat"]


class Show(NamedTuple):
    """How a raw value is shown to people.

    `number`: fixed `decimals`, right-aligned, thousands separated by commas; `signed` puts a
    plus before gains. `percent`: a share of 1 as whole per cent. `whole`: an integer without
    separators (a year, a rank). `text`: as it is.

    The others are pictures, which repeat what numbers beside them say, and give way first. `bar`: a
    share of 1 as a bar; where `signed`, one of -1 to 1 from the middle to either side. `strip`: a low
    end, a place and a high end on an axis. `spark`: a series from left to right. `stack`: parts of a
    whole, end to end. What they are made of stands in other columns, at the positions `of`, as shares of
    1; a number that has one such column is shaded by it. `cells`: the longest a picture gets, 0 for
    any length that looks well.
    """

    kind: Kind = "text"
    decimals: int = 1
    signed: bool = False
    of: tuple[int, ...] = ()
    cells: int = 0

    @property
    def is_picture(self) -> bool:
        """Whether it is drawn, and says nothing that the other columns do not."""
        return self.kind in ("bar", "strip", "spark", "stack")


class Column(NamedTuple):
    """One column: `key` for scripts (dots nest), `label` and `show` for people.

    `yields`: 0 stays at any width; of the others the highest gives way first when the
    terminal is too narrow, those below 0 only where folded texts leave no room either.
    `short` is the label to fall back on before that.
    """

    key: str = ""
    label: str = ""
    show: Show | None = None
    short: str = ""
    yields: int = 0


class Chart(NamedTuple):
    """How a table is drawn, where there is room to draw; all numbers are positions of its columns.

    `stack`: `values` are parts that add up, end to end. `interval`: `values` are the low end, the
    place and the high end. `dots`: `values` are marks on one line, named by their columns. `bump`:
    a row is one mark, `values` its x (a year) and its y (a rank, 1 on top), `label` whose line it is
    on. `heat`: the table itself, cells `values` tinted by `levels` (shares of 1), each with a small line
    of `notes` below and one of `details` on demand.
    `label`: what a row is called. `span`: the ends of the axis, those of the data if None.
    """

    kind: ChartKind
    title: str
    label: int
    values: tuple[int, ...]
    levels: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    details: tuple[int, ...] = ()
    span: tuple[float, float] | None = None


class Table(NamedTuple):
    """Rows of raw cells, one for each column.

    `shown`: whether people see it (scripts always do). `rules`: positions of rows that have
    a rule above them. `indents`: levels by which the first text of a row moves right.
    `strong`: positions of rows that stand out. `drawn`: lines of a chart that says nothing the
    other tables do not: never folded, and left out where there is no room or no fixed width.
    `chart`: how it is drawn by formats that can.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    shown: bool = True
    rules: tuple[int, ...] = ()
    indents: tuple[int, ...] = ()
    strong: tuple[int, ...] = ()
    drawn: bool = False
    chart: Chart | None = None


class Section(NamedTuple):
    """A part of a long document, for formats that have parts: sentences, and tables by their names.

    `within`: the name of the section that it is a part of. `folded`: whether it is closed until
    somebody opens it.
    """

    name: str
    title: str
    lead: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    within: str = ""
    folded: bool = False


class Document(NamedTuple):
    """One answer.

    `lead` are sentences before the tables, `foot` lines after them, both part of the answer;
    `notes` are said beside it (on a terminal: on stderr). `scorecard` is what JSON repeats:
    title, digest, scenario, seed. `sections`: how a long document is divided; each has its own lead,
    tables and foot. `live`: what a page needs to rank anew under other weights, as JSON has it.
    """

    page: str
    title: str
    aside: str = ""
    lead: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    foot: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    scorecard: Mapping[str, str | int | None] = {}
    sections: tuple[Section, ...] = ()
    live: Mapping[str, Any] | None = None
